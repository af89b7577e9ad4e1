"""The look of the Word document: its own styles, lists and fonts in place of python-docx's.

Styles name their fonts outright, East Asian ones included: a theme would send Chinese text to a
Japanese font. The Latin fonts and 宋体/黑体 are on every office computer; the font table says
what may stand in for them.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from data.messages.catalogue import language
from data.words import Lang

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import Part

LEAD, NOTE = "Lead", "Note"
TEXT, TEXT_SMALL = "Table Text", "Table Text Small"
HEAD, HEAD_SMALL = "Table Head", "Table Head Small"

FONTS: dict[bool, dict[str, str]] = {  # of Chinese text or not, by place in the style sheet
    True: {"body_latin": "Times New Roman", "body_east": "SimSun",
           "head_latin": "Arial", "head_east": "SimHei",
           "table_latin": "Times New Roman", "table_east": "SimSun", "justify": "both"},
    False: {"body_latin": "Arial", "body_east": "SimHei",
           "head_latin": "Arial", "head_east": "SimHei",
           "table_latin": "Arial", "table_east": "SimHei", "justify": "left"},
}
_DROPPED = ("/theme", "/stylesWithEffects", "/customXml", "/webSettings", "/thumbnail")
_REPLACED = {"/fontTable": "fonts.xml", "/settings": "settings.xml",
             "/extended-properties": "app.xml", "/numbering": "numbering.xml",
             "/styles": "styles.xml"}


def prepare_template(document: Document, lang: Lang) -> None:
    """Give a new document our styles, lists, settings and page, and drop what it came with."""
    for rels in (document.part.package.rels, document.part.rels):
        for name in [key for key, rel in rels.items() if rel.reltype.endswith(_DROPPED)]:
            rels.pop(name)
        for rel in rels.values():
            ending = next((end for end in _REPLACED if rel.reltype.endswith(end)), None)
            if ending is not None:
                _replace(rel.target_part, _sheet(_REPLACED[ending], lang))
    _set_page(document)


def _sheet(name: str, lang: Lang) -> bytes:
    """Return one of our XML parts with the fonts of the language filled in."""
    home = files("report.memo.formats").joinpath("templates", "docx")
    text = home.joinpath(name).read_text(encoding="utf-8")
    for place, value in FONTS[language(lang).own_units].items():
        text = text.replace("{{" + place + "}}", value)
    return text.encode()


def _replace(part: Part, content: bytes) -> None:
    """Put ``content`` in place of what ``part`` holds, read or not."""
    from docx.opc.part import XmlPart
    from docx.oxml import parse_xml

    if not isinstance(part, XmlPart):
        part._blob = content
        return
    element = part.element
    fresh = parse_xml(content)
    for child in list(element):
        element.remove(child)
    for child in list(fresh):
        element.append(child)


def _set_page(document: Document) -> None:
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    section.header_distance = section.footer_distance = Cm(1.2)
