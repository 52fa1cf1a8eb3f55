"""Which tests one process runs, so that what is dear to make is made once.

Not pytest-xdist's `--dist loadgroup`: its version 3.8 writes the group into an attribute that pytest 9.2 no longer reads.
"""

from xdist.scheduler import LoadScopeScheduling

# Files that share what is made for one of them; any other file is dealt out whole.
TOGETHER = (
    "tests/kpis/assessment/test_mihon_",
    "tests/kpis/reports/pdf/",
    "tests/kpis/reports/xlsx/",
)
# Files whose tests share nothing and take long: each test goes where there is room.
APART = ("tests/test_every_address.py", "tests/browser/staff/test_accessible.py")


class TogetherScheduling(LoadScopeScheduling):
    """Deals out files, or what `TOGETHER` and `APART` say."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        if path in APART:
            return nodeid
        return next((start for start in TOGETHER if path.startswith(start)), path)
