"""A memo as one HTML file: no script, no request, its fonts and pictures inside it."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote

from data.messages.catalogue import language
from data.words import Lang
from report.memo.blocks import (
    Bullets,
    Heading,
    Memo,
    PageBreak,
    Paragraph,
    Picture,
    Table,
    Together,
)
from report.memo.formats import words
from report.memo.formats.contrast import light_colours, stripe_on
from report.memo.formats.fonts import Face, faces, uncovered
from report.memo.formats.prepared import TRACE, numbered, prepare, texts_of
from report.memo.formats.rendered import Rendered
from report.memo.formats.tablesize import (
    is_small,
    longest_marks,
    numeric_columns,
    shares,
    stays_whole,
)

if TYPE_CHECKING:
    from jinja2 import Environment

_SVG_SAFE = " !$'()*+,-./:;=?@_~"  # what may stand unescaped in a data address inside quotes
_CONTENTS_DEPTH = 2
_KINDS = {Heading: "heading", Paragraph: "paragraph", Bullets: "bullets", Table: "table",
          Picture: "picture", PageBreak: "break", Together: "together"}


def write_html(memo: Memo) -> Rendered:
    """Return ``memo`` as one HTML file.

    Raises ``ValueError`` for a memo whose parts do not fit together, ``PlancastError``
    (``FONT_MISSING``) when the shipped fonts are not there.
    """
    ready = prepare(memo, linked=True)
    environment = _environment()
    body = environment.get_template("body.html.j2").render(
        memo=ready, blocks=list(numbered(ready)), kinds=_KINDS, TRACE=TRACE, words=words,
        contents=[b for b in ready.blocks if isinstance(b, Heading)
                  and b.level <= _CONTENTS_DEPTH])
    fonts = faces(body + words.SKIP.get(ready.lang))
    page = environment.get_template("page.html.j2").render(
        memo=ready, body=body, words=words, tag=language(ready.lang).tag,
        css=_css(fonts))
    return Rendered(page.encode(), uncovered("".join(texts_of(ready))))


@cache
def _environment() -> Environment:
    from jinja2 import DictLoader, Environment, StrictUndefined

    home = files("report.memo.formats").joinpath("templates")
    names = ("page.html.j2", "body.html.j2")
    texts = {name: home.joinpath(name).read_text(encoding="utf-8") for name in names}
    environment = Environment(
        loader=DictLoader(texts), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True)
    environment.filters.update(
        fragment=fragment, address=quote, picture=picture_address, percents=_percents, label=_label,
        small=is_small, whole=stays_whole, marks=longest_marks, numeric=numeric_columns)
    return environment


def fragment(anchor: str) -> str:
    """Return the address of ``anchor`` within the page."""
    return "#" + quote(anchor)


def picture_address(picture: Picture) -> str:
    """Return a picture as a data address: the SVG, or the PNG when there is none."""
    if picture.svg:
        text = " ".join(picture.svg.decode("utf-8").split())
        return "data:image/svg+xml," + quote(text, safe=_SVG_SAFE)
    return "data:image/png;base64," + b64encode(picture.png).decode("ascii")


def _percents(table: Table) -> list[str]:
    return [f"{100 * share:.2f}%" for share in shares(table)]


def _label(number: int, kind: str, lang: Lang) -> str:
    name = words.TABLE if kind == "table" else words.FIGURE
    return words.caption_label(name, number, lang) + words.AFTER_NUMBER.get(lang)


def _css(fonts: tuple[Face, ...]) -> str:
    """Return the page's style: its fonts, the colours of the lights, and the sheet."""
    sheet = files("report.memo.formats").joinpath("templates", "memo.css")
    inside = [
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};'
        f"src:url(data:font/woff2;base64,{b64encode(face.woff2).decode('ascii')})"
        ' format("woff2")}'
        for face in fonts]
    lights = [f".light-{colour.value.lower()}{{background-color:{fill};color:{ink}}}"
              for colour, (fill, ink) in light_colours().items()]
    lights += [f".weak.light-{colour.value.lower()}{{background-image:repeating-linear-gradient("
               f"135deg,{stripe_on(fill, ink)} 0 2px,transparent 2px 7px)}}"
               for colour, (fill, ink) in light_colours().items()]
    return "\n".join([sheet.read_text(encoding="utf-8"), *lights, *inside])
