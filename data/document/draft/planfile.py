"""A document as understood to the text of a plan file, for a person to complete.

Every row carries the place of its number in the document and how sure the reader was. What the
document does not say (the kind of an indicator, above all) is marked in comments.
"""

from __future__ import annotations

import json
import re

from data.document.claims import Understood
from data.document.draft.drafting import (
    Draft,
    HistoryDraft,
    PlanDraft,
    TargetDraft,
    draft_plan,
)
from data.document.draft.grouping import RATES, Filed
from data.document.genre import Genre
from data.document.units_written import as_printed, unit_row, value_row
from data.errors import PlancastError, Where, problem
from data.plan import Period, Span
from data.words import RECORDED, Basis, Kind, Place, Role, Sense, Wording

UNSURE = 0.9
"""Below this confidence a row is marked for checking."""

_PLAIN = re.compile(r"[A-Za-z\u4e00-\u9fff_][\w\u4e00-\u9fff.\-（）、“”/·]*")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "~"})
Field = tuple[str, str]


def plan_text(understood: Understood, *, name: str, period: Period | None = None) -> str:
    """Return a plan file (YAML) for a document; it passes ``plancast plan validate``.

    ``name`` is the document's file name; ``period`` the planning period where the document names
    none.

    Raises
    ------
    PlancastError
        IMPORT_NO_PERIOD when there is no period, IMPORT_NO_TARGETS when no target was found.
    """
    return written(drafted(understood, name=name, period=period), name=name)


def _both(said: Wording) -> str:
    """Return a remark in the languages of records, for a comment of the plan file."""
    return " | ".join(said.get(lang) for lang in RECORDED)


def drafted(understood: Understood, *, name: str, period: Period | None = None) -> PlanDraft:
    """Return the rows of the plan file of a document. Raises as ``plan_text``."""
    frame = understood.frame
    period = period or frame.period
    where = Where(file=name)
    if not any(c.role is Role.TARGET for c in understood.claims):
        if frame.genre is Genre.REVIEW and understood.claims:
            raise PlancastError([problem("IMPORT_REVIEW", where, count=len(understood.claims))])
        raise PlancastError([problem("IMPORT_NO_TARGETS", where)])
    if period is None:
        raise PlancastError([problem("IMPORT_NO_PERIOD", where, why=frame.why.get("en"),
                                     why_zh=frame.why.get("zh"))])
    plan = draft_plan(understood, period)
    if not any(d.targets for d in plan.drafts):
        raise PlancastError([problem("IMPORT_NO_TARGETS", where)])
    return plan


def written(plan: PlanDraft, *, name: str) -> str:
    """Return the text of a plan file."""
    parts = [_header(plan, name), _indicators(plan), _targets(plan), _history(plan),
             _partials(plan), _statements(plan), _parts(plan), _unread(plan)]
    return "\n".join(part for part in parts if part) + "\n"


def scalar(text: str) -> str:
    """Return a text as a YAML scalar: plain where it cannot be misread, else double-quoted.

    Characters that a YAML file must not hold are left out.
    """
    text = _UNPRINTABLE.sub("", text)
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS and not text.endswith("."):
        return text
    return json.dumps(text, ensure_ascii=False)


def number(value: float) -> str:
    """Return a number in its shortest form that reads back the same."""
    whole = float(f"{value:.12g}")
    return str(int(whole)) if whole == int(whole) and abs(whole) < 1e15 else repr(whole)


def _bilingual(plan: PlanDraft, text: str) -> str:
    return f"{{{'zh' if plan.understood.frame.chinese else 'en'}: {scalar(text)}}}"


def _row(fields: list[Field]) -> str:
    return "  - {" + ", ".join(f"{key}: {value}" for key, value in fields if value) + "}"


def _header(plan: PlanDraft, name: str) -> str:
    frame = plan.understood.frame
    stem = re.sub(r"\.\w{1,5}$", "", name)
    ident = re.sub(r"[^\w.\-]+", "-", stem).strip("-.") or "imported-plan"
    open_kinds = sum(d.kind.kind is Kind.UNDECLARED for d in plan.drafts)
    unsure = sum(f.claim.confidence < UNSURE for d in plan.drafts for f in d.group.filed)
    shown = re.sub(r"\s+", " ", _UNPRINTABLE.sub("", name))
    lines = [
        f"# 由 {shown} 读出，请人工核对 | read from {shown}: to be checked by a person",
        "# 1. 口径 kind：undeclared 的指标请从 readings 中选定一个，写入 kind 并删去 readings。",
        "#    kinds: choose one of the readings for each undeclared indicator, write it as kind "
        "and",
        f"#    remove readings. 待选 | to choose: {open_kinds}",
        "# 2. 参照类 family 与流入指标 inflow 由人填写 | family and inflow are for a person to "
        "fill in.",
        "# 3. confidence 低于 "
        f"{UNSURE:g} 的行以 # ? 标出 | rows with a low confidence are marked: {unsure}",
        "# 4. unread 列出未读懂的段落 | unread lists the passages that were not understood: "
        f"{len(plan.unread)}",
        "# span 为原文的行号和字符位置 | span is the line and the characters in the document",
        f"# {_both(frame.why)}",
    ]
    if not frame.region_found:
        lines.append("# 文件没有写明地区，请改写 region | the document names no region: write it")
    period = plan.period
    lines += [
        f"plan: {scalar(ident)}",
        f"title: {_bilingual(plan, frame.title)}",
        f"region: {_bilingual(plan, frame.region)}",
        *([f"level: {frame.level.value}"] if frame.level else []),
        f"period: {{base: {period.base}, start: {period.start}, end: {period.end}}}",
        "",
    ]
    return "\n".join(lines)


def _indicators(plan: PlanDraft) -> str:
    lines = ["indicators:"]
    for draft in plan.drafts:
        group, kind = draft.group, draft.kind
        lines.append(f"  {scalar(group.id)}:")
        lines.append(f"    name: {_bilingual(plan, group.name)}")
        lines.append(f"    unit: {scalar(unit_row(group.unit))}")
        lines.append(f"    kind: {kind.kind.value}  # {_both(kind.why)}")
        if kind.readings:
            lines.append(f"    readings: [{', '.join(k.value for k in kind.readings)}]")
        if draft.direction < 0:
            lines.append("    direction: -1")
        unknown = sorted({f.claim.unit for f in group.filed
                          if f.unit is not None and not f.unit.known and f.claim.unit})
        if unknown:
            written = "、".join(unknown)
            lines.append(f"    note: {{zh: {scalar(f'单位（原文）：{written}')}, "
                         f"en: {scalar(f'unit as written: {written}')}}}")
        if group.terms:
            lines.append(f"    terms: [{', '.join(scalar(t[:200]) for t in group.terms[:50])}]")
    return "\n".join(lines) + "\n"


def _span(span: Span) -> Field:
    return "span", f"{{line: {span.line}, start: {span.start}, end: {span.end}}}"


def _source(plan: PlanDraft, filed: Filed) -> Field:
    claim = filed.claim
    zh = plan.understood.frame.chinese
    table = f"{claim.table} " if claim.table else ""
    if claim.place is Place.TABLE:
        n = claim.row.partition(":")[2]
        spot = f"{table}表 第{n}行" if zh else f"{table}table, row {n}"
    else:
        spot = claim.section.split(" / ")[-1] if claim.section else ""
    line = f"原文第{claim.span.line}行" if zh else f"line {claim.span.line}"
    return "source", scalar(f"{spot}; {line}" if spot else line)


def _common(plan: PlanDraft, filed: Filed) -> list[Field]:
    claim = filed.claim
    return [("region", scalar(claim.region) if claim.region else ""), _source(plan, filed),
            _span(claim.span), ("confidence", number(claim.confidence))]


def _marked(row: str, filed: Filed) -> str:
    if filed.claim.confidence >= UNSURE:
        return row
    return f"{row}  # ? {_both(filed.claim.reason)}"


def _targets(plan: PlanDraft) -> str:
    lines = ["targets:"]
    for draft in plan.drafts:
        for target in draft.targets:
            lines.append(_marked(_row(_target(plan, draft, target)), target.filed))
    return "\n".join(lines) + "\n"


def _target(plan: PlanDraft, draft: Draft, target: TargetDraft) -> list[Field]:
    filed, group = target.filed, draft.group
    claim = filed.claim
    value, upper = value_row(filed, group.unit)
    sense = target.sense
    if upper is not None and sense is not Sense.BETWEEN:
        upper = None
    year = claim.year if claim.year is not None else plan.period.end
    base = None if target.base is None else group.unit.unit.from_canonical(target.base)
    base_year = target.base_year
    return [
        ("indicator", scalar(group.id)),
        ("year", str(year) if year != plan.period.end else ""),
        ("base", "" if base is None else number(base)),
        ("base_year", str(base_year) if base_year not in (None, plan.period.base) else ""),
        ("value", "" if value is None else number(value)),
        ("upper", "" if upper is None else number(upper)),
        ("sense", sense.value),
        ("basis", claim.basis.value if claim.basis is not Basis.LEVEL else ""),
        ("relative_to", scalar(claim.relative_to) if claim.relative_to else ""),
        ("stated_growth", "" if target.stated_growth is None else number(target.stated_growth)),
        ("binding", "true" if claim.binding else ""),
        ("in_table", "false" if claim.place is not Place.TABLE else ""),
        ("note", _stretch(plan, target)),
        *_common(plan, filed),
    ]


def _stretch(plan: PlanDraft, target: TargetDraft) -> str:
    """Return the note on what the document hopes for beyond a target (力争), or nothing."""
    said = [f"{claim.text}{claim.unit}" for claim in target.stretch]
    if not said:
        return ""
    lead = "力争" if plan.understood.frame.chinese else "hoped for: "
    return _bilingual(plan, lead + ", ".join(said))


def _history(plan: PlanDraft) -> str:
    lines = []
    for draft in plan.drafts:
        for item in sorted(draft.history, key=lambda h: (h.filed.claim.region, h.year)):
            lines.append(_marked(_row(_figure(plan, draft, item)), item.filed))
    return "\n".join(["history:", *lines]) + "\n" if lines else ""


def _figure(plan: PlanDraft, draft: Draft, item: HistoryDraft) -> list[Field]:
    printed = (None, "") if item.derived else as_printed(item.filed, draft.group.unit)
    value = draft.group.unit.unit.from_canonical(item.value) if printed[0] is None else printed[0]
    return [
        ("indicator", scalar(draft.group.id)), ("year", str(item.year)),
        ("value", number(value)), ("unit", scalar(printed[1]) if printed[1] else ""),
        ("derived", "true" if item.derived else ""),
        *_common(plan, item.filed),
    ]


def _partials(plan: PlanDraft) -> str:
    lines = []
    for draft in plan.drafts:
        for filed in draft.partials:
            first, last = filed.claim.months
            value, _ = value_row(filed, draft.group.unit)
            lines.append(_row([
                ("indicator", scalar(draft.group.id)), ("year", str(filed.claim.year)),
                ("first", str(first)), ("last", str(last)), ("value", number(value or 0.0)),
                ("region", scalar(filed.claim.region) if filed.claim.region else ""),
                _source(plan, filed)]))
    return "\n".join(["partials:", *lines]) + "\n" if lines else ""


def _statements(plan: PlanDraft) -> str:
    lines = []
    for draft in plan.drafts:
        for filed in draft.statements:
            lines.append(_marked(_row(_statement(plan, draft, filed)), filed))
    return "\n".join(["statements:", *lines]) + "\n" if lines else ""


def _statement(plan: PlanDraft, draft: Draft, filed: Filed) -> list[Field]:
    claim = filed.claim
    rate = claim.basis in RATES
    value, unit = as_printed(filed, draft.group.unit)
    fallback = plan.period.end if claim.role is Role.TARGET else plan.period.base
    return [
        ("indicator", scalar(draft.group.id)), ("role", claim.role.value),
        ("year", str(claim.year if claim.year is not None else fallback)),
        ("value", "" if value is None else number(value)), ("unit", scalar(unit) if unit else ""),
        ("sense", claim.sense.value if claim.sense is not Sense.AT_LEAST else ""),
        ("basis", claim.basis.value if claim.basis is not Basis.LEVEL else ""),
        ("base_year", str(claim.base_year) if rate and claim.base_year else ""),
        ("place", "table" if claim.place is Place.TABLE else ""),
        ("term", scalar(claim.label[:200])),
        *_common(plan, filed),
    ]


def _parts(plan: PlanDraft) -> str:
    rows = [_row([("parts", f"[{', '.join(map(scalar, regions))}]"),
                  ("indicators", f"[{', '.join(map(scalar, ids))}]")])
            for regions, ids in plan.parts]
    return "\n".join(["parts:", *rows]) + "\n" if rows else ""


def _unread(plan: PlanDraft) -> str:
    rows = []
    for item in plan.unread:
        fields = [("text", scalar(item.text[:2000])), ("reason", scalar(item.reason[:2000]))]
        rows.append(_row([*fields, *([_span(item.span)] if item.span is not None else [])]))
    return "\n".join(["unread:", *rows]) + "\n" if rows else ""
