"""Scores as people read them: a table of measures with a column a scenario, and the cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from data.probabilities import probability_text
from data.words import BASELINE, Lang, Text
from forecast.lifecycle.batch_scoring import BatchScore
from forecast.lifecycle.scoring import Resolved, Score, summaries
from forecast.lifecycle.summary import Summary
from report.ledger.ledger_words import CASE_HEADS, PENDING_WORDS
from report.text.grid import grid
from report.text.screen import screen_width

ANSWERS: dict[str, Text] = {
    "yes": Text("已实现", "came true"), "no": Text("未实现", "did not come true"),
    "partly": Text("部分实现", "came true in part"), "": Text("未说明", "not said"),
}
_SAME = Text("  同一批目标上本模型", "  ours on the same targets")
_MEASURES: tuple[tuple[str, int, Text], ...] = (
    ("n", 0, Text("条数", "likelihoods scored")), ("met", 2, Text("达成率", "share met")),
    ("brier", 3, Text("Brier（计算概率）", "Brier, as computed")),
    ("brier_stated", 3, Text("Brier（表述概率）", "Brier, as stated")),
    ("brier_as_plan", 3, Text("Brier：同类规划", "Brier as targets of such plans go")),
    ("brier_at_as_plan", 3, _SAME),
    ("brier_no_change", 3, Text("Brier：维持不变", "Brier of no change")),
    ("brier_at_no_change", 3, _SAME),
    ("log", 3, Text("对数分", "log score")),
    ("log_as_plan", 3, Text("对数分：同类规划", "log score as targets of such plans go")),
    ("log_at_as_plan", 3, _SAME),
    ("log_no_change", 3, Text("对数分：维持不变", "log score of no change")),
    ("log_at_no_change", 3, _SAME),
    ("n_values", 0, Text("有分位数的条数", "with quantiles")),
    ("crps", 1, Text("CRPS（占当时值%）", "CRPS, % of the value then")),
    ("crps_no_change", 1, Text("CRPS：维持不变", "CRPS of no change")),
    ("coverage80", 2, Text("80%区间覆盖", "80% interval holds")),
    ("pit", 2, Text("PIT平均（.5为正中）", "mean PIT (.5 is central)")),
    ("mean_error", 1, Text("平均误差（%）", "mean error, %")),
    ("mean_absolute_error", 1, Text("平均绝对误差（%）", "mean absolute error, %")),
    ("root_mean_square_error", 1, Text("均方根误差（%）", "root mean square error, %")),
    ("two_thirds_spread", 1, Text("三分之二离散（%）", "two-thirds spread, %")),
)
_LEAD = ("n", "met", "brier", "brier_as_plan", "brier_no_change", "crps", "coverage80",
         "mean_error",
         "mean_absolute_error")


def score_parts(found: Score, notes: Mapping[str, tuple[str, str]], scenario: str, lang: Lang,
                format: str) -> list[str]:
    """Return the pieces of the report on runs; ``scenario`` is the one whose cases are listed."""
    parts = [_head(found, lang)]
    if not found.resolved:
        return parts
    every = summaries(found.resolved)
    parts.append(measures_table(every, notes, lang, format))
    names = list(dict.fromkeys(s.scenario for s in every))
    lead = scenario or (BASELINE if BASELINE in names else names[0])
    listed = [c for c in found.resolved if lead in ("all", c.said.scenario)]
    leads = [s for s in summaries(listed, by_lead=True) if s.scenario == lead]
    if len({s.lead for s in leads}) > 1:
        parts += [{"zh": f"按提前年数（情景 {lead}）：", "en": f"By years ahead ({lead}):"}[lang],
                  _lead_table(leads, lang, format)]
    parts += [{"zh": f"逐条（情景 {lead}；其他情景用 --scenario，全部用 --scenario all）：",
               "en": f"Cases under {lead} (--scenario NAME for another, --scenario all for every "
                     "one):"}[lang], cases_table(listed, lang, format)]
    return [*parts, *_reading(found, lang)]


def batch_parts(scored: BatchScore, lang: Lang, format: str) -> list[str]:
    """Return the pieces of the report on a batch."""
    n = sum(s.n for s in scored.summaries)
    name, left = scored.entry.id, scored.pending
    head = {"zh": f"批量评估 {name}：已有结果的判断{n}条，尚无实际值的{left}条。",
            "en": f"Batch {name}: {n} likelihoods have an outcome, {left} have no figure yet."
            }[lang]
    return [head, measures_table(scored.summaries, {}, lang, format)] if n else [head]


def _head(found: Score, lang: Lang) -> str:
    what = "; ".join(f"{PENDING_WORDS[why].get(lang)} {n}"
                     for why, n in Counter(p.why for p in found.pending).items())
    n, left = len(found.resolved), len(found.pending)
    replayed = sum(1 for c in found.resolved if c.replayed)
    zh = [f"已有结果的判断{n}条，尚不能评分{left}条" + (f"（{what}）" if what else "") + "。"]
    en = [f"{n} likelihoods have an outcome, {left} cannot be scored yet"
          + (f" ({what})" if what else "") + "."]
    if replayed:
        zh.append(f"其中{replayed}条是在台账已有结果之后才计算的（事后重演），不是预测，单独列出。")
        en.append(f"{replayed} of them were computed when the outcome was in the ledger already: "
                  "replays, no forecasts, shown apart.")
    if found.superseded:
        zh.append(f"同一规划同一基准观测年的多次评估只算最后一次（略去{found.superseded}条）。")
        en.append("Of several runs of one plan in one as-of year only the last counts "
                  f"({found.superseded} left out).")
    if found.not_meant:
        zh.append(f"按 --reading 略去{found.not_meant}条其他口径的判断。")
        en.append(f"{found.not_meant} of other readings left out, as --reading says.")
    return "".join(zh) if lang == "zh" else " ".join(en)


def measures_table(found: Sequence[Summary], notes: Mapping[str, tuple[str, str]], lang: Lang,
                   format: str) -> str:
    """Return the measures, one a row, with a column a scenario (and one more for its replays)."""
    replay = {"zh": "（事后重演）", "en": " (replay)"}[lang]
    heads = ({"zh": "指标", "en": "measure"}[lang],
             *(s.scenario + (replay if s.replayed else "") for s in found))
    rows = [({"zh": "假设是否实现", "en": "assumptions"}[lang],
             *(_realised(notes.get(s.scenario, ("", "")), lang) for s in found))] if notes else []
    for name, digits, words in _MEASURES:
        values = [asdict(s)[name] for s in found]
        if any(v is not None for v in values):
            rows.append((words.get(lang), *(_number(v, digits) for v in values)))
    return grid(heads, rows, format=format, width=screen_width())


def _lead_table(found: Sequence[Summary], lang: Lang, format: str) -> str:
    words = {name: (digits, text) for name, digits, text in _MEASURES}
    replay = {"zh": "（事后重演）", "en": " (replay)"}[lang]
    ordered = sorted(found, key=lambda s: (s.replayed, s.lead or 0))
    heads = ({"zh": "提前年数", "en": "years ahead"}[lang],
             *(f"{s.lead}{replay if s.replayed else ''}" for s in ordered))
    rows = [(words[name][1].get(lang), *(_number(asdict(s)[name], words[name][0]) for s in ordered))
            for name in _LEAD]
    return grid(heads, rows, format=format, width=screen_width())


def cases_table(cases: Sequence[Resolved], lang: Lang, format: str) -> str:
    """Return the cases, one a row."""
    return grid(CASE_HEADS[lang], [_case(c, lang) for c in cases], format=format,
                width=screen_width(), keys=CASE_HEADS["en"])


def _realised(said: tuple[str, str], lang: Lang) -> str:
    answer, note = said
    return ANSWERS[answer].get(lang) + (f" ({note})" if note else "")


def _number(value: float | None, digits: int) -> str:
    return "—" if value is None else f"{value:.{digits}f}".replace("-", "−")


def _case(case: Resolved, lang: Lang) -> tuple[str, ...]:
    said = case.said
    outcome = {"zh": ("未达成", "达成"), "en": ("missed", "met")}[lang][case.met]
    return (case.run.entry.id, str(case.run.as_of), said.target, said.reading, said.scenario,
            probability_text(said.probability, said.error), outcome,
            _number(case.score("brier"), 3), _number(case.score("pit"), 2),
            _number(case.score("error"), 1),
            {"zh": "是", "en": "yes"}[lang] if case.replayed else "")


def _reading(found: Score, lang: Lang) -> list[str]:
    """Return how to read the figures, one paragraph a piece."""
    several = {c.said.target for c in found.resolved for d in found.resolved
               if c.said.target == d.said.target and c.said.reading != d.said.reading}
    out = [Text(
        "Brier 与对数分越低越好；“基准率”是当时打印的同类规划目标达成率，“不变”是最新值保持不变"
        "（累计数按最近一年的增量延续）。",
        "Brier and log: lower is better. 'Base rate' is the rate at which comparable plan targets "
        "were met, as printed then; 'no change' keeps the latest value (of a running total the "
        "latest yearly inflow)."), Text(
        "误差为中位数减实际值，占实际值的百分比；CRPS占评估当时最新值的百分比；占比与得分均为百分点"
        "或分。三分之二离散为去掉最大、最小各六分之一后误差的范围。",
        "Errors are median minus actual in percent of the actual, the CRPS in percent of the "
        "latest value at the time; points for shares and scores. The two-thirds spread is the "
        "range of the errors without the largest and the smallest sixth."), Text(
        "情景的判断以其假设成立为条件，假设是否成立用 --realised 说明。",
        "A scenario's forecast is conditional on its assumptions; say with --realised whether they "
        "held.")]
    if several:
        names = sorted(several)
        out.append(Text(
            f"口径不明的目标每种口径都评了分（{'、'.join(names)}）；实际值属于哪种口径，用 "
            f"--reading {names[0]}=flow 之类说明。",
            f"Targets of undeclared kind are scored in every reading ({', '.join(names)}); say "
            f"with --reading {names[0]}=flow or the like which one the figures are of."))
    return [text.get(lang) for text in out]
