"""Plain text and Markdown: the lines of the file, exactly as they are."""

from __future__ import annotations

from data.document.draft.doubts import doubt, listed
from data.document.formats.builder import LineBuilder
from data.document.formats.encodings import Decoded, decode_lines
from data.document.limits import MAX_CHARACTERS, MAX_LINES
from data.document.lines import Document, Line
from data.errors import Where
from data.plan import Span, Unread


def read_text(content: bytes, where: Where, *, name: str) -> Document:
    """Return every line of the file, blank ones too, so that numbers are those of an editor.

    Raises
    ------
    PlancastError
        DOCUMENT_ENCODING, DOCUMENT_EMPTY or DOCUMENT_TOO_LONG.
    """
    decoded = decode_lines(content, where)
    if len(decoded.lines) > MAX_LINES or sum(map(len, decoded.lines)) > MAX_CHARACTERS:
        LineBuilder(where).refuse()
    lines = tuple(Line(i, text) for i, text in enumerate(decoded.lines, start=1))
    builder = LineBuilder(where, list(lines))
    return Document(name, "txt", builder.finished(), encoding_doubts(decoded))


def encoding_doubts(decoded: Decoded) -> tuple[Unread, ...]:
    """Return what is uncertain about the encoding of a text."""
    out = []
    if not decoded.certain:
        first = next((t for t in decoded.lines if not t.isascii()), decoded.lines[0])
        out.append(doubt("DOUBT_ENCODING", first, encoding=decoded.encoding))
    foreign, damaged = [], []
    for number, encoding in decoded.odd.items():
        text = decoded.lines[number - 1]
        span = Span(number, 0, len(text))
        if encoding:
            foreign.append(doubt("DOUBT_LINE_ENCODING", text, span, encoding=encoding,
                                 main=decoded.encoding))
        else:
            damaged.append(doubt("DOUBT_LINE_BYTES", text, span))
    return (*out, *listed(foreign), *listed(damaged))
