"""Sphinx builds these pages offline (``make docs``); the reference comes from the code."""

from __future__ import annotations

import sys
from importlib.metadata import version as installed
from pathlib import Path

from sphinx.application import Sphinx

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "scripts"))

project = "plancast"
release = version = installed("plancast")
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 4
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"plancast {release}"
html_show_copyright = False
html_copy_source = False
pygments_style = "friendly"


def _reference(_: Sphinx) -> None:
    import reference_pages

    reference_pages.write(HERE / "reference")


def setup(app: Sphinx) -> None:
    """Write the reference before any page is read."""
    app.connect("builder-inited", _reference)
