"""The machine's clock, and whether it can be right: entries and archives are dated by it."""

from __future__ import annotations

import time

from data.errors import PlancastError, problem

YEARS = range(1980, 2108)
"""The years that a ZIP archive, and so a workbook or DOCX, can state."""


def check_clock() -> None:
    """Refuse a clock that cannot be right: a machine without a battery begins in 1970.

    Raises ``PlancastError`` (CLOCK_WRONG) outside ``YEARS``, in universal time.
    """
    year = time.gmtime(time.time()).tm_year
    if year not in YEARS:
        raise PlancastError([problem("CLOCK_WRONG", year=year)])
