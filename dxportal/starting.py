"""A missing or wrong setting ends the start with its sentence alone, for manage.py and for gunicorn."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec, module_from_spec
from types import ModuleType

from django.core.exceptions import ImproperlyConfigured


@contextmanager
def or_say_what_is_wrong(*, exit_code: int) -> Iterator[None]:
    try:
        yield
    except ImproperlyConfigured as error:
        print(f"設定の誤り: {error}", file=sys.stderr)
        sys.exit(exit_code)


def read_settings() -> ModuleType:
    """The settings as they are written now, beside those that are in use: nothing else comes to know of them."""
    spec = find_spec("dxportal.settings")
    read = module_from_spec(spec)
    spec.loader.exec_module(read)
    return read
