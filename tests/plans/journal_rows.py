"""What tests of the record of changes share."""

from plans.models import ChangeRecord


def since(last: int) -> list[ChangeRecord]:
    """The lines written after that one, in their order."""
    return list(ChangeRecord.objects.filter(pk__gt=last).order_by("pk"))


def last_line() -> int:
    """The newest line's number; 0 without any."""
    return ChangeRecord.objects.values_list("pk", flat=True).order_by("-pk").first() or 0
