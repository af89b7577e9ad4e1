"""Every piece of advice on a table, obeyed, leads to a table that is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import PlancastError
from data.ledger.actuals import read_actuals
from data.planfile.files import parse_plan
from data.tables.history import read_history
from data.tables.join import with_history
from tests.cli.commands import one

Q = "indicator,period,value,per_year\n"
MONTHS = [f"x,2020-{m:02d}," for m in range(1, 13)]
RISING = "".join(f"{row}{10 * (i + 1)},{{way}}\n" for i, row in enumerate(MONTHS))

ADVICE = {
    "COLUMNS_MISSING": ("name,when,how much\nx,2019,5\n", "indicator,year,value\nx,2019,5\n"),
    "ROW_LENGTH": ("indicator,year,value\nx,2019,1,000\n",
                   'indicator,year,value\nx,2019,"1,000"\n'),
    "SHAPE_NO_INDICATOR": ("region,2019,2020\nA,5,6\n", "indicator: x\nregion,2019,2020\nA,5,6\n"),
    "SHAPE_YEARS_TWICE": ("indicator,2019,2019,2020\nx,5,3,6\n", "indicator,2019,2020\nx,5,6\n"),
    "SHAPE_LABELS": ("a,b,c,2019,2020\nx y,u v,z w,5,6\np q,r s,t t,7,8\n",
                     "indicator,region,2019,2020\nx y,u v,5,6\np q,r s,7,8\n"),
    "SHAPE_TWO_VALUES": ("t\nindicator,year,plan,done\nx,2019,5,6\nx,2020,7,8\n",
                         "t\nindicator,year,value\nx,2019,6\nx,2020,8\n"),
    "REGION_BLANK": ("region,indicator,year,value\nA,x,2019,5\n,x,2020,6\n",
                     "region,indicator,year,value\nA,x,2019,5\nA,x,2020,6\n"),
    "COLUMN_PARTS": ("indicator,sex,year,value\nx,male,2019,5\nx,female,2020,6\n",
                     "indicator,year,value\nx male,2019,5\nx female,2020,6\n"),
    "DUPLICATE_COLUMNS": ("indicator,place,year,value\nx,a,2019,5\nx,b,2019,6\n",
                          "indicator,year,value\nx a,2019,5\nx b,2019,6\n"),
    "VALUE_IS_DATE": ("indicator,year,value\nx,2019,2020-01-05\nx,2020,2020-01-06\n",
                      "indicator,year,value\nx,2019,5\nx,2020,6\n"),
    "VALUE_IS_TRUTH": ("indicator,year,value\nx,2019,true\nx,2020,6\n",
                       "indicator,year,value\nx,2020,6\n"),
    "NUMBER_EXPECTED": ("indicator,year,value\nx,2019,about 5\nx,2020,\n",
                        "indicator,year,value\nx,2019,5\n"),
    "DECIMAL_COMMA": ("indicator;year;value\nx;2019;12,5\n", "indicator;year;value\nx;2019;12.5\n"),
    "PERCENT_UNIT": ("indicator,year,value,unit\nx,2019,5%,件\n",
                     "indicator,year,value,unit\nx,2019,5%,%\n"),
    "UNIT_UNKNOWN": ("indicator,year,value,unit\nx,2019,5,万伴\n",
                     "indicator,year,value,unit\nx,2019,5,万件\n"),
    "NUMBER_TOO_LARGE": ("indicator,year,value,unit\nx,2019,1e40,件\n",
                         "indicator,year,value,unit\nx,2019,1e4,件\n"),
    "YEAR_UNCLEAR": ("indicator,year,value\nx,2009-10,5\n",
                     "indicator,year,value\nx,2009/2010,5\n"),
    "YEAR_NOT_WHOLE": ("indicator,year,value\nx,2015-20,5\n", "indicator,year,value\nx,2015,5\n"),
    "PERIOD_ODD": ("unique_id,ds,y\nx,2018-12-31,5\nx,2019-12-31,6\nx,2020-06-30,4\n",
                   "indicator,year,first,last,value\nx,2018,1,12,5\nx,2019,1,12,6\nx,2020,1,6,4\n"),
    "MONTH_UNKNOWN": ("indicator,year,month,value\nx,2019,foo,5\nx,2019,bar,6\n",
                      "indicator,year,month,value\nx,2019,,5\n"),
    "MONTH_ALONE": ("indicator,year,month,value\nx,2019,6,5\n",
                    "indicator,year,first,last,value\nx,2019,1,6,5\n"),
    "MONTHS_ASK": ("indicator,period,value\n" + "".join(f"{r}5\n" for r in MONTHS),
                   Q + "".join(f"{r}5,sum\n" for r in MONTHS)),
    "MONTHS_CUMULATED": (Q + RISING.format(way="sum"), Q + RISING.format(way="last")),
    "MONTHS_HOLE": (Q + "x,2019Q1,5,sum\nx,2019Q3,5,sum\nx,2020Q1,5,sum\nx,2020Q2,5,sum\n",
                    Q + "x,2020Q1,5,sum\nx,2020Q2,5,sum\n"),
    "MONTHS_MIXED": (Q + "x,2019,20,sum\nx,2019Q2,5,sum\nx,2020,21,sum\n",
                     Q + "x,2019,20,sum\nx,2020,21,sum\n"),
    "WORD_UNKNOWN": (Q + "".join(f"{r}5,add\n" for r in MONTHS),
                     Q + "".join(f"{r}5,sum\n" for r in MONTHS)),
    "SCALE_BREAK": ("indicator,year,value\nx,2018,31000\nx,2019,33000\nx,2020,3.4\n",
                    "indicator,year,value,unit\nx,2018,31000,件\nx,2019,33000,件\nx,2020,3.4,万件\n"),
}
LEFT_OUT = ("indicator,year,value\nx,2018,31000\nx,2019,33000\nx,2020,3.4\n",
            "indicator,year,value\nx,2020,3.4\n")


def written(folder: Path, text: str) -> Path:
    path = folder / "t.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("code", ADVICE)
def test_advice_obeyed_is_enough(tmp_path: Path, code: str) -> None:
    bad, obeyed = ADVICE[code]
    with pytest.raises(PlancastError) as caught:
        read_history(written(tmp_path, bad))
    assert code in {p.code for p in caught.value.problems}
    table = read_history(written(tmp_path, obeyed))
    assert len(table) + len(table.parts) > 0


def test_the_other_way_out_of_a_break_in_scale(tmp_path: Path) -> None:
    with pytest.raises(PlancastError):
        read_history(written(tmp_path, LEFT_OUT[0]))
    assert list(read_history(written(tmp_path, LEFT_OUT[1])).value) == [3.4]


def test_figures_in_another_unit_than_the_plans_base(tmp_path: Path) -> None:
    plan = parse_plan(one("base: 16000, value: 20000", years=(), values=()), "p.yaml")
    rows = "indicator,year,value{}\na,2018,1.3{}\na,2019,1.5{}\n"
    with pytest.raises(PlancastError) as caught:
        with_history(plan, [read_history(written(tmp_path, rows.format("", "", "")))])
    assert [(p.code, p.where.row) for p in caught.value.problems] == [("HISTORY_UNIT_SLIP", 3)]
    obeyed = rows.format(",unit", ",万件", ",万件")
    series, = with_history(plan, [read_history(written(tmp_path, obeyed))]).history
    assert list(series.values) == [13000.0, 15000.0]


def test_figures_in_another_unit_than_the_plans_own_history(tmp_path: Path) -> None:
    plan = parse_plan(one("value: 20000", years=(2020,), values=(16000.0,)), "p.yaml")
    with pytest.raises(PlancastError, match="HISTORY_UNIT_SLIP"):
        with_history(plan, [read_history(written(tmp_path, "indicator,year,value\na,2019,1.5\n"))])


def test_months_of_actuals_take_the_same_advice(tmp_path: Path) -> None:
    kind = "{name: {zh: 量, en: G}, unit: 件, kind: undeclared, readings: [flow, stock]}"
    plan = parse_plan(one("value: 200", kind=kind), "p.yaml")
    rows = "".join(f"a,2021-{m:02d},{m}{{}}\n" for m in range(1, 13))
    with pytest.raises(PlancastError) as caught:
        read_actuals(written(tmp_path, "indicator,period,value\n" + rows.format(*[""] * 12)), plan)
    assert [p.code for p in caught.value.problems] == ["MONTHS_ASK"]
    for way, value in (("sum", None), ("mean", 6.5), ("last", 12.0)):
        path = written(tmp_path, "indicator,period,value,per_year\n"
                       + rows.format(*[f",{way}"] * 12))
        if value is None:  # one to twelve rise like totals since January
            with pytest.raises(PlancastError, match="MONTHS_CUMULATED"):
                read_actuals(path, plan, trust_units=True)
            continue
        figure, = read_actuals(path, plan, trust_units=True)
        assert (figure.year, figure.first, figure.last, figure.value) == (2021, 1, 12, value)
