from __future__ import annotations

from data.planfile.files import parse_plan
from data.words import BASELINE, Kind
from forecast.assessment import assess
from forecast.knowledge import bundled_knowledge
from forecast.lifecycle.timeline import life_of, recorded_timelines, replayed
from forecast.probability.verdict import Colour
from scenarios.file.reading import resolve
from tests.cli.commands import FLOW, figures, plan_text

VALUES = (150, 160, 170, 200, 260)
TEXT = plan_text({"a": FLOW}, ["{indicator: a, value: 230}",
                               "{indicator: a, value: 160, year: 2022, id: early}"],
                 figures(range(2019, 2024), VALUES))
BASE = resolve((BASELINE,))[0]


def test_every_moment_is_what_assess_says_with_that_as_of_year() -> None:
    plan, knowledge = parse_plan(TEXT, "p.yaml"), bundled_knowledge()
    lines = replayed(plan, plan.targets, BASE, knowledge=knowledge, years=(2020, 2022),
                     n_paths=100)
    for year in (2020, 2022):
        whole = assess(plan, (BASE,), knowledge=knowledge, as_of=year, n_paths=100)
        for line, result in zip(lines, whole.results, strict=True):
            chance = result.verdicts[0].chances[0]
            moment = next(m for m in line.moments if m.as_of == year)
            assert moment.stated == chance.followed
            assert moment.colour is chance.colour
    assert lines[1].moments[-1].known
    assert lines[1].moments[-1].stated == 1.0
    assert not lines[0].moments[-1].known


def test_later_figures_move_no_earlier_moment() -> None:
    plan, knowledge = parse_plan(TEXT, "p.yaml"), bundled_knowledge()
    other = parse_plan(TEXT.replace("value: 260", "value: 26"), "p.yaml")
    made = [replayed(p, p.targets[:1], BASE, knowledge=knowledge, years=(2021, 2023), n_paths=300)
            for p in (plan, other)]
    assert made[0][0].moments[0] == made[1][0].moments[0]
    assert made[0][0].moments[1] != made[1][0].moments[1]


def test_the_life_of_a_plan_runs_from_its_base_to_its_end_at_most() -> None:
    plan = parse_plan(TEXT, "p.yaml")
    assert life_of(plan) == (2020, 2021, 2022, 2023)
    assert life_of(plan, as_of=2021) == (2020, 2021)
    assert life_of(plan, as_of=2030) == tuple(range(2020, 2026))
    assert life_of(plan, as_of=2015) == (2020,)


class Said:
    """What ``recorded_timelines`` asks of a recorded probability."""

    def __init__(self, target: str, stated: float | None, *, scenario: str = BASELINE) -> None:
        self.target, self.followed, self.scenario = target, stated, scenario
        self.reading, self.known, self.error = "flow", False, 0.0
        self.colour = "GREY" if stated is None else "GREEN" if stated >= 0.8 else "AMBER"


class Recorded:
    """What ``recorded_timelines`` asks of a run."""

    def __init__(self, as_of: int, *said: Said) -> None:
        self.as_of, self.said, self.plan = as_of, said, parse_plan(TEXT, "p.yaml")


def test_of_runs_of_one_year_the_last_counts_and_years_stand_in_order() -> None:
    runs = [Recorded(2022, Said("a", 0.9), Said("a", 0.4, scenario="slowdown")),
            Recorded(2021, Said("a", 0.5), Said("gone", 0.5)),
            Recorded(2022, Said("a", 0.85), Said("early", None))]
    lines = recorded_timelines(runs, BASELINE)  # type: ignore[arg-type]  # it needs no more
    assert [line.target.id for line in lines] == ["a", "early"]
    assert [(m.as_of, m.stated, m.colour) for m in lines[0].moments] == [
        (2021, 0.5, Colour.AMBER), (2022, 0.85, Colour.GREEN)]
    assert lines[1].told == ()
    assert lines[0].reading is Kind.FLOW
    assert recorded_timelines(runs, "nothing") == ()  # type: ignore[arg-type]  # as above
    assert recorded_timelines([], BASELINE) == ()
