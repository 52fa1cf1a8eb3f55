"""A city's own plan from YAML files, or the two real plans that come with the portal."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from plans.confirming import add_user, add_yes, confirm, person_of, show
from plans.fixture_files import LoadError, read_rows
from plans.fixture_order import is_begun
from plans.journal.acting import acting
from plans.ledger.arguments import HOW_TO_SAY_WHY, add_grounds, grounds_of
from plans.ledger.revising import begin_ledgers
from plans.load_act import LOADED, Act, LoadReport, NeedsGroundsError, title_of, told
from plans.loading import load_file
from plans.shared_rows import add_shared

REAL_PLANS = tuple(
    f"{city}{part}.yaml" for city in ("takarazuka", "amagasaki") for part in ("", "_kpis", "_words")
)
NOTHING_ASKED = (
    "計画は読み込んでいません。自分の市の計画は「load_plans ファイル名」、"
    "付属の宝塚市と尼崎市の計画は「load_plans --real-plans」で読み込みます。"
)
BECAUSE_TRIAL = "お試し（DEMO=true）なので、付属の宝塚市と尼崎市の計画を読み込みます。"


@dataclass
class Outcome:
    """What one run did, or would do: its lines, all rows, and why some stay as they are."""

    lines: list[str] = field(default_factory=list)
    total: LoadReport = field(default_factory=LoadReport)
    kept: list[str] = field(default_factory=list)


class Command(BaseCommand):
    help = (
        "Load or refresh plans from YAML fixtures. Rows are matched by their natural keys; running it twice changes "
        "nothing. Before a stored row is written over, or a public plan gets a new one, it shows what would change and "
        "asks. What staff have edited or deleted since stays so, unless --reason says why not; approved values and the site's own "
        "texts always stay. Shared vocabularies, rating scales and the site's texts come along where they are missing. "
        "Without FILE nothing else is loaded, but on a trial (DEMO=true) the two real plans."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", type=Path, help="YAML files of a plan")
        parser.add_argument(
            "--real-plans",
            action="store_true",
            help="the plans of Takarazuka and Amagasaki, which come with the portal",
        )
        parser.add_argument(
            "--missing-only",
            action="store_true",
            help="skip a file whose plan is stored already, and change nothing that is stored: never asks",
        )
        add_user(parser)
        add_yes(parser)
        add_grounds(parser)

    def handle(
        self, *, files: list[Path], real_plans: bool, missing_only: bool, yes: bool, **options
    ) -> None:
        say = self.stdout.write if options["verbosity"] else lambda *args: None
        is_trial = settings.DEMO and not files
        if is_trial and not real_plans:
            say(BECAUSE_TRIAL)
        real = [settings.FIXTURES_DIR / name for name in REAL_PLANS] if real_plans or is_trial else []
        person, grounds = person_of(options), grounds_of(options)
        if grounds:
            grounds = replace(grounds, by=person)
        wanted = Act(grounds=grounds, by=person, why=LOADED, adds_only=missing_only, keeps_edited=True)
        with acting(person):
            done = self._run(wanted, [*real, *files], yes=yes, speaks=bool(options["verbosity"]))
        for line in done.lines:
            say(line)
        if done.kept:
            show(self.stdout, f"そのままにした行: {len(done.kept)}件", done.kept)
        if not (real or files):
            say(NOTHING_ASKED)
        say(
            self.style.SUCCESS(
                f"読み込みました（新しい行 {done.total.created}件、変わった行 {done.total.changed}件）。"
            )
        )

    def _run(self, wanted: Act, paths: Sequence[Path], *, yes: bool, speaks: bool) -> Outcome:
        """Loads all, or nothing where somebody must say yes first and does not."""
        with transaction.atomic():
            found = _load(wanted, paths)
            asked, title = told(found.total.asked), title_of(found.total.asked)
            must_ask = bool(asked) and not yes
            transaction.set_rollback(must_ask)
        if asked and (must_ask or speaks):
            show(self.stdout, title, asked)
            if wanted.by is None:
                self.stdout.write("だれが変えたかは記録に残りません（--user NAME で残せます）。")
        if not must_ask:
            return found
        confirm("このとおり変えますか。")
        with transaction.atomic():
            found = _load(wanted, paths)
            if told(found.total.asked) != asked:
                raise CommandError(
                    "確かめているあいだに、保存済みの内容が変わりました。もう一度実行してください。何も変えていません。"
                )
        return found


def _load(wanted: Act, paths: Sequence[Path]) -> Outcome:
    """In a transaction."""
    act, found = replace(wanted, new_plans=set(), kept=[]), Outcome(kept=[])
    for name, report in _shared().items():
        found.lines += [f"{name}: 新しい行 {report.created}件"] if report.created else []
        found.total += report
    for path in paths:
        report = _load_one(act, path)
        if isinstance(report, str):
            found.lines.append(report)
            continue
        found.lines.append(f"{path.name}: {report.counts}")
        found.total += report
    begin_ledgers()
    found.kept = act.kept
    return found


def _shared() -> dict[str, LoadReport]:
    try:
        return add_shared()
    except LoadError as error:
        raise CommandError(f"{error}\n何も保存していません。") from error


def _load_one(act: Act, path: Path) -> LoadReport | str:
    """What was done with the file, or the line that says that it was skipped."""
    try:
        if act.adds_only and is_begun(read_rows(path)):
            return f"{path.name}: もう読み込んであるので、そのままにします。"
        return load_file(path, act=act)
    except LoadError as error:
        needs_grounds = isinstance(error, NeedsGroundsError)
        if needs_grounds and act.adds_only:  # an existing site keeps what its public knows
            return f"{path.name}: 公開中の内容と違うところがありますが、そのままにします。"
        hint = f"\n{HOW_TO_SAY_WHY}" if needs_grounds else ""
        raise CommandError(f"{error}{hint}\n何も保存していません（{path.name}）。") from error
