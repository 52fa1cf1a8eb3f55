"""A chart for the compiler: the drawing without its words, and the words beside it."""

from kpis.charts.svg import Figure, drawing_of

from .cells import Data


def picture_data(figure: Figure) -> Data:
    """The chart's words are the template's to set: in a picture each would be looked up in the fonts anew."""
    return {
        "svg": drawing_of(figure),
        "width": figure.width,
        "height": figure.height,
        "texts": [
            {
                "text": text.text,
                "x": float(text.x),
                "y": float(text.y),
                "size": text.size,
                "anchor": text.anchor,
                "fill": text.fill,
                "weight": int(text.weight),
                "has_rim": text.has_rim,
            }
            for text in figure.texts
        ],
        "rim": figure.rim,
        "alt": f"{figure.title} {figure.description}",
    }
