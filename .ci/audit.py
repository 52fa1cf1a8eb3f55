"""Does a known weakness concern what requirements*.txt lock? Reads advisories from a file, and asks no network.

    make audit FEED=pypi-all.zip        (docs/operations.md says where the file comes from)

FEED is a file of OSV records (https://ossf.github.io/osv-schema/): a zip of JSON files, a folder of them, or one JSON file
with a record or a list. One sentence per finding. Exit code 0: none; 1: at least one; 2: the feed cannot be used.
"""

import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parent.parent
STALE = 30  # days
_LOCKED = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)", re.MULTILINE)


class FeedError(Exception):
    """The text says what is wrong with the feed."""


@dataclass(frozen=True)
class Locked:
    """A package at a version, and the files that lock it."""

    name: str
    version: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    package: Locked
    advisory: str
    summary: str
    mended_in: str  # the least later version without it; blank where none is named

    def __str__(self) -> str:
        way = (
            f"{self.mended_in} 以降に上げてください"
            if self.mended_in
            else "直った版がまだ示されていません。対象の機能を使っているかを確かめてください"
        )
        return f"{self.package.name} {self.package.version}（{'、'.join(self.package.files)}）: {self.advisory} {self.summary}。{way}。"


def locked(files: Iterable[Path]) -> list[Locked]:
    """What the requirements files lock, each package and version once."""
    found: dict[tuple[str, str], list[str]] = {}
    for file in files:
        for match in _LOCKED.finditer(file.read_text(encoding="utf-8")):
            key = canonicalize_name(match["name"]), match["version"]
            found.setdefault(key, []).append(file.name)
    return [
        Locked(name, version, tuple(dict.fromkeys(names))) for (name, version), names in sorted(found.items())
    ]


def read(feed: Path) -> Iterator[dict]:
    """Its records. Raises FeedError."""
    try:
        if feed.is_dir():
            texts = (path.read_text(encoding="utf-8") for path in sorted(feed.rglob("*.json")))
            yield from _records(texts)
        elif zipfile.is_zipfile(feed):
            with zipfile.ZipFile(feed) as packed:
                names = (name for name in sorted(packed.namelist()) if name.endswith(".json"))
                yield from _records(packed.read(name).decode("utf-8") for name in names)
        else:
            yield from _records([feed.read_text(encoding="utf-8")])
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, zipfile.BadZipFile) as wrong:
        raise FeedError(
            f"勧告のファイル {feed} を読めません（{wrong}）。OSVのJSONか、そのzipを指定してください。"
        ) from wrong


def _records(texts: Iterable[str]) -> Iterator[dict]:
    for text in texts:
        read = json.loads(text)
        for record in read if isinstance(read, list) else [read]:
            if not isinstance(record, dict) or "id" not in record:
                raise FeedError("勧告のファイルの形がOSVではありません（id のない記録があります）。")
            yield record


def findings(packages: list[Locked], records: Iterable[dict]) -> list[Finding]:
    """What concerns a locked version; an advisory that was withdrawn, or bears an alias of one found, is not said again."""
    by_name: dict[str, list[Locked]] = {}
    for package in packages:
        by_name.setdefault(package.name, []).append(package)
    found: list[Finding] = []
    said: set[tuple[Locked, str]] = set()
    for record in sorted(records, key=lambda record: (not record["id"].startswith("GHSA"), record["id"])):
        if record.get("withdrawn"):
            continue
        for affected in record.get("affected", []):
            named = affected.get("package", {})
            if named.get("ecosystem") != "PyPI":
                continue
            for package in by_name.get(canonicalize_name(named.get("name", "")), []):
                names = {record["id"], *record.get("aliases", [])}
                if not _concerns(affected, package.version) or any((package, name) in said for name in names):
                    continue
                said |= {(package, name) for name in names}
                text = record.get("summary") or record.get("details", "").partition("\n")[0][:200]
                found.append(
                    Finding(package, record["id"], text.rstrip(" .。"), _mended_in(affected, package.version))
                )
    return sorted(found, key=lambda finding: (finding.package.name, finding.advisory))


def _concerns(affected: dict, version: str) -> bool:
    if version in affected.get("versions", []):
        return True
    return any(
        _in_range(one, Version(version))
        for one in affected.get("ranges", [])
        if one.get("type") == "ECOSYSTEM"
    )


def _in_range(one: dict, version: Version) -> bool:
    """OSV: events in the order of versions; `introduced` opens, `fixed` and `last_affected` close."""
    is_in = False
    for kind, at in sorted(_events(one), key=lambda event: (event[1], event[0] != "introduced")):
        if kind == "introduced" and version >= at:
            is_in = True
        elif (kind == "fixed" and version >= at) or (kind == "last_affected" and version > at):
            is_in = False
    return is_in


def _events(one: dict) -> Iterator[tuple[str, Version]]:
    for event in one.get("events", []):
        for kind, text in event.items():
            if kind in ("introduced", "fixed", "last_affected"):
                try:
                    yield kind, Version(text)
                except InvalidVersion:
                    continue  # no version that a lock file could name


def _mended_in(affected: dict, version: str) -> str:
    later = {
        at
        for one in affected.get("ranges", [])
        if one.get("type") == "ECOSYSTEM"
        for kind, at in _events(one)
        if kind == "fixed" and at > Version(version)
    }
    return str(min(later)) if later else ""


def main(arguments: list[str]) -> int:
    if not arguments:
        print("勧告のファイルを指定してください。例: make audit FEED=pypi-all.zip", file=sys.stderr)
        return 2
    feed, *named = map(Path, arguments)
    files = named or sorted(ROOT.glob("requirements*.txt"))
    packages = locked(files)
    try:
        records = list(read(feed))
        if not records:
            raise FeedError(f"勧告のファイル {feed} に記録がありません。")
        if not packages:
            raise FeedError(
                "固定された版（名前==版）が1つも見つかりません。requirements.txt を確かめてください。"
            )
    except FeedError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    found = findings(packages, records)
    for finding in found:
        print(finding)
    newest = max((record.get("modified", "") for record in records), default="")
    print(
        f"{len(packages)}個の版を、{len(records)}件の勧告（最新のもの {newest[:10] or '不明'}）と照らし、{len(found)}件が当てはまりました。"
    )
    if newest and (datetime.now(UTC) - datetime.fromisoformat(newest)).days > STALE:
        print(
            f"勧告のファイルが{STALE}日より古くなっています。新しいものを取り寄せてください。",
            file=sys.stderr,
        )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
