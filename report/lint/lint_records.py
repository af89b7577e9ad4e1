"""The linter's report for programs: JSON, and SARIF 2.1.0 for editors and code review."""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import quote

from data.io.writing import Json
from data.messages.catalogue import language
from data.plan import Plan
from data.planfile.files import PlanLines
from data.words import Lang
from forecast.lint import LintFinding, LintReport
from forecast.lint.findings import Spot
from forecast.lint.rule import Rule
from report.lint.lint_text import key_of

SARIF_VERSION = "2.1.0"
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def lint_json(report: LintReport, plan: Plan, lines: PlanLines) -> str:
    """Return the whole report as JSON, every text in both languages."""
    counts: dict[str, Json] = {s.value: n for s, n in report.counts().items()}
    record: dict[str, Json] = {
        "plan": plan.id, "title": plan.title.both(), "file": lines.file,
        "summary": {**counts, "growth_stated": report.recomputed + report.open_claims,
                    "growth_recomputed": report.recomputed, "growth_agreeing": report.agreeing,
                    "agreements": len(report.agreements)},
        "findings": [_finding(f, lines) for f in report.findings],
        "agreements": [{"code": a.code, **_spot(a.spot, lines), "arithmetic": a.sums.both()}
                       for a in report.agreements],
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _finding(finding: LintFinding, lines: PlanLines) -> dict[str, Json]:
    return {
        "code": finding.code, "severity": finding.severity.value, **_spot(finding.spot, lines),
        "title": finding.title.both(), "what": finding.what.both(),
        "arithmetic": finding.sums.both(), "declare": finding.declare.both(),
        "others": [_spot(s, lines) for s in finding.others],
    }


def _spot(spot: Spot, lines: PlanLines) -> dict[str, Json]:
    key, line = key_of(spot, lines)
    span: Json = None
    if spot.span is not None:
        span = {"line": spot.span.line, "start": spot.span.start, "end": spot.span.end}
    return {"key": key, "line": line, "indicator": spot.indicator or None,
            "region": spot.region or None, "year": spot.year, "source": spot.source or None,
            "span": span}


def lint_sarif(report: LintReport, rules: tuple[Rule, ...], lines: PlanLines, lang: Lang) -> str:
    """Return the findings as a SARIF 2.1.0 log with one run; places are lines of the plan file."""
    index = {rule.code: i for i, rule in enumerate(rules)}
    run: dict[str, Json] = {
        "tool": {"driver": {
            "name": "plancast lint", "version": _version(),
            "rules": [_sarif_rule(rule, lang) for rule in rules]}},
        "language": language(lang).tag,
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(f, index[f.code], lines, lang) for f in report.findings],
    }
    log: dict[str, Json] = {"$schema": SARIF_SCHEMA, "version": SARIF_VERSION, "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _version() -> str:
    try:
        return version("plancast")
    except PackageNotFoundError:  # run from a checkout
        return "0"


def _sarif_rule(rule: Rule, lang: Lang) -> Json:
    return {
        "id": rule.code, "shortDescription": {"text": rule.title.get(lang)},
        "fullDescription": {"text": rule.finds.get(lang)},
        "help": {"text": f"{rule.formula.get(lang)}\n{rule.declare.get(lang)}"},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _sarif_result(finding: LintFinding, index: int, lines: PlanLines, lang: Lang) -> Json:
    message = finding.what.get(lang)
    for mark, part in (("= ", finding.sums.get(lang)), ("→ ", finding.declare.get(lang))):
        message += f"\n{mark}{part}" if part else ""
    others: list[Json] = [_sarif_place(s, lines) for s in finding.others]
    return {
        "ruleId": finding.code, "ruleIndex": index, "level": finding.severity.value,
        "message": {"text": message}, "locations": [_sarif_place(finding.spot, lines)],
        "relatedLocations": others,
        "partialFingerprints": {"finding/v1": _fingerprint(finding)},
        "properties": {"document": finding.spot.source, **_span_property(finding.spot)},
    }


def _sarif_place(spot: Spot, lines: PlanLines) -> Json:
    key, line = key_of(spot, lines)
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(lines.file)},
            "region": {"startLine": line or 1}},
        "logicalLocations": [{"fullyQualifiedName": key}],
    }


def _span_property(spot: Spot) -> dict[str, Json]:
    if spot.span is None:
        return {}
    return {"documentLine": spot.span.line, "documentStart": spot.span.start,
            "documentEnd": spot.span.end}


def _uri(file: str) -> str:
    """Return a file's name as a URI reference: relative as it was given, else ``file://``."""
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _fingerprint(finding: LintFinding) -> str:
    """Return what stays the same when rows are moved: code, what it is about, the arithmetic."""
    spot = finding.spot
    text = "|".join((finding.code, spot.indicator, spot.region, str(spot.year),
                     finding.what.get("en"), finding.sums.get("en")))
    return sha256(text.encode()).hexdigest()[:32]
