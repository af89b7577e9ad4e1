"""What a format gives back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished document; the same memo gives the same bytes.

    ``missing`` are the characters that none of the shipped fonts holds, each once, in order: the
    PDF spells them as code points (``[U+1F600]``), the HTML page leaves them to the reader's
    fonts. DOCX and Markdown carry no fonts: theirs is empty. ``files`` are what has to lie beside
    the document, by path relative to it.
    """

    content: bytes
    missing: tuple[str, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()
