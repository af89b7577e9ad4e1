"""Plan files: reading, the template for a new one, and the plans that come with the package."""

from __future__ import annotations

from pathlib import Path

from data.errors import PlancastError, Where, problem
from data.io.reading import decode, read_bytes
from data.plan import Plan

MAX_PLAN_BYTES = 1_000_000
"""A plan file is some tens of kB; long histories belong into tables."""

_BUNDLED = Path(__file__).parents[1] / "bundled"


def read_plan(path: str | Path) -> Plan:
    """Read and check a plan file (YAML 1.2; UTF-8, UTF-16, GB18030) or a plan's workbook.

    Values are converted to canonical units here and nowhere else.

    Raises
    ------
    PlancastError
        With every problem of the file: file, line, key path and what to do.
    """
    if is_workbook(path):
        return _book_plan(path)
    return parse_plan(decode(read_bytes(path, limit=MAX_PLAN_BYTES), file=str(path)), str(path))


def is_workbook(path: str | Path) -> bool:
    """Say whether a plan is kept in a workbook (``plancast template``)."""
    try:
        if not Path(path).is_file():  # a pipe is read once, where its text is wanted
            return False
        with open(path, "rb") as stream:
            return stream.read(4) == b"PK\x03\x04"
    except (OSError, ValueError):  # told where the file is read
        return False


def _book_plan(path: str | Path) -> Plan:
    from data.planfile.check import plan_of
    from data.planfile.workbook import PlanBook
    from data.tables.history import read_history
    from data.tables.join import indicator_names, with_history

    book = PlanBook(path)
    try:
        plan = plan_of(book.document())
    except PlancastError as error:
        raise book.in_its_words(error) from None
    if not book.has_history:
        return plan
    kinds = {name: indicator.kind for name, indicator in indicator_names(plan).items()}
    table = read_history(path, kinds=lambda name: kinds.get(name.casefold()),
                         wanted=lambda name: name.casefold() in kinds)
    return with_history(plan, [table])


def parse_plan(text: str, file: str = "") -> Plan:
    """Check the text of a plan file; ``file`` names it in problems. Raises as ``read_plan``."""
    from data.io.yamlread import load_yaml
    from data.planfile.check import plan_of

    return plan_of(load_yaml(text, file=file))


def plan_template() -> str:
    """Return a commented plan file (zh and en) to start from; it is itself a valid plan."""
    return (_BUNDLED / "plan-template.yaml").read_text(encoding="utf-8")


def bundled_plans() -> tuple[str, ...]:
    """Return the names of the plans that come with the package."""
    return tuple(sorted(p.stem for p in (_BUNDLED / "plans").glob("*.yaml")))


def bundled_plan(name: str = "ordos-14fyp-ip") -> Plan:
    """Return a plan that comes with the package.

    Raises
    ------
    PlancastError
        PLAN_UNKNOWN when there is none of that name.
    """
    if name not in bundled_plans():
        known = ", ".join(bundled_plans())
        raise PlancastError([problem("PLAN_UNKNOWN", Where(), name=name, known=known)])
    from data.io.yamlkept import load_shipped
    from data.planfile.check import plan_of

    return plan_of(load_shipped(bundled_plan_text(name), file=f"{name}.yaml"))


def bundled_plan_text(name: str) -> str:
    """Return the file of a plan that comes with the package, as it is written."""
    return (_BUNDLED / "plans" / f"{name}.yaml").read_text(encoding="utf-8")
