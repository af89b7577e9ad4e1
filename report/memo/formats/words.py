"""The words that formats add to a memo."""

from __future__ import annotations

from data.messages.message import Message
from data.words import Lang

FIGURE, TABLE = Message("memo.format.figure"), Message("memo.format.table")
AFTER_NUMBER = Message("memo.format.after_number")
CONTENTS = Message("memo.format.contents")
SKIP = Message("memo.format.skip")
PAGE = Message("memo.format.page", page="{page}", pages="{pages}")


def caption_label(name: Message, number: int, lang: Lang) -> str:
    """Return “图 1” or “Figure 1”."""
    return f"{name.get(lang)} {number}"


def evidence(trace: str, lang: Lang) -> str:
    """Return what a mark that leads to the trace is called, for readers who hear the page."""
    return Message("memo.format.evidence", id=trace).get(lang)
