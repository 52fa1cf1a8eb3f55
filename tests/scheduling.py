"""Which tests one process runs, so that what is dear to make is made once.

Not pytest-xdist's `--dist loadgroup`: its version 3.8 writes the group into an attribute that pytest 9.2 no longer reads.
"""

from xdist.scheduler import LoadScopeScheduling

# Files that share what is made for one of them; any other file is dealt out whole.
TOGETHER = (
    "tests/kpis/models/upgrades/",
    "tests/kpis/assessment/test_mihon_",
    "tests/kpis/reports/pdf/",
    "tests/kpis/reports/xlsx/",
)
# Files whose tests share nothing and take long: each test goes where there is room.
APART = ("tests/test_every_address.py", "tests/browser/staff/test_accessible.py")


# Few tests that take long: begun first, or one process would be left with them at the end. The very first needs no
# loaded database: it runs while another process makes the one for all.
DEAR = (
    "tests/kpis/models/upgrades/",
    "tests/browser/staff/test_quarter.py",
    "tests/browser/staff/test_accessible.py::test_staff_screens_pass_axe_fit_the_screen_and_take_input[mihon-manager]",
    "tests/kpis/public/test_agreement.py",
    "tests/plans/backup/test_round_trip.py",
    "tests/plans/journal/test_random_operations.py",
    "tests/kpis/workflow/test_at_the_same_moment.py",
    "tests/plans/many_cities/",
    "tests/addresses/test_other_city.py",
    "tests/plans/workbook/test_round_trip.py",
    "tests/dxportal/test_query_counts.py",
    "tests/dxportal/test_many_cities.py",
    "tests/test_commands_in_trouble.py",
    "tests/test_long_texts.py",
    "tests/hostile/",
    "tests/test_fuzz.py",
    "tests/kpis/assessment/test_mihon_",
    "tests/dxportal/test_settings.py",
    "tests/plans/samples/",
    "tests/kpis/judging/test_missing_and_later.py",
    "tests/kpis/judging/test_evaluation_properties.py",
    "tests/kpis/reports/test_every_kind.py",
    "tests/kpis/reports/test_samples_published.py",
    "tests/kpis/management/test_evaluate_marks.py",
    "tests/kpis/sheets/test_libreoffice.py",
    "tests/plans/test_demo_accounts.py",
    "tests/kpis/judging/test_trajectory_properties.py",
    "tests/plans/ledger/test_random_changes.py",
    "tests/plans/ledger/test_workbook.py",
    "tests/kpis/reports/xlsx/",
    "tests/test_smoke.py",
)


class TogetherScheduling(LoadScopeScheduling):
    """Deals out files, or what `TOGETHER` and `APART` say: those of `DEAR` first, then those with most tests."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        if path in APART:
            return nodeid
        return next((start for start in TOGETHER if path.startswith(start)), path)

    def _assign_work_unit(self, node: object) -> None:
        waiting = set(self.workqueue)
        dear = next((scope for start in DEAR for scope in waiting if scope.startswith(start)), None)
        if dear is not None:
            self.workqueue.move_to_end(dear, last=False)
        super()._assign_work_unit(node)
