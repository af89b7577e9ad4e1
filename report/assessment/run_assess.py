"""``plancast assess``: read the inputs, assess, render, write the files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.errors import PlancastError
from data.io.writing import Together, claim_folder
from data.messages.message import Message
from data.plan import Plan
from data.planfile.files import is_workbook
from data.planfile.workbook import PlanBook
from data.words import Lang
from forecast.assessment import assess
from forecast.probability.verdict import Assessment, Yardstick
from report.assessment.brief import brief_table
from report.assessment.markdown import assessment_markdown
from report.assessment.records import assessment_csv, assessment_text
from report.assessment.table import assessment_table
from report.ledger.recording import input_hashes, recorded, refuse_day_alone, with_ledger
from report.text.inputs import Faults, load_knowledge, load_plan
from report.text.problems import problems_text
from report.text.progress import Bar
from report.text.screen import screen_width, wants_colour
from scenarios.file.book import book_scenarios
from scenarios.file.checking import remarks
from scenarios.file.reading import LIBRARY, resolve
from scenarios.scenario import Scenario


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
    pace: bool = False  # add the panel of all pace methods to the table
    ledger: Path | None = None  # where figures come from and the run is recorded
    known_on: str = ""  # ISO day: of the ledger's figures, use none published later
    yardstick: str = "ipcc"  # words for probabilities
    svg: bool = False  # pictures as SVG beside PNG
    full: bool = True  # scenarios, pace, evidence and notes; else one screen


def run_assess(options: AssessOptions) -> str:
    """Assess a plan and return what goes to standard output; files go to ``options.out``."""
    refuse_day_alone(options.known_on, options.ledger)
    if options.out is not None:
        claim_folder(options.out)  # an unwritable folder is said before the work, not after
    faults = Faults()
    asked = faults.ask(lambda: load_plan(options.plan, options.history))
    chosen = faults.ask(lambda: _scenarios(options))
    known = faults.ask(lambda: load_knowledge(options.reference))
    plan, scenarios, knowledge = asked.value, chosen.value, known.value
    book = None
    if options.ledger is not None:
        book = with_ledger(plan, options.ledger, as_of=options.as_of, known_on=options.known_on)
        plan = book.plan
    sys.stderr.write(scenario_notes(scenarios, plan, options.lang))
    undrawn: tuple[str, ...] = ()
    with Bar("assessing") as bar:
        assessment = assess(
            plan, scenarios, knowledge=knowledge, as_of=options.as_of,
            n_paths=options.n_paths, seed=options.seed, progress=bar,
            yardstick=Yardstick(options.yardstick))
        if options.out is not None:
            undrawn = write_assessment(assessment, options.out, options.lang,
                                       charts=options.charts, svg=options.svg, progress=bar)
    text = rendered(assessment, options)  # before the record: what is recorded has been made
    if book is not None:
        tables = (*options.history, *([options.reference] if options.reference else []))
        inputs = input_hashes(options.plan, tables, plan)
        sys.stderr.write(recorded(book, assessment, scenarios, inputs=inputs, purpose="assess",
                                  lang=options.lang, as_of=options.as_of) + "\n")
    if undrawn:
        sys.stderr.write(undrawn_text(undrawn, options.lang) + "\n")
    return text


def _scenarios(options: AssessOptions) -> tuple[Scenario, ...]:
    """Return the scenarios asked for, else those of the plan's workbook, else the usual ones."""
    if options.scenarios or options.plan is None or not is_workbook(options.plan):
        return resolve(options.scenarios)
    return book_scenarios(PlanBook(options.plan).scenarios(), Path(options.plan).name)


def scenario_notes(scenarios: Sequence[Scenario], plan: Plan, lang: Lang) -> str:
    """Return what a user should know of their own scenarios on this plan; the run goes on.

    The built-in ones are made for any plan: that a step of theirs reaches nothing says nothing.
    """
    noted = tuple(dict.fromkeys(
        note for s in scenarios if s.source != LIBRARY for note in remarks(s, plan)))
    if not noted:
        return ""
    head = Message("assessment.on_scenario_files").get(lang)
    return f"{head}\n{problems_text(PlancastError(noted), lang)}\n"


def rendered(assessment: Assessment, options: AssessOptions) -> str:
    """Return the assessment in the asked-for format."""
    if options.format == "json":
        return assessment_text(assessment)
    if options.format == "csv":
        return assessment_csv(assessment)
    if options.format == "markdown":
        return assessment_markdown(assessment, options.lang)
    if options.full or options.pace:
        text = assessment_table(assessment, options.lang, width=screen_width(),
                                colour=wants_colour(), pace=options.pace)
    else:
        text = brief_table(assessment, options.lang, width=screen_width(), colour=wants_colour())
    if options.out is not None:
        where = Message("assessment.files_written").get(options.lang)
        text += f"\n{where} {options.out}/\n"
    return text


def write_assessment(assessment: Assessment, out: Path, lang: Lang, *, charts: bool,
                     svg: bool, progress: Callable[[int, int, str], None]) -> tuple[str, ...]:
    """Write the assessment as JSON, CSV and Markdown, and the pictures.

    Return the characters of the pictures that no font could draw.
    """
    undrawn: set[str] = set()
    with Together() as files:
        files.text(out / "assessment.json", assessment_text(assessment))
        files.text(out / "assessment.csv", assessment_csv(assessment))
        files.text(out / "assessment.md", assessment_markdown(assessment, lang))
        if not charts:
            return ()
        from report.charts.figure_files import pictures  # matplotlib: only where it draws

        for i, (name, drawn) in enumerate(pictures(assessment, lang, svg=svg)):
            progress(i, len(assessment.results) + 1, name)
            files.bytes(out / f"{name}.png", drawn.png)
            if svg:
                files.bytes(out / f"{name}.svg", drawn.svg)
            undrawn.update(drawn.missing)
    return tuple(sorted(undrawn))


def undrawn_text(characters: tuple[str, ...], lang: Lang) -> str:
    """Return the warning that the pictures lack some characters."""
    shown = " ".join(f"{c} (U+{ord(c):04X})" for c in characters[:20])
    return Message("assessment.note_no_font_can_draw", characters=len(characters),
                   shown=shown).get(lang)
