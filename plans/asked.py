"""What a visitor asks for in an address: one of the values that there are. Anything else is told, never silently left out."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy

LONGEST = 20  # characters of somebody's own words that a sentence repeats


class Asked:
    """Reads the query of an address, and keeps a sentence for each value that nobody can ask for."""

    def __init__(self, query: Mapping[str, str]) -> None:
        self._query = query
        self.problems: list[str] = []

    def one_of(self, name: str, values: Collection[str], problem: str) -> str:
        """The value under that name; blank where there is none, or none of those.

        `problem`: a sentence that names what is shown instead, with %(asked)s for the visitor's own word.
        """
        asked = self._query.get(name, "").strip()
        if not asked or asked in values:
            return asked
        self.problems.append(problem % {"asked": as_shown(asked)})
        return ""


def as_shown(asked: str) -> str:
    """Somebody's own word as a sentence repeats it: on one line, and not all of a long one."""
    word = "".join(letter if letter.isprintable() else " " for letter in asked).strip()
    return f"{word[:LONGEST]}…" if len(word) > LONGEST else word


ALL_GOALS = gettext_lazy(
    "この計画に「%(asked)s」という目標はありません。すべての目標のものを表示しています。"
)
ALL_DEPARTMENTS = gettext_lazy(
    "「%(asked)s」が担当するものはありません。すべての担当部署のものを表示しています。"
)
