"""Shared set-up: one thread per process, reproducible hypothesis runs, where the side data are."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # before numpy loads
if "PYTEST_XDIST_WORKER" not in os.environ:
    # Laws are fitted once for all workers and processes of a run; no test hangs on an earlier run.
    _KEPT = tempfile.TemporaryDirectory(prefix="plancast-laws-")
    os.environ["PLANCAST_CACHE"] = _KEPT.name

import pytest
from hypothesis import HealthCheck, settings

from tests.effort import NIGHTLY, examples

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# By day the same examples each time; by night (scripts/nightly.sh) more of them, and other ones.
settings.register_profile(
    "plancast", derandomize=not NIGHTLY, deadline=None, max_examples=examples(25, 120),
    print_blob=NIGHTLY, suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("plancast")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of one file in one worker: what they share is made once (loadgroup)."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.split("::")[0]))


@pytest.fixture
def shared() -> Path:
    """The folder of plan documents and scoring tools beside the repository, where there is one."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared (documents and scoring tools), which is not here")
    return SHARED
