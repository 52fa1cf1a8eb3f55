"""The plan's model, one file per question; import from here."""

from .base import Sourced
from .content import Action, Goal, NationalPriority, Statement
from .content_version import ContentVersion
from .glossary import Term
from .organization import Committee, PlanDepartment, Seat
from .people import Membership
from .places import Department, Municipality
from .plan import FormerAddress, Plan, PlanLabel
from .revision import Revision, RevisionKind, RevisionMark
from .schedule import ScheduleItem, ScheduleTrack
from .site import SitePage
from .sources import PlanRelation, SourceDocument, SourceNote

__all__ = [
    "Action",
    "Committee",
    "ContentVersion",
    "Department",
    "FormerAddress",
    "Goal",
    "Membership",
    "Municipality",
    "NationalPriority",
    "Plan",
    "PlanDepartment",
    "PlanLabel",
    "PlanRelation",
    "Revision",
    "RevisionKind",
    "RevisionMark",
    "ScheduleItem",
    "ScheduleTrack",
    "Seat",
    "SitePage",
    "SourceDocument",
    "SourceNote",
    "Sourced",
    "Statement",
    "Term",
]
