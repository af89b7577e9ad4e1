"""``plancast ledger score``: what recorded likelihoods were worth once the outcomes are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import PlancastError, Where, problem
from data.ledger.actuals import recorded_figures
from data.ledger.entries import EntryKind
from data.ledger.store import open_ledger
from data.ledger.vintages import known_figures
from data.numbers import probability
from data.words import Lang, Text
from data.writing import json_text
from report.grid import grid
from report.ledger_words import CASE_HEADS, PENDING_WORDS
from report.screen import screen_width

if TYPE_CHECKING:
    from forecast.lifecycle.scoring import Pending, Resolved, Summary

ANSWERS: dict[str, Text] = {
    "yes": Text("已实现", "came true"), "no": Text("未实现", "did not come true"),
    "partly": Text("部分实现", "came true in part"), "": Text("未说明", "not said"),
}


def scored(ledger: Path, plan: str | None, realised: Sequence[str], *, lang: Lang, format: str,
           ) -> str:
    """Resolve and score every run; ``realised`` says which scenarios' assumptions came true.

    Raises ``PlancastError`` as the ledger does, and LEDGER_NOTE for notes it cannot read.
    """
    from forecast.lifecycle.record import read_run
    from forecast.lifecycle.scoring import resolve, summarise

    notes = realised_notes(realised)
    book = open_ledger(ledger)
    figures = known_figures(recorded_figures(book)).seen
    resolved: list[Resolved] = []
    pending: list[Pending] = []
    for entry in book.entries(EntryKind.RUN):
        if plan is not None and entry.header.get("plan") != plan:
            continue
        done, open_ = resolve(read_run(book, entry), figures)
        resolved += done
        pending += open_
    summaries = summarise(resolved)
    if format == "json":
        return json_text({"summaries": [asdict(s) | {"assumptions": notes.get(s.scenario, ("", ""))}
                                        for s in summaries],
                          "cases": [_case_record(c) for c in resolved],
                          "pending": len(pending)})
    cases = grid(CASE_HEADS[lang], [_case(c) for c in resolved], format=format,
                 width=screen_width(), keys=CASE_HEADS["en"])
    if format == "csv":
        return cases
    parts = [_head(resolved, pending, lang)]
    if resolved:
        parts += [_table(summaries, notes, lang, format), cases, _reading(lang)]
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def realised_notes(given: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return scenario -> (yes | no | partly, note). Raises ``PlancastError`` LEDGER_NOTE."""
    out: dict[str, tuple[str, str]] = {}
    problems = []
    for text in given:
        name, sign, rest = text.partition("=")
        answer, _, note = rest.partition(":")
        if not sign or not name or answer not in ("yes", "no", "partly"):
            problems.append(problem("LEDGER_NOTE", Where(key="--realised"), value=text))
        out[name] = (answer, note)
    if problems:
        raise PlancastError(problems)
    return out


def _head(resolved: Sequence[Resolved], pending: Sequence[Pending], lang: Lang) -> str:
    counts: dict[str, int] = {}
    for open_ in pending:
        counts[open_.why] = counts.get(open_.why, 0) + 1
    what = "; ".join(f"{PENDING_WORDS[why].get(lang)} {n}" for why, n in counts.items())
    return {"zh": f"已有结果的判断{len(resolved)}条，尚不能评分{len(pending)}条"
                  + (f"（{what}）" if what else "") + "。",
            "en": f"{len(resolved)} likelihoods have an outcome, {len(pending)} cannot be scored "
                  "yet" + (f" ({what})" if what else "") + "."}[lang]


_MEASURES: tuple[tuple[str, Text], ...] = (
    ("n", Text("条数", "likelihoods scored")), ("met", Text("达成率", "share met")),
    ("brier", Text("Brier", "Brier")), ("log", Text("对数分", "log score")),
    ("brier_base", Text("Brier：基准率", "Brier of the base rate")),
    ("brier_at_base", Text("  同一批目标上本模型", "  ours on the same targets")),
    ("brier_no_change", Text("Brier：维持不变", "Brier of no change")),
    ("brier_at_no_change", Text("  同一批目标上本模型", "  ours on the same targets")),
    ("crps", Text("CRPS（占实际值%）", "CRPS, % of the actual")),
    ("coverage80", Text("80%区间覆盖", "80 % interval holds")),
    ("mean_error", Text("平均误差（%）", "mean error, %")),
    ("mean_absolute_error", Text("平均绝对误差（%）", "mean absolute error, %")),
    ("root_mean_square_error", Text("均方根误差（%）", "root mean square error, %")),
    ("two_thirds_spread", Text("三分之二离散（%）", "two-thirds spread, %")),
)
_DIGITS = {"n": 0, "met": 2, "coverage80": 2, "crps": 1, "mean_error": 1,
           "mean_absolute_error": 1, "root_mean_square_error": 1, "two_thirds_spread": 1}


def _table(summaries: Sequence[Summary], notes: Mapping[str, tuple[str, str]], lang: Lang,
           format: str) -> str:
    """Return the measures, one a row, with a column a scenario."""
    first = {"zh": "指标", "en": "measure"}[lang]
    heads = (first, *(s.scenario for s in summaries))
    rows = [({"zh": "假设是否实现", "en": "assumptions"}[lang],
             *(_realised(notes.get(s.scenario, ("", "")), lang) for s in summaries))]
    for name, words in _MEASURES:
        values = [asdict(s)[name] for s in summaries]
        rows.append((words.get(lang), *(_number(v, _DIGITS.get(name, 3)) for v in values)))
    return grid(heads, rows, format=format, width=screen_width())


def _realised(said: tuple[str, str], lang: Lang) -> str:
    answer, note = said
    return ANSWERS[answer].get(lang) + (f" ({note})" if note else "")


def _number(value: float | None, digits: int) -> str:
    return "—" if value is None else f"{value:.{digits}f}"


def _case(case: Resolved) -> tuple[str, ...]:
    said = case.said
    return (case.run, str(case.as_of), said.target, said.reading, said.scenario,
            probability(said.probability), "1" if case.met else "0", f"{case.brier:.3f}",
            _number(case.pit, 2), _number(case.error, 1))


def _case_record(case: Resolved) -> dict[str, str | float | int | bool | None]:
    said = case.said
    return {"run": case.run, "as_of": case.as_of, "target": said.target, "reading": said.reading,
            "scenario": said.scenario, "probability": said.probability, "met": case.met,
            "value": case.value, "brier": case.brier, "log": case.log,
            "brier_base": case.brier_base, "brier_no_change": case.brier_no_change,
            "crps": case.crps, "pit": case.pit, "inside80": case.inside80, "error": case.error}


def _reading(lang: Lang) -> str:
    return {
        "zh": "Brier 与对数分越低越好；“基准率”是当时打印的同类规划目标达成率，“不变”是维持最新值。"
              "误差为中位数减实际值，占实际值的百分比（占比与得分为百分点或分）；"
              "三分之二离散为去掉最大、最小各六分之一后误差的范围。"
              "情景的判断以其假设成立为条件，假设是否成立用 --realised 说明。",
        "en": "Brier and log: lower is better. 'Base rate' is the rate at which comparable plan "
              "targets were met, as printed then; 'no change' keeps the latest value. Errors are "
              "median minus actual in percent of the actual (points for shares and scores); the "
              "2/3 spread is their range without the largest and smallest sixth. A scenario's "
              "forecast is conditional on its assumptions; say with --realised whether they held.",
    }[lang]
