"""A batch on its way into a ledger: tried before the work, recorded after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from data.words import Lang
from forecast.batches.run import Batch
from forecast.lifecycle.batch_record import TargetQuantiles, batch_rows, record_batch
from report.ledger.recording import claimed_ledger, file_hash, file_label, recorded_text

if TYPE_CHECKING:
    import pyarrow as pa


class BatchBook:
    """The ledger a batch is recorded in; ``at_target`` takes its quantiles as they come.

    Raises ``PlancastError`` as ``claimed_ledger``.
    """

    def __init__(self, folder: Path) -> None:
        self._ledger = claimed_ledger(folder)
        self._at_target: TargetQuantiles | None = None

    def at_target(self, batch: Batch) -> TargetQuantiles:
        """Return what keeps the quantiles of the targets' years."""
        self._at_target = TargetQuantiles.empty(batch)
        return self._at_target

    def recorded(self, batch: Batch, tables: Iterable[tuple[slice, pa.Table]], *,
                 given: Mapping[str, Path | None], outputs: Sequence[Path], refused: int,
                 lang: Lang) -> str:
        """Record the batch and say so; ``tables`` are its verdicts, ``given`` its input files."""
        assert self._at_target is not None  # asked for before the work
        rows = (batch_rows(part, self._at_target, where) for where, part in tables)
        inputs = {f"{what}:{file_label(path)}": file_hash(path)
                  for what, path in given.items() if path is not None}
        entry = record_batch(self._ledger, batch, rows, inputs=inputs, outputs={
            path.name: file_hash(path) for path in outputs}, refused=refused)
        return recorded_text(self._ledger, entry.id, lang)
