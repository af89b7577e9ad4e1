"""Numbers that are no figures: document numbers, dates, standards, telephone numbers, names.

Each rule is a kind of place where a number is an address, an order or a name, never a quantity.
"""

from __future__ import annotations

import re

_HAN = "零一二两三四五六七八九十百千"
_ANY = (
    r"[〔\[]\d{4}[〕\])】]?\s*(?:第)?\s*\d*\s*号?",  # 〔2021〕28号, also with a bracket lost
    r"\d{4}[〕\]]\s*第?\d*号?",
    r"(?:第\s*)?\d+\s*号(?:文|令)?",
    rf"第\s*(?:\d+|[{_HAN}]+)\s*(?:[-~至到、]\s*第?\s*(?:\d+|"
    rf"[{_HAN}]+)\s*)?[^\d\s，。,;:]?",  # ordinals
    r"\d{1,2}:\d{2}(?::\d{2})?",
    r"\d{4}-\d{1,2}-\d{1,2}",
    r"\d{4}年\d{1,2}月\d{1,2}日?",
    r"(?<!\d)\d{1,2}月\d{1,2}日",
    r"(?<!\d)(?:19|20)\d{2}[./]\d{1,2}[./]\d{1,2}(?!\d)",
    r"(?<!\d)\d{1,2}\s*·\s*\d{1,2}(?!\d)",  # 4·26
    r"\b(?:GB|DB|ISO|IEC|HJ|CJJ|JGJ|NY|SN|YY|ITU|IEEE)\b[/A-Z ]*\d[\d.\-:]*",
    r"[A-Z]{1,6}/[A-Z]\s*\d[\d.\-]*",
    r"(?:https?://|www\.)\S+",
    r"[\w.+-]+@[\w-]+\.[\w.]+",
    r"(?<!\d)(?:\+?\d{1,3}[- ])?(?:\d{3,4}-){1,2}\d{4,8}"
    r"(?!\d|\.\d|\s*[%‰/万亿千百元件家人岁张座公平立吨亩个])",  # telephone
    r"(?:电话|邮编|邮箱|备案|ICP|标识码|来源|字号|传真|网站|邮政编码)[^，。；;]{0,24}?\d[\d\-()]*",
    r"\d+\s*[×*xX]\s*\d+",
    r"\d+[百千万亿]+级(?=[\u4e00-\u9fff])",  # 500亿级产业集群
    rf"(?:[{_HAN}]+[万亿]*|\d+[百千万亿]*)元(?:级|以上)?"
    r"(?:企业|产业|园区|集群|强县|强镇)",  # size classes
    r"(?<![\d/])(?!(?:19|20)\d\d\s*:)\d+(?:\.\d+)?(?:\s*:\s*\d+(?:\.\d+)?)+(?<!:1)(?<!: "
    r"1)(?!\d|,\d)",  # 12.3:45.6:42.1
    r"(?<=\d)\s*:\s*1(?![\d.:])",  # 2.15:1 is the number 2.15
    r"[A-Za-z]+\d+(?:\.\d+)?(?![\d.]|\s*[%万亿])|\b[A-Z]{2,}-\d+",  # IE9, G20, PM2.5
    r"\.{3,}\s*\d+|…{1,}\s*\d+\s*$",  # page numbers of a table of contents
    r"[①-⑳⑴-⒇]",
    r"(?<![\d.])[2-6]G(?![WwBbHh])",  # 5G基站
    r"\d+(?:\.\d+)?\s*(?:米|公里|分钟|小时)(?:范围内?)?(?=(?:服务半径|覆盖|生活圈|交通圈|通勤圈|便民|可达|通达|到达率|步行))",
    r"[（(]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）](?!\s*[%万亿])",
    r"(?<=[:;。,，、：；])\s*\d{1,2}[.、](?=\s*[^\d\s])",  # 1. 2. within a sentence
    r"(?<=[:;。：；])\s*[一二三四五六七八九十]{1,3}、",
    r"(?:其|(?<!分)之|同比|环比)[一二三](?=[、，。])",
    rf"[{_HAN}]+届|[{_HAN}]+大(?!于)|[{_HAN}]+中全会|[{_HAN}]+级(?!别)",
    r"表\s*\d+(?:[-.]\d+)*|图\s*\d+(?:[-.]\d+)*|专栏\s*\d+|附件\s*\d+",
    r"(?i:\b(?:table|figure|fig\.|chapter|section|annex|appendix|article|part|page|no\.|step|phase|"
    r"stage|tier|grade|class|type|level|version|covid|goal|sdg|target|objective|indicator|box))\s*"
    r"\d+(?:[-.]\d+)*(?![\d%])",
    r"(?i:\b(?:grade|year|key stage|level|class|category|tier|scope)s?\s+\d{1,2}(?:\s*(?:,|and|"
    r"or|to|"
    r"&|-)\s*\d{1,2})*"
    r"\b(?![%.]))",  # Grade 6 and 9 learners, year 1 retention
    r"(?i:\b(?:kpi|priority|measure|outcome|output|action|pillar|metric|milestone|result|strategy)\s*"
    r"\d+(?:\.\d+)*(?=\s*(?:[:.–—-]\s|$)))",
    r"(?i:(?<![\w.,])\d+(?:\.\d+)?-(?=[a-z]{2})(?!per ?cent|point))",  # 4-year completion rates
    r"\d(?:\.\d+)?\s*[º°]\s?C\b",
    r"(?i:\bwait(?:s|ing|ed)?\s+(?:of |for )?(?:over|more than|longer than)\s+\d+)",
    # where and when: within 15 minutes' walk of a park, over the five years, all 16 boards
    r"(?i:\bwithin\s+\d+[ -](?:minutes?|metres|meters|miles?|km|kilometres|kilometers)['’]?"
    r"(?:\s+(?:walk|drive|ride|journey|cycle))?\s+(?:of|from)\b)",
    r"(?i:\b(?:over|during|throughout)\s+(?:the\s+|a\s+)?(?:(?:last|past|next|first|coming|"
    r"following)\s+)?(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)[ -]"
    r"(?:years?|months?|weeks?|decades?)\b)",
    r"(?i:\b(?:for|after) (?:more|less|longer|fewer) than (?:\d+|two|three|four|five|six|eight|ten|"
    r"twelve) (?:hours|days|weeks|months|years)\b)",
    r"(?i:\ball (?:of )?(?:the |our |its )?\d[\d,]*(?![\d,]|\s*(?:%|per ?cent)))",
    r"(?i:\b\d+ (?:consecutive|successive|straight)\b)",
    r"\b(?:999|911|112|111|101)\s+(?=(?:emergency |non-emergency )?(?:calls?|number|line)\b)",
    # which of a kind are meant: every village of more than 400 people, firms with over 50 employees
    r"(?i:\b(?:every|each|all|any|those|companies|firms|businesses|employers|schools|villages|towns|"
    r"settlements|cities|buildings|sites|schemes)\s+(?:[a-z-]+\s+){0,2}(?:of|with|above|over|employing|"
    r"serving|larger than)\s+(?:more than |over |at least |fewer than |less than |up to |under )"
    r"[\d,]+)",
    r"(?i:\b\d+(?:st|nd|rd|th)\b)",
    r"(?i:\b\d{1,2}\s+(?:january|february|march|april|may|june|july|august|september|october|"
    r"november|december)(?:\s+\d{4})?|\b(?:january|february|march|april|june|july|august|"
    r"september|october|november|december)\s+\d{1,2}(?:,?\s+\d{4})?(?!\d))",
    r"《[^》]*》",
    # ages that say of whom a figure is: 0-6岁儿童, 65岁及以上老年人, aged 10 to 17, 25-year-olds
    r"\d+(?:\s*[-~至到]\s*\d+)?\s*周?岁(?:及?以上|及?以下|以内)?的?(?=[常户城农老幼婴儿青少孩人男女妇"
    r"劳育适学成居群公学])",
    r"\d+\s*周?岁及?以[上下]的?(?=[\u4e00-\u9fff]{2})(?!左右|占|的?[人群老])",
    r"(?:分为?|共|设)\s*\d+\s*(?:章|篇|编|部分)(?:\s*\d+\s*节)?",
    r"(?:征求|收到|采纳|吸纳|听取|召开)了?\s*\d+\s*(?:个|条|次|位|名|家|份|场)",
    r"\d+\s*[-~至]\s*\d+\s*周?岁的?(?=[\u4e00-\u9fff])(?!左右|以|之间)",
    # sizes that say which of a kind: 20万人口城市, (年用水量1万立方米及以上)
    r"\d+(?:\.\d+)?\s*万?\s*(?:及?以上)?人口?(?:及?以上)?的?(?=[^，。；、\d]{0,2}(?:城市|县|乡镇|村|地级))",
    r"\([^()\d，。]{0,14}\d+(?:\.\d+)?[^()，。]{0,8}及?以[上下]的?\)",
    r"(?i:\b(?:under|over|below|above) the age of \d{1,2}\b)",
    # of the 40 schools planned
    r"(?i:(?:^|[.!?;]\s)\W*(?:out )?of (?:the|our|all|these|those) (?:\d[\d,]*))",
    r"(?i:\b(?:under|over|below|above)[- ](?:the age of )?\d{1,2}(?: years? of age| years? old|"
    r"s\b|(?=[- ](?:mortality|death|year))))",
    r"(?i:\b(?:aged?|ages|between the ages of)\s+(?:under |over )?\d+(?:\s*(?:to|-|and)\s*\d+)?"
    r"(?: years?)?(?:\+| and (?:over|above|older|under)| or (?:over|older|under))*)",
    r"(?i:\b\d+(?:\s*(?:to|-)\s*\d+)?[- ]year[- ]olds?)",
    r"(?i:\b(?:over|under)[- ]\d{1,2}s\b)",
    r"(?i:\b(?:per|for every|for each|out of(?: every)?)\s+\d[\d,]*(?:\s+[a-z]+)?)",
)
_PROGRESS = tuple(map(re.compile, (  # how far a goal was met, or is: no figures of indicators
    r"(?:完成|达到|占|为|实现|达|是)[^，。；,;%]{0,24}?(?:目标|任务|计划|进度|指标)(?:值|数|任务|"
    r"总量|要求)?(?:的)?\s*\d+(?:\.\d+)?\s*%(?:\s*[、和]\s*\d+(?:\.\d+)?\s*%)*",
    r"(?:分别)?(?:超额?|欠)[^，。；,;\d]{0,8}(?:任务|目标|计划)(?:数|值)?\s*\d+(?:\.\d+)?[^\d，。；,;、]{0,3}"
    r"(?:、\d+(?:\.\d+)?[^\d，。；,;、]{0,3})*",
    r"超(?:出|额|过)?(?:任务|目标|计划)(?:数|值)?的?\s*\d+(?:\.\d+)?\s*%",
    r"\d+(?:\.\d+)?\s*%?[^，。；,;\d]{0,6}(?:目标|任务|计划)(?:值|数)?的\s*\d+(?:\.\d+)?\s*%",
    r"(?:不?低于|不?高于|优于|好于)(?:规划|年度|五年)目标(?:值)?\s*\d+(?:\.\d+)?[^\d，。；,;、]{0,4}",
    r"(?<=[，,、])(?:完成|达成|执行)[率度](?:为|达到?)?\s*\d+(?:\.\d+)?\s*%",
    r"(?:还差|相差|尚差|仍差|(?:低于|高于|高出|低出|超出|超过|超)[^，。；,;\d]{0,6}目标|超额|超过目标|提前|超前|落后|滞后)[^，。；,"
    r";\d]{0,6}?\d+(?:\.\d+)?\s*(?:个百分点|%|年|个月|位|个?点)?",
    r"(?:完成|实现)\s*\d+(?:\.\d+)?\s*(?:%|个百分点|[\u4e00-\u9fff/]{1,6})的[\u4e00-\u9fff]{0,4}目标任务",
    r"距[^，。；,;\d]{0,10}?(?:尚有|还有|仍有|相差|还差|差)\s*\d+(?:\.\d+)?\s*(?:个百分点|%|[\u4e00-\u9fff]{1,4})",
    r"(?:占|完成)[^，。；,;\d]{0,8}(?:目标|任务|计划)(?:数|值)?\s*\d+(?:\.\d+)?[^，。；,;\d]{0,5}的\s*"
    r"\d+(?:\.\d+)?\s*%",
    r"(?:快|慢|高|低|好|优|大|小)于(?:年度|本级|省级|原定)?(?:规划|计划|预期|目标|进度|任务|时序)[^，。；,;\d]{0,8}"
    r"\d+(?:\.\d+)?\s*(?:个百分点|%|个?点)",
    r"(?:低于|高于|好于|优于|超过|超出|未达到?|未实现|没有达到|不及)[^，。；,;\d]{0,10}\d+(?:\.\d+)?\s*(?:%|个百分点|[\u4e00-\u9fff/]{1,9})(?:左右|以[上下内])?的"
    r"[\u4e00-\u9fff]{0,6}目标",
    r"(?:目标|任务|计划)(?:值)?的?(?:一半|[一二两三四五六七八九]成半?|[二三四五六七八九十]分之[一二三四五六七八九])",
    r"\d+\s*[项个](?:指标|任务|工程|项目|目标|举措|行动){0,2}(?=进展|基本|已经?[完实提达全]|均[已达完]|全部|提前|"
    r"如期|快于|滞后|落后|符合|未达|正在|达到预期|完成情况)",
    r"(?:目标|任务|计划|进度)(?:总体)?(?:完成|实现)(?:率|度)(?:为|达到?|:)?\s*\d+(?:\.\d+)?\s*%")))
_PROGRESS_EN = re.compile(
    r"\d[\d,.]*\s*(?:%|per ?cent|[a-z]{0,10})\s*(?:better|worse|above|below|higher|lower|more|less|"
    r"short|ahead|behind|under|over|away|off)\s+(?:than |of |from )?(?:our |the |its |their |this |"
    r"annual |year[- ]end )*(?:targets?|goals?|plan|profile|trajectory)\b|"
    r"\d[\d,.]*\s*(?:%|per ?cent)\s*of (?:our |the |its |their |all |these |this |\d+ |annual |"
    r"year[- ]end |quarterly |planned )*"
    r"(?:targets?|goals?|objectives?|measures|indicators|milestones?|actions|deliverables|"
    r"level planned|planned (?:level|activity))\b|"
    r"\d+ (?:out )?of (?:the |our )?\d+ (?:[a-z]+ )?(?:targets?|goals?|measures|indicators|"
    r"milestones|actions|deliverables)\b|"
    r"\b\d+\s*\(\d+(?:\.\d+)?%\)\s*(?:were|had|have|are|was|is|rated)\b", re.IGNORECASE)
_LINE_START = re.compile(
    r"^\s*(?:#+\s*)?(?:(?:\d{1,2}\.){1,4}(?![\d%])|"
    r"\d{1,2}(?:\.\d{1,2}){1,3}(?=\s+(?:[A-Z\u4e00-\u9fff“]|\d+(?:\.\d+)?\s*%))|\d{1,2}[.、)](?!\d)|\d{1,2}\s+(?=[A-Z])|"
    r"[一二三四五六七八九十]{1,3}[、.])")
_EVERYWHERE = tuple(re.compile(pattern) for pattern in _ANY)
_QUOTED = re.compile("“[^“”]{1,12}”")
_IDIOM = re.compile(  # numbers in words that stand in set phrases rather than count
    rf"[{_HAN}]+(?:个)?(?:方面|层面|环节|维度|要素|结合|统筹|面向|一流|位一体|合一|农|方|省|市县|"
    r"百年|全面|意识|自信|维护|融合|步走|带一路|中心任务|导向|体系|纵|横|核|轴|屏|带|群|圈)")
_DENOMINATOR = re.compile(
    rf"每\s*(?:[\d,]+|[{_HAN}万亿]+)?\s*(?:名|位|个)?\s*(?:人口|常住人口|人|户|元|平方公里|公里|"
    rf"名|亩|公顷|"
    r"[\u4e00-\u9fff]{0,3}年期)|(?<![\d.多余一二两三四五六七八九十百千])[万千百]人(?=[^\d以]|$)|百户|亿元(?=GDP|地区|"
    r"生产)|(?<![\d.余多一二两三四五六七八九几数])(?:十|百|千|十万|百万|万|亿)(?:人口|人|车|户|"
    r"学生|职工|吨公里|车公里)(?=[\u4e00-\u9fff]{0,14}?(?:率|死亡|发案|拥有|床位|起数|强度))|"
    r"万元(?=GDP|地区|生产|产值|工业|国内)")


def masked(text: str) -> list[tuple[int, int]]:
    """Return the stretches of a folded text in which numbers are not figures, in order."""
    spans = [(m.start(), m.end()) for pattern in _EVERYWHERE for m in pattern.finditer(text)]
    spans += [(m.start(), m.end()) for m in _QUOTED.finditer(text)]
    spans += [(m.start(), m.end()) for m in _IDIOM.finditer(text)]
    spans += [(m.start(), m.end()) for m in _DENOMINATOR.finditer(text)]
    spans += [(m.start(), m.end()) for pattern in _PROGRESS for m in pattern.finditer(text)]
    spans += [(m.start(), m.end()) for m in _PROGRESS_EN.finditer(text)]
    first = _LINE_START.match(text)
    if first:
        spans.append((first.start(), first.end()))
    return sorted(spans)


_PROPORTION = re.compile(
    r"(?<![\d:/])(?!(?:19|20)\d\d\s*:)\d+(?:\.\d+)?(?:\s*:\s*\d+(?:\.\d+)?)+(?![\d:]|,\d)")
_TO_ONE = re.compile(r"\d+(?:\.\d+)?\s*:\s*1")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")


def proportions(text: str) -> list[tuple[int, int]]:
    """Return the proportions a text states (45:55); times of day are none."""
    return [(m.start(), m.end()) for m in _PROPORTION.finditer(text)
            if not _CLOCK.fullmatch(m.group()) and not _TO_ONE.fullmatch(m.group())]


def is_masked(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Say whether ``start``–``end`` touches one of the spans."""
    return any(a < end and start < b for a, b in spans)
