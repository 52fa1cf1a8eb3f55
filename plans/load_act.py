"""What one loading may change, what it did, and what somebody must say yes to before it is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models

from plans.access import Right, city_of, may
from plans.fixture_files import FixtureRow, LoadError
from plans.ledger.grounds import Grounds
from plans.ledger.histories import FieldChange
from plans.ledger.promised import is_preparing, plan_of
from plans.models import Plan
from plans.models.base import PartOfPlan, Promised
from plans.people_names import person_name

NO_GROUNDS = "公開済みの計画なので、変えたり足したりするには、変更の種類と理由が必要です。"
LOADED = "ファイルの読み込み"  # what the history says of a row that a file wrote
HANDS = ("entered_by_id", "submitted_by_id", "decided_by_id")  # of a report: who had it in hand


class NeedsGroundsError(LoadError):
    """Public rows would change, and nobody says why, or what is said cannot be."""


@dataclass(frozen=True)
class LoadOutcome:
    """What a row did: it was new, or differed in these fields from what was stored, or (without any) in none.

    `changes`: the same of a stored row, with what stood there. `asks`: whether somebody must say yes to it first: a stored
    row is written over, a deleted one comes back, or the public sees something new of a plan that it knows (`is_public`).
    `deletion`: of a row that comes back, who deleted it and when.
    """

    row: FixtureRow
    is_new: bool
    fields: tuple[str, ...]
    changes: tuple[FieldChange, ...] = ()
    asks: bool = False
    is_public: bool = False
    deletion: str = ""


@dataclass
class LoadReport:
    """How many rows were new, differed from what was stored, or were the same; and which."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    outcomes: list[LoadOutcome] = field(default_factory=list)

    def __add__(self, other: "LoadReport") -> "LoadReport":
        return LoadReport(
            self.created + other.created,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.outcomes + other.outcomes,
        )

    def add(self, outcome: LoadOutcome) -> None:
        self.outcomes.append(outcome)
        self.created += outcome.is_new
        self.changed += bool(outcome.fields) and not outcome.is_new
        self.unchanged += not (outcome.is_new or outcome.fields)

    @property
    def counts(self) -> str:
        return f"新しい行 {self.created}件、変わった行 {self.changed}件、同じ行 {self.unchanged}件"

    @property
    def asked(self) -> list[LoadOutcome]:
        """What somebody must say yes to."""
        return [outcome for outcome in self.outcomes if outcome.asks]


@dataclass
class Act:
    """One loading, of one file or several: what it may change of plans that the public knows already.

    `grounds`: why public rows change; each is recorded as a revision. Without them the first such row is a mistake, or,
    where `only_looks` (a dry run), it is counted in `needs_grounds`. `anew`: the fictional city is laid anew, unrecorded.
    `adds_only`: what is stored stays as it is. `keeps_edited`: so does, without grounds, what people have edited since.
    `by`: in whose name, for the history; `why`: what it says there. `kept`: places of the rows that differ and stay, each
    with the reason.
    """

    grounds: Grounds | None = None
    anew: bool = False
    only_looks: bool = False
    adds_only: bool = False
    keeps_edited: bool = False
    by: AbstractUser | None = None
    why: str = ""
    needs_grounds: int = 0
    new_plans: set[int] = field(default_factory=set)
    kept: list[str] = field(default_factory=list)

    def is_known(self, row: models.Model) -> bool:
        """Whether the public knew the row's plan before this loading."""
        if not isinstance(row, Promised) or not self._knew_plan_of(row):
            return False
        return not is_preparing(getattr(row, row.PROMISE_OF) if row.PROMISE_OF else row)

    def shows(self, row: models.Model) -> bool:
        """Whether the public sees the new row in a plan that it knew before this loading."""
        if isinstance(row, Promised):
            return self.is_known(row)
        return isinstance(row, PartOfPlan) and row.shows_in_public and self._knew_plan_of(row)

    def asks(self, row: models.Model, *, is_new: bool) -> bool:
        """Whether somebody must say yes before the row, which is new or differs, is stored."""
        return not self.is_begun_now(row) and (not is_new or self.shows(row))

    def _knew_plan_of(self, row: models.Model) -> bool:
        plan = plan_of(row)
        return plan is not None and plan.public_since is not None and not self.is_begun_now(row)

    def is_begun_now(self, row: models.Model) -> bool:
        """Whether the row's plan is being entered for the first time."""
        plan = plan_of(row) if isinstance(row, Plan | PartOfPlan) else None
        return not self.new_plans.isdisjoint({0, plan.pk if plan else 0})

    def why_kept(self, stored: models.Model) -> str:
        """Why a stored row that differs from the file stays as it is; blank where it does not."""
        if self.anew:
            return ""
        if getattr(stored, "KEPT_ONCE_STORED", False):
            return "市の文章なので、ファイルでは書きかえません。管理画面で直してください。"
        if not self.keeps_edited or not is_peoples(stored):
            return ""
        if is_report(stored):
            return "職員が入力したものなので、ファイルでは書きかえません。四半期の入力で直してください。"
        if self.grounds is None:
            return "職員が画面で直したものなので、そのままにします。書きかえるときは --reason で理由を示してください。"
        return ""

    def why_not_brought_back(self, deletion: object) -> str:
        """Why a row that somebody has deleted does not come back with the file; blank where it may, once asked."""
        if self.adds_only:
            return f"{deletion}したので、戻しません。"
        if self.keeps_edited and self.grounds is None:
            return f"{deletion}したので、戻しません。戻すときは --reason で理由を示してください。"
        return ""

    def check_person(self, row: models.Model) -> None:
        """Raises ValidationError where the person in whose name it is loaded may not change the row."""
        if self.by is None or self.by.is_superuser:
            return
        city = city_of(row)
        if city is None or not may(self.by, Right.CHANGE_PLAN, city):
            raise ValidationError(
                f"{person_name(self.by)}さんには、これを変える権限がありません（--user を確かめてください）。"
            )


def is_report(row: models.Model) -> bool:
    """Whether it is what a department reports for a period, which has its own way to the public."""
    return getattr(row, "STAYS_ONCE_APPROVED", False)


def is_peoples(row: models.Model) -> bool:
    """Whether a person, not a file, has said last what the stored row says."""
    if any(getattr(row, name, None) for name in HANDS):
        return True
    if not hasattr(type(row), "history"):
        return False
    newest = row.history.order_by("history_id").last()
    return (
        newest is not None and newest.history_user_id is not None and newest.history_change_reason != LOADED
    )


def title_of(outcomes: Sequence[LoadOutcome]) -> str:
    """What they all are about, above the lines of `told`."""
    public = sum(outcome.is_public for outcome in outcomes)
    if not public:
        return f"保存済みの内容が変わります（{len(outcomes)}件）:"
    if public == len(outcomes):
        return f"公開中の内容が変わります（{public}件）:"
    return f"保存済みの内容が変わります（{len(outcomes)}件、うち公開中 {public}件）:"


def told(outcomes: Iterable[LoadOutcome]) -> list[str]:
    """The outcomes in lines for people: the row's place, and what stands there today and will."""
    lines = []
    for outcome in outcomes:
        if outcome.deletion:
            public = "、公開します" if outcome.is_public else "ます"
            lines.append(f"{outcome.row}: {outcome.deletion}したものを戻し{public}")
        elif outcome.is_new:
            lines.append(f"{outcome.row}: 新しく公開します")
        lines += [
            f"{outcome.row}: {change.label}「{change.before}」→「{change.after}」"
            for change in outcome.changes
        ]
    return lines
