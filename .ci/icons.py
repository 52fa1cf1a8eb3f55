"""Draws static/icon-*.png from static/icon.svg. Run by hand when the sign changes: .venv/bin/python .ci/icons.py"""

from pathlib import Path

import typst

STATIC = Path(__file__).resolve().parent.parent / "static"
SIZES = (32, 180, 192, 512)  # a browser's tab; a phone's home screen (Apple's, Android's); a large one
POINTS = 32  # the side of the drawing


def main() -> None:
    picture = (STATIC / "icon.svg").read_bytes()
    for size in SIZES:
        # Apple fills what is transparent with black: its icon stands on the sign's own colour.
        ground = 'rgb("#0017c1")' if size == 180 else "none"
        page = f"#set page(width: {POINTS}pt, height: {POINTS}pt, margin: 0pt, fill: {ground})\n"
        source = page + f'#image(bytes(sys.inputs.picture), format: "svg", width: {POINTS}pt)'
        made = typst.compile(
            source.encode(),
            format="png",
            ppi=72 * size / POINTS,
            sys_inputs={"picture": picture.decode()},
        )
        (STATIC / f"icon-{size}.png").write_bytes(made)


if __name__ == "__main__":
    main()
