"""Doubts: parts of a document that could not be read safely, said in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data.document.limits import MAX_LISTED
from data.errors import Where, problem
from data.plan import Span, Unread
from data.words import Lang

_BETWEEN = " / "
_LONGEST = 300


def doubt(code: str, text: str, span: Span | None = None, **details: object) -> Unread:
    """Return a doubt about ``text``: its reason is the message ``code`` in Chinese and English.

    ``text`` is cut to 300 characters. ``details`` fill in the message, as in ``problem``.
    """
    found = problem(code, Where(), **details)
    zh = f"{found.message('zh')}；{found.hint('zh')}"
    en = f"{found.message('en')}; {found.hint('en')}"
    return Unread(text.strip()[:_LONGEST], zh + _BETWEEN + en, span)


def reason_in(lang: Lang, reason: str) -> str:
    """Return the half of a doubt's bilingual reason that is in ``lang``; else all of it."""
    zh, between, en = reason.partition(_BETWEEN)
    return reason if not between else (zh if lang == "zh" else en)


def listed(doubts: Sequence[Unread]) -> tuple[Unread, ...]:
    """Return the first ``MAX_LISTED`` doubts of one kind, and how many more there are."""
    rest = len(doubts) - MAX_LISTED
    if rest <= 0:
        return tuple(doubts)
    more = doubt("DOUBT_MORE", doubts[MAX_LISTED].text, doubts[MAX_LISTED].span, count=rest)
    return (*doubts[:MAX_LISTED], more)


def page_list(pages: Iterable[int]) -> str:
    """Write page numbers as people do: ``1-3, 7``."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
