"""Indicators of which less is better: what a name says of the side a target bounds.

A plan that writes 孕产妇死亡率 8/10万 or "unemployment 4.5 %" with no word such as 以内 or "at
most" means a ceiling. The name tells: it ends (Chinese) or speaks (English) of deaths, diseases,
pollution, consumption per unit of output, losses, debt, waiting. Names that only contain such a
word and are about what is done against it (失业保险参保人数, 污水处理率, "emission reductions") are
the other way round. Where the words point both ways nothing is assumed and the reading is marked
as a doubt.

This is the only place that decides it, for running text and tables alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from data.document.characters import folded
from data.document.claims import Claim
from data.words import Basis, Role, Sense


@dataclass(frozen=True, slots=True)
class Better:
    """``less`` when less is better; ``sure`` is false where a person should look."""

    less: bool
    sure: bool


_MORE_USUAL, _LESS, _LESS_PERHAPS, _OPEN = (
    Better(False, True), Better(True, True), Better(True, False), Better(False, False))

# Things of which a rate (…率) is better low. Only right before 率: 事故查处率 is another thing.
_BAD_RATES = (
    "死亡|病死|致死|死淘|死产|致残|伤残|残疾|伤亡|发病|患病|罹患|感染|近视|肥胖|超重|吸烟|饮酒|"
    "龋患|贫血|"
    "发生|失业|失学|辍学|退学|流失|缺勤|缺课|文盲|离职|空置|闲置|弃水|弃风|弃光|漏损|漏失|漏水|"
    "产销差|线损|"
    "网损|损耗|损失|浪费|破损|缺陷|次品|不良|不良贷款|不良资产|不合格|违约|逾期|坏账|投诉|差错|"
    "差评|退货|返贫|"
    "贫困|犯罪|发案|再犯|重新犯罪|万人发案|事故|火灾|受灾|延误|晚点|停电|污染|超标|填埋|负债|"
    "债务|赤字|杠杆|"
    "通胀|通货膨胀|物价上涨|剖宫产|抢夺|盗窃|违法|缺口|拥堵|爆管|空驶|失信|失业人员|滞销|撂荒|复发|"
    "再入院|剩余垃圾|"
    "败诉|成讼|上访|误诊|漏诊|漏检|漏报|误报|脱落|弃管|烂尾|空心|欠薪|欠费|拖欠|报废|返工|返修|故障|断线|失联|"
    "制假|违章|违规|违建|超载|超限|超时|超期|积压|内涝|溢流|渗漏|泄漏|退化|酸化|侵蚀|成灾|受害|受损|龋齿|抑郁|"
    "自杀|早产|低体重|生长迟缓|失能|离婚"
)
_BAD_PEOPLE = "死亡|伤亡|失业|贫困|辍学|失学|受伤|重伤|溺亡|溺水|犯罪|失信|吸毒|致贫|返贫"
_POLLUTANTS = (
    r"PM\s*[2₂]\.[5₅]|PM\s*10|可吸入颗粒物|细颗粒物|颗粒物|臭氧|二氧化硫|二氧化氮|一氧化碳|"
    r"氮氧化物|"
    "化学需氧量|氨氮|挥发性有机物|总磷|总氮|重金属|温室气体|二氧化碳|甲烷|COD|NOx|VOCs?"
)
_WAITING = (
    "等待|候诊|等候|办理|审批|通关|停电|出警|响应|办结|开办|通勤|滞留|延误|排队|候车|退税|"
    "救助|救援|处置|到场|到达|抢修|恢复供[电水]|轮候|周转|审查|结案"
)
_LESS_ZH = re.compile(
    rf"(?:(?:{_BAD_RATES})率|(?:近视|肥胖|龋齿|贫血|畸形)\w*率|"
    r"(?:艾滋|爱滋|结核|登革热|确诊|感染|中毒|跌倒)\w*(?:人数|例数|起数)|病例(?:总?数)?|跌倒率|"
    r"受灾(?:人次|人数|人口)|负荷过重\w*(?:率|比例)|"
    rf"(?:{_BAD_PEOPLE})(?:人数|人口|人次|数|总数)|死亡|"
    r"(?:事故|火灾|灾害|案件发生|发案|立案)(?:总)?(?:量|数|起数|次数|件数)?|"
    r"(?:刑事|治安|盗窃|诈骗|违法)\w*(?:案件|警情)(?:数|总数|数量|起数)?|"
    rf"(?:{_POLLUTANTS})(?:年均|年平均|日均|平均|排放)*(?:值|量|总量|强度|水平)?|"
    r"浓度(?:值|均值|平均值)?|排放(?:总)?(?:量|强度)?|排污量|碳强度|碳排放强度|"
    r"能耗(?:总量|强度|水平|值)?|水耗|电耗|煤耗|油耗|物耗|能源消(?:耗|费)(?:总量|强度)|"
    r"能源消耗(?:量)?|"
    r"耗(?:水|电|能|煤|油)量|用水总量|用水强度|取水总量|煤炭\w{0,8}(?:比重|占比|比例|消费量|"
    r"消费总量)|"
    r"(?:单位|万元|亿元|吨|每万元|亩均)\w{0,24}(?:用水量|耗水量|取水量|耗电量|用电量|"
    r"能源消费量|建设用地|"
    r"建设用地(?:使用)?面积|用地量|消耗量|碳排放)|"
    r"(?:化肥|农药|塑料|地膜)\w{0,6}(?:用量|使用量|施用量|施用强度|使用强度)|"
    r"(?:水土流失|荒漠化|沙化|石漠化|受灾|撂荒)(?:土地)?(?:面积|率)|"
    r"(?:黑臭水体|劣[VⅤ五5]类\w{0,6})(?:数|数量|个数|比例|占比)?|"
    r"重(?:度)?污染天(?:数)?(?:比例|比率)?|"
    r"(?:大|超大)?班额(?:班级)?(?:比例|占比|数)?|生师比|"
    rf"(?:{_WAITING})(?:时间|时限|时长|用时|天数|日数|期限|周期)|平均住院[日天](?:数)?|住院天数|"
    r"恩格尔系数|基尼系数|倍差|差距|差异系数|城乡\w{0,8}收入(?:比|之比|比值|比率|比例)|"
    r"城[乡镇]\w{0,8}收入\w{0,12}(?:之比|比例|比值|比率)|"
    r"物流\w{0,6}(?:费用|成本)\w{0,8}(?:比率|比重|占比|比例)|个人\w{0,6}支出\w{0,10}(?:比重|"
    r"占比|比例)|"
    r"自付比例|药占比|抗菌药物使用强度|(?:居民)?消费价格(?:总水平)?(?:指数|涨幅)?|CPI|物价涨幅|"
    r"价格涨幅|出生缺陷|垃圾(?:产生|填埋)(?:总)?量|填埋(?:总)?(?:量|比例|占比)|"
    r"排名|位次|名次|噪声(?:值|水平)?)$", re.IGNORECASE)
_LESS_PERHAPS_ZH = re.compile(
    r"(?:用水量|用电量|能源消费(?:量)?|债务(?:余额|规模|限额)?|成本|信访(?:总)?量|上访\w{0,4}|"
    r"抚养比|"
    r"建设用地(?:总)?规模|案件(?:数|数量|总数)?|费用|垃圾清运量|负担)$")
_WANTED_OR_NOT_ZH = re.compile("全社会用电量$")
_LOOSE_ZH = re.compile(
    rf"死亡|失业|贫困|辍学|失学|事故|火灾|近视|肥胖|吸烟|漏损|发病|患病|排放|污染|能耗|犯罪|违法|"
    rf"班额|负债|债务|等待|{_POLLUTANTS}")
_AGAINST_ZH = re.compile(  # what is done against it, at the end of the name
    r"(?:处理|治理|达标|覆盖|参保|减排|削减|下降|降低|减少|脱贫|治愈|控制|处置|利用|回收|监测|"
    r"管理|知晓|"
    r"及时|救治|整改|修复|保护|合格|优良|满意|破案|扑灭|查处|结案|办结|化解|防控|预防|筛查|"
    r"接种|报告|培训|救助|"
    r"资助|安置|帮扶|就业|再就业|保险|投保|改造|建设|完成|消除|消减|淘汰|监控|配备|安装|投入|"
    r"资金|投资|基金|"
    r"补偿|赔付|脱困|戒烟|产业|企业|设施|能力|规模|面积|交易量?|清零|降幅)"
    r"(?:的)?(?:率|数|量|人数|人口|人次|比例|占比|度|总量|家数|数量|额|水平|幅度)*$")
_HELPED = re.compile(  # what is helped is more the better: 帮扶贫困人口
    r"^(?:帮扶|救助|资助|培训|安置|扶持|覆盖|惠及|服务|带动|支持|减|消除|化解|治理|查处|破获)")
_NOT_CONCENTRATION = re.compile(r"离子|溶解氧|氧气|回收|进水")

_BAD_EN = (
    r"mortality|deaths?|fatalit\w+|suicides?|unemploy\w+|jobless\w*|poverty|"
    r"poor households|smok\w+|"
    r"obes\w+|overweight|crimes?|offen[cs]es?|burglar\w+|homicides?|murders?|violence|homeless\w*|"
    r"rough sleep\w+|emissions?|pollut\w+|pm\s*2\.5|pm\s*10|particulates?|nitrogen dioxide|no2|"
    r"greenhouse gas\w*|carbon intensity|energy intensity|water intensity|carbon footprint|leakage|"
    r"landfill\w*|(?:residual|municipal|household|food|plastic|"
    r"total) waste(?! (?:recycl|treat|reus|sent (?:for|to) (?:re|comp)))|"
    r"waste (?:generat|dispos|sent(?! (?:for|to) (?:re|comp))|produc|per|going|incinerat|to)\w*|"
    r"litter\w*|drop\s?-?\s?outs?|"
    r"early (?:school )?leav\w+|absen(?:ce|ces|teeism)|truan\w+|class sizes?|"
    r"(?:pupil|student)s?[- /]+(?:to[- ])?teacher ratio|waiting|waits?\b|wait times?|delays?|"
    r"(?:response|processing|relet|re-let|turn-?around|handling|repair|queu\w+|decision|clearance|"
    r"queue|call[- ]out|turnround) times?|travel times?|commut\w+ times?|length of stay|accidents?|"
    r"injur(?:y|ies|ed)|collisions?|crashes|casualt\w+|debts?|deficits?|"
    r"inflation|arrears|defaults?|"
    r"diabetes|cancers?|malaria|tuberculosis|hiv|hepatitis|strokes?|heart attacks?|dementia|"
    r"prevalence|incidence|infections?|diseases?|illness\w*|teenage pregnanc\w+|teen births?|"
    r"teenage (?:conception|mother)\w*|low birth\s?-?weight|stunt\w+|malnutrition|undernourish\w*|"
    r"wasting|anaemia|anemia|reoffend\w+|recidivis\w+|vacan(?:t|cy) (?:rate|homes|land|properties)|"
    r"dereliction|derelict \w+|unfit \w+|illitera\w+|error rates?|errors|complaints?|backlogs?|"
    r"binge|drug (?:use|misuse|related)|opioids?|overdos\w+|tobacco|cigarette\w*|alcohol\w*|"
    r"readmissions?|(?:emergency|avoidable|preventable) (?:admissions?|hospital\w*|visits?)|"
    r"(?:minutes|hours|days|lives) lost|lost[- ]time|spills?|leaks?|deforestation|erosion|forest "
    r"loss|losses|loss of|energy (?:use|consumption|"
    r"demand)|"
    r"water (?:use|consumption|abstraction)|fossil fuels?|coal (?:use|consumption|share)|"
    r"pesticides?|fertili[sz]ers?|inequalit\w+|gini|gaps?|neets?|hunger|food insecurity|"
    r"turn-?around\b|bed and breakfast|temporary accommodation|escapes?|overcrowd\w*|assaults?|"
    r"eviction\w*|bullying|abuse|bankruptc\w+|non-?compliance|downtime|outages?|congestion|"
    r"car (?:use|trips|journeys|kilomet\w+)|out-of-pocket|uninsured|"
    r"unvaccinated|vacancies unfilled|"
    r"school exclusions?|exclusion rate|expulsions?|suspensions?|turnover rate|attrition"
)
_LESS_EN = re.compile(rf"\b(?:{_BAD_EN})\b", re.IGNORECASE)
_ALWAYS_LESS_EN = re.compile(
    r"low birth\s?-?weight|\b(?:preventable|avoidable|premature)\b|"
    r"not in (?:education|employment|work)|"
    r"\bneets?\b|untreated|uninsured|unvaccinated|\bwithout\b|\black(?:ing|s)?\b|budget deficit|"
    r"fuel poverty|(?:at risk of|living in|in) \w*\s?(?:poverty|homelessness)$|"
    r"excess weight|^no \w+|\b(?:with|have|having) no\b|\b(?:days|hours|minutes|weeks|"
    r"time)\b.*\bto (?:process|complete|resolve|"
    r"respond|answer|re-?let|decide|determine|issue)|"
    r"(?:class sizes?|teacher ratio)$", re.IGNORECASE)
_AGAINST_EN = re.compile(
    r"\b(?:coverage|covered|insur\w+|treat\w*|recycl\w+|reus\w+|reduc\w+|cuts?|decreas\w+|avert\w*|"
    r"avoid(?:ed|ing)|prevent(?:ed|ing|ion)|screen\w*|vaccin\w+|immuni\w+|"
    r"detect\w*|diagnos\w+|train\w*|"
    r"support\w*|help\w*|assist\w*|housed|rehoused|resettled|fund\w*|"
    r"invest\w*|spend\w*|budget|capacity|"
    r"efficien\w+|diver(?:t|sion)\w*|clearance|solved|free|zero|lifted|escap(?:ed|ing)|relief|saving\w*|"
    r"saved|removed|removal|captur\w+|abat\w+|offset\w*|monitor\w*|control\w*|cessation|quit\w*|"
    r"recover\w*|surviv\w*|suppress\w*|answered|resolved|graduat\w+|complet\w+|satisf\w+|aware\w*|"
    r"vehicles?|buses|cars?|vans|homes|"
    r"zones?|ctold\w*|plans?|programmes?|programs?|projects?|services?|shelters?|beds|officers|"
    r"(?<!un)employment|restor\w+|compliant|compliance|resilien\w+|alternatives?|low[- ](?:carbon|"
    r"emission|pollution)|ultra[- ]low|remediat\w+|redevelop\w+|reclaim\w+|met|within|"
    r"standards?)\b",
    re.IGNORECASE)
_RANK_UNITS = ("位", "名次")


_SAID = re.compile(
    r"[(\[]\s*(?:(?P<less>minimi[sz]e|(?:low(?:er)?|small(?:er)?|less) is (?:better|good)|good "
    r"is low|"
    r"逆向|负向|越[低小少]越[好优])|"
    r"(?P<more>maximi[sz]e|(?:high(?:er)?|big(?:ger)?|more) is (?:better|good)|good is high|"
    r"正向|越[高大多]越[好优]))(?:指标)?\s*[)\]]", re.IGNORECASE)


def said_in(name: str) -> bool | None:
    """Return whether a name says in brackets that less is better, or that more is."""
    m = _SAID.search(folded(name))
    return None if m is None else m["less"] is not None


def better_of(name: str, unit: str = "") -> Better:
    """Return whether less is better of an indicator, by its name and the unit it is printed in.

    ``less`` is false for the many names that say nothing of the kind. ``sure`` is false where the
    words point both ways: the sense is then for a person to check.
    """
    said = said_in(name)
    if said is not None:
        return Better(said, True)
    text = re.sub(r"[(\[（][^()\[\]（）]*[)\]）]", "", folded(name)).strip(" ,，、:：。*#")
    if not re.search(r"[\u4e00-\u9fff]", text):
        return _english(text)
    if unit.strip() in _RANK_UNITS:
        return _LESS
    return _chinese(text.replace(" ", ""))


def _chinese(text: str) -> Better:
    if _HELPED.match(text) or (text.endswith("浓度") and _NOT_CONCENTRATION.search(text)):
        return _MORE_USUAL
    if _LESS_ZH.search(text):
        return _LESS
    if _AGAINST_ZH.search(text):
        return _MORE_USUAL
    if _WANTED_OR_NOT_ZH.search(text):
        return _OPEN
    if _LESS_PERHAPS_ZH.search(text):
        return _LESS_PERHAPS
    return _OPEN if _LOOSE_ZH.search(text) else _MORE_USUAL


def _english(text: str) -> Better:
    if _ALWAYS_LESS_EN.search(text) and not re.search(r"\bfree\b", text, re.IGNORECASE):
        return _LESS
    if not _LESS_EN.search(text):
        return _MORE_USUAL
    return _OPEN if _AGAINST_EN.search(text) else _LESS


def sided(claim: Claim) -> Claim:
    """Return a claim with the side its target bounds: as written, else what the name tells.

    Claims other than targets with a number are returned as they are.
    """
    if claim.role is not Role.TARGET or claim.value is None:
        return claim
    told = better_of(claim.label, claim.unit)
    level = claim.basis in (Basis.LEVEL, Basis.CUMULATIVE_OVER_PERIOD)
    if claim.explicit or claim.sense not in (Sense.AT_LEAST, Sense.AT_MOST):
        against = level and told.less and claim.sense in (Sense.AT_LEAST, Sense.ABOVE)
        return _doubted(claim) if against else claim
    if not told.less:
        return claim if told.sure or not level or claim.falling else _doubted(claim)
    grows = claim.basis in (Basis.GROWTH_FROM_BASE, Basis.CAGR_FROM_BASE) and not claim.falling
    if not level and not grows:
        return claim
    made = replace(claim, sense=Sense.AT_MOST)
    return made if told.sure and level else _doubted(made)


def _doubted(claim: Claim) -> Claim:
    return replace(claim, confidence=min(claim.confidence, 0.7),
                   reason=claim.reason.and_also("side"))


def of_a_fall(sense: Sense, *, written: bool, by: bool) -> Sense:
    """Return the side that a fall's figure bounds: a fall "by at least 40 %" is at most -40 %.

    ``sense`` is as ``written`` or assumed; ``by`` tells a change by so much from one to a level.
    """
    if not written:
        return Sense.AT_MOST if sense is Sense.AT_LEAST else sense
    if not by:
        return sense
    return {Sense.AT_LEAST: Sense.AT_MOST, Sense.ABOVE: Sense.AT_MOST,
            Sense.AT_MOST: Sense.AT_LEAST}.get(sense, sense)
