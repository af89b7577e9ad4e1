"""Reading a document takes time in proportion to it, and what is written of it can be read."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.document.claims import Understood
from data.document.draft.planfile import plan_text
from data.document.lines import Document, Line
from data.document.understanding import understand
from data.errors import PlancastError
from data.plan import Period
from data.planfile.files import parse_plan
from tests.effort import examples

PERIOD = Period(2020, 2021, 2025)
HEAD, LAST = "第一章 目标", "到2025年，专利授权量达到5000件。"
REPEATED = ["1", "1、", "1|", "二", "二、", "专利授权量增长目标", "专利授权量5件，",
    "专利授权量达到5件以上。",
            "patents 5 ", "5%", "(", "“", "2025年", "减半", "前5位", "三分之", "1:", "1.", "1-",
            "a 45% reduction in landfill ", "halve deaths "]


def document(*lines: str) -> Document:
    return Document("d.txt", "txt", tuple(Line(i, text) for i, text in enumerate(lines, 1)))


def seconds(line: str) -> float:
    """Return the processor time that a document with one line of text takes to be read."""
    made = document(HEAD, line, LAST)
    begun = time.process_time()
    found = understand(made, PERIOD)
    with suppress(PlancastError):  # a text without a target
        plan_text(found, name="d.txt", period=PERIOD)
    return time.process_time() - begun


@pytest.mark.parametrize("unit", REPEATED)
def test_twice_the_text_takes_twice_the_time(unit: str) -> None:
    n = examples(8_000, 20_000) // len(unit)
    seconds(unit * 200)  # what is loaded once
    one, two = seconds(unit * n), seconds(unit * 2 * n)
    assert one < 3
    assert two < 3 * one + 0.1


def test_numbers_too_large_for_any_figure_are_listed() -> None:
    for text in ("到2025年，产值翻2000番。", f"到2025年，授权量达到{'9' * 400}件。"):
        found = understand(document(HEAD, text, LAST), PERIOD)
        assert [c.value for c in found.claims] == [5000]
        assert found.unread
        parse_plan(plan_text(found, name="d.txt", period=PERIOD))


@pytest.mark.parametrize("char", ["\x7f", "\x00", "\x9b", "\ufffe", "\x1b"])
def test_what_is_written_of_any_character_is_read(char: str) -> None:
    text = f"到2025年，专利{char}授权量达到5000件，{char}约有30{char}%的{char}项目。"
    found = understand(document(HEAD, text, LAST), PERIOD)
    parse_plan(plan_text(found, name=f"d{char}.txt", period=PERIOD))


WORDS = st.sampled_from([
    "到2025年，", "2020年", "达到", "增长", "下降", "至", "以上", "左右", "5", "12.5", "%", "万元",
    "件", "个百分点",
    "分别", "、", "，", "。", "；", "(目前", ")", "力争", "翻番", "减半", "前三位", "专利授权量",
    "失业率", "由", "从",
    "一至两成", "三分之一", "3万8500", "每年", "“十四五”期间", "新增", "新建", "预计", "目标为",
    "will rise to ", "by 2030",
    " at least ", "two thirds of ", "firms ", "reduction in ", "halve ", "(2020: ", "from ", "to ",
    "£", "million ", "\t", "|", ":", "\x7f", "１２", "億", "民國114年", "114年"])


def reads_back(text: str) -> Understood:
    """Read a text; what is written of it must be read by the plan reader."""
    found = understand(document(HEAD, *text.split("\n")), PERIOD)
    with suppress(PlancastError):  # no target in it
        parse_plan(plan_text(found, name="d.txt", period=PERIOD))
    return found


@settings(max_examples=examples(80, 1000), deadline=None)
@given(st.lists(st.one_of(WORDS, st.text(max_size=4)), max_size=30).map("".join))
def test_any_text_is_read_and_what_is_written_of_it_too(text: str) -> None:
    for claim in reads_back(text).claims:
        assert 0 <= claim.span.start < claim.span.end
        assert 0 < claim.confidence <= 1
