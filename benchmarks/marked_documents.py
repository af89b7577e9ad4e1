"""Documents that carry their own key: numbers in double brackets, with what they should be read as.

    到2025年，覆盖率达到⟦45|T % y=2025⟧%。

The marks are taken out before the document is read. After the bar stand the role (``T`` target,
``A`` achieved, ``G`` growth) and, apart from the unit, words in any order: ``y=2025`` the year,
``b=2020`` the base year, ``v=50`` the value where the number is not plain, ``u=60`` the upper edge
of a range, a basis (``growth``, ``cagr``, ``inc``, ``cum``), a side (``most``, ``about``,
``between``), ``any`` where the basis may be any, and ``?`` for a number that is neither asked for
nor an excess. A target without a side has a floor, and a row without a basis is a level.
"""

from __future__ import annotations

import re
from dataclasses import replace

from benchmarks.import_score import KeyRow
from data.document.characters import folded
from data.document.lines import Document
from data.words import Basis, Role, Sense

MARK = re.compile(r"⟦(?P<printed>[^|⟧]*)\|(?P<role>[TAG])(?P<words>[^⟧]*)⟧")
_ROLES = {"T": Role.TARGET, "A": Role.ACTUAL, "G": Role.GROWTH}
_BASES = {"growth": Basis.GROWTH_FROM_BASE, "cagr": Basis.CAGR_FROM_BASE,
          "inc": Basis.INCREMENT_FROM_BASE, "cum": Basis.CUMULATIVE_OVER_PERIOD}
_SIDES = {"most": Sense.AT_MOST, "about": Sense.ABOUT, "between": Sense.BETWEEN}


def unmarked(document: Document) -> tuple[Document, tuple[KeyRow, ...]]:
    """Return a document without its marks, and the key they make."""
    lines, key = [], []
    for line in document.lines:
        text, at = "", 0
        for m in MARK.finditer(line.text):
            text += line.text[at:m.start()]
            key.append(_row(m, line.number, len(text)))
            text, at = text + m["printed"], m.end()
        lines.append(replace(line, text=text + line.text[at:]))
    return replace(document, lines=tuple(lines)), tuple(key)


def _row(m: re.Match[str], line: int, start: int) -> KeyRow:
    role = _ROLES[m["role"]]
    basis: Basis | None = Basis.GROWTH_FROM_BASE if role is Role.GROWTH else Basis.LEVEL
    sense = Sense.AT_LEAST if role is Role.TARGET else None
    unit, year, doubtful = "", None, False
    value, upper = m["printed"].replace(",", ""), None
    for word in m["words"].split():
        name, _, said = word.partition("=")
        if word in _BASES:
            basis = _BASES[word]
        elif word in _SIDES:
            sense = _SIDES[word]
        elif word == "any":
            basis = None
        elif word == "?":
            doubtful = True
        elif said and name == "y":
            year = int(said)
        elif said and name == "v":
            value = said
        elif said and name == "u":
            upper = float(said)
        else:
            unit = folded(word.replace("_", " "))
    return KeyRow(line, start, start + len(m["printed"]), role, float(value), upper, unit, "",
                  doubtful, year, sense, basis)
