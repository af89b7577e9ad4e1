"""Pieces of WordprocessingML that python-docx has no words for: fields, bookmarks, links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.shape import InlineShape
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say
BOOKMARK_LENGTH = 40  # Word's limit
_FIRST = "[Content_Types].xml"


def _element(tag: str, parent: BaseOxmlElement, **attributes: str) -> BaseOxmlElement:
    """Append a new ``w:`` element with ``w:`` attributes and return it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    parent.append(made)
    return made


def add_field(line: Paragraph, code: str, shown: str, *, style: str | None = None) -> None:
    """Append a field such as ``PAGE`` with the value it shows until it is updated."""
    for kind, text in (("begin", ""), ("code", code), ("separate", ""), ("shown", shown),
                       ("end", "")):
        run = line.add_run(style=style)
        if kind == "shown":
            run.text = text
        elif kind == "code":
            _element("instrText", run._r).text = f" {text} "
        else:
            _element("fldChar", run._r, fldCharType=kind)


def bookmark_names(anchors: Iterable[str]) -> dict[str, str]:
    """Return a name Word accepts for each anchor: letters, digits and ``_``, no two alike."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for anchor in anchors:
        plain = re.sub(r"[^A-Za-z0-9]+", "_", anchor).strip("_")
        plain = (plain if plain[:1].isalpha() else f"p_{plain}")[:BOOKMARK_LENGTH - 6]
        name, count = plain, 1
        while name.casefold() in taken:
            count += 1
            name = f"{plain}_{count}"
        taken.add(name.casefold())
        names[anchor] = name
    return names


def add_bookmark(line: Paragraph, name: str, number: int) -> None:
    """Append a bookmark: a place that links lead to."""
    _element("bookmarkStart", line._p, id=str(number), name=name)
    _element("bookmarkEnd", line._p, id=str(number))


def add_link(line: Paragraph, text: str, bookmark: str, *, ink: str = "") -> None:
    """Append a mark that leads to a bookmark of the document; ``ink`` where blue is illegible."""
    link = _element("hyperlink", line._p, anchor=bookmark, history="1")
    run = _element("r", link)
    look = _element("rPr", run)
    _element("rStyle", look, val="TraceMark")
    if ink:
        _element("color", look, val=ink.lstrip("#"))
    _element("t", run).text = text


def shade(cell: _Cell, fill: str, *, stripe: str = "") -> None:
    """Give a cell a background, with thin stripes where there is a colour for them."""
    _element("shd", cell._tc.get_or_add_tcPr(), val="thinDiagStripe" if stripe else "clear",
             color=stripe.lstrip("#") or "auto", fill=fill.lstrip("#"))


def set_alt_text(shape: InlineShape, name: str, text: str) -> None:
    """Name a picture and say what it shows."""
    drawing = shape._inline
    drawing.docPr.set("descr", text)
    for told in drawing.xpath("./wp:docPr | .//pic:cNvPr"):
        told.set("name", name)


def restart(document: Document, style: str) -> int:
    """Return the number of a new list in ``style`` that counts from 1."""
    lists = document.part.numbering_part.element
    used = document.styles[style].element.pPr.numPr.numId.val
    kind = next(num.abstractNumId.val for num in lists.num_lst if num.numId == used)
    fresh = lists.add_num(kind)
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(fresh.numId)


def repack(content: bytes) -> bytes:
    """Return a ZIP with the same files in a fixed order and without the time of writing."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as given, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name in sorted(given.namelist(), key=lambda n: (n != _FIRST, n)):
            entry = ZipInfo(name, EPOCH)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
            entry.create_system = 0  # else the machine's
            made.writestr(entry, given.read(name), compresslevel=6)
    return out.getvalue()
