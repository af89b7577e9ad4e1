"""What scenario analyses say, one text a figure, shared by every layout."""

from __future__ import annotations

from data.numbers import coarse, joined, plain, rounded
from data.units import UNITS, Unit, display_unit
from data.words import Basis, Lang, Text
from forecast.probability.verdict import Colour, Flag
from forecast.scenario_analysis.robust import By
from forecast.scenario_analysis.subject import Subject
from report.solve.solve_words import colon, goal
from report.text.words import COLOUR_NAMES, KINDS

WORDS: dict[str, Text] = {
    "target": Text("目标", "Target"),
    "scenario": Text("情景", "Scenario"),
    "chance": Text("达成概率", "P(met)"),
    "such_plans": Text("同类规划", "Such plans"),
    "points": Text("差（百分点）", "difference (pp)"),
    "signal": Text("信号", "signal"),
    "median": Text("中位数", "median"),
    "median_difference": Text("中位数之差", "difference of medians"),
    "interval": Text("80%区间", "80% interval"),
    "mixture": Text("按权重混合", "weighted mixture"),
    "step": Text("步骤", "step"),
    "role": Text("性质", "kind"),
    "share": Text("对概率的贡献（百分点）", "adds to P(met) (pp)"),
    "median_share": Text("对中位数的贡献", "adds to the median"),
    "mean_share": Text("对均值的贡献", "adds to the mean"),
    "mean": Text("均值", "mean"),
    "assumption": Text("假设", "assumption"),
    "policy": Text("政策", "policy"),
    "assumptions": Text("假设合计", "all assumptions"),
    "policies": Text("政策合计", "all policies"),
    "total": Text("合计", "together"),
    "stands": Text("四条线", "The four lines"),
    "parameter": Text("参数", "parameter"),
    "held": Text("10%分位 → 90%分位", "held at 10% → 90%"),
    "swing": Text("概率", "P(met)"),
    "swing_size": Text("摆幅（百分点）", "swing (pp)"),
    "swing_median": Text("中位数", "median"),
    "rank": Text("等级相关\n数量", "rank corr.\nquantity"),
    "rank_met": Text("等级相关\n达成", "rank corr.\nmet"),
    "verdict_flag": Text("结论", "flag"),
    "verdict_colour": Text("信号", "signal"),
    "holds": Text("成立的情景", "holds in scenarios"),
    "weightings": Text("成立的权重组合", "holds in weightings"),
    "range": Text("混合概率 5%–95%", "mixture P 5%–95%"),
    "given": Text("按所给权重", "as weighted"),
    "easiest": Text("最易翻转它的单个假设", "single assumption that would turn it soonest"),
    "now": Text("现取（中位数）", "now (median)"),
    "turns_at": Text("翻转于", "turns at"),
    "turns_to": Text("变为", "to"),
    "beyond": Text("所设分布中更远者", "of its law lies beyond"),
    "searched": Text("搜索范围", "range searched"),
    "nothing": Text("无从分析", "Nothing to analyse"),
    "read": Text("怎么读", "How to read"),
    "note": Text("注意", "Note"),
}

FLAGS: dict[str, Text] = {
    Flag.LIKELY.value: Text("可能达成", "LIKELY"),
    Flag.TOSS_UP.value: Text("难分", "TOSS-UP"),
    Flag.UNLIKELY.value: Text("不太可能达成", "UNLIKELY"),
}

READ_COMPARE = Text(
    "各情景作用于同一组路径，所以差的误差（± 一个标准误）远小于两次独立计算。差按计算值求得，"
    "所以可能与两个印出的整数之差相差不到一个百分点。中位数和区间是目标年目标所指数量的。",
    "All scenarios move the same paths, so the error of a difference (± one standard error) is "
    "much smaller than that of two separate runs. Differences are taken before rounding and may "
    "be up to a point from that of the two numbers printed. Medians and intervals are of the "
    "target's own quantity in its year.")
READ_ATTRIBUTE = Text(
    "每个步骤的贡献是它在所有先后次序下边际作用的平均（Shapley 值），与步骤次序无关，"
    "各项之和恰为总变化。"
    "政策是规划者自己能决定的步骤（情景文件中 role: policy），其余是假设。",
    "A step's contribution is its marginal effect averaged over every order of the steps (Shapley "
    "value): no order is privileged, and together they add up to the whole change. Policies are "
    "steps that those who plan decide on (role: policy in the scenario file); all others are "
    "assumptions.")
READ_SENSITIVITY = Text(
    "每次只把一个参数（共用同一随机数的参数一起）固定在它自己分布的10%和90%分位，其余照抽；"
    "与行的次序无关。等级相关（Spearman）是参数抽样值与目标数量、与是否达成之间的；"
    "绝对值在 {noise} 以下分不清是不是噪声。目标感觉不到的参数不列出。",
    "One parameter at a time (those that share a draw together) is held at the 10th and the 90th "
    "percentile of its own law, all others as drawn; the order of rows plays no part. Rank "
    "correlations (Spearman) are those of its draws with the target's quantity and with whether it "
    "is met; below {noise} in size they are no more than noise. "
    "Parameters that a target does not feel are left out.")
READ_ROBUST = Text(
    "结论按印出的概率定，不看模型之间的范围（LEANING 归入它所偏的一侧）。"
    "权重组合从所有可能的权重中均匀抽取。翻转值：其余照旧，只把这一个数固定在该值时，"
    "该情景下的结论首次改变；“更远者”是情景自己给的分布中比它更远的份额。",
    "The verdict goes by the probability printed and not by the range over models (LEANING counts "
    "with its side). Weightings are drawn evenly from all that are possible. A number turns a "
    "verdict at the nearest value at which, held there with all else as it was, the verdict under "
    "that scenario is another; the share of the scenario's own law that lies beyond it says how "
    "far out that is.")


def word(key: str, lang: Lang) -> str:
    """Return a label. Raises ``KeyError`` for one that is not there."""
    return WORDS[key].get(lang)


def name(subject: Subject, lang: Lang) -> str:
    """Return what a target is about, with its reading where there are several, and its region."""
    text = subject.indicator.name.get(lang)
    if subject.several:
        text += f" [{KINDS[subject.reading].get(lang)}]"
    return f"{subject.region} {text}" if subject.region else text


def title(subject: Subject, lang: Lang) -> str:
    """Return what a target is about and what it asks for."""
    return f"{name(subject, lang)}{colon(lang)}{goal(subject, lang)}"


def points(change: float, error: float | None = None) -> str:
    """Return a change of a probability in percentage points, with its standard error."""
    text = _signed(100 * change)
    return text if not error else f"{text} ±{_tenths(100 * error)}"


def _signed(number: float) -> str:
    text = f"{number:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text.replace("-", "−")


def _tenths(number: float) -> str:
    return f"{number:.1f}" if number >= 0.05 else "0.1"


def value(number: float | None, subject: Subject, lang: Lang) -> str:
    """Return a canonical value of the target's quantity with its unit."""
    if number is None:
        return ""
    unit = _unit(subject)
    return joined(coarse(display_unit(unit, lang).from_canonical(number)), unit, lang)


def change(number: float | None, subject: Subject, lang: Lang, error: float | None = None) -> str:
    """Return a change of the target's quantity with sign and unit, of a share in points."""
    if number is None:
        return ""
    unit = UNITS["百分点"] if subject.indicator.unit.dimension == "percent" \
        else subject.indicator.unit
    show = display_unit(unit, lang).from_canonical
    size = coarse(show(abs(number)))
    if size == "0":
        return "0"
    spread = "" if not error else f" ±{coarse(float(f'{show(error):.2g}'))}"
    return joined(("−" if number < 0 else "+") + size + spread, unit, lang)


def _unit(subject: Subject) -> Unit:
    apart = subject.target.basis is Basis.RELATIVE_TO_REGION
    unit = subject.indicator.unit
    return UNITS["百分点"] if apart and unit.dimension == "percent" else unit


def number(value: float) -> str:
    """Return a parameter's value."""
    return plain(value) if abs(value) < 1e6 else rounded(value)


def signal(colour: Colour, lang: Lang) -> str:
    """Return a colour's name."""
    return COLOUR_NAMES[colour].get(lang)


def verdict(text: str, by: By, lang: Lang) -> str:
    """Return a flag or a colour in words."""
    if by == "colour":
        return signal(Colour(text), lang)
    return FLAGS[text].get(lang)


def correlation(rho: float | None) -> str:
    """Return a rank correlation to two decimals."""
    if rho is None:
        return "—"
    text = f"{rho:+.2f}"
    return "0.00" if text in ("+0.00", "-0.00") else text.replace("-", "−")
