"""Whether what is stored of a published report is what was published, and what differs where it is not."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.models import Report, ReportFile

from .formats import FORMATS, PAGE
from .kept_files import ZIP, files_in_zip, kept_file

SHOWN = 5  # places that differ, before "and n more"
EXCERPT = 60


def faults_of(report: Report) -> list[str]:
    """What is wrong with the stored report, in sentences for its keepers; none where it is as it was published."""
    if report.is_intact:
        return [*_columns(report), *_kept_files(report)]
    found = _("内容のSHA-256が、公表したときの記録と違います（記録 %(then)s…、今 %(now)s…）。") % {
        "then": report.checksum[:12],
        "now": _checksum_now(report)[:12],
    }
    return [found, *_content(report)]


def _checksum_now(report: Report) -> str:
    return report.found_checksum or hashlib.sha256(report.content.encode()).hexdigest()


def _columns(report: Report) -> Iterator[str]:
    """What stands beside the content, for lists and addresses, must say the same."""
    snapshot = json.loads(report.content)
    told = snapshot["report"]
    pairs = {
        "counts": (report.counts, snapshot["counts"]),
        "schema_version": (report.schema_version, snapshot["schema_version"]),
        "rule_version": (report.rule_version, snapshot["rule_version"]),
        "revision": (report.revision, told["revision"]),
        "reason": (report.reason, told["reason"]),
        "period": (report.review.period, told["period"]),
        "published_at": (timezone.localdate(report.published_at).isoformat(), told["published_on"]["date"]),
    }
    for name, (stored, published) in pairs.items():
        for place, own, other in _differences(stored, published, name):
            yield _("「%(name)s」が内容と違います（%(stored)s、内容では %(published)s）。") % {
                "name": place,
                "stored": own,
                "published": other,
            }


def _kept_files(report: Report) -> Iterator[str]:
    """A file that is kept must be the one that was made, and the one that the zip holds."""
    for key in ReportFile.objects.filter(report=report).damaged().values_list("format", flat=True):
        yield _(
            "作り置きの %s が壊れています。次に読まれるときに作り直します（いま作り直すには manage.py verify_reports --renew）。"
        ) % (_("ページ") if key.startswith("page-") else key)
    originals = files_in_zip(report, FORMATS)
    for key in FORMATS:
        stored, original = kept_file(report, key), originals.get(key)
        if stored is not None and original is not None and stored != original:
            yield _("作り置きの %s が、zipの中の同じファイルと違います。") % key


def missing_files(report: Report) -> list[str]:
    """The formats of which no file is kept: they are made for their next reader, who waits."""
    wanted = {*FORMATS, ZIP, PAGE} - {"json"}
    return sorted(wanted - set(report.files.values_list("format", flat=True)))


def _content(report: Report) -> Iterator[str]:
    """Which places differ, where the content as published is still in the zip."""
    original = files_in_zip(report, FORMATS).get("json", b"")
    if hashlib.sha256(original).hexdigest() != report.checksum:
        yield _("公表したときの内容は、ほかには残っていません。バックアップから戻してください。")
        return
    yield _("公表したときの内容は、作り置きのzipに残っています。")
    try:
        now = json.loads(report.content)
    except (ValueError, DatabaseError):
        yield _("今の内容は、JSONとして読めません。")
        return
    places = list(_differences(json.loads(original), now))
    for place, then, other in places[:SHOWN]:
        yield _("%(place)s: 公表 %(then)s、今 %(now)s") % {"place": place, "then": then, "now": other}
    if len(places) > SHOWN:
        yield _("…ほか%dか所") % (len(places) - SHOWN)


def _differences(then: Any, now: Any, place: str = "") -> Iterator[tuple[str, str, str]]:
    """Each place that differs, with both values; rows of a list are called by their codes."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key in dict.fromkeys([*then, *now]):
            yield from _differences(then.get(key), now.get(key), f"{place}.{key}".lstrip("."))
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for number, (one, other) in enumerate(zip(then, now, strict=True)):
            name = one.get("code", number) if isinstance(one, dict) else number
            yield from _differences(one, other, f"{place}[{name}]")
    elif then != now:
        yield place, _short(then), _short(now)


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= EXCERPT else text[:EXCERPT] + "…"
