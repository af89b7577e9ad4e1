"""The figures in the library's files are those the bundled reference figures give."""

from __future__ import annotations

import pytest

from benchmarks.scenario_evidence import DEFAULT_FOLDER, parameters, read_figures
from scenarios.distributions import Distribution, Triangular
from scenarios.reading import resolve

ROUNDED_TO = {"slowdown": 0.05, "points": 0.05}
FAMILY = {
    "patent_grants_total": "patent_grants", "utility_model_grants": "utility_model",
    "design_grants": "design", "invention_patent_grants": "invention_grants",
    "patent_applications_total": "patent_applications",
}
PLACE = {"flows": 0, "stocks": 1, "points": 2}


def law_of(name: str) -> Distribution:
    scenario, *rest = name.split(" ")
    steps = resolve([scenario])[0].steps
    if rest and rest[0] in FAMILY:
        return next(s.by for s in steps if FAMILY[rest[0]] in s.setting.reach.families)
    return steps[PLACE[rest[0]] if rest else 0].by


@pytest.mark.parametrize("name", sorted(parameters(read_figures(DEFAULT_FOLDER))))
def test_library_figures_are_the_computed_ones_rounded(name: str) -> None:
    computed = parameters(read_figures(DEFAULT_FOLDER))[name]
    law = law_of(name)
    assert isinstance(law, Triangular)
    grid = next((g for part, g in ROUNDED_TO.items() if part in name), 0.5)
    for written, value in zip((law.low, law.mode, law.high), computed, strict=True):
        assert abs(written - value) <= grid / 2 + 1e-9, (name, written, value)


def test_nothing_later_than_2023_is_read() -> None:
    assert max(year for _, _, year in read_figures(DEFAULT_FOLDER)) == 2023
