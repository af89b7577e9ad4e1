"""How much a likelihood is to be trusted: grade, what stands in the way, what would help most.

The grade stands beside the probability and does not move it: probabilities computed from two or
three figures are calibrated in their tails (docs/decisions/0009). Where a law is not, the law is
widened before anything is read off it; grade D says nothing at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.probabilities import printed
from data.words import Text
from forecast.probability.verdict import Evidence, Grade

CLASS_WINDOWS = 100
LONG_HISTORY = 8
SHORT_HISTORY = 5
GOOD_SKILL = 0.10
DISPUTE = 0.10
"""A base disputed by more than this share and unresolved leaves nothing to assess."""

_NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a likelihood rests on.

    ``n_obs`` annual observations; ``n_windows`` of the reference class, of the ``same_family`` or
    a wider one; ``skill`` the backtest Brier skill at this horizon and length, ``None`` when it
    was never measured; ``base_dispute`` the share by which an unresolved base differs between
    sources; ``first_year`` of the observations, to name the years that would help; ``foreign``
    says that the class holds no such indicator, so that skill measured on it does not carry over.
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
    foreign: bool = False
    last_year: int | None = None
    as_of: int | None = None


@dataclass(frozen=True, slots=True)
class _Bar:
    """A condition that is not met: why it counts and the datum that would lift it."""

    reason: Text
    datum: Text


def stated(probability: float | None, grade_: Grade, error: float = 0.0) -> float | None:
    """Return a computed probability as it is printed; ``None`` for grade D, which states none.

    ``error`` is its Monte Carlo standard error, which decides the digits.
    """
    if probability is None or grade_ is Grade.D:
        return None
    return printed(probability, error)


def grade(grounds: Grounds) -> Evidence:
    """Grade the evidence behind a likelihood.

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
    skill = None if grounds.foreign else grounds.skill
    return Evidence(grade_, tuple(bar.reason for bar in bars), grounds.n_obs, grounds.n_windows,
                    grounds.same_family, skill, ranked[0].datum if ranked else _NOTHING)


def _blocking(grounds: Grounds) -> tuple[_Bar, ...]:
    """What makes a probability impossible, worst first."""
    bars: list[_Bar] = []
    if grounds.definition_changed:
        bars.append(_Bar(
            Text("基期以来指标口径已改变", "the definition has changed since the base"),
            Text("按新口径重算的基期值", "the base value under the new definition")))
    if grounds.base_dispute > DISPUTE:
        bars.append(_Bar(
            Text(f"基期值存在争议（相差 {grounds.base_dispute:.0%}）且未解决",
                 f"the base is disputed by {grounds.base_dispute:.0%} and unresolved"),
            Text("经主管部门确认的基期值", "the base value as confirmed by its owner")))
    if grounds.n_obs == 0:
        bars.append(_Bar(Text("没有任何历史观测值", "there is no observation at all"),
                         Text("基期年的数值", "the value in the base year")))
    elif grounds.n_obs == 1 and grounds.n_windows == 0:
        bars.append(_Bar(
            Text("只有一个观测值，且没有参照类", "there is one observation and no reference class"),
            _earlier(grounds, 1)))
    return tuple(bars)


def _unclear(grounds: Grounds) -> tuple[_Bar, ...]:
    """What is left open about the figures themselves."""
    bars: list[_Bar] = []
    if grounds.kind_undeclared:
        bars.append(_Bar(
            Text("指标口径未声明（当年值、存量或累计）",
                 "the kind is undeclared (yearly flow, stock or running total)"),
            Text("指标口径：当年值、存量还是累计值",
                 "the kind of the figure: yearly flow, stock or running total")))
    if grounds.base_conflict:
        bars.append(_Bar(
            Text("同一文件内基期值不一致", "the document gives different bases"),
            Text("经确认的唯一基期值", "the one confirmed base value")))
    if grounds.unresolved_break:
        bars.append(_Bar(
            Text("序列存在未解决的断点", "the series has an unresolved break"),
            Text("断点前后可比的数值", "comparable values on both sides of the break")))
    return tuple(bars)


def _history(grounds: Grounds, needed: int) -> tuple[_Bar, ...]:
    if grounds.n_obs >= needed:
        return ()
    n, year = grounds.n_obs, grounds.last_year
    zh, en = f"{n}个年度的数据", f"{n} yearly figure{'' if n == 1 else 's'}"
    if n == 1 and year is not None:
        zh, en = f"{year}年的数据", f"the {year} figure"
    reason = Text(f"仅有{zh}，结论供参考", f"only {en}: the result is indicative")
    return (_Bar(reason, _wanted(grounds, needed - n)),)


def _wanted(grounds: Grounds, count: int) -> Text:
    """Name the figures that would help: those overdue since the latest, else earlier ones."""
    if grounds.last_year is None or grounds.as_of is None or grounds.as_of <= grounds.last_year:
        return _earlier(grounds, count)
    return _years(grounds.last_year + 1, grounds.as_of)


def _earlier(grounds: Grounds, count: int) -> Text:
    """Name the observations that are wanted, by year where the first one is known."""
    if grounds.first_year is None:
        return Text(f"另外 {count} 个年度数值",
                    f"{count} more annual value" + ("s" if count > 1 else ""))
    return _years(grounds.first_year - count, grounds.first_year - 1)


def _years(first: int, last: int) -> Text:
    if first == last:
        return Text(f"{last}年的数值", f"the value of {last}")
    return Text(f"{first}—{last}年的年度数值", f"the annual values of {first} to {last}")


def _class_size(grounds: Grounds) -> tuple[_Bar, ...]:
    if grounds.n_windows >= CLASS_WINDOWS:
        return ()
    return (_Bar(
        Text(f"可比案例仅{grounds.n_windows}个，不足{CLASS_WINDOWS}个",
             f"only {grounds.n_windows} comparable cases, fewer than {CLASS_WINDOWS}"),
        Text("更多可比地区的同类序列", "series of the same indicator from more regions")),)


def _family(grounds: Grounds) -> tuple[_Bar, ...]:
    if grounds.same_family:
        return ()
    return (_Bar(
        Text("暂以相近指标作参照，并非同类指标",
             "related indicators serve as reference, not this indicator's own"),
        Text("其他地区同一指标的序列", "series of the same indicator from other regions")),)


def _skill(grounds: Grounds, above: float) -> tuple[_Bar, ...]:
    if grounds.foreign:
        return (_Bar(
            Text("历史检验结果不适用于本指标",
                 "results of the backtest do not apply to this indicator"),
            Text("其他地区同一指标的序列（--reference），或在规划文件中注明指标类别（family）",
                 "series of the same indicator from other regions (--reference), or its family in "
                 "the plan file")),)
    datum = Text("该期限与历史长度下的回测结果", "a backtest at this horizon and history length")
    if grounds.skill is None:
        return (_Bar(Text("尚无历史检验结果", "not yet checked against past cases"), datum),)
    if grounds.skill > above:
        return ()
    return (_Bar(
        Text(f"历史检验中比基准率只好{100 * grounds.skill:.0f}%，未超过{100 * above:.0f}%",
             f"in the backtest {100 * grounds.skill:.0f}% better than the base rate, not more than "
             f"{100 * above:.0f}%"), datum),)
