"""Every request a worker answers, by name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from data.errors import PlancastError, Where, problem
from data.io.writing import Json
from data.planfile.bundled import bundled_plans
from data.planfile.files import bundled_plan
from data.words import BASELINE, Lang
from forecast.assessment import assess
from forecast.knowledge import bundled_knowledge
from forecast.scenario_analysis.attribute import attribute
from forecast.scenario_analysis.compare import compare
from forecast.scenario_analysis.sensitivity import sensitivity
from forecast.solve.answers import Ask, solve_plan
from forecast.solve.levers import GROWTH_SHIFT, simple_lever
from report.assessment.records import assessment_text
from report.page.answers import exporting, figures, what_if
from report.page.answers.analysis import attributed_view, compared_view, tornado_view
from report.page.answers.books import Books, Source, settings_of, source_of, target_of
from report.page.answers.importing import (
    edited,
    filled,
    left_of,
    read_for_import,
    rows_of,
)
from report.page.answers.life import actuals, life, record, said_before
from report.page.answers.related import related
from report.page.answers.scenario_form import form, listed
from report.page.answers.scenario_shape import changed_shape
from report.page.answers.scenario_spec import base_scenario, scenario_asked
from report.page.answers.solved_view import solved_view
from report.page.answers.view import overview, target_view
from report.scenarios.scenario_inputs import with_reference
from report.solve.solve_inputs import DEFAULT_MEASURES
from scenarios.file.writing import to_yaml_text

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: bytes, their media type, and a file name where it is a download."""

    content: bytes
    type: str = "application/json"
    name: str = ""


Action = Callable[[Books, Mapping[str, Json], Progress], Answer]


def said(value: Json) -> Answer:
    """Return JSON values as an answer."""
    return Answer(json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8"))


def lang_of(args: Mapping[str, Json]) -> Lang:
    """Return the language of a request."""
    return "zh" if args.get("lang") == "zh" else "en"


def plans(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    """List the bundled plans with their titles."""
    found = [bundled_plan(name) for name in bundled_plans()]
    lang = lang_of(args)
    return said([{"name": p.id, "title": p.title.get(lang), "targets": len(p.targets),
                  "years": f"{p.period.start}–{p.period.end}"} for p in found])


def check(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    """Read a plan and say what it is; a plan that cannot be used is refused."""
    plan = source_of(args).read()
    return said({"plan": plan.id, "title": plan.title.both(), "targets": len(plan.targets),
                 "left": left_of(args)})


def assessed(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    """Assess a plan: the JSON of the command line, and views in both languages."""
    source, settings = source_of(args), settings_of(args)
    plan = source.read()
    found = assess(plan, books.scenarios(args), knowledge=bundled_knowledge(),
                   as_of=settings.as_of, n_paths=settings.paths, seed=settings.seed,
                   progress=progress)
    before = said_before(source, found)
    views: dict[str, Json] = {lang: {
        "overview": overview(found, lang, before),
        "targets": {r.target.id: target_view(found, r, lang) for r in found.results}}
        for lang in ("zh", "en")}
    return said({"views": views, "json": assessment_text(found)})


def _confirmed(act: Action) -> Action:
    """Return the action, refusing a plan file while a row of it is unconfirmed."""
    def checked(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
        left = left_of(args)
        if left:
            raise PlancastError([problem("PAGE_UNCONFIRMED", Where(file=source_of(args).label),
                                         count=left)])
        return act(books, args, progress)
    return checked


AS_THEY_ARE = ("plan", "fill_in")
"""Exports that assess nothing."""


def _export(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    """Export; an unconfirmed plan only as it is."""
    act = exported if args.get("what") in AS_THEY_ARE else _confirmed(exported)
    return act(books, args, progress)


def solved(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    """Solve one target backwards: tripwires, latest start, and what other goals would need."""
    opened, settings = books.open(args), settings_of(args)
    target = target_of(opened.plan, args.get("target"))
    scenario, baseline = books.scenarios(args)[0], base_scenario(BASELINE)
    measures = base_scenario(DEFAULT_MEASURES)
    ask = Ask(scenario, baseline, simple_lever(GROWTH_SHIFT), measures, measures.name)
    found = solve_plan(opened.plan, ask, knowledge=bundled_knowledge(), targets=(target,),
                       as_of=settings.as_of, n_paths=settings.paths, seed=settings.seed,
                       progress=progress)
    return said({lang: solved_view(found, lang) for lang in ("zh", "en")})


def compared(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    """Compare scenarios, each against the first."""
    opened, scenarios = books.open(args), books.scenarios(args)
    against = scenarios[0]
    found = compare(opened.run, opened.plan.targets, with_reference(scenarios, against),
                    against=against, weights=None, progress=progress)
    return said(compared_view(found, lang_of(args)))


def attributed(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    """Say what each step of a scenario adds, and the baseline with and without the levers."""
    opened, scenario = books.open(args), books.scenarios(args)[0]
    target = target_of(opened.plan, args.get("target"))
    found = attribute(opened.run, (target,), scenario, progress=progress)
    return said(attributed_view(found, lang_of(args)))


def tornado(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    """Say which uncertain parameter moves a target most."""
    opened, scenario = books.open(args), books.scenarios(args)[0]
    target = target_of(opened.plan, args.get("target"))
    found = sensitivity(opened.run, (target,), scenario, progress=progress)
    return said(tornado_view(found, lang_of(args)))


def scenario_file(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    """Return scenarios as one YAML file that the command line reads."""
    scenarios = books.scenarios(args)
    texts = [to_yaml_text(s, flat=True) for s in scenarios]
    whole = texts[0] if len(texts) == 1 else "scenarios:\n" + "".join(map(_item, texts))
    return Answer(whole.encode("utf-8"), "application/yaml",
                  f"{scenarios[0].id if len(texts) == 1 else 'scenarios'}.yaml")


def _item(text: str) -> str:
    """Return a YAML mapping as an item of a list."""
    lines = [f"    {line}" if line else "" for line in text.splitlines()]
    return "  - " + "\n".join(lines)[4:] + "\n"


def imported(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    """Read a document into a plan file to confirm."""
    return said(read_for_import(source_of(args), args.get("period")))


def rows(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    """Return the rows of a plan file to confirm."""
    source = source_of(args)
    found = rows_of(Path(source.path).read_text(encoding="utf-8"), lang_of(args), source.label)
    assert isinstance(found, Mapping)
    return said({**found, "version": source.version})


def edit(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    """Return the plan file with one row confirmed, corrected or dropped."""
    source, asked = source_of(args), args.get("edit")
    text = Path(source.path).read_text(encoding="utf-8")
    return said({"yaml": edited(text, asked if isinstance(asked, Mapping) else {}, source.label)})


def copied(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    """Return the text of a plan file that can be used, its unconfirmed rows as they are."""
    source = source_of(args)
    source.read()
    return said({"yaml": exporting.plan_text(source)})


def taken_back(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    """Return the plan file with what its fill-in sheet says."""
    return said(filled(source_of(args), Path(_upload(args).path), lang_of(args)))


def _upload(args: Mapping[str, Json]) -> Source:
    """Return the file that was sent along."""
    raw = args.get("upload")
    if not isinstance(raw, Mapping):
        raise ValueError("a request names the file it is about")
    return Source(path=str(raw.get("path")), label=str(raw.get("label")))


def recorded(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    """Assess a plan and record the run in the ledger."""
    return said({"said": record(source_of(args), args, lang_of(args), progress)})


def figures_added(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    """Record actual figures of a table in the ledger."""
    return said({"said": actuals(source_of(args), _upload(args), Path(str(args["scratch"])),
                                 lang_of(args))})


def template(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    """Return the workbook to fill in."""
    name, content = exporting.template(lang_of(args))
    return Answer(content, exporting.TYPES[".xlsx"], name)


def exported(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    """Return a file as the command line writes it."""
    source, what = source_of(args), args.get("what")
    if what == "memo":
        made = exporting.memo(source, args, progress)
    elif what == "plan":
        made = exporting.plan_file(source)
    elif what == "fill_in":
        made = exporting.fill_in_sheet(source, lang_of(args))
    else:
        made = exporting.assessment(source, args, progress)
    name, content = made
    return Answer(content, exporting.TYPES.get(Path(name).suffix, "application/octet-stream"),
                  name)


def grid(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    """Check other figures for a plan; return the plan file with them."""
    return said(figures.changed(source_of(args), args.get("cells"), lang_of(args)))


def _grid_shown(books: Books, args: Mapping[str, Json], lang: Lang) -> Json:
    return figures.grid(source_of(args).read(), lang)


def _linted(books: Books, args: Mapping[str, Json], lang: Lang) -> Json:
    return figures.linted(source_of(args), lang)


def _lived(books: Books, args: Mapping[str, Json], lang: Lang) -> Json:
    return life(source_of(args), lang)


def _form(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    return said(form(args.get("scenario"), lang_of(args)))


def _reshaped(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    return said(changed_shape(args.get("scenario"), args.get("change")))


def _listed(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    return said(listed(lang_of(args)))


def _asked(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
    """Check one scenario; refuse it with every problem."""
    scenario = scenario_asked(args.get("scenario"))
    return said({"id": scenario.id, "name": scenario.name.get(lang_of(args))})


def _engine(answer: Callable[[Books, Mapping[str, Json], Lang], Json]) -> Action:
    def act(books: Books, args: Mapping[str, Json], progress: Progress) -> Answer:
        return said(answer(books, args, lang_of(args)))
    return act


ACTIONS: dict[str, Action] = {
    "plans": plans,
    "check": check,
    "assess": _confirmed(assessed),
    "solve": _confirmed(solved),
    "names": _engine(what_if.names),
    "target_at": _confirmed(_engine(what_if.target_at)),
    "target_for": _confirmed(_engine(what_if.target_for)),
    "under": _confirmed(_engine(what_if.under_scenario)),
    "related": _confirmed(_engine(related)),
    "form": _form,
    "reshape": _reshaped,
    "bases": _listed,
    "scenario": _asked,
    "scenario_file": scenario_file,
    "compare": _confirmed(compared),
    "attribute": _confirmed(attributed),
    "tornado": _confirmed(tornado),
    "import": imported,
    "rows": rows,
    "edit": edit,
    "copy": copied,
    "export": _export,
    "figures": _engine(_grid_shown),
    "grid": _confirmed(grid),
    "lint": _engine(_linted),
    "life": _engine(_lived),
    "filled": taken_back,
    "record": _confirmed(recorded),
    "actuals": figures_added,
    "template": template,
}
