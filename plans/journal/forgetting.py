"""What goes of the record when a city goes, and the line that says so."""

from collections.abc import Collection, Mapping, Sequence

from plans.models import ChangeRecord, SiteAct

AT_ONCE = 500  # lines in one statement


def forget(
    cities: Collection[int], kind: str, what: str, *, histories: Mapping[str, Sequence[int]] | None = None
) -> None:
    """Takes the record of these cities (ids) away, with what it holds of people, and leaves the line that this was done.

    `histories`: ids of lines of history that went, by their table. What the record says of such a line names no city: its
    row was gone before it.

    Inside of `marked(0)`: everywhere else the database refuses it.
    """
    gone, _each = ChangeRecord.objects.filter(city_id__in=cities).delete()
    for table, keys in (histories or {}).items():
        for start in range(0, len(keys), AT_ONCE):
            told = ChangeRecord.objects.filter(
                table_name=table, row_key__in=[str(key) for key in keys[start : start + AT_ONCE]]
            )
            gone += told.delete()[0]
    SiteAct.objects.create(kind=kind, what=what, records_gone=gone)
