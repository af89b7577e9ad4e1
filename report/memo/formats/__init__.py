"""The formats of a memo: one module a format, all from the same blocks.

Each ``write_...`` takes one memo (one language) and returns ``Rendered``. Heavy libraries are
imported inside the functions that need them.
"""

from __future__ import annotations

from report.memo.formats.docx import write_docx
from report.memo.formats.html import write_html
from report.memo.formats.markdown import write_markdown
from report.memo.formats.pdf import write_pdf, write_png
from report.memo.formats.rendered import Rendered

__all__ = ["Rendered", "write_docx", "write_html", "write_markdown", "write_pdf", "write_png"]
