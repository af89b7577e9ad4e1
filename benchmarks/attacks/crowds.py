"""Several writers at once, and clocks that jump."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from attacks.child import Row, contents, scratch, start
from attacks.writers import BEGIN, WRITERS, figures_kept


def crowds(rounds: int) -> list[Row]:
    """Let 2 to 4 writers start one ledger, add to one, or write one folder."""
    books = Row("2 to 4 writers of one ledger, from its making on",
                "every figure is kept once, `verify` finds nothing, nobody waits for ever")
    folders = Row("2 to 4 writers of one folder", "whole files, those of one run")
    for number in range(rounds):
        several = 2 + number % 3
        with scratch() as place:
            folder = WRITERS[0].prepared(place / "work")
            for i in range(several):
                (folder / f"{i}.csv").write_text(
                    f"indicator,year,value\ngrants,{2021 + i},17{i}0\n")
            at_work = [start((*BEGIN[:3], f"{i}.csv", *BEGIN[4:]), folder)
                       for i in range(several)]
            ended = [one.end() for one in at_work]
            wrong = [e.err[-200:] for e in ended if e.code != 0]
            kept = figures_kept(folder)
            books.check(not wrong and kept == several, f"{several} writers: {kept}, {wrong}")
    for writer in (w for w in WRITERS if not w.ledger and not w.first and w.name != "import"):
        with scratch() as place:
            folder = writer.prepared(place / "work")
            writer.run(folder)
            done = contents(folder / writer.place)
            writer.prepared(folder)
            at_work = [start(writer.words, folder) for _ in range(4)]
            ended = [one.end() for one in at_work]
            refused = [e for e in ended if e.code not in (0, 3)]
            folders.check(not refused and contents(folder / writer.place) == done,
                          f"{writer.name}: {[e.err[-200:] for e in refused]}")
    return [books, folders]


CLOCKS = {"1970": -1.7e9, "a year back": -3.2e7, "an hour back": -3600.0, "a year on": 3.2e7,
          "2106": 2.5e9, "after 9999": 3e11}


def _clock(shift: float) -> Callable[[], None]:
    """Return what moves a child's clock by ``shift`` seconds, for ``time`` and ``datetime``."""

    def before() -> None:
        import datetime as dates

        real = time.time
        time.time = lambda: real() + shift

        class Moved(dates.datetime):
            @classmethod
            def now(cls, tz: dates.tzinfo | None = None) -> dates.datetime:  # type: ignore[override]  # Self would be Moved
                return dates.datetime.fromtimestamp(time.time(), tz)

        import data.ledger.actuals
        import data.ledger.store

        # A class is put in the place of another, in this child alone.
        data.ledger.store.datetime = Moved  # type: ignore[misc]
        data.ledger.actuals.datetime = Moved  # type: ignore[misc]
        os.environ["TZ"] = "Pacific/Kiritimati"
        time.tzset()

    return before


def clocks() -> list[Row]:
    """Move the clock before, between and after entries."""
    row = Row("the clock jumps by -54 to +9500 years between entries, in another time zone",
              "done or refused; `verify` finds nothing, no entry is lost, files are the same bytes")
    for name, shift in CLOCKS.items():
        for writer in WRITERS:
            with scratch() as place:
                folder = writer.prepared(place / "work")
                earlier = (figures_kept(folder) or 0) if writer.ledger else 0
                ended = writer.run(folder, before=_clock(shift))
                if writer.ledger:
                    kept = figures_kept(folder)
                    sound = kept is not None and kept >= earlier
                else:
                    found = contents(folder / writer.place)
                    writer.prepared(folder)
                    writer.run(folder)
                    sound = found == ({} if ended.code == 3 else contents(folder / writer.place))
                row.check(ended.civil and sound, f"{writer.name}, {name}: {ended.code} "
                                                 f"{ended.err[-300:]}")
    return [row]
