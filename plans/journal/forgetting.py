"""What goes of the record when a city goes, and the line that says so."""

from collections.abc import Collection

from plans.models import ChangeRecord, SiteAct


def forget(cities: Collection[int], kind: str, what: str) -> None:
    """Takes the record of these cities (ids) away, with what it holds of people, and leaves the line that this was done.

    Inside of `marked(0)`: everywhere else the database refuses it.
    """
    gone, _each = ChangeRecord.objects.filter(city_id__in=cities).delete()
    SiteAct.objects.create(kind=kind, what=what, records_gone=gone)
