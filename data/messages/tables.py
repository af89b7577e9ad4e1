"""The texts of problems of tables, and of notes on how they were read: code -> what, what to do.

A note has nothing to be done; its second pair of texts is empty.
"""

from __future__ import annotations

TABLE_TEXTS: dict[str, tuple[str, str, str, str]] = {
    # files
    "TABLE_OTHER_KIND": (
        "这不是表格文件，而是 {kind}", "this is no table but {kind}",
        "打开后另存为 XLSX 或 CSV（UTF-8）", "open it and save it as XLSX or CSV (UTF-8)",
    ),
    "TABLE_ENCODING": (
        "编码不能确定：按 {first} 是“{one}”，按 {then} 是“{two}”",
        "the encoding is not certain: as {first} it reads '{one}', as {then} '{two}'",
        "另存为 UTF-8（Excel 中选“CSV UTF-8”）", "save it as UTF-8 (in Excel: CSV UTF-8)",
    ),
    "FILE_CUT": (
        "文件在一个字符中间中断", "the file ends in the middle of a character",
        "文件不完整：重新导出或下载", "the file is not complete: export or download it again",
    ),
    "TABLE_ROWS": (
        "表格超过 {limit} 行", "the table has more than {limit} rows",
        "分成几个文件，或删去不需要的行", "split it, or delete the rows that are not needed",
    ),
    "TABLE_BYTES": (
        "解码后超过 {limit} MB", "it decodes to more than {limit} MB",
        "分成几个文件，或删去不需要的列", "split it, or delete the columns that are not needed",
    ),
    "TABLE_SHEETS": (
        "工作表超过 {limit} 张", "there are more than {limit} sheets",
        "分成几个文件", "split the workbook",
    ),
    "TABLE_TOO_WIDE": (
        "表格超过 {limit} 列", "the table has more than {limit} columns",
        "删去不需要的列，或改成每行一个数",
        "delete the columns not needed, or write one figure a row",
    ),
    "CELL_TOO_LONG": (
        "有单元格超过 {limit} 个字符", "a cell has more than {limit} characters",
        "检查引号是否成对，或缩短这一格", "check that quotes come in pairs, or shorten the cell",
    ),
    "TABLE_NOT_LONG": (
        "表头不是 region,indicator,year,value，而文件超过 {limit} MB",
        "the header is not region,indicator,year,value, and the file is larger than {limit} MB",
        "改成每行一个数的长表，或分成几个文件", "write one figure a row, or split the file",
    ),
    "XLSX_CHARTS_ONLY": (
        "工作簿中只有图表，没有工作表", "the workbook has charts only and no sheet of cells",
        "把数据放进一张工作表", "put the figures on a sheet",
    ),
    "XLSX_UNSAVED": (
        "工作表 {sheet} 有 {count} 个公式没有存下结果",
        "the sheet {sheet} has {count} formulas without stored results",
        "用 Excel 或 WPS 打开后保存一次", "open it in a spreadsheet program and save it once",
    ),
    "TEMPLATE_ENDING": (
        "{file} 的扩展名应是 .xlsx", "the name {file} has to end in .xlsx",
        "例如 plan.xlsx", "for example plan.xlsx",
    ),
    "TEMPLATE_THERE": (
        "{file} 已存在", "{file} is there already",
        "换一个名字，或加 --force 覆盖", "choose another name, or overwrite it with --force",
    ),
    "SCENARIO_POINTS": (
        "情景 {name} 不在情景库中，也没有填增速和年份",
        "the scenario {name} is not in the library, and no points and year are given",
        "写库中的名称（plancast scenarios list），或填这两列",
        "write a name of the library (plancast scenarios list), or fill in both columns",
    ),
    "SHEET_MISSING": (
        "缺少工作表“{zh}”（现有：{found}）", "there is no sheet '{sheet}' (there are: {found})",
        "规划工作簿由 plancast template 生成；只有数据的工作簿用 --history 给出",
        "`plancast template` makes a plan's workbook; figures alone are given with --history",
    ),
    # header and shape
    "TARGET_COLUMNS": (
        "目标表缺列：需要 {columns}，现有 {found}",
        "columns of the table of targets are missing: {columns} are needed, there are {found}",
        "表头写 unique_id,target_id,year,value,sense[,upper]",
        "head the columns unique_id,target_id,year,value,sense[,upper]",
    ),
    "SHAPE_YEARS_TWICE": (
        "表头似在第 {header} 行，年份为列，但 {year} 年下有 {count} 列",
        "the header seems to be line {header}; years are columns, but {year} stands above {count} "
        "columns",
        "每年只留一列（如只留总量，删去增速列）",
        "keep one column a year (the figures, say, and not the growth rates)",
    ),
    "SHAPE_LABELS": (
        "表头似在第 {header} 行，但不清楚 {columns} 各列是什么",
        "the header seems to be line {header}; what the columns {columns} are is not certain",
        "表头用 地区、指标、单位；其余文字列删去或并入指标名称",
        "head them region, indicator and unit; delete the other columns of text, or make them part "
        "of the indicator's name",
    ),
    "SHAPE_NO_INDICATOR": (
        "表头似在第 {header} 行，但没有说明是哪个指标",
        "the header seems to be line {header}; nothing says which indicator the figures are of",
        "加一列 indicator（指标），或在表上方加一行“指标：名称”",
        "add a column indicator, or a line above the table: 'indicator: name'",
    ),
    "SHAPE_TWO_VALUES": (
        "有几列数：{columns}；哪一列是值不能确定",
        "there are several columns of figures: {columns}; which holds the value is not certain",
        "把那一列的表头写成 value（数值），删去其余各列",
        "head that column value and delete the others",
    ),
    "MERGED_FIGURE": (
        "数值 {value} 在合并单元格中，不清楚它属于哪一行哪一列",
        "the figure {value} stands in merged cells: it is not certain which row or column it is of",
        "取消合并，每格填一个数", "unmerge the cells and fill in each",
    ),
    "SHEETS_OF_YEARS": (
        "各工作表以年份为名：{sheets}", "the sheets are named after years: {sheets}",
        "合到一张工作表，加一列 year（年份）", "put them on one sheet with a column year",
    ),
    "REGION_BLANK": (
        "地区空白，而上面的行有地区", "the region is empty below rows that have one",
        "每行都填上地区（向下填充）", "fill in the region in each row (fill down)",
    ),
    "COLUMN_PARTS": (
        "列 {column} 把同一序列的数分成几种：{words}",
        "the column {column} parts the figures of one series: {words}",
        "只留一种；或把它并入指标名称，再删去这一列",
        "keep one of them, or make it part of the indicator's name and delete the column",
    ),
    "DUPLICATE_COLUMNS": (
        "同一序列同一年有几行；未用的列：{columns}",
        "a series has several rows for one year; columns not used: {columns}",
        "若其中一列区分这些行，把它并入指标名称",
        "if one of them tells the rows apart, make it part of the indicator's name",
    ),
    # cells
    "VALUE_IS_DATE": (
        "数值是日期（{value}）", "the value is a date ({value})",
        "把单元格格式改为数值，核对数后重填",
        "give the cell a number format and enter the figure again",
    ),
    "VALUE_IS_DURATION": (
        "数值是时间（{value}）", "the value is a time or a duration ({value})",
        "把单元格格式改为数值，核对数后重填",
        "give the cell a number format and enter the figure again",
    ),
    "VALUE_IS_TRUTH": (
        "数值是 {value}（真假值）", "the value is {value} (true or false)",
        "写出数值，或删去这一行", "write the figure, or leave the row out",
    ),
    "VALUE_IS_OBJECT": (
        "数值不是单个的数（{value}）", "the value is no single number ({value})",
        "每格只写一个数", "write one number a cell",
    ),
    "DECIMAL_COMMA": (
        "{value}：逗号或点是小数点还是千分号不能确定（共 {count} 格）",
        "{value}: whether the comma or point parts decimals or thousands is not certain "
        "({count} cells)",
        "用点作小数点，不写千分号（如 1012 或 1.0120）",
        "write decimals with a point and leave thousands separators out (1012, or 1.0120)",
    ),
    "PERCENT_UNIT": (
        "数带百分号，而单位是 {unit}", "the figure has a percent sign, but the unit is {unit}",
        "单位写 %，或去掉百分号", "write % as the unit, or remove the percent sign",
    ),
    "NUMBER_TOO_LARGE": (
        "{value} 按单位换算后超过 {limit}", "{value} is larger than {limit} in single units",
        "核对数和单位", "check the number and its unit",
    ),
    "YEAR_UNCLEAR": (
        "{value} 可以有两种读法", "{value} can be read in two ways",
        "写成四位年份（2009）、年月日（2009-10-31）或 2009/2010",
        "write a year (2009), a date as year-month-day (2009-10-31), or 2009/2010",
    ),
    "MONTH_UNKNOWN": (
        "{value} 不是月份或季度", "{value} is no month or quarter",
        "写 1 到 12 的月份，或 1 到 4 的季度；全年的数留空",
        "write a month 1-12 or a quarter 1-4; leave it empty for a whole year",
    ),
    "PERIOD_ODD": (
        "最后一个日期在 {month} 月，与此前各年不同：可能只是部分年份",
        "the last date is in month {month}, unlike all years before: it may be a part of a year",
        "全年的数写年份；部分年份用 indicator,year,first,last,value",
        "write the year alone for a whole year; for a part of it use "
        "indicator,year,first,last,value",
    ),
    # months
    "MONTHS_ASK": (
        "按月或按季的数（{count} 年）：年度值如何得出不能确定",
        "monthly or quarterly figures ({count} years): how they make a year is not certain",
        "加一列 per_year：流量写 sum（合计），比率写 mean（平均），存量写 last（年末）",
        "add a column per_year: sum for a flow, mean for a rate, last for a stock (year-end)",
    ),
    "MONTHS_CUMULATED": (
        "各月的数逐月上升，像是年初累计",
        "the months rise through the year like totals since January",
        "累计数加一列 per_year，写 last；确为当月数则只留年度合计",
        "for totals since January add a column per_year with last; else give the year's "
        "total alone",
    ),
    "MONTHS_HOLE": (
        "这一年缺月份（只有 {months}）", "months of this year are missing (there are {months})",
        "补齐月份，或删去这一年", "add the months, or leave the year out",
    ),
    "MONTHS_MIXED": (
        "同一年的各期相互重叠", "the periods of this year overlap",
        "每年只留各月（季），或只留全年", "keep the months (quarters) of a year, or its total",
    ),
    "MONTH_ALONE": (
        "只有一个月份或季度：是当期数还是年初累计不能确定",
        "there is a single month or quarter: whether it is of that period or since January is "
        "not certain",
        "用 first 和 last 两列写出首末月份（如 1 和 6），删去月份列",
        "give the first and last month in columns first and last (1 and 6, say) instead",
    ),
    # scale
    "SCALE_BREAKS": (
        "有 {count} 处数值与前一年相差约千倍以上（如 {before} 之后是 {value}），按原样使用",
        "{count} figures are a thousand times or more off the year before (such as {value} after "
        "{before}); they are used as they stand",
        "核对这些数的单位和千分号", "check the units and thousands signs of these figures",
    ),
    "SCALE_BREAK": (
        "{value} 与前一年的 {before} 相差约 {ratio} 倍，像是单位或千分号有误",
        "{value} is about {ratio} times off the {before} before: it looks like a wrong unit or a "
        "misread thousands sign",
        "逐行写出单位（如 万件），或改正这个数；若两者都对，删去断点之前的年份",
        "write the unit of each row, or correct the figure; if both are right, leave out the years "
        "before the break",
    ),
    "HISTORY_UNIT_SLIP": (
        "数值 {value} {unit} 与规划的基期值 {before} {unit} 相差约 {ratio} 倍，像是单位写错",
        "{value} {unit} is about {ratio} times off the plan's base of {before} {unit}: it looks "
        "like a wrong unit",
        "在 unit 列写出各数的单位（如 万件；百分数写 45%）；基期有误则改规划",
        "write the unit of the figures in a column unit (percentages as 45%); if it is the base "
        "that is wrong, correct the plan",
    ),
    # notes
    "READ_LONG": (
        "表头在第 {header} 行，每行一个数，共 {figures} 个",
        "read as a long table: header on line {header}, {figures} figures", "", "",
    ),
    "READ_ACROSS": (
        "年份为列（表头第 {header} 行，{first}—{last}），{series} 个序列，{figures} 个数",
        "read with years as columns (header on line {header}, {first}-{last}): {series} series, "
        "{figures} figures", "", "",
    ),
    "READ_DOWN": (
        "每年一行（表头第 {header} 行），各列为指标：{columns}；{figures} 个数",
        "read with a row a year (header on line {header}) and columns as series: {columns}; "
        "{figures} figures", "", "",
    ),
    "INDICATOR_FROM_TITLE": (
        "指标名称取自标题或工作表名：{name}", "the indicator's name is the title's or the sheet's: "
        "{name}", "", "",
    ),
    "REGION_FROM_ABOVE": (
        "地区取自表上方或工作表名：{name}", "the region is named above the table or by the sheet: "
        "{name}", "", "",
    ),
    "ROWS_LEFT_OUT": (
        "跳过 {count} 行没有数的行（小标题、注）",
        "{count} rows without figures were passed over (headings, notes)", "", "",
    ),
    "YEARS_PROJECTED": (
        "未读入预测或计划的年份：{columns}", "years of forecasts or plans were left out: {columns}",
        "", "",
    ),
    "YEARS_BEFORE": (
        "未读入 {year} 年以前的 {count} 个数",
        "{count} figures of years before {year} were left out",
        "", "",
    ),
    "YEARS_TWO": (
        "跨年的年份（如 2020/21）按起始年计",
        "years such as 2020/21 count as the year they begin in",
        "", "",
    ),
    "COLUMNS_UNUSED": (
        "未使用的列：{columns}", "columns not used: {columns}", "", "",
    ),
    "CELLS_MISSING": (
        "{count} 格写明没有数（如 …、-、n/a），已跳过",
        "{count} cells say that there is no figure (…, -, n/a) and were passed over", "", "",
    ),
    "CELLS_MARKED": (
        "{count} 格的数带脚注标记，只取数", "{count} figures have footnote marks; the numbers were "
        "taken", "", "",
    ),
    "CELLS_PROJECTED": (
        "{count} 格标明为预测或计划，未读入",
        "{count} figures are marked as forecasts or plans and were left out", "", "",
    ),
    "SHEET_CHOSEN": (
        "读入工作表：{sheet}；未读：{others}；隐藏的：{hidden}",
        "sheet read: {sheet}; not read: {others}; hidden: {hidden}", "", "",
    ),
    "SHEETS_REGIONS": (
        "每张工作表一个地区：{sheets}", "each sheet is a region: {sheets}", "", "",
    ),
    "SHEETS_INDICATORS": (
        "每张工作表一个指标：{sheets}", "each sheet is an indicator: {sheets}", "", "",
    ),
    "SHEETS_JOINED": (
        "几张工作表合并读入：{sheets}", "sheets read together: {sheets}", "", "",
    ),
    "HIDDEN_LEFT_OUT": (
        "跳过 {count} 个隐藏的行或列", "{count} hidden rows or columns were passed over", "", "",
    ),
    "MONTHS_MADE_YEARS": (
        "由月度或季度数得出 {count} 个年度值",
        "{count} yearly figures were made of months or quarters",
        "", "",
    ),
    "MONTHS_EARLY": (
        "起始年份月份不全，未读入：{years}",
        "first years that are not complete were left out: {years}",
        "", "",
    ),
    "MONTHS_PART": (
        "部分年份的数（只作部分年份的依据）：{parts}", "figures of a part of a year, used as such: "
        "{parts}", "", "",
    ),
}
