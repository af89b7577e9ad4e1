"""The predictive law of one series: class and own history pooled, as paths.

The pooled law is the one that the backtest measures (``models.law.predictive_law``). The
own-history models that the ladder admits stand beside it and give the range over models.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from data.arrays import BoolArray, FloatArray, IntArray
from data.paths import Origin, Paths
from data.plan import Indicator
from data.randomness import generator
from data.reference.figures import Panel
from data.series import Bounds, Partial, Series
from data.signs import may_be_negative
from data.words import Kind, Text
from forecast.class_pace import class_pace
from forecast.knowledge import Knowledge
from forecast.partial import PartYear, part_years, with_part_years
from forecast.reference_class import ReferenceClass, is_foreign, reference_class
from models.law.counts import count_paths, integer_paths
from models.law.marginals import Marginals
from models.law.predictive_law import Law, fit_law, widen
from models.law.transfer import class_growth, family_effect, own_growth
from models.law.windows import LOOKBACK
from models.law.windows import Panel as ClassPanel
from models.own.ladder import ladder
from models.own.registry import admitted
from models.scale import Scale, scale_for

COUNTED = ("piece", "organisation", "person", "household")
"""Dimensions whose values are whole numbers."""
FOREIGN_WEIGHT = 0.5
"""Weight of the own-history models where the class is of another subject altogether: equal parts.

Measured on M1 and M3 cut five years short, with the bundled class of 2015 for a class: Brier falls
by .02 to .08 for two to eight points; provincial figures that are asked about as if of an unknown
family lose .006 to .011. The class alone carries over the growth of its own subject.
"""
SEEN_YEARS = 3
"""Calendar years of windows with a history's own pattern from which the class has seen its like."""


@dataclass(frozen=True, slots=True)
class Member:
    """One model's own paths (n_paths, horizon), canonical unit, for the range over models."""

    name: str
    values: FloatArray


@dataclass(frozen=True, slots=True)
class Counting:
    """The last layer of a count: whole numbers, and small yearly ones' sampling noise.

    It comes after the scenario, at equal luck for every scenario, so that an assumption moves the
    mean and no rounding moves the assumption. ``floors`` are (column, what part of that year has
    already counted).
    """

    flow: bool
    seed: int
    words: tuple[str, str]
    floors: tuple[tuple[int, float], ...] = ()

    def whole(self, values: FloatArray) -> FloatArray:
        """Return the paths (n_paths, horizon) as whole numbers of the same expectation."""
        rng = generator(self.seed, *self.words, "count")
        mean = np.maximum(values, 0.0)
        out = np.array(count_paths(mean, rng) if self.flow else integer_paths(mean, rng))
        for column, floor in self.floors:
            if floor > 0 and column < out.shape[1]:
                out[:, column] = np.maximum(out[:, column], floor)
        return out


@dataclass(frozen=True, slots=True)
class Forecast:
    """The pooled paths of a series and what stands behind them.

    Paths are continuous; ``counted`` gives those of a count their whole numbers.
    """

    paths: Paths
    members: tuple[Member, ...]
    weights: tuple[tuple[str, float], ...]
    rung: str
    scale: str
    n_windows: int
    same_family: bool
    notes: tuple[Text, ...] = ()
    parts: tuple[PartYear, ...] = ()  # the part-year figures that entered
    counting: Counting | None = None
    class_growth: tuple[float, ...] | None = None  # recent, of the comparable series
    foreign: bool = False  # the class knows no such indicator: its measured skill says nothing

    def counted(self, paths: Paths) -> Paths:
        """Return paths of this series, under whatever scenario, as whole numbers if a count."""
        return paths if self.counting is None else paths.with_values(
            self.counting.whole(paths.values))


@dataclass(frozen=True, slots=True)
class Forecaster:
    """Predicts series against one state of knowledge; each class law is fitted at most once.

    Not ``ranged``, it leaves out the own-history models that only give the range over models: the
    pooled paths are the same, and a long history takes a fiftieth of the time.
    """

    knowledge: Knowledge
    n_paths: int
    seed: int
    ranged: bool = True
    _panel: list[Panel] = field(default_factory=list, repr=False)
    _laws: dict[tuple[bytes, tuple[int, ...], int], Law] = field(default_factory=dict, repr=False)
    _later: dict[tuple[int, bool], Forecaster] = field(default_factory=dict, repr=False)

    def in_year(self, year: int) -> Forecaster:
        """Return the forecaster that learns from all that was known at the end of ``year``."""
        if year == self.knowledge.as_of:
            return self
        key = (year, self.ranged)
        if key not in self._later:
            self._later[key] = Forecaster(self.knowledge.until(year), self.n_paths, self.seed,
                                          self.ranged)
        return self._later[key]

    @property
    def panel(self) -> Panel:
        """The reference series as known at the as-of year."""
        if not self._panel:
            self._panel.append(self.knowledge.panel())
        return self._panel[0]

    def predict(self, series: Series, target_year: int, *, kind: Kind,
                partials: Sequence[Partial] = (), part_until: int = 0,
                subject: Indicator | None = None) -> Forecast | None:
        """Return the law of ``series`` up to ``target_year``; ``None`` where nothing can speak.

        ``partials`` of the series' own indicator, of years up to ``part_until``, enter as evidence
        on their year. ``subject`` is the indicator asked about, where the series alone does not
        say its family or that less of it is better.

        Nothing can when there is no history, or a single point of a share or score (their class
        has no windows) or of what is meant to fall and has no family in the class, or nothing
        above zero on a scale of growth rates. The numbers depend on the arguments, the knowledge,
        the number of paths and the seed alone.
        """
        horizon = target_year - int(series.years[-1]) if len(series) else 0
        if horizon < 1:
            return None
        scale = scale_for(kind, series.values, series.bounds)
        rung = ladder(len(series))
        foreign = is_foreign(self.panel, series.family, "" if subject is None else subject.family)
        # What a class of figures that are meant to rise says of one that is meant to fall is wrong.
        falling = (foreign and scale.form == "log" and subject is not None
                   and subject.direction < 0)
        pooled = None if falling else self._pooled(series, scale, horizon, kind)
        members = self._own_members(series, scale, horizon, rung.models) \
            if self.ranged or foreign or pooled is None else ()
        if pooled is None and not members:
            return None
        if pooled is None:
            values = _stacked(members, self.n_paths)
            weights = tuple((m.name, 1 / len(members)) for m in members)
            n_windows, same = 0, False
            notes: tuple[Text, ...] = (_FALLING if falling else _NO_CLASS,)
        else:
            values, weights, chosen = pooled
            n_windows, same = chosen.n_windows, chosen.same_family
            note = chosen.note()
            notes = () if note is None else (note,)
            if foreign:
                notes = (_FOREIGN if members else _FOREIGN_ALONE,)
            if foreign and members:
                values, weights = _in_equal_parts(values, weights, members)
        origin = Origin(series.region, series.indicator, "baseline", int(series.years[-1]),
                        float(series.values[-1]), weights, self.knowledge.reference_id,
                        self.knowledge.calibration_id, self.seed)
        first = int(series.years[-1]) + 1
        parts = part_years(partials, series, kind, as_of=part_until) if scale.form == "log" else ()
        values = within(values, series.bounds)
        members = tuple(Member(m.name, within(m.values, series.bounds)) for m in members)
        values = with_part_years(values, first, parts)
        members = tuple(Member(m.name, with_part_years(m.values, first, parts)) for m in members)
        counting = self._counting(series, kind, parts, first)
        return Forecast(
            paths=Paths(first, values, origin), members=members, parts=parts, counting=counting,
            weights=weights, rung=rung.name, scale=scale.form, n_windows=n_windows,
            same_family=same, notes=notes, foreign=foreign and pooled is not None,
            class_growth=class_pace(self.panel, series.family, kind, horizon=horizon))

    def _key(self, series: Series, *purpose: str) -> np.random.Generator:
        return generator(self.seed, series.region, series.indicator, *purpose)

    def _pooled(self, series: Series, scale: Scale, horizon: int, kind: Kind,
                ) -> tuple[FloatArray, tuple[tuple[str, float], ...], ReferenceClass] | None:
        """Paths (n_paths, horizon) of the class law pooled with the series' own drift."""
        if scale.form != "log" or series.values[-1] <= 0:
            return None
        seen = series.values > 0
        years = np.asarray(series.years[seen])
        chosen = reference_class(self.panel, series.family, kind, horizon=horizon)
        if not chosen.n_windows:  # a reference class too short for this horizon, or empty
            return None
        law = self._law(chosen, tuple(int(y - years[-1]) for y in years), horizon)
        values = series.values[seen]
        if not chosen.same_scale:  # 23 indications are not as 23 patents: no level
            values = values * (np.exp(law.level[0]) / values[-1])
        said = law.predict(values[None, :], years, horizon=horizon)
        marginals = said.marginals
        unseen = bool(said.years[0, -1] < SEEN_YEARS)
        if unseen or not chosen.same_family:
            marginals = self._transferred(marginals, chosen, series, unseen=unseen)
        ranks = law.order_template(self.n_paths, horizon, rng=self._key(series, "order"))
        growth = in_order(marginals, ranks)
        own = float(said.own_weight[0, -1])
        return series.values[-1] * np.exp(growth), (("class", 1 - own), ("own_t", own)), chosen

    def _transferred(self, marginals: Marginals, chosen: ReferenceClass, series: Series, *,
                     unseen: bool) -> Marginals:
        """Carry a class's law over to another family: its own rate, and not knowing it.

        ``unseen``: the class has hardly any history as long as this one, so the law has not
        learned from own growth, and the own growth speaks here.
        """
        families = self.panel.families
        names = sorted(set(families) | {series.family})
        codes = np.array([names.index(f) for f in families], dtype=np.int64)
        values = self.panel.values
        growth = np.diff(np.log(np.where(values > 0, values, np.nan)), axis=1)
        seen = series.values > 0
        own = own_growth(np.log(series.values[seen]), series.years[seen],
                         class_growth(growth, chosen.members),
                         first_year=int(self.panel.years[0]))
        effect = family_effect(growth, codes, of=names.index(series.family),
                               members=chosen.members)
        effect = effect.given(own) if unseen else effect.after(own)
        steps = np.arange(1, marginals.values.shape[1] + 1, dtype=np.float64)
        moved = marginals.values + (effect.mean * steps)[None, :, None]
        return Marginals(marginals.levels, widen(moved, np.sqrt(effect.variance) * steps[None, :]))

    def _law(self, chosen: ReferenceClass, offsets: tuple[int, ...], horizon: int) -> Law:
        pattern = tuple(o for o in offsets if o > -LOOKBACK)
        key = (chosen.members.tobytes(), pattern, horizon)
        if key not in self._laws:
            panel = ClassPanel(np.array(self.panel.values), np.array(self.panel.years),
                               chosen.members.astype(np.int64))
            self._laws[key] = fit_law(panel, max_horizon=horizon, as_of=self.knowledge.as_of,
                                      family=1, patterns=(pattern,))
        return self._laws[key]

    def _own_members(self, series: Series, scale: Scale, horizon: int, names: tuple[str, ...],
                     ) -> tuple[Member, ...]:
        """Simulate every admitted own-history model that does not refuse the series."""
        first = int(series.years[0])
        y = np.zeros((1, int(series.years[-1]) - first + 1))
        mask: BoolArray = np.zeros(y.shape, dtype=np.bool_)
        y[0, series.years - first] = scale.forward(series.values)
        mask[0, series.years - first] = True
        out = []
        for model in admitted(names):
            fit = model.fit(y, mask)
            if fit.refusals[0] is not None:
                continue
            z = fit.simulate(horizon, self.n_paths, self._key(series, model.name))[0]
            out.append(Member(model.name, scale.inverse(z)))
        return tuple(out)

    def _counting(self, series: Series, kind: Kind, parts: tuple[PartYear, ...], first: int,
                  ) -> Counting | None:
        """Say how a count becomes whole numbers; ``None`` for what is not counted."""
        if series.unit.dimension not in COUNTED or kind in (Kind.RATIO, Kind.SHARE, Kind.SCORE):
            return None
        if may_be_negative(kind, series.unit, series.bounds):  # a balance, not a count
            return None
        return Counting(kind is Kind.FLOW, self.seed, (series.region, series.indicator),
                        tuple((part.year - first, part.floor) for part in parts))


def within(values: FloatArray, bounds: Bounds) -> FloatArray:
    """Return paths held inside the natural bounds of their indicator."""
    low, high = bounds
    return values if low is None and high is None else np.clip(values, low, high)


def in_order(marginals: Marginals, ranks: IntArray) -> FloatArray:
    """Return draws (n_paths, horizon) of one series with the given ranks (Schaake shuffle).

    Stratified: the i-th draw of a horizon is its (i + 1/2) / n quantile, so a probability read off
    the paths is off by no more than one path.
    """
    n = len(ranks)
    sorted_draws = marginals.quantile((np.arange(n) + 0.5) / n)[0].T
    return np.asarray(np.take_along_axis(sorted_draws, ranks, axis=0))


def _in_equal_parts(values: FloatArray, weights: tuple[tuple[str, float], ...],
                    members: tuple[Member, ...],
                    ) -> tuple[FloatArray, tuple[tuple[str, float], ...]]:
    """Return the linear pool of a class's paths (n_paths, horizon) with the members' own."""
    n = len(values)
    # Every other path of the class in the order of the last year keeps its quantiles.
    order = np.argsort(values[:, -1], kind="stable")
    own = np.zeros(n, dtype=np.bool_)
    own[order[1::2]] = True
    out = np.where(own[:, None], _stacked(members, n), values)
    each = FOREIGN_WEIGHT / len(members)
    return out, (*((name, (1 - FOREIGN_WEIGHT) * w) for name, w in weights),
                 *((m.name, each) for m in members))


def _stacked(members: tuple[Member, ...], n_paths: int) -> FloatArray:
    """Return an equal linear pool of the members' paths (n_paths, horizon)."""
    which = np.arange(n_paths) % len(members)
    return np.stack([m.values for m in members])[which, np.arange(n_paths)]


_FOREIGN = Text(
    "参照类里没有这类指标：参照类与自身历史各占一半，回测技巧不适用于它。",
    "The reference class holds no indicator of this kind: it and the own history each count for "
    "half, and no measured skill applies.")
_FOREIGN_ALONE = Text(
    "参照类里没有这类指标，而只有一个数值：概率借自其他指标，只可粗略参考；请注明family，补充历年数值，"
    "或用--reference给出同类数据。",
    "The reference class holds no indicator of this kind, and one figure says nothing of its "
    "growth: the probability is borrowed from other indicators and rough. Name a family, add "
    "years, or give figures of its like with --reference.")
_FALLING = Text(
    "参照类里没有这类指标，而且其中都是越高越好的指标，不能说明越低越好的指标：只用自身历史。",
    "The reference class holds no indicator of this kind, and only ones of which more is better; "
    "it says nothing of one that is meant to fall: own history alone speaks.")
_NO_CLASS = Text(
    "对这类指标和这样的预测年数没有可用的参照类，只用自身历史。",
    "There is no reference class for this kind of figure this many years ahead; own history alone "
    "speaks.")
