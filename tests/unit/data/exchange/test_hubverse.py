"""Hubverse model output: names of files and models, and the rules of each output type."""

from __future__ import annotations

import pytest

from data.errors import PlancastError
from data.exchange.hubverse import checked_model, output_csv, output_name
from data.exchange.predictive import Chance, Quantiles

FOUND = Quantiles("Springfield", "Grants", 2020, (2021, 2022), (0.1, 0.5), ((1.0, 2), (3, 4.5)))
MET = Chance("", "Grants met", 2020, 2022, 0.07, "slow")


def test_a_row_a_number() -> None:
    assert output_csv([FOUND], [MET], scenarios=False) == """\
origin_date,target,horizon,target_end_date,location,output_type,output_type_id,value
2020-12-31,Grants,1,2021-12-31,Springfield,quantile,0.1,1.0
2020-12-31,Grants,1,2021-12-31,Springfield,quantile,0.5,2
2020-12-31,Grants,2,2022-12-31,Springfield,quantile,0.1,3
2020-12-31,Grants,2,2022-12-31,Springfield,quantile,0.5,4.5
2020-12-31,Grants met,2,2022-12-31,NA,pmf,met,0.07
2020-12-31,Grants met,2,2022-12-31,NA,pmf,missed,0.93
"""
    lines = output_csv([FOUND], [MET], scenarios=True).splitlines()
    assert lines[0].split(",")[5] == "scenario_id"
    assert [line.split(",")[5] for line in lines[1:]] == ["baseline"] * 4 + ["slow"] * 2


@pytest.mark.parametrize("name", ["plancast-law", "team_1-model_2", "A-b"])
def test_where_a_round_stands(name: str) -> None:
    assert output_name(2020, checked_model(name)) == (
        f"model-output/{name}/2020-12-31-{name}.csv")


@pytest.mark.parametrize("name", ["plancast", "a-b-c", "a/b-c", "../x-y", "甲-乙", "a-", ""])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(PlancastError) as error:
        checked_model(name)
    assert error.value.problems[0].code == "HUB_MODEL"
