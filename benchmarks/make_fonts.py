"""Make the two fonts that the charts are drawn with: a subset of Noto Sans SC (OFL-1.1).

    python benchmarks/make_fonts.py REGULAR.ttf BOLD.ttf --licence OFL.txt \
        --unihan FOLDER --out report/fonts

The sources are the static TrueType files of Noto Sans SC, whose licence file is copied beside
the result, and two Unihan tables of the Unicode character database (plain or bz2): the ``kTGH``
rows of ``Unihan_OtherMappings.txt`` are the 8,105 characters of 通用规范汉字表 (2013), the
``kTraditionalVariant`` rows of ``Unihan_Variants.txt`` the traditional forms. Needs fontTools.

Kept are GB 2312, the 8,105 characters, the traditional forms of the 3,755 frequent characters
(level 1 of GB 2312), Latin, Greek, punctuation and the signs of charts. Hinting and layout
features go; the em is scaled down to ``EM`` units, which is finer than a pixel at any size a chart
is printed in. The family gets its own name, so that a Noto font installed on the machine can never
take its place and change the bytes of a picture.
"""

from __future__ import annotations

import argparse
import bz2
import re
import shutil
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.ttLib.tables._g_l_y_f import dropImpliedOnCurvePoints

FAMILY = "Plancast Sans SC"
EM = 512
EXTRA = "産佈稟託諮"  # used in traditional documents; the variants table does not lead to them
TIME = 0  # seconds since 1904 in the head table: the same input gives the same bytes
RANGES = (
    (0x20, 0x7E), (0xA0, 0x17F),  # Latin
    (0x391, 0x3C9),  # Greek
    (0x2010, 0x2027), (0x2030, 0x203B),  # dashes, quotation marks, per mille
    (0x2103, 0x2103), (0x2109, 0x2109), (0x2116, 0x2116), (0x2122, 0x2122),
    (0x2150, 0x216B), (0x2190, 0x2199),  # fractions, Roman numerals, arrows
    (0x2200, 0x22FF),  # mathematical signs
    (0x2460, 0x2473), (0x25A0, 0x25CF), (0x2605, 0x2606),  # circled numbers, shapes
    (0x3000, 0x3017), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),  # CJK punctuation, full width
)


def gb2312(first: int = 0xA1, last: int = 0xF7) -> set[int]:
    """Return the GB 2312 characters of the rows with these lead bytes (0xB0-0xD7 is level 1)."""
    found = set()
    for high in range(first, last + 1):
        for low in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((high, low)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def unihan_rows(folder: Path, table: str, field: str) -> dict[int, str]:
    """Return the value of ``field`` by character from a Unihan table."""
    plain = folder / table
    raw = plain.read_bytes() if plain.exists() else bz2.decompress(
        (folder / f"{table}.bz2").read_bytes())
    rows = re.findall(rf"^U\+([0-9A-F]+)\t{field}\t(.*)$", raw.decode(), re.MULTILINE)
    return {int(character, 16): value for character, value in rows}


def standard_characters(folder: Path) -> set[int]:
    """Return the 8,105 characters of 通用规范汉字表."""
    return set(unihan_rows(folder, "Unihan_OtherMappings.txt", "kTGH"))


def traditional_forms(folder: Path) -> set[int]:
    """Return the traditional forms of the frequent characters."""
    rows = unihan_rows(folder, "Unihan_Variants.txt", "kTraditionalVariant")
    frequent = gb2312(0xB0, 0xD7)
    return {int(form, 16) for c, value in rows.items() if c in frequent
            for form in re.findall(r"U\+([0-9A-F]+)", value)}


def wanted(folder: Path) -> set[int]:
    """Return all characters to keep."""
    characters = gb2312() | standard_characters(folder) | traditional_forms(folder)
    characters |= {ord(character) for character in EXTRA}
    for first, last in RANGES:
        characters |= set(range(first, last + 1))
    return characters


def rename(font: TTFont, style: str) -> None:
    """Give the font its own family name; copyright, licence and version stay as they are."""
    post = FAMILY.replace(" ", "") + "-" + style
    names = {1: FAMILY, 2: style, 3: post, 4: f"{FAMILY} {style}", 6: post}
    keep = [r for r in font["name"].names if r.nameID in (0, 5, 13, 14) and r.platformID == 3]
    font["name"].names = keep
    for name_id, text in names.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)


def make(source: Path, style: str, characters: set[int], out: Path) -> Path:
    """Write the subset of ``source`` and return its path."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.glyph_names = False
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "BASE", "STAT", "vhea", "vmtx", "gasp", "prep"]
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    scale_upem(font, EM)
    for name in font.getGlyphOrder():
        dropImpliedOnCurvePoints(font["glyf"][name])
    font["cmap"].tables = [t for t in font["cmap"].tables if t.format == 12 and t.platformID == 3]
    rename(font, style)
    font["head"].created = font["head"].modified = TIME
    path = out / f"PlancastSansSC-{style}.ttf"
    font.save(path, reorderTables=True)
    return path


def main() -> None:
    """Make both weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("regular", type=Path)
    parser.add_argument("bold", type=Path)
    parser.add_argument("--unihan", type=Path, required=True)
    parser.add_argument("--licence", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    characters = wanted(given.unihan)
    for source, style in ((given.regular, "Regular"), (given.bold, "Bold")):
        path = make(source, style, characters, given.out)
        covered = set(TTFont(path).getBestCmap())
        print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB, {len(covered)} characters,"
              f" {len(gb2312() - covered)} of GB 2312 missing,"
              f" {len(standard_characters(given.unihan) - covered)} of the 8,105 missing")
    shutil.copyfile(given.licence, given.out / "OFL.txt")


if __name__ == "__main__":
    main()
