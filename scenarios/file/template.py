"""A scenario file to start from."""

from __future__ import annotations

from pathlib import Path

from data.errors import PlancastError, Where, problem
from data.words import BASELINE
from scenarios.file.fields import near
from scenarios.file.parsing import ID_PATTERN
from scenarios.file.reading import LIBRARY, load_library

_FILE = Path(__file__).with_name("template.yaml")


def scenario_template(name: str, *, extends: str = BASELINE) -> str:
    """Return a commented scenario file (zh and en) called ``name``; it is itself valid.

    Raises
    ------
    PlancastError
        When the name is none, or taken by a built-in scenario; when there is no such parent.
    """
    known = [scenario.id for scenario in load_library()]
    problems = []
    if not ID_PATTERN.fullmatch(name):
        problems.append(problem("ID_INVALID", Where(key="NAME"), id=name))
    if name in known:
        problems.append(problem("SCENARIO_DUPLICATE", Where(key="NAME"), name=name, other=LIBRARY))
    if extends not in known:
        problems.append(problem("SCENARIO_UNKNOWN", Where(key="--extends"), name=extends,
                                near=near(extends, known), known=", ".join(known)))
    if problems:
        raise PlancastError(problems)
    text = _FILE.read_text(encoding="utf-8")
    return text.replace("scenario: NAME", f"scenario: {name}").replace(
        "NAME.yaml", f"{name}.yaml").replace("extends: baseline", f"extends: {extends}")
