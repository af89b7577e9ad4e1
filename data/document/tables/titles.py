"""The lines above a table: its title, its unit, and what they say its figures are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from data.document.frame import Frame
from data.document.periods import times
from data.document.tables.units import is_unit
from data.words import Role

_DONE_TITLE = re.compile(r"完成情况|现状|进展|成就|实绩|统计|achieved|progress|baseline|current|"
                         r"results",
                         re.IGNORECASE)
_WANTED_TITLE = re.compile(r"目标|指标|任务|计划|target|goal|objective", re.IGNORECASE)


def is_open(title: str, frame: Frame) -> bool:
    """Say whether a title leaves open if its figures are targets or achieved."""
    named = times(title, chinese=frame.chinese, period=frame.period, roc=frame.roc)
    return not named and not _DONE_TITLE.search(title) and not _WANTED_TITLE.search(title)


def role_of_title(title: str, frame: Frame) -> tuple[Role, int | None]:
    """Return what the figures of a table are whose columns do not say it themselves."""
    named = times(title, chinese=frame.chinese, period=frame.period, roc=frame.roc)
    base = frame.period.base if frame.period else None
    end = frame.period.end if frame.period else None
    last = named[-1].last if named else None
    if _DONE_TITLE.search(title) or (last is not None and base is not None and last <= base):
        return Role.ACTUAL, last or base
    return Role.TARGET, last or end


def unit_above(above: Iterable[str]) -> str:
    """Return the unit stated above a table (单位：万元), or an empty text."""
    for text in above:
        m = re.search(r"(?:单位|units?)\s*:\s*([^\s,，;)）]{1,14})", text, re.IGNORECASE)
        if m and is_unit(m.group(1)):
            return m.group(1)
    return ""


def title_of(above: Iterable[str]) -> str:
    """Return the line above a table that names it: no sentence, no line with only the unit."""
    for text in above:
        if re.search(r"[。；;!?！？]|[.,，]$", text):
            return ""
        if not re.match(r"[(（]?\s*(?:单位|units?)\s*:", text, re.IGNORECASE):
            return text
    return ""
