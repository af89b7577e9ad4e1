"""Write ``nixtla_history.csv``, ``nixtla_forecast.csv`` and what utilsforecast scores it at.

statsforecast is no dependency of the project: run this where it has been installed. The figures
that came later are made up.
"""

from pathlib import Path

import pandas as pd
from statsforecast import StatsForecast
from statsforecast.models import HistoricAverage, RandomWalkWithDrift
from utilsforecast.evaluation import evaluate
from utilsforecast.losses import coverage, mqloss

HERE = Path(__file__).resolve().parent
FIGURES = {"Springfield/Grants": (100, 118, 131, 160, 177, 199),
           "Shelbyville/Grants": (20, 22, 31, 30, 38, 41)}
history = pd.DataFrame([(name, 2015 + i, float(v)) for name, found in FIGURES.items()
                        for i, v in enumerate(found)], columns=["unique_id", "ds", "y"])
history.to_csv(HERE / "nixtla_history.csv", index=False)
tool = StatsForecast([RandomWalkWithDrift(), HistoricAverage()], freq=1)
forecast = tool.forecast(df=history, h=3, level=[80, 95])
forecast.to_csv(HERE / "nixtla_forecast.csv", index=False)
later = forecast.assign(y=[44.0, 45.0, 70.0, 220.0, 240.0, 300.0])
evaluate(later, metrics=[coverage, mqloss], level=[80, 95]).to_csv(
    HERE / "nixtla_scores.csv", index=False)
