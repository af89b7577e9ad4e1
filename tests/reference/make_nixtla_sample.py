"""Write ``nixtla_history.csv`` and ``nixtla_forecast.csv`` with statsforecast itself.

statsforecast is no dependency of the project: run this where it has been installed.
"""

from pathlib import Path

import pandas as pd
from statsforecast import StatsForecast
from statsforecast.models import HistoricAverage, RandomWalkWithDrift

HERE = Path(__file__).resolve().parent
FIGURES = {"Springfield/Grants": (100, 118, 131, 160, 177, 199),
           "Shelbyville/Grants": (20, 22, 31, 30, 38, 41)}
history = pd.DataFrame([(name, 2015 + i, float(v)) for name, found in FIGURES.items()
                        for i, v in enumerate(found)], columns=["unique_id", "ds", "y"])
history.to_csv(HERE / "nixtla_history.csv", index=False)
tool = StatsForecast([RandomWalkWithDrift(), HistoricAverage()], freq=1)
tool.forecast(df=history, h=3, level=[80, 95]).to_csv(HERE / "nixtla_forecast.csv", index=False)
