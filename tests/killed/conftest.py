"""The site on which processes are killed, and one trial after another on it."""

import random
from collections.abc import Iterator

import pytest
from django.db import connection

from tests import database

from .runner import Answer, Asked, Runner
from .sites import FileSite, PostgresSite, Site, State
from .verbs import NOW

MOMENTS = 3 if connection.vendor == "sqlite" else 2  # at which something is killed, unless it says more


class Trial:
    """What is tried on a site at one moment of the clock."""

    def __init__(self, site: Site, runner: Runner, now: str):
        self.site, self.runner, self.now = site, runner, now
        self.runs = 0

    def run(self, words: list[str], **more: object) -> Answer:
        """On the site as it stands. `{nth}` in a word is another number each time."""
        self.runs += 1
        words = [word.replace("{nth}", str(self.runs)) for word in words]
        return self.runner(Asked(self.site.name, words, self.now, **more))

    def check(self, words: list[str], *, in_pieces: bool = False, moments: int = MOMENTS) -> None:
        """Killed at so many moments it is done or not, each row and, unless `in_pieces`, the whole; and ends well again."""
        self.site.lay()
        before = self.site.state()
        answer = self.run(words)
        assert answer.code == 0, answer.said
        after = self.site.state()
        assert after.differing(before), "it changes something"
        for moment in _spread(answer.moments, moments, " ".join(words)):
            self.site.lay()
            assert self.run(words, dies_at=moment).is_killed
            killed = self.site.state()
            assert not killed.half_done(before, after), moment
            assert in_pieces or not killed.differing(before) or not killed.differing(after), moment
            assert killed.laid == before.laid, moment
            if killed.differing(before):
                self._again(words, after)

    def _again(self, words: list[str], after: State) -> None:
        """What was done already it leaves, or says in a sentence that it is done."""
        again = self.run(words)
        assert again.code in (0, 1), again.said
        assert "Traceback" not in again.said
        assert self.site.state().laid == after.laid


def _spread(count: int, wanted: int, seed: str) -> list[int]:
    """The last moment, the first, and some between them; where only one is wanted, that in the middle."""
    if wanted == 1:
        return [count // 2]
    between = range(2, count)
    some = random.Random(seed).sample(between, min(wanted - 2, len(between)))  # noqa: S311
    return sorted({1, *some, count})


@pytest.fixture(scope="session")
def runner() -> Iterator[Runner]:
    made = Runner()
    yield made
    made.end()


@pytest.fixture(scope="module")
def site(tmp_path_factory, django_db_blocker) -> Iterator[Site]:
    """Loaded with the real plans and the fictional city."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            made = FileSite(tmp_path_factory.mktemp("site"), database.sqlite_template(database.TEMPLATES))
        else:
            template = database.postgres_template(database.TEMPLATES)
            made = PostgresSite(connection.get_connection_params(), template)
    yield made
    made.end()


@pytest.fixture(scope="module")
def site_with_samples(tmp_path_factory, django_db_blocker) -> Site:
    with django_db_blocker.unblock():
        return FileSite(tmp_path_factory.mktemp("samples"), database.sqlite_template(database.TEMPLATES))


@pytest.fixture(scope="module")
def small(site, runner) -> Trial:
    """One city, with something to do for every verb."""
    trial = Trial(site, runner, NOW)
    site.lay()
    laid = trial.run(["lay"])
    assert laid.code == 0, laid.said
    site.keep()
    return trial
