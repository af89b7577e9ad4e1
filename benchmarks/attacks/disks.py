"""Disks that are full or refuse, and names that are not what they seem."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from attacks.child import Row, contents, left_aside, run, scratch
from attacks.writers import FEW, WRITERS, Writer, figures_kept, lay_out

PAGE = os.sysconf("SC_PAGE_SIZE")
SIZES = (0, 1, 100, 1_000, 5_000, 20_000, 100_000)


def _limit(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@contextmanager
def _small_disk(place: Path, size: int) -> Iterator[bool]:
    """Give a disk of ``size`` bytes at ``place``; ``False`` where none may be mounted."""
    place.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(place)],
                          capture_output=True, check=False)
    try:
        yield done.returncode == 0
    finally:
        if done.returncode == 0:
            subprocess.run(["umount", "-l", str(place)], check=False)


def disks() -> list[Row]:
    """Run every writer with files limited in size, on small disks and on one that is read-only."""
    limited = Row("disk full: a file cannot grow beyond 0 to 100,000 bytes",
                  "done or refused with the place; files whole, the ledger sound")
    small = Row("disk full: 8 to 256 kB beside what is there", limited.wanted)
    sealed = Row("disk read-only", "refused with the place")
    for writer in WRITERS:
        with scratch() as place:
            whole = writer.prepared(place / "whole")
            writer.run(whole)
            done = contents(whole / writer.place)
            for size in SIZES:
                folder = writer.prepared(place / "work")
                _judge(limited, writer, folder, done, f"{size} bytes", before=_limit(size))
            for size in (8_192, 65_536, 262_144):
                folder = writer.prepared(place / "work")
                with _small_disk(folder / "disk", _held(folder / writer.place) + size) as mounted:
                    if mounted:
                        _move(folder, writer.place)
                        _judge(small, writer, folder, done, f"disk of {size}")
            folder = writer.prepared(place / "work")
            with _small_disk(folder / "disk", 2_000_000) as mounted:
                if mounted:
                    _move(folder, writer.place)
                    subprocess.run(["mount", "-o", "remount,ro", str(folder / "disk")], check=True)
                    ended = writer.run(folder)
                    sealed.check(ended.code == 3, f"{writer.name}: {ended.code} {ended.err[-300:]}")
    return [limited, small, sealed]


def _held(place: Path) -> int:
    """Return the bytes of whole pages that what stands at ``place`` takes on a disk."""
    return sum(-(-p.stat().st_size // PAGE) * PAGE for p in place.rglob("*") if p.is_file())


def _move(folder: Path, place: str) -> None:
    """Let ``place`` be on the disk mounted at ``folder``/disk."""
    if (folder / place).exists():
        shutil.copytree(folder / place, folder / "disk", dirs_exist_ok=True)
        shutil.rmtree(folder / place)
    (folder / place).symlink_to("disk")


def _judge(row: Row, writer: Writer, folder: Path, done: dict[str, bytes], what: str, *,
           before: Callable[[], None] | None = None) -> None:
    earlier = (figures_kept(folder) or 0) if writer.ledger else 0
    ended = writer.run(folder, before=before)
    if writer.ledger:
        kept = figures_kept(folder)
        sound = kept is not None and kept >= earlier
    else:
        found = contents(folder / writer.place)
        sound = all(done.get(n) == b for n, b in found.items()) and len(found) in (0, len(done))
        sound &= not left_aside(folder / writer.place)
    row.check(ended.civil and sound, f"{writer.name}, {what}: {ended.code} {ended.err[-300:]}")


def odd_places() -> list[Row]:
    """Let every writer write through links and into pipes, devices and folders; read likewise."""
    links = Row("written through a link (to a folder, to nothing, in a circle), onto a file, under "
                "a file, into /dev/null, onto a folder",
                "done or refused with the place; nothing else is touched")
    reading = Row("read from a pipe, a device, a link in a circle, a folder, a name too long",
                  "read, or refused with the place")
    for writer in WRITERS:
        for name, make in PLACES.items():
            with scratch() as place:
                folder = writer.prepared(place / "work")
                if writer.first and writer.place == "out":
                    (folder / "out").rename(folder / "kept")
                other = place / "other"
                other.mkdir()
                (other / "mine").write_text("mine")
                make(folder / writer.place, other)
                ended = writer.run(folder)
                links.check(ended.civil and (other / "mine").read_text() == "mine",
                            f"{writer.name}, {name}: {ended.code} {ended.err[-300:]}")
    for words, file in READERS:
        for name, make in SOURCES.items():
            with scratch() as place:
                folder = lay_out(place / "work")
                given = make(folder, file)
                ended = run([given if w == file else w for w in words], folder)
                reading.check(ended.civil, f"{' '.join(words)}, {name}: {ended.code} "
                                           f"{ended.err[-300:]}")
    return [links, reading]


def _under_file(place: Path, _: Path) -> None:
    place.write_text("in the way")


PLACES: dict[str, Callable[[Path, Path], object]] = {
    "a link to a folder": lambda place, other: place.symlink_to(other),
    "a link to nothing": lambda place, other: place.symlink_to(other / "nothing"),
    "a link in a circle": lambda place, _: place.symlink_to(place),
    "a file in the way": _under_file,
    "a link to /dev/null": lambda place, _: place.symlink_to(os.devnull),
    "a pipe": lambda place, _: os.mkfifo(place),
}


def _linked(folder: Path, _: str) -> str:
    (folder / "circle").symlink_to("circle")
    return "circle"


def _workbook_named_csv(folder: Path, file: str) -> str:
    """A workbook under another name (R23 of the hostile list)."""
    import openpyxl

    book = openpyxl.Workbook()
    book.worksheets[0].append(["indicator", "year", "value"])
    book.worksheets[0].append(["grants", 2020, 5])
    book.save(folder / "book.xlsx")
    (folder / "book.xlsx").rename(folder / file)
    return file


def _broken_workbook(folder: Path, file: str) -> str:
    """A workbook with a prefix that is bound nowhere (R24)."""
    import zipfile

    _workbook_named_csv(folder, file)
    with zipfile.ZipFile(folder / file) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    with zipfile.ZipFile(folder / "broken.xlsx", "w") as archive:
        for name, content in parts.items():
            if name == "xl/workbook.xml":
                content = content.replace(b"</workbook>", b'<sheet r9:id="rId1"/></workbook>')
            archive.writestr(name, content)
    return "broken.xlsx"


SOURCES: dict[str, Callable[[Path, str], str]] = {
    "nothing there": lambda _, __: "absent",
    "a folder": lambda _, __: ".",
    "/dev/null": lambda _, __: os.devnull,
    "a circle": _linked,
    "a long name": lambda _, __: "九" * 100,
    "a workbook under its name": _workbook_named_csv,
    "a broken workbook": _broken_workbook,
}
READERS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("assess", "plan.yaml", *FEW), "plan.yaml"),
    (("plan", "validate", "plan.yaml"), "plan.yaml"),
    (("assess", "plan.yaml", *FEW, "--history", "h.csv"), "h.csv"),
    (("forecast", "h.csv", "--to", "2025"), "h.csv"),
    (("forecast", "h.csv", "--to", "2025", "--reference", "ref.csv"), "ref.csv"),
    (("batch", "h.csv", "--targets", "goals.csv", "--out", "out"), "goals.csv"),
    (("import", "plan.txt", "--period", "2021-2025"), "plan.txt"),
    (("assess", "plan.yaml", *FEW, "--scenario", "s.yaml"), "s.yaml"),
    (("scenarios", "validate", "s.yaml"), "s.yaml"),
    (("ledger", "verify", "book"), "book"),
    (("ledger", "add-actuals", "book", "actuals.csv", "--plan", "plan.yaml"), "actuals.csv"),
)
