"""Where a target's growth stands among the series of its class, and which those are."""

from __future__ import annotations

from collections.abc import Mapping

from data.io.writing import Json
from data.messages.message import Message
from data.numbers import growth
from data.words import Lang
from forecast.question.readings import questions
from forecast.question.standing import Growth, Related, Standing, related_series, standing
from report.page.answers.books import Books, target_of
from report.text.standing_words import class_text, place_text
from report.text.words import KINDS

_MARKS = {"dots": "charts.comparable_windows_each_dot_one", "had": "charts.achieved_here",
          "needs": "charts.required_by_target"}


def related(books: Books, args: Mapping[str, Json], lang: Lang) -> Json:
    """Return, of every reading of a target, the growth it needs, that of its class, and the
    class's series. Raises ``PlancastError``."""
    opened = books.open(args)
    run, target = opened.run, target_of(opened.plan, args.get("target"))
    out: list[Json] = []
    for question in questions(run.plan, target, run.setting.as_of):
        found = standing(run, question)
        peers = found.peers
        out.append({
            "reading": found.reading.value, "reading_name": KINDS[found.reading].get(lang),
            "note": found.note.get(lang),
            "of": "" if peers is None else Message(
                "charts.year_windows", n=peers.n_windows, years=peers.years,
                kin=class_text(peers, lang)).get(lang),
            "needs": _placed(found.required, "charts.needs", lang),
            "had": _placed(found.achieved, "charts.had", lang),
            "dots": [] if peers is None else [{"rate": g, "text": growth(g)}
                                              for g in peers.growth],
            "marks": {key: Message(code).get(lang) for key, code in _MARKS.items()},
            "series": [_series(r, found) for r in related_series(run, question)]})
    return out


def _placed(found: Growth | None, what: str, lang: Lang) -> Json:
    if found is None:
        return None
    return {"rate": found.rate, "text": place_text(found, Message(what).get(lang), lang)}


def _series(found: Related, asked: Standing) -> Json:
    known, needed = found.growth, asked.required
    return {
        "region": found.region, "family": found.family,
        "years": f"{found.first}–{found.last}", "figures": found.figures,
        "enough": known is not None and needed is not None
        and asked.heading * (known.rate - needed.rate) >= 0,
        "growth": "" if known is None else f"{growth(known.rate)} ({known.since}–{known.until})"}
