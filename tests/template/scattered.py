"""Texts that stand in no paragraph of a Word file: each a change to the parts of a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

from drafter.word.ooxml import RELATIONSHIPS
from drafter.word.relations import TYPES, related

Parts = Mapping[str, bytes]
Change = Callable[[Parts, str], dict[str, bytes]]
_BODY, _RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.drawingml"


def inside(xml: str) -> Change:
    """A run more at the end of the first paragraph; {} is the text."""

    def change(parts: Parts, text: str) -> dict[str, bytes]:
        made = parts[_BODY].replace(b"</w:p>", xml.replace("{}", text).encode() + b"</w:p>", 1)
        return {**parts, _BODY: made}

    return change


def beside(name: str, kind: str, xml: str, content_type: str = "application/xml") -> Change:
    """A part more that the document refers to."""

    def change(parts: Parts, text: str) -> dict[str, bytes]:
        relations, _ = related(parts[_RELATIONS], f"{RELATIONSHIPS}/{kind}", f"/{name}")
        override = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
        types = parts[TYPES].replace(b"</Types>", override.encode())
        return {
            **parts,
            name: xml.replace("{}", text).encode(),
            _RELATIONS: relations,
            TYPES: types,
        }

    return change


def address(parts: Parts, text: str) -> dict[str, bytes]:
    """A link to an address that holds the text, written as Word writes it."""
    target = f"https://example.gov.cn/{quote(text)}"
    relations, name = related(parts[_RELATIONS], f"{RELATIONSHIPS}/hyperlink", target)
    relations = relations.replace(b'Target="https', b'TargetMode="External" Target="https')
    link = f'<w:hyperlink xmlns:r="{RELATIONSHIPS}" r:id="{name}"><w:r/></w:hyperlink>'
    return inside(link)({**parts, _RELATIONS: relations}, "")


def cut(text: str) -> str:
    """The text in two runs of a drawing, cut within what begins it."""
    runs = "".join(f"<a:r><a:t>{piece}</a:t></a:r>" for piece in (text[:1], text[1:]))
    return f'<a:p xmlns:a="{_A}">{runs}</a:p>'


def drawn(xml: str) -> Change:
    """The same with the text cut into runs."""
    return lambda parts, text: inside(xml)(parts, cut(text))


PICTURE = (
    f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing">'
    '<wp:extent cx="1" cy="1"/><wp:docPr id="99" name="图" descr="{}"/></wp:inline></w:drawing></w:r>'
)
WATERMARK = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="{}"/>'
    "</v:shape></w:pict></w:r>"
)
SHAPE = f'<w:r><w:drawing><a:graphic xmlns:a="{_A}">{{}}</a:graphic></w:drawing></w:r>'
FORMULA = f'<m:oMath xmlns:m="{_M}"><m:r><m:t>{{}}</m:t></m:r></m:oMath>'
DATA = f'<dgm:dataModel xmlns:dgm="{_DRAWING}/diagram"><dgm:t>{cut("{}")}</dgm:t></dgm:dataModel>'
CHART = f'<c:chart xmlns:c="{_DRAWING}/chart"><c:rich>{cut("{}")}</c:rich></c:chart>'


def smart_art(parts: Parts, text: str) -> dict[str, bytes]:
    """SmartArt whose text is cut into runs."""
    xml = DATA.replace(cut("{}"), cut(text))
    return beside("word/diagrams/data1.xml", "diagramData", xml, f"{_TYPE}.diagramData+xml")(
        parts, ""
    )


def chart_title(parts: Parts, text: str) -> dict[str, bytes]:
    """A chart whose title is cut into runs."""
    xml = CHART.replace(cut("{}"), cut(text))
    return beside("word/charts/chart1.xml", "chart", xml, f"{_TYPE}.chart+xml")(parts, "")


PUBLISHED: dict[str, tuple[Change, str]] = {
    "smart art": (smart_art, "SmartArt图形"),
    "chart title": (chart_title, "图表"),
    "watermark": (inside(WATERMARK), "水印或艺术字"),
    "alternative text": (inside(PICTURE), "替代文字"),
    "link": (address, "链接的地址"),
    "shape": (drawn(SHAPE), "图形"),
    "formula": (inside(FORMULA), "公式"),
}
# What publishing takes out is told of in a template all the same.
DROPPED: dict[str, tuple[Change, str]] = {
    "custom xml": (
        beside("customXml/item9.xml", "customXml", '<a b="甲">{}</a>'),
        "自定义XML数据",
    ),
}
