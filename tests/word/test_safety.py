"""What a template may not contain is refused by name; what is harmless stays."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import docx
import pytest

from drafter.model.errors import TemplateError
from drafter.standard.new_document import new_document
from drafter.template.template import Template
from drafter.word.fields import PASSIVE
from drafter.word.ooxml import W, escape, w
from drafter.word.package import Part, pack, unpack
from drafter.word.safety import dangers
from tests.conftest import Convert
from tests.template.filling import fill, refused, root_of, saved

ROOT = Path(__file__).parents[2]
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
RELATIONS = "word/_rels/document.xml.rels"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def with_parts(body: str = "<w:p/>", **parts: bytes) -> bytes:
    changed = {**unpack(new_document(body), "模板.docx"), **parts}
    return pack(Part.of(name, content) for name, content in changed.items())


def related(kind: str, target: str, external: bool = True, **parts: bytes) -> bytes:
    """A template with one more relation of the body."""
    mode = ' TargetMode="External"' if external else ""
    made = f'<Relationship Id="rIdX" Type="{kind}" Target="{target}"{mode}/></Relationships>'
    before = unpack(new_document("<w:p/>"), "模板.docx")[RELATIONS]
    return with_parts(**parts, **{RELATIONS: before.replace(b"</Relationships>", made.encode())})


@pytest.mark.parametrize(
    ("kind", "target", "name"),
    [
        (f"{OFFICE}/attachedTemplate", "file:///C:/模板.dotm", "外部模板（file:///C:/模板.dotm）"),
        (f"{OFFICE}/attachedTemplate", "http://a.cn/b.dotm", "外部模板（http://a.cn/b.dotm）"),
        (f"{OFFICE}/subDocument", "b.docx", "子文档（b.docx）"),
        (f"{OFFICE}/frame", "http://a.cn", "框架网页（http://a.cn）"),
        (f"{OFFICE}/aFChunk", "chunk.htm", "嵌入的其他文档（altChunk）（chunk.htm）"),
        (f"{OFFICE}/oleObject", "file:///C:/a.xlsx", "OLE对象（file:///C:/a.xlsx）"),
        (f"{OFFICE}/control", "a.bin", "ActiveX控件（a.bin）"),
        (f"{OFFICE}/mailMergeSource", "file:///C:/a.mdb", "邮件合并数据源（file:///C:/a.mdb）"),
        (f"{MICROSOFT}/vbaProject", "vbaProject.bin", "宏（vbaProject.bin）"),
        (f"{MICROSOFT}/keyMapCustomizations", "c.xml", "自定义快捷键（c.xml）"),
        (f"{MICROSOFT}/attachedToolbars", "t.bin", "附加工具栏（t.bin）"),
        (f"{MICROSOFT}/ui/extensibility", "customUI.xml", "自定义功能区（customUI.xml）"),
        (f"{MICROSOFT}/wordVbaData", "vbaData.xml", "宏（vbaData.xml）"),
        ("http://purl.oclc.org/ooxml/officeDocument/relationships/oleObject", "a", "OLE对象（a）"),
    ],
)  # fmt: skip
def test_a_relation_that_brings_something_in_is_refused(kind: str, target: str, name: str):
    assert f"：含有{name}，不能使用" in refused(related(kind, target))


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd", "\\\\server\\share\\a.png", "//server/a.png", "ftp://a.cn/a", "a.docx",
        "javascript:alert(1)", "ms-word:ofe|u|http://a.cn", "C:\\a.exe", "data:text/html,a",
    ],
)  # fmt: skip
def test_a_link_that_is_no_web_address_is_refused(target: str):
    said = refused(related(f"{OFFICE}/hyperlink", target))
    assert f"引用了文件以外的内容（{target}），不能使用；请改为嵌入，或取消链接" in said


def test_a_picture_from_elsewhere_is_refused():
    said = refused(related(f"{OFFICE}/image", "https://a.cn/a.png"))
    assert "引用了文件以外的内容（https://a.cn/a.png）" in said


def test_a_target_that_leaves_the_package_is_refused():
    said = refused(related(f"{OFFICE}/image", "../../../a.png", external=False))
    assert "引用了文件以外的内容（../../../a.png）" in said


@pytest.mark.parametrize(
    "target", ["http://www.gov.cn/", "https://a.cn/?a=1&amp;b=2", "mailto:a@b.cn"]
)
def test_an_ordinary_link_stays(target: str):
    filled = fill(related(f"{OFFICE}/hyperlink", target))
    part = filled.parts[RELATIONS]
    assert target.encode() in (part if isinstance(part, bytes) else part.content)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("word/vbaProject.bin", "宏"), ("word/vbaData.xml", "宏"), ("word/activeX/a1.bin", "ActiveX控件"),
        ("customUI/customUI14.xml", "自定义功能区"), ("word/webextensions/w.xml", "Office加载项"),
        ("word/afchunk.mht", "嵌入的其他文档（altChunk）"), ("word/a.rtf", "嵌入的其他文档（altChunk）"),
        ("word/media/a.exe", "可执行文件"), ("word/embeddings/oleObject1.bin", "OLE对象"),
        ("word/embeddings/a.xlsm", "宏"), ("word/embeddings/a.docx", "嵌入的其他文档（altChunk）"),
    ],
)  # fmt: skip
def test_a_part_that_runs_is_refused(name: str, what: str):
    assert f"{name}：含有{what}（{name}）" in refused(with_parts(**{name: b"<a/>"}))


def test_a_document_with_macros_is_known_by_its_content_type():
    parts = unpack(new_document("<w:p/>"), "模板.docx")
    types = parts["[Content_Types].xml"]
    word = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    said = refused(with_parts(**{"[Content_Types].xml": types.replace(word, macro)}))
    assert "含有宏（/word/document.xml）" in said


def test_a_dotx_is_a_template_too_and_becomes_a_document():
    parts = unpack(new_document("<w:p/>"), "模板.dotx")
    types = parts["[Content_Types].xml"].replace(b"document.main+xml", b"template.main+xml")
    filled = fill(with_parts(**{"[Content_Types].xml": types}))
    part = filled.parts["[Content_Types].xml"]
    assert b"template.main" not in (part if isinstance(part, bytes) else part.content)


VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ('<w:altChunk r:id="rId1"/>', "含有嵌入的其他文档（altChunk）（altChunk）"),
        ("<w:p><w:r><w:object/></w:r></w:p>", "含有OLE对象（object）"),
        (
            f"<w:p><w:r><w:pict><o:OLEObject {VML}/></w:pict></w:r></w:p>",
            "含有OLE对象（OLEObject）",
        ),
        ('<w:p><w:r><w:control r:id="a"/></w:r></w:p>', "含有ActiveX控件（control）"),
        ('<w:p><w:subDoc r:id="a"/></w:p>', "含有子文档（subDoc）"),
        (
            f'<w:p><w:r><w:pict><v:shape {VML}><v:imagedata src="http://a.cn/a.png"/></v:shape></w:pict></w:r></w:p>',
            "引用了文件以外的内容（http://a.cn/a.png）",
        ),
        (
            f'<w:p><w:r><w:pict><v:shape {VML} o:href="\\\\a\\b"/></w:pict></w:r></w:p>',
            "引用了文件以外的内容（\\\\a\\b）",
        ),
    ],
)
def test_an_element_that_brings_something_in_is_refused(body: str, sentence: str):
    assert sentence in refused(with_parts(body))


@pytest.mark.parametrize(
    ("element", "what"),
    [
        ("mailMerge", "邮件合并数据源"),
        ("attachedSchema", "外部架构"),
        ("saveThroughXslt", "XSLT转换"),
    ],
)
def test_a_setting_that_brings_something_in_is_refused(element: str, what: str):
    settings = unpack(new_document("<w:p/>"), "模板.docx")["word/settings.xml"]
    changed = settings.replace(b"<w:compat>", f"<w:{element}/><w:compat>".encode())
    assert f"设置：含有{what}（{element}）" in refused(with_parts(**{"word/settings.xml": changed}))


def field(code: str) -> str:
    """A field whose code Word cut into one run a character."""
    characters = [escape(c) for c in code]
    pieces = "".join(f"<w:r><w:instrText>{c}</w:instrText></w:r>" for c in characters)
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return f"{mark.format('begin')}{pieces}{mark.format('separate')}<w:r><w:t>1</w:t></w:r>{mark.format('end')}"


ACTIVE = """
    DDE Excel a.xls R1C1|DDEAUTO c:\\windows\\cmd.exe|ddeauto a|  DdE  a|INCLUDETEXT "c:\\a.docx"
    INCLUDEPICTURE "http://a.cn/a.png"|INCLUDE a|IMPORT a.png|LINK Excel.Sheet a.xls|EMBED Word.Document
    DATABASE \\d "a.mdb"|RD a.docx|MACROBUTTON AutoOpen 点此|GOTOBUTTON a|ASK a|FILLIN 姓名|PRINT 27
    AUTOTEXT a|AUTOTEXTLIST a|GLOSSARY a|HTMLACTIVEX a|CONTROL Forms|SHAPE a|NOSUCHFIELD a|MERGEFIELD 姓名
    MERGEREC|SKIPIF 1|NEXTIF 1|ADDRESSBLOCK|GREETINGLINE|BARCODE a
""".replace("\n", "|").split("|")


@pytest.mark.parametrize("code", [code for code in ACTIVE if code.strip()])
def test_a_field_that_reads_or_runs_is_refused(code: str):
    said = refused(with_parts(f"<w:p>{field(code.strip())}</w:p>"))
    assert "正文第1段：含有会读取外部内容或运行程序的域" in said


@pytest.mark.parametrize("code", sorted(PASSIVE - {"="}))
def test_a_passive_field_stays(code: str):
    root = root_of(fill(with_parts(f"<w:p>{field(f' {code} ')}</w:p>")))
    assert "".join(node.text or "" for node in root.iter(w("instrText"))).strip() == code


@pytest.mark.parametrize(
    "body",
    [
        '<w:p><w:fldSimple w:instr=" DDEAUTO a b "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>',
        f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p>{field('DDE a')}</w:p></w:tc></w:tr></w:tbl><w:p/>",
        "<w:p><w:r><w:delInstrText>DDE a b</w:delInstrText></w:r></w:p>",
        f"<w:p>{field('DDE a').rpartition('<w:r><w:fldChar')[0]}</w:p>",
        f"<w:p><w:r><w:pict><w:txbxContent><w:p>{field('LINK a b')}</w:p></w:txbxContent></w:pict></w:r></w:p>",
    ],
    ids=["simple", "in a cell", "deleted", "without an end", "in a text box"],
)
def test_a_field_is_found_wherever_it_stands(body: str):
    assert "含有会读取外部内容或运行程序的域" in refused(with_parts(body))


def test_a_field_in_a_header_is_found():
    footer = f'<w:ftr xmlns:w="{w("p")[1:-2]}"><w:p>{field("DDE a b")}</w:p></w:ftr>'
    said = refused(with_parts(**{"word/footer1.xml": footer.encode()}))
    assert said.startswith("模板.docx › 页脚1第1段：含有会读取外部内容或运行程序的域“DDE a b”")


def test_a_field_whose_code_is_made_by_another_is_refused():
    inner = field("QUOTE 68 68 69")
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    body = f"<w:p>{mark.format('begin')}{inner}<w:r><w:instrText> a b</w:instrText></w:r>{mark.format('end')}</w:p>"
    assert "有域的代码由另一个域拼成" in refused(with_parts(body))


def test_a_link_field_to_a_file_is_refused_and_one_to_a_bookmark_stays():
    outside, inside = 'HYPERLINK "file:///c:/a.exe"', "HYPERLINK \\l 甲"
    said = refused(with_parts(f"<w:p>{field(outside)}</w:p>"))
    assert "引用了文件以外的内容（file:///c:/a.exe）" in said
    fill(with_parts(f"<w:p>{field(inside)}</w:p>"))


def test_a_tag_in_a_fields_code_is_refused():
    said = refused(with_parts(f"<w:p>{field('HYPERLINK {{ 报告.网址 }}')}</w:p>"))
    assert "标签写在域的代码里（HYPERLINK {{ 报告.网址 }}），不会填写；请移到域的外面" in said


@pytest.mark.parametrize(
    ("svg", "sentence"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>a</script></svg>', "含有脚本（script）"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="a()"/>', "含有脚本（onload）"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://a.cn/a.png"/></svg>', "（http://a.cn/a.png）"),
        (b'<!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"/>', "word/media/a.svg已损坏"),
    ],
)  # fmt: skip
def test_a_picture_that_runs_or_fetches_is_refused(svg: bytes, sentence: str):
    assert sentence in refused(with_parts(**{"word/media/a.svg": svg}))


def test_all_dangers_are_told_at_once():
    content = with_parts(f"<w:p>{field('DDE a b')}</w:p>", **{"word/vbaProject.bin": b""})
    assert refused(content).endswith("（共2处，这是第一处）")


def test_control_characters_in_a_name_are_not_shown():
    said = refused(related(f"{OFFICE}/oleObject", "a&#x202e;txt.exe"))
    assert "OLE对象（a�txt.exe）" in said


def test_ordinary_documents_are_safe(tmp_path: Path, soffice: Convert):
    template = ROOT / "templates/报告模板.docx"
    again = soffice(template, "docx")
    for content in (template.read_bytes(), saved(docx.Document()), again.read_bytes()):
        assert dangers(unpack(content, "甲.docx")) == []


def test_a_chart_that_the_template_has_stays():
    parts: Mapping[str, bytes] = {"word/embeddings/a.xlsx": b"PK"}
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"
    assert dangers(unpack(related(kind, "embeddings/a.xlsx", False, **parts), "甲.docx")) == []


def test_an_encrypted_or_other_file_is_refused():
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "x")
        archive.writestr("[Content_Types].xml", "<a/>")
    with pytest.raises(TemplateError, match="不是Word文档"):
        Template(stream.getvalue(), "模板.docx")


MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
BEGIN, END = MARK.format("begin"), MARK.format("end")
ALTERNATE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:z="urn:z"'


def piece(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


@pytest.mark.parametrize(
    "inside",
    [
        "<w:r><w:instrText> <!-- -->DDEAUTO a b</w:instrText></w:r>",
        '<w:del w:id="1" w:author="甲"><w:r><w:delInstrText>PAGE </w:delInstrText></w:r></w:del>'
        + piece("DDEAUTO a b"),
        f'<w:ins w:id="1" w:author="甲">{piece("PAGE ")}</w:ins>{piece("DDEAUTO a b")}',
        "<w:r><w:t>DDEAUTO a b</w:t></w:r>",
    ],
    ids=["after a comment", "after a deletion", "after an insertion", "as text"],
)
def test_a_field_is_read_as_every_reader_would(inside: str):
    said = refused(with_parts(f"<w:p>{BEGIN}{inside}{END}</w:p>"))
    assert "运行程序的域“DDEAUTO a b”，不能使用；请选中后按Ctrl+Shift+F9转为文字" in said


@pytest.mark.parametrize(
    "inside",
    [
        f"{piece('IN')}{field('QUOTE 1')}{piece('DEX')}",
        f'<w:fldSimple w:instr="QUOTE 68 68 69"/>{piece("PAGE")}',
        f"<z:a {ALTERNATE}>{piece('PAGE ')}</z:a>{piece('DDE a b')}",
        f"<w:r><mc:AlternateContent {ALTERNATE}><mc:Choice Requires='z'><w:instrText>PAGE </w:instrText>"
        "</mc:Choice><mc:Fallback><w:instrText>DDE a b</w:instrText></mc:Fallback></mc:AlternateContent></w:r>",
    ],
    ids=["in the middle", "simple", "ignorable", "alternate"],
)
def test_a_code_that_readers_read_differently_is_refused(inside: str):
    said = refused(with_parts(f"<w:p>{BEGIN}{inside}{END}</w:p>"))
    assert "有域的代码由另一个域拼成，或各软件读法不一（" in said


@pytest.mark.parametrize(
    "code",
    ["PAGE\\* MERGEFORMAT", "=1+1", 'HYPERLINK "http://a.cn" \\o "说明" \\t "_blank"', "HYPERLINK “http://a.cn”"],
)  # fmt: skip
def test_a_passive_field_stays_however_it_is_written(code: str):
    assert dangers(unpack(with_parts(f"<w:p>{field(code)}</w:p>"), "甲.docx")) == []


def test_a_number_calculated_from_a_field_stays():
    body = f"<w:p>{BEGIN}{piece('=')}{field('NUMPAGES')}{piece('-1')}{END}</w:p>"
    assert dangers(unpack(with_parts(body), "甲.docx")) == []


@pytest.mark.parametrize("code", ['HYPERLINK "" "file:///c:/a"', 'HYPERLINK"file:///c:/a"'])
def test_every_argument_of_a_link_is_looked_at(code: str):
    assert "内容（file:///c:/a）" in refused(with_parts(f"<w:p>{field(code)}</w:p>"))


DRAWING = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ('<w:fldChar w:fldCharType="begin"><w:ffData><w:exitMacro w:val="a"/></w:ffData></w:fldChar>', "含有宏（exitMacro）"),
        ('<a:webVideoPr xmlns:a="urn:a" embeddedHtml="x"/>', "含有网络视频（webVideoPr）"),
        (f'<a:hlinkClick {DRAWING} action="ppaction://program"/>', "含有图形动作（ppaction://program）"),
        (f'<w:pict><v:fill {VML} src="a.png"/></w:pict>', "引用了文件以外的内容（a.png）"),
        (f'<w:pict><v:fill {VML} o:althref="file:///a"/></w:pict>', "引用了文件以外的内容（file:///a）"),
    ],
)  # fmt: skip
def test_what_a_form_field_or_a_shape_runs_or_fetches_is_refused(body: str, sentence: str):
    assert sentence in refused(with_parts(f"<w:p><w:r>{body}</w:r></w:p>"))


def test_a_shape_may_link_to_a_web_page():
    body = f'<w:p><w:r><w:pict><v:shape {VML} href="http://a.cn"/></w:pict></w:r></w:p>'
    assert dangers(unpack(with_parts(body), "甲.docx")) == []


SVG = b'<svg xmlns="http://www.w3.org/2000/svg">%s</svg>'


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("word/media/a.svg", SVG % b'<image href="a.png"/>', "（a.png）"),
        ("word/media/a.svg", SVG % b"<style>@import 'a.css'</style>", "（@import 'a.css'）"),
        ("word/media/a.svg", b"<?xml-stylesheet href='a'?>" + SVG % b"", "（xml-stylesheet）"),
        ("word/media/a.png", bytes.fromhex("D0CF11E0A1B11AE1"), "含有OLE对象（word/media/a.png）"),
        ("word/media/a.png", b"MZ" + bytes(62), "含有可执行文件（word/media/a.png）"),
        ("word/a.dat", b"{\\rtf1}", "含有嵌入的其他文档（altChunk）（word/a.dat）"),
        ("word/embeddings/a.xlsx", b"PK\3\4 xl/vbaProject.bin", "含有宏（word/embeddings/a.xlsx）"),
        ("word/embeddings/printerSettings1.exe", b"", "含有可执行文件"),
        ("word/a.bin", b"", "含有二进制内容（word/a.bin）"),
        ("word/a.xml", b'<?xml version="1.0" encoding="UTF-7"?><a/>', "word/a.xml已损坏"),
        ("word/header9.xml", f'<w:hdr xmlns:w="{STRICT}"><w:object/></w:hdr>'.encode(), "OLE对象"),
        ("word/a.dat", f'<w:p xmlns:w="{W}"><w:fldSimple w:instr="DDE a"/></w:p>'.encode(), "域“DDE a”"),
    ],
)  # fmt: skip
def test_a_part_is_known_by_its_bytes_not_its_name(name: str, content: bytes, sentence: str):
    assert sentence in refused(with_parts(**{name: content}))


def test_the_settings_of_a_printer_stay():
    parts = {"word/printerSettings/printerSettings1.bin": b"\0"}
    assert dangers(unpack(with_parts(**parts), "甲.docx")) == []


def test_the_body_is_the_part_that_word_would_open():
    relations = unpack(new_document("<w:p/>"), "模板.docx")["_rels/.rels"]
    other = relations.replace(b"word/document.xml", b"word/other.xml")
    assert "_rels/.rels已损坏" in refused(with_parts(**{"_rels/.rels": other}))


def test_a_name_is_shown_with_eighty_characters_at_most():
    content = with_parts(f"<w:p>{field('DDE ' + '长' * 200)}</w:p>")
    (slip,) = dangers(unpack(content, "甲.docx"))
    assert slip.details["code"] == "DDE " + "长" * 75 + "…"


def zipped(*members: tuple[str, bytes]) -> bytes:
    """The simplest template, with these members behind its own."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (*unpack(new_document("<w:p/>"), "模板.docx").items(), *members):
            archive.writestr(name, content)
    return stream.getvalue()


ODD = "内部结构异常（部件名重复或越界），未打开；请用Word或WPS另存为.docx"
UNREAD = "不是Word文档或已损坏；请用Word或WPS另存为.docx"


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: zipped(("WORD/Document.xml", b"<a/>")), ODD),
        (lambda: zipped(("../a.xml", b"<a/>")), ODD),
        (lambda: zipped(("/a.xml", b"<a/>")), ODD),
        (lambda: zipped(("word\\a.xml", b"<a/>")), ODD),
        (lambda: zipped(("a0b.xml", b"<a/>")).replace(b"a0b", b"a\0b"), ODD),
        (lambda: b"MZ" + zipped(), UNREAD),
        (lambda: zipped(("a.xml", bytes(17 << 20))), "文字部分展开后过大（a.xml），未打开；请拆成几个文件"),
        (lambda: zipped(*((f"{n}.xml", bytes(9 << 20)) for n in range(4))), "文字部分展开后过大（3.xml），未打开；请拆成几个文件"),
        (lambda: zipped(*((f"{n}.png", bytes(33 << 20)) for n in range(2))), "展开后超过64MB，未打开；请压缩其中的图片"),
        (lambda: zipped() + b"PK\1\2" * 20_000, "内含20011个部件，超过500个，未打开"),
    ],
    ids=["case", "above", "absolute", "backslash", "nul", "polyglot", "xml", "xml together", "bomb", "directory"],
)  # fmt: skip
def test_a_package_that_is_odd_or_too_large_is_not_opened(
    build: Callable[[], bytes], sentence: str
):
    assert refused(build()) == f"模板.docx：{sentence}"


def test_a_part_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate"):
        content = zipped(("word/document.xml", b"<a/>"))
    assert refused(content) == f"模板.docx：{ODD}"


def test_a_size_that_lies_is_refused():
    content = bytearray(zipped(("word/media/a.png", b"abcdef")))
    entry = content.rindex(b"PK\1\2")
    content[entry + 24 : entry + 28] = (3).to_bytes(4, "little")
    assert refused(bytes(content)) == f"模板.docx：{UNREAD}"


OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)


def compound(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le")


def archive(*names: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in names:
            made.writestr(name, b"")
    return stream.getvalue()


TYPES = "[Content_Types].xml"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            compound("EncryptedPackage"),
            "已加密，请去掉密码：在Word或WPS中打开，取消密码后另存为.docx",
        ),
        (compound("WordDocument"), "是旧版的.doc或.wps文件；请另存为.docx"),
        (compound("Workbook"), "是旧版的Excel文件，不是Word文档；请换成.docx"),
        (OLE, UNREAD),
        (b"{\\rtf1 }", "是RTF文件，不是.docx；请用Word或WPS另存为.docx"),
        (b"%PDF-1.7", "是PDF文件，不是.docx；请找到它的Word原件，另存为.docx"),
        (b"\xef\xbb\xbf\n<HTML>", "是网页，不是.docx；请用Word或WPS另存为.docx"),
        (b"\x89PNG\r\n", "是图片，不是.docx；请用Word或WPS录入后另存为.docx"),
        (b"Rar!", "是压缩包；请解压后使用其中的.docx"),
        (archive(TYPES, "xl/workbook.xml"), "是Excel工作簿，不是Word文档；请换成.docx"),
        (archive("OFD.xml"), "是OFD版式文件，不是.docx；请找到它的Word原件，另存为.docx"),
    ],
)
def test_another_kind_of_file_is_named_with_its_remedy(content: bytes, sentence: str):
    assert refused(content) == f"模板.docx：{sentence}"


def in_zip64(content: bytes) -> bytes:
    """The zip with the end of its directory written as Zip64 has it."""
    end = content.rindex(b"PK\5\6")
    count, size, start = struct.unpack("<HII", content[end + 10 : end + 20])
    wide = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, start)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, end, 1)
    plain = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return content[:end] + wide + locator + plain


@pytest.mark.parametrize("written", [bytes, in_zip64])
def test_a_directory_that_lost_a_part_is_refused(written: Callable[[bytes], bytes]):
    whole = zipped()
    assert unpack(written(whole), "模板.docx") == unpack(whole, "模板.docx")
    content = bytearray(whole)
    last = content.rindex(b"PK\1\2")
    before = content.rindex(b"PK\1\2", 0, last)
    # The entry in front takes the last one for its comment.
    content[before + 32 : before + 34] = (len(content) - 22 - last).to_bytes(2, "little")
    assert refused(written(bytes(content))) == f"模板.docx：{UNREAD}"
