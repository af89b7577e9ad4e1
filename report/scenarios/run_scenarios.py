"""Scenario files and the event catalogue: starting one, checking one against a plan, listing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data.errors import PlancastError, Problem, Where, problem
from data.messages.message import Message, Row
from data.words import Lang
from report.text.grid import grid
from report.text.inputs import load_plan
from report.text.streams import screen_width
from scenarios.events import Event, catalogue, event_text, find_event
from scenarios.file.checking import remarks
from scenarios.file.fields import near
from scenarios.file.reading import validate_files
from scenarios.file.writing import scenario_template
from scenarios.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Checked:
    """What a scenario file holds, in words, and what to know before running it on a plan."""

    text: str
    remarks: int


def scenario_new(name: str, extends: str) -> str:
    """Return a commented scenario file to start from. Raises ``PlancastError``."""
    return scenario_template(name, extends=extends)


def scenarios_checked(paths: Sequence[Path], plan: str | None, lang: Lang) -> Checked:
    """Check scenario files together, and against a plan where one is named.

    Raises ``PlancastError`` with all problems of all files.
    """
    files = validate_files(paths)
    lines = [_usable(path, found, lang) for path, found in zip(paths, files, strict=True)]
    every = tuple(scenario for found in files for scenario in found)
    noted = () if plan is None else _remarks(every, plan)
    if plan is not None:
        lines.append(Message("scenario_pages.on_plan_remark_remarks", plan=plan,
                             noted=len(noted)).get(lang))
    for i, note in enumerate(noted, 1):
        place = note.where.text()
        lines.append(f"{i}. [{note.code}] {place + ': ' if place else ''}{note.message(lang)}")
        lines.append(f"   → {note.hint(lang)}")
    return Checked("\n".join(lines), len(noted))


def _usable(path: Path, found: tuple[Scenario, ...], lang: Lang) -> str:
    return Message("scenario_pages.scenario_scenarios_usable", path=path, found=len(found),
                   names=", ".join(s.id for s in found)).get(lang)


def _remarks(scenarios: tuple[Scenario, ...], plan: str) -> tuple[Problem, ...]:
    found = load_plan(plan)
    return tuple(dict.fromkeys(note for s in scenarios for note in remarks(s, found)))


def events_list(lang: Lang, format: str) -> str:
    """Return the events of the catalogue by date."""
    heads = Row("scenario_pages.event_date_name_acts_on").get(lang)
    rows = [(e.id, e.date, e.name.get(lang), ", ".join(e.families)) for e in catalogue()]
    return grid(heads, rows, format=format, width=screen_width(),
                keys=("event", "date", "name", "families"))


def event_shown(name: str, lang: Lang, format: str) -> str:
    """Return one event: its file, or a record in JSON. Raises ``PlancastError``."""
    event = find_event(name)
    if event is None:
        known = [e.id for e in catalogue()]
        raise PlancastError([problem("EVENT_UNKNOWN", Where(key="NAME"), name=name,
                                     near=near(name, known), known=", ".join(known))])
    if format != "json":
        return event_text(name)
    return json.dumps(_record(event, lang), ensure_ascii=False, indent=2) + "\n"


def _record(event: Event, lang: Lang) -> dict[str, object]:
    return {
        "event": event.id, "date": event.date, "name": event.name.get(lang),
        "families": list(event.families), "description": event.description.get(lang),
        "evidence": event.evidence.get(lang), "sources": [s.get(lang) for s in event.sources],
    }
