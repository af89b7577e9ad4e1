"""The ``correlation`` block of a scenario file: a list of pairs, or a matrix with names."""

from __future__ import annotations

from data.io.yamlread import KeyPath, Plain
from scenarios.file.fields import Fields, last_key, short
from scenarios.scenario import Correlated


def correlated(read: Fields, raw: Plain, path: KeyPath) -> tuple[Correlated, ...]:
    """Return the pairs of a block; a matrix gives one pair for each entry above its diagonal."""
    if raw is None:
        return ()
    if isinstance(raw, dict):
        return _matrix(read, raw, path)
    if isinstance(raw, list):
        found = (_pair(read, item, (*path, i)) for i, item in enumerate(raw))
        return tuple(pair for pair in found if pair is not None)
    read.report("CORRELATION_SHAPE", path, value=short(raw))
    return ()


def _pair(read: Fields, raw: Plain, path: KeyPath) -> Correlated | None:
    if not isinstance(raw, dict):
        read.report("MAPPING_EXPECTED", path, key=last_key(path))
        return None
    read.known_keys(raw, ("between", "rank"), path)
    missing = [key for key in ("between", "rank") if key not in raw]
    for key in missing:
        read.report("KEY_MISSING", path, key=key)
    if missing:
        return None
    names = read.texts(raw["between"], (*path, "between"))
    rank = read.number(raw["rank"], (*path, "rank"), low=-1.0, high=1.0)
    if len(set(names)) != 2 or len(names) != 2:
        read.report("CORRELATION_PAIR", (*path, "between"), value=short(raw["between"]))
        return None
    if not -1.0 <= rank <= 1.0:
        return None
    return Correlated(names[0], names[1], rank, read.document.where(path))


def _matrix(read: Fields, raw: dict[str, Plain], path: KeyPath) -> tuple[Correlated, ...]:
    read.known_keys(raw, ("of", "matrix"), path)
    missing = [key for key in ("of", "matrix") if key not in raw]
    for key in missing:
        read.report("KEY_MISSING", path, key=key)
    if missing:
        return ()
    names = read.texts(raw["of"], (*path, "of"))
    here: KeyPath = (*path, "matrix")
    rows = [[read.number(v, (*here, i, j), low=-1.0, high=1.0)
             for j, v in enumerate(read.items(row, (*here, i)))]
            for i, row in enumerate(read.items(raw["matrix"], here))]
    n = len(names)
    if len(set(names)) != n or len(rows) != n or any(len(row) != n for row in rows):
        read.report("CORRELATION_MATRIX", here, n=n, value="×".join(
            str(k) for k in (len(rows), max((len(r) for r in rows), default=0))))
        return ()
    out = []
    for i in range(n):
        if rows[i][i] != 1.0:
            read.report("CORRELATION_DIAGONAL", (*here, i, i), name=names[i], value=rows[i][i])
        for j in range(i + 1, n):
            if rows[i][j] != rows[j][i]:
                read.report("CORRELATION_UNEQUAL", (*here, j, i), first=names[i],
                            second=names[j], value=rows[i][j], other=rows[j][i])
            out.append(Correlated(names[i], names[j], rows[i][j],
                                  read.document.where((*here, i, j))))
    return tuple(out)
