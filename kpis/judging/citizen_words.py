"""What the sentences for citizens are made of: the values of one evaluation in words. Pure: no ORM."""

from decimal import Decimal

from .facts import Facts
from .outcome import Evaluation
from .value import Reading
from .wording import goalpost_text, judged_text, range_text, time_text, with_status


class CitizenWords:
    """The words of one evaluation, for the sentences that are built of them."""

    def __init__(self, facts: Facts, evaluation: Evaluation):
        self.facts, self.found = facts, evaluation

    def _text(self, value: Decimal) -> str:
        return judged_text(self.facts, self.found, value)

    def _shown(self, reading: Reading) -> str:
        """The judged value; one that is not final says so."""
        return with_status(self._text(reading.judged), reading.status)

    @property
    def _target_words(self) -> dict[str, str]:
        target = self.found.target
        if target is None:
            return {}
        text = range_text(self.facts) or goalpost_text(self.facts, target.value)
        return {"target": text, "when": time_text(self.facts, target)}
