"""Made-up documents of many kinds whose keys were written before they were first read.

Each document must give the targets of its key and no others; a review has none. ``name`` is a
pattern for the label, ``value`` as printed (a fall is negative), ``base`` the earlier figure the
document itself gives. Words of the key joined by ``|`` are all right.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from data.document.claims import Claim
from data.document.formats.files import read_document
from data.document.understanding import understand
from data.words import Role

HERE = Path(__file__).parent / "keyed"
with (HERE / "key.csv").open(encoding="utf-8", newline="") as file:
    KEY = list(csv.DictReader(file))
DOCUMENTS = sorted({row["document"] for row in KEY})


def value_of(claim: Claim) -> float | None:
    if claim.rate is not None:
        return claim.rate
    falls = claim.falling and claim.basis.value == "increment_from_base"
    return None if claim.value is None else (-claim.value if falls else claim.value)


def fits(claim: Claim, row: dict[str, str], end: int | None) -> bool:
    value = value_of(claim)
    return (bool(re.search(row["name"], claim.label)) and value is not None
            and value == pytest.approx(float(row["value"]), rel=1e-9)
            and claim.sense.value in (row["sense"] or claim.sense.value).split("|")
            and (claim.year or end) == int(row["year"])
            and claim.basis.value in (row["basis"] or claim.basis.value).split("|"))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_gives_the_targets_of_its_key(document: str) -> None:
    understood = understand(read_document(HERE / document))
    period = understood.frame.period
    end = period.end if period is not None else None
    targets = [c for c in understood.claims if c.role is Role.TARGET]
    achieved = [c for c in understood.claims if c.role is Role.ACTUAL]
    for row in (r for r in KEY if r["document"] == document and r["name"]):
        found = [c for c in targets if fits(c, row, end)]
        assert found, (row, [(c.label, value_of(c), c.sense, c.year, c.basis) for c in targets])
        targets.remove(found[0])
        if row["base"]:
            assert any(re.search(row["name"], c.label) and c.value == float(row["base"])
                       for c in achieved), row
    assert not targets, [(c.label, value_of(c), c.year) for c in targets]
