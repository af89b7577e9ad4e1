#!/usr/bin/env python3
"""Make the notebooks from their pages: notebooks.py

Every ``docs/notebooks/NAME.md`` becomes ``NAME.ipynb`` beside it: blocks of Python are cells of
code, what stands between them is prose. Notebooks have no outputs, so that they differ only where
their page does.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "notebooks"
CODE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def cells(page: str) -> list[tuple[str, str]]:
    """Return the cells of a page, each ``markdown`` or ``code`` with its text."""
    parts = CODE.split(page)  # prose, code, prose, ...
    found = [("code" if i % 2 else "markdown", part.strip("\n")) for i, part in enumerate(parts)]
    return [(kind, text) for kind, text in found if text]


def notebook(page: str) -> str:
    """Return the notebook of a page (nbformat 4.5)."""
    listed = []
    for number, (kind, text) in enumerate(cells(page), 1):
        cell = {"cell_type": kind, "id": f"cell-{number}", "metadata": {},
                "source": text.splitlines(keepends=True)}
        listed.append(cell | ({"execution_count": None, "outputs": []} if kind == "code" else {}))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    whole = {"cells": listed, "metadata": {"kernelspec": kernel,
                                           "language_info": {"name": "python"}},
             "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write every notebook."""
    for page in sorted(FOLDER.glob("*.md")):
        text = notebook(page.read_text(encoding="utf-8"))
        page.with_suffix(".ipynb").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
