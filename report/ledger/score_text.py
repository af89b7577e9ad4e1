"""Scores as people read them: a table of measures with a column a scenario, and the cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from data.messages.message import Joined, Message, Messages, Row
from data.probabilities import probability_text
from data.words import BASELINE, Lang, Wording
from forecast.lifecycle.batch_scoring import BatchScore
from forecast.lifecycle.scoring import Resolved, Score, summaries
from forecast.lifecycle.summary import Summary
from report.ledger.ledger_words import CASE_HEADS, PENDING_WORDS
from report.text.grid import grid
from report.text.screen import screen_width

ANSWERS = Messages("ledger.answers", str)
_SAME = Message("ledger.ours_on_same_targets")
_MEASURES: tuple[tuple[str, int, Wording], ...] = (
    ("n", 0, Message("ledger.likelihoods_scored")), ("met", 2, Message("ledger.share_met")),
    ("brier", 3, Message("ledger.brier_as_computed")),
    ("brier_stated", 3, Message("ledger.brier_as_stated")),
    ("brier_as_plan", 3, Message("ledger.brier_as_targets_such_plans")),
    ("brier_at_as_plan", 3, _SAME),
    ("brier_no_change", 3, Message("ledger.brier_no_change")),
    ("brier_at_no_change", 3, _SAME),
    ("log", 3, Message("ledger.log_score")),
    ("log_as_plan", 3, Message("ledger.log_score_as_targets_such")),
    ("log_at_as_plan", 3, _SAME),
    ("log_no_change", 3, Message("ledger.log_score_no_change")),
    ("log_at_no_change", 3, _SAME),
    ("n_values", 0, Message("ledger.with_quantiles")),
    ("crps", 1, Message("ledger.crps_value_then")),
    ("crps_no_change", 1, Message("ledger.crps_no_change")),
    ("coverage80", 2, Message("ledger.interval_holds")),
    ("pit", 2, Message("ledger.mean_pit_central")),
    ("mean_error", 1, Message("ledger.mean_error")),
    ("mean_absolute_error", 1, Message("ledger.mean_absolute_error")),
    ("root_mean_square_error", 1, Message("ledger.root_mean_square_error")),
    ("two_thirds_spread", 1, Message("ledger.two_thirds_spread")),
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
        parts += [Message("ledger.by_years_ahead", lead=lead).get(lang),
                  _lead_table(leads, lang, format)]
    parts += [Message("ledger.cases_under_scenario_name_for",
                      lead=lead).get(lang), cases_table(listed, lang, format)]
    return [*parts, *_reading(found, lang)]


def batch_parts(scored: BatchScore, lang: Lang, format: str) -> list[str]:
    """Return the pieces of the report on a batch."""
    n = sum(s.n for s in scored.summaries)
    name, left = scored.entry.id, scored.pending
    head = Message("ledger.batch_likelihoods_have_outcome_have", name=name, n=n,
                   left=left).get(lang)
    return [head, measures_table(scored.summaries, {}, lang, format)] if n else [head]


def _head(found: Score, lang: Lang) -> str:
    what = "; ".join(f"{PENDING_WORDS[why].get(lang)} {n}"
                     for why, n in Counter(p.why for p in found.pending).items())
    n, left = len(found.resolved), len(found.pending)
    replayed = sum(1 for c in found.resolved if c.replayed)
    said = [Message("ledger.outcomes", n=n, left=left, what=what)]
    if replayed:
        said.append(Message("ledger.replays", n=replayed))
    if found.superseded:
        said.append(Message("ledger.superseded", n=found.superseded))
    if found.not_meant:
        said.append(Message("ledger.not_meant", n=found.not_meant))
    return Joined(said, "mark.after_sentence").get(lang)


def measures_table(found: Sequence[Summary], notes: Mapping[str, tuple[str, str]], lang: Lang,
                   format: str) -> str:
    """Return the measures, one a row, with a column a scenario (and one more for its replays)."""
    replay = Message("ledger.replay").get(lang)
    heads = (Message("ledger.measure").get(lang),
             *(s.scenario + (replay if s.replayed else "") for s in found))
    rows = [(Message("ledger.assumptions").get(lang),
             *(_realised(notes.get(s.scenario, ("", "")), lang) for s in found))] if notes else []
    for name, digits, words in _MEASURES:
        values = [asdict(s)[name] for s in found]
        if any(v is not None for v in values):
            rows.append((words.get(lang), *(_number(v, digits) for v in values)))
    return grid(heads, rows, format=format, width=screen_width())


def _lead_table(found: Sequence[Summary], lang: Lang, format: str) -> str:
    words = {name: (digits, text) for name, digits, text in _MEASURES}
    replay = Message("ledger.replay").get(lang)
    ordered = sorted(found, key=lambda s: (s.replayed, s.lead or 0))
    heads = (Message("ledger.years_ahead").get(lang),
             *(f"{s.lead}{replay if s.replayed else ''}" for s in ordered))
    rows = [(words[name][1].get(lang), *(_number(asdict(s)[name], words[name][0]) for s in ordered))
            for name in _LEAD]
    return grid(heads, rows, format=format, width=screen_width())


def cases_table(cases: Sequence[Resolved], lang: Lang, format: str) -> str:
    """Return the cases, one a row."""
    return grid(CASE_HEADS.get(lang), [_case(c, lang) for c in cases], format=format,
                width=screen_width(), keys=CASE_HEADS.get("en"))


def _realised(said: tuple[str, str], lang: Lang) -> str:
    answer, note = said
    return ANSWERS[answer].get(lang) + (f" ({note})" if note else "")


def _number(value: float | None, digits: int) -> str:
    return "—" if value is None else f"{value:.{digits}f}".replace("-", "−")


def _case(case: Resolved, lang: Lang) -> tuple[str, ...]:
    said = case.said
    outcome = Row("ledger.missed_met").get(lang)[case.met]
    return (case.run.entry.id, str(case.run.as_of), said.target, said.reading, said.scenario,
            probability_text(said.probability, said.error), outcome,
            _number(case.score("brier"), 3), _number(case.score("pit"), 2),
            _number(case.score("error"), 1),
            Message("ledger.yes").get(lang) if case.replayed else "")


def _reading(found: Score, lang: Lang) -> list[str]:
    """Return how to read the figures, one paragraph a piece."""
    several = {c.said.target for c in found.resolved for d in found.resolved
               if c.said.target == d.said.target and c.said.reading != d.said.reading}
    out = [Message("ledger.brier_log_lower_better_base"),
           Message("ledger.errors_median_minus_actual_in"),
           Message("ledger.scenario_forecast_conditional_on_its")]
    if several:
        names = sorted(several)
        out.append(Message("ledger.targets_undeclared_kind_scored_in",
                           names=Joined(names, "mark.list"), name_1=names[0]))
    return [text.get(lang) for text in out]
