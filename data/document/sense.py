"""Which way an indicator is better, told by its name: the one list for tables and sentences.

An indicator of which less is better (mortality, leakage, energy per unit of GDP) has targets that
are ``at_most`` unless the words beside the number say otherwise. Names that measure a reduction
(减排量, energy savings) or how well a burden is dealt with (事故处理率, treatment coverage) are
better when there is more of them, whatever they speak of. Chinese patterns are written in
simplified characters; names are folded before they are matched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.document.characters import folded


@dataclass(frozen=True, slots=True)
class Better:
    """``less``: less of it is better. ``sure`` is false where the name can be read both ways."""

    less: bool
    sure: bool = True


_NO_BURDEN = re.compile(
    r"(?:减排|削减|减少|节约|节能|压减|淘汰|降低|下降|替代|减量|利用|处理|处置|治理|控制|达标|治愈|"
    r"防治|救治|管理|整治|消除|破案|结案|调解|报告|登记|监测|检测|筛查|参保|保险|赔付|回收|净化|收集|"
    r"预警|预报|覆盖|规范|知晓|执行|满意|改善|修复|化解)"
    r"(?:总量|能力|面积|比例|比重|水平|合格率|完成率|达标率|满意度|率|量|度|数)?$|"
    r"非化石|非煤|清洁能源|"
    r"\b(?:reduc\w+|sav(?:ed|ings?)|avoid\w*|prevent\w*|abate\w*|recover\w*|recycl\w*|treat\w*|"
    r"screen\w*|coverage|vaccin\w*|captured?|diverted|clear(?:ance|[- ]?up)|resolved|removed|"
    r"satisf\w+|renewable|low[- ]emission|zero[- ]emission)\b", re.IGNORECASE)
_LESS = re.compile(
    r"死亡率|病死率|死亡人数|死亡数|死亡|失业率|发病率|患病率|感染率|近视率|肥胖率|超重率|吸烟率|"
    r"辍学率|文盲率|流失率|漏损率|损耗率|损失率|产销差率?|线损率|空置率|返贫率|贫困发生率|贫困人口|"
    r"贫困率|发案率|犯罪率|事故率|事故发生|事故起数|事故数|伤亡|受灾|经济损失|投诉率|投诉量|不良率|"
    r"不良贷款|负债率|债务率|赤字率|缺陷发生率|出生缺陷|剖宫产率|通胀率|通货膨胀|"
    r"(?:颗粒物|PM\s*2\.?5|PM\s*10|二氧化硫|二氧化氮|氮氧化物|臭氧|氨氮|总磷|化学需氧量|化需氧量)"
    r"[^率]*(?:浓度|排放)|浓度(?:年?均值)?$|排放(?:总)?量$|排放强度|排放$|碳强度|"
    r"能耗|电耗|水耗|煤耗|油耗|物耗|地耗|能源强度|能源消耗|能源消费强度|"
    r"(?:万元|单位)[^量]*用水量|用水强度|"
    r"大班额|班额|恩格尔系数|基尼系数|收入比$|收入之比|收入差距|差距|劣\s*[Vv5五]\s*类|黑臭水体|"
    r"水土流失面积|荒漠化面积|沙化土地|化肥(?:使用|施用)(?:量|强度)|农药(?:使用|施用)(?:量|强度)|"
    r"煤炭[^能]*(?:比重|占比|比例)|个人(?:卫生|现金|自付)[^率]*(?:支出|占)|自付比例|"
    r"(?:办理|办结|审批|等候|等待|响应|通关|到达|出行|通勤|开办)[^率]*(?:时间|时限|用时|天数)|"
    r"(?:物流|企业|融资)[^率]*成本|"
    r"\bmortality\b|\bdeath(?:s| rate)\b|\bfatalit(?:y|ies)\b|\bunemploy(?:ment|ed)\b|"
    r"\bsuicides?\b|\bpm\s*(?:2\.?5|10)\b|\bpollut\w+\b|\bemissions?\b|"
    r"\b(?:energy|carbon|water) intensity\b|"
    r"\b(?:energy|water|electricity) (?:use|consumption|demand) per\b|\bleakage\b|"
    r"\bwater loss(?:es)?\b|\blosses\b|\bclass sizes?\b|\bpupil[- ](?:to-)?teacher ratio\b|"
    r"\bstudent[- ]teacher ratio\b|\baccidents?\b|\bcollisions?\b|\bcasualt(?:y|ies)\b|"
    r"\binjur(?:y|ies)\b|\bcrimes?\b|\boffen[cs]es\b|\breoffending\b|\bhomicides?\b|\bpoverty\b|"
    r"\bincidence\b|\bsmok(?:ing|ers?)\b|\btobacco\b|\bobes(?:e|ity)\b|\boverweight\b|"
    r"\bdrop[- ]?outs?\b|\billiteracy\b|\bstunting\b|\bwasting\b|\bunderweight\b|"
    r"\bmalnutrition\b|\bwaiting (?:times?|lists?)\b|\bresponse times?\b|\bcomplaints?\b|"
    r"\bhomeless(?:ness)?\b|\blandfill(?:ed)?\b|\bresidual waste\b|\bgini\b|\binequality\b|"
    r"\binflation\b|\bdeficit\b|\bvacancy rate\b|\babsen(?:ce|teeism)\b|\bexclusions?\b|"
    r"\bout[- ]of[- ]school\b|\bteenage pregnanc(?:y|ies)\b|\boutages?\b|\bfuel poverty\b|"
    r"\bpay gap\b|\bgap\b|\bdefaults?\b", re.IGNORECASE)
_EITHER = re.compile(
    r"用水总量|用水量$|能源消费总量|能源消费量|煤炭消费|建设用地|开发强度|生师比|师生比|抚养比|"
    r"垃圾产生量|产生量$|患者|案件|起数|违法|时间$|时长$|天数$|成本|债务|支出占|"
    r"\bprevalence\b|\bwaste\b|\bconsumption\b|\bcosts?\b|\bdebt\b|\bdependency ratio\b|"
    r"\bcases\b|\bdays\b|\btime (?:to|taken)\b|\bturnover\b|\bdemand\b", re.IGNORECASE)

_LONGEST = 120  # names are short; a longer text is cut, so that matching stays bounded


def better_of(name: str) -> Better:
    """Return which way an indicator of this name is better; more is the default.

    ``name`` may be Chinese (either script) or English; units in brackets at its end are ignored.
    """
    plain = folded(name[:_LONGEST])
    text = re.sub(r"\s*[(\[〔][^()\[\]〔〕]*[)\]〕]\s*$", "", plain).strip(" *")
    if _NO_BURDEN.search(text):
        return Better(less=False)
    if _LESS.search(text):
        return Better(less=True)
    if _EITHER.search(text):
        return Better(less=False, sure=False)
    return Better(less=False)
