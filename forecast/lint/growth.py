"""Every stated growth and yearly rate recomputed from the figures it is about.

``growth = end / start - 1`` over the whole span and ``rate = (end / start)^(1/n) - 1`` a year.
Both ends are printed numbers, so the recomputed figure is an interval: it agrees when it meets
the printed one within half of its last digit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from data.messages.message import Joined, Message
from data.words import NOTHING, Basis, Role, Wording
from forecast.lint.compare import FAR_SLIPS, NEAR_SLIPS, half_width
from forecast.lint.facts import Facts, Stated
from forecast.lint.figures import bare_text, name_of, percent_text
from forecast.lint.findings import Agreed, Hit, Severity, Spot

TIMES_FROM = 200.0
"""From this growth on (增长2倍 and more) "by n times" and "to n times" are two readings."""


class Outcome(StrEnum):
    """What recomputing a stated growth gave."""

    AGREES = "agrees"
    CUT_OFF = "cut off"  # within one unit of the last printed digit: cut off instead of rounded
    SLIP = "slip"  # agrees when one of the two figures is taken in another unit
    POINTS = "points"  # agrees as a difference in percentage points
    TIMES = "times"  # agrees when "grew by n times" is read as "to n times"
    WRONG = "wrong"
    OPEN = "open"  # a figure to recompute it from is missing


@dataclass(frozen=True, slots=True)
class Claim:
    """A stated growth, the figures it is about, and what they give, in percent."""

    said: Stated
    start: Stated | None
    end: Stated | None
    computed: float | None
    outcome: Outcome
    power: int = 0  # of ten, for a slip

    @property
    def recomputed(self) -> bool:
        """Whether both figures were there."""
        return self.outcome is not Outcome.OPEN


def claims(facts: Facts) -> tuple[Claim, ...]:
    """Return every growth the document states, recomputed where it can be."""
    return tuple(_claim(facts, said) for said in facts.of(Role.GROWTH))


def _claim(facts: Facts, said: Stated) -> Claim:
    start, end = _ends(facts, said)
    if start is None or end is None or start.value <= 0 or end.value <= 0:
        return Claim(said, start, end, None, Outcome.OPEN)
    low, high = _interval(said, start, end)
    computed = _rate(said, start.value, end.value)
    claim = Claim(said, start, end, computed, Outcome.WRONG)
    half = half_width(said.value, said.unit)
    if low - half <= said.value <= high + half:
        return _with(claim, Outcome.AGREES)
    power = _slip(said, start, end)
    if power is not None:
        return _with(claim, Outcome.SLIP, power)
    points = end.value - start.value
    share = said.indicator.unit.dimension in ("percent", "percentage point")
    if share and said.basis is Basis.GROWTH_FROM_BASE and abs(points - said.value) <= half:
        return _with(claim, Outcome.POINTS)
    if _is_times(said) and low - half <= said.value - 100 <= high + half:
        return _with(claim, Outcome.TIMES)
    if low - 2 * half < said.value < high + 2 * half:
        return _with(claim, Outcome.CUT_OFF)
    return claim


def _with(claim: Claim, outcome: Outcome, power: int = 0) -> Claim:
    return Claim(claim.said, claim.start, claim.end, claim.computed, outcome, power)


def _ends(facts: Facts, said: Stated) -> tuple[Stated | None, Stated | None]:
    """Return the figures that the growth leads from and to; derived ones prove nothing."""
    id_, region = said.indicator.id, said.region
    start = facts.base_of(said) if said.spot.section == "targets" else facts.actual(
        id_, region, said.base_year)
    goals = [g for g in facts.goals(id_, region) if g.year == said.year]
    own = [g for g in goals if g.spot.same_row(said.spot)]
    if own:
        return start, own[0]
    end = facts.actual(id_, region, said.year)
    return start, end or (goals[0] if goals else None)


def _interval(said: Stated, start: Stated, end: Stated) -> tuple[float, float]:
    """Return the least and the largest growth that the printed figures allow, in percent.

    A target is the number itself; a figure of the past has been rounded.
    """
    below = half_width(start.value, start.unit)
    around = half_width(end.value, end.unit) if end.role is Role.ACTUAL else 0.0
    least = max(start.value - below, start.value * 0.5)  # half of a figure is never its rounding
    return (_rate(said, start.value + below, end.value - around),
            _rate(said, least, end.value + around))


def _rate(said: Stated, start: float, end: float) -> float:
    """Return the growth over the span, or a year, in percent; the span has at least one year."""
    ratio = max(end, 0.0) / start
    if said.basis is Basis.CAGR_FROM_BASE:
        ratio **= 1 / max(1, said.year - (said.base_year or said.year))
    return 100 * (ratio - 1)


def _slip(said: Stated, start: Stated, end: Stated) -> int | None:
    """Return the power of ten by which the end was misprinted, if that explains the growth."""
    half = half_width(said.value, said.unit)
    for power in FAR_SLIPS + NEAR_SLIPS:
        for k in (power, -power):
            if abs(_rate(said, start.value, end.value * 10.0**k) - said.value) <= half:
                return k
    return None


def _is_times(said: Stated) -> bool:
    return (said.basis is Basis.GROWTH_FROM_BASE and said.value >= TIMES_FROM
            and said.value % 100 == 0)


def growth_mismatch(facts: Facts) -> Iterator[Hit | Agreed]:
    """Stated growth and rates that the document's own figures do not give."""
    for claim in claims(facts):
        if claim.outcome is Outcome.AGREES:
            yield Agreed(claim.said.spot, sums_of(claim), _others(claim))
        elif claim.outcome is Outcome.WRONG:
            yield Hit(claim.said.spot, _stated(
                claim, "lint_rules.stated_not_what_its_figures"),
                sums_of(claim), others=_others(claim))
        elif claim.outcome is Outcome.CUT_OFF:
            yield Hit(claim.said.spot, _stated(
                claim, "lint_rules.stated_was_cut_off_not"),
                sums_of(claim), severity=Severity.NOTE, others=_others(claim))


def times_reading(facts: Facts) -> Iterator[Hit | Agreed]:
    """Growth "by n times" that may mean "to n times"."""
    for claim in claims(facts):
        said, end = claim.said, claim.end
        times = said.value / 100
        if claim.outcome is Outcome.TIMES:
            yield Hit(said.spot, Message("lint_rules.grew_by_times_fits_figures",
                                         times=times), sums_of(claim), others=_others(claim))
        elif claim.outcome is Outcome.OPEN and end is not None and _is_times(said):
            to, by = end.value / times, end.value / (1 + times)
            what = Message("lint_rules.grew_by_times_has_two", times=times,
                           base_year=said.base_year)
            sums = Joined(  # the base that each reading implies
                [Message("lint_rules.divided", a=bare_text(end.value, end.unit), n=f"{n:g}",
                         b=bare_text(start, end.unit))
                 for n, start in ((1 + times, by), (times, to))],
                "mark.semicolon")
            yield Hit(said.spot, what, sums, severity=Severity.NOTE, others=(end.spot,))


def growth_open(facts: Facts) -> Iterator[Hit | Agreed]:
    """Stated growth whose figures the document does not give."""
    for claim in claims(facts):
        if claim.outcome is not Outcome.OPEN:
            continue
        if claim.end is not None and _is_times(claim.said):
            continue  # said already, with both readings
        if claim.said.spot.section == "targets" and claim.start is None:
            continue  # a target without a base is another finding
        years = [y for y, s in ((claim.said.base_year, claim.start), (claim.said.year, claim.end))
                 if s is None and y is not None]
        missing = Joined([Message("lint_rules.of_year", year=y) for y in years], "lint_rules.and") \
            if years else Message("lint_rules.base_year")
        yield Hit(claim.said.spot, _stated(claim, "lint_rules.stated_cannot_recomputed"), NOTHING,
                  Message("lint_rules.give_figure_of", missing=missing))


def growth_slip(facts: Facts) -> Iterator[Hit | Agreed]:
    """Growth that comes out right when one figure is taken in another unit."""
    for claim in claims(facts):
        if claim.outcome is Outcome.SLIP and claim.start is not None and claim.end is not None:
            yield Hit(claim.said.spot, _stated(claim, "lint_rules.right_when_times",
                                               factor=f"10^{claim.power}"),
                      sums_of(claim), others=_others(claim))


def growth_points(facts: Facts) -> Iterator[Hit | Agreed]:
    """Growth of a share printed in percent that is a difference in percentage points."""
    for claim in claims(facts):
        if claim.outcome is Outcome.POINTS and claim.start is not None and claim.end is not None:
            points = claim.end.value - claim.start.value
            yield Hit(claim.said.spot, _stated(
                claim, "lint_rules.stated_percentage_points"),
                Message("lint_rules.percentage_points", sums_of=sums_of(claim), points=points),
                others=_others(claim))


def sums_of(claim: Claim) -> Wording:
    """Return the arithmetic: ``3,290 ÷ 790 − 1 = 316.5 %, printed 316 %``."""
    start, end, computed = claim.start, claim.end, claim.computed
    if start is None or end is None or computed is None:
        return NOTHING
    years = claim.said.year - (claim.said.base_year or claim.said.year)
    yearly = claim.said.basis is Basis.CAGR_FROM_BASE and years > 1
    exact = 1 + _decimals(claim.said.value)
    unit = end.indicator.unit

    ratio = Message("lint_rules.ratio_yearly" if yearly else "lint_rules.ratio",
                    a=bare_text(end.value, unit), b=bare_text(start.value, unit), n=years)
    return Message("lint_rules.growth_printed", ratio=ratio, p=percent_text(computed, exact),
                   said=percent_text(claim.said.value))


def _decimals(value: float) -> int:
    text = repr(value)
    return 0 if text.endswith(".0") or "." not in text else len(text.split(".")[1])


def _others(claim: Claim) -> tuple[Spot, ...]:
    return tuple(s.spot for s in (claim.start, claim.end)
                 if s is not None and not s.spot.same_row(claim.said.spot))


def _stated(claim: Claim, code: str, **values: object) -> Wording:
    name, said = name_of(claim.said.indicator), claim.said
    how = Message("lint_rules.yearly_growth_of" if said.basis is Basis.CAGR_FROM_BASE else
                  "lint_rules.growth_of", p=percent_text(said.value))
    return Message("lint_rules.about", name=name, what=Message(code, p=how, **values))
