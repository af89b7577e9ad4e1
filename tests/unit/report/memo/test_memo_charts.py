"""The pictures of a memo: what they draw is what was given."""

from __future__ import annotations

import pytest

from report.charts.drawing.dumbbell import Dumbbell, alt_text, dumbbell_chart
from report.charts.drawing.movement import Move, movement_chart

ROWS = [Dumbbell("easy", 0.05, 0.12, None), Dumbbell("far", 3.0, 0.1, 0.05),
        Dumbbell("falls", -0.03, 0.02, None, heading=-1),
        Dumbbell("share", 1.5, 0.5, None, points=True)]


def names(figure: object) -> list[list[str]]:
    return [[t.get_text() for t in axes.get_yticklabels()] for axes in figure.axes]  # type: ignore[attr-defined]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_widest_gap_is_at_the_top_and_points_stand_apart(lang: str) -> None:
    figure = dumbbell_chart(ROWS, lang, until=2025)
    assert names(figure) == [["far", "falls", "easy"], ["share"]]
    assert all("2025" in axes.get_xlabel() for axes in figure.axes)
    for axes in figure.axes:  # an outlier does not push the others out of the frame
        low, high = axes.get_xlim()
        drawn = [x for line in axes.lines for x in line.get_xdata()]
        assert low <= min(drawn) <= max(drawn) <= high
    assert "far" in alt_text(ROWS, lang)


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="no growth"):
        dumbbell_chart([], "en", until=2025)
    with pytest.raises(ValueError, match="nothing"):
        movement_chart([], "en", then=2020, now=2021)


def test_the_greatest_fall_is_at_the_top() -> None:
    rows = [Move("up", 0.2, 0.5, "20% → 50%"), Move("down", 0.9, 0.3, "90% → 30%"),
            Move("still", 0.5, 0.5, "50% → 50%")]
    figure = movement_chart(rows, "en", then=2020, now=2022)
    assert names(figure) == [["down", "still", "up"]]
    assert {t.get_text() for t in figure.axes[0].texts} >= {r.said for r in rows}
    key = [t.get_text() for t in figure.legends[0].get_texts()]
    assert key[:2] == ["as of 2020", "as of 2022"]
    assert key[2:] == ["RED", "AMBER-RED", "AMBER", "GREEN-AMBER", "GREEN"]  # every band is named
