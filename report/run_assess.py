"""``plancast assess``: read the inputs, assess, render, write the files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from data.plan import Plan
from data.planfile import bundled_plan, bundled_plans, read_plan
from data.words import Lang
from data.writing import claim_folder, write_bytes, write_text
from forecast.assess import assess
from forecast.knowledge import Knowledge, bundled_knowledge, knowledge_from
from forecast.verdict import Assessment
from report.markdown import assessment_markdown
from report.progress import Bar
from report.records import assessment_csv, assessment_text
from report.screen import screen_width, wants_colour
from report.table import assessment_table
from scenarios.reading import resolve

DEFAULT_PLAN = "ordos-14fyp-ip"


@dataclass(frozen=True, slots=True)
class AssessOptions:
    """What the command line was given."""

    plan: str | None
    history: tuple[Path, ...]
    scenarios: tuple[str, ...]
    as_of: int | None
    lang: Lang
    format: str  # table | json | csv | markdown
    out: Path | None
    charts: bool
    n_paths: int
    seed: int
    reference: Path | None


def load_plan(name: str | None, history: tuple[Path, ...] = ()) -> Plan:
    """Return a plan file's or a bundled plan's contents, with more figures where given.

    A name that is no file and has no file suffix is looked up among the bundled plans.

    Raises
    ------
    PlancastError
        When the file or one of the tables cannot be used; all problems at once.
    """
    wanted = name or DEFAULT_PLAN
    known = wanted in bundled_plans() and not Path(wanted).exists()
    plan = bundled_plan(wanted) if known else read_plan(wanted)
    if not history:
        return plan
    from data.joining import with_history  # pandas: only where a table is given
    from data.tables import read_history

    return with_history(plan, tuple(read_history(path) for path in history))


def load_knowledge(reference: Path | None) -> Knowledge:
    """Return what the law may learn from: a user's own reference class, or the bundled one."""
    if reference is None:
        return bundled_knowledge()
    from data.tables import read_history

    return knowledge_from(read_history(reference))


def run_assess(options: AssessOptions) -> str:
    """Assess a plan and return what goes to standard output; files go to ``options.out``."""
    if options.out is not None:
        claim_folder(options.out)  # an unwritable folder is said before the work, not after
    plan = load_plan(options.plan, options.history)
    scenarios = resolve(options.scenarios)
    with Bar("assessing") as bar:
        assessment = assess(
            plan, scenarios, knowledge=load_knowledge(options.reference), as_of=options.as_of,
            n_paths=options.n_paths, seed=options.seed, progress=bar)
        if options.out is not None:
            write_assessment(assessment, options.out, options.lang, charts=options.charts,
                             progress=bar)
    return rendered(assessment, options)


def rendered(assessment: Assessment, options: AssessOptions) -> str:
    """Return the assessment in the asked-for format."""
    if options.format == "json":
        return assessment_text(assessment)
    if options.format == "csv":
        return assessment_csv(assessment)
    if options.format == "markdown":
        return assessment_markdown(assessment, options.lang)
    text = assessment_table(assessment, options.lang, width=screen_width(), colour=wants_colour())
    if options.out is not None:
        where = {"zh": "文件已写入", "en": "Files written to"}[options.lang]
        text += f"\n{where} {options.out}/\n"
    return text


def write_assessment(assessment: Assessment, out: Path, lang: Lang, *, charts: bool,
                     progress: Callable[[int, int, str], None]) -> None:
    """Write the assessment as JSON, CSV and Markdown, and the pictures as PNG and SVG."""
    write_text(out / "assessment.json", assessment_text(assessment))
    write_text(out / "assessment.csv", assessment_csv(assessment))
    write_text(out / "assessment.md", assessment_markdown(assessment, lang))
    if not charts:
        return
    from report.charts import pictures  # matplotlib: only where pictures are drawn

    for i, (name, drawn) in enumerate(pictures(assessment, lang)):
        progress(i, len(assessment.results) + 1, name)
        write_bytes(out / f"{name}.png", drawn.png)
        write_bytes(out / f"{name}.svg", drawn.svg)
