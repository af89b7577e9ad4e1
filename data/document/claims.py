"""What a document says, number by number: the claim, its place, and how sure the reader is."""

from __future__ import annotations

from dataclasses import dataclass

from data.document.frame import Frame
from data.plan import Span, Unread
from data.words import Basis, Place, Role, Sense, Text


@dataclass(frozen=True, slots=True)
class Claim:
    """One number of a document and what it was understood to say.

    ``value`` and ``upper`` are as printed and ``unit`` as written (5 and 万件); ``value`` is
    ``None`` for a claim without a number (every year up, above the region's average). ``rate`` is
    the growth in percent that a growth figure means (3倍 as growth is 300, "3.5 times that of
    2016" is 250, a fall is negative). ``year`` is ``None`` where the document gives none.
    ``row`` joins the figures of one table row; ``mark`` keeps words that say what kind of figure
    it is (年度, 累计, 新增). ``binding`` is ``None`` where the document does not say.
    """

    role: Role
    label: str
    value: float | None
    unit: str
    year: int | None
    span: Span
    text: str
    sense: Sense = Sense.AT_LEAST
    basis: Basis = Basis.LEVEL
    base_year: int | None = None
    upper: float | None = None
    rate: float | None = None
    place: Place = Place.TEXT
    region: str = ""
    relative_to: str = ""
    binding: bool | None = None
    row: str = ""
    section: str = ""
    explicit: bool = False  # the sense was written, not assumed
    falling: bool = False  # the words describe a decrease
    months: tuple[int, int] = (1, 12)
    yearly: bool = False  # every year, 每年
    stretch: bool = False  # 力争 beside the target proper
    about: str = ""  # what the sentence spoke of before, where the name alone says too little
    table: str = ""
    columns: str = ""  # what the rows of a table of regions are: region, or something else
    confidence: float = 0.9
    reason: Text = Text("", "")


@dataclass(frozen=True, slots=True)
class Understood:
    """A document as understood: every claim, and every passage that was not understood."""

    frame: Frame
    claims: tuple[Claim, ...]
    unread: tuple[Unread, ...]


REASONS: dict[str, Text] = {
    "table": Text("表格的行列", "row and column of a table"),
    "flattened": Text("由逐行排列的单元格还原的表格", "a table put back together from single "
        "cells"),
    "operator": Text("数值前有“达到”等词", "the number follows a verb such as reach"),
    "label": Text("数值紧跟在指标名称之后", "the number directly follows the name"),
    "object": Text("动词后的数量和名称", "a verb, a count and what is counted"),
    "subject": Text("数量和名称作主语", "a count and what is counted, as the subject"),
    "change": Text("增长或变化的表述", "words of growth or change"),
    "inherited": Text("名称沿用前一分句", "the name is that of the clause before"),
    "respectively": Text("“分别”逐一对应", "matched in order (respectively)"),
    "tense": Text("目标还是已完成，依据不足", "target or achieved: little to go by"),
    "no_unit": Text("没有单位", "no unit"),
    "words": Text("数字用文字书写", "the number is written in words"),
    "unclear": Text("标题没有说明文件是规划还是总结",
                    "the title does not say whether this is a plan or a review"),
    "no_year": Text("没有写明年份", "no year is given"),
    "missing": Text("这一行缺少单元格", "cells of this row are missing"),
    "close": Text("这一列的另一种读法同样可能",
                  "another reading of this column is about as likely"),
    "stacked": Text("一格中的几行拆成了几行指标", "several lines of one cell were read as rows"),
    "remainder": Text("单元格里除数值外还有别的文字", "the cell says more than its figure"),
    "below": Text("目标相对基期的升降与名称的好坏方向不符，请核对是不低于还是不超过",
                  "the target moves against what the name calls better: at least or at most, "
                  "please check"),
    "rate": Text("按年均增长或期内下降理解",
                 "taken as growth a year, or as a fall over the period"),
    "no_name": Text("这一行缺少名称", "the name of this row is missing"),
    "trend": Text("逐年提高一类的表述", "words such as up every year"),
    "covered": Text("全覆盖：没有数字，也可理解为 100%",
                    "full coverage: no number is printed; it may mean 100 %"),
    "other_unit": Text("名称沿用前一分句，而单位不同", "the name is that of the clause before, the "
                       "unit is another"),
    "between": Text("名称取自前面没有数字的分句", "the name is that of a clause without a number"),
    "now": Text("括号内为现状值", "the figure in brackets is the present one"),
    "vague_name": Text("名称只是一个动词，请补全", "the name is only a verb: please complete it"),
    "card": Text("“Baseline/Target”格式", "lines headed baseline and target"),
    "rank": Text("位次目标", "a place in an order"),
    "folded": Text("“减半”“翻番”一类的表述", "words such as halve or double"),
    "side": Text("名称没有说清越高越好还是越低越好",
                 "the name does not tell whether less or more of it is better"),
    "relative": Text("与另一地区的平均水平比较", "compared with another region's average"),
}


NOT_UNDERSTOOD = ("有数量和单位，但看不出是哪个指标的目标或数值",
                  "a number with a unit, but not what it is the target or the figure of")

GARBLED = ("本文件丢失了一些标点和连字符，这个数可能原为区间（如 2—3）",
           "this document has lost punctuation and dashes: the number may have been a range (2-3)")
PROPORTION = ("几个数之比，不是单个指标的数值",
              "a proportion of several numbers, not the figure of one indicator")
PROJECTED_WHY = ("预测或预计的数，不是目标", "a projection, not a target")
EARLIER = ("前一期规划的目标，不是本期的", "a target of an earlier plan, not of this one")
MEASURED_AGAINST = ("回顾所对照的目标，不是本文件提出的",
                    "a target that the review measures against, not one that it sets")
HEADLINE = ("标题中的数，正文中有原句", "a number of the headline: the text below says it in full")
NO_SENTENCE = ("过长或数字过多，不像一句话，未读入",
               "too long or too full of numbers to be a sentence: not read")
TOO_LARGE = ("数太大，无法表示", "a number too large to be represented")
COMPARED = ("与别处比较的差额、奖补标准等，不是本地的目标或数值",
            "a difference from elsewhere or an amount granted, not a target or a figure of the "
            "region")


def reason_of(*codes: str) -> Text:
    """Return the texts of the reasons, joined."""
    texts = [REASONS[code] for code in dict.fromkeys(codes)]
    return Text("；".join(t.zh for t in texts), "; ".join(t.en for t in texts))


def unread(text: str, zh: str, en: str, span: Span) -> Unread:
    """Return a passage that was not understood, its reason in both languages."""
    return Unread(text[:200], f"{zh} / {en}", span)
