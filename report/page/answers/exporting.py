"""Files to take away: the bytes that the command line writes, since it is what writes them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from data.errors import PlancastError, Where, problem
from data.io.reading import decode
from data.io.writing import Json
from data.planfile.files import bundled_plan_text
from data.words import Lang
from report.page.answers.books import Source, items, settings_of
from report.page.answers.scenario_spec import scenario_asked
from report.text.progress import listen
from scenarios.file.writing import to_yaml_text

Progress = Callable[[int, int, str], None]
Made = tuple[str, bytes]

TYPES: Mapping[str, str] = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf", ".html": "text/html", ".md": "text/markdown", ".csv": "text/csv",
    ".json": "application/json", ".yaml": "application/yaml", ".zip": "application/zip",
}
FORMATS = ("docx", "pdf", "html", "md")
MOST_TYPED = 200
"""Characters of a line of the letterhead."""

TEXTS: Mapping[str, str] = {"json": ".json", "csv": ".csv", "markdown": ".md"}


def memo(source: Source, args: Mapping[str, Json], progress: Progress) -> Made:
    """Return the memo in the languages and formats asked for: one file, or several in a ZIP."""
    from report.memo.annex.annexes import NAMES
    from report.memo.build import Letterhead
    from report.memo.dossier import MemoKind
    from report.memo.run_memo import MemoOptions, run_memo

    listen(progress)
    kind, formats = _one_of(args, "kind", tuple(MemoKind)), tuple(
        f for f in map(str, items(args.get("formats"))) if f in FORMATS) or ("docx",)
    asked = args.get("memo_lang")
    langs: tuple[Lang, ...] = ("zh",) if asked == "zh" else ("en",) if asked == "en" \
        else ("zh", "en")
    with TemporaryDirectory(dir=str(args["scratch"])) as folder:
        settings, out = settings_of(args), Path(folder) / "memo"
        run_memo(MemoOptions(
            source.path or source.name, kind, tuple(map(Path, source.history)),
            scenario_names(args, Path(folder)), settings.as_of, langs, formats, out,
            settings.paths, settings.seed, Path(source.ledger) if source.ledger else None, "",
            wires=args.get("tripwires") is True,
            annexes=NAMES if args.get("annexes") is True else (),
            letterhead=Letterhead(*(_typed(args, key) for key in ("issuer", "recipient", "date"))),
            page_one=args.get("page_one") is True))
        return _packed(out, "memo")


def assessment(source: Source, args: Mapping[str, Json], progress: Progress) -> Made:
    """Return an assessment as text, or with its pictures in a ZIP."""
    from report.assessment.options import AssessOptions
    from report.assessment.run_assess import run_assess

    listen(progress)
    format = _one_of(args, "format", (*TEXTS, "charts"))
    lang: Lang = "zh" if args.get("lang") == "zh" else "en"
    with TemporaryDirectory(dir=str(args["scratch"])) as folder:
        settings, out = settings_of(args), Path(folder) / "out"
        charts = format == "charts"
        text = run_assess(AssessOptions(
            source.path or source.name, tuple(map(Path, source.history)),
            scenario_names(args, Path(folder)), settings.as_of, lang,
            "json" if charts else format, out if charts else None, charts, settings.paths,
            settings.seed, None))
        if charts:
            return _packed(out, "charts")
        return f"assessment{TEXTS[format]}", text.encode("utf-8")


def plan_file(source: Source) -> Made:
    """Return the plan file as it is."""
    if source.path:
        path = Path(source.path)
        return source.label, path.read_bytes()
    return f"{source.name}.yaml", bundled_plan_text(source.name).encode("utf-8")


def plan_text(source: Source) -> str:
    """Return the text of a plan file. Raises ``PlancastError`` for one that is no text."""
    name, content = plan_file(source)
    return decode(content, file=name)


def template(lang: Lang) -> Made:
    """Return the Excel workbook of ``plancast template``, to fill in and open here."""
    from report.plans.template import template_bytes

    return "plan.xlsx", template_bytes(lang)


def fill_in_sheet(source: Source, lang: Lang) -> Made:
    """Return the fill-in sheet of a plan."""
    from report.plans.fill_in import fill_in_workbook

    plan = source.read()
    return f"{plan.id}-fill-in.xlsx", fill_in_workbook(plan, lang)


def scenario_names(args: Mapping[str, Json], folder: Path) -> tuple[str, ...]:
    """Return scenarios as the command line is told: names, and files of changed ones."""
    names = []
    for n, spec in enumerate(items(args.get("scenarios"))):
        if isinstance(spec, str):
            names.append(scenario_asked(spec).id)
            continue
        path = folder / f"scenario-{n}.yaml"
        path.write_text(to_yaml_text(scenario_asked(spec), flat=True), encoding="utf-8")
        names.append(str(path))
    return tuple(names)


def _packed(folder: Path, name: str) -> Made:
    """Return the only file of a folder, or all of them in a ZIP whose bytes know no time."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    if len(files) == 1:
        return files[0].name, files[0].read_bytes()
    return f"{name}.zip", zipped([(p.relative_to(folder).as_posix(), p.read_bytes())
                                  for p in files])


def zipped(files: Sequence[Made]) -> bytes:
    """Return files as a ZIP."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _typed(args: Mapping[str, Json], key: str) -> str:
    """Return a line of text as it was typed."""
    return str(args.get(key) or "").strip()[:MOST_TYPED]


def _one_of(args: Mapping[str, Json], key: str, known: Sequence[str]) -> str:
    found = str(args.get(key, known[0]))
    if found not in known:
        raise PlancastError([problem("WORD_UNKNOWN", Where(key=key), word=found[:40], near="—",
                                     allowed=", ".join(known))])
    return found
