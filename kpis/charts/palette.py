"""How a group of verdicts, a status and a mark look: with the colours of plans/colours.py.

static/css/tokens.css holds both as custom properties, dark.css those for eyes in the dark: `python -m kpis.charts.palette`
writes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plans.colours import COLOURS, DARK

PARTS = ("fill", "edge", "text", "bar", "ink")


@dataclass(frozen=True)
class GroupLook:
    """How a group of verdicts looks. `bar`: strong enough for a bar on white, `ink`: on that bar; the others are the badge's."""

    sign: str
    fill: str
    edge: str
    text: str
    bar: str
    ink: str

    def named(self, colours: Mapping[str, str] = COLOURS) -> dict[str, str]:
        """The colours by part, as #rrggbb."""
        return {part: colours[getattr(self, part)] for part in PARTS}


# By the key of a verdict's group.
LOOKS = {
    "achieved": GroupLook("✓", "blue-1000", "blue-1000", "white", "blue-1000", "white"),
    "on-track": GroupLook("○", "blue-50", "blue-900", "blue-1000", "blue-400", "grey-900"),
    "attention": GroupLook("△", "yellow-50", "yellow-900", "brown-900", "yellow-300", "grey-900"),
    "late": GroupLook("▼", "orange-50", "orange-800", "rust-900", "orange-800", "white"),
    "missed": GroupLook("×", "grey-800", "grey-800", "white", "grey-800", "white"),
    # Of targets in words: which way it went.
    "improved": GroupLook("↗", "blue-50", "blue-900", "blue-1000", "blue-400", "grey-900"),
    "unchanged": GroupLook("→", "white", "grey-536", "grey-800", "grey-200", "grey-900"),
    "worsened": GroupLook("↘", "orange-50", "orange-800", "rust-900", "orange-800", "white"),
    "none": GroupLook("－", "white", "grey-536", "grey-800", "grey-200", "grey-900"),
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
        lines += [f"  --{key}-{part}: var(--{getattr(look, part)});" for part in PARTS]
    return "\n".join(lines) + "\n"


def renewed(tokens: str) -> str:
    """The style sheet with today's colours. Raises ValueError where it has no place for them."""
    before, begin, rest = tokens.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"tokens.css has no lines {BEGIN.strip()} and {END.strip()}")
    return before + begin + css() + end + after


def dark_css() -> str:
    """The style sheet for whoever asked for dark pages; screens only.

    Drawings with colours of their own (charts, courses, meters: they have no class) keep them, on white. Those that style sheets
    colour are as dark as the page.
    """
    lines = [f"  --{name}: {value};" for name, value in DARK.items()]
    return (
        "/* Dark pages, from plans/colours.py: python -m kpis.charts.palette writes this. */\n"
        f":root {{\n  color-scheme: dark;\n  --paper: {COLOURS['white']};\n" + "\n".join(lines) + "\n}\n"
        "main svg:not([class], :is(.chart-key, .plot-key) svg) { background: var(--paper); border-radius: var(--radius-4); }\n"
    )


if __name__ == "__main__":
    styles = Path(__file__).resolve().parents[2] / "static" / "css"
    place = styles / "tokens.css"
    place.write_text(renewed(place.read_text(encoding="utf-8")), encoding="utf-8")
    (styles / "dark.css").write_text(dark_css(), encoding="utf-8")
