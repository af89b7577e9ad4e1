"""An assessment as a notebook shows it: one table, the words beside the colours."""

from __future__ import annotations

from html import escape

from data.characters import printable
from data.words import Lang
from forecast.probability.verdict import Assessment
from report.assessment.plan_statement import chance_label
from report.assessment.rows import rows
from report.assessment.sentences import summary
from report.charts.palette import TRAFFIC
from report.text.words import COLOUR_NAMES, label


def assessment_html(assessment: Assessment, lang: Lang) -> str:
    """Return a fragment of HTML: title, summary, one line a target and reading.

    It holds no script and no style sheet; colours stand beside their words.
    """
    heads = [label("target", lang), f"{assessment.plan.period.base} → {assessment.plan.period.end}",
             label("required", lang), *(s.name.get(lang) for s in assessment.scenarios),
             label("colour", lang), label("grade", lang)]
    out = [f"<p><strong>{_text(assessment.plan.title.get(lang))}</strong><br>"
           f"{label('as_of', lang)} {assessment.as_of} · {_text(summary(assessment, lang))}<br>"
           f"{_text(chance_label(assessment, lang))}</p>",
           "<table><thead><tr>", *(f"<th>{_text(head)}</th>" for head in heads),
           "</tr></thead><tbody>"]
    for row in rows(assessment, lang):
        name = row.name if not row.reading else f"{row.name} [{row.reading}]"
        grade = "" if row.grade is None else row.grade.value
        mark = f'<span style="color:{TRAFFIC[row.colour]}">●</span> ' if row.scored else ""
        told = row.answer or row.word.get(lang)
        out.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in (
            _text(name), _text(row.change), _text(row.required), *map(_text, row.chances),
            f"{mark}{_text(COLOUR_NAMES[row.colour].get(lang))}: {_text(told)}", grade)) + "</tr>")
    return "".join([*out, "</tbody></table>"])


def _text(text: str) -> str:
    return escape(printable(text))
