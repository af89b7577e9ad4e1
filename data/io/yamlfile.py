"""YAML 1.2 to plain Python values, with the line of every key and every problem at once.

The node tree is walked instead of the ready-made safe constructor, for three reasons: duplicate
keys are all reported, and not only the first; each value keeps its line; aliases cannot blow up
a small file, since the number of visited nodes is bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING, TypeAlias, Union

from data.characters import printable
from data.errors import PlancastError, Problem, Where, problem
from data.io.writing import Json

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node


# Plain values as YAML text: plan files and scenario files.

def yaml_text(value: Json, *, width: int = 4096) -> str:
    """Return ``value`` as YAML in block style, keys in their order, no line wider than ``width``.

    The same value gives the same text.
    """
    from ruamel.yaml import YAML

    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.allow_unicode = True
    # ruamel declares this None, and takes a bool
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # as above
    writer.width = width
    stream = StringIO()
    writer.dump(value, stream)
    return stream.getvalue()


Plain: TypeAlias = Union[  # noqa: UP007  (the alias is recursive)
    bool, int, float, str, list["Plain"], dict[str, "Plain"], None
]
KeyPath: TypeAlias = tuple[str | int, ...]

MAX_NODES = 200_000
"""Visited nodes of one document: far above any real plan, far below what an alias bomb makes."""

_TAG = "tag:yaml.org,2002:"
_SPECIAL = {"nan": float("nan"), "inf": float("inf"), "+inf": float("inf"), "-inf": float("-inf")}


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A parsed document: its value, the 1-based line of each key path, and its problems."""

    file: str
    value: Plain
    lines: dict[KeyPath, int]
    problems: tuple[Problem, ...]

    def where(self, path: KeyPath) -> Where:
        """Return the place of ``path``, or of the nearest enclosing key that has a line."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return Where(file=self.file, row=self.lines[path[:end]], key=show(path))
        return Where(file=self.file, key=show(path))


def show(path: KeyPath) -> str:
    """Write a key path as people do: ``targets[2].sense`` (lists count from 1)."""
    out = ""
    for step in path:
        out += f"[{step + 1}]" if isinstance(step, int) else (f".{step}" if out else step)
    return out


def load_yaml(text: str, *, file: str) -> YamlDocument:
    """Parse one YAML 1.2 document.

    Raises
    ------
    PlancastError
        NOT_YAML with the line of the syntax error; YAML_TOO_DEEP for nesting or aliases that
        expand beyond ``MAX_NODES``.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    reader = YAML(typ="safe", pure=True)
    try:
        root = reader.compose(text)
        walk = _Walk(file)
        value = walk.plain(root, ()) if root is not None else None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = Where(file=file, row=None if mark is None else mark.line + 1)
        reason = (error.problem or error.context or "").strip()
        raise PlancastError([problem("NOT_YAML", where, reason=reason)]) from None
    except YAMLError as error:
        reason = str(error).splitlines()[0]
        # a character that YAML does not allow: the reader knows its place in the text only
        place = getattr(error, "position", None)
        row = text.count("\n", 0, place) + 1 if isinstance(place, int) else None
        where = Where(file=file, row=row)
        raise PlancastError([problem("NOT_YAML", where, reason=reason)]) from None
    except (ValueError, OverflowError) as error:  # an escape beyond Unicode
        where = Where(file=file)
        raise PlancastError([problem("NOT_YAML", where, reason=str(error)[:100])]) from None
    except RecursionError:
        raise PlancastError([problem("YAML_TOO_DEEP", Where(file=file))]) from None
    return YamlDocument(file, value, walk.lines, tuple(walk.problems))


@dataclass(slots=True)
class _Walk:
    file: str
    lines: dict[KeyPath, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    visited: int = 0

    def plain(self, node: Node, path: KeyPath) -> Plain:
        from ruamel.yaml.nodes import MappingNode, SequenceNode

        self.visited += 1
        if self.visited > MAX_NODES:
            raise RecursionError
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.plain(item, (*path, i)) for i, item in enumerate(node.value)]
        return _scalar(str(node.tag), printable(str(node.value)))

    def _mapping(self, node: Node, path: KeyPath) -> dict[str, Plain]:
        out: dict[str, Plain] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node.value, str):
                where = Where(file=self.file, row=line, key=show(path))
                self.problems.append(problem("KEY_NOT_TEXT", where))
                continue
            key = printable(key_node.value)
            here = (*path, key)
            if key in out:
                where = Where(file=self.file, row=line, key=show(here))
                first = self.lines[here]
                self.problems.append(problem("DUPLICATE_KEY", where, key=key, first=first))
                continue
            self.lines[here] = line
            out[key] = self.plain(value_node, here)
        return out


def _scalar(tag: str, text: str) -> Plain:
    kind = tag.removeprefix(_TAG)
    if kind == "null" and text.lower() in ("", "~", "null"):
        return None
    if kind == "bool" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if kind == "int":
        return _integer(text.replace("_", ""))
    if kind == "float":
        return _float(text)
    return text  # a timestamp, an unknown tag, or a tag that its text belies: as it was written


def _float(text: str) -> Plain:
    bare = text.replace("_", "").lower()
    if "n" in bare:
        return _SPECIAL.get(bare.replace(".", "", 1), text)
    try:
        return float(bare)
    except ValueError:
        return text


def _integer(text: str) -> Plain:
    sign = -1 if text.startswith("-") else 1
    body = text.lstrip("+-")
    base = {"0x": 16, "0o": 8, "0b": 2}.get(body[:2].lower(), 10)
    digits = body[2:] if base != 10 else body
    # Python refuses to read integers of thousands of digits; no figure has more than a few dozen.
    if len(digits) > 40 or not re.fullmatch(r"[0-9a-fA-F]+", digits):
        return text
    try:
        return sign * int(digits, base)
    except ValueError:
        return text
