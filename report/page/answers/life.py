"""The life of a plan in its ledger: what was recorded, what moved since, and scores so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from data.errors import PlancastError, Where, problem
from data.io.writing import Json
from data.ledger.entries import Entry, EntryKind
from data.ledger.store import Ledger, open_ledger
from data.plan import Plan
from data.probabilities import probability_text
from data.words import BASELINE, Lang
from forecast.lifecycle.record import last_run, read_run, runs_of
from forecast.lifecycle.timeline import Timeline, recorded_timelines
from forecast.probability.verdict import Assessment
from report.assessment.rows import lead_scenario
from report.ledger.ledger_words import ENTRY_HEADS, KIND_WORDS, entry_about
from report.ledger.run_diff import compared
from report.ledger.run_ledger import add_actuals
from report.ledger.run_score import ScoreOptions, scored
from report.page.answers.books import Source, settings_of
from report.page.answers.exporting import scenario_names
from report.text.problems import problems_text
from report.text.progress import listen
from report.text.words import COLOUR_NAMES, KINDS

Progress = Callable[[int, int, str], None]


def life(source: Source, lang: Lang) -> Json:
    """Return the entries of the ledger, what its runs of the plan said year by year, and the
    texts of difference and score."""
    empty: Json = {"heads": [], "entries": [], "timelines": [], "moved": "", "scores": ""}
    if not source.ledger or not Path(source.ledger).exists():
        return empty
    folder, plan = Path(source.ledger), source.read()
    book = open_ledger(folder)
    runs = runs_of(book, plan.id, region=_region(plan))
    return {
        "heads": list(ENTRY_HEADS.get(lang)),
        "entries": [_entry(e, lang) for e in book.entries()],
        "timelines": _timelines(book, runs, lang),
        "moved": "" if len(runs) < 2 else _said(lambda: compared(
            folder, "previous", runs[-1].id, scenario="", lang=lang, format="table"), lang),
        "scores": _said(lambda: scored(ScoreOptions(
            folder, plan.id, "", None, (), (), "", lang, "table")), lang)}


def _region(plan: Plan) -> str:
    return plan.region.zh or plan.region.en


def _entry(entry: Entry, lang: Lang) -> list[Json]:
    """Return an entry as the list of the command line has it."""
    header = entry.header
    return [entry.id, KIND_WORDS[entry.kind].get(lang), entry.recorded,
            str(header.get("plan", "")), str(header.get("as_of", "")), str(entry.rows),
            entry_about(entry, lang)]


def _timelines(book: Ledger, runs: tuple[Entry, ...], lang: Lang) -> list[Json]:
    """Return the recorded probabilities of each reading under the baseline, by as-of year."""
    found = recorded_timelines([read_run(book, e) for e in runs], BASELINE)
    several = {t.target.id for t in found if sum(o.target.id == t.target.id for o in found) > 1}
    return [_timeline(t, lang, named=t.target.id in several) for t in found if t.told]


def _timeline(line: Timeline, lang: Lang, *, named: bool) -> Json:
    name = line.indicator.name.get(lang)
    return {
        "target": line.target.id, "reading": line.reading.value,
        "name": f"{name} · {KINDS[line.reading].get(lang)}" if named else name,
        "moments": [{"year": m.as_of, "followed": m.stated, "colour": m.colour.value,
                     "text": f"{probability_text(m.stated, m.error, known=m.known)} "
                             f"{COLOUR_NAMES[m.colour].get(lang)}"} for m in line.told]}


def record(source: Source, args: Mapping[str, Json], lang: Lang, progress: Progress) -> str:
    """Assess a plan and record the run, as ``plancast assess --ledger`` does; say which entry.

    Raises ``PlancastError``.
    """
    from report.assessment.options import AssessOptions
    from report.assessment.run_assess import run_assess

    folder = _ledger_of(source)
    listen(progress)
    settings = settings_of(args)
    with TemporaryDirectory(dir=str(args["scratch"])) as scratch:
        run_assess(AssessOptions(
            _plan_named(source, Path(scratch)), tuple(map(Path, source.history)),
            scenario_names(args, Path(scratch)), settings.as_of, lang, "json", None, False,
            settings.paths, settings.seed, None, ledger=folder))
    return open_ledger(folder).entries(EntryKind.RUN)[-1].id


def actuals(source: Source, table: Source, scratch: Path, lang: Lang) -> str:
    """Record a table of actual figures, as ``plancast ledger add-actuals`` does; say how many.

    Raises ``PlancastError`` with every problem, placed in the user's own name of the file.
    """
    folder = _ledger_of(source)
    with TemporaryDirectory(dir=scratch) as made:  # the ledger keeps the name that the user knows
        named = replace(table, path=copyfile(table.path, str(Path(made) / table.label)))
        try:
            return add_actuals(folder, Path(named.path), source.path or source.name, lang=lang)
        except PlancastError as error:
            raise PlancastError([named.named(source.named(p)) for p in error.problems]) from None


def _ledger_of(source: Source) -> Path:
    if not source.ledger:
        raise PlancastError([problem("PAGE_NO_LEDGER", Where(key="ledger"))])
    return Path(source.ledger)


def _plan_named(source: Source, scratch: Path) -> str:
    """Return the plan under the name that the user knows it by: the ledger keeps the name."""
    if not source.path:
        return source.name
    if Path(source.path).name == source.label:
        return source.path
    return str(copyfile(source.path, scratch / source.label))


def said_before(source: Source, now: Assessment) -> dict[tuple[str, str, str], str]:
    """Return what the last recorded run of the plan said: the printed probabilities."""
    if not source.ledger or not Path(source.ledger).exists():
        return {}
    book = open_ledger(Path(source.ledger))
    entry = last_run(book, now.plan, until=now.as_of, scenario=lead_scenario(now))
    if entry is None:
        return {}
    return {s.key: probability_text(s.followed, s.error, known=s.known)
            for s in read_run(book, entry).said}


def _said(tell: Callable[[], str], lang: Lang) -> str:
    """Return what is told, or why it cannot be."""
    try:
        return tell()
    except PlancastError as error:
        return problems_text(error, lang)
