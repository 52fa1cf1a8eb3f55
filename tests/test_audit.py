"""The audit of the locked requirements finds what an advisory says of a locked version, and only that."""

import json
import subprocess
import sys
import zipfile

import pytest
from django.conf import settings

SCRIPT = settings.BASE_DIR / ".ci/audit.py"
REQUIREMENTS = """\
django==5.2.19 \\
    --hash=sha256:5965d974a5218a2b68a11dd1276434707f23886525c23f0598eccedaf4f4ca00
Some_Library[extra]==2.0rc1 ; python_full_version < '3.12' \\
    --hash=sha256:0
"""


def record(key, name="django", *, events=(), versions=(), ecosystem="PyPI", **more):
    ranges = [{"type": "ECOSYSTEM", "events": list(events)}] if events else []
    package = {"ecosystem": ecosystem, "name": name}
    return {
        "id": key,
        "summary": f"what {key} is",
        "modified": "2999-01-01T00:00:00Z",
        "affected": [{"package": package, "ranges": ranges, "versions": list(versions)}],
    } | more


def since(introduced, **closes):
    return [{"introduced": introduced}, *({kind: version} for kind, version in closes.items())]


@pytest.fixture
def audit(tmp_path):
    file = tmp_path / "requirements.txt"
    file.write_text(REQUIREMENTS)

    def run(*records, feed=None):
        if feed is None:
            feed = tmp_path / "feed.json"
            feed.write_text(json.dumps(records))
        return subprocess.run(
            [sys.executable, SCRIPT, feed, file], capture_output=True, text=True, check=False, timeout=60
        )

    return run


def test_a_version_in_the_range_is_found_with_a_sentence_that_says_what_to_do(audit):
    answer = audit(record("GHSA-1", events=since("5.2", fixed="5.2.20")))
    assert answer.returncode == 1
    assert (
        "django 5.2.19（requirements.txt）: GHSA-1 what GHSA-1 is。5.2.20 以降に上げてください。"
        in answer.stdout
    )


@pytest.mark.parametrize(
    "one",
    [
        record("fixed", events=since("0", fixed="5.2.19")),
        record("former", events=since("0", last_affected="5.2.18")),
        record("later", events=since("5.2.20")),
        record("between", events=[*since("0", fixed="4"), *since("5.3", fixed="5.4")]),
        record("other package", "django-axes", events=since("0")),
        record("other language", events=since("0"), ecosystem="npm"),
        record("withdrawn", events=since("0"), withdrawn="2025-01-01T00:00:00Z"),
        record("of commits", affected=[{"package": {"ecosystem": "PyPI", "name": "django"}, "ranges": [{"type": "GIT", "events": since("0")}]}]),
    ],
    ids=lambda one: one["id"],
)  # fmt: skip
def test_what_does_not_concern_the_locked_version_is_not_said(audit, one):
    answer = audit(one)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "0件が当てはまりました。" in answer.stdout


@pytest.mark.parametrize(
    "one",
    [
        record("listed", versions=["5.2.18", "5.2.19"]),
        record("open", events=since("0")),
        record("last", events=since("5.2.19", last_affected="5.2.19")),
        record("second range", events=[*since("0", fixed="4"), *since("5.2", fixed="5.4")]),
        record("other spelling", "some.library", events=since("2.0a1", fixed="2.0")),
    ],
    ids=lambda one: one["id"],
)
def test_what_concerns_it_is(audit, one):
    assert audit(one).returncode == 1


def test_one_weakness_under_two_names_is_said_once(audit):
    answer = audit(
        record("PYSEC-1", events=since("0"), aliases=["CVE-1", "GHSA-9"]),
        record("GHSA-9", events=since("0"), aliases=["CVE-1"]),
    )
    assert answer.stdout.count("以降") + answer.stdout.count("まだ示されていません") == 1
    assert "GHSA-9" in answer.stdout


def test_the_feed_may_be_a_zip_or_a_folder(audit, tmp_path):
    text = json.dumps(record("GHSA-1", events=since("0")))
    folder = tmp_path / "feed"
    folder.mkdir()
    (folder / "GHSA-1.json").write_text(text)
    packed = tmp_path / "all.zip"
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("GHSA-1.json", text)
    assert audit(feed=folder).returncode == audit(feed=packed).returncode == 1


@pytest.mark.parametrize("content", ["", "{", "[]", "[1]", '{"name": "django"}'])
def test_a_feed_that_cannot_be_used_is_no_clean_bill(audit, tmp_path, content):
    feed = tmp_path / "broken.json"
    feed.write_text(content)
    answer = audit(feed=feed)
    assert answer.returncode == 2
    assert "勧告のファイル" in answer.stderr
    assert audit(feed=tmp_path / "missing.zip").returncode == 2


def test_an_old_feed_is_said_to_be_old(audit):
    old = record("GHSA-1", "other", events=since("0"), modified="2020-01-01T00:00:00Z")
    answer = audit(old)
    assert answer.returncode == 0
    assert "30日より古くなっています" in answer.stderr


def test_every_package_of_the_portals_own_files_is_read():
    sys.path.insert(0, str(SCRIPT.parent))
    try:
        import audit as script
    finally:
        sys.path.pop(0)
    files = sorted(settings.BASE_DIR.glob("requirements*.txt"))
    read = script.locked(files)
    lines = {
        line.split()[0]
        for file in files
        for line in file.read_text().splitlines()
        if "==" in line.split(" ")[0]
    }
    assert len(files) >= 3
    assert (
        len(read) == len({(one.name, one.version) for one in read}) == len({line.lower() for line in lines})
    )
