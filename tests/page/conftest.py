"""One page for all tests of a process: starting it loads the engine."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.page.served import PLAN, Served, served

MISSING = [name for name in ("starlette", "uvicorn", "plotly") if find_spec(name) is None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of the page in one process: they share a server."""
    for item in items:
        if "tests/page" in item.path.as_posix():
            item.add_marker(pytest.mark.xdist_group("page"))
            if MISSING and "words" not in item.path.name:
                item.add_marker(pytest.mark.skip(reason=f"needs plancast[web]: {MISSING}"))


@pytest.fixture(scope="session")
def plan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan with three targets, one of which has a hostile name."""
    path = tmp_path_factory.mktemp("plans") / "three.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def page(plan_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A served page with that plan open."""
    with served(str(plan_file), temp=tmp_path_factory.mktemp("served")) as running:
        yield running
