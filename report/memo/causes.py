"""What the figures show as problems and causes; what they cannot show is for the office to add."""

from __future__ import annotations

from data.numbers import growth
from data.words import Lang
from forecast.probability.colour import steps
from forecast.probability.verdict import TargetResult, Verdict
from forecast.solve.solution import Demand
from report.assessment.rows import is_known, lead
from report.assessment.sentences import scenario_name
from report.memo.blocks import Inline, Run, plain
from report.memo.dossier import Dossier
from report.memo.figures import mark
from report.memo.spoken import outcome_said
from report.memo.trace import Tracer
from report.memo.wording import colour_said, say, sentence
from report.text.words import GRADES

_SAID_ELSEWHERE = ("OUTCOME_KNOWN", "REFERENCE_CLASS")
_NOTABLE = 1.05
"""Acceleration from which the growth still needed is a problem of its own."""


def causes(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer) -> Inline:
    """Return the causes that figures show, and apart from them how far to trust the evidence."""
    lang = tracer.lang
    if is_known(verdict):
        return _known(verdict, lang)
    late = dossier.assessment.as_of >= result.target.year
    parts = [f.text.get(lang) for f in verdict.findings if f.code not in _SAID_ELSEWHERE]
    demand = [] if late else [_acceleration(verdict, lang), _demand(dossier, result, verdict, lang)]
    risk = "" if late else _scenario_risk(dossier, verdict, lang)
    said = [text for text in (*demand, *parts, risk) if text]
    if not said:
        said = [say(lang, "原因由牵头单位填写", "reasons: for the lead unit to fill in")]
    trace = "" if not any(demand) else mark(
        dossier, result, verdict, tracer, what=say(lang, "所需增速的难度", "how much is asked for"),
        value=sentence([d for d in demand if d], lang),
        formula=say(lang, "此后所需增速 ÷ 已实现增速；所需增速在参照组窗口中的百分位",
                    "growth needed from now ÷ achieved; its percentile among class windows"))
    return (Run(sentence(said, lang), trace=trace), Run(_evidence(verdict, lang)))


def _known(verdict: Verdict, lang: Lang) -> Inline:
    """Return by how much a target was missed, and who has to say why; nothing to ask if met."""
    outcome = outcome_said(verdict, lang)
    if lead(verdict).stated == 1:
        return plain(sentence([outcome or say(lang, "目标已达成", "the target was met")], lang))
    why = say(lang, "原因由牵头单位说明", "the lead unit has to say why")
    return plain(sentence([outcome or say(lang, "目标未达成", "the target was missed"), why], lang))


def _acceleration(verdict: Verdict, lang: Lang) -> str:
    required = verdict.required
    ratio, rate = required.acceleration, required.from_now
    if ratio is None or rate is None or ratio <= _NOTABLE:
        return ""
    achieved = growth(rate / ratio).lstrip("+−")
    needed, down = growth(rate).lstrip("+−"), rate < 0
    times = say(lang, f"，前者是后者的{ratio:.1f}倍", f" ({ratio:.1f} times as much)") \
        if ratio < 10 else ""
    move = say(lang, "下降" if down else "增长", "falling" if down else "growing")
    return say(lang, f"此后年均需{move}{needed}，而此前年均只{move}了{achieved}{times}",
               f"it has to keep {move} by {needed} a year from now on, after {achieved} a year "
               f"so far{times}")


def _demand(dossier: Dossier, result: TargetResult, verdict: Verdict, lang: Lang) -> str:
    """Return how few comparable cases moved as much as is asked for; only where few did."""
    solution = dossier.solution(result, verdict)
    ambition = None if solution is None else solution.ambition
    demand: Demand | None = None if ambition is None else ambition.from_now
    if demand is None or demand.percentile < 0.5 or demand.n_windows < 30:
        return ""
    share = min(95, 5 * round(20 * demand.percentile))
    up = result.indicator.direction >= 0
    return say(lang, f"所需{'增幅' if up else '降幅'}高于可比案例中约{share}%的情形",
               f"only about {100 - share}% of comparable cases {'grew' if up else 'fell'} this "
               "fast")


def _scenario_risk(dossier: Dossier, verdict: Verdict, lang: Lang) -> str:
    """Return the scenario under which the light is worst, where it is worse than the lead's."""
    now = lead(verdict)
    rest = [c for c in verdict.chances if c.followed is not None and c.scenario != now.scenario]
    if now.followed is None or not rest:
        return ""
    low = min(rest, key=lambda c: c.followed or 0.0)
    if (low.followed or 0.0) >= now.followed or not steps(low.colour, now.colour):
        return ""
    name = scenario_name(dossier.assessment, low.scenario, lang)
    shade = colour_said(low.colour, lang)
    return say(lang, f"对“{name}”较为敏感，该情景下信号为{shade}",
               f"it is sensitive to the scenario '{name}', under which the signal is {shade}")


def _evidence(verdict: Verdict, lang: Lang) -> str:
    if not verdict.evidence.reasons:
        return ""
    grade = verdict.evidence.grade
    reasons = say(lang, "；", "; ").join(
        r.get(lang).rstrip("。.") for r in verdict.evidence.reasons)
    return say(lang, f"研判依据为{grade.value}级（{GRADES[grade].zh}）：{reasons}。",
               f" Evidence {grade.value} ({GRADES[grade].en}): {reasons}.")
