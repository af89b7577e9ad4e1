"""What a ledger holds: entries in a chain, each with a header and a table of rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from data.io.writing import Json

FORMAT = 1
"""Version of the ledger's format; a ledger with a higher one is refused, never guessed at."""

START = "0" * 64
"""The hash before the first entry."""

SHORT = 8
"""Digits of a hash that name an entry for people, and the fewest that are taken as proof."""


class EntryKind(StrEnum):
    """What an entry records."""

    ACTUALS = "actuals"  # figures, with their vintage
    RUN = "run"  # a plan assessed: inputs, assumptions, verdicts
    BATCH = "batch"  # a batch of series assessed
    NOTE = "note"  # what a person says of a run: which assumptions came true


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the catalogue lists it.

    ``hash`` is SHA-256 over the hash before, the number, the kind, the time, the header, the number
    of rows and the digest of the rows' file: no entry can be altered, dropped or put elsewhere
    without breaking the chain. ``recorded`` is the UTC time of writing, ISO 8601. ``header`` is
    small and plain JSON; the rows are in the Parquet file ``file``.
    """

    number: int  # from 1
    kind: EntryKind
    recorded: str
    header: Mapping[str, Json]
    rows: int
    file: str
    digest: str  # SHA-256 of the file
    before: str  # hash of the entry before
    hash: str

    @property
    def id(self) -> str:
        """Return the short name people use: number and the first characters of the hash."""
        return f"{self.number}-{self.hash[:SHORT]}"

    def expected_hash(self, before: str) -> str:
        """Return the hash the entry must have after the hash ``before``."""
        return chained(before, number=self.number, kind=self.kind, recorded=self.recorded,
                       header=self.header, rows=self.rows, digest=self.digest)


def canonical(value: Json) -> str:
    """Return ``value`` as JSON in one way only: sorted keys, no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"),
                      allow_nan=False)


def chained(before: str, *, number: int, kind: EntryKind, recorded: str,
            header: Mapping[str, Json], rows: int, digest: str) -> str:
    """Return the hash of an entry (64 hexadecimal digits)."""
    said = canonical({"before": before, "number": number, "kind": kind.value,
                      "recorded": recorded, "header": dict(header), "rows": rows,
                      "digest": digest})
    return hashlib.sha256(said.encode("utf-8")).hexdigest()


def file_name(number: int, hash_: str) -> str:
    """Return the name of the file that holds an entry's rows."""
    return f"{number:06d}-{hash_[:SHORT]}.parquet"


def entry_of(row: Sequence[object]) -> Entry | None:
    """Return a line of the catalogue as an entry; ``None`` for one that no ledger wrote."""
    try:
        number, kind, recorded, header, rows, file, digest, before, hash_ = row
        said = json.loads(str(header), parse_constant=_no_number)
        # The stored text itself counts: of a key written twice another reader may take the first.
        if not isinstance(said, dict) or header != canonical(said):
            return None
        return Entry(int(str(number)), EntryKind(str(kind)), str(recorded), said, int(str(rows)),
                     str(file), str(digest), str(before), str(hash_))
    except (ValueError, RecursionError):
        return None


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON")
