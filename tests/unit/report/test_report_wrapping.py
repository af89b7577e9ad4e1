from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.text.grid import grid
from report.text.wrapping import CLOSING, OPENING, balanced, cells, pad, shortened, wrap

MIXED = st.text(alphabet="版权登记数量，。（）“”%0123456789 abcdefg+-", max_size=120)


@given(text=MIXED, width=st.integers(6, 60))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(text=st.text(alphabet="版权登记数量，。（）", max_size=80), width=st.integers(12, 40))
def test_marks_stay_with_their_words(text: str, width: int) -> None:
    lines = wrap(text, width)
    runs = max((len(run) for run in _runs(text)), default=0)
    if runs > 3:  # a run of marks longer than a line has to break somewhere
        return
    assert not any(line[0] in CLOSING for line in lines[1:] if line)
    assert not any(line[-1] in OPENING for line in lines[:-1] if line)


def _runs(text: str) -> list[str]:
    out, run = [], ""
    for character in text:
        run = run + character if character in CLOSING + OPENING else ""
        out.append(run)
    return out


@pytest.mark.parametrize(("text", "n"), [("版权", 4), ("ab", 2), ("3,290 件", 8), ("", 0)])
def test_a_chinese_character_takes_two_cells(text: str, n: int) -> None:
    assert cells(text) == n


def test_number_and_per_cent_sign_are_not_parted() -> None:
    assert wrap("met in 48 % of cases", 9) == ["met in", "48 % of", "cases"]


def test_words_break_between_and_chinese_anywhere() -> None:
    assert wrap("alpha beta", 7) == ["alpha", "beta"]
    assert wrap("版权登记数量", 7) == ["版权登", "记数量"]


def test_padding_counts_cells() -> None:
    assert pad("版权", 6) == "版权  "
    assert pad("12", 4, right=True) == "  12"


def test_shortened_fits_and_says_so() -> None:
    assert shortened("版权登记数量", 7) == "版权登…"
    assert shortened("short", 7) == "short"


def test_a_line_too_narrow_for_any_character_is_refused() -> None:
    with pytest.raises(ValueError, match="holds no Chinese character"):
        wrap("版权", 1)


@pytest.mark.parametrize("width", [2, 20, 80])
def test_a_table_whose_last_column_is_one_character_wide_is_printed(width: int) -> None:
    assert grid(("x",), [["1"]], format="table", width=width).split() == ["x", "──", "1"]


@given(st.text("知识产权 专利ab cd、（）", max_size=60), st.integers(12, 40))
def test_balanced_lines_are_as_few_and_hold_the_same_text(text: str, width: int) -> None:
    plain, even = wrap(text, width), balanced(text, width)
    assert len(even) == len(plain)
    assert all(cells(line) <= width for line in even)
    assert "".join("".join(even).split()) == "".join("".join(plain).split())


def test_a_last_line_is_no_single_word() -> None:
    assert balanced("5. Demonstration firms: added in a year", 34) == [
        "5. Demonstration", "firms: added in a year"]
    assert balanced("国家、自治区知识产权优势、示范企业", 30) == [
        "国家、自治区知识产", "权优势、示范企业"]
