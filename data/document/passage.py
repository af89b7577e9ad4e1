"""One line of running text with what its claims need to know."""

from __future__ import annotations

from dataclasses import dataclass

from data.document.frame import Frame
from data.document.headings import Section
from data.document.periods import Time


@dataclass(frozen=True, slots=True)
class Passage:
    """One line of running text, folded and as written."""

    number: int
    text: str
    written: str
    section: Section
    frame: Frame
    carried: Time | None = None  # the time in force when the line begins
    listed: bool = False  # it was set by the line that introduces this list
