"""The text of one Word paragraph: what a reader of the printed page sees, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.document.formats.raised import lowered, raised

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"

FORMULA = "\ufffc"
"""Stands for a formula, which cannot be written as a line of text without changing its meaning."""

_GONE = frozenset({f"{W}del", f"{W}moveFrom"})
_PLAIN = {
    f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-",
}
_OBJECTS = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
_BOX = f"{W}txbxContent"
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(slots=True)
class Paragraph:
    """Text of a paragraph (``\\n`` for a line break), its text boxes, and what was not read."""

    text: str = ""
    boxes: list[_Element] = field(default_factory=list)
    deleted: str = ""
    struck: str = ""
    formulas: int = 0
    pictures: int = 0
    changed: bool = False


def read_paragraph(element: _Element) -> Paragraph:
    """Read a ``w:p`` element.

    Left out are deleted and hidden text, field codes and ruby; superscript and subscript digits
    become their own characters, so that 3290¹ is not read as 32901.
    """
    found = Paragraph()
    pieces: list[str] = []
    _walk(element, found, pieces)
    found.text = "".join(pieces)
    return found


def _walk(element: _Element, found: Paragraph, pieces: list[str]) -> None:
    for child in element:
        tag = child.tag
        if tag == f"{W}r":
            _run(child, found, pieces)
        elif tag in _GONE:
            found.changed = True
            found.deleted += "".join(
                part.text or "" for part in child.iter(f"{W}delText", f"{W}t"))
        elif tag == f"{M}oMath":
            _formula(child, found, pieces)
        elif tag == ALTERNATE or tag in _OBJECTS:
            _object(child, found)
        elif isinstance(tag, str) and tag != f"{W}pPr":
            found.changed = found.changed or tag in (f"{W}ins", f"{W}moveTo")
            _walk(child, found, pieces)


def _run(run: _Element, found: Paragraph, pieces: list[str]) -> None:
    look = run.find(f"{W}rPr")
    if _is_on(look, "vanish"):
        return
    text = ""
    for child in run:
        if child.tag == f"{W}t":
            text += child.text or ""
        elif child.tag in _PLAIN:
            text += _PLAIN[child.tag]
        elif child.tag == f"{W}ruby":
            base: list[str] = []
            for part in child.iterfind(f"{W}rubyBase"):
                _walk(part, found, base)
            text += "".join(base)
        elif child.tag == ALTERNATE or child.tag in _OBJECTS:
            _object(child, found)
    if _is_on(look, "strike") or _is_on(look, "dstrike"):
        found.struck += text
        return
    place = None if look is None else look.find(f"{W}vertAlign")
    height = "" if place is None else place.get(f"{W}val", "")
    if height == "superscript":
        text = raised(text)
    elif height == "subscript":
        text = lowered(text)
    pieces.append(text)


def _is_on(look: _Element | None, name: str) -> bool:
    mark = None if look is None else look.find(f"{W}{name}")
    return mark is not None and mark.get(f"{W}val", "on") not in _OFF


def _formula(formula: _Element, found: Paragraph, pieces: list[str]) -> None:
    """Take a formula that is plain text; one with fractions, powers and so on is not read."""
    if all(child.tag in (f"{M}r", f"{W}r") for child in formula):
        pieces.append("".join(part.text or "" for part in formula.iter(f"{M}t", f"{W}t")))
        return
    found.formulas += 1
    pieces.append(FORMULA)


def _object(element: _Element, found: Paragraph) -> None:
    """Note the text boxes of a drawing, or count it as a picture.

    Drawings are stored twice, for new and for old programs; only the first form is taken.
    """
    kept = element[0] if element.tag == ALTERNATE and len(element) else element
    boxes = list(outermost(kept, _BOX))
    if boxes:
        found.boxes += boxes
    elif any(str(part.tag).endswith(("}blip", "}imagedata", "}chart", "}relIds", "}OLEObject"))
             for part in kept.iter()):
        found.pictures += 1


def outermost(element: _Element, tag: str) -> Iterator[_Element]:
    """Yield descendants with ``tag`` that are not inside another one of them."""
    for child in element:
        if child.tag == tag:
            yield child
        else:
            yield from outermost(child, tag)
