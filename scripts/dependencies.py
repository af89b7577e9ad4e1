#!/usr/bin/env python3
"""What plancast stands on, from the environment it runs in: dependencies.py constraints|sbom

``constraints`` prints one ``name==version`` a line for everything that plancast and its extra
``[web]`` need, for ``pip install -c constraints.txt``; ``sbom`` the same as a CycloneDX list with
licences. Both have the same bytes for the same environment, and name no host.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

EXTRAS = ("", "web")


def closure(name: str = "plancast", extras: tuple[str, ...] = EXTRAS) -> dict[str, Distribution]:
    """Return what ``name`` needs, directly or not, by canonical name, without itself."""
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [(name, extra) for extra in extras]
    while waiting:
        wanted, extra = waiting.pop()
        if (wanted, extra) in seen:
            continue
        seen.add((wanted, extra))
        try:
            known = distribution(wanted)
        except PackageNotFoundError:
            raise SystemExit(f"{wanted} is not installed: run `make env` first") from None
        found[canonicalize_name(wanted)] = known
        about = {**default_environment(), "extra": extra}
        for line in known.requires or ():
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate(about):
                waiting += [(canonicalize_name(need.name), e) for e in ("", *need.extras)]
    found.pop(canonicalize_name(name))
    return dict(sorted(found.items()))


def constraints() -> str:
    """Return the constraints file."""
    head = "# Versions that plancast was tested with; made by scripts/dependencies.py constraints\n"
    return head + "".join(f"{name}=={known.version}\n" for name, known in closure().items())


def licence(known: Distribution) -> str:
    """Return what a package says its licence is: the expression, else the trove classifiers."""
    about = known.metadata
    said = about.get("License-Expression")
    named = [c.rsplit(" :: ", 1)[-1] for c in about.get_all("Classifier", [])
             if c.startswith("License ::")]
    short = (about.get("License") or "").strip().splitlines()
    return said or "; ".join(named) or (short[0][:80] if short else "not stated")


def sbom() -> str:
    """Return a CycloneDX 1.5 bill of materials."""
    parts = [{"type": "library", "name": name, "version": known.version,
              "purl": f"pkg:pypi/{name}@{known.version}",
              "licenses": [{"license": {"name": licence(known)}}]}
             for name, known in closure().items()]
    own = distribution("plancast")
    return json.dumps({
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {"component": {"type": "application", "name": "plancast",
                                   "version": own.version}},
        "components": parts}, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Print what was asked for."""
    made = {"constraints": constraints, "sbom": sbom}
    if len(sys.argv) != 2 or sys.argv[1] not in made:
        print(__doc__, file=sys.stderr)
        return 2
    sys.stdout.write(made[sys.argv[1]]())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
