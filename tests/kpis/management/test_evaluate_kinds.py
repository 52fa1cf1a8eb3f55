"""`evaluate`: milestones, targets in words, strict and stepwise ones; what does not go together is named."""

import json

import pytest

from .lines import HALF_WAY, line

STEPS = [
    {"title": "検討", "planned": "2024-09", "real": "2024-08"},
    {"title": "試行", "planned": "2025-03", "real": None},
]
MILESTONE = {"kind": "milestone", "steps": STEPS, "at": "2025-04-01"}
WORDS = {
    "kind": "words", "direction": "increase", "series": "level", "baseline": {"period": "2023", "value": "71"}, "margin": "2",
    "unit": "%", "measurements": [{"period": "2024", "value": "75"}], "at": "2025-04-01",
}  # fmt: skip


def text(given: dict, **changes) -> str:
    return json.dumps(given | changes, ensure_ascii=False)


@pytest.fixture
def judged(run):
    """The answer to one line."""

    def judged(given: dict, **changes) -> dict:
        [found], error = run(text(given, **changes))
        assert error is None, found
        return found

    return judged


def test_steps_with_their_real_months(judged):
    found = judged(MILESTONE)
    assert (found["verdict"], found["group"], found["value"], found["expected"]) == (
        "BEHIND",
        "遅れ",
        "1",
        "2",
    )
    assert "「試行」は令和7年3月に終わる予定でしたが、まだ終わっていません。" in found["citizen_sentence"]
    numbers = {found[name] for name in ("attainment", "achievement", "pace", "gap")}
    assert numbers == {None}
    assert judged(MILESTONE, at="2024-12-31")["verdict"] == "ON_TRACK"
    done = [STEPS[0], STEPS[1] | {"real": "2025-05"}]
    assert judged(MILESTONE, steps=done, at="2025-06-30")["verdict"] == "DONE"


def test_steps_as_reported(judged):
    plain = [{"title": row["title"], "planned": row["planned"]} for row in STEPS]
    reports = [
        {"period": "2024-Q2", "value": "1"},
        {"period": "2024-Q4", "value": "2", "as_of": "2025-03-20"},
    ]
    assert judged(MILESTONE, steps=plain, measurements=reports)["verdict"] == "DONE"
    assert judged(MILESTONE, steps=plain, measurements=[])["verdict"] == "NO_DATA"


def test_words(judged):
    found = judged(WORDS)
    assert (found["verdict"], found["group"]) == ("IMPROVED", "改善")
    assert found["citizen_sentence"] == "令和5年度の71%から75%になり、良くなっています。"
    assert judged(WORDS, direction="decrease")["verdict"] == "WORSENED"
    assert judged(WORDS, margin="4")["verdict"] == "UNCHANGED"


def test_strict_and_stepwise(judged):
    bound = {
        "direction": "keep_at_most",
        "unit": "%",
        "targets": [{"period": "2025", "value": "62"}],
        "baseline": None,
    }
    assert judged(HALF_WAY, **bound)["verdict"] == "ON_TRACK"
    assert judged(HALF_WAY, strict=True, **bound)["verdict"] == "SLIGHTLY_BEHIND"
    targets = [{"period": "2022", "value": "62"}, {"period": "2025", "value": "80"}]
    found = judged(HALF_WAY, path="stepwise", targets=targets)
    assert (found["verdict"], found["expected"], found["pace"]) == ("ON_TRACK", "62", None)


@pytest.mark.parametrize(
    ("given", "changes", "told"),
    [
        (MILESTONE, {"steps": []}, "steps に、段階を1つ以上"),
        (MILESTONE, {"steps": STEPS[::-1]}, "より早くなっています"),
        (
            MILESTONE,
            {"steps": [STEPS[0] | {"real": None}, STEPS[1] | {"real": "2025-02"}]},
            "終わった月がありません",
        ),
        (MILESTONE, {"steps": [{"title": " ", "planned": "2024-09"}]}, "steps[0].title"),
        (MILESTONE, {"steps": [{"title": "検討"}]}, "steps[0].planned"),
        (MILESTONE, {"steps": [STEPS[0] | {"done": "2024-08"}]}, "done という項目はありません"),
        (MILESTONE, {"targets": [{"period": "2025", "value": "2"}]}, "targets は空に"),
        (MILESTONE, {"direction": "decrease"}, "direction は increase"),
        (MILESTONE, {"measurements": [{"period": "2024", "value": "1.5"}]}, "measurements[0].value"),
        (WORDS, {"targets": [{"period": "2025", "value": "80"}]}, "targets は書けません"),
        (WORDS, {"direction": "monitor"}, "direction は increase"),
        (WORDS, {"steps": STEPS}, 'kind が "milestone"'),
        (HALF_WAY, {"kind": "feeling"}, "feeling"),
        (HALF_WAY, {"strict": "yes"}, "strict は true か false"),
        (HALF_WAY, {"path": "curved"}, "curved"),
    ],
)
def test_what_cannot_be_judged_is_named(refusal, given, changes, told):
    assert told in refusal(text(given, **changes))


def test_a_number_needs_what_it_always_needed(refusal):
    assert "targets" in refusal(line(targets=None))
