"""What all cities share and every site needs: national priorities, rating scales, the site's own pages.

They come with whatever is loaded first. What is stored stays as it is: staff may have edited it.
"""

from django.conf import settings

from plans.load_act import Act, LoadReport
from plans.loading import load_file

SHARED = ("vocabularies.yaml", "rating_scales.yaml", "site.yaml")


def add_shared() -> dict[str, LoadReport]:
    """Adds the shared rows that are missing; by file's name what was done. Raises LoadError."""
    return {name: load_file(settings.FIXTURES_DIR / name, act=Act(adds_only=True)) for name in SHARED}
