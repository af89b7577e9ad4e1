"""A document read into a plan file for a person to confirm, number by number.

What has been confirmed stands in the plan file itself: a row that a program read and nobody has
confirmed carries a ``confidence``; confirming takes it away. So what is saved, opened again or
given to the command line says of itself what is confirmed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from data.document.draft.planfile import drafted, written
from data.document.formats.files import read_document
from data.document.understanding import understand
from data.errors import PlancastError, Where, problem
from data.io.writing import Json
from data.io.yamlfile import load_yaml
from data.plan import Period, Plan
from data.planfile.files import parse_plan
from data.reference.figures import bundled_reference
from data.words import Basis, Kind, Lang
from report.page.answers.books import Source, items, source_of
from report.page.answers.exporting import plan_text
from report.plans.fill_in import KINDS, SENSES
from report.plans.filled import confirm, filled_checked
from report.plans.run_import import claims_json, period_of
from report.text.goal import stated_text

if TYPE_CHECKING:
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap

LISTS = ("targets", "history")
"""Lists of a plan file whose rows are confirmed one by one."""

CONFIDENCE = "confidence"
"""What a row carries that a program read and nobody has confirmed."""

TARGET_FIELDS = ("value", "upper", "year", "sense", "base", "base_year")
HISTORY_FIELDS = ("value", "year")
RATES = (Basis.GROWTH_FROM_BASE, Basis.CAGR_FROM_BASE, Basis.EVERY_YEAR_UP)
PERCENT = "%"


def read_for_import(source: Source, period: Json = None) -> Json:
    """Return the plan file that a document was read as, its lines, and why rows are in doubt.

    ``period`` ([first year, last year]) is that of a document which names none. Raises
    ``PlancastError`` with every problem, placed in the user's own name of the file.
    """
    try:
        known = _period(period, source.path)
        document = read_document(Path(source.path))
        document = type(document)(source.label, document.format, document.lines, document.doubts)
        found = understand(document, known)
        text = written(drafted(found, name=source.label, period=known), name=source.label)
        parse_plan(text, source.label)
    except PlancastError as error:
        raise PlancastError([source.named(p) for p in error.problems]) from None
    said = claims_json(document, found)
    assert isinstance(said, Mapping)
    reasons: dict[str, Json] = {
        mark(claim["span"]): claim["reason"] for claim in items(said["claims"])
        if isinstance(claim, Mapping) and isinstance(claim["span"], Mapping)}
    return {
        "yaml": text, "reasons": reasons, "unread": said["unread"],
        "lines": [{"n": line.number, "text": line.text, "table": line.table, "row": line.row,
                   "column": line.column} for line in document.lines]}


def _period(raw: Json, file: str) -> Period | None:
    years = items(raw)
    return period_of("-".join(str(y)[:6] for y in years[:3]), None, file=file) if years else None


def mark(span: Json) -> str:
    """Return a place as one word."""
    if not isinstance(span, Mapping):
        return ""
    return f"{span.get('line')}:{span.get('start')}:{span.get('end')}"


def rows_of(text: str, lang: Lang, label: str) -> Json:
    """Return what a plan file holds for confirming: rows in order of doubt, and what is missing.

    A target is told as it is stated: 100 of a doubling is a growth of 100 %, not 100 items.
    """
    plan = _loaded(text)
    checked = _checked(text, label) if plan.get("targets") else None
    goals = [] if checked is None else [
        stated_text(t, checked.indicator(t.indicator), lang, 0) for t in checked.targets]
    indicators = plan["indicators"]
    found = [row for name in LISTS for row in _rows(plan, name, lang, goals)]
    found.sort(key=lambda r: (r["confirmed"] is True, float(str(r["confidence"] or 2))))
    period = plan["period"]
    return {
        "rows": [dict(r) for r in found],
        "left": sum(1 for r in found if not r["confirmed"]),
        "period": {key: int(period[key]) for key in ("base", "start", "end")},
        "title": _own(plan.get("title"), lang), "region": _own(plan.get("region"), lang),
        "missing": [{"id": str(key), "name": _own(i.get("name"), lang),
                     "readings": [str(k) for k in i.get("readings", [])]}
                    for key, i in indicators.items()
                    if str(i.get("kind", "undeclared")) == Kind.UNDECLARED.value],
        "indicators": [{"id": str(key), "name": _own(i.get("name"), lang),
                        "kind": str(i.get("kind", "undeclared")),
                        "family": str(i.get("family", ""))} for key, i in indicators.items()],
        "families": list(families()),
        "kinds": [{"id": k.value, "name": w.get(lang)} for k, w in KINDS.items()],
        "senses": [{"id": s.value, "name": w.get(lang)} for s, w in SENSES.items()],
    }


@lru_cache(maxsize=2)
def _checked(text: str, label: str) -> Plan:
    """Return the plan of a text; what was checked when a row was changed is shown next."""
    return parse_plan(text, label)


def _rows(plan: CommentedMap, name: str, lang: Lang, goals: Sequence[str],
          ) -> list[dict[str, Json]]:
    fields = TARGET_FIELDS if name == "targets" else HISTORY_FIELDS
    out: list[dict[str, Json]] = []
    for place, row in enumerate(plan.get(name) or []):
        indicator = plan["indicators"].get(row["indicator"], {})
        sure = row.get("confidence")
        out.append({
            "list": name, "place": place, "indicator": str(row["indicator"]),
            "name": _own(indicator.get("name"), lang), "unit": str(
                row.get("unit", indicator.get("unit", ""))),
            "region": str(row.get("region", "")),
            "year": int(row.get("year", plan["period"]["end"])),
            "fields": {key: _plain(row.get(key)) for key in fields},
            "said": goals[place] if name == "targets" else "",
            "value_unit": PERCENT if row.get("basis") in RATES else str(
                row.get("unit", indicator.get("unit", ""))),
            "source": str(row.get("source", "")),
            "span": None if row.get("span") is None else {
                k: int(row["span"][k]) for k in ("line", "start", "end")},
            "confidence": None if sure is None else float(sure), "confirmed": sure is None})
    return out


def edited(text: str, edit: Mapping[str, Json], label: str) -> str:
    """Return a plan file with one thing confirmed, corrected, dropped or filled in.

    ``edit`` is ``{"op": …}`` with one of confirm, drop, correct, kind, family, frame and sure,
    and what that needs. The result is read as any plan file is; raises ``PlancastError`` where it
    could not be used.
    """
    yaml = _editor()
    plan: CommentedMap = yaml.load(text)
    op = edit.get("op")
    if op in ("confirm", "drop", "correct"):
        _row_edit(plan, edit, str(op))
    elif op == "sure":
        least = edit.get("least")
        for rows in (plan[name] for name in LISTS if plan.get(name)):
            for place, row in enumerate(rows):
                if isinstance(least, int | float) and float(row.get("confidence", -1)) >= least:
                    confirm(rows, place)
    elif op == "kind":
        indicator = plan["indicators"].get(str(edit.get("id")))
        if indicator is not None:
            indicator["kind"] = str(edit.get("kind"))
            indicator.pop("readings", None)
    elif op == "family":
        indicator = plan["indicators"].get(str(edit.get("id")))
        if indicator is not None:
            _set_family(indicator, str(edit.get("family") or ""))
    elif op == "frame":
        _frame(plan, edit)
    else:
        raise _unknown(str(op))
    stream = StringIO()
    yaml.dump(plan, stream)
    changed = stream.getvalue()
    if plan.get("targets"):
        _checked(changed, label)
    return changed


def _set_family(indicator: CommentedMap, family: str) -> None:
    """Name the reference class of an indicator; an empty family leaves that to its kind."""
    if family and family not in families():
        raise _unknown(family)
    if family:
        indicator["family"] = family
    else:
        indicator.pop("family", None)


def families() -> tuple[str, ...]:
    """Return the families that the bundled reference knows."""
    return tuple(sorted(set(bundled_reference().panel().families)))


def filled(source: Source, sheet: Path, lang: Lang) -> Json:
    """Return the plan file with what its fill-in sheet says, and what was taken from it.

    The same as ``plancast import PLAN --filled SHEET``. Raises ``PlancastError``.
    """
    try:
        done = filled_checked(plan_text(source), source.label, sheet)
    except PlancastError as error:
        shown = Source(path=str(sheet), label=sheet.suffix[1:].upper())
        raise PlancastError([shown.named(p) for p in error.problems]) from None
    return {"yaml": done.text, "said": done.said(lang)}


def _row_edit(plan: CommentedMap, edit: Mapping[str, Json], op: str) -> None:
    name, place = str(edit.get("list")), edit.get("place")
    rows = plan.get(name) if name in LISTS else None
    if rows is None or not isinstance(place, int) or not 0 <= place < len(rows):
        raise _unknown(f"{name}[{place}]")
    if op == "drop":
        del rows[place]
        if not rows and name == "history":
            del plan[name]
        return
    row = rows[place]
    fields = edit.get("fields")
    if op == "correct" and isinstance(fields, Mapping):
        allowed = TARGET_FIELDS if name == "targets" else HISTORY_FIELDS
        for key, value in fields.items():
            if key not in allowed:
                raise _unknown(str(key))
            if value is None or value == "":
                row.pop(key, None)
            else:
                row[key] = value
    confirm(rows, place)


def _frame(plan: CommentedMap, edit: Mapping[str, Json]) -> None:
    for key in ("base", "start", "end"):
        value = edit.get(key)
        if isinstance(value, int):
            plan["period"][key] = value
    lang = "zh" if edit.get("lang") == "zh" else "en"
    for key in ("title", "region"):
        text = edit.get(key)
        if isinstance(text, str) and text.strip():
            plan[key][lang] = text.strip()[:200]


def left_of(args: Mapping[str, Json]) -> int:
    """Return how many rows of the plan file of a request nobody has confirmed."""
    if args.get("rows") is not True:
        return 0
    source = source_of(args)
    return _left(source.path, source.version, source.stamp)


@lru_cache(maxsize=8)
def _left(path: str, version: int, stamp: str) -> int:
    try:
        text = plan_text(Source(path=path))
        plan = load_yaml(text, file="").value if CONFIDENCE in text else None
    except (PlancastError, OSError):
        return 0  # not a plan file: its reader says what is wrong
    if not isinstance(plan, Mapping):
        return 0
    return sum(1 for name in LISTS for row in items(plan.get(name))
               if isinstance(row, Mapping) and CONFIDENCE in row)


def _unknown(what: str) -> PlancastError:
    return PlancastError([problem("PAGE_PATH", Where(key=what[:80]), path=what[:80])])


def _editor() -> YAML:
    from ruamel.yaml import YAML

    editor = YAML(typ="rt")
    editor.width = 4096
    editor.preserve_quotes = True
    return editor


def _loaded(text: str) -> CommentedMap:
    loaded: CommentedMap = _editor().load(text)
    return loaded


def _own(text: Json, lang: Lang) -> str:
    if isinstance(text, Mapping):
        other: Lang = "en" if lang == "zh" else "zh"
        return str(text.get(lang) or text.get(other) or "")
    return "" if text is None else str(text)


def _plain(value: Json) -> Json:
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if isinstance(value, float) else int(value)
    return str(value)

