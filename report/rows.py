"""The lines of a report: one a target and reading, every cell already a string.

The terminal table and the Markdown table are two renderings of the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.numbers import (
    MISSING,
    growth,
    joined,
    plain,
    probability,
    shown,
    step_a_year,
    with_unit,
)
from data.plan import Period
from data.words import Basis, Kind, Lang, Sense, Text
from forecast.verdict import Assessment, Chance, Colour, Grade, TargetResult, Verdict
from report.words import BASES, COLOUR_TEXTS, KINDS, LABELS, SENSES, label, pace_label

BASELINE, SENSITIVE, OUTCOME = "baseline", "DEFINITION_SENSITIVE", "OUTCOME_KNOWN"
_LEVELS = (Kind.STOCK, Kind.CUMULATIVE, Kind.RATIO)
_POINTS = (Kind.SHARE, Kind.SCORE)


@dataclass(frozen=True, slots=True)
class Row:
    """One line. ``joint`` marks the line that speaks for all readings of a target together."""

    target: str  # id
    name: str
    reading: str  # empty on a joint line
    base: str
    goal: str
    required: str
    required_note: str
    pace: str
    chances: tuple[str, ...]
    word: Text
    colour: Colour
    action: Text  # the colour in words
    grade: Grade | None
    joint: bool = False

    @property
    def change(self) -> str:
        """Base and target in one cell: ``790 → ≥ 3,290 件``."""
        return self.goal if self.base in ("", MISSING) else f"{self.base} → {self.goal}"


def lead(verdict: Verdict) -> Chance:
    """Return the likelihood a verdict is summed up by: the baseline's, else the first asked for."""
    for chance in verdict.chances:
        if chance.scenario == BASELINE:
            return chance
    return verdict.chances[0]


def lead_scenario(assessment: Assessment) -> str:
    """Return the id of the scenario that verdicts are summed up by."""
    ids = [scenario.id for scenario in assessment.scenarios]
    return BASELINE if BASELINE in ids else ids[0]


def is_assessed(verdict: Verdict) -> bool:
    """Return True when the verdict has a probability to show."""
    return lead(verdict).stated is not None


def is_known(verdict: Verdict) -> bool:
    """Return True when the target's outcome is known and nothing is left to forecast."""
    return any(finding.code == OUTCOME for finding in verdict.findings)


def chance_text(verdict: Verdict, chance: Chance, *, tight: bool = True) -> str:
    """Return a likelihood as it is printed; an outcome that is known is exactly 0 or 100 %."""
    if chance.stated is not None and is_known(verdict):
        return f"{chance.stated:.0%}" if tight else f"{chance.stated:.0%}".replace("%", " %")
    return probability(chance.stated, tight=tight)


def is_split(result: TargetResult) -> bool:
    """Return True when the verdict hangs on which reading of the target is meant."""
    return any(finding.code == SENSITIVE for finding in result.findings)


def base_text(verdict: Verdict, lang: Lang, usual: int) -> str:
    """Return the base value, with its year when that is not the plan's ``usual`` one."""
    required = verdict.required
    if required.base_value is None:
        return MISSING
    value = shown(required.base_value, verdict.indicator.unit, lang)
    return value + _year(required.base_year, usual)


def _year(year: int | None, usual: int) -> str:
    return "" if year is None or year == usual else f" ({year})"


def goal_text(verdict: Verdict, lang: Lang, usual: int) -> str:
    """Return the target with sign and unit, its year when not ``usual``, and how it is stated."""
    target, level = verdict.target, verdict.required.target_value
    year = _year(target.year, usual)
    wordy = target.basis in (Basis.EVERY_YEAR_UP, Basis.RELATIVE_TO_REGION)
    if wordy or (level is None and target.value is None):
        return (BASES[target.basis].get(lang) or MISSING) + year
    if level is None and target.basis not in (Basis.LEVEL, Basis.CUMULATIVE_OVER_PERIOD):
        return _as_stated(verdict, lang) + year
    text = level_text(verdict, lang)
    if target.basis is Basis.LEVEL:
        return text + year
    inner = _as_stated(verdict, lang)
    return f"{text}{year}（{inner}）" if lang == "zh" else f"{text}{year} ({inner})"


def level_text(verdict: Verdict, lang: Lang) -> str:
    """Return the level to be reached with its sign and unit: ``≥ 3,290 件``."""
    target, unit = verdict.target, verdict.indicator.unit
    level = verdict.required.target_value
    value = level if level is not None else target.value
    if target.sense is Sense.BETWEEN and target.upper is not None:
        return joined(f"{shown(value, unit, lang)}–{shown(target.upper, unit, lang)}", unit, lang)
    return SENSES[target.sense] + with_unit(value, unit, lang)


def _as_stated(verdict: Verdict, lang: Lang) -> str:
    """Return the target as the document words it: ``年均增长 15%``."""
    target = verdict.target
    how = BASES[target.basis].get(lang)
    if target.value is None or target.basis is Basis.CUMULATIVE_OVER_PERIOD:
        return how
    if target.basis is Basis.INCREMENT_FROM_BASE:
        return f"{how} {with_unit(target.value, verdict.indicator.unit, lang)}"
    return f"{how} {plain(target.value)}%"


def required_texts(verdict: Verdict, lang: Lang) -> tuple[str, str]:
    """Return what is needed a year, and as a note the step or the growth needed from now.

    A share or score moves by points, a running total grows by what is added: there the step is
    what is needed.
    """
    required, base_year, latest = verdict.required, verdict.required.base_year, verdict.latest_year
    rate = growth(required.cagr)
    step = "" if required.step is None else step_a_year(
        required.step, verdict.indicator.unit, lang)
    if verdict.reading in (*_POINTS, Kind.CUMULATIVE) and step:
        return step, ""
    if (required.from_now is not None and base_year is not None and latest is not None
            and latest > base_year):
        now = growth(required.from_now)
        return rate, f"{latest}年起{now}" if lang == "zh" else f"{now} from {latest}"
    return rate, step if verdict.reading in _LEVELS else ""


def own_pace(verdict: Verdict, lang: Lang) -> str:
    """Return the label of the tool's own pace method."""
    for pace in verdict.pace:
        if pace.method == "own":
            return pace_label(pace.label, lang)
    return pace_label("N/A", lang)


def period_heading(assessment: Assessment) -> str:
    """Return the years that base and target stand for where a line says nothing else."""
    period = assessment.plan.period
    return f"{period.base} → {period.end}"


def name_text(result: TargetResult, lang: Lang) -> str:
    """Return the indicator's name, marked when the target is binding."""
    name = result.indicator.name.get(lang)
    if not result.target.binding:
        return name
    mark = label("binding", lang)
    return f"{name}（{mark}）" if lang == "zh" else f"{name} ({mark})"


def rows(assessment: Assessment, lang: Lang) -> tuple[Row, ...]:
    """Return all lines in the order of the plan."""
    out: list[Row] = []
    for result in assessment.results:
        out += [_row(result, verdict, assessment.plan.period, lang) for verdict in result.verdicts]
        if len(result.verdicts) > 1:
            out.append(_joint(result, len(assessment.scenarios), lang))
    return tuple(out)


def _row(result: TargetResult, verdict: Verdict, period: Period, lang: Lang) -> Row:
    chance, known = lead(verdict), is_known(verdict)
    needed, note = required_texts(verdict, lang)
    return Row(
        target=result.target.id, name=name_text(result, lang),
        reading=KINDS[verdict.reading].get(lang),
        base=base_text(verdict, lang, period.base), goal=goal_text(verdict, lang, period.end),
        required=needed, required_note=note, pace=own_pace(verdict, lang),
        chances=tuple(chance_text(verdict, c) for c in verdict.chances),
        word=chance.word, colour=chance.colour,
        action=LABELS["outcome"] if known else COLOUR_TEXTS[chance.colour],
        grade=verdict.evidence.grade)


def _joint(result: TargetResult, n_scenarios: int, lang: Lang) -> Row:
    split = is_split(result)
    action = Text(SENSITIVE, SENSITIVE) if split else COLOUR_TEXTS[result.colour]
    return Row(
        target=result.target.id, name=name_text(result, lang), reading="", base="", goal="",
        required="", required_note="", pace="", chances=("",) * n_scenarios,
        word=LABELS["definition"] if split else Text("", ""), colour=result.colour, action=action,
        grade=None, joint=True)
