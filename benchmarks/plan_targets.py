"""The law on published targets of real plans, and what being a plan's target adds to it.

    python benchmarks/plan_targets.py            score the law and the shifted law
    python benchmarks/plan_targets.py --ship     and write data/bundled/plan_sets/law_scores.csv

Each target is asked as a user of ``assess`` would ask it: one base figure (for MDG 4 the three that
were known at adoption), the class cut at the year of the latest of them, the place's own series
left out. No outcome after 2023 is read. Rates are estimated from complete and near-complete sets;
targets found one by one are looked at only.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scipy.special import ndtr, ndtri

from benchmarks.plan_questions import Answer, Asked, ask, questions
from data.plan_sets.tables import FOLDER, LawScore, plan_sets
from data.words import Regime
from forecast.knowledge import bundled_knowledge
from forecast.plan_targets.evidence import (
    LEAST_CHANCE,
    REGIMES,
    baseline_of,
    evidence_of,
    normal_scores,
)
from models.plan_targets.shift import Shift, shifts

SCORE_COLUMNS = ("set", "name", "regime", "known_year", "probability", "met", "place", "used")


def brier(p: np.ndarray, met: np.ndarray) -> float:
    return float(((p - met) ** 2).mean())


def log_score(p: np.ndarray, met: np.ndarray) -> float:
    kept = np.clip(p, LEAST_CHANCE, 1 - LEAST_CHANCE)
    return float(-np.log(np.where(met > 0, kept, 1 - kept)).mean())


def describe(title: str, answers: Sequence[Answer], plan: Sequence[float]) -> None:
    """Print a line: rates, scores of both, and where the actual figures lie in the law."""
    p = np.array([a.probability for a in answers])
    met = np.array([a.asked.met for a in answers], dtype=float)
    line = f"{title:34s} n {len(p):3d}  met {met.mean():.2f}  law {p.mean():.2f} " \
           f"brier {brier(p, met):.3f} log {log_score(p, met):.3f} | as plans go " \
           f"{np.mean(plan):.2f} brier {brier(np.array(plan), met):.3f} " \
           f"log {log_score(np.array(plan), met):.3f}"
    places = [a.place for a in answers if a.place is not None]
    if len(places) > 1:
        u = normal_scores(places)
        line += f" | place {u.mean():+.2f} sd {u.std():.2f} (n {len(u)})"
    print(line)


def reliability(answers: Sequence[Answer], said: Sequence[float]) -> None:
    """Print how often targets were met where this was said."""
    p, met = np.array(said), np.array([a.asked.met for a in answers], dtype=float)
    edges = (0.0, 0.1, 0.25, 0.4, 0.6, 0.8, 0.9, 1.0001)
    for low, high in pairwise(edges):
        at = (p >= low) & (p < high)
        if at.any():
            print(f"    said {low:.0%}-{min(high, 1):.0%} (mean {p[at].mean():.2f}): "
                  f"{int(met[at].sum())} of {at.sum()} met")


def by(answers: Sequence[Answer], plan: Sequence[float], key: Callable[[Asked], str]) -> None:
    for name in sorted({key(a.asked) for a in answers}):
        at = [i for i, a in enumerate(answers) if key(a.asked) == name]
        describe(f"  {name}", [answers[i] for i in at], [plan[i] for i in at])


def score(answer: Answer) -> LawScore:
    a = answer.asked
    return LawScore(a.set, a.name, a.regime, a.known_year, answer.probability, a.met, answer.place,
                    a.used)


def without(scores: Sequence[LawScore], left_out: str, regime: Regime | None = None,
            ) -> tuple[Shift, ...]:
    """Estimate the shifts without a set, or without a whole regime."""
    sets = [s for s in plan_sets() if s.used and s.id != left_out
            and (regime is None or s.regime is not regime)]
    return shifts(evidence_of(sets, scores), len(REGIMES))


def leave_out(answers: Sequence[Answer], scores: Sequence[LawScore]) -> tuple[list[float],
                                                                              list[float]]:
    """Return each target's probability as plans go, its own set left out; and with its whole
    regime left out, as if its regime were unknown."""
    known: dict[str, Shift] = {}
    unknown: dict[Regime, Shift] = {}
    out, new = [], []
    for a in answers:
        s, r = a.asked.set, a.asked.regime
        if s not in known:
            known[s] = without(scores, s)[REGIMES.index(r)]
        if r not in unknown:
            unknown[r] = without(scores, "", r)[-1]
        p = np.array(a.probability)
        out.append(float(known[s].applied(p)))
        new.append(float(unknown[r].applied(p)))
    return out, new


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A set that rates are estimated from, as it would have been spoken of without it.

    ``law`` and ``plan`` are mean log scores of a target; ``law_says`` and ``plan_says`` the mean
    probabilities. Where only counts are known the law's answers are the assumed ones.
    """

    set: str
    regime: Regime
    n: float
    rate: float
    law_says: float
    plan_says: float
    law: float
    plan: float
    counted: bool


def left_out(scores: Sequence[LawScore]) -> list[LeftOut]:
    """Leave out every set that rates are estimated from, one after the other."""
    out = []
    for s in plan_sets():
        if not s.used or s.regime is None:
            continue
        shift = without(scores, s.id)[REGIMES.index(s.regime)]
        mine = [x for x in scores if x.set == s.id and x.used]
        if mine:
            p = np.array([x.probability for x in mine])
            met = np.array([x.met for x in mine], dtype=float)
            q = shift.applied(p)
            out.append(LeftOut(s.id, s.regime, len(p), met.mean(), p.mean(), q.mean(),
                               log_score(p, met), log_score(q, met), counted=False))
            continue
        baseline, spread = baseline_of(s.regime)
        n = (s.met or 0) + (s.missed or 0)
        rate = (s.met or 0) / n
        assumed = ndtr(baseline + spread * ndtri((np.arange(200) + 0.5) / 200))
        law, plan = float(assumed.mean()), float(shift.applied(assumed).mean())
        out.append(LeftOut(s.id, s.regime, n, rate, law, plan,
                           *(-(rate * np.log(p) + (1 - rate) * np.log(1 - p))
                             for p in (law, plan)), counted=True))
    return out


def by_regime(found: Sequence[LeftOut]) -> dict[Regime, tuple[int, float, float]]:
    """Return sets, the law's mean log score and that as plans go, each set counting alike."""
    return {r: (len(mine), float(np.mean([x.law for x in mine])),
                float(np.mean([x.plan for x in mine])))
            for r in REGIMES if (mine := [x for x in found if x.regime is r])}


def print_sets(found: Sequence[LeftOut]) -> None:
    for x in found:
        print(f"  {x.regime:13s} {x.set:18s} {x.rate * x.n:g} of {x.n:g} = {x.rate:.2f}   law "
              f"{x.law_says:.2f}{' (assumed)' if x.counted else ''}   as plans go "
              f"{x.plan_says:.2f}   log score {x.law:.3f} {x.plan:.3f}")
    for regime, (n, law, plan) in by_regime(found).items():
        print(f"  {regime:13s} {n} sets: mean log score law {law:.3f}, as plans go {plan:.3f}")


def write(scores: Iterable[LawScore]) -> None:
    with open(FOLDER / "law_scores.csv", "w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(SCORE_COLUMNS)
        for s in scores:
            out.writerow((s.set, s.name, s.regime.value, s.known_year, f"{s.probability:.5f}",
                          int(s.met), "" if s.place is None else f"{s.place:.5f}", int(s.used)))


def main() -> None:
    """Print what is said of each group, and what became of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ship", action="store_true", help="write the law's scores")
    given = parser.parse_args()
    knowledge = bundled_knowledge()
    asked = list(questions())
    found = [ask(a, knowledge) for a in asked]
    answers = [a for a in found if a is not None]
    scores = [score(a) for a in answers]
    silent = [a.set for a, f in zip(asked, found, strict=True) if f is None]
    print(f"{len(asked)} targets with base, value and outcome; the law is silent on {len(silent)}: "
          + ", ".join(f"{s} {silent.count(s)}" for s in sorted(set(silent))))
    if given.ship:
        write(scores)
    plan, unknown = leave_out(answers, scores)
    sample = [i for i, a in enumerate(answers) if not a.asked.used]
    for title, at in (("targets published one by one, and samples", sample),
                      ("complete and near-complete sets",
                       [i for i in range(len(answers)) if i not in sample])):
        print(f"\n{title}: sets left out one by one")
        mine, said = [answers[i] for i in at], [plan[i] for i in at]
        describe("all", mine, said)
        describe("all, as if of an unknown regime", mine, [unknown[i] for i in at])
        z = normal_scores([a.probability for a in mine])
        print(f"  normal scores of the law: mean {z.mean():.2f}, sd {z.std():.2f}; always saying "
              f"the share met: brier {np.var([a.asked.met for a in mine]):.3f}")
        for key in (lambda a: f"regime {a.regime}", lambda a: f"level {a.level}",
                    lambda a: f"binding {a.binding}", lambda a: f"kind {a.kind}"):
            by(mine, said, key)
        print("  reliability of the law:")
        reliability(mine, [a.probability for a in mine])
        print("  reliability as plans go:")
        reliability(mine, said)
    print("\ncomplete and near-complete sets, each left out")
    print_sets(left_out(scores))
    print("\nshifts, in standard deviations of the law (mean, sd, 5 %, 95 %), and what becomes of "
          "10, 33, 50, 66 and 90 %")
    for name, s in zip((*REGIMES, "a new regime"), without(scores, ""), strict=True):
        said = s.applied(np.array([0.1, 0.33, 0.5, 0.66, 0.9]))
        print(f"  {name:14s} {s.mean:+.2f} {s.sd:.2f} {s.quantile(0.05):+.2f} "
              f"{s.quantile(0.95):+.2f}   " + " ".join(f"{x:.2f}" for x in said))


if __name__ == "__main__":
    main()
