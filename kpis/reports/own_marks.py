"""自己評価 as a report says it: of one indicator in a cell each, as every table of the report shows it."""

from kpis.judging.self_assessment import OwnTexts

from .snapshot.types import FrozenIndicator


def own_texts(row: FrozenIndicator) -> OwnTexts:
    """Marks, reasons and differences; with several aspects a line for each. Blank where nothing is said."""
    found = row.get("self_assessments", [])
    several = len(found) > 1

    def lines(name: str) -> str:
        texts = ((own["label"], str(own[name])) for own in found if own[name])  # type: ignore[literal-required]
        return "\n".join(f"{label}: {text}" if several else text for label, text in texts)

    return OwnTexts(
        marks=lines("text"),
        reasons=lines("reason"),
        differences="\n".join(own["difference"] for own in found if own["difference"]),
    )
