"""How much a probability is to be trusted: grade, what stands in the way, what would help most.

The grade stands beside the probability and does not move it: probabilities computed from two or
three figures are calibrated in their tails (docs/decisions/0009). Where a law is not, the law is
widened before anything is read off it; grade D says nothing at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.messages.message import Message
from data.probabilities import printed
from data.words import NOTHING, Wording
from forecast.probability.verdict import Evidence, Grade

CLASS_WINDOWS = 100
LONG_HISTORY = 8
SHORT_HISTORY = 5
GOOD_SKILL = 0.10
DISPUTE = 0.10
"""A base disputed by more than this share and unresolved leaves nothing to assess."""



@dataclass(frozen=True, slots=True)
class Grounds:
    """What a probability rests on.

    ``n_obs`` annual observations; ``n_windows`` of the reference class, of the ``same_family`` or
    a wider one; ``skill`` the backtest Brier skill at this horizon and length, ``None`` when it
    was never measured; ``base_dispute`` the share by which an unresolved base differs between
    sources; ``first_year`` of the observations, to name the years that would help;
    ``unknown_family`` says that the class holds no such indicator, so that skill measured on it
    does not carry over.
    ``last_year`` is that of the latest observation, ``as_of`` the year that reports are due up to.
    """

    n_obs: int
    n_windows: int
    same_family: bool
    skill: float | None
    unresolved_break: bool = False
    base_conflict: bool = False
    kind_undeclared: bool = False
    definition_changed: bool = False
    base_dispute: float = 0.0
    first_year: int | None = None
    unknown_family: bool = False
    last_year: int | None = None
    as_of: int | None = None


@dataclass(frozen=True, slots=True)
class _Bar:
    """A condition that is not met: why it counts and the datum that would lift it."""

    reason: Wording
    datum: Wording


def stated(probability: float | None, grade_: Grade, error: float = 0.0) -> float | None:
    """Return a computed probability as it is printed; ``None`` for grade D, which states none.

    ``error`` is its Monte Carlo standard error, which decides the digits.
    """
    if probability is None or grade_ is Grade.D:
        return None
    return printed(probability, error)


def grade(grounds: Grounds) -> Evidence:
    """Grade the evidence behind a probability.

    A: n >= 8, nothing unresolved, a class of >= 100 windows of the same family, skill > .10.
    B: n >= 5, a class of >= 100 windows, skill > 0. C: anything less that can still carry a
    probability. D: no history, or one point without a class; the definition changed since the
    base; the base disputed by more than 10 % and unresolved.

    Returns
    -------
    Evidence : ``reasons`` say why the grade is not the next better one (none for A); ``missing``
        is the one datum that would change it most.
    """
    blocking = _blocking(grounds)
    barred_b = _history(grounds, SHORT_HISTORY) + _class_size(grounds) + _skill(grounds, 0.0)
    barred_a = (_unclear(grounds) + _history(grounds, LONG_HISTORY) + _class_size(grounds)
                + _family(grounds) + _skill(grounds, GOOD_SKILL))
    if blocking:
        return _evidence(grounds, Grade.D, blocking, blocking)
    if barred_b:
        # An undeclared kind or base does not bar B, but settling it changes the verdict most.
        return _evidence(grounds, Grade.C, barred_b, _unclear(grounds) + barred_b)
    if barred_a:
        return _evidence(grounds, Grade.B, barred_a, barred_a)
    return _evidence(grounds, Grade.A, (), ())


def _evidence(
    grounds: Grounds, grade_: Grade, bars: tuple[_Bar, ...], ranked: tuple[_Bar, ...]
) -> Evidence:
    """Put an ``Evidence`` together; the first of ``ranked`` names the datum that helps most."""
    skill = None if grounds.unknown_family else grounds.skill
    return Evidence(grade_, tuple(bar.reason for bar in bars), grounds.n_obs, grounds.n_windows,
                    grounds.same_family, skill, ranked[0].datum if ranked else NOTHING)


def _blocking(grounds: Grounds) -> tuple[_Bar, ...]:
    """What makes a probability impossible, worst first."""
    bars: list[_Bar] = []
    if grounds.definition_changed:
        bars.append(_Bar(
            Message("probability.definition_has_changed_since_base"),
            Message("probability.base_value_under_new_definition")))
    if grounds.base_dispute > DISPUTE:
        bars.append(_Bar(
            Message("probability.base_disputed_by_unresolved", base_dispute=grounds.base_dispute),
            Message("probability.base_value_as_confirmed_by")))
    if grounds.n_obs == 0:
        bars.append(_Bar(Message("probability.there_no_observation_at_all"),
                         Message("probability.value_in_base_year")))
    elif grounds.n_obs == 1 and grounds.n_windows == 0:
        bars.append(_Bar(
            Message("probability.there_one_observation_no_reference"),
            _earlier(grounds, 1)))
    return tuple(bars)


def _unclear(grounds: Grounds) -> tuple[_Bar, ...]:
    """What is left open about the figures themselves."""
    bars: list[_Bar] = []
    if grounds.kind_undeclared:
        bars.append(_Bar(
            Message("probability.kind_undeclared_yearly_flow_stock"),
            Message("probability.kind_figure_yearly_flow_stock")))
    if grounds.base_conflict:
        bars.append(_Bar(
            Message("probability.document_gives_different_bases"),
            Message("probability.one_confirmed_base_value")))
    if grounds.unresolved_break:
        bars.append(_Bar(
            Message("probability.series_has_unresolved_break"),
            Message("probability.comparable_values_on_both_sides")))
    return tuple(bars)


def _history(grounds: Grounds, needed: int) -> tuple[_Bar, ...]:
    if grounds.n_obs >= needed:
        return ()
    n, year = grounds.n_obs, grounds.last_year
    if n == 1 and year is not None:
        reason = Message("probability.only_figure_of", year=year)
    else:
        reason = Message("probability.only_figures", n=n)
    return (_Bar(reason, _wanted(grounds, needed - n)),)


def _wanted(grounds: Grounds, count: int) -> Wording:
    """Name the figures that would help: those overdue since the latest, else earlier ones."""
    if grounds.last_year is None or grounds.as_of is None or grounds.as_of <= grounds.last_year:
        return _earlier(grounds, count)
    return _years(grounds.last_year + 1, grounds.as_of)


def _earlier(grounds: Grounds, count: int) -> Wording:
    """Name the observations that are wanted, by year where the first one is known."""
    if grounds.first_year is None:
        return Message("probability.more_annual_value", count=count)
    return _years(grounds.first_year - count, grounds.first_year - 1)


def _years(first: int, last: int) -> Wording:
    if first == last:
        return Message("probability.value", last=last)
    return Message("probability.annual_values", first=first, last=last)


def _class_size(grounds: Grounds) -> tuple[_Bar, ...]:
    if grounds.n_windows >= CLASS_WINDOWS:
        return ()
    return (_Bar(
        Message("probability.only_comparable_cases_fewer_than", n_windows=grounds.n_windows,
                class_windows=CLASS_WINDOWS),
        Message("probability.series_same_indicator_from_more")),)


def _family(grounds: Grounds) -> tuple[_Bar, ...]:
    if grounds.same_family:
        return ()
    return (_Bar(
        Message("probability.related_indicators_serve_as_reference"),
        Message("probability.series_same_indicator_from_other_regions")),)


def _skill(grounds: Grounds, above: float) -> tuple[_Bar, ...]:
    if grounds.unknown_family:
        return (_Bar(
            Message("probability.results_backtest_do_not_apply"),
            Message("probability.series_same_indicator_from_other")),)
    datum = Message("probability.backtest_at_this_horizon_history")
    if grounds.skill is None:
        return (_Bar(Message("probability.not_yet_checked_against_past"), datum),)
    if grounds.skill > above:
        return ()
    return (_Bar(
        Message("probability.in_backtest_better_than_base", skill=100 * grounds.skill,
                above=100 * above), datum),)
