"""A Word file that holds everything in which Word shows text: what the review must not be blind to."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from drafter.word.ooxml import RELATIONSHIPS, Element, W, parse, serialize, w
from drafter.word.package import Part, pack, unpack
from drafter.word.relations import related
from tests.template.filling import with_word_part

_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC"
)
_SPACES = {
    "w": W,
    "r": RELATIONSHIPS,
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "v": "urn:schemas-microsoft-com:vml",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())


def _t(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _p(content: str) -> str:
    return f"<w:p>{content}</w:p>"


def _field(code: str, result: str) -> str:
    ends = [
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    ]
    return f'{ends[0]}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>{ends[1]}{_t(result)}{ends[2]}'


def _box(text: str, number: int) -> str:
    """A text box as Word writes it: once in DrawingML, once in VML."""
    content = f"<w:txbxContent>{_p(_t(text))}</w:txbxContent>"
    size = '<wp:extent cx="1800000" cy="720000"/>'
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f'<wp:inline>{size}<wp:docPr id="{number}" name="文本框 {number}"/><a:graphic>'
        f'<a:graphicData uri="{_SPACES["wps"]}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>'
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="720000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f'<v:shape style="width:142pt;height:57pt"><v:textbox>{content}</v:textbox></v:shape>'
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


_PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="91" name="图 1"/>'
    f'<a:graphic><a:graphicData uri="{_SPACES["pic"]}"><pic:pic><pic:nvPicPr><pic:cNvPr id="91" name=""/>'
    '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdPicture"/><a:stretch><a:fillRect/>'
    '</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/>'
    '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing></w:r>"
)
_DIAGRAM = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="92" name="图示"/>'
    f'<a:graphic><a:graphicData uri="{_SPACES["dgm"]}"><dgm:relIds r:dm="rIdDiagram" r:lo="rIdDiagram" '
    'r:qs="rIdDiagram" r:cs="rIdDiagram"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
)
_CHECKBOX = (
    '<w:sdt><w:sdtPr><w:id w:val="77"/><w14:checkbox><w14:checked w14:val="0"/></w14:checkbox></w:sdtPr>'
    "<w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>"
)
_FRACTION = "<m:oMath><m:f><m:num><m:r><m:t>613</m:t></m:r></m:num><m:den><m:r><m:t>620</m:t></m:r></m:den></m:f></m:oMath>"
BODY_XML = "".join(
    map(
        _p,
        (
            _t("见")
            + f'<w:hyperlink r:id="rIdLink" w:history="1">{_t("附件所列41件")}</w:hyperlink>',
            f'<w:sdt><w:sdtPr><w:tag w:val="甲"/></w:sdtPr><w:sdtContent>{_t("控件里42件")}</w:sdtContent></w:sdt>',
            f'<w:smartTag w:uri="urn:x" w:element="place">{_t("标签里43件")}</w:smartTag>{_t("，")}',
            f'<w:customXml w:uri="urn:x" w:element="note">{_t("标记里44件")}</w:customXml>',
            f'<w:fldSimple w:instr=" QUOTE 甲 ">{_t("域里45件")}</w:fldSimple>{_t("。")}',
            _field("QUOTE 乙", "复合域里46件") + _t("。"),
            _t("文本框在此") + _box("框里47件", 93),
            f'{_t("脚注")}<w:r><w:footnoteReference w:id="2"/></w:r>{_t("尾注")}'
            '<w:r><w:endnoteReference w:id="2"/></w:r>',
            _t("完成情况：") + '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>' + _CHECKBOX,
            _t("公式") + _FRACTION,
            _t("图片") + _PICTURE,
            _t("图示") + _DIAGRAM,
            '<w:r><w:pict><v:shape style="width:99pt;height:20pt"><v:textpath string="艺术字48件"/></v:shape></w:pict></w:r>',
        ),
    )
)
BODY_XML += (
    f'<w:sdt><w:sdtPr><w:id w:val="78"/></w:sdtPr><w:sdtContent>{_p(_t("块控件49件"))}</w:sdtContent></w:sdt>'
    f'<w:customXml w:uri="urn:x" w:element="part">{_p(_t("块标记50件"))}</w:customXml>'
)
NOTES = (
    '<w:{kind}s {spaces}><w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    '<w:{kind} w:id="2">{text}</w:{kind}></w:{kind}s>'
)
_DATA = (
    f'<dgm:dataModel {DECLARED}><dgm:ptLst><dgm:pt modelId="1"><dgm:t><a:bodyPr/><a:p><a:r><a:t>图示里51件'
    "</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"
)


def with_everything(content: bytes) -> bytes:
    """The document with one of each before its last section; a header of its own."""
    for kind, text in (("footnote", "脚注里52件"), ("endnote", "尾注里53件")):
        part = NOTES.format(
            kind=kind, spaces=DECLARED, text=_p(f"<w:r><w:{kind}Ref/></w:r>" + _t(text))
        )
        content = with_word_part(content, f"{kind}s", part)
    content = with_word_part(content, "header", f"<w:hdr {DECLARED}>{_p(_t('页眉里54件'))}</w:hdr>")
    parts = unpack(content, "x.docx")
    relations = "word/_rels/document.xml.rels"
    for name, kind, target in (
        ("rIdPicture", "image", "media/p.png"),
        ("rIdDiagram", "diagramData", "diagrams/data1.xml"),
        ("rIdLink", "hyperlink", "https://example.org/"),
    ):
        parts[relations], _ = related(parts[relations], f"{RELATIONSHIPS}/{kind}", target, name)
    link = b'Target="https://example.org/"'
    parts[relations] = parts[relations].replace(link, link + b' TargetMode="External"')
    types = b'<Default Extension="png" ContentType="image/png"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", types)
    parts |= {"word/media/p.png": _PNG, "word/diagrams/data1.xml": _DATA.encode()}
    parts["word/document.xml"] = _inserted(parts["word/document.xml"])
    return pack(Part.of(name, part) for name, part in parts.items())


def _inserted(document: bytes) -> bytes:
    root = parse(document)
    section = root.findall(f"{w('body')}/{w('sectPr')}")[-1]
    for block in parse(f"<x {DECLARED}>{BODY_XML}</x>".encode()):
        section.addprevious(block)
    header = section.makeelement(w("headerReference"), {w("type"): "default"})
    header.set(f"{{{RELATIONSHIPS}}}id", "rIdheader")
    section.insert(0, header)
    return serialize(root)


SHOWN = ("{*}t", "{*}v")


def texts(parts: dict[str, bytes]) -> Iterator[tuple[str, int]]:
    """(part, how manieth) of every text node that a reader sees; copies for old programs left out."""
    for name, content in parts.items():
        if name.endswith(".xml") and name.startswith("word/"):
            for number, node in enumerate(parse(content).iter(*SHOWN)):
                if (node.text or "").strip() and not _twin(node):
                    yield name, number


def _twin(node: Element) -> bool:
    return next(node.iterancestors("{*}Fallback"), None) is not None


def changed(parts: dict[str, bytes], name: str, number: int, text: str) -> bytes:
    """The file with another text in that node."""
    root = parse(parts[name])
    list(root.iter(*SHOWN))[number].text = text
    return pack(Part.of(n, c) for n, c in {**parts, name: serialize(root)}.items())
