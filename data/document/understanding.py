"""A document to claims: tables first, then the running text around them."""

from __future__ import annotations

from data.document.characters import folded
from data.document.chinese.sentences import read_chinese
from data.document.claims import Claim, Understood
from data.document.english.sentences import read_english
from data.document.frame import frame_of
from data.document.headings import sections
from data.document.lines import Document
from data.document.passage import Passage
from data.document.periods import Time, times
from data.document.sense import sided
from data.document.tables.build import tables_of
from data.document.tables.flattened import flattened_tables
from data.document.tables.grids import real_grids, set_grids
from data.document.tables.model import Headless
from data.document.tables.rows import headless_doubt, table_claims
from data.document.timing import standing
from data.plan import Period, Unread


def understand(document: Document, period: Period | None = None) -> Understood:
    """Return every claim of a document, and every passage that was not understood.

    ``period`` is the planning period where the document does not name it.
    """
    frame = frame_of(document, period)
    texts = [folded(line.text) for line in document.lines]
    found = sections(document.lines, texts, chinese=frame.chinese)
    place = {line.number: i for i, line in enumerate(document.lines)}
    claims: list[Claim] = []
    unread: list[Unread] = list(document.doubts)
    grids = [*real_grids(document.lines, texts), *set_grids(document.lines, texts, frame)]
    tables = tables_of(grids, frame)
    taken = frozenset(n for table in tables for n in table.lines)
    tables += flattened_tables(document.lines, texts, frame, taken)
    for table in tables:
        if isinstance(table, Headless):
            unread.append(headless_doubt(table))
            continue
        section = found[place[min(table.lines)]]
        some, doubts = table_claims(table, frame, section)
        claims += some
        unread += doubts
    taken = frozenset(n for table in tables for n in table.lines)
    carried: Time | None = None
    for line, text, section_of in zip(document.lines, texts, found, strict=True):
        if line.number in taken or line.table is not None or not text.strip():
            continue
        passage = Passage(line.number, text, line.text, section_of, frame, carried)
        some, doubts = (read_chinese if frame.chinese else read_english)(passage)
        claims += some
        unread += doubts
        carried = _carried(text, carried, opens=bool(section_of.trail), chinese=frame.chinese)
    claims = [sided(claim) for claim in claims]
    claims.sort(key=lambda c: (c.span.line, c.span.start))
    return Understood(frame, tuple(claims), tuple(unread))


def _carried(text: str, before: Time | None, *, opens: bool, chinese: bool) -> Time | None:
    """Return the time in force after a line: one that ends in a colon sets it for its list."""
    body = text.strip()
    if body.endswith((":", "：")):
        named = standing(times(body, chinese=chinese), body)
        return named[-1] if named else before
    if body.startswith(("-", "*", "·", "●", "(", "1", "2", "3", "4", "5", "6", "7", "8", "9")):
        return before  # an item of the list
    return None
