"""Of two long texts the part in which they differ."""

EXCERPT = 200  # characters of a long text, from shortly before the first difference
LEAD = 20


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Both texts, or of long ones the part in which the first difference stands."""
    same = next(
        (at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other),
        min(len(before), len(after)),
    )
    start = max(0, same - LEAD) if max(len(before), len(after)) > EXCERPT else 0
    return _cut(before, start), _cut(after, start)


def _cut(text: str, start: int) -> str:
    if not text:
        return ""
    end = start + EXCERPT
    return ("…" if start else "") + text[start:end] + ("…" if len(text) > end else "")
