"""Plan documents against keys made by hand: at least .95 of the figures, at most .05 in excess."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from benchmarks.import_score import KEYS, read_key, score
from data.document.claims import Claim, Understood
from data.document.draft.planfile import plan_text
from data.document.formats.files import read_document
from data.document.understanding import understand
from data.plan import Period
from data.planfile.files import parse_plan
from data.words import Role
from tests.conftest import ROOT

ENOUGH = 0.95
INVENTED = ROOT / "tests" / "fixtures" / "import_plans"
NO_PERIOD = Period(2021, 2022, 2024)
"""For the one document that names no period."""

NAMES = sorted(path.stem for path in KEYS.glob("*.csv"))
FIXTURES = sorted(path.stem for path in INVENTED.glob("*.csv"))


@lru_cache(maxsize=16)
def understood(path: Path) -> Understood:
    return understand(read_document(path))


@pytest.mark.parametrize("name", NAMES)
def test_published_documents(name: str, shared: Path) -> None:
    claims = understood(shared / "plans" / f"{name}.txt").claims
    key = read_key(KEYS / f"{name}.csv")
    for role in (None, *Role):
        found = score(claims, key, role)
        if found.found or found.missed:
            assert found.recall >= ENOUGH, (role, found.missed)
            assert found.precision >= ENOUGH, (role, found.extra)


@pytest.mark.parametrize("name", FIXTURES)
def test_documents_of_other_kinds(name: str) -> None:
    claims = understood(INVENTED / f"{name}.txt").claims
    found = score(claims, read_key(INVENTED / f"{name}.csv"))
    assert found.recall >= 0.94, found.missed
    assert found.precision >= ENOUGH, found.extra


def test_documents_of_other_kinds_together() -> None:
    """All of them at once: the bar the published documents have to pass."""
    found, missed, extra = 0, 0, 0
    for name in FIXTURES:
        one = score(understood(INVENTED / f"{name}.txt").claims, read_key(INVENTED / f"{name}.csv"))
        found, missed, extra = found + one.found, missed + len(one.missed), extra + len(one.extra)
    assert found > 300
    assert found / (found + missed) >= ENOUGH
    assert found / (found + extra) >= ENOUGH


@pytest.mark.parametrize("name", NAMES)
def test_every_claim_can_be_found_again_in_the_document(name: str, shared: Path) -> None:
    path = shared / "plans" / f"{name}.txt"
    lines = path.read_text(encoding="utf-8").split("\n")
    found = understood(path)
    assert found.claims
    for claim in found.claims:
        spot = lines[claim.span.line - 1][claim.span.start:claim.span.end]
        assert spot == claim.text, claim
    for item in found.unread:
        assert item.span is not None
        assert item.span.line <= len(lines)


@pytest.mark.parametrize("name", [*NAMES, *FIXTURES])
def test_the_plan_file_made_of_it_is_accepted_and_loses_nothing(name: str) -> None:
    path = INVENTED / f"{name}.txt"
    if name in NAMES:
        path = ROOT.parent / "shared" / "plans" / f"{name}.txt"
        if not path.is_file():
            pytest.skip("needs ../shared (the plan documents), which is not here")
    found = understood(path)
    plan = parse_plan(plan_text(found, name=path.name, period=found.frame.period or NO_PERIOD))
    kept = {(t.span, t.value is None) for t in plan.targets if t.span is not None}
    kept |= {(s.span, s.value is None) for s in plan.statements if s.span is not None}
    spans = {span for span, _ in kept}
    targets = [c for c in found.claims if c.role is Role.TARGET and not c.stretch]
    notes = " ".join(t.note.get("zh") + t.note.get("en") for t in plan.targets)
    assert all(c.text in notes for c in found.claims if c.stretch)
    assert all(c.span in spans for c in targets), _lost(targets, spans)
    unread = {item.span for item in plan.unread}
    assert {item.span for item in found.unread} <= unread
    growth = [c for c in found.claims if c.role is Role.GROWTH]
    assert all(c.span in spans | unread for c in growth), _lost(growth, spans)


def _lost(claims: list[Claim], spans: set[object]) -> list[Claim]:
    return [claim for claim in claims if claim.span not in spans]
