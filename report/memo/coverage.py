"""What has been reported of what is due: years of figures by target, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from data.plan import Plan
from data.words import Basis, Text
from forecast.probability.verdict import Assessment, TargetResult
from report.assessment.rows import lead


@dataclass(frozen=True, slots=True)
class Due:
    """The years of one indicator and region: those a plan's follow-up needs, and those there are.

    ``result`` is the first target that needs them, ``home`` the plan's own region.
    """

    result: TargetResult
    home: Text
    years: tuple[int, ...]
    reported: tuple[int, ...]

    @property
    def missing(self) -> tuple[int, ...]:
        """The years still to be handed in."""
        return tuple(y for y in self.years if y not in self.reported)

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The years still to be handed in, as runs of years: first and last of each."""
        runs: list[tuple[int, int]] = []
        for year in self.missing:
            if runs and runs[-1][1] == year - 1:
                runs[-1] = runs[-1][0], year
            else:
                runs.append((year, year))
        return tuple(runs)

    @property
    def bare(self) -> bool:
        """Whether its first target cannot be assessed."""
        return all(lead(v).followed is None for v in self.result.verdicts)

    @property
    def asked(self) -> bool:
        """Whether the reporting unit is asked for anything."""
        return bool(self.missing) or self.bare


def dues(assessment: Assessment) -> tuple[Due, ...]:
    """Return what is due for every scored target by the as-of year, each indicator once a region.

    From the base year to the as-of year, or to the target year where that is over.
    """
    plan, found = assessment.plan, dict[tuple[str, str], Due]()
    for result in assessment.results:
        target = result.target
        key = (target.indicator, target.region)
        if not result.scored or key in found:
            continue
        base = target.base_year if target.base_year is not None else plan.period.base
        last = max(base, min(assessment.as_of, target.year))
        years = tuple(range(base, last + 1))
        seen = _observed(result, plan)
        found[key] = Due(result, plan.region, years, tuple(y for y in years if y in seen))
    return tuple(found.values())


def _observed(result: TargetResult, plan: Plan) -> frozenset[int]:
    """Return the years of which there is a full figure; a base stated with the target is one.

    A sum over the period starts from nothing, which is no figure.
    """
    target = result.target
    series = plan.series(target.indicator, target.region)
    years = set() if series is None else {int(y) for y in series.years}
    required = result.verdicts[0].required
    if required.base_value is not None and required.base_year is not None \
            and target.basis is not Basis.CUMULATIVE_OVER_PERIOD:
        years.add(required.base_year)
    return frozenset(years)


def covered(found: tuple[Due, ...]) -> tuple[int, int]:
    """Return how many yearly figures there are, and how many are due."""
    return sum(len(d.reported) for d in found), sum(len(d.years) for d in found)
