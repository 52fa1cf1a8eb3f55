"""The snapshot, field by field: what stands in a report's JSON, in its order, and what it means.

docs/report.md gets its tables from here (field_tables.py). A field without words of its own is told with the one before
it. What is read may be of any day: a field that comes later is NotRequired, and one that has been published stays.
"""

from typing import Literal, NotRequired, TypedDict

# How a text is to be read: the conventions of docs/report.md.
Number = str
Ratio = str
Day = str
PeriodName = str
Code = str
Sha256 = str

About = Literal["indicator", "action", "report", "plan"]
ChangeCourse = Literal["better", "worse", "other"]
ChangeKind = Literal[
    "verdict", "target", "baseline", "value", "added", "removed", "action", "definition", "text", "plan"
]  # fmt: skip


class FrozenDay(TypedDict):
    """A day for machines and for people."""

    date: Day  # The day
    label: str  # In words: 令和6年（2024年）12月31日


class FrozenCity(TypedDict):
    slug: str  # In addresses
    code: str  # 6 digits, 全国地方公共団体コード; blank for an invented city
    name: str  # Such as 見本市
    prefecture: str  # In which it lies


class FrozenPlan(TypedDict):
    slug: str  # In addresses
    title: str  # As people call it, and in full
    full_title: str
    term_label: str  # Its years, in words
    licence: str  # Under which its text may be used
    licence_url: str
    words: dict[str, str]  # What the plan calls its levels: `direction`, `pillar`, `sub-goal`, `action`


class FrozenReport(TypedDict):
    title: str  # 四半期報告
    period: PeriodName  # The quarter, such as `2025-Q3`
    label: str  # The quarter in words, its months
    months_label: str
    revision: int  # 1, from 2 on a correction
    reason: str  # Why it was corrected; blank for revision 1
    supersedes: Sha256  # Of the snapshot that this revision corrects; blank for revision 1
    # The day that was judged: the quarter's last day, or the day of the snapshot while the quarter runs
    at: FrozenDay
    is_running: bool  # true: the quarter was not over
    is_outside_term: bool  # Whether the quarter lies outside the plan's term (drafts)
    # When the quarter's values were due; null in a draft of a quarter without a review
    due_on: FrozenDay | None
    meeting_on: FrozenDay | None  # The day of the meeting
    published_on: FrozenDay | None  # null in a draft
    published_by: str  # The city and, where known, the department. No person is named in a snapshot
    overall_comment: str  # 総括


class FrozenMark(TypedDict):
    mark: str  # The sign, and its meaning in words
    label: str


class FrozenBand(FrozenMark):
    """A mark with the values that get it."""

    condition: str  # When an indicator gets it


class FrozenScale(TypedDict):
    code: Code  # Its name here, and for people
    name: str
    metric: str  # What it looks at: `pace`, `attainment`, `achievement`, `change`
    metric_label: str
    bands: list[FrozenBand]  # Best first
    not_rated: FrozenMark  # Of what is not judged, and of what cannot be
    no_data: FrozenMark


class FrozenGroupCount(TypedDict):
    group: str  # 達成, 順調, 注意, 遅れ, 未達, 判定なし
    key: str  # The same in ASCII
    label: str  # As it is printed: 未達 reads 未達成, in reports of rule version 1 未達
    count: int  # How many indicators


class FrozenCounts(TypedDict):
    total: int  # Indicators
    rated: int  # Of these, with a target to be judged by
    judged: int  # Of these, with a verdict that says how it goes
    stale: int  # Whose value is overdue (更新遅れ), judged or not
    coverage: str  # `"20/24"`: judged of rated
    groups: list[FrozenGroupCount]  # All six, best first. The counts add up to `total`
    # Targets in words by group, counted apart from all of the above; not there in reports of before
    words: list[FrozenGroupCount]


class Named(TypedDict):
    """Anything that a report calls by a code and a name."""

    code: Code  # Names it within the plan
    label: str  # As the plan numbers and names it


class FrozenBlock(TypedDict):
    goal: Code  # The goal's; blank for the whole plan
    label: str  # The goal in words
    subtitle: str
    is_whole_part: bool  # true: the goal is the root itself
    actions: list[Named]  # That serve the goal
    indicators: list[Code]  # That measure it. Every indicator stands in exactly one block


class FrozenTable(TypedDict):
    id: str  # Names it on the report's page
    title: str  # The root in words
    subtitle: str
    goal_word: str  # What the plan calls the level of the blocks' goals
    blocks: list[FrozenBlock]  # A goal with what stands in its line


class FrozenTarget(TypedDict):
    period: PeriodName  # When it is to be reached; blank of a range to keep
    label: str
    value: Number | None  # The number; null of a range to keep, whose `text` says the range
    text: str


class FrozenBaseline(TypedDict):
    period: PeriodName  # Of which period
    label: str
    value: Number | None  # The number, and as it is printed
    text: str
    is_provisional: bool  # true: the plan has none, the first value stands in (仮の基準)
    is_reading: bool  # true: the plan does not state it as one, the portal reads it so
    note: str  # What is to be known of it


class FrozenValue(TypedDict):
    period: PeriodName  # Of which period; of a sum the newest in it
    label: str  # What the figure covers: 令和7年度・4四半期の合計, 令和8年度第1四半期まで
    period_start: Day | None  # The first and the last day of that; null in reports of schema 1
    period_end: Day | None
    as_of: Day | None  # The day of which it speaks
    # The number; of a ratio in percent where `unit` is percent. Of a yearly amount in progress the sum so far
    value: Number | None
    text: str
    is_sum: bool  # true: a year's sum, or a part of it, not the period's own figure
    # Of such a sum the newest period's own figure, its words and its period; null and blank: none
    own: Number | None
    own_text: str
    own_label: str
    in_progress: bool  # true: the sum of a year that is not complete
    annualized: Number | None  # A*: the year at this pace; null otherwise
    annualized_text: str
    status: str  # SDMX OBS_STATUS: `A` final, `P` provisional, `E` estimated, `V` not validated (未確認)
    status_label: str
    revision: int  # Of the value: from 2 on it was corrected
    is_of_this_quarter: bool  # false: older than the quarter asks for, or the quarter asks for none
    later_text: str  # The newest value with what it covers, where an older one is judged; else blank
    later_because: str  # Why it is not judged


class FrozenTrend(TypedDict):
    course: str  # `better`, `worse`, `same`, `up`, `down`
    label: str  # In words, and as an arrow
    arrow: str
    text: str  # Against what, and by how much: 前期比＋0.5ポイント, 前年同期比−3件
    own_text: str  # The same of the newest period's own figure; blank where it is the value itself
    before: Number | None  # The figure compared with; of a year's sum the same part of the year before
    before_text: str
    before_label: str  # What that covers


class FrozenDue(TypedDict):
    period: PeriodName  # Asked for
    label: str
    state: str  # `reported`, `missing` (there is none, and `reason` says why), `unreported` (drafts only)
    state_label: str
    days_late: int  # Days after `report.due_on` when it was handed in first; 0 in time
    # The value's day when it lies after the judged day: then it does not count in this report
    as_of_after: Day | None
    reason: str  # Why there is no value


class FrozenComments(TypedDict):
    period: PeriodName  # Of which period the report is
    label: str
    note: str  # Which report it is, where it is not this quarter's; else blank
    progress: str  # 取組状況
    issues: str  # 課題
    response: str  # 今後の対応
    evidence_url: str  # 根拠資料
    revision: int  # Of the report: from 2 on it was corrected, and why
    revision_reason: str


class FactsBaseline(TypedDict):
    period: PeriodName  # As in the indicator's `baseline`
    value: Number | None
    is_provisional: bool
    is_reading: bool


class FactsExcluded(TypedDict):
    period: PeriodName  # Shown and not judged
    reason: str  # Why


class FactsTarget(TypedDict):
    period: PeriodName  # When it is to be reached
    value: Number | None  # null: withdrawn
    effective_from: Day | None  # Since when the decision holds
    text: str  # In words
    reason: str  # Why it was decided
    unit: (
        str | None
    )  # That of the number, where it was decided before a break that changed the unit; else null
    is_of_former_count: bool  # Decided before a break that lies before its time, and not confirmed: nothing is held against it


class FactsMeasurement(TypedDict):
    period: PeriodName  # Of which period
    value: Number | None  # The number, converted into the unit; null where it is a ratio of the next two
    numerator: Number | None  # Of a ratio; else null
    denominator: Number | None
    status: str  # As above, or `M`: there is none
    as_of: Day | None  # The day of which it speaks; null: the period's last day
    label: str  # The period in words
    text: str  # The value in words
    parts: str  # Of a ratio its parts in words
    status_label: str  # The status in words; blank when final
    revision: int  # From 2 on it was corrected, and why
    reason: str


class FactsBreak(TypedDict):
    period: PeriodName  # The first one that counts otherwise: it is judged by the values from there on
    reason: str  # What changed, and why
    unit_before: str | None  # The unit of what stands before, where it changed too


class FactsRange(TypedDict):
    lower: Number  # The range that was to be kept
    upper: Number
    until: Day  # The first day of the next one


class FactsEnded(TypedDict):
    how: str  # 廃止, 統合 or 達成により終了
    reason: str  # Why


class FactsStep(TypedDict):
    title: str  # What is to be done
    planned: PeriodName  # By when


class FrozenFacts(TypedDict):
    id: Code  # The indicator's
    direction: str  # `increase`, `decrease`, `keep_at_least`, `keep_at_most`, `keep_within`, `monitor`
    # What a number counts: `level`, `flow` (of the period), `year_to_date`, `cumulative` (since the plan
    # began)
    series: str
    # `monthly`, `quarterly`, `half-yearly`, `yearly`, `calendar-year`, `every-2-years`, `every-3-years`,
    # `every-5-years`
    frequency: str
    unit: str  # As above
    decimals: int  # As above
    baseline: FactsBaseline | None  # null: there is none
    # Every decision up to that day, the oldest first; of several for one `period` the last holds
    targets: list[FactsTarget]
    lower: Number | None  # The range of `keep_within`; else null
    upper: Number | None
    # Ranges to be kept before, the oldest first; not there in reports of before
    former_ranges: list[FactsRange]
    # The values known, oldest first, of each period the revision that holds
    measurements: list[FactsMeasurement]
    margin: Number  # A difference no larger than this is none; "0" without one
    plan_start: Day | None  # The plan's days
    plan_end: Day | None
    first_period: PeriodName | None  # Of the indicator's life
    last_period: PeriodName | None
    ended: (
        FactsEnded | None
    )  # That it ends with its last period, and is not judged after it; not there in reports of before
    excluded: list[FactsExcluded]  # Periods taken out of the judgement
    breaks: list[FactsBreak]  # From when on another thing is counted; not there in reports of before
    reporting_from: PeriodName | None  # Since when the city reports; nothing is late before
    reporting_lag_days: int  # Days after a period's end when its value is due, where `due_on` says nothing
    due_month: int | None  # The month in which values are due, where the indicator has one
    due_on: dict[PeriodName, Day]  # By period the day when the value is due
    is_reference: bool  # Never judged
    is_part_of_whole: bool  # A percentage between 0 and 100
    # `number`, `milestone`, `words`; this and the next three: not there in reports of before
    kind: str
    strict: bool  # The target itself is not enough (10%未満)
    path: str  # Between two targets `linear` or `stepwise`
    steps: list[FactsStep]  # Of a milestone; its values are how many of them are done
    at: Day  # The day to judge


class FrozenPrevious(TypedDict):
    label: str  # What its value covers; blank without one
    # The value of the report before; of a year's sum, like with like, that of the same part of the year before. null
    # where unit, direction or series were others
    value: Number | None
    text: str
    verdict: str  # As the report before judged
    verdict_label: str
    group: str
    group_key: str


class FrozenSelfAssessment(TypedDict):
    aspect: Code  # What is assessed, and what it is called (総合評価)
    label: str
    mark: str  # The mark, its meaning, and both together
    mark_label: str
    text: str
    group: str  # The public group that the mark stands for; blank: it is compared with no verdict
    reason: str  # The department's
    difference: str  # Where it lies two groups or more from the verdict, that as a sentence; else blank


class FrozenIndicator(TypedDict):
    code: Code  # Names it within the plan; stays the same from report to report
    role: str  # `kpi`, `kgi` or `reference` (shown, never judged)
    role_label: str
    number: str  # As the plan numbers and names it; both together
    name: str
    label: str
    definition: str  # What is counted how
    target_wording: str  # The target in the plan's words
    data_source: str  # Where the numbers come from
    comparability_note: str  # What to know when its values are compared with earlier ones
    goal: Code  # The goal it measures, and in words; blank for the whole plan
    goal_label: str
    departments: list[str]  # In charge now
    owner: str  # In charge when the newest value was reported
    unit: str  # Of all its values
    decimals: int  # Digits behind the point when printed
    direction_label: str  # In words; the terms are in `facts`
    series_label: str
    frequency_label: str
    baseline: FrozenBaseline | None  # Where the way to the target begins
    target: FrozenTarget | None  # The last one in force on that day
    value: FrozenValue | None  # As judged
    latest_period: PeriodName  # Of the newest value known, judged or not; blank without one
    latest: Number | None  # That value
    # What must stand beside the value: a newer value that is not judged; that the quarter brought none
    value_notes: list[str]
    # E: where the straight path from the baseline through the targets is at that time; in `unit`
    expected: Number | None
    expected_text: str
    # P: the part of the way from baseline to target that is done. May be negative or above 1
    attainment: Ratio | None
    attainment_text: str
    achievement: Ratio | None  # Value ÷ target; only where more is better and the target is positive
    achievement_text: str
    pace: Ratio | None  # S: the part of the way to E that is done; 1 is as expected
    pace_text: str
    # Used where there is no pace: distance from E as a part of the whole, positive is better
    gap: Ratio | None
    year_progress: Ratio | None  # Of a yearly amount in progress: the sum so far as a part of the year's
    year_progress_text: str
    kept: list[int] | None  # Of a bound to keep: periods kept, periods with a value
    # One of: `NOT_RATED`, `NO_DATA`, `NOT_EVALUABLE`, `ACHIEVED`, `NEARLY`, `NOT_ACHIEVED`,
    # `TOO_EARLY`, `REVERSED`, `AHEAD`, `ON_TRACK`, `SLIGHTLY_BEHIND`, `BEHIND`, `DONE`, `IMPROVED`, `UNCHANGED`, `WORSENED`
    verdict: str
    verdict_label: str
    group: str  # What the public sees first: 達成, 順調, 注意, 遅れ, 未達, 判定なし; and in ASCII
    group_key: str
    stale: bool  # No value more than 14 days after one was due, once the city has begun to report
    is_worse_than_baseline: bool  # Worse than at the start, also at the deadline
    mark: str  # By the plan's `scale`; blank without one, and where the scale's metric does not exist for it
    mark_label: str
    trend: FrozenTrend | None  # null without two values
    citizen_sentence: str  # How it goes, in plain words; blank in reports of schema 1
    sentence: str  # The verdict with its numbers, to be checked by hand
    overdue_text: str  # Which report is late and since when; blank where none is
    due: FrozenDue | None  # How the quarter's own value was reported; null where the quarter asks for none
    comments: FrozenComments | None  # Of the newest report
    # What the department says itself of the period that is judged; only of plans whose departments assess themselves
    self_assessments: NotRequired[list[FrozenSelfAssessment]]
    composition: NotRequired[str]  # Of what its values are worked out, in a sentence; only where they are
    facts: FrozenFacts  # The input of judging
    previous: FrozenPrevious | None  # In the report before; null if it was not in it


class FrozenStatusCount(TypedDict):
    status: str  # As in `rows`
    label: str
    count: int  # How many actions


class FrozenAction(TypedDict):
    code: Code  # Names it within the plan; stays the same from report to report
    number: str  # As the plan numbers and names it; both together
    title: str
    label: str
    departments: list[str]  # That lead it now
    owner: str  # In charge when it was reported on last
    # `not-started`, `as-planned`, `delayed`, `completed`, `cancelled`; blank: never reported on. The
    # department's own judgement
    status: str
    status_label: str
    period: PeriodName  # Of the newest report; blank without one
    label_of_period: str
    is_of_this_quarter: bool  # false: an earlier quarter's, or none
    comment: str  # 取組状況
    revision: int  # Of the report: from 2 on it was corrected, and why
    revision_reason: str
    previous_status: str  # In the report before; blank if it was not in it
    previous_status_label: str


class FrozenActions(TypedDict):
    counts: list[FrozenStatusCount]  # By status; only those that occur
    unknown: int  # Never reported on
    total: int  # Actions
    rows: list[FrozenAction]  # One per action, in the plan's order


class ComparedReport(TypedDict):
    is_published: bool  # false: nothing was published; the values of the quarter before as known now
    period: PeriodName  # Its quarter
    label: str
    revision: int | None  # Of the report; null without one
    revision_label: str
    checksum: Sha256  # Of its snapshot; blank without one
    rule_version: int  # Of the rules by which it was judged: another one may be why a verdict differs


class ReportChange(TypedDict):
    about: About  # In `corrections` also `report`, in `plan_changes` always `plan`
    code: Code  # Of the indicator or action; blank for the report
    label: str
    kind: ChangeKind  # Below
    kind_label: str
    course: ChangeCourse  # Whether that is good news
    course_label: str
    before: str  # Both in words
    after: str
    reason: str  # In words; blank where none was given


class ChangeCount(TypedDict):
    kind: ChangeKind  # As in `rows`
    course: ChangeCourse
    label: str  # In words
    count: int  # How many rows


class FrozenCorrections(TypedDict):
    """What differs between two reports."""

    summary: list[ChangeCount]  # How many of each kind, in the order in which a reader looks
    rows: list[ReportChange]  # One per change, in the plan's order


class FrozenChanges(FrozenCorrections):
    # What this report was compared with: the newest revision of the last report before it, or, where none was
    # published, the quarter before; null where there is neither
    against: ComparedReport | None


class QualityRow(Named):
    """An indicator with what there is to say of its data."""

    text: str  # What there is to say


class QualityNote(TypedDict):
    key: str  # Below
    label: str  # In words
    rows: list[QualityRow]  # The indicators it concerns, in the plan's order


class FrozenRule(TypedDict):
    label: str  # The verdict
    when: str  # When an indicator gets it
    group: str  # Which group it belongs to


class FrozenSection(TypedDict):
    title: str  # Heading and text
    text: str


class FrozenMethod(TypedDict):
    rule_version: int  # Of the rules of judging
    idea: list[str]  # What judging looks at
    verdicts: list[FrozenRule]  # In the order in which they are tried
    notes: list[str]  # What else there is to know
    sections: list[FrozenSection]  # On what needs more words
    marks: list[FrozenBand]  # The plan's own; empty without a scale


class Standing(TypedDict):
    """How everything stands on a day: by this two snapshots are compared."""

    scale: FrozenScale | None
    indicators: list[FrozenIndicator]
    actions: FrozenActions


class Snapshot(TypedDict):
    schema_version: int  # Of this description: 2. Reports of schema 1 are printed as they are
    rule_version: int  # Of the rules of judging: 2
    is_draft: bool  # true: not published (案). Such a file has no checksum to compare
    is_sample: bool  # true: an invented city (サンプル). Its figures belong to no real one
    city: FrozenCity  # Whose plan it is
    plan: FrozenPlan  # As it stood on the day of publication
    report: FrozenReport  # The report itself
    scale: FrozenScale | None  # The plan's own marks; null where it uses the portal's groups
    counts: FrozenCounts  # How many stand where
    # Indicators that need a look, the worst first: 未達, 遅れ, 注意, and those whose value is overdue
    exceptions: list[Code]
    parts: list[FrozenTable]  # The plan's tables: one per root of its hierarchy
    indicators: list[FrozenIndicator]  # In the plan's order
    actions: FrozenActions  # How the actions are going
    changes: FrozenChanges  # Since the report before
    # What was changed of the plan from a day of the quarter on, or recorded since the report before: targets,
    # definitions, actions, dates; null in reports from before that was recorded
    plan_changes: FrozenCorrections | None
    # Of a correction: what it changes in the revision before; null for a first report
    corrections: FrozenCorrections | None
    quality: list[QualityNote]  # What to know of the data
    method: FrozenMethod  # The rules in words, as they were on the day of publication
