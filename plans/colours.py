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

# The same names for eyes in the dark: what was light is dark, and what was written on it keeps its contrast.
DARK = {
    "blue-50": "#1b2540",
    "blue-100": "#22305a",
    "blue-200": "#33457d",
    "blue-300": "#4a63a8",
    "blue-400": "#3f5fc0",
    "blue-500": "#7d9ffa",
    "blue-600": "#8fabfa",
    "blue-700": "#9db7f9",
    "blue-900": "#a9c1ff",
    "blue-1000": "#bcd0ff",
    "blue-1200": "#d9e6ff",
    "green-50": "#12291c",
    "green-900": "#7fd6a4",
    "yellow-50": "#2e2810",
    "yellow-300": "#7a5c00",
    "yellow-700": "#b78f00",
    "yellow-900": "#c9a227",
    "orange-25": "#2c1a12",
    "orange-50": "#3a2014",
    "orange-800": "#ff9a5c",
    "rust-900": "#ffb893",
    "brown-900": "#f2d77a",
    "grey-50": "#20242b",
    "grey-100": "#343a44",
    "grey-200": "#444a55",
    "grey-420": "#7a808b",
    "grey-536": "#8d939e",
    "grey-700": "#b8bcc4",
    "grey-800": "#dcdcdc",
    "grey-900": "#f0f0f0",
    "white": "#16181d",
    "black": "#ffffff",
    "visited": "#e0a6e8",
}


def argb(name: str) -> str:
    """The colour as openpyxl takes it: without #, and with an opaque alpha before it."""
    return "FF" + COLOURS[name][1:].upper()
