#!/usr/bin/env python3
"""Write the reference of the documentation site from the code: reference_pages.py FOLDER

Commands with every option, keys of plan files, scenario steps with their parameters, models, rules
of the linter, and every code of a problem with its cause and what to do.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

from typer.main import get_command

import cli
from data.messages.catalogue import FOLDER
from data.planfile.schema import plan_json_schema
from forecast.lint.run import RULES
from report.commands.group import Waiting
from report.plans.run_lists import models_list
from scenarios.registry import STEPS
from scenarios.spec import StepSpec

Lines = Iterator[str]
NOTE = "nothing: this says how a table was read"
WHEN = "when it acts, see [Scenarios](../method/scenarios.md)"


def cell(text: object) -> str:
    """Return a text as it stands in a cell of a Markdown table."""
    flat = " ".join(str(text).split())
    return re.sub(r"([|<>{}*_])", r"\\\1", flat)


def commands(command: Any = None, path: str = "plancast") -> Iterator[tuple[str, Any]]:
    """Yield every command that does something, with its words."""
    command = get_command(cli.app) if command is None else command
    below = getattr(command, "commands", {})
    if not below:
        yield path, command.whole() if isinstance(command, Waiting) else command
    for name, one in below.items():
        yield from commands(one, f"{path} {name}")


def command_pages() -> Lines:
    """Yield the page of commands."""
    yield "# Commands\n"
    yield ("Results go to standard output, progress and problems to standard error. Exit codes: 0 "
           "done, 1 a bug, 2 usage, 3 data refused, 4 finished with refusals or findings, 5 done "
           "but not printed.\n")
    for words, command in commands():
        yield f"## `{words}`\n"
        yield f"{command.help}\n"
        yield "| argument or option | what it is |\n|---|---|"
        for option in command.params:
            names = [*option.opts, *option.secondary_opts]
            shown = (option.name or "").upper() if option.param_type_name == "argument" else \
                ", ".join(names)
            choices = _choices(option)
            among = f" One of: {', '.join(map(str, choices))}." if choices else ""
            needed = " Required." if option.required else ""
            yield f"| `{shown}` | {cell((getattr(option, 'help', '') or '') + among + needed)} |"
        yield ""
        if command.epilog:
            yield f"```sh\n{command.epilog.removeprefix('Example: ')}\n```\n"


def _choices(option: Any) -> list[str]:
    about = getattr(getattr(option, "type_descriptor", None), "annotation", None)
    if isinstance(about, type) and issubclass(about, Enum):
        return [str(one.value) for one in about]
    return []


def schema_pages() -> Lines:
    """Yield the page of plan files: every key of every row."""
    schema: dict[str, Any] = plan_json_schema()
    yield "# Plan files\n"
    yield ("`plancast plan new` prints a commented template, `plancast plan schema` this as JSON "
           "Schema, which editors complete by.\n")
    for name, part in [("the file", schema), *schema["$defs"].items()]:
        yield f"## {name}\n"
        if part.get("description"):
            yield f"{cell(part['description'])}\n"
        if "enum" in part:
            yield ", ".join(f"`{word}`" for word in part["enum"]) + "\n"
            continue
        needed = set(part.get("required", ()))
        yield "| key | type | needed | default |\n|---|---|---|---|"
        for key, about in part.get("properties", {}).items():
            default = json.dumps(about["default"]) if about.get("default") is not None else ""
            yield (f"| `{key}` | {cell(_type(about))} | {'yes' if key in needed else ''} | "
                   f"{cell(default)} |")
        yield ""


def _type(about: dict[str, Any]) -> str:
    if "$ref" in about:
        return str(about["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in about:
        return " or ".join(_type(one) for one in about["anyOf"] if one.get("type") != "null")
    if about.get("type") == "array":
        return f"list of {_type(about.get('items', {}))}"
    if "enum" in about:
        return ", ".join(map(str, about["enum"]))
    return str(about.get("type", "anything"))


def step_pages() -> Lines:
    """Yield the page of scenario steps."""
    yield "# Scenario steps\n"
    yield "How they are combined is in [Scenarios](../method/scenarios.md).\n"
    for step in STEPS:
        yield f"## `{step.name}`\n"
        yield f"{_doc(step)}\n"
        yield "| parameter | what it is | needed |\n|---|---|---|"
        for one in step.parameters:
            yield f"| `{one.name}` | {cell(one.doc.get('en'))} | {'yes' if one.required else ''} |"
        for key in step.timing:
            yield f"| `{getattr(key, 'value', key)}` | {WHEN} | |"
        yield ""


def _doc(step: StepSpec) -> str:
    return str(step.doc.get("en"))


def model_pages() -> Lines:
    """Yield the page of models of a series' own history."""
    yield "# Models of a series' own history\n"
    yield ("They stand beside the law and are never weighted by hand; `plancast models` says at "
           "which lengths each is admitted.\n")
    yield models_list("en", "markdown")


def rule_pages() -> Lines:
    """Yield the page of the linter's rules."""
    yield "# Rules of the linter\n"
    yield "| rule | severity | finds | settled by |\n|---|---|---|---|"
    for rule in RULES:
        yield (f"| `{rule.code}` | {rule.severity.value} | {cell(rule.finds.get('en'))} | "
               f"{cell(rule.declare.get('en'))} |")
    yield ""


def problem_texts(lang: str = "en") -> dict[str, dict[str, str]]:
    """Return the parts of every problem's text by its code: ``what`` and ``todo``."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted((FOLDER / lang).glob("problems-*.json")):
        for code, text in json.loads(path.read_text(encoding="utf-8")).items():
            name, _, part = code.rpartition(".")
            found.setdefault(name, {})[part] = text if isinstance(text, str) else " ".join(text)
    return found


def problem_pages() -> Lines:
    """Yield the page of problems: code, cause, remedy; words in braces are filled in."""
    yield "# Problems and what to do\n"
    yield ("An input that cannot be used is refused with exit code 3 and every problem at once, "
           "each with its code and place.\n")
    yield "| code | cause | what to do |\n|---|---|---|"
    for code, parts in sorted(problem_texts().items()):
        yield f"| `{code}` | {cell(parts.get('what', ''))} | {cell(parts.get('todo') or NOTE)} |"
    yield ""


PAGES = {"commands": command_pages, "plan-files": schema_pages, "steps": step_pages,
         "models": model_pages, "lint-rules": rule_pages, "problems": problem_pages}


def write(folder: Path) -> None:
    """Write every page of the reference."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (folder / f"{name}.md").write_text("\n".join(page()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
