"""The portal's colours, declared once: style sheets, charts, PDF and Excel take them from here.

Hues and steps are the Digital Agency's design system's; brown-900, rust-900 and orange-25 are the portal's own, where its
steps lack contrast. static/css/tokens.css holds the same as custom properties: `python -m kpis.charts.palette` writes them.
"""

from dataclasses import dataclass
from pathlib import Path

COLOURS = {
    "blue-50": "#e8f1fe",
    "blue-100": "#d9e6ff",
    "blue-200": "#c5d7fb",
    "blue-300": "#9db7f9",
    "blue-400": "#7096f8",
    "blue-500": "#4979f5",
    "blue-600": "#3460fb",
    "blue-700": "#264af4",
    "blue-900": "#0017c1",
    "blue-1000": "#00118f",
    "blue-1200": "#000060",
    "green-50": "#e6f5ec",
    "green-900": "#115a36",
    "red-900": "#ce0000",
    "yellow-50": "#fbf5e0",
    "yellow-300": "#ffd43d",
    "yellow-700": "#b78f00",
    "yellow-900": "#927200",
    "orange-25": "#fff4ec",
    "orange-50": "#ffeee2",
    "orange-800": "#c74700",
    "rust-900": "#8f3300",
    "brown-900": "#5c4300",
    "grey-50": "#f2f2f2",
    "grey-100": "#e6e6e6",
    "grey-200": "#cccccc",
    "grey-420": "#949494",
    "grey-536": "#767676",
    "grey-700": "#4d4d4d",
    "grey-800": "#333333",
    "grey-900": "#1a1a1a",
    "white": "#ffffff",
    "black": "#000000",
    "visited": "#8b008b",
}


@dataclass(frozen=True)
class GroupLook:
    """How a group of verdicts looks. `bar`: strong enough for a bar on white; the others are the badge's."""

    sign: str
    fill: str
    edge: str
    text: str
    bar: str

    def named(self) -> dict[str, str]:
        """The colours by part, as #rrggbb."""
        return {part: COLOURS[getattr(self, part)] for part in ("fill", "edge", "text", "bar")}


# By the key of a verdict's group.
LOOKS = {
    "achieved": GroupLook("✓", "blue-1000", "blue-1000", "white", "blue-1000"),
    "on-track": GroupLook("○", "blue-50", "blue-900", "blue-1000", "blue-400"),
    "attention": GroupLook("△", "yellow-50", "yellow-900", "brown-900", "yellow-300"),
    "late": GroupLook("▼", "orange-50", "orange-800", "rust-900", "orange-800"),
    "missed": GroupLook("×", "grey-800", "grey-800", "white", "grey-800"),
    "none": GroupLook("－", "white", "grey-536", "grey-800", "grey-200"),
}
# By the status of an action: the same looks.
LOOK_OF_STATUS = {
    "completed": "achieved",
    "as-planned": "on-track",
    "delayed": "late",
    "cancelled": "missed",
    "not-started": "none",
    "": "none",
}
# サンプル and 案: what must not be overlooked.
MARK = {"fill": COLOURS["orange-50"], "edge": COLOURS["rust-900"], "text": COLOURS["rust-900"]}

BEGIN, END = "  /* Colours, from kpis/charts/palette.py */\n", "  /* End of the colours */\n"


def css() -> str:
    """The lines between BEGIN and END of tokens.css."""
    lines = [f"  --{name}: {value};" for name, value in COLOURS.items()]
    for key, look in LOOKS.items():
        lines += [
            f"  --{key}-{part}: var(--{getattr(look, part)});" for part in ("fill", "edge", "text", "bar")
        ]
    return "\n".join(lines) + "\n"


def renewed(tokens: str) -> str:
    """The style sheet with today's colours. Raises ValueError where it has no place for them."""
    before, begin, rest = tokens.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"tokens.css has no lines {BEGIN.strip()} and {END.strip()}")
    return before + begin + css() + end + after


if __name__ == "__main__":
    place = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"
    place.write_text(renewed(place.read_text(encoding="utf-8")), encoding="utf-8")
