"""Every word a report prints, in Chinese and English, in one place."""

from __future__ import annotations

from data.words import Basis, Kind, Lang, Sense, Text
from forecast.pace.methods import METHODS
from forecast.probability.colour import COLOUR_WORDS, EDGES
from forecast.probability.verdict import Colour, Flag, Grade

LABELS: dict[str, Text] = {
    "target": Text("目标", "Target"),
    "reading": Text("口径", "read as"),
    "required": Text("需年均增长", "Needed a year"),
    "pace": Text("进度", "Pace"),
    "chance": Text("达成概率", "P(met)"),
    "verdict": Text("结论", "Verdict"),
    "grade": Text("证据", "Evidence"),
    "colour": Text("信号", "Signal"),
    "findings": Text("需要注意", "What to know"),
    "plan_findings": Text("规划文本", "The plan itself"),
    "not_assessable": Text("无法评估及所缺数据", "Not assessable, and the datum that would help"),
    "without_base": Text("没有基期值的目标：基期值须是多少（证据D级，不给出颜色）",
                         "Without a base: what it would have to be (evidence D, no colour)"),
    "price": Text("进度标签的历史兑现率", "What the pace labels have been worth"),
    "plan_targets": Text("两种说法：可比序列与同类规划",
                         "Two statements: comparable series, and targets of such plans"),
    "how_to_read": Text("怎么读", "How to read"),
    "made_from": Text("生成信息", "Made from"),
    "pace_panel": Text("进度方法对照", "Pace by method"),
    "method": Text("方法", "Method"),
    "label": Text("标签", "Label"),
    "value": Text("数值", "Value"),
    "path": Text("假定路径", "Path assumed"),
    "all_readings": Text("各口径合并", "all readings"),
    "as_of": Text("数据截至", "as of"),
    "interval80": Text("80%区间", "80% interval"),
    "interval95": Text("95%区间", "95% interval"),
    "median": Text("中位数", "median"),
    "history": Text("历史", "history"),
    "part_year": Text("部分月份累计", "part of a year"),
    "required_path": Text("达标所需路径", "path to the target"),
    "definition": Text("口径决定结论", "depends on the definition"),
    "overview_title": Text("各目标在各情景下的达成概率",
                           "How likely each target is under each scenario"),
    "binding": Text("约束性", "binding"),
    "outcome": Text("结果已知", "outcome known"),
    "not_scored": Text("定性目标，不评分", "qualitative, not scored"),
    "qualitative": Text("定性目标（不评分）", "Qualitative targets (not scored)"),
    "up_every_year": Text("逐年上升", "up every year"),
    "down_every_year": Text("逐年下降", "down every year"),
    "worth": Text("历史兑现率", "Worth"),
}

GRADES: dict[Grade, Text] = {
    Grade.A: Text("强", "strong"),
    Grade.B: Text("中等", "moderate"),
    Grade.C: Text("弱", "weak"),
    Grade.D: Text("不足", "insufficient"),
}

COLOUR_NAMES: dict[Colour, Text] = {
    Colour.GREEN: Text("绿", "GREEN"),
    Colour.GREEN_AMBER: Text("黄绿", "GREEN-AMBER"),
    Colour.AMBER: Text("黄", "AMBER"),
    Colour.AMBER_RED: Text("橙", "AMBER-RED"),
    Colour.RED: Text("红", "RED"),
    Colour.GREY: Text("灰", "GREY"),
}

COLOUR_TEXTS: dict[Colour, Text] = dict(COLOUR_WORDS)

FLAGS: dict[Flag, Text] = {
    Flag.LIKELY: Text("可能达成", "LIKELY"),
    Flag.LEANING_LIKELY: Text("倾向达成", "LEANING LIKELY"),
    Flag.TOSS_UP: Text("难分高下", "TOSS-UP"),
    Flag.LEANING_UNLIKELY: Text("倾向未达", "LEANING UNLIKELY"),
    Flag.UNLIKELY: Text("不太可能达成", "UNLIKELY"),
    Flag.NOT_ASSESSABLE: Text("无法评估", "NOT ASSESSABLE"),
}

KINDS: dict[Kind, Text] = {
    Kind.FLOW: Text("年度量", "yearly flow"),
    Kind.STOCK: Text("年末存量", "year-end stock"),
    Kind.CUMULATIVE: Text("累计数", "running total"),
    Kind.RATIO: Text("比率", "ratio"),
    Kind.SHARE: Text("占比", "share"),
    Kind.SCORE: Text("得分", "score"),
    Kind.AMOUNT: Text("年度金额", "yearly amount"),
    Kind.UNDECLARED: Text("口径未注明", "definition not declared"),
}

BASES: dict[Basis, Text] = {
    Basis.LEVEL: Text("", ""),
    Basis.GROWTH_FROM_BASE: Text("较基期增长", "growth from base"),
    Basis.CAGR_FROM_BASE: Text("年均增长", "growth a year"),
    Basis.INCREMENT_FROM_BASE: Text("较基期增加", "increase from base"),
    Basis.CUMULATIVE_OVER_PERIOD: Text("规划期累计", "total over the period"),
    Basis.EVERY_YEAR_UP: Text("逐年上升", "up every year"),
    Basis.RELATIVE_TO_REGION: Text("与其他地区相比", "relative to another region"),
    Basis.QUALITATIVE: Text("定性", "qualitative"),
}

SENSES: dict[Sense, str] = {
    Sense.AT_LEAST: "≥ ", Sense.AT_MOST: "≤ ", Sense.ABOVE: "> ", Sense.ABOUT: "≈ ",
    Sense.BETWEEN: "",
}

PACE_LABELS: dict[str, Text] = {
    "ACHIEVED": Text("已达标", "achieved"),
    "MET": Text("已达标", "met"),
    "AHEAD": Text("超前", "ahead"),
    "ON_PACE": Text("符合进度", "on pace"),
    "ON_TRACK": Text("符合进度", "on track"),
    "BEHIND": Text("落后", "behind"),
    "FAR_BEHIND": Text("严重落后", "far behind"),
    "REVERSED": Text("倒退", "reversed"),
    "MODERATE": Text("进展中等", "moderate"),
    "LIMITED": Text("进展有限", "limited"),
    "DETERIORATION": Text("恶化", "deterioration"),
    "FAIR": Text("进展尚可", "fair"),
    "STAGNATION": Text("停滞", "stagnation"),
    "STAGNATING": Text("停滞", "stagnating"),
    "DECREASING": Text("下降", "decreasing"),
    "OFF_TRACK": Text("偏离", "off track"),
    "NEARLY_ON_TRACK": Text("接近进度", "nearly on track"),
    "REACHED": Text("已达标", "reached"),
    "PROGRESS": Text("有进展", "progress"),
    "NO_CHANGE": Text("无变化", "no change"),
    "REGRESSION": Text("退步", "regression"),
    "WRONG_DIRECTION": Text("方向相反", "wrong direction"),
    "GREEN": Text("绿", "green"),
    "GREEN_WATCH": Text("绿（关注）", "green, watch"),
    "YELLOW": Text("黄", "yellow"),
    "RED": Text("红", "red"),
    "N/A": Text("无法判断", "n/a"),
}

METHOD_NAMES: dict[str, Text] = {method.name: method.title for method in METHODS}

CLASS_WORDS: dict[str, Text] = {  # of the reference class: what a group of families is called
    "flow_count": Text("年度数量", "yearly counts"),
    "stock_count": Text("年末存量", "year-end stocks"),
    "amount": Text("年度金额", "yearly amounts"),
    "ratio": Text("比率", "ratios"),
    "": Text("全部指标", "indicators of every kind"),
}

PATHS: dict[str, Text] = {
    "geometric": Text("等比", "geometric"),
    "linear": Text("线性", "linear"),
    "milestones": Text("规划节点", "milestones"),
}

HOW_TO_READ = Text(
    "概率是指在该情景假设下到目标年达成的可能性：35%表示一百个处境相同的目标约有35个会达成。"
    "证据等级（A至D）另行说明这个数字有多可信，不改变数字本身。"
    "进度只看过去，不代表将来。",
    "A probability is the chance that the target is met in its year if the scenario's assumptions "
    "hold: of a hundred targets in the same position, 35% means that about 35 are met. The "
    "evidence grade (A to D) says separately how far to trust that number and does not move "
    "it. Pace looks back only.",
)


def colour_span(shade: Colour) -> str:
    """Return the printed probabilities a colour stands for: ``33–65%``.

    Raises ``ValueError`` for grey, which stands for none.
    """
    lows = [round(100 * low) for low, _ in EDGES]
    at = [c for _, c in EDGES].index(shade)
    if at == 0:
        return f"≥{lows[0]}%"
    return f"{lows[at]}–{lows[at - 1] - 1}%" if lows[at] else f"<{lows[at - 1]}%"


def label(key: str, lang: Lang) -> str:
    """Return the label ``key`` in ``lang``. Raises ``KeyError`` for a label that is not there."""
    return LABELS[key].get(lang)


def bracketed(text: str, lang: Lang) -> str:
    """Return ``text`` in the language's brackets, with a space before it where one is usual."""
    return f"（{text}）" if lang == "zh" else f" ({text})"


def pace_label(text: str, lang: Lang) -> str:
    """Return a pace label in ``lang``; a label this table does not know is shown as it is."""
    known = PACE_LABELS.get(text.strip().upper().replace(" ", "_").replace("-", "_"))
    return known.get(lang) if known else text


def method_name(method: str, lang: Lang) -> str:
    """Return the name of a pace method."""
    known = METHOD_NAMES.get(method)
    return known.get(lang) if known else method
