"""The figures in the library and in the event catalogue are those the reference figures give."""

from __future__ import annotations

import pytest

from benchmarks.scenario_evidence import (
    DEFAULT_FOLDER,
    FLOWS,
    event_parameters,
    parameters,
    persisted,
    read_figures,
    won_back,
)
from scenarios.events import catalogue
from scenarios.file.reading import resolve
from scenarios.random.distributions import Distribution, Triangular

FIGURES = read_figures(DEFAULT_FOLDER)
LIBRARY, EVENTS = parameters(FIGURES), event_parameters(FIGURES)
ROUNDED_TO = {"slowdown": 0.05, "points": 0.05}
FAMILY = {
    "patent_grants_total": "patent_grants", "utility_model_grants": "utility_model",
    "design_grants": "design", "invention_patent_grants": "invention_grants",
    "patent_applications_total": "patent_applications", "finance": "pledge_finance",
}
PLACE = {"flows": 0, "stocks": 1, "points": 2, "2020": 0, "2022": 1}


def size(step: object) -> Distribution:
    return next(law for law in (getattr(step, name, None) for name in (
        "points", "percent", "factor")) if law is not None)


def law_of(name: str) -> Distribution:
    scenario, *rest = name.split(" ")
    return size(resolve([scenario])[0].steps[PLACE[rest[0]] if rest else 0])


def effect_of(name: str) -> Distribution:
    id_, what = name.split(" ")
    event = next(e for e in catalogue() if e.id == id_)
    if what in PLACE:
        return size(event.effects[PLACE[what]])
    return size(next(s for s in event.effects if FAMILY[what] in s.setting.reach.families))


def agrees(law: Distribution, computed: tuple[float, ...], grid: float) -> bool:
    assert isinstance(law, Triangular)
    written = (law.low, law.mode, law.high)
    return all(abs(w - c) <= grid / 2 + 1e-9 for w, c in zip(written, computed, strict=True))


@pytest.mark.parametrize("name", sorted(LIBRARY))
def test_library_figures_are_the_computed_ones_rounded(name: str) -> None:
    grid = next((g for part, g in ROUNDED_TO.items() if part in name), 0.5)
    assert agrees(law_of(name), LIBRARY[name], grid)


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_event_figures_are_the_computed_ones_rounded(name: str) -> None:
    assert agrees(effect_of(name), EVENTS[name], 0.5)
    moved = tuple(v + 1 for v in EVENTS[name])
    assert not agrees(effect_of(name), moved, 0.5)  # must fail: a figure that is a point off


def test_every_event_has_its_figures() -> None:
    assert {name.split(" ")[0] for name in EVENTS} == {e.id for e in catalogue()}


def test_what_the_evidence_says_beside_the_parameters() -> None:
    assert won_back(FIGURES, "software_copyright_registrations", 2022) > 100
    assert won_back(FIGURES, "trademark_registrations", 2020) > 100
    share, n = persisted(FIGURES, FLOWS)
    assert (round(100 * share), n) == (27, 180)  # written in the evidence of ``momentum``
    evidence = resolve(["momentum"])[0].evidence
    assert "27 %" in evidence.get("zh")
    assert "27 %" in evidence.get("en")


def test_nothing_later_than_2023_is_read() -> None:
    assert max(year for _, _, year in FIGURES) == 2023
