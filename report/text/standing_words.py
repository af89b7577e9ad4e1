"""Where growth stands among comparable series, in words."""

from __future__ import annotations

from data.messages.message import Message
from data.numbers import growth, percent
from data.words import Lang, Text
from forecast.question.standing import Growth, Peers
from report.text.words import CLASS_WORDS


def place_text(found: Growth, what: str, lang: Lang) -> str:
    """Return growth, its years and its place: ``needs +15.0% (2020–2025): more than 31%``."""
    span = f"{found.since}–{found.until}"
    text = Message("charts.what_rate_span", what=what, rate=growth(found.rate), span=span).get(lang)
    if found.percentile is None:
        return text
    share = share_text(found.percentile, lang)
    return text + Message("charts.ahead", share=share).get(lang)


def share_text(share: float, lang: Lang) -> str:
    """Return a share of windows: one that is not quite all of them is no 100%."""
    if 0.995 <= share < 1:
        return Message("charts.over").get(lang)
    return percent(share)


def class_text(peers: Peers, lang: Lang) -> str:
    """Return what the windows of a class are of."""
    if peers.same_family:
        return Message("charts.same_indicator").get(lang)
    return CLASS_WORDS.get(peers.family, Text(peers.family, peers.family)).get(lang)
