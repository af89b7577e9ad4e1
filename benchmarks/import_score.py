"""How well ``plancast import`` reads plan documents, against keys made by hand.

    python benchmarks/import_score.py DOCUMENT KEY.csv [DOCUMENT KEY.csv ...]
    python benchmarks/import_score.py --folder ../shared/plans
    python benchmarks/import_score.py --index FOLDER/index.csv

An index lists documents with their kind (simplified prose, review, ...) and, where the document
does not say it, their period; the score is then given by kind. A target that stands where the key
has none is counted as invented.

A claim matches a row of the key when it stands on the same line, its characters overlap, its role
is the same, and its value is the same quantity (after units are converted). Every row and every
claim counts once; rows marked doubtful are neither asked for nor counted as excess. Where a key
gives the year, the side (sense) or the basis of a row, a claim that has another is *found*, and
counts as wrong in all its details and in how sure the reader was.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from data.document.claims import Claim
from data.document.formats.files import read_document
from data.document.measures import resolved
from data.document.understanding import understand
from data.plan import Period
from data.words import Basis, Role, Sense

KEYS = Path(__file__).resolve().parents[1] / "tests" / "fixtures" / "import_key"


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One number that a careful reader takes from a document."""

    line: int
    start: int
    end: int
    role: Role
    value: float
    upper: float | None
    unit: str
    label: str
    doubtful: bool
    year: int | None = None
    sense: Sense | None = None
    basis: Basis | None = None

    def text(self) -> str:
        """Return the row for a list of misses."""
        return f"line {self.line} {self.start}-{self.end} {self.role.value} {self.value:g}" \
               f"{self.unit} {self.label}"


@dataclass(frozen=True, slots=True)
class Score:
    """What was found, missed and found in excess, for one role or for all."""

    found: int
    missed: tuple[KeyRow, ...]
    extra: tuple[Claim, ...]
    other: tuple[tuple[Claim, KeyRow], ...] = ()  # found, with another year, side or basis

    @property
    def recall(self) -> float:
        """Rows found as a share of the rows asked for; NaN when none is."""
        asked = self.found + len(self.missed)
        return self.found / asked if asked else math.nan

    @property
    def precision(self) -> float:
        """Right claims as a share of the claims made; NaN when none was."""
        made = self.found + len(self.extra)
        return self.found / made if made else math.nan


def read_key(path: str | Path) -> tuple[KeyRow, ...]:
    """Return the rows of a key (see the README beside the keys for its columns)."""
    with open(path, encoding="utf-8", newline="") as stream:
        return tuple(KeyRow(
            int(row["line"]), int(row["start"]), int(row["end"]), Role(row["role"]),
            float(row["value"]), float(row["upper"]) if row["upper"] else None, row["unit"],
            row["label"], row["doubtful"] == "1",
            int(row["year"]) if row.get("year") else None,
            Sense(row["sense"]) if row.get("sense") else None,
            Basis(row["basis"]) if row.get("basis") else None) for row in csv.DictReader(stream))


def score(claims: Iterable[Claim], key: Sequence[KeyRow], role: Role | None = None) -> Score:
    """Match claims with a key; ``role`` limits both sides to one role."""
    rows = [row for row in key if role in (None, row.role)]
    left = list(rows)
    extra: list[Claim] = []
    other: list[tuple[Claim, KeyRow]] = []
    found = 0
    for claim in _distinct(claims):
        if role not in (None, claim.role):
            continue
        hit = next((row for row in left if agrees(claim, row)), None)
        if hit is not None:
            left.remove(hit)
            found += not hit.doubtful
            if not hit.doubtful and not in_detail(claim, hit):
                other.append((claim, hit))
        elif not any(_overlaps(claim, row) and row.doubtful for row in key):
            extra.append(claim)
    return Score(found, tuple(row for row in left if not row.doubtful), tuple(extra),
                 tuple(other))


def _distinct(claims: Iterable[Claim]) -> list[Claim]:
    """Return claims with a number, one for a number that serves several indicators."""
    seen: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        if claim.value is not None:
            spot = (claim.span, claim.role, claim.value, claim.upper)
            seen.setdefault(spot, claim)
    return list(seen.values())


def agrees(claim: Claim, row: KeyRow) -> bool:
    """Say whether a claim is what the row of the key says: place, role and quantity."""
    return claim.role is row.role and _overlaps(claim, row) and _same_quantity(claim, row)


def in_detail(claim: Claim, row: KeyRow) -> bool:
    """Say whether year, side and basis are those of the key, as far as it gives them."""
    return (row.year in (None, claim.year) and row.basis in (None, claim.basis)
            and (row.sense is None or row.role is not Role.TARGET
                 or _side(row.sense) == _side(claim.sense)))


def _side(sense: Sense) -> Sense:
    return Sense.AT_LEAST if sense is Sense.ABOVE else sense


def _overlaps(claim: Claim, row: KeyRow) -> bool:
    span = claim.span
    return span.line == row.line and span.start < row.end and row.start < span.end


def _same_quantity(claim: Claim, row: KeyRow) -> bool:
    if claim.value is None or (claim.upper is None) != (row.upper is None):
        return False
    if claim.upper is not None and row.upper is not None and not _equal(
            claim.upper, claim.unit, row.upper, row.unit):
        return False
    return _equal(claim.value, claim.unit, row.value, row.unit)


def _equal(a: float, unit_a: str, b: float, unit_b: str) -> bool:
    if not unit_b or unit_a == unit_b:  # the key names no unit where none is printed
        return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)
    one, two = resolved(unit_a), resolved(unit_b)
    left = one.unit.to_canonical(a * float(one.factor))
    right = two.unit.to_canonical(b * float(two.factor))
    return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-12)


def report(name: str, claims: Sequence[Claim], key: Sequence[KeyRow]) -> str:
    """Return the score of one document as lines of text, with every miss and excess."""
    lines = [name]
    for role in (None, *Role):
        result = score(claims, key, role)
        if result.found or result.missed or result.extra:
            lines.append(
                f"  {'all' if role is None else role.value:7} recall {result.recall:.3f}  "
                f"precision {result.precision:.3f}  ({result.found} found, "
                f"{len(result.missed)} missed, {len(result.extra)} in excess)")
    whole = score(claims, key)
    lines += [f"  missed: {row.text()}" for row in whole.missed]
    lines += [f"  excess: line {c.span.line} {c.span.start}-{c.span.end} {c.role.value} "
              f"{c.text}{c.unit} {c.label} ({c.confidence:.2f})" for c in whole.extra]
    lines += [f"  other details: {row.text()}: {c.label} {c.year} {c.sense.value} {c.basis.value} "
              f"({c.confidence:.2f})" for c, row in whole.other]
    return "\n".join(lines)


@dataclass(slots=True)
class KindScore:
    """What was read of all documents of one kind, and how sure the reader was of it."""

    documents: int = 0
    asked: int = 0
    found: int = 0
    made: int = 0
    invented: int = 0
    other: int = 0  # found with another year, side or basis
    sure: int = 0  # claims that the reader was sure of
    sure_right: int = 0
    ceilings: int = 0  # targets of the key that are ceilings
    wrong_side: int = 0  # of these, read as floors

    def add(self, claims: Sequence[Claim], key: Sequence[KeyRow]) -> None:
        """Count one document."""
        result = score(claims, key)
        wrong = {id(c) for c in result.extra} | {id(c) for c, _ in result.other}
        sure = [c for c in _distinct(claims) if c.confidence >= SURE
                and not any(_overlaps(c, row) and row.doubtful for row in key)]
        self.documents += 1
        self.ceilings += sum(row.role is Role.TARGET and row.sense is Sense.AT_MOST
                             and not row.doubtful for row in key)
        self.wrong_side += sum(row.role is Role.TARGET and row.sense is Sense.AT_MOST
                               and _side(c.sense) is Sense.AT_LEAST for c, row in result.other)
        self.asked += result.found + len(result.missed)
        self.found += result.found
        self.other += len(result.other)
        self.made += result.found + len(result.extra)
        self.invented += sum(c.role is Role.TARGET and not any(
            _overlaps(c, row) and row.role is Role.TARGET for row in key) for c in result.extra)
        self.sure += len(sure)
        self.sure_right += sum(id(c) not in wrong for c in sure)

    def row(self, kind: str) -> str:
        """Return the row of this kind in a Markdown table."""
        recall = self.found / self.asked if self.asked else math.nan
        precision = self.found / self.made if self.made else math.nan
        sure = self.sure_right / self.sure if self.sure else math.nan
        whole = (self.found - self.other) / self.found if self.found else math.nan
        return (f"| {kind} | {self.documents} | {self.asked} | {self.found} | {recall:.3f} | "
                f"{precision:.3f} | {whole:.3f} | {self.invented} | {sure:.3f} ({self.sure}) | "
                f"{self.wrong_side} of {self.ceilings} |")


SURE = 0.9


def by_kind(index: Path) -> str:
    """Return the score of the documents of an index, kind by kind, as a Markdown table."""
    kinds: dict[str, KindScore] = {}
    details: list[str] = []
    with open(index, encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            name = row["document"]
            document = read_document(next(p for p in sorted(index.parent.glob(f"{name}.*"))
                                          if p.suffix != ".csv"))
            claims = understand(document, _period(row["period"])).claims
            key = read_key(index.parent / f"{name}.csv")
            details.append(report(name, claims, key))
            for kind in (row["kind"], "all"):
                kinds.setdefault(kind, KindScore()).add(claims, key)
    head = ["| kind | documents | numbers | read rightly | recall | precision | year, side and "
            f"basis right | invented targets | right above {SURE} | ceilings read as floors |",
            "|---|---|---|---|---|---|---|---|---|---|"]
    ordered = [kind for kind in kinds if kind != "all"] + ["all"]
    return "\n".join([*details, "", *head, *(kinds[kind].row(kind) for kind in ordered)])


def _period(text: str) -> Period | None:
    if not text:
        return None
    first, last = map(int, text.split("-"))
    return Period(first - 1, first, last)


def main(words: Sequence[str]) -> int:
    """Score documents; return 1 when one falls below .95 of recall or precision."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pairs", nargs="*", type=Path, help="documents and keys, by turns")
    parser.add_argument("--folder", type=Path, help="documents named like the keys of the tests")
    parser.add_argument("--index", type=Path, help="a list of documents: document,kind,period")
    given = parser.parse_args(words)
    if given.index is not None:
        print(by_kind(given.index))
    pairs = list(zip(given.pairs[::2], given.pairs[1::2], strict=True))
    if given.folder is not None:
        pairs += [(given.folder / f"{key.stem}.txt", key) for key in sorted(KEYS.glob("*.csv"))]
    below = 0
    for document, path in pairs:
        claims, key = understand(read_document(document)).claims, read_key(path)
        print(report(document.name, claims, key))
        result = score(claims, key)
        below += result.recall < 0.95 or result.precision < 0.95
    return min(below, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
