"""YAML files of the package, parsed once for a user and not in every run.

Only for files that ship: what a user writes is copied nowhere.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import blake2b
from pathlib import Path

from data.io import yamlread
from data.io.cachefolder import cache_folder, keep_bytes
from data.io.yamlread import YamlDocument, load_yaml


def load_shipped(text: str, *, file: str) -> YamlDocument:
    """Return what ``load_yaml`` returns, for the text of a file of the package."""
    folder = cache_folder()
    if folder is None:
        return load_yaml(text, file=file)
    digest = blake2b(text.encode(), key=_reader(), digest_size=16).hexdigest()
    path = folder / "yaml" / f"{digest}.json"
    found = _read(path, file)
    if found is None:
        found = load_yaml(text, file=file)
        if not found.problems:
            keep_bytes(path, _written(found))
    return found


def _written(document: YamlDocument) -> bytes:
    lines = [[line, *path] for path, line in document.lines.items()]
    body = json.dumps([document.value, lines]).encode()
    return blake2b(body, digest_size=16).digest() + body


def _read(path: Path, file: str) -> YamlDocument | None:
    """Return a kept document; ``None`` where there is none, or a damaged one."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, body = content[:16], content[16:]
    if blake2b(body, digest_size=16).digest() != digest:
        return None
    value, lines = json.loads(body)
    return YamlDocument(file, value, {tuple(path): line for line, *path in lines}, ())


@cache
def _reader() -> bytes:
    """Return what tells this reader from another version's."""
    return blake2b(Path(yamlread.__file__).read_bytes(), digest_size=16).digest()
