"""The catalogue of dated policy events: what happened when, and what the figures show of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.errors import PlancastError
from data.io.cache import load_shipped
from data.io.reading import decode, read_bytes
from data.io.yamlfile import Plain, YamlDocument, load_yaml
from data.words import Text
from scenarios.file.fields import Fields
from scenarios.file.parsing import Parser
from scenarios.scenario import Step
from scenarios.steps.policy_event import PolicyEvent

MAX_EVENT_BYTES = 100_000
"""An event file is a few kB."""

EVENT_KEYS = ("event", "name", "date", "description", "evidence", "sources", "effects")
_FOLDER = Path(__file__).parent / "events"
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event. ``effects`` are steps in the event's own years; ``date`` is ISO 8601."""

    id: str
    name: Text
    date: str
    description: Text
    evidence: Text
    sources: tuple[Text, ...]
    effects: tuple[Step, ...]

    @property
    def year(self) -> int:
        """The year of the date."""
        return int(self.date[:4])

    @property
    def families(self) -> tuple[str, ...]:
        """Families of indicators the event has an effect on, in the order of its effects."""
        return tuple(dict.fromkeys(f for s in self.effects for f in s.setting.reach.families))


@cache
def catalogue() -> tuple[Event, ...]:
    """Return the events by date.

    Raises
    ------
    PlancastError
        When a file of the catalogue is damaged.
    """
    found = [_read(path) for path in sorted(_FOLDER.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda e: (e.date, e.id)))


def find_event(name: str) -> Event | None:
    """Return the event called ``name``, or ``None``."""
    return next((event for event in catalogue() if event.id == name), None)


def catalogued(step: PolicyEvent) -> bool:
    """Say whether a step's effects are those of the catalogue, correlations aside."""
    event = find_event(step.event)
    return event is not None and step.year == event.year and tuple(
        e.setting.where for e in step.effects) == tuple(e.setting.where for e in event.effects)


def event_text(name: str) -> str:
    """Return the file of an event that exists, as it stands in the catalogue."""
    return (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


def _read(path: Path) -> Event:
    text = decode(read_bytes(path, limit=MAX_EVENT_BYTES), file=path.name)
    return _event(load_shipped(text, file=path.name))


def parse_event(text: str, file: str = "") -> Event:
    """Return the event written in ``text``. Raises ``PlancastError`` with every problem."""
    return _event(load_yaml(text, file=file))


def _event(document: YamlDocument) -> Event:
    read = Fields(document)
    read.problems.extend(read.document.problems)
    raw: Plain = read.document.value
    if not isinstance(raw, dict):
        read.report("MAPPING_EXPECTED", (), key="event")
        raise PlancastError(read.problems)
    read.known_keys(raw, EVENT_KEYS, ())
    for key in EVENT_KEYS:
        if key not in raw:
            read.report("KEY_MISSING", (), key=key)
    date = read.text(raw.get("date"), ("date",))
    if not _DATE.fullmatch(date):
        read.report("EVENT_DATE", ("date",), value=date)
    event = Event(
        id=read.text(raw.get("event"), ("event",)),
        name=read.bilingual(raw.get("name"), ("name",)), date=date,
        description=read.bilingual(raw.get("description"), ("description",)),
        evidence=read.bilingual(raw.get("evidence"), ("evidence",)),
        sources=tuple(read.bilingual(s, ("sources", i)) for i, s in enumerate(
            read.items(raw.get("sources", []), ("sources",)))),
        effects=Parser(read).steps(raw.get("effects"), ("effects",)))
    if read.problems:
        raise PlancastError(read.problems)
    return event
