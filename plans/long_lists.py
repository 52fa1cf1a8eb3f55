"""What a page names of very many things: the first of them, and how many more there are."""

from django.utils.translation import gettext as _

MOST = 200


def shortened(nested: list, most: int = MOST) -> list:
    """A list of lists of names, as Django shows what a deletion takes along, with at most so many names."""
    found, left = _first(nested, most)
    more = _size(nested) - (most - left)
    return [*found, _("ほか%d件") % more] if more else found


def _first(nested: list, room: int) -> tuple[list, int]:
    found = []
    for one in nested:
        if room <= 0:
            break
        if isinstance(one, list):
            part, room = _first(one, room)
            found.append(part)
        else:
            found.append(one)
            room -= 1
    return found, room


def _size(nested: list) -> int:
    return sum(_size(one) if isinstance(one, list) else 1 for one in nested)
