"""How a command is told why it changes what is public."""

from django.core.management.base import CommandError, CommandParser

from plans.models import Revision, RevisionKind
from plans.typed_dates import read_date

from .grounds import Grounds
from .rules import CHOSEN

KINDS = (*CHOSEN, RevisionKind.REDEFINITION)
HOW_TO_SAY_WHY = '変更の理由を --reason "…" で、種類を --kind change（変更）、misprint（誤りの訂正）、edition（計画の改定）、redefinition（数え方の変更）で示してください。'


def add_grounds(parser: CommandParser) -> None:
    """--reason, --kind, --on, --decision: of a command that may change public rows."""
    group = parser.add_argument_group("changing what is public")
    group.add_argument(
        "--reason", default="", help="why public rows change; shown to the public in the ledger"
    )
    group.add_argument(
        "--kind", choices=[kind.value for kind in KINDS], default="change", help="what kind of change it is"
    )
    group.add_argument(
        "--on",
        metavar="DATE",
        default="",
        help="the day from which it holds (today), e.g. 2026-04-01, R8.4.1",
    )
    group.add_argument("--decision", default="", help="the decision it rests on, e.g. a committee's of a day")


def grounds_of(options: dict) -> Grounds | None:
    """The grounds that the options name; None without a reason. Raises CommandError for a day that is none."""
    reason = options["reason"].strip()
    if not reason:
        return None
    try:
        day = read_date(options["on"]) if options["on"] else None
    except ValueError as error:
        raise CommandError(f"--on: {error}") from None
    decision = options["decision"].strip()
    longest = Revision._meta.get_field("decision").max_length
    if len(decision) > longest:
        raise CommandError(f"--decision は{longest}文字までで書いてください（{len(decision)}文字あります）。")
    return Grounds(reason, day, RevisionKind(options["kind"]), decision)
