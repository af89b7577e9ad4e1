"""Indicator tables against keys made by hand: every number, its role, its quantity and its side."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from benchmarks.import_score import agrees, read_key, score
from data.document.formats.files import read_document
from data.document.understanding import understand
from data.words import Role, Sense
from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "fixtures" / "import_tables"
NAMES = sorted(path.stem for path in FOLDER.glob("*.csv") if path.stem != "index")
SURE = 0.9


def spot(name: str) -> Path:
    return next(path for path in FOLDER.glob(f"{name}.*") if path.suffix != ".csv")


def test_every_document_is_in_the_index() -> None:
    with open(FOLDER / "index.csv", encoding="utf-8", newline="") as stream:
        assert sorted(row["document"] for row in csv.DictReader(stream)) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_a_table(name: str) -> None:
    found = score(understand(read_document(spot(name))).claims, read_key(FOLDER / f"{name}.csv"))
    assert not found.missed
    assert not found.extra


@pytest.mark.parametrize("name", NAMES)
def test_no_target_bounds_the_wrong_side_without_a_doubt(name: str) -> None:
    claims = understand(read_document(spot(name))).claims
    key = read_key(FOLDER / f"{name}.csv")
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as stream:
        senses = [row["sense"] for row in csv.DictReader(stream)]
    for row, sense in zip(key, senses, strict=True):
        if row.role is not Role.TARGET or not sense or row.upper is not None:
            continue
        claim = next(c for c in claims if agrees(c, row))
        assert claim.sense is Sense(sense) or claim.confidence < SURE, (row, claim.sense)
