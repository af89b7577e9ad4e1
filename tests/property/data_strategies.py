"""Hypothesis strategies for what is read and written."""

from __future__ import annotations

from hypothesis import strategies as st

from data.units import UNITS

units = st.sampled_from(sorted(UNITS)).map(UNITS.__getitem__)
figures = st.floats(min_value=1e-6, max_value=1e12)
years = st.integers(1900, 2025)  # years to come are no history and are left out
names = st.text(st.characters(categories=["L", "N"], include_characters="-_ ,;\"'%·"),
                min_size=1, max_size=12).map(str.strip).filter(bool)
ids = st.from_regex(r"[a-z][a-z0-9_]{0,15}", fullmatch=True)

history_rows = st.lists(
    st.tuples(names.filter(lambda n: "/" not in n), names, years, figures),
    min_size=1, max_size=20, unique_by=lambda row: row[:3],
)
"""Rows region, indicator, year, value, each (region, indicator, year) once."""
