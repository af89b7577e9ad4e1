"""How a step is written in a scenario file: its parameters, what they may be, and its maker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from data.io.writing import Json
from data.messages.message import Message
from data.words import Wording
from scenarios.random.distributions import Distribution, Fixed
from scenarios.scenario import Setting, Step

Sort = Literal["law", "number", "whole", "year", "choice", "milestones", "parts", "steps", "text"]
TimingKey = Literal["start", "ramp", "end", "lag"]
ALL_TIMING: tuple[TimingKey, ...] = ("start", "ramp", "end", "lag")

SIZE = "by"
"""The draws of a step's main size are keyed by this word, whatever the size is measured in: a
shift by points and one by percent are compared at equal luck."""


FASTEST = 1000.0
"""Growth beyond elevenfold a year is a slip of the pen, and its compound soon no number."""


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a total: its ``share`` in percent, and what moves it."""

    name: str
    share: float
    points: Distribution


@dataclass(frozen=True, slots=True)
class Parameter:
    """One key of a step. ``law`` is a number or a distribution, checked against low..high.

    Of the parameters that bear the same ``one_of`` word exactly one is given. ``also`` is another
    word under which the key is read. ``key`` is the word its draws are keyed by (default: its
    name). The law's mean is used where the key ``mean_for`` is not given, so it has to exist.
    """

    name: str
    sort: Sort
    doc: Wording
    required: bool = True
    low: float = float("-inf")
    high: float = float("inf")
    choices: tuple[str, ...] = ()
    default: float | str | None = None
    one_of: str = ""
    also: str = ""
    key: str = ""
    mean_for: str = ""

    @property
    def draw(self) -> str:
        """The word that the parameter's draws are keyed by."""
        return self.key or self.name


@dataclass(slots=True)
class Parsed:
    """The parameters of one step as they are read, by name; defaults are filled in."""

    laws: dict[str, Distribution] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)  # numbers and whole numbers
    words: dict[str, str] = field(default_factory=dict)  # choices and texts
    milestones: tuple[tuple[int, float], ...] = ()
    parts: tuple[Component, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class StepSpec:
    """How a step is written and made.

    Two steps with the same ``exclusive`` word contradict each other where they meet in reach and
    years. ``nested`` names the attribute that holds steps of its own. ``rest`` is what is written
    of a step that one adds before its figures are known: it changes nothing, or next to nothing.
    """

    name: str
    doc: Wording
    parameters: tuple[Parameter, ...]
    make: Callable[[Parsed, Setting], Step]
    timing: tuple[TimingKey, ...] = ALL_TIMING
    exclusive: str = ""
    nested: str = ""
    rest: Mapping[str, Json] = field(default_factory=dict)


def default_law(parameter: Parameter) -> Distribution:
    """Return an optional law's default."""
    if not isinstance(parameter.default, float):
        raise TypeError(parameter.name)
    return Fixed(parameter.default)


PERCENT = Parameter(
    "percent", "law", Message("scenarios.percent_level_takes"),
    False, low=-100.0, high=1e6, one_of="size", key=SIZE)
POINTS = Parameter(
    "points", "law", Message("scenarios.percentage_points_or_score_points"),
    False, one_of="size", key=SIZE)
OF = ("centre", "path")
