"""An assessment as a ledger entry, and a ledger entry as what was said then.

An entry holds everything the run depended on: the plan with the figures it saw, the scenarios as
text, seed, number of paths, versions, and one row a target, reading and scenario.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.io.writing import Json
from data.ledger.entries import Entry, EntryKind, canonical
from data.ledger.store import Ledger
from data.plan import Plan
from data.planfile.files import parse_plan
from data.planfile.write import plan_yaml
from data.probabilities import printed
from data.tables.join import plain_region
from forecast.probability.verdict import CHANCE_LEVELS, Assessment, Chance, TargetResult, Verdict
from forecast.question.question import Measure
from scenarios.file.reading import parse_alone
from scenarios.file.writing import to_yaml_text
from scenarios.scenario import Scenario

if TYPE_CHECKING:
    import pyarrow as pa

TEXTS = ("record", "name", "text", "target", "indicator", "region", "reading", "scenario", "basis",
         "sense", "flag", "colour", "target_colour", "grade", "own_pace", "rung", "driver",
         "findings", "weights")
NUMBERS = ("threshold", "upper", "base_value", "latest_value", "probability", "stated", "low",
           "high", "mc_se", "median", "low80", "high80", "as_plan", "as_plan_low",
           "as_plan_high", "skill")
WHOLE = ("year", "base_year", "latest_year", "n_obs", "binding", "known",
         "as_plan_followed")


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded probability: a target's reading under a scenario."""

    target: str
    indicator: str
    region: str
    year: int
    reading: str
    scenario: str
    probability: float | None
    stated: float | None
    colour: str
    target_colour: str
    grade: str
    threshold: float | None
    latest_year: int | None
    latest_value: float | None
    median: float | None
    low80: float | None
    high80: float | None
    quantiles: tuple[float, ...]  # at ``CHANCE_LEVELS``; empty where none were
    as_plan: float | None  # as targets of such plans go, as computed
    as_plan_followed: bool  # the colour follows it
    known: bool  # the outcome was already known: nothing to score
    binding: bool
    driver: str  # the figures the law saw, "year=value; ..."
    error: float = 0.0  # Monte Carlo standard error of ``probability``

    @property
    def followed(self) -> float | None:
        """The printed number that the colour followed."""
        if self.as_plan is None or not self.as_plan_followed:
            return self.stated
        return printed(self.as_plan, self.error)

    @property
    def key(self) -> tuple[str, str, str]:
        """(target, reading, scenario)."""
        return (self.target, self.reading, self.scenario)


@dataclass(frozen=True, slots=True)
class RecordedRun:
    """A run read back from the ledger: what went in and what was said."""

    entry: Entry
    plan: Plan
    scenarios: Mapping[str, str]  # name -> YAML
    said: tuple[Recorded, ...]

    @property
    def as_of(self) -> int:
        """The year the run stood in."""
        return year_of(self.entry)

    @property
    def part_until(self) -> int:
        """The latest year of which a part could be used."""
        return self.as_of + (self.entry.header.get("asked_as_of") is None)

    @property
    def seed(self) -> int:
        """The root seed."""
        return int(str(self.entry.header["seed"]))

    @property
    def n_paths(self) -> int:
        """Simulated paths for each target."""
        return int(str(self.entry.header["paths"]))

    @property
    def model(self) -> tuple[str, ...]:
        """What the run was computed with: version, reference class and calibration."""
        return tuple(str(self.entry.header.get(k)) for k in ("version", "reference", "calibration"))


def record_run(ledger: Ledger, assessment: Assessment, scenarios: Sequence[Scenario], *,
               plan: Plan, inputs: Mapping[str, str], purpose: str = "assess",
               asked_as_of: int | None = None, recorded: str | None = None) -> Entry:
    """Add a run to the ledger.

    Parameters
    ----------
    plan : the plan with every figure the run was given (also those after its as-of year).
    inputs : name of each input file -> SHA-256 of its bytes.
    purpose : the command that made the run.
    asked_as_of : the as-of year that was asked for; ``None`` when it was left to the figures, so
        that a part of the year after it could be used.

    Raises
    ------
    PlancastError
        LEDGER_UNWRITABLE; the ledger is then as it was.
    """
    text = plan_yaml(plan)
    texts = {s.id: to_yaml_text(s, flat=True) for s in scenarios}
    header: dict[str, Json] = {
        "purpose": purpose, "plan": plan.id, "region": plan.region.zh or plan.region.en,
        "as_of": assessment.as_of, "asked_as_of": asked_as_of, "seed": assessment.seed,
        "paths": assessment.n_paths,
        "version": assessment.version, "reference": assessment.reference,
        "calibration": assessment.calibration, "plan_hash": digest(text),
        "scenarios": {name: digest(said) for name, said in texts.items()},
        "inputs": dict(sorted(inputs.items())), "targets": len(assessment.results),
        "levels": list(CHANCE_LEVELS),
    }
    rows: list[dict[str, Json]] = [{"record": "plan", "name": plan.id, "text": text}]
    rows += [{"record": "scenario", "name": name, "text": said} for name, said in texts.items()]
    rows += [_row(result, verdict, chance) for result in assessment.results
             for verdict in result.verdicts for chance in verdict.chances]
    return ledger.append(EntryKind.RUN, header, run_table(rows), recorded=recorded)


def scenarios_of_run(run: RecordedRun) -> dict[str, Scenario]:
    """Return the scenarios of a run as they were recorded, by name.

    Raises ``PlancastError`` when a step of then is not known any more.
    """
    out: dict[str, Scenario] = {}
    for name, text in run.scenarios.items():
        out |= {s.id: s for s in parse_alone(text, file=f"{run.entry.id}:{name}")}
    return out


def digest(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _row(result: TargetResult, verdict: Verdict, chance: Chance) -> dict[str, Json]:
    target, trace = result.target, dict(verdict.trace)
    low, high = _edges(verdict, trace)
    own = next((p.label for p in verdict.pace if p.method == "own"), "")
    codes = [f.code for f in (*result.findings, *verdict.findings)]
    plan = chance.as_plan
    return {
        "record": "verdict", "target": target.id, "indicator": target.indicator,
        "region": target.region, "year": target.year, "reading": verdict.reading.value,
        "scenario": chance.scenario, "basis": target.basis.value, "sense": target.sense.value,
        "threshold": low, "upper": high,
        "base_year": verdict.required.base_year, "base_value": verdict.required.base_value,
        "latest_year": verdict.latest_year, "latest_value": verdict.latest_value,
        "probability": chance.probability, "stated": chance.stated, "low": chance.low,
        "high": chance.high, "mc_se": chance.mc_se, "flag": chance.flag.value,
        "colour": chance.colour.value, "target_colour": result.colour.value,
        "grade": verdict.evidence.grade.value, "own_pace": own, "rung": trace.get("rung", ""),
        "driver": trace.get("driver_points", ""), "findings": canonical(sorted(set(codes))),
        "weights": trace.get("weights", ""), "median": chance.median, "low80": chance.low80,
        "high80": chance.high80, "skill": verdict.evidence.skill,
        "as_plan": None if plan is None else plan.probability,
        "as_plan_low": None if plan is None else plan.low,
        "as_plan_high": None if plan is None else plan.high,
        "as_plan_followed": int(plan is not None and plan.followed),
        "n_obs": verdict.evidence.n_obs, "binding": int(target.binding),
        "known": int("OUTCOME_KNOWN" in codes), "quantiles": list(chance.quantiles),
    }


def _edges(verdict: Verdict, trace: Mapping[str, str]) -> tuple[float | None, float | None]:
    """Return threshold and upper edge in the canonical unit; nothing where there is no question.

    The trace prints the threshold for people, with fewer digits; where a yes-or-no target is held
    against 1 it is exact.
    """
    if "threshold" not in trace:
        return None, None
    if verdict.required.edges is not None:
        return verdict.required.edges
    if trace.get("measure") == Measure.EVERY_YEAR_UP:
        return float(trace["threshold"]), None
    return verdict.required.target_value, None


def run_table(rows: Sequence[Mapping[str, Json]]) -> pa.Table:
    """Return rows as the table of a ``RUN`` entry: every column is there, missing ones empty."""
    import pyarrow as pa

    columns: dict[str, pa.Array] = {}
    for names, kind in ((TEXTS, pa.string()), (NUMBERS, pa.float64()), (WHOLE, pa.int64())):
        columns |= {n: pa.array([row.get(n) for row in rows], kind) for n in names}
    columns["quantiles"] = pa.array([row.get("quantiles") or [] for row in rows],
                                    pa.list_(pa.float64()))
    return pa.table(columns)


def read_run(ledger: Ledger, entry: Entry) -> RecordedRun:
    """Return a recorded run. Raises ``PlancastError`` as ``Ledger.read``."""
    rows = ledger.read(entry).to_pylist()
    plan = next(parse_plan(str(r["text"]), f"{r['name']}.yaml") for r in rows
                if r["record"] == "plan")
    scenarios = {str(r["name"]): str(r["text"]) for r in rows if r["record"] == "scenario"}
    said = tuple(_said(r) for r in rows if r["record"] == "verdict")
    return RecordedRun(entry, plan, scenarios, said)


def _said(row: Mapping[str, object]) -> Recorded:
    def number(name: str) -> float | None:
        value = row.get(name)  # a column may be younger than the ledger
        return None if value is None else float(str(value))

    def words(*names: str) -> list[str]:
        return [str(row[name] or "") for name in names]

    quantiles = row["quantiles"]
    latest = number("latest_year")
    target, indicator, region, reading, scenario = words(
        "target", "indicator", "region", "reading", "scenario")
    colour, target_colour, grade, driver = words("colour", "target_colour", "grade", "driver")
    return Recorded(
        target, indicator, region, int(str(row["year"])), reading, scenario,
        number("probability"), number("stated"), colour, target_colour, grade,
        number("threshold"), None if latest is None else int(latest), number("latest_value"),
        number("median"), number("low80"), number("high80"),
        tuple(float(q) for q in quantiles) if isinstance(quantiles, list) else (),
        number("as_plan"), bool(row.get("as_plan_followed")), bool(row["known"]),
        bool(row["binding"]), driver, number("mc_se") or 0.0)


def runs_of(ledger: Ledger, plan: str, *, region: str) -> tuple[Entry, ...]:
    """Return the runs of a plan, oldest first; two regions' plans may go by one id."""
    return tuple(e for e in ledger.entries(EntryKind.RUN) if e.header.get("plan") == plan
                 and plain_region(str(e.header.get("region"))) == plain_region(region))


def last_run(ledger: Ledger, plan: Plan, *, until: int, scenario: str) -> Entry | None:
    """Return the run of a plan to compare with: of the latest as-of year up to ``until``, the last.

    Only runs under the scenario count; a replay of an earlier year is not the latest word.
    """
    region = plan.region.zh or plan.region.en
    found = [e for e in runs_of(ledger, plan.id, region=region)
             if year_of(e) <= until and scenario in scenario_names(e)]
    return max(found, key=lambda e: (year_of(e), e.number), default=None)


def year_of(entry: Entry) -> int:
    """Return the as-of year of a run."""
    return int(str(entry.header["as_of"]))


def scenario_names(entry: Entry) -> tuple[str, ...]:
    """Return the names of a run's scenarios."""
    named = entry.header.get("scenarios")
    return tuple(named) if isinstance(named, Mapping) else ()
