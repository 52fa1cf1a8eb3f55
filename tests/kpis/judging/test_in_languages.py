"""A sentence says the same in every language: the same values, the same times, the same verdict; only the words differ."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given

from kpis.judging.citizen_sentences import citizen_sentence
from kpis.judging.evaluation import evaluate
from kpis.judging.periods import Period, periods_of_year
from kpis.judging.rules_in_words import VERDICT_RULES
from kpis.judging.sentences import sentence
from kpis.judging.terms import Frequency, Group, Verdict
from plans import era
from plans.languages import languages

from .drawn_facts import DAYS, NUMBERS, PROFILE, any_facts
from .factories import facts

CODES = [row.code for row in languages()]
YEARS = range(2012, 2037)
UNIT = "個"  # stands in no word of any language
VALUE = re.compile(rf"−?[\d,]+(?:\.\d+)?(?:E[+]\d+)?(?= ?{UNIT}|%|ポイント| percentage points)")


MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip
WRITTEN = re.compile(r"(?:\w\w[\d元]+年（(\d{4})年）|(\d{4})年（\w+年）)?(\d+)月(\d+)日")
ENGLISH = re.compile(rf"(\d+) ({'|'.join(MONTHS)})(?: (\d{{4}}) \(\w+ \d+\))?")


def day_of(code: str, found: re.Match) -> str:
    """The same sign in every language: <2026 11 28>, without a year < 11 28>."""
    if code == "en":
        return f"<{found[3] or ''} {MONTHS.index(found[2]) + 1} {int(found[1])}>"
    return f"<{found[1] or found[2] or ''} {int(found[3])} {int(found[4])}>"


def names_of_times() -> dict[str, str]:
    """What the language spoken now calls each period and each day that may stand in a sentence, and one sign for all languages."""
    found = {}
    for year in YEARS:
        for frequency in Frequency:
            for period in periods_of_year(year, frequency):
                found[period.short_label_at(frequency)] = f"<{period}>"
                part = period.name_in_year(frequency)
                if part:
                    found[part] = f"<{period.month or ''}{period.quarter or ''}{frequency.periods_a_year}>"
    return found


KNOWN: dict[str, dict[str, str]] = {}


def told(code: str, text: str) -> tuple[Counter, Counter]:
    """The values and the times of a text in that language."""
    if code not in KNOWN:
        names = names_of_times()
        KNOWN[code] = {name: names[name] for name in sorted(names, key=len, reverse=True)}
    values = Counter(VALUE.findall(text))
    written = ENGLISH if code == "en" else WRITTEN
    times = Counter(day_of(code, found) for found in written.finditer(text))
    text = written.sub("§", text)
    for name, sign in KNOWN[code].items():
        times[sign] += text.count(name)
        text = text.replace(name, "§")
    return values, +times


def in_each_language(known, at) -> dict[str, tuple]:
    """By the language's code: verdict, values and times of both sentences, dates of it in figures."""
    found = {}
    for code in CODES:
        with translation.override(code):
            judged = evaluate(known, at)
            both = (citizen_sentence(known, judged), sentence(known, judged))
            found[code] = (judged.verdict, judged.group, *(told(code, text) for text in both))
    return found


@PROFILE
@given(any_facts(NUMBERS), DAYS)
def test_values_times_and_verdict_are_the_same_in_every_language(known, at):
    original, *others = in_each_language(replace(known, unit=UNIT), at).values()
    for other in others:
        assert other == original


@PROFILE
@given(any_facts(NUMBERS), DAYS)
def test_no_sentence_of_another_language_is_the_originals(known, at):
    judged = evaluate(replace(known, unit="%"), at)
    with translation.override("en"):
        said = citizen_sentence(replace(known, unit="%"), judged) + sentence(replace(known, unit="%"), judged)
    assert not re.search(r"[\u3040-\u30ff\u3400-\u9fff、。（）「」]", said)


@pytest.mark.parametrize("day", [date(2019, 4, 30), date(2019, 5, 1), date(2026, 11, 28), date(2024, 2, 29)])
def test_a_date_has_the_same_year_month_and_day(day):
    with translation.override("en"):
        found = re.fullmatch(r"(\d+) (\w+) (\d{4}) \(\w+ \d+\)", era.date_label(day))
        assert (int(found[3]), MONTHS.index(found[2]) + 1, int(found[1])) == (day.year, day.month, day.day)
    for code, form in (
        ("ja", r"\S+?（(\d{4})年）(\d+)月(\d+)日"),
        ("ja-x-easy", r"(\d{4})年（\S+?）(\d+)月(\d+)日"),
    ):
        with translation.override(code):
            found = re.fullmatch(form, era.date_label(day))
            assert tuple(map(int, found.groups())) == (day.year, day.month, day.day)


@pytest.mark.parametrize("code", CODES)
def test_every_verdict_and_group_has_a_name_of_its_own(code):
    with translation.override(code):
        assert len({str(verdict.label) for verdict in Verdict}) == len(Verdict)
        assert len({str(group.label) for group in Group}) == len(Group)
        assert all(str(rule.when) and rule.label and rule.group for rule in VERDICT_RULES)


def test_a_citizen_reads_how_it_goes_in_plain_words():
    known = facts(unit="件", base=("2023", 100), targets={"2026": 400}, values={"2024": 200})
    judged = evaluate(known, date(2025, 4, 1))
    assert judged.value == Decimal(200)
    with translation.override("en"):
        assert citizen_sentence(known, judged) == (
            "It has reached 200 件. According to the plan it should be 200 件: it is on track. The target is still 200 件 away."
        )
        assert str(judged.label) == "On track"
    with translation.override("ja-x-easy"):
        assert citizen_sentence(known, judged) == (
            "200件まで 進みました。計画では 200件です。計画の とおりに 進んで います。目標（めざす 数）まで、あと 200件です。"
        )
        assert str(judged.label) == "うまく 進んで います"
    assert Period(2024).short_label_at(Frequency.YEARLY) == "令和6年度"
