"""What stands below the table: findings, gaps, prices, the two statements, how to read it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from data.messages.message import Joined, Message
from data.numbers import percent
from data.plan import Plan
from data.words import Lang
from forecast.probability.verdict import Assessment, Colour, HitRate, Pace, TargetResult, Verdict
from forecast.question.readings import region_shown
from report.assessment.plan_level import plan_section
from report.assessment.plan_statement import plan_sentences
from report.assessment.rows import is_assessed, lead_scenario
from report.assessment.without_base import answer_notes
from report.text.goal import about_text
from report.text.notes import Note, Section
from report.text.words import (
    COLOUR_NAMES,
    COLOUR_TEXTS,
    HOW_TO_READ,
    KINDS,
    bracketed,
    label,
    pace_label,
)


def scenario_name(assessment: Assessment, id_: str, lang: Lang) -> str:
    """Return a scenario's name in ``lang``."""
    for scenario in assessment.scenarios:
        if scenario.id == id_:
            return scenario.name.get(lang)
    return id_


def summary(assessment: Assessment, lang: Lang) -> str:
    """Return one sentence that counts the targets by colour under the leading scenario.

    Qualitative targets have no colour and are counted apart.
    """
    scored = [result for result in assessment.results if result.scored]
    counts = Counter(result.colour for result in scored)
    parts = [(COLOUR_NAMES[c].get(lang), COLOUR_TEXTS[c].get(lang), counts[c])
             for c in Colour if counts[c]]
    name = scenario_name(assessment, lead_scenario(assessment), lang)
    total, rest = len(assessment.results), len(assessment.results) - len(scored)
    said = [Message("assessment.count_of_colour", n=n, colour=colour, text=text)
            for colour, text, n in parts]
    apart = [Message("assessment.qualitative_not_scored", rest=rest)] if rest else []
    return Message("assessment.count_by_colour", total=total, name=name,
                   said=Joined([*said, *apart], "mark.semicolon")).get(lang)


def sections(assessment: Assessment, lang: Lang) -> tuple[Section, ...]:
    """Return every section below the table that has something to say, in reading order."""
    whole = () if assessment.level is None else (plan_section(assessment.level, lang),)
    found = (
        ("findings", _findings(assessment, lang)),
        ("not_assessable", _gaps(assessment, lang)),
        ("without_base", [Note(about, text) for about, text in answer_notes(assessment, lang)]),
        ("qualitative", _qualitative(assessment, lang)),
        ("plan_findings", [Note("", f.text.get(lang), f.code) for f in assessment.findings]),
        ("price", _hit_rates(assessment, lang)),
        ("plan_targets", _plan_targets(assessment, lang)),
        ("how_to_read", [Note("", HOW_TO_READ.get(lang))]),
        ("made_from", [Note("", provenance(assessment, lang))]),
    )
    said = (Section(key, label(key, lang), tuple(notes)) for key, notes in found if notes)
    return (*whole, *said)


def _about(result: TargetResult, verdict: Verdict | None, plan: Plan, lang: Lang) -> str:
    """Return what a note is about; with the reading where ``verdict`` is one of several."""
    name = about_text(result, plan, lang)
    if verdict is None or len(result.verdicts) == 1:
        return name
    return f"{name} · {KINDS[verdict.reading].get(lang)}"


_ORDER = {"DEFINITION_SENSITIVE": 0, "REFERENCE_CLASS": 2}


def _findings(assessment: Assessment, lang: Lang) -> list[Note]:
    """Findings about targets, those about all readings first; equal ones of readings once."""
    said: dict[tuple[str, str], list[str]] = {}  # (code, text) -> whom it is about
    for result in assessment.results:
        name = _about(result, None, assessment.plan, lang)
        for finding in result.findings:
            said.setdefault((finding.code, finding.text.get(lang)), []).append(name)
        for verdict in result.verdicts:
            for finding in verdict.findings:
                shared = all(finding in v.findings for v in result.verdicts)
                about = _about(result, None if shared else verdict, assessment.plan, lang)
                said.setdefault((finding.code, finding.text.get(lang)), []).append(about)
    notes = [Note(_listed(names, lang), text, code) for (code, text), names in said.items()]
    return sorted(notes, key=lambda note: _ORDER.get(note.code, 1))


def _gaps(assessment: Assessment, lang: Lang) -> list[Note]:
    """Every reading without a probability or an answer: why, and the datum that would help.

    What several figures of other regions than the plan's own lack alike stands in one note.
    """
    notes, elsewhere = [], dict[tuple[str, str], list[Note]]()
    for result in assessment.results:
        region = region_shown(assessment.plan, result.target.region)
        for verdict in result.verdicts:
            if is_assessed(verdict) or not verdict.scored:
                continue
            if verdict.without_base is not None and verdict.latest_value is None:
                continue  # the answer names the figure that is missing
            why = _joined([r.get(lang) for r in verdict.evidence.reasons], lang)
            text = _joined([why, verdict.evidence.missing.get(lang)], lang)
            note = Note(_about(result, verdict, assessment.plan, lang), text)
            if region:
                elsewhere.setdefault((region, why), []).append(
                    replace(note, code=result.indicator.name.get(lang)))
            else:
                notes.append(note)
    return [*notes, *_elsewhere(elsewhere, lang)]


def _elsewhere(lacking: dict[tuple[str, str], list[Note]], lang: Lang) -> list[Note]:
    """Put regions that lack the same figures for the same reason into one note.

    The notes' codes are the indicators' names.
    """
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (region, why), notes in lacking.items():
        names = tuple(dict.fromkeys(note.code for note in notes))
        alike.setdefault((why, names), []).append(region)
    out = []
    wanted = Message("assessment.needed_regions_figures_each_these").get(lang)
    for (why, names), regions in alike.items():
        only = lacking[regions[0], why]
        if len(regions) == len(only) == 1:
            out.append(replace(only[0], code=""))
            continue
        about = _listed(list(regions), lang) + bracketed(_listed(list(names), lang), lang)
        out.append(Note(about, _joined([why, wanted], lang)))
    return out


def _qualitative(assessment: Assessment, lang: Lang) -> list[Note]:
    """The targets without a number: what the plan says of them, where it stands."""
    return [Note(_about(result, None, assessment.plan, lang),
                 _joined([result.target.note.get(lang), result.target.source], lang)
                 or label("not_scored", lang))
            for result in assessment.results if not result.scored]


def _joined(parts: list[str], lang: Lang) -> str:
    """Return clauses as one sentence, whatever stops they came with."""
    clauses = [part.rstrip("。.;； ") for part in parts if part]
    text = Joined(clauses, "mark.semicolon").get(lang)
    return text + Message("mark.stop").get(lang) if text else ""


def hit_rate_span(hit_rate: HitRate, lang: Lang) -> str:
    """Return the interval of a rate: ``45–51%``."""
    return f"{percent(hit_rate.low).rstrip(' %')}–{percent(hit_rate.high)}"


def worth_text(pace: Pace, lang: Lang) -> str:
    """Return a label's hit rate in a cell: ``62% (58–66%), n = 1,234``; empty without one."""
    if pace.hit_rate is None:
        return ""
    rate, span = percent(pace.hit_rate.rate), hit_rate_span(pace.hit_rate, lang)
    return Message("assessment.n", rate=rate, span=span, n=pace.hit_rate.n).get(lang)


def hit_rate_sentence(pace: Pace, hit_rate: HitRate, lang: Lang) -> str:
    """Return what a pace label has been worth among comparable past windows."""
    name = pace_label(pace.label, lang)
    rate, span = percent(hit_rate.rate), hit_rate_span(hit_rate, lang)
    return Message("assessment.labels_like_were_met_in", name=name, rate=rate, n=hit_rate.n,
                   span=span).get(lang)


def _hit_rates(assessment: Assessment, lang: Lang) -> list[Note]:
    """One note a distinct hit rate of the own pace label, with the targets it belongs to."""
    grouped: dict[str, list[str]] = {}
    for result in assessment.results:
        for verdict in result.verdicts:
            for pace in verdict.pace:
                if pace.method == "own" and pace.hit_rate is not None:
                    names = grouped.setdefault(hit_rate_sentence(pace, pace.hit_rate, lang), [])
                    names.append(_about(result, verdict, assessment.plan, lang))
    return [Note(_listed(names, lang), text) for text, names in grouped.items()]


def _plan_targets(assessment: Assessment, lang: Lang) -> list[Note]:
    said = plan_sentences(assessment, lang)
    return [Note("", Message("mark.after_sentence").get(lang).join(said))] if said else []


def _listed(names: list[str], lang: Lang) -> str:
    return Message("mark.list").get(lang).join(dict.fromkeys(names))


def provenance(assessment: Assessment, lang: Lang) -> str:
    """Return what the numbers were made from: enough to make them again."""
    a = assessment
    return Message("assessment.plancast_data_as_paths_scenario", version=a.version, as_of=a.as_of,
                   n_paths=a.n_paths, seed=a.seed, reference=a.reference,
                   calibration=a.calibration).get(lang)
