"""What an assumption of a scenario is called in print: its address in words.

Addresses (``growth_shift[2].points``) stay what JSON and CSV hold and what options take.
"""

from __future__ import annotations

import re

from data.words import Lang, Text

STEPS: dict[str, Text] = {
    "cap": Text("上限", "ceiling"),
    "floor": Text("下限", "floor"),
    "catch_up": Text("向先进靠拢", "catching up"),
    "composition": Text("构成变化", "composition"),
    "definition_change": Text("口径调整", "change of definition"),
    "elasticity": Text("随驱动因素变动", "response to a driver"),
    "growth_scale": Text("增速按比例变化", "growth in proportion"),
    "growth_shift": Text("增速增减", "growth up or down"),
    "level_shift": Text("水平一次性变动", "shift of the level"),
    "mixture": Text("不确定事件", "uncertain event"),
    "momentum": Text("近年势头", "recent momentum"),
    "policy_event": Text("政策或突发事件", "policy event"),
    "pulse": Text("一次性冲击", "shock"),
    "stall": Text("停滞", "standstill"),
    "target_path": Text("向目标路径靠拢", "drawn to a path"),
}
PARAMETERS: dict[str, Text] = {
    "at": Text("水平", "level"),
    "elasticity": Text("弹性", "elasticity"),
    "factor": Text("系数", "factor"),
    "growth": Text("年增长率", "growth a year"),
    "percent": Text("百分比", "percent"),
    "points": Text("百分点", "percentage points"),
    "probability": Text("发生概率", "probability"),
    "rate": Text("年增长率", "growth a year"),
    "recovery": Text("恢复比例", "share won back"),
    "spread": Text("逐年波动", "yearly spread"),
    "strength": Text("力度", "strength"),
    "years": Text("年数", "years"),
}
_STEP = re.compile(r"(\w+)\[(\d+)\]")


def step_text(label: str, lang: Lang) -> str:
    """Return what a step is called: its own id as it was written, or what it does and its place."""
    return {"zh": "：", "en": ": "}[lang].join(_part(part, lang) for part in label.split("/"))


def assumption_text(address: str, lang: Lang) -> str:
    """Return an address in words: ``growth up or down (step 2), percentage points``."""
    label, _, parameter = address.rpartition(".")
    part, _, name = parameter.partition(":")
    what = PARAMETERS[part].get(lang) if part in PARAMETERS else part
    mark = {"zh": "，", "en": ", "}[lang]
    return mark.join(text for text in (step_text(label, lang), what, name) if text)


def _part(label: str, lang: Lang) -> str:
    found = _STEP.fullmatch(label)
    if found is None or found[1] not in STEPS:
        return label
    name = STEPS[found[1]].get(lang)
    return f"{name}（第{found[2]}步）" if lang == "zh" else f"{name} (step {found[2]})"
