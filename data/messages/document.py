"""The texts of problems and doubts of plan documents: code -> what (zh, en), what to do (zh, en).

Codes that begin with ``DOCUMENT_`` or ``ARCHIVE_`` refuse a file; those that begin with ``DOUBT_``
are listed beside what was read.
"""

from __future__ import annotations

DOCUMENT_TEXTS: dict[str, tuple[str, str, str, str]] = {
    "DOCUMENT_TOO_LARGE": (
        "文件有 {size} MB，超过 {limit} MB 上限",
        "the document has {size} MB; the limit is {limit} MB",
        "另存一份不含图片的文件，或只导出正文（.docx 或 .txt）",
        "save it without its pictures, or export the text alone (.docx or .txt)",
    ),
    "DOCUMENT_TOO_LONG": (
        "文件超过 {lines} 行、{characters} 字或一张表 {columns} 列的上限",
        "the document is longer than {lines} lines or {characters} characters, or has a table of "
        "more than {columns} columns",
        "只保留含目标和数据的部分", "keep the part that holds targets and figures",
    ),
    "DOCUMENT_TAGS": (
        "网页的标签超过 {limit} 个", "the page has more than {limit} tags",
        "只保存正文，或另存为 .txt", "save the article alone, or as .txt",
    ),
    "DOCUMENT_PAGES": (
        "文件有 {pages} 页，超过 {limit} 页上限",
        "the document has {pages} pages; the limit is {limit}",
        "只保留含目标和数据的页", "keep the pages that hold targets and figures",
    ),
    "DOCUMENT_TOO_HEAVY": (
        "读取所需超过 {seconds} 秒或 {memory} MB 内存，已停止",
        "reading it takes more than {seconds} seconds or {memory} MB of memory; it was stopped",
        "检查文件是否损坏；可用别的程序打开后另存为 .docx 或 .txt",
        "check that it is not damaged; open it elsewhere and save it as .docx or .txt",
    ),
    "DOCUMENT_BROKEN": (
        "{format} 文件已损坏或不完整（{reason}）",
        "the {format} file is damaged or incomplete ({reason})",
        "用原来的程序打开并另存一份；网上下载的文件请重新下载",
        "open it in its own program and save a copy; download it again if it came from a page",
    ),
    "DOCUMENT_PROTECTED": (
        "文件有密码保护", "the document is protected by a password",
        "用密码打开，另存一份不加密的文件", "open it with its password and save a copy without one",
    ),
    "DOCUMENT_OLD_WORD": (
        "这是旧式 Word 文件（.doc）", "this is a Word file of the old kind (.doc)",
        "用 Word、WPS 或 LibreOffice 打开，另存为 .docx",
        "open it in Word, WPS or LibreOffice and save it as .docx",
    ),
    "DOCUMENT_KIND": (
        "不能从 {kind} 文件中读取规划", "a plan cannot be read from a {kind} file",
        "可读 .txt、.md、.docx、.html、.pdf、.xlsx；请另存为其中一种",
        "save it as one of .txt, .md, .docx, .html, .pdf, .xlsx",
    ),
    "DOCUMENT_SCANNED": (
        "文件没有可读的文字层，只有图片或没有对应文字的字形",
        "the document has no text layer that can be read, only pictures or glyphs without text",
        "先做文字识别（OCR），核对数字后再导入",
        "recognise its text first (OCR), check the figures, then import it",
    ),
    "DOCUMENT_EMPTY": (
        "文件中没有文字", "there is no text in the document",
        "检查是否给错了文件", "check that this is the file you meant",
    ),
    "DOCUMENT_ENCODING": (
        "无法确定文字编码：不是 UTF-8、GB18030、Big5，也不是带字节顺序标记的 UTF-16",
        "the text encoding cannot be told: not UTF-8, GB18030, Big5, nor UTF-16 with its byte "
        "order mark",
        "另存为 UTF-8 文本", "save it as UTF-8 text",
    ),
    "ARCHIVE_MEMBERS": (
        "压缩包内的文件超过 {limit} 个", "the package holds more than {limit} files",
        "这不像正常的文档；请勿打开来历不明的文件",
        "this is no ordinary document; do not open files of unknown origin",
    ),
    "ARCHIVE_UNPACKS": (
        "压缩包内 {name} 解压后超过 {limit} MB",
        "{name} in the package unpacks to more than {limit} MB",
        "这不像正常的文档；请勿打开来历不明的文件",
        "this is no ordinary document; do not open files of unknown origin",
    ),
    "ARCHIVE_RATIO": (
        "压缩包内 {name} 的压缩比达 {ratio} 倍，疑为解压炸弹",
        "{name} in the package unpacks to {ratio} times its size, as decompression bombs do",
        "这不像正常的文档；请勿打开来历不明的文件",
        "this is no ordinary document; do not open files of unknown origin",
    ),
    "ARCHIVE_ENTITIES": (
        "压缩包内 {name} 含有文档类型或实体声明，疑为 XML 炸弹或外部引用",
        "{name} in the package declares a document type or entities, as XML bombs and external "
        "references do",
        "这不像正常的文档；请勿打开来历不明的文件",
        "this is no ordinary document; do not open files of unknown origin",
    ),
    "TABLE_TOO_LARGE": (
        "工作表超过 {limit} 个单元格", "the sheet has more than {limit} cells",
        "删去远处的空行空列，或另存为 CSV、Parquet",
        "delete the empty rows and columns far out, or save it as CSV or Parquet",
    ),
    "TABLE_OLD_OR_LOCKED": (
        "这是旧式 Excel 文件（.xls），或有密码保护",
        "this is an Excel file of the old kind (.xls), or one protected by a password",
        "打开后另存为不加密的 .xlsx", "open it and save it as .xlsx without a password",
    ),
    "DOUBT_SUFFIX": (
        "扩展名是 {suffix}，内容却是 {format}；已按 {format} 读取",
        "the name ends in {suffix}, but the content is {format}; it was read as {format}",
        "核对是否给错了文件", "check that this is the file you meant",
    ),
    "DOUBT_ENCODING": (
        "文字编码不能确定，按 {encoding} 读取",
        "the text encoding is uncertain; it was read as {encoding}",
        "核对文字；最好另存为 UTF-8", "check the words; better save it as UTF-8",
    ),
    "DOUBT_LINE_ENCODING": (
        "这一行是 {encoding} 编码，其余为 {main}",
        "this line is in {encoding}, the others in {main}",
        "核对这一行；最好整份另存为 UTF-8", "check this line; better save the whole file as UTF-8",
    ),
    "DOUBT_LINE_BYTES": (
        "这一行有无法解码的字节，已显示为 �",
        "this line has bytes that cannot be decoded, shown as �",
        "对照原文核对这一行", "check this line against the original",
    ),
    "DOUBT_SCANNED_PAGES": (
        "第 {pages} 页是图片，没有文字层，未读取",
        "pages {pages} are pictures without a text layer and were not read",
        "先对这些页做文字识别（OCR）", "recognise their text first (OCR)",
    ),
    "DOUBT_OCR": (
        "第 {pages} 页的文字叠在整页图片上，可能来自文字识别",
        "the text of pages {pages} lies over a picture of the page and may come from OCR",
        "对照图片核对数字", "check the figures against the picture",
    ),
    "DOUBT_UNMAPPED": (
        "第 {pages} 页的部分字形没有对应的文字，已显示为 �",
        "some glyphs of pages {pages} have no text behind them and are shown as �",
        "对照原文核对；或先做文字识别（OCR）",
        "check against the original, or recognise its text (OCR)",
    ),
    "DOUBT_ROTATED": (
        "第 {pages} 页有旋转的文字（如水印或横排表格），未读取",
        "pages {pages} have rotated text (a watermark, a sideways table) that was not read",
        "若是表格，转正后另存再导入", "if it is a table, turn the page upright and save it",
    ),
    "DOUBT_COLUMNS": (
        "第 {pages} 页的文字分栏，或是没有框线的表格；同一高度的文字读成了一行",
        "pages {pages} have columns of text or a table without rules; what stands at one "
        "height was read as one line",
        "对照原文核对这些页", "check these pages against the original",
    ),
    "DOUBT_TRACKED": (
        "有修订痕迹：插入的文字已读，删除的文字未读",
        "tracked changes: inserted text was read, deleted text was not",
        "接受或拒绝修订后另存", "accept or reject the changes and save it",
    ),
    "DOUBT_STRUCK": (
        "划掉的文字未读取", "text that is struck out was not read",
        "确认这些文字是否仍有效", "check whether it still holds",
    ),
    "DOUBT_PICTURES": (
        "有 {count} 处图片或嵌入对象未读取，其中可能有表格",
        "{count} pictures or embedded objects were not read; there may be tables in them",
        "把图片中的数字录入文档", "type the figures of the pictures into the document",
    ),
    "DOUBT_HIDDEN": (
        "有 {count} 个隐藏的工作表未读取", "{count} hidden sheets were not read",
        "需要时取消隐藏后再导入", "unhide those that matter and import again",
    ),
    "DOUBT_FORMULA": (
        "公式未读取，显示为 ￼", "a formula was not read; it is shown as ￼",
        "对照原文核对这一行", "check this line against the original",
    ),
    "DOUBT_LINKED": (
        "文档引入了另一份文档，其内容未读取",
        "the document includes another one, which was not read",
        "打开后另存，使内容并入本文", "open it and save it, so that the content becomes part of it",
    ),
    "DOUBT_MORE": (
        "另有 {count} 处同类情况未逐一列出", "{count} more of this kind are not listed",
        "先处理已列出的", "see to the listed ones first",
    ),
    "IMPORT_NO_TARGETS": (
        "文件中没有读出任何目标", "no target was found in the document",
        "确认这是规划文本；用 --format json 查看读出的数和未读懂的段落",
        "check that it is a plan; --format json shows the figures and the passages that were not "
        "understood",
    ),
    "IMPORT_NO_PERIOD": (
        "{why_zh}", "{why}",
        "用 --period 给出规划期，如 --period 2021-2025（起始年-目标年）",
        "give the period with --period, for example --period 2021-2025 (first year-last year)",
    ),
    "IMPORT_PERIOD": (
        "规划期 {text} 不可用", "{text} is not a usable planning period",
        "写成 首年-末年，基期年早于末年，例如 --period 2021-2025 --base 2020",
        "write first-last, with a base year before the last: --period 2021-2025 --base 2020",
    ),
    "FILL_IN_UNREADABLE": (
        "{path} 不能作为 Excel 工作簿读入（{reason}）",
        "{path} cannot be read as a workbook ({reason})",
        "给出 plancast import 写出的待填表（.xlsx）",
        "give the fill-in sheet (.xlsx) that plancast import wrote",
    ),
    "FILL_IN_SHEET": (
        "待填表缺少：{missing}", "missing from the fill-in sheet: {missing}",
        "保留工作表 targets 和 history 及其表头",
        "keep the sheets targets and history and their headings",
    ),
    "FILL_IN_ROW": (
        "规划文件中没有这一行的目标或指标：{indicator}",
        "the plan file has no such target or indicator: {indicator}",
        "待填表要与写出它的规划文件一起用；不要改动序号和指标编号",
        "use the sheet with the plan file it was written for; leave its numbers and ids as "
        "they are",
    ),
    "FILL_IN_CELL": (
        "{text} 不能读入", "{text} cannot be read", "可填：{allowed}", "write one of: {allowed}",
    ),
    "IMPORT_REVIEW": (
        "文件是回顾总结：读出已完成数 {count} 个，没有目标",
        "this is a review: {count} achieved figures and no target",
        "用 --format json 取出这些数，放入规划文件的 history",
        "--format json lists the figures, for the history of a plan file",
    ),
    "IMPORT_EXISTS": (
        "{path} 已存在", "{path} exists already",
        "换一个文件名，或加 --force 覆盖", "choose another name, or add --force to replace it",
    ),
}
