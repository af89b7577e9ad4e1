"""The lines of a report: one a target and reading, every cell already a string.

The terminal table and the Markdown table are two renderings of the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.numbers import MISSING
from data.plan import Plan
from data.probabilities import complement_text, probability_text
from data.words import BASELINE, NOTHING, Lang, Text, Wording
from forecast.probability.verdict import Assessment, Chance, Colour, Grade, TargetResult, Verdict
from report.assessment.without_base import short_answer
from report.text.goal import base_text, goal_text, level_text, name_text, required_texts
from report.text.words import COLOUR_TEXTS, KINDS, LABELS, pace_label

__all__ = ["BASELINE", "OUTCOME", "SENSITIVE", "Row", "as_plan_text", "base_text", "chance_text",
           "goal_text", "is_assessed", "is_known", "is_split", "lead", "lead_scenario",
           "level_text", "missed_text", "name_text", "own_pace", "period_heading",
           "required_texts", "rows", "series_text", "span_text"]

SENSITIVE, OUTCOME = "DEFINITION_SENSITIVE", "OUTCOME_KNOWN"


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
    word: Wording
    colour: Colour
    action: Wording  # the colour in words
    grade: Grade | None
    joint: bool = False
    scored: bool = True  # False for a qualitative target: its colour says nothing
    answer: str = ""  # what the base would have to be, where there is no probability
    other: str = ""  # the statement that words and colour do not follow, of the lead scenario
    span: str = ""  # the interval of the one about such plans
    spanned: int = -1  # which of ``chances`` ``span`` belongs to; -1: to ``other``

    @property
    def change(self) -> str:
        """Base and target in one cell: ``790 → ≥ 3,290 件``."""
        return self.goal if self.base in ("", MISSING) else f"{self.base} → {self.goal}"


def lead(verdict: Verdict) -> Chance:
    """Return the probability that sums a verdict up: the baseline's, else the first asked for."""
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
    return lead(verdict).followed is not None


def is_known(verdict: Verdict) -> bool:
    """Return True when the target's outcome is known and nothing is left to forecast."""
    return any(finding.code == OUTCOME for finding in verdict.findings)


def chance_text(verdict: Verdict, chance: Chance) -> str:
    """Return the probability that word and colour follow, as it is printed beside them.

    An outcome that is known is exactly 0 or 100%.
    """
    return probability_text(chance.followed, chance.mc_se or 0.0, known=is_known(verdict))


def series_text(chance: Chance) -> str:
    """Return what comparable series did, as it is printed."""
    return probability_text(chance.stated, chance.mc_se or 0.0)


def as_plan_text(chance: Chance) -> str:
    """Return the probability as targets of such plans go; nothing where there is none."""
    return "" if chance.as_plan is None else probability_text(
        chance.as_plan.stated, chance.mc_se or 0.0)


def span_text(chance: Chance) -> str:
    """Return the 90% interval of ``as_plan_text``: ``29–97%``; nothing where there is none.

    Whole percents from 1 to 99: no end of it is certain.
    """
    plan = chance.as_plan
    if plan is None:
        return ""
    low, high = (min(max(round(100 * p), 1), 99) for p in (plan.low, plan.high))
    return f"{low}–{high}%"


def missed_text(verdict: Verdict, chance: Chance) -> str:
    """Return the probability that a target is missed; with ``chance_text`` it makes 100%.

    Raises ``ValueError`` where there is no probability.
    """
    if chance.followed is None:
        raise ValueError("there is no probability to take the contrary of")
    return complement_text(chance.followed, chance.mc_se or 0.0, known=is_known(verdict))


def is_split(result: TargetResult) -> bool:
    """Return True when the verdict hangs on which reading of the target is meant."""
    return any(finding.code == SENSITIVE for finding in result.findings)


def own_pace(verdict: Verdict, lang: Lang) -> str:
    """Return the label of the tool's own pace method; nothing for what is not scored."""
    if not verdict.scored:
        return MISSING
    for pace in verdict.pace:
        if pace.method == "own":
            return pace_label(pace.label, lang)
    return pace_label("N/A", lang)


def period_heading(assessment: Assessment) -> str:
    """Return the years that base and target stand for where a line says nothing else."""
    period = assessment.plan.period
    return f"{period.base} → {period.end}"


def rows(assessment: Assessment, lang: Lang) -> tuple[Row, ...]:
    """Return all lines in the order of the plan."""
    out: list[Row] = []
    for result in assessment.results:
        out += [_row(result, verdict, assessment.plan, lang) for verdict in result.verdicts]
        if len(result.verdicts) > 1:
            out.append(_joint(result, assessment, lang))
    return tuple(out)


def _row(result: TargetResult, verdict: Verdict, plan: Plan, lang: Lang) -> Row:
    chance, period = lead(verdict), plan.period
    followed = chance.as_plan is not None and chance.as_plan.followed
    needed, note = required_texts(verdict, lang)
    return Row(
        target=result.target.id, name=name_text(result, plan, lang),
        reading=KINDS[verdict.reading].get(lang),
        base=base_text(verdict, lang, period.base), goal=goal_text(verdict, lang, period.end),
        required=needed, required_note=note, pace=own_pace(verdict, lang),
        chances=tuple(chance_text(verdict, c) for c in verdict.chances),
        word=chance.word, colour=chance.colour, action=_action(verdict),
        grade=verdict.evidence.grade if verdict.scored else None, scored=verdict.scored,
        answer=short_answer(verdict, lang),
        other=_other(chance), span=span_text(chance),
        spanned=verdict.chances.index(chance) if followed else -1)


def _other(chance: Chance) -> str:
    if chance.as_plan is None:
        return ""
    return series_text(chance) if chance.as_plan.followed else as_plan_text(chance)


def _action(verdict: Verdict) -> Wording:
    """Return what the colour says; of a known outcome and of a qualitative target, just that."""
    if not verdict.scored:
        return LABELS["not_scored"]
    return LABELS["outcome"] if is_known(verdict) else COLOUR_TEXTS[lead(verdict).colour]


def _joint(result: TargetResult, assessment: Assessment, lang: Lang) -> Row:
    split = is_split(result)
    action = Text(SENSITIVE, SENSITIVE) if split else COLOUR_TEXTS[result.colour]
    return Row(
        target=result.target.id, name=name_text(result, assessment.plan, lang), reading="",
        base="", goal="", required="", required_note="", pace="",
        chances=("",) * len(assessment.scenarios),
        word=LABELS["definition"] if split else NOTHING, colour=result.colour, action=action,
        grade=None, joint=True)
