"""The portal's colours, declared once: style sheets, charts, PDF and Excel take them from here.

Hues and steps are the Digital Agency's design system's; brown-900, rust-900 and orange-25 are the portal's own, where its
steps lack contrast. What they are used for: kpis/charts/palette.py.
"""

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


def argb(name: str) -> str:
    """The colour as openpyxl takes it: without #, and with an opaque alpha before it."""
    return "FF" + COLOURS[name][1:].upper()
