"""A series' numbers are its own: no order, chunk, worker or company changes a bit of them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.tables.history import read_history
from data.tables.targets import read_targets
from forecast.batches.run import Batch, Fans
from forecast.batches.targets import join
from forecast.knowledge import Knowledge, knowledge_from
from scenarios.file.reading import parse_scenarios
from tests.effort import examples
from tests.unit.forecast.batches.test_batch import FASTER, reference_rows, write

Answers = dict[tuple[str, str], tuple[bytes, ...]]
Quantiles = dict[tuple[str, int, int, int], bytes]


def world() -> dict[str, list[tuple[object, ...]]]:
    """Histories by name: several lengths, last years, gaps, and one with a negative figure."""
    rng = np.random.default_rng(11)
    out: dict[str, list[tuple[object, ...]]] = {}
    for i in range(24):
        n, last = (1, 2, 5, 9)[i % 4], 2020 - (i % 3 == 0)
        values = np.exp(4 + (0.05 + 0.1 * rng.standard_normal(n)).cumsum())
        rows = [(f"s{i}", last - n + 1 + k, repr(float(v))) for k, v in enumerate(values)]
        out[f"s{i}"] = [r for k, r in enumerate(rows) if not (i % 8 == 7 and k == 4)]
    out["s2"].append(("s2", 2010, "-1.5"))
    return out


WORLD = world()


def solve(knowledge: Knowledge, names: list[str], chunk: int, workers: int = 0,
          ) -> tuple[Answers, Quantiles]:
    history = [row for name in names for row in WORLD[name]]
    targets = [(name, f"t{h}", 2020 + h, float(str(WORLD[name][0][2])) * 1.2, "at_least")
               for name in names for h in (2, 7)]
    with TemporaryDirectory() as folder:
        h = read_history(write(Path(folder), "h.csv", "unique_id,ds,y", history))
        t = read_targets(write(Path(folder), "t.csv", "unique_id,target_id,year,value,sense",
                               targets))
        fans: list[Fans] = []
        cases = join(h, t)
        said = Batch(cases, knowledge, parse_scenarios(FASTER), chunk=chunk, workers=workers).run(
            fans.append)
    verdicts = {(t.unique_ids[t.series_of[i]], str(t.target_id[i])):
                (said.probability[i].tobytes(), said.mc_se[i].tobytes(), said.grade[i].tobytes())
                for i in range(len(t))}
    quantiles = {(h.keys[s][1], int(c), int(y), int(q)): np.float64(v).tobytes() for f in fans
                 for s, c, y, q, v in zip(f.series, f.scenario, f.year, f.level, f.value,
                                          strict=True)}
    return verdicts, quantiles


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    folder = tmp_path_factory.mktemp("class")
    return knowledge_from(read_history(write(folder, "r.csv", "unique_id,ds,y", reference_rows())))


@pytest.fixture(scope="module")
def whole(knowledge: Knowledge) -> tuple[Answers, Quantiles]:
    return solve(knowledge, list(WORLD), 2048)


def test_any_order_and_any_chunk_gives_the_same_bytes(
    knowledge: Knowledge, whole: tuple[Answers, Quantiles]
) -> None:
    names = list(np.random.default_rng(5).permutation(list(WORLD)))
    for chunk in (1, 5):
        verdicts, quantiles = solve(knowledge, [str(n) for n in names], chunk)
        assert verdicts == whole[0]
        assert quantiles == whole[1]


@pytest.mark.parametrize("workers", [1, 3])
def test_any_number_of_workers_gives_the_same_bytes(
    knowledge: Knowledge, whole: tuple[Answers, Quantiles], workers: int
) -> None:
    assert solve(knowledge, list(WORLD), 5, workers) == whole


@settings(max_examples=examples(2, 10))
@given(names=st.lists(st.sampled_from(sorted(WORLD)), min_size=1, max_size=4, unique=True))
def test_any_part_of_the_input_gives_the_same_bytes(
    knowledge: Knowledge, whole: tuple[Answers, Quantiles], names: list[str]
) -> None:
    verdicts, quantiles = solve(knowledge, names, 2048)
    assert verdicts == {k: v for k, v in whole[0].items() if k[0] in names}
    assert quantiles == {k: v for k, v in whole[1].items() if k[0] in names}
