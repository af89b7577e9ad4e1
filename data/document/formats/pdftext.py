"""From the glyphs of a page to lines, and from lines to paragraphs.

A PDF knows where each glyph stands and nothing else: no spaces, lines or paragraphs. A line that
was broken because the next word had no room belongs to the line after it; one that ends earlier
ends its paragraph. That is how the number that a page break or a margin cut in two is put
together again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from unicodedata import east_asian_width, normalize

from data.document.formats.raised import lowered, raised

LATIN_SPACE = 0.17
"""Gap between Latin letters, in heights of the type, from which there is a space."""

WIDE_SPACE = 0.8
"""The same beside a Chinese character, where layout programs put up to half a height."""

TAB = 2.0
"""Gap from which text stands in columns; it becomes a tab."""

SMALL = 0.9
"""Size, as a share of the line's, below which a shifted glyph is a superscript or subscript."""

CELL_PADDING = 5.4
"""Points between the text of a cell and its rules, at most: what Word puts there."""

_NUMBER = re.compile(r"[0-9]{1,9}")
_ALIKE = re.compile("[\u2f00-\u2fd5\uf900-\ufaff\ufb00-\ufb06]")
_SENTENCE_END = "。！？；：.!?;:"
_NO_END = "“‘（《「『【〔(["
_NO_START = "，。、；：？！）》」』】〕”’％%,.;:?!)"


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box, in points from the upper left corner of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        """Height of the type."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Height on the page."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line: its text, its box, the height of its type and its page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    page: int
    first: float  # width of what would have had to fit on the line before


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right edge of running text and the gap between its lines, in points; ``right`` is
    None where lines are too few and too short to tell."""

    left: float
    right: float | None
    leading: float


def rows_of(glyphs: Iterable[Glyph], page: int) -> list[Row]:
    """Return the printed lines of ``glyphs`` from top to bottom; blank ones are left out."""
    groups: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.middle):
        last = groups[-1][-1] if groups else None
        if last is not None and glyph.middle - last.middle < 0.4 * min(glyph.size, last.size):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    rows = (_row(sorted(group, key=lambda glyph: glyph.x0), page) for group in _with_raised(groups))
    return [row for row in rows if row.text.strip()]


def _with_raised(groups: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    """Merge each group of small glyphs into the line beside which they are raised or lowered."""
    out: list[list[Glyph]] = []
    for group in groups:
        if out and (_lies_in(group, out[-1]) or _lies_in(out[-1], group)):
            out[-1] = out[-1] + group
        else:
            out.append(list(group))
    return out


def _lies_in(small: Sequence[Glyph], line: Sequence[Glyph]) -> bool:
    if median(g.size for g in small) > SMALL * median(g.size for g in line):
        return False
    top, bottom = median(g.top for g in line), median(g.bottom for g in line)
    return top < median(g.middle for g in small) < bottom


def _row(glyphs: Sequence[Glyph], page: int) -> Row:
    size = median(glyph.size for glyph in glyphs)
    middle = median(glyph.middle for glyph in glyphs)
    inked = [glyph for glyph in glyphs if glyph.text.strip()]
    text = ""
    last: Glyph | None = None
    for glyph in glyphs:
        if last is not None:
            text += _gap(last, glyph, size)
        text += _shifted(glyph, size, middle)
        last = glyph
    if not inked:
        return Row("", 0, 0, 0, 0, size, page, 0)
    return Row(text.strip(" "), inked[0].x0, inked[-1].x1, min(g.top for g in inked),
               max(g.bottom for g in inked), size, page, _first_width(inked))


def _gap(last: Glyph, glyph: Glyph, size: float) -> str:
    """Return what stands between two glyphs: nothing, a space, or a tab."""
    gap = (glyph.x0 - last.x1) / max(size, 0.1)
    if gap > TAB:
        return "\t"
    if last.text.isspace() or glyph.text.isspace():
        return ""
    wide = is_wide(last.text[-1:]) or is_wide(glyph.text[:1])
    return " " if gap > (WIDE_SPACE if wide else LATIN_SPACE) else ""


def _shifted(glyph: Glyph, size: float, middle: float) -> str:
    """Return small digits above or below the middle of the line as superscript or subscript."""
    if glyph.size > SMALL * size:
        return glyph.text
    if glyph.middle < middle - 0.1 * size:
        return raised(glyph.text)
    return lowered(glyph.text) if glyph.middle > middle + 0.1 * size else glyph.text


def _first_width(glyphs: Sequence[Glyph]) -> float:
    """Return the width of the first word, or first Chinese character, with what must follow it."""
    end = 1
    while end < len(glyphs) and glyphs[end - 1].text[:1] in _NO_END:
        end += 1
    if not is_wide(glyphs[end - 1].text[:1]):
        while end < len(glyphs) and not is_wide(glyphs[end].text[:1]) and (
                glyphs[end].x0 - glyphs[end - 1].x1 < LATIN_SPACE * glyphs[end].size):
            end += 1
    while end < len(glyphs) and glyphs[end].text[:1] in _NO_START:
        end += 1
    return glyphs[end - 1].x1 - glyphs[0].x0


def is_wide(char: str) -> bool:
    """Whether ``char`` is set without spaces around it: Chinese, or Chinese punctuation."""
    return char != "" and (east_asian_width(char) in "WF" or char in "“”‘’—…·")


def plain(text: str) -> str:
    """Return ligatures as letters, and radicals and compatibility forms as the characters they
    stand for: fonts that draw both with one glyph often name the wrong one."""
    return "".join(normalize("NFKC", char) if _ALIKE.match(char) else char for char in text)


def margins_of(rows: Sequence[Row], width: float) -> Margins:
    """Return the edges of running text on pages that are ``width`` points wide.

    The left edge is where at least one line in twenty begins. The longest line ends at the right
    edge if the space beside it is about that on the left, or if several long lines end there; else
    no line is known to be full.
    """
    rows = [row for row in rows if "\t" not in row.text]  # heads and feet reach into the margins
    if not rows:
        return Margins(0.0, None, 0.0)
    size = median(row.size for row in rows)
    needed = min(len(rows), max(2, len(rows) // 20))
    left = next(
        (row.x0 for row in sorted(rows, key=lambda row: row.x0)
         if sum(row.x0 <= other.x0 < row.x0 + size / 2 for other in rows) >= needed),
        min(row.x0 for row in rows))
    right = max(row.x1 for row in rows)
    ending_there = sum(row.x1 > right - 1.2 * size for row in rows)
    justified = ending_there >= max(3, len(rows) // 5) and right - left > width / 2
    if not justified and right < width - left - 3 * size:
        return Margins(left, None, _leading(rows))
    return Margins(left, right, _leading(rows))


def _leading(rows: Sequence[Row]) -> float:
    """Return the gap that a quarter of the lines of one size do not exceed."""
    gaps = sorted(
        b.top - a.bottom for a, b in pairwise(rows)
        if a.page == b.page and b.top > a.top and abs(a.size - b.size) <= 0.1 * a.size)
    return gaps[len(gaps) // 4] if gaps else 0.0


def goes_on(row: Row, following: Row, here: Margins, there: Margins) -> bool:
    """Whether ``following``, on a page with margins ``there``, goes on with the paragraph of
    ``row``, on a page with margins ``here``."""
    if here.right is None or abs(row.size - following.size) > 0.1 * row.size:
        return False
    if has_room(row, following, here.right - row.x1):
        return False  # the line was ended on purpose
    if row.page == following.page:
        extra = following.top - row.bottom - here.leading
        if following.top <= row.top or extra > 0.35 * row.size:
            return False
    elif row.text[-1:] in _SENTENCE_END:
        return False  # no gap tells whether a paragraph ends with the page; a sentence does
    if following.x0 - there.left < 0.7 * row.size:
        return True
    # An indented line begins a paragraph, unless the line above it is just as indented.
    shift = (following.x0 - there.left) - (row.x0 - here.left)
    return abs(shift) < 0.5 * row.size and row.text[-1:] not in _SENTENCE_END


def has_room(row: Row, following: Row, room: float) -> bool:
    """Whether the first word of ``following`` fits into ``room`` points after ``row``."""
    words = not (is_wide(row.text[-1:]) or is_wide(following.text[:1]))
    space = 0.25 * row.size if words else 0.0
    return following.first + space + 0.5 * row.size < room


def joined(first: str, second: str) -> str:
    """Join two lines of one paragraph, with a space where words need one."""
    if not first or not second:
        return first + second
    if is_wide(first[-1]) or is_wide(second[0]) or (
            first[-1] in "-‐" and second[0].islower()):
        return first + second
    return f"{first} {second}"


def paragraphs_of(rows: Sequence[Row], margins: Mapping[int, Margins]) -> list[tuple[str, int]]:
    """Return paragraphs with the page they begin on; ``margins`` are those of each page."""
    out: list[tuple[str, int]] = []
    last: Row | None = None
    for row in rows:
        if last is not None and goes_on(last, row, margins[last.page], margins[row.page]):
            text, page = out[-1]
            out[-1] = (joined(text, row.text), page)
        else:
            out.append((row.text, row.page))
        last = row
    return out


def cell_lines(rows: Sequence[Row], width: float, *, left: float) -> str:
    """Return the text of a table cell that begins at ``left`` and is ``width`` points wide.

    Lines that were broken for want of room are joined. Other line breaks stay, and so does one
    between two digits: whether 312 above 19 are one number cannot be told.
    """
    if not rows:
        return ""
    free = min(min(row.x0 - left, left + width - row.x1) for row in rows)
    inside = width - 2 * min(CELL_PADDING, max(free, 0.0))
    text = rows[0].text
    for row, following in pairwise(rows):
        digits = row.text[-1:].isdigit() and following.text[:1].isdigit()
        if digits or has_room(row, following, inside - (row.x1 - row.x0)):
            text += "\n" + following.text
        else:
            text = joined(text, following.text)
    return text




def furniture(pages: Sequence[Sequence[Row]]) -> set[Row]:
    """Return running heads and page numbers: what stands at one height at the edge of most pages.

    Such a line is the same on each page, or counts them. On a single page only a number that
    says of itself that it is a page number (``- 1 -``, ``第1页``) is left out.
    """
    seen: dict[tuple[str, int], list[Row]] = {}
    for rows in pages:
        for row in {*rows[:2], *rows[-2:]}:
            key = (_NUMBER.sub("#", row.text), round(row.top / 6))
            seen.setdefault(key, []).append(row)
    filled = sum(bool(rows) for rows in pages)
    out: set[Row] = set()
    for (text, _), rows in seen.items():
        if _says_page(text):
            out.update(row for row in rows if _counts([row]))
        elif filled >= 2 and len(rows) >= max(2, filled / 2) and (
                (len({row.text for row in rows}) == 1 and filled >= 3) or _counts(rows)):
            out.update(rows)
    return out


def _says_page(text: str) -> bool:
    return re.fullmatch(r"\s*(?:[-—–]\s*#\s*[-—–]|第\s*#\s*页.*|[Pp]age #.*)\s*", text) is not None


def _counts(rows: Sequence[Row]) -> bool:
    """Whether a number of each line is its page number plus a constant, and the others stay."""
    found = [[int(number) for number in _NUMBER.findall(row.text)] for row in rows]
    if len({len(numbers) for numbers in found}) != 1:
        return False
    counting = False
    for column in zip(*found, strict=True):
        if len({n - row.page for n, row in zip(column, rows, strict=True)}) == 1:
            counting = True
        elif len(set(column)) != 1:
            return False
    return counting
