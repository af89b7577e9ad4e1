"""How problems are shown: a numbered list for people, records for machines."""

from __future__ import annotations

import json

from data.characters import printable
from data.errors import PlancastError
from data.words import Lang


def problems_text(error: PlancastError, lang: Lang) -> str:
    """Return all problems of an input: code, place, what is wrong and what to do."""
    n = len(error.problems)
    head = f"发现 {n} 个问题：" if lang == "zh" else f"{n} problem{'s' if n != 1 else ''} found:"
    lines = [head]
    for i, p in enumerate(error.problems, 1):
        place = p.where.text()
        lines.append(f"{i}. [{p.code}] {place + ': ' if place else ''}{p.message(lang)}")
        lines.append(f"   → {p.hint(lang)}")
    return printable("\n".join(lines))


def problems_json(error: PlancastError) -> str:
    """Return all problems as JSON, with the texts in both languages."""
    rows = [
        {
            "code": p.code,
            "file": p.where.file or None,
            "row": p.where.row,
            "key": p.where.key or None,
            "region": p.where.region or None,
            "indicator": p.where.indicator or None,
            "year": p.where.year,
            "message": {"zh": p.message("zh"), "en": p.message("en")},
            "hint": {"zh": p.hint("zh"), "en": p.hint("en")},
        }
        for p in error.problems
    ]
    return json.dumps({"problems": rows}, ensure_ascii=False, indent=2)
