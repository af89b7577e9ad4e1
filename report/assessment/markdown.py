"""The report as Markdown: the same rows and sentences as the terminal table."""

from __future__ import annotations

from html import escape

from data.characters import printable
from data.messages.message import Message
from data.words import Lang
from forecast.probability.verdict import Assessment
from report.assessment.plan_statement import chance_label, other_label
from report.assessment.rows import Row, period_heading, rows
from report.assessment.sentences import sections, summary
from report.assessment.without_base import spoken_text
from report.charts.palette import TRAFFIC
from report.text.markup import literal
from report.text.words import COLOUR_NAMES, label

# An assessment as a notebook shows it: one table, the words beside the colours.

def assessment_html(assessment: Assessment, lang: Lang) -> str:
    """Return a fragment of HTML: title, summary, one line a target and reading.

    It holds no script and no style sheet; colours stand beside their words.
    """
    heads = [label("target", lang), period_heading(assessment),
             label("required", lang), *(s.name.get(lang) for s in assessment.scenarios),
             label("colour", lang), label("grade", lang)]
    out = [f"<p><strong>{_text(assessment.plan.title.get(lang))}</strong><br>"
           f"{label('as_of', lang)} {assessment.as_of} · {_text(summary(assessment, lang))}<br>"
           f"{_text(chance_label(assessment, lang))}</p>",
           "<table><thead><tr>", *(f"<th>{_text(head)}</th>" for head in heads),
           "</tr></thead><tbody>"]
    colon = Message("mark.colon").get(lang)
    for row in rows(assessment, lang):
        name = row.name if not row.reading else f"{row.name} [{row.reading}]"
        grade = "" if row.grade is None else row.grade.value
        mark = f'<span style="color:{TRAFFIC[row.colour]}">●</span> ' if row.scored else ""
        told = f"{COLOUR_NAMES[row.colour].get(lang)}{colon}{row.answer or row.word.get(lang)}"
        out.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in (
            _text(name), _text(row.change), _text(row.required), *map(_text, row.chances),
            mark + _text(told), grade)) + "</tr>")
    return "".join([*out, "</tbody></table>"])


def _text(text: str) -> str:
    return escape(printable(text))


def assessment_markdown(assessment: Assessment, lang: Lang) -> str:
    """Return the whole report as GitHub-flavoured Markdown, ending in a line break."""
    out = [
        f"# {literal(assessment.plan.title.get(lang))}", "",
        literal(f"{label('as_of', lang)} {assessment.as_of} · {summary(assessment, lang)}"), "",
        literal(spoken_text(assessment, lang)), "",
        *_table(assessment, lang),
    ]
    for section in sections(assessment, lang):
        out += ["", f"## {section.title}", ""]
        for note in section.notes:
            about = f"**{literal(note.about)}**" if note.about else ""
            code = f"`{note.code}`" if note.code else ""
            lead = " ".join(part for part in (about, code) if part)
            out.append(f"- {lead}: {literal(note.text)}" if lead else f"- {literal(note.text)}")
    return "\n".join(out) + "\n"


def _table(assessment: Assessment, lang: Lang) -> list[str]:
    lines = rows(assessment, lang)
    names = [s.name.get(lang) for s in assessment.scenarios]
    if any(row.other for row in lines):
        names.insert(0, other_label(assessment, lang))
    heads = [label("target", lang), label("reading", lang), period_heading(assessment),
             label("required", lang), label("pace", lang), *names,
             label("verdict", lang), label("grade", lang), label("colour", lang)]
    rules = ["---", "---", "---", "---:", "---", *["---:"] * len(names), "---", ":---:", "---"]
    body = [_cells(row, lang, len(names)) for row in lines]
    escaped = [[literal(cell) for cell in line] for line in (heads, *body)]
    return [_line(escaped[0]), _line(rules), *(_line(cells) for cells in escaped[1:])]


def _cells(row: Row, lang: Lang, n_chances: int) -> list[str]:
    needed = f"{row.required} ({row.required_note})" if row.required_note else row.required
    words = dict.fromkeys(word for word in row.word.both().values() if word)
    colour, mark = COLOUR_NAMES[row.colour].get(lang), Message("mark.colon").get(lang)
    action = row.action.get(lang)
    reading = label("all_readings", lang) if row.joint else row.reading
    signal = f"{colour}{mark}{action}" if row.scored else action
    chances = [*[row.other][:n_chances - len(row.chances)], *row.chances]
    if row.span and not row.joint:
        chances[row.spanned + 1 if row.spanned >= 0 else 0] += f" ({row.span})"
    said = row.answer or " / ".join(words)
    return [row.name, reading, row.change, needed, row.pace, *chances, said,
            "" if row.grade is None else row.grade.value, signal]


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
