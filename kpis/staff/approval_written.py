"""What an approver has written and ticked on the cards of the page: deciding on one card takes nothing from the others."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from kpis.models import PeriodEntry
from kpis.workflow.entries import kind_of
from plans.sent import sent_number

from .approval_cards import SubmittedEntry

REASON, VERSION = "reason-", "version-"  # followed by the card's key


def unused_reason(text: str) -> str:
    """Who approves a report has no use for a reason to return it; it is told all the same."""
    return _("承認したので、書いてあった差し戻しの理由は使いませんでした:「%s」") % text


@dataclass(frozen=True)
class Written:
    """By the card's key the reason for returning it, and the version of the report that the page had shown."""

    reasons: Mapping[str, str]
    picked: frozenset[str]
    versions: Mapping[str, int]

    @classmethod
    def of(cls, sent: QueryDict) -> "Written":
        texts = {name: sent[name].replace("\0", "") for name in sent if name.startswith((REASON, VERSION))}
        reasons = {
            name.removeprefix(REASON): text
            for name, text in texts.items()
            if name.startswith(REASON) and text.strip()
        }
        numbers = {
            name.removeprefix(VERSION): sent_number(text)
            for name, text in texts.items()
            if name.startswith(VERSION)
        }
        versions = {key: number for key, number in numbers.items() if number is not None}
        return cls(reasons, frozenset(sent.getlist("pick")) & versions.keys(), versions)

    def __bool__(self) -> bool:
        return bool(self.reasons or self.picked)

    def without(self, decided: Iterable[PeriodEntry]) -> "Written":
        """What is left of it once these are decided on."""
        keys = {f"{kind_of(row)}-{row.pk}" for row in decided}
        return Written(
            {key: text for key, text in self.reasons.items() if key not in keys},
            self.picked - keys,
            self.versions,
        )

    def on(self, cards: Iterable[SubmittedEntry], problems: Mapping[str, str]) -> list[SubmittedEntry]:
        """The cards with it. `problems`: why a card was not decided on.

        A tick was put on what the page showed: where the report says something else now, it is gone, and this is said.
        """
        return [self._on(card, problems.get(card.key, "")) for card in cards]

    def _on(self, card: SubmittedEntry, problem: str) -> SubmittedEntry:
        if card.is_own:  # there is nothing to write or to tick
            return card
        is_picked = card.key in self.picked
        is_same = self.versions.get(card.key) == card.entry.version
        return replace(
            card,
            reason=self.reasons.get(card.key, ""),
            problem=problem,
            is_picked=is_picked and is_same,
            pick_problem=_("この画面を開いた後に、内容が変わりました。確かめてから、印を付け直してください。")
            if is_picked and not is_same
            else "",
        )

    def lost(self, cards: Iterable[SubmittedEntry]) -> Iterator[str]:
        """Of reports that no longer wait the reasons that were written, to be read and copied."""
        shown = {card.key for card in cards}
        for key, text in self.reasons.items():
            if key not in shown:
                yield (
                    _(
                        "書いた理由の相手は、もう承認を待っていません（取り戻されたか、ほかの人が決めました）。書いた理由:「%s」"
                    )
                    % text
                )
