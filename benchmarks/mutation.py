#!/usr/bin/env python3
"""How many small faults in the cores do the tests notice?

    python benchmarks/mutation.py [--sample 200] [--seed 16] [--minutes 25] [--only PART] [--show]
                                  [--out FILE]

Needs cosmic-ray beside the test environment (`pip install cosmic-ray`); its operators make the
mutants, of which a sample is drawn, the same for a seed. No file is touched: a fork of this process
imports the mutated text in the module's place. Tests run nearest first: those of its folder that
name it, others that import it, then ``BROAD``, then those of the folder; the first that fails ends
the mutant. cosmic-ray alone would change files and start the suite anew for each.

A mutant that differs in annotations only is none. ``late`` are those whose tests took longer than
``LIMIT`` without failing: they count as not killed. ``--minutes`` bounds the processor time.
As a control the first ``CONTROLS`` modules are also tried as they are, and must survive. Linux.
With ``--show`` also what the killed ones changed.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import difflib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import resource
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

CORES = ("models/*.py", "models/law/*.py", "models/own/*.py", "models/levels/*.py",
         "models/plan_targets/*.py", "forecast/question/*.py", "forecast/probability/*.py",
         "forecast/law/*.py", "forecast/pace/*.py", "forecast/plan_level/*.py",
         "forecast/solve/*.py", "scenarios/*.py", "scenarios/steps/*.py", "scenarios/random/*.py")
BROAD = ("tests/golden/test_ordos.py", "tests/property/test_kernel.py",
         "tests/property/test_one_law.py", "tests/property/test_plan_props.py",
         "tests/unit/forecast/test_odd_plans.py")
"""What runs whole plans; for mutants that nothing nearer noticed."""

LIMIT = 25
"""Seconds of processor time for the tests of one mutant."""

CONTROLS = 3

VARIANTS = {"VariableReplacer", "VariableInserter", "RemoveDecorator"}
"""Operators that are left out: the first two need settings, the last breaks every dataclass."""


@dataclass(frozen=True)
class Mutant:
    """One change of one module."""

    path: Path
    operator: str
    occurrence: int

    @property
    def module(self) -> str:
        """The module's dotted name."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules(part: str) -> list[Path]:
    """Return the cores whose path holds ``part``."""
    found = {path for pattern in CORES for path in ROOT.glob(pattern)}
    return sorted(path for path in found if part in str(path.relative_to(ROOT)))


def meaning(text: str) -> str:
    """Return what a module does: its tree without annotations and docstrings."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None)
    return ast.dump(tree)


def mutated(mutant: Mutant) -> str | None:
    """Return the text of a mutant; ``None`` where it is not one."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    text = mutant.path.read_text(encoding="utf-8")
    out = mutate_code(text, get_operator(f"core/{mutant.operator}")(), mutant.occurrence)
    if out is None:
        return None
    with contextlib.suppress(SyntaxError):
        return None if meaning(out) == meaning(text) else str(out)
    return None


def everyone(part: str) -> Iterator[Mutant]:
    """Yield all possible mutants, of which some are none."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.operators.provider import OperatorProvider

    provider = OperatorProvider()
    operators = {name: provider[name]() for name in provider if name not in VARIANTS}
    for path in modules(part):
        nodes = list(ast_nodes(get_ast(path.read_text(encoding="utf-8"))))
        for name, operator in operators.items():
            count = sum(len(list(operator.mutation_positions(node))) for node in nodes)
            yield from (Mutant(path, name, i) for i in range(count))


@cache
def imports_of(test: Path) -> frozenset[str]:
    """Return the modules that a test file imports, directly."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(test.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(names)


def tests_of(mutant: Mutant) -> list[str]:
    """Return test files, the nearest first."""
    folder = ROOT / "tests" / "unit" / mutant.path.parent.relative_to(ROOT)
    while not folder.exists():
        folder = folder.parent
    every = [t for t in sorted((ROOT / "tests").rglob("test_*.py"))
             if "house" not in t.parts and "page" not in t.parts]
    stem = mutant.path.stem

    def rank(test: Path) -> int:
        near, named = test.parent == folder, mutant.module in imports_of(test)
        if named:
            return 0 if stem in test.stem else (1 if near else 2)
        return 1 if near and stem in test.stem else (3 if near else 9)

    ranked = sorted((rank(test), str(test.relative_to(ROOT))) for test in every)
    near = [name for place, name in ranked if place < 3]
    rest = [name for place, name in ranked if place == 3]
    return list(dict.fromkeys((*near, *BROAD, *rest)))


class Finder(importlib.abc.MetaPathFinder):
    """Finds one module in a text of its own."""

    def __init__(self, name: str, path: Path, text: str) -> None:
        self.name, self.path, self.text = name, path, text

    def find_spec(self, fullname: str, path: object, target: object = None,
                  ) -> importlib.machinery.ModuleSpec | None:
        """Return the mutant where its module is asked for."""
        if fullname != self.name:
            return None
        text = self.text.encode()

        class Loader(importlib.machinery.SourceFileLoader):
            def get_code(self, name: str) -> object:  # type: ignore[override]
                return compile(text, self.path, "exec", dont_inherit=True)

        package = self.path.name == "__init__.py"
        return importlib.util.spec_from_file_location(
            fullname, self.path, loader=Loader(fullname, str(self.path)),
            submodule_search_locations=[str(self.path.parent)] if package else None)


def verdict(mutant: Mutant, text: str) -> tuple[str, float]:
    """Return killed, survived or late, and the processor time in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    scratch = tempfile.mkdtemp(prefix="plancast-mutant-")
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT + 10))
        _run(mutant, text, scratch)
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    shutil.rmtree(scratch, ignore_errors=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        return "late", spent
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1, 2) and code >= 0:  # 1 a test failed, 2 the module cannot be imported
        raise RuntimeError(f"pytest ended with {code} for {mutant}")
    return ("killed" if code else "survived"), spent


def _run(mutant: Mutant, text: str, scratch: str) -> None:
    """Run the tests in a fork and end it."""
    import pytest

    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    os.environ["TMPDIR"] = tempfile.tempdir = scratch  # laws are kept there too: by nobody else
    os.chdir(ROOT)
    if text:
        sys.meta_path.insert(0, Finder(mutant.module, mutant.path, text))
    code = 1
    try:
        code = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-o", "timeout=300",
                                *tests_of(mutant)]))
    finally:
        os._exit(code)


def difference(mutant: Mutant, text: str) -> str:
    """Return the lines that differ, shortly."""
    old = mutant.path.read_text(encoding="utf-8").splitlines()
    lines = [line for line in difflib.unified_diff(old, text.splitlines(), lineterm="", n=0)
             if line[:3] not in ("---", "+++")]
    place = lines[0].split()[1].lstrip("-").split(",")[0]
    return f"{mutant.path.relative_to(ROOT)}:{place} {mutant.operator}\n" + "\n".join(
        f"      {line[0]} {line[1:].strip()}" for line in lines[1:])


def main(words: Sequence[str] | None = None) -> int:
    """Draw the sample, try it, print what was killed and what was not."""
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--seed", type=int, default=16)
    parser.add_argument("--minutes", type=float, default=25.0)
    parser.add_argument("--only", default="")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args(words)
    import hypothesis  # noqa: F401  (loaded once, for all forks)
    import pandas  # noqa: F401
    import pydantic  # noqa: F401
    import pytest  # noqa: F401
    import scipy.stats  # noqa: F401

    possible = list(everyone(asked.only))
    order = np.random.default_rng(asked.seed).permutation(len(possible))
    counted: Counter[tuple[str, str]] = Counter()
    told: list[str] = []
    spent = 0.0
    for at in order:
        if counted.total() >= asked.sample or spent > 60 * asked.minutes:
            break
        mutant = possible[at]
        text = mutated(mutant)
        if text is None:
            continue
        if counted.total() < CONTROLS and verdict(mutant, "")[0] == "killed":
            raise SystemExit(f"the tests of {mutant.module} fail as it is")
        said, seconds = verdict(mutant, text)
        spent += seconds
        counted[mutant.module.split(".")[0], said] += 1
        line = f"{said:8} {seconds:5.1f} s  {difference(mutant, text)}"
        print(line if said != "killed" or asked.show else line.split("\n")[0], flush=True)
        if said != "killed":
            told.append(line)
    total = counted.total()
    killed = sum(n for (_, said), n in counted.items() if said == "killed")
    summary = [f"{killed} of {total} killed ({killed / max(total, 1):.1%}); seed {asked.seed}, of "
               f"{len(possible):,} possible ones; {spent / 60:.0f} minutes of processor time"]
    summary += [f"  {room}: " + ", ".join(f"{n} {said}" for (r, said), n in sorted(counted.items())
                                          if r == room) for room in sorted({r for r, _ in counted})]
    print("\n".join(summary))
    if asked.out:
        asked.out.write_text("\n".join([*summary, "", *told]) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
