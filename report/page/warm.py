"""Loads what every worker needs, so that a process forked from here can answer at once.

Importing this module is meant to take a second: it is done once, before anybody asks.
"""

from __future__ import annotations

import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import report.page.desk  # noqa: E402
from data.reference.figures import bundled_reference  # noqa: E402

report.page.desk.__doc__  # noqa: B018  (loaded for its imports)
bundled_reference()
