"""Hypothesis strategies shared by the property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from forecast.probability.evidence import Grounds

positive = st.floats(0.5, 1e4)
probability = st.floats(0, 1)
grounds = st.builds(
    Grounds, n_obs=st.integers(0, 20), n_windows=st.integers(0, 300), same_family=st.booleans(),
    skill=st.none() | st.floats(-1, 1), unresolved_break=st.booleans(),
    base_conflict=st.booleans(), kind_undeclared=st.booleans(),
    definition_changed=st.booleans(), base_dispute=st.sampled_from([0.0, 0.05, 0.2]),
    first_year=st.none() | st.integers(1990, 2020),
)
