"""The fonts inside PDF and HTML: the shipped ones, cut down to the memo's own characters.

Two families, each regular and bold: the shipped subset of Noto Sans SC, and DejaVu Sans, which
comes with matplotlib, for other scripts. fontTools is imported inside the functions: it is slow.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import PlancastError, Problem, problem
from report.charts.chart_fonts import FALLBACK, FAMILY, FILES
from report.memo.formats.characters import is_invisible

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FALLBACK_FILES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
_FALLBACK_FOLDER = ("mpl-data", "fonts", "ttf")
_BLANK = " \n\t"


@dataclass(frozen=True, slots=True)
class Face:
    """One font inside a page: family, weight, and its WOFF2 file."""

    family: str
    weight: int
    woff2: bytes


def _fallback_folder() -> Path:
    """Return the folder of matplotlib's fonts, found without importing matplotlib."""
    spec = find_spec("matplotlib")
    homes = spec.submodule_search_locations if spec else None
    return Path(homes[0]).joinpath(*_FALLBACK_FOLDER) if homes else Path(*_FALLBACK_FOLDER)


@contextmanager
def font_files() -> Iterator[tuple[tuple[Path, ...], tuple[Path, ...]]]:
    """Within this context: the files (regular, bold) of the shipped family and of the other.

    Raises ``PlancastError`` (``FONT_MISSING``) naming each file that is not there.
    """
    with ExitStack() as stack:
        missing: list[Problem] = []
        shipped = []
        for name in FILES:
            resource = files("report").joinpath("fonts", name)
            if resource.is_file():
                shipped.append(stack.enter_context(as_file(resource)))
            else:
                missing.append(problem("FONT_MISSING", file=name, package="plancast"))
        other = tuple(_fallback_folder() / name for name in FALLBACK_FILES)
        missing += [problem("FONT_MISSING", file=path.name, package="matplotlib")
                    for path in other if not path.is_file()]
        if missing:
            raise PlancastError(missing)
        yield tuple(shipped), other


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep fontTools from remarking that the shipped fonts carry no date (they do on purpose)."""
    log = logging.getLogger("fontTools")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(level)


def _open(path: Path, package: str) -> TTFont:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        return TTFont(path, recalcTimestamp=False, lazy=True)
    except (TTLibError, OSError) as error:
        raise PlancastError([problem("FONT_MISSING", file=path.name, package=package)]) from error


def _cmap(paths: tuple[Path, ...], package: str) -> frozenset[int]:
    """Return the code points that both weights hold."""
    weights = []
    for path in paths:
        with _open(path, package) as font:
            weights.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*weights)


@cache
def _coverage() -> tuple[frozenset[int], frozenset[int]]:
    """Return what the shipped family holds, and what the other one does."""
    with font_files() as (shipped, other), _quiet():
        return _cmap(shipped, "plancast"), _cmap(other, "matplotlib")


def covered() -> frozenset[int]:
    """Return the code points that can be drawn in both weights.

    Raises ``PlancastError`` (``FONT_MISSING``).
    """
    shipped, other = _coverage()
    return shipped | other


def uncovered(text: str) -> tuple[str, ...]:
    """Return the characters of ``text`` that no font holds, each once, in order."""
    known = covered()
    return tuple(c for c in dict.fromkeys(text)
                 if ord(c) not in known and c not in _BLANK and not is_invisible(c))


def faces(text: str) -> tuple[Face, ...]:
    """Return the fonts a page with this text needs, cut down to its characters.

    Raises ``PlancastError`` (``FONT_MISSING``).
    """
    shipped, other = _coverage()
    points = {ord(c) for c in text}
    wanted = [(FAMILY, 0, points & shipped), (FALLBACK, 1, (points & other) - shipped)]
    found = []
    with font_files() as paths, _quiet():
        for family, index, characters in wanted:
            if characters:
                found += [Face(family, weight, _subset(path, characters))
                          for path, weight in zip(paths[index], (400, 700), strict=True)]
    return tuple(found)


def _subset(path: Path, characters: set[int]) -> bytes:
    """Return the WOFF2 of the font at ``path`` with these characters only."""
    from fontTools import subset

    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 13, 14]  # family, copyright and licence
    options.drop_tables += ["FFTM"]
    with subset.load_font(str(path), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=characters)
        subsetter.subset(font)
        out = BytesIO()
        subset.save_font(font, out, options)
    return out.getvalue()
