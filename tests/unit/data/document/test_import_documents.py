"""Made-up documents of every kind of wording that was once read wrongly: each number of the key is
read, with its year, its side and its basis, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.import_score import score
from benchmarks.marked_documents import unmarked
from data.document.draft.planfile import UNSURE
from data.document.lines import Document, Line
from data.document.understanding import understand
from data.plan import Period

FOLDER = Path(__file__).resolve().parents[3] / "fixtures" / "import_documents"
DOCUMENTS = sorted(FOLDER.glob("*.txt"))


def _read(path: Path) -> tuple[Document, Period | None]:
    texts = path.read_text(encoding="utf-8").split("\n")
    said = re.match(r"# period: (\d{4})-(\d{4})", texts[0])
    period = None
    if said is not None:
        first, last = int(said.group(1)), int(said.group(2))
        period, texts = Period(first - 1, first, last), texts[1:]
    return Document(path.name, "txt", tuple(Line(i, t) for i, t in enumerate(texts, 1))), period


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_every_number_is_read_as_keyed_and_nothing_else(path: Path) -> None:
    marked, period = _read(path)
    document, key = unmarked(marked)
    found = score(understand(document, period).claims, key)
    assert [row.text() for row in found.missed] == []
    assert [f"{c.span.line} {c.label} {c.text}" for c in found.extra] == []
    wrong = [f"{row.text()}: {c.year} {c.sense} {c.basis}" for c, row in found.other
             if c.confidence >= UNSURE]
    assert wrong == []


def test_marks_are_taken_out_and_make_the_key() -> None:
    document = Document("a.txt", "txt", (Line(1, "覆盖率达到⟦45|T % y=2025⟧%。"),))
    plain, key = unmarked(document)
    assert plain.lines[0].text == "覆盖率达到45%。"
    assert (key[0].start, key[0].end, key[0].value, key[0].year) == (5, 7, 45.0, 2025)
