"""The fonts of the pictures: always the shipped ones, so that every machine draws the same bytes.

``report/fonts`` holds a subset of Noto Sans SC (OFL-1.1) under an own family name, made by
``benchmarks/make_fonts.py``. A character it lacks is drawn with DejaVu Sans, which comes with
matplotlib; one that both lack would be an empty box, so ``missing_glyphs`` names it.
matplotlib is imported inside the functions: it is slow, and only pictures need it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FAMILY = "Plancast Sans SC"
FALLBACK = "DejaVu Sans"
FILES = ("PlancastSansSC-Regular.ttf", "PlancastSansSC-Bold.ttf")
SALT = "plancast"


@cache
def _register() -> None:
    """Make the shipped fonts known to matplotlib, once a process."""
    from matplotlib import font_manager

    for name in FILES:
        with as_file(files("report").joinpath("fonts", name)) as path:
            font_manager.fontManager.addfont(str(path))


@contextmanager
def drawing_style() -> Iterator[None]:
    """Within this context figures are made and saved in the project's style.

    Nothing of matplotlib's global settings is changed after it. Entered again inside, it does
    nothing: setting three hundred values takes as long as drawing a few lines.
    """
    import matplotlib as mpl

    if mpl.rcParams["svg.hashsalt"] == SALT:
        yield
        return
    _register()
    usual = {name: value for name, value in mpl.rcParamsDefault.items()
             if not name.startswith(("backend", "interactive", "toolbar", "webagg", "keymap"))}
    with mpl.rc_context({
        **usual,  # a matplotlibrc of the user's changes no picture
        "font.family": [FAMILY, FALLBACK],
        "font.size": 10,
        "axes.unicode_minus": False,
        "axes.linewidth": 0.8,
        "axes.edgecolor": "#666666",
        "xtick.color": "#444444",
        "ytick.color": "#444444",
        "text.color": "#222222",
        "text.parse_math": False,  # a dollar sign in a plan is a dollar sign
        "pdf.fonttype": 42,
        "svg.fonttype": "path",
        "svg.hashsalt": SALT,
        "path.simplify": True,
    }):
        yield


@cache
def _covered() -> frozenset[int]:
    """Return the code points that can be drawn in both weights."""
    from matplotlib import font_manager
    from matplotlib.ft2font import FT2Font

    _register()
    weights = []
    for name in FILES:
        with as_file(files("report").joinpath("fonts", name)) as path:
            weights.append(frozenset(FT2Font(str(path)).get_charmap()))
    fallback = font_manager.findfont(FALLBACK)
    return (weights[0] & weights[1]) | frozenset(FT2Font(fallback).get_charmap())


def missing_glyphs(text: str) -> tuple[str, ...]:
    """Return the characters of ``text`` that no font can draw, each once, in order."""
    return tuple(dict.fromkeys(
        c for c in text if ord(c) not in _covered() and c not in "\n\t"))


def undrawable(figure: Figure) -> tuple[str, ...]:
    """Return the characters anywhere in ``figure`` that no font can draw."""
    from matplotlib.text import Text

    texts = [t.get_text() for t in figure.findobj(Text) if isinstance(t, Text)]
    return missing_glyphs("".join(texts))
