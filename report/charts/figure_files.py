"""Pictures: the charts of an assessment, and any figure as PNG, SVG and PDF.

Every kind of picture has a module of its own in ``report.charts.drawing``, the overview of a whole
plan in ``report.charts.overview``. Positions are computed, not laid out by matplotlib: its layout
engines cost more than drawing the picture.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from data.io.writing import Together
from data.words import Lang
from forecast.probability.verdict import Assessment
from report.charts.chart_fonts import drawing_style, undrawable
from report.charts.drawing.fan import alt_text as fan_alt
from report.charts.drawing.fan import chart_name, fan_chart, has_chart
from report.charts.drawing.fan_lines import required_path
from report.charts.drawing.page import DPI, numbered
from report.charts.overview import overview_alt, overview_chart, overview_pages
from report.memo.formats.characters import clean

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Drawn", "chart_name", "draw", "draw_pdf", "fan_alt", "fan_chart", "has_chart",
           "overview_alt", "overview_chart", "pictures", "required_path", "save"]

T = TypeVar("T")

PNG_LEVEL = 4  # of 9: half the time of the usual 6 for a tenth more bytes
CREATOR = "plancast"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished picture, and the characters no font could draw; ``svg`` is empty if not wanted."""

    png: bytes
    svg: bytes
    missing: tuple[str, ...]


def pictures(assessment: Assessment, lang: Lang, *, svg: bool = False,
             ) -> Iterator[tuple[str, Drawn]]:
    """Yield the overview and then every chart there is, each with its file name (no ending).

    As PNG and, if wanted, as SVG too, which takes as long again.
    """
    return distinct(_pictures(assessment, lang, svg=svg))


def distinct(named: Iterable[tuple[str, T]]) -> Iterator[tuple[str, T]]:
    """Yield pictures with names that no two share, not even where case does not count."""
    taken: set[str] = set()
    for name, picture in named:
        free, n = name, 1
        while free.casefold() in taken:
            n += 1
            free = f"{name}-{n}"
        taken.add(free.casefold())
        yield free, picture


def _pictures(assessment: Assessment, lang: Lang, *, svg: bool) -> Iterator[tuple[str, Drawn]]:
    found, alt = overview_pages(assessment), overview_alt(assessment, lang)
    for i, lines in enumerate(found.pages, 1):
        figure = overview_chart(assessment, lang, lines=lines, page=(i, len(found.pages)),
                                left_out=found.left_out)
        yield numbered("overview", i, len(found.pages)), draw(figure, alt=alt, svg=svg)
    for result in assessment.results:
        for verdict in result.verdicts:
            if has_chart(verdict):
                with drawing_style():
                    drawn = draw(fan_chart(verdict, assessment, lang),
                                 alt=fan_alt(verdict, assessment, lang), svg=svg)
                yield chart_name(verdict), drawn


def draw(figure: Figure, *, alt: str = "", svg: bool = True) -> Drawn:
    """Return a figure as PNG and SVG, ``alt`` being what it shows; the same gives the same bytes.
    """
    with drawing_style():
        return Drawn(draw_png(figure, alt=alt), draw_svg(figure, alt=alt) if svg else b"",
                     undrawn(figure))


def undrawn(figure: Figure) -> tuple[str, ...]:
    """Return the characters of a figure that no font can draw."""
    with drawing_style():
        return undrawable(figure)


@contextmanager
def _quiet_style() -> Iterator[None]:
    """Within this context figures are saved in the project's style.

    matplotlib does not warn of each missing glyph: ``undrawn`` says it once and better.
    """
    with drawing_style(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")
        yield


def draw_png(figure: Figure, *, alt: str = "") -> bytes:
    """Return a figure as PNG; ``alt`` goes into its description."""
    out = BytesIO()
    with _quiet_style():
        figure.savefig(out, format="png", dpi=DPI, pil_kwargs={"compress_level": PNG_LEVEL},
                       metadata={"Software": None}
                       | ({"Description": clean(alt)} if alt else {}))
    return out.getvalue()


def draw_svg(figure: Figure, *, alt: str = "") -> bytes:
    """Return a figure as SVG; ``alt`` becomes its title, which screen readers speak."""
    out = BytesIO()
    with _quiet_style():
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": CREATOR}
                       | ({"Title": clean(alt)} if alt else {}))
    return out.getvalue()


def draw_pdf(figures: Sequence[Figure], *, title: str = "") -> bytes:
    """Return figures as one PDF, a page each, with its fonts in it (as TrueType)."""
    from matplotlib.backends.backend_pdf import PdfPages

    out = BytesIO()
    about = {"Creator": CREATOR, "Producer": CREATOR, "CreationDate": None}
    about |= {"Title": clean(title)} if title else {}
    with _quiet_style(), PdfPages(out, metadata=about) as pdf:
        for figure in figures:
            pdf.savefig(figure)
    return out.getvalue()


def save(figure: Figure, path: Path) -> Drawn:
    """Write ``path`` with the endings .png and .svg: both, or neither."""
    drawn = draw(figure)
    with Together() as files:
        for ending, content in ((".png", drawn.png), (".svg", drawn.svg)):
            files.bytes(path.with_name(path.name + ending), content)
    return drawn
