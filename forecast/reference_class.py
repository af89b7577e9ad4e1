"""Which past windows speak for a series: its own family, its kind of figure, or all there are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import BoolArray
from data.reference.figures import Panel
from data.words import Kind, Text

ENOUGH = 100
"""Windows from which a family or a group is a class of its own."""

_GROUP_OF_KIND: dict[Kind, str] = {
    Kind.FLOW: "flow_count",
    Kind.UNDECLARED: "flow_count",
    Kind.STOCK: "stock_count",
    Kind.CUMULATIVE: "stock_count",
    Kind.AMOUNT: "amount",
    Kind.RATIO: "ratio",
}
# A ratio per head moves like the stock it is made of, an amount of money like a yearly flow.
_NEXT_OF_KIN = {"ratio": "stock_count", "amount": "flow_count"}

_GROUP_WORDS: dict[str, Text] = {
    "flow_count": Text("年度数量", "yearly counts"),
    "stock_count": Text("年末存量", "year-end stocks"),
    "amount": Text("年度金额", "yearly amounts"),
    "ratio": Text("比率", "ratios"),
    "": Text("全部指标", "indicators of every kind"),
}


@dataclass(frozen=True, slots=True)
class ReferenceClass:
    """The rows of the panel that count as the series' own kin, and what they are.

    ``members`` (series,) is True for kin; the law discounts the others. ``n_windows`` counts the
    kin's windows with a known outcome at the horizon asked about, ``own_windows`` those of the
    very family.
    """

    name: str
    members: BoolArray
    n_windows: int
    own_windows: int
    same_family: bool
    same_scale: bool  # False where the class counts other things: its levels say nothing

    def note(self) -> Text | None:
        """Say so when the class is only a cousin; ``None`` when it is the family itself."""
        if self.same_family:
            return None
        what = _GROUP_WORDS.get(self.name, Text(self.name, self.name))
        return Text(
            f"参照类只是近亲：同一指标的历史窗口不足{ENOUGH}个，改用{what.zh}的{self.n_windows}个窗口；"
            "不同指标增速之差已计入预测区间。",
            f"The reference class is only a cousin: fewer than {ENOUGH} past windows of the same "
            f"indicator, so {self.n_windows:,} windows of {what.en} are used; how much indicators "
            "differ in growth widens the law.",
        )


def is_foreign(panel: Panel, *families: str) -> bool:
    """Say whether a class that is told apart by subject knows none of these families.

    A reference of one's own without groups is one that somebody chose for the purpose.
    """
    return any(panel.groups) and not any(f and f in panel.families for f in families)


def windows_at(panel: Panel, members: BoolArray, horizon: int) -> int:
    """Count the windows of the members whose outcome ``horizon`` years later is known."""
    known = np.isfinite(panel.values[members])
    if known.shape[1] <= horizon:
        return 0
    return int((known[:, :-horizon] & known[:, horizon:]).sum())


def reference_class(panel: Panel, family: str, kind: Kind, *, horizon: int) -> ReferenceClass:
    """Choose the narrowest class with enough windows at this horizon.

    The family itself, then the group of its kind of figure, then the next of kin, then all.
    """
    families = np.array(panel.families, dtype=object)
    groups = np.array(panel.groups, dtype=object)
    own = np.asarray((families == family) & bool(family), dtype=np.bool_)
    n_own = windows_at(panel, own, horizon)
    if n_own >= ENOUGH:
        return ReferenceClass(family, own, n_own, n_own, same_family=True, same_scale=True)
    group = next((g for f, g in zip(families, groups, strict=True) if f == family),
                 _GROUP_OF_KIND.get(kind, ""))
    while group:
        # Not with the few rows of the family where those stand in another group: the class, and
        # with it the law, is then one for all families that fall back on this group.
        members = np.asarray(groups == group, dtype=np.bool_)
        count = windows_at(panel, members, horizon)
        if count >= ENOUGH:
            return ReferenceClass(group, members, count, n_own, same_family=False,
                                  same_scale=False)
        group = _NEXT_OF_KIN.get(group, "")
    every = np.ones(len(families), dtype=np.bool_)
    return ReferenceClass("", every, windows_at(panel, every, horizon), n_own, same_family=False,
                          same_scale=not any(groups))
