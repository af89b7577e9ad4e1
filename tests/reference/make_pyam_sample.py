"""Write ``pyam_wide.csv``, ``pyam_long.csv`` and ``pyam.xlsx`` with pyam itself.

pyam is no dependency of the project: run this where `pip install pyam-iamc` has been done.
"""

from pathlib import Path

import pandas as pd
import pyam

HERE = Path(__file__).resolve().parent
ROWS = [
    ("REMIND 3.0", "historical", "Springfield", "Grants", "件", {2018: 138, 2019: 150, 2020: 161}),
    ("REMIND 3.0", "historical", "Springfield", "Financing", "亿元", {2019: 12.5, 2020: 15.25}),
    ("REMIND 3.0", "SSP2-NDC", "Springfield", "Grants|Median", "件", {2021: 170, 2025: 240.5}),
    ("REMIND 3.0", "SSP2-NDC", "World", "GDP|PPP", "billion US$2010/yr", {2020: 100, 2025: 130}),
    ("MESSAGE", "SSP2-NDC", "Springfield", "Grants|Median", "件", {2021: 168, 2025: 231}),
]
frame = pyam.concat([
    pyam.IamDataFrame(pd.DataFrame(
        [(m, s, r, v, u, y, float(x)) for y, x in points.items()],
        columns=["model", "scenario", "region", "variable", "unit", "year", "value"]))
    for m, s, r, v, u, points in ROWS])
frame.to_csv(HERE / "pyam_wide.csv")
frame.data.to_csv(HERE / "pyam_long.csv", index=False)
frame.to_excel(HERE / "pyam.xlsx")
