"""The registry of steps: one entry a step. A new step is a class and an entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, cast

from data.words import Text
from scenarios.distributions import Distribution, Fixed
from scenarios.event_steps import Mixture
from scenarios.growth_steps import GrowthScale, GrowthShift, Of, Stall
from scenarios.level_steps import Cap, Floor, LevelShift, Measure, Pulse, TargetPath
from scenarios.scenario import Setting, Step

Sort = Literal["law", "choice", "milestones", "steps", "text"]
TimingKey = Literal["start", "ramp", "end", "lag"]
ALL_TIMING: tuple[TimingKey, ...] = ("start", "ramp", "end", "lag")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One key of a step. ``law`` is a number or distribution, checked against low..high."""

    name: str
    sort: Sort
    doc: Text
    required: bool = True
    low: float = float("-inf")
    high: float = float("inf")
    choices: tuple[str, ...] = ()
    default: float | str | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """The parameters of one step as they were read, by name; defaults are filled in."""

    laws: dict[str, Distribution] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)  # choices and texts
    milestones: tuple[tuple[int, float], ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class StepSpec:
    """How a step is written and made."""

    name: str
    doc: Text
    parameters: tuple[Parameter, ...]
    make: Callable[[Parsed, Setting], Step]
    timing: tuple[TimingKey, ...] = ALL_TIMING


_OF = ("centre", "path")
_MEASURE = ("level", "percent_of_last")
_MEASURE_DOC = Text(
    "at 的单位：指标申报单位（level）或占最新观测值的百分比（percent_of_last）",
    "what `at` is in: the indicator's declared unit (level) or percent of the last observation",
)


def _edge_parameters(doc: Text) -> tuple[Parameter, ...]:
    return (
        Parameter("at", "law", doc),
        Parameter("measure", "choice", _MEASURE_DOC, False, choices=_MEASURE, default="level"),
    )


STEPS: tuple[StepSpec, ...] = (
    StepSpec(
        "growth_shift",
        Text("年增长率每年增减若干百分点；比率（%）与评分类指标按百分点（分）逐年累加",
             "yearly growth moves by percentage points; shares and scores move by points a year"),
        (Parameter("by", "law", Text("百分点/年", "percentage points a year"), low=-100.0),),
        lambda p, s: GrowthShift(p.laws["by"], s),
    ),
    StepSpec(
        "growth_scale",
        Text("年对数增长率乘以系数（比率与评分类指标：年变化量乘以系数）",
             "yearly log growth (for shares and scores: the yearly change) times a factor"),
        (
            Parameter("by", "law", Text("系数，1 为不变", "factor; 1 changes nothing")),
            Parameter("of", "choice", Text(
                "centre：只缩放中位数的增长，保留离散程度；path：缩放每条路径（小于 1 时会变窄）",
                "centre: scale the median's growth, keep the spread; path: scale every path "
                "(narrows below 1)"), False, choices=_OF, default="centre"),
        ),
        lambda p, s: GrowthScale(p.laws["by"], cast(Of, p.words["of"]), s),
    ),
    StepSpec(
        "level_shift",
        Text("水平一次性变动若干百分比（比率与评分类：百分点或分），持续到 end（缺省为永久）",
             "the level moves by percent (shares and scores: points) until `end`, else for good"),
        (Parameter("by", "law", Text("百分比（或点）", "percent (or points)"), low=-100.0),),
        lambda p, s: LevelShift(p.laws["by"], s),
    ),
    StepSpec(
        "cap", Text("任何路径不高于某值", "no path goes above a level"),
        _edge_parameters(Text("上限", "the highest level")),
        lambda p, s: Cap(p.laws["at"], cast(Measure, p.words["measure"]), s),
    ),
    StepSpec(
        "floor", Text("任何路径不低于某值", "no path goes below a level"),
        _edge_parameters(Text("下限", "the lowest level")),
        lambda p, s: Floor(p.laws["at"], cast(Measure, p.words["measure"]), s),
    ),
    StepSpec(
        "pulse",
        Text("一次冲击（负值为下跌），在 years 年内恢复 recovery %",
             "a shock (negative: a dip) of which `recovery` percent are won back in `years` years"),
        (
            Parameter("by", "law", Text("百分比（或点）", "percent (or points)"), low=-100.0),
            Parameter("recovery", "law", Text("恢复比例，%", "share won back, percent"), False,
                      low=0.0, default=100.0),
            Parameter("years", "law", Text("恢复所需年数", "years the recovery takes"), False,
                      low=0.0, default=2.0),
        ),
        lambda p, s: Pulse(p.laws["by"], p.laws["recovery"], p.laws["years"], s),
        timing=("start", "lag"),
    ),
    StepSpec(
        "stall",
        Text("从 start 到 end 预期增长停滞", "expected growth stands still from start to end"),
        (), lambda p, s: Stall(s),
    ),
    StepSpec(
        "target_path",
        Text("向里程碑路径靠拢（缺省每条路径完全取里程碑值，分布变窄）",
             "milestones pull the paths (by default onto them, which narrows the distribution)"),
        (
            Parameter("points", "milestones",
                      Text("年份: 数值（指标申报单位）", "year: value, in the declared unit")),
            Parameter("by", "law", Text("缩小差距的百分比", "percent of the distance closed"),
                      False, low=0.0, high=100.0, default=100.0),
            Parameter("of", "choice", Text(
                "path：每条路径；centre：整体平移使中位数靠拢，不变窄",
                "path: every path; centre: the whole ensemble by its median, without narrowing"),
                False, choices=_OF, default="path"),
        ),
        lambda p, s: TargetPath(p.milestones, p.laws["by"], cast(Of, p.words["of"]), s),
    ),
    StepSpec(
        "mixture",
        Text("事件以一定概率发生，发生时执行 steps",
             "an event that happens with a probability; where it does, `steps` apply"),
        (
            Parameter("event", "text", Text("事件名；同名事件同时发生",
                                            "name of the event; same name, same paths")),
            Parameter("probability", "law", Text("概率", "probability"), low=0.0, high=1.0),
            Parameter("steps", "steps", Text("发生时的步骤", "steps that apply if it happens")),
        ),
        lambda p, s: Mixture(p.words["event"], p.laws["probability"], p.steps, s),
        timing=(),
    ),
)
"""Every step a scenario file may name. The constructors' attributes bear the parameters' names."""

_BY_NAME = {spec.name: spec for spec in STEPS}


def find_step(name: str) -> StepSpec | None:
    """Return the entry of the step called ``name``, or ``None``."""
    return _BY_NAME.get(name)


def default_law(parameter: Parameter) -> Distribution:
    """Return an optional number's default."""
    if not isinstance(parameter.default, float):
        raise TypeError(parameter.name)
    return Fixed(parameter.default)
