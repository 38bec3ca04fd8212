"""Every sentence that a user is told about the data, by code. A finding itself holds no prose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from drafter.model import Finding

SENTENCES: Mapping[str, str] = {
    # the catalogue
    "catalogue-sheet-missing": "缺少工作表“{sheet}”，请从原版指标目录中复制回来",
    "catalogue-column-missing": "工作表“{sheet}”缺少“{column}”列，请补上表头",
    "catalogue-setting-missing": "缺少“{setting}”，请在“项目”列写“{setting}”并填写内容",
    "catalogue-setting-wrong": "“{setting}”填的是“{value}”，应为{expected}",
    "catalogue-empty": "“{column}”不能为空",
    "catalogue-key": "指标编号“{value}”不合规：应为“主题.名称”，只用汉字、字母、数字、下划线，不以数字开头",
    "catalogue-twice": "“{value}”重复，已在{first}出现",
    "catalogue-choice": "“{value}”不是{column}，可填：{choices}",
    "catalogue-department": "“{value}”不在“部门”表中{hint}",
    "catalogue-number": "“{column}”填的是“{value}”，应为数字",
    "catalogue-bounds": "下限{lower}大于上限{upper}",
    "catalogue-swing": "“{column}”填的是“{value}”，应为百分数，如50%",
    "catalogue-unit": "“{kind}”类指标须填计量单位",
    "catalogue-rate": "比率须写计算公式，如“甲.成功数 / 甲.受理数”；确需部门直接填报的，写“直接填报”",
    "catalogue-formula-kind": "“{kind}”类指标不能有计算公式",
    "catalogue-no-columns": "明细表“{key}”在“明细表”工作表中没有任何列",
    "catalogue-not-table": "“{value}”不是明细表指标，请先在“指标”表中把它的类型写为“明细表”",
    "catalogue-formula": "单元格是错误值或没有结果的公式，请直接填写文字（规则和公式前不加“=”）",
    "catalogue-column-name": "明细表的列不能叫“{value}”，填报表自带此列，请换个名称",
    "catalogue-rule": "“{rule}”读不懂：{reason}",
    "catalogue-rule-name": "规则中的“{name}”不在指标目录中{hint}",
    "catalogue-rule-column": "规则中的“{name}”：明细表“{table}”没有“{column}”列",
    "catalogue-rule-table": "规则中的“{name}”是明细表，须写到列，如“合计({name}.列名)”",
    "catalogue-rule-text": "规则中的“{name}”是{kind}，不能计算",
    "catalogue-circle": "计算公式首尾相接：{circle}",
    "catalogue-name": '“{value}”不能用作文件名：最多{limit}个字，不含 \\ / : * ? " < > | [ ]',
    # a file that came back
    "workbook-missing": "未收到报表，请催报",
    "workbook-twice": "收到不止一份报表（{files}），均未读取；请用 drafter choose {department} 选定一份",
    "workbook-aside": "本部门已选定{chosen}，此份未读取",
    "workbook-same": "与{other}完全相同，只读取一份",
    "workbook-beside": "与本部门的填报表放在一起，但{reason}；未读取",
    "workbook-renamed": "文件名不是部门名，已按表内的填报单位作为{department}的报表读取",
    "workbook-stray": "看不出是哪个部门的文件，且{reason}",
    "workbook-unexpected": "看不出是哪个部门的报表{hint}，未读取；请改名为“部门名.xlsx”",
    "workbook-unreadable": "{reason}",
    "form-foreign": "不是drafter下发的填报表，请用下发的表填报",
    "form-year": "这是{found}年度的表，应报{expected}年度；请用本年度下发的表填报",
    "form-department": "这是{found}的表，应为{expected}的表；请核对后重新报送",
    "form-region": "这是{found}的表，不是{expected}的表；请用本地区下发的表填报",
    "last-year-unread": "上年报表未能采用：{reason}",
    "form-sorted": "表中{count}行的次序与下发时不同，已按编号读取",
    "form-header": "表头“{header}”被改动，已按原来的列（{column}列）读取；请核对",
    "form-header-twice": "表头“{header}”出现两次（{cells}），无法判断以哪一列为准；请删去多余的一列",
    "form-kind": "是{kind}格式，已读取；下次请存为.xlsx",
    "form-macros": "含有宏，未运行，已读取；请存为不带宏的.xlsx",
    "form-outdated": "此表下发后指标目录已改动，已按编号读取；请核对有无新增指标",
    # a cell
    "value-missing": "“{label}”未填，请补报（确无此项的填0，不适用的填“不适用”）",
    "value-not-number": "“{label}”填的是“{value}”，不是数；请只填数字{example}",
    "value-none": "“{label}”填的是“{value}”，此项必须有数；确无此项的填0",
    "value-nothing": "“{label}”填的是“{value}”，按{read}读取；请确认（确无此项的填0，不适用的填“不适用”）",
    "value-asked": "“{label}”填的是“{value}”，按{read}读取；请确认",
    "value-unit": "“{label}”填的是“{value}”，单位应为“{unit}”；请核对后只填数字",
    "value-ambiguous": "“{label}”填的是“{value}”，看不出是{one}还是{other}；请写明",
    "value-no-words": "“{label}”填的是“{value}”，没有写明内容；请直接填写",
    "value-is-percent": "“{label}”的单元格是百分比格式（{value}）；请把格式改为“常规”后重填数字",
    "value-digits": "“{label}”填的是“{value}”，超过15位，不像是数；请核对",
    "value-not-percent": "“{label}”填的是{value}，比率应在0%到100%之间；请核对，按“97%”的样子填写",
    "value-not-date": "“{label}”填的是“{value}”，不是日期；请按“2023年11月5日”填写",
    "value-not-text": "“{label}”应填文字，单元格中是“{value}”；请改填文字",
    "value-is-number": "“{label}”应填文字，单元格中是数{value}，已照写；请核对",
    "value-is-date": "“{label}”的单元格是日期格式（{value}）{number}请把格式改为“常规”后重填数字",
    "value-merged": "“{label}”的单元格与{other}合并，只读得到{other}的内容；请取消合并后分别填写",
    "value-hidden": "“{label}”的单元格被隐藏（填的是“{value}”），已读取；请核对是否有意隐藏",
    "value-moved": "“{label}”应填在{first}，内容却移到了{second}（“{value}”）；请填回{first}",
    "value-overwritten": "“{label}”处的内容是从{from}移来的；请把它移回去，重填此格",
    "value-cleaned": "“{label}”中有{count}个不能印出的字符，已删去",
    "value-unprintable": "“{label}”中有公文字体可能印不出的字符（{characters}），已保留；请核对",
    "value-long": "“{label}”有{count}个字，请核对是否粘贴有误",
    "value-error": "“{label}”的单元格是错误值{value}{reference}；请改正公式或直接填数字",
    "value-uncached": "“{label}”的单元格是没有算出结果的公式{reference}；请用Excel或WPS打开后保存，或直接填数字",
    "value-not-whole": "“{label}”填的是{value}，应为整数",
    "value-approximate": "“{label}”填的是“{value}”，此项须填准确数{read}",
    "value-not-applicable": "“{label}”填的是“不适用”，此项必须有数",
    "value-low": "“{label}”填的是{value}，小于下限{bound}",
    "value-high": "“{label}”填的是{value}，大于上限{bound}",
    "value-read-as": "“{label}”填的是“{value}”，按{read}读取",
    "unit-differs": "“{label}”的表上单位是“{printed}”，目录现为“{unit}”，{value}未读取；请用新表重报",
    "row-missing": "表中没有“{label}”这一行，请用下发的表重新填报",
    "row-twice": "“{label}”出现两次：{first}和{second}；请删去多余的一行",
    "row-restored": "“{label}”的编号被删改，已按名称和位置读取{cell}；请核对",
    "row-mixed": "“{label}”的编号在{cell}一行，这一行的名称却是“{name}”，未读取；请用下发的表重新填报",
    "row-renamed": "“{label}”的名称被改为“{name}”，已按编号读取；请核对",
    "row-unknown": "{cell}所在行没有编号（“{name}”填的是“{value}”），未读取；请填到对应的行，或写入“说明”栏",
    "table-unfilled": "明细表“{label}”未填，请补报（确无此类事项的，在“有无此类事项”处选“无”）",
    "table-contradicts": "明细表“{label}”选了“无”，表中却有{count}行，已按表中各行读取；请核对",
    "text-unfilled": "“{label}”未填，请补报（不适用的填“不适用”）",
    "table-header": "明细表“{label}”的表头缺少“{column}”列，请恢复原表头",
    # the ledger
    "figures-conflict": "各部门报的不一致：{claims}；请会商后改为一致",
    "sum-differs": "填报{claimed}，应为{expected}（{workings}）；请核对合计与各分项",
    "derived-low": "“{label}”算得{value}，低于下限；请核对所用的数",
    "derived-high": "“{label}”算得{value}，高于上限；请核对所用的数",
    "year-differs": "“{label}”本年为{now}，上年为{before}，{change}，超过{bound}；请核对，属实的在“说明”栏写明原因",
    "unit-varies": "同名指标“{label}”的计量单位不一：{units}；请统一",
    "rule-broken": "{rule}；现为{left}与{right}，请核对",
    "rule-note": "{note}；现为{left}与{right}，请核对",
    # a Word file
    "docx-active": "含有{what}（{name}），不能使用；请在Word中删去后另存为.docx",
    "docx-outside": "引用了文件以外的内容（{target}），不能使用；请改为嵌入，或取消链接",
    "docx-field": "含有会读取外部内容或运行程序的域“{code}”，不能使用；请选中后按Ctrl+Shift+F9转为文字",
    "docx-field-disguised": "有域的代码由另一个域拼成，或各软件读法不一（{code}），不能使用；请选中后按Ctrl+Shift+F9转为文字",
    "docx-field-tag": "标签写在域的代码里（{code}），不会填写；请移到域的外面",
    "docx-damaged": "{name}已损坏，请用Word或WPS另存后重试",
    "docx-strict": "是“严格的Open XML”格式；请另存为“Word文档（.docx）”",
    # the template
    "template-tag-open": "标签没有结束，缺少“{closing}”",
    "template-tag-empty": "标签是空的，请写明指标或删去",
    "template-tag-long": "标签超过{most}个字，请检查是否缺少结束的括号",
    "template-tag-field": "标签中间夹有域（如页码、交叉引用），请把标签删去后重新录入",
    "template-brace-missing": "有“}}}}”而前面没有“{{{{”，请补上或删去",
    "template-many-tags": "标签过多（超过{most}个），请拆分",
    "template-statement": "不支持“{word}”，可用：{known}",
    "template-end-extra": "前面没有对应的{opening}{before}；请删去或补上{opening}",
    "template-ends-differ": "与{other}不配对，请检查先后次序",
    "template-end-missing": "没有对应的{ending}{until}；请补上{{% {ending} %}}",
    "template-ends-apart": "与{other}不在同一层{level}，请写在同一段、同一格、同一表格或同一级正文中",
    "template-no-table": "“{level}”标签只能写在表格里",
    "template-tag-between": "前后都有文字，无法判断作用于本{what}之前还是之后；请放在{what}的开头或末尾",
    "template-syntax": "写法有误：{reason}",
    "template-too-deep": "括号或块嵌套过深，请拆短",
    "template-fill": "无法填写：{reason}",
    "template-revisions": "有未处理的修订，已按接受插入（{inserted}处）、略去删除（{deleted}处）处理；请在Word中确认后保存",
    # the template against the catalogue
    "template-unknown": "{owner}没有“{name}”{hint}",
    "template-unused": "“{label}”已要求部门填报，模板、公式和校验规则中都没有用到；不需要的请从目录中删去",
    "template-not-printable": "“{label}”是{what}，不能直接写入正文，请写明是其中哪一项，或逐行循环",
    "template-not-rows": "“{label}”是{what}，不能逐行循环",
    "template-no-member": "“{label}”没有“{name}”，请检查点号前后的名称",
    "template-filter": "“{filter}”只能用于{fits}，“{label}”是{what}",
    "template-compared": "“{label}”与数不能比较大小，请检查引号",
    "template-calculated": "“{label}”是{what}，不能参加计算",
    "template-classifier": "“{label}”的计量单位是“{units}”，后面写的是“{found}”；请改为一致，或在目录的“其他量词”中写明",
    "template-rate-unit": "比率印出时已带“%”，后面的“{found}”多余，请删去",
    "template-full-width": "标签中有全角符号（{signs}），已按半角理解；建议改为半角",
    "template-brace-torn": "大括号之间有空格，不会被当作标签；请删去空格",
    "template-brace-stray": "有多余的标签结束符号，前面缺少“{{%”或“{{#”，请补上或删去",
    "template-key-outside": "“{key}”写在标签外面，会照原样印出；请写成{{{{ {key} }}}}",
    "template-elsewhere": "标签写在公式、图形或属性里（{text}），不会填写；请移到正文中",
    # the standard format
    "format-differs": "{what}：现为{found}，公文格式（GB/T 9704）为{expected}",
    "format-advised": "{what}：现为{found}，按公文格式（GB/T 9704）宜为{expected}",
    "restyle-highlight": "已去掉{count}处突出显示（待补处的保留）；原件未动，需要的请在原件中查看",
    "restyle-column": "此处有分栏符，已改为不分栏，分栏符会另起一页；不需要的请删去",
    # a draft that came back
    "review-edited": "“{label}”由{old}手改为{new}；部门报的是{submitted}，请部门更正后重报",
    "review-unit": "“{label}”的单位有改动：{old}改为{new}；部门报的是{submitted}，请核对",
    "review-deleted": "“{label}”（{old}）已删去；部门报的是{submitted}，请确认",
    "review-moved": "“{label}”（{new}）移动了位置，请核对上下文",
    "review-twice": "“{label}”的数重复写了一处，没有溯源标记，请确认",
    "review-number": "“{number}”没有部门报送（{excerpt}）{like}，请注明出处或由部门补报",
    "review-mark-lost": "“{label}”（{new}）的溯源标记丢失，已按上下文找回，请核对",
    "review-text": "文字有改动：“{old}”改为“{new}”",
    "review-text-added": "新增一段：“{new}”",
    "review-text-deleted": "删去一段：“{old}”",
    "review-text-moved": "由原稿第{number}段移来：“{new}”",
    "review-comment": "{author}批注：“{text}”（在“{at}”处）",
    "review-tracked": "文件中有{count}处修订，已按所选方式读取",
    "edit-figure": "“{label}”由{old}手改为{new}（{by}，{date}），部门报的是{submitted}；请部门更正后重报，或用 drafter accept 采纳",
    "edit-conflict": "手改与新报数据都改了同一处：原为“{base}”，手改为“{theirs}”，现报“{ours}”；正文保留手改，请核定",
    # before publishing
    "publish-error": "{message}",
    "publish-stale": "{draft}不是按现在的数据、目录、模板和程序生成的；请运行 drafter draft 后公开新稿",
    "publish-placeholder": "还有“{found}”；请补报，或在模板中为它加判断",
    "publish-tag": "还有没有填写的标签“{found}”；请在模板中改正后重新生成",
    "publish-edited": "“{text}”与生成时不同，改动没有核对；请在数据或模板中改，重新生成",
    "publish-lost": "生成时的“{text}”不见了，改动没有核对；请在数据或模板中改，重新生成",
    "publish-moved": "段落的次序与生成时不同，改动没有核对；请在模板中改，重新生成",
    "publish-revisions": "有{count}处修订没有接受或拒绝；请在数据或模板中改，重新生成",
    "publish-hidden": "有隐藏的文字“{text}”；请在模板中删去或取消隐藏",
    "publish-path": "写有电脑上的路径“{found}”；请改正",
    "publish-field": "有会显示姓名、文件名或日期的域（{field}）；请在模板中选中后按Ctrl+Shift+F9转为文字",
    "publish-picture": "图片{name}的格式无法去除拍摄信息；请在模板中换成.png或.jpg",
    # an evidence pack
    "pack-unreadable": "{reason}，无法核对",
    "pack-list": "清单.json{what}",
    "pack-entry": "清单.json第{number}条（“{path}”）与链不符",
    "pack-changed": "“{path}”的内容被改动",
    "pack-missing": "“{path}”被删去",
    "pack-added": "“{path}”是后来加入的",
    "pack-renamed": "“{path}”被改名为“{now}”",
    "pack-moved": "“{path}”的次序被改动：原为第{was}个，现为第{now}个",
    "pack-twice": "“{path}”在包内出现{count}次",
    "pack-name": "“{path}”不是正常的文件名，解压有危险",
    "pack-structure": "压缩包被改动：{what}",
    "pack-head": "总校验值{head}与记录的不符：整包可能被重做",
    # the draft
    "draft-not-applicable": "正文引用了“不适用”的“{label}”（第{paragraph}段），请在模板中为它加判断",
    # a text that is proofread
    "proof-sum": "合计写作{total}，分项之和为{sum}（{parts}）；请核对",
    "proof-part-exceeds": "分项{parts}大于总数{total}；请核对",
    "proof-respectively": "“分别”之前列出{names}项，之后给出{values}个数；请核对",
    "proof-rate": "{name}写作{said}，应为{rounded}（{working}，四舍五入为{rounded}，截尾为{cut}）；请核对",
    "proof-rate-cut": "{name}写作{said}，是截尾；四舍五入应为{rounded}（{working}）；请全文统一",
    "proof-rate-all": "{name}写作{said}，实际没有达到（{working}）；请多留一位小数",
    "proof-rate-over": "{name}写作{said}，不应超过100%；请核对",
    "proof-change": "写作“{said}”，应为{rounded}（{working}）；请核对",
    "proof-change-way": "写作“{said}”，升降方向相反（{working}）；请核对",
    "proof-change-cut": "写作“{said}”，是截尾；四舍五入应为{rounded}（{working}）；请全文统一",
    "proof-points": "由{before}到{now}，两个比率之差应说“个百分点”，不说“%”",
    "proof-times-less": "减少、下降不能用倍数；请改用百分数或分数",
    "proof-flow-sum": "共{total}，已结与未结之和为{sum}（{parts}），相差{gap}；请核对",
    "proof-flow-more": "共{total}，后列各数为{sum}（{parts}），多出{gap}；请核对，或写明上年结转等情况",
    "proof-flow-rest": "共{total}，后列各数为{sum}（{parts}），尚有{gap}没有交代；请写明去向",
    "proof-two-values": "同一项数，{first}写作{other}，前后不一；请核对",
    "proof-two-classifiers": "同一个数，此处量词用“{unit}”，{first}用“{other}”（{thing}）；请统一",
    "proof-two-names": "同一个数，此处称“{name}”，{first}称“{other}”；请统一名称",
    "proof-count": "写作“{said}”，列出的是{found}项；请核对",
    "proof-ordinal": "序号有误：{problem}（现有{present}）；请补上或改正",
    "proof-ordinal-order": "序号次序有误：{present}；请改正",
    "proof-ordinal-alone": "只有“一是”，没有“二是”；请补上，或删去序号",
    "proof-hedge-twice": "概数重复或矛盾（如“近…余”“约…左右”）；请只留一个",
    "proof-hedge-place": "“余”的位置有误：应写作80余次、2.8万余次",
    "proof-hedge-exact": "确数后用了“余”；请写确数，或取整后再用“余”",
    "proof-hedge-whole": "100%之前不用“近”“约”“超”；请写明实际比率",
    "proof-period-names": "统计时段说法不一（{names}），没有写明截止日期；请统一",
    "proof-date": "没有这个日期；请核对",
    "proof-period-backwards": "止期早于起期；请核对",
    "proof-until": "“截止”后不带时间，应为“截至”",
    "proof-year": "年份与报告年度（{year}年）不一；请核对",
    "proof-plan-year": "下一年度安排中的年份有误，应为{year}年；请核对",
    "proof-sentence-twice": "与{first}的句子重复；请删去一处",
    "proof-pair": "“{sign}”没有配对的“{partner}”；请补上或删去",
    "proof-pair-crossed": "两组标点交叉，没有逐层配对；请改正",
    "proof-pair-nested": "{outer}中再用时，里层应用{inner}",
    "proof-mark-twice": "标点重复或冲突（{signs}）；请只留一个",
    "proof-half-width": "用了半角标点（{signs}，共{count}处）；中文中应用全角",
    "proof-half-width-all": "全文用半角标点（共{count}处）；中文中应用全角",
    "proof-placeholder": "尚未填写；请补上或删去",
    "proof-word-twice": "“{words}”重复；请删去一个",
    "proof-content": "缺少“{duty}”部分（《法治政府建设与责任落实督察工作规定》第二十五条）",
    "proof-causes": "写了不足，没有写原因（《法治政府建设与责任落实督察工作规定》第二十五条）；请补上",
}


def sentence(finding: Finding) -> str:
    """What the user reads, without severity and place: one sentence that says what to do."""
    said = bare(finding)
    return f"{said}（{finding.state}）" if finding.state else said


def bare(finding: Finding) -> str:
    """The sentence without what was said to it."""
    said = SENTENCES[finding.code].format_map(dict(finding.details))
    near = finding.details.get("near")
    return f"{said}（见{near}）" if near else said


def line(finding: Finding) -> str:
    """One finding as one line: 错误 区司法局.xlsx › 填报表!D5 法律援助.案件总数：填报615，…"""
    indicator = f"{finding.indicator}：" if finding.indicator else ""
    return f"{finding.severity} {finding.place} {indicator}{sentence(finding)}"


def in_place(finding: Finding) -> str:
    """Place and sentence, for a message that tells one finding alone."""
    return f"{finding.place}：{sentence(finding)}"


def record(finding: Finding) -> dict[str, str]:
    """The finding as every command prints it with --json."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "file": finding.place.file,
        "sheet": finding.place.sheet,
        "cell": finding.place.cell,
        "indicator": finding.indicator,
        "message": sentence(finding),
        "status": finding.status,
    }


def proof_record(finding: Finding) -> dict[str, str]:
    """A remark on a text as `drafter proof --json` prints it."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "quote": finding.details.get("quote", ""),
        "place": str(finding.place),
        "message": sentence(finding),
    }


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, then in reading order; each once, however many stages noticed it."""
    unique = {(f.code, f.place, f.indicator, sentence(f)): f for f in findings}
    return sorted(unique.values(), key=lambda finding: finding.order)
