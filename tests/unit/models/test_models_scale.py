from __future__ import annotations

import numpy as np
import pytest

from data.words import Kind
from models.scale import Scale, scale_for


@pytest.mark.parametrize(("kind", "form"), [
    (Kind.FLOW, "log"), (Kind.STOCK, "log"), (Kind.CUMULATIVE, "log"), (Kind.AMOUNT, "log"),
    (Kind.RATIO, "log"), (Kind.UNDECLARED, "log"), (Kind.SHARE, "logit"), (Kind.SCORE, "log"),
])
def test_form_by_kind(kind: Kind, form: str) -> None:
    assert scale_for(kind, np.array([20.0, 30.0])).form == form


def test_declared_bounds_make_a_score_logit_and_values_outside_undo_it() -> None:
    inside, outside = np.array([70.0, 81.0]), np.array([90.0, 105.0])
    assert scale_for(Kind.SCORE, inside, (0.0, 100.0)) == Scale("logit", 0.0, 100.0)
    assert scale_for(Kind.SCORE, outside, (0.0, 100.0)).form == "log"
    assert scale_for(Kind.SHARE, outside).form == "log"
    assert scale_for(Kind.SHARE, np.array([-3.0, 4.0])).form == "identity"


def test_signed_series_are_in_units_of_their_largest_magnitude() -> None:
    scale = scale_for(Kind.AMOUNT, np.array([-50.0, 20.0]))
    assert scale.forward(np.array([-50.0, 20.0])) == pytest.approx([-1.0, 0.4])


def test_a_share_that_touches_its_edge_can_stay_there() -> None:
    y = np.array([96.0, 100.0])
    scale = scale_for(Kind.SHARE, y)
    z = scale.forward(y)
    assert np.isfinite(z).all()
    assert scale.inverse(z) == pytest.approx(y)
    assert scale.inverse(z[1:] + np.array([2.0]))[0] == 100.0


def test_zeros_start_the_log_at_half_the_smallest_figure() -> None:
    y = np.array([0.0, 4.0, 10.0])
    scale = scale_for(Kind.FLOW, y)
    assert scale.offset == 2.0
    assert scale.inverse(scale.forward(y)) == pytest.approx(y)
    assert scale.inverse(np.array([-200.0]))[0] == 0.0
    assert scale_for(Kind.FLOW, np.zeros(3)).offset == 0.5


def test_inverse_never_overflows_and_forward_refuses_its_outside() -> None:
    for scale in (Scale("log"), Scale("logit", 0, 100), Scale("identity", unit=3.0)):
        back = scale.inverse(np.array([-1e9, 1e9]))
        assert np.isfinite(back).all()
        assert np.isfinite(back**2).all()
    for scale, bad in ((Scale("log"), 0.0), (Scale("logit", 0, 100), 100.0)):
        with pytest.raises(ValueError, match="domain"):
            scale.forward(np.array([bad]))
