"""The plan's model, one file per question; import from here."""

from .base import Sourced
from .change_record import Acting, ChangeRecord, RecordGate, ReplacedRow, SiteAct
from .content import Action, Goal, NationalPriority, Statement
from .content_version import ContentVersion
from .emblem import Emblem, with_emblems
from .glossary import Term
from .organization import Committee, PlanDepartment, Seat
from .people import Membership
from .places import Department, Municipality
from .plan import FormerAddress, Plan, PlanLabel
from .revision import Revision, RevisionKind, RevisionMark
from .schedule import ScheduleItem, ScheduleTrack
from .site import SitePage
from .sources import PlanRelation, SourceDocument, SourceNote
from .translation import Translation

__all__ = [
    "Acting",
    "Action",
    "ChangeRecord",
    "Committee",
    "ContentVersion",
    "Department",
    "Emblem",
    "FormerAddress",
    "Goal",
    "Membership",
    "Municipality",
    "NationalPriority",
    "Plan",
    "PlanDepartment",
    "PlanLabel",
    "PlanRelation",
    "RecordGate",
    "ReplacedRow",
    "Revision",
    "RevisionKind",
    "RevisionMark",
    "ScheduleItem",
    "ScheduleTrack",
    "Seat",
    "SiteAct",
    "SitePage",
    "SourceDocument",
    "SourceNote",
    "Sourced",
    "Statement",
    "Term",
    "Translation",
    "with_emblems",
]
