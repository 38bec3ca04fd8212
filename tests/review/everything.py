"""Documents that hold everything the review must carry, drawn at random; and what they show.

A document is a list of blocks: a paragraph is a text and what is in it, a table rows of cells, a
control or a tag some paragraphs. What is shown is told line by line, read by this file alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random

from drafter.standard.new_document import new_document
from drafter.word.ooxml import RELATIONSHIPS, Element, parse, w
from drafter.word.ooxml import W as WORD
from drafter.word.package import Part, pack, unpack

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
SPACE = f'xmlns:w="{WORD}" xmlns:r="{RELATIONSHIPS}" xmlns:m="{MATH}" xmlns:v="urn:schemas-microsoft-com:vml"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a4944415478da63480000006200"
    "611c10037f0000000049454e44ae426082"
)
WORDS = (
    "依法行政",
    "法律援助",
    "案件",
    "613件",
    "行政复议",
    "全年",
    "办结",
    "调解",
    "普法宣传",
    "2023年",
    "区司法局",
)
LANDSCAPE = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
PORTRAIT = '<w:pgSz w:w="11906" w:h="16838"/>'
INSIDE = (
    "note",
    "endnote",
    "formula",
    "picture",
    "link",
    "mark",
    "refer",
    "control",
    "symbol",
    "remark",
    "box",
)


@dataclass
class P:
    """A paragraph: its words, what stands behind them, its list, its look, the break after it."""

    text: str
    inside: list[tuple[str, str]] = field(default_factory=list)
    list: str = ""
    align: str = ""
    style: str = ""
    breaks: str = ""


@dataclass
class T:
    """A table of texts; `nested` puts a table into the first cell, `merged` joins cells."""

    rows: list[list[str]]
    nested: bool = False
    merged: bool = False


@dataclass
class C:
    """A control or a tag around paragraphs."""

    kind: str
    blocks: list[P]


def words(random: Random) -> str:
    return "".join(random.choices(WORDS, k=random.randint(1, 5)))


def paragraph(random: Random) -> P:
    made = P(words(random))
    for kind in random.sample(INSIDE, k=random.choice((0, 0, 1, 2))):
        made.inside.append((kind, words(random)))
    if random.random() < 0.3:
        made.list = random.choice(("1", "2", "3"))
    elif random.random() < 0.2:
        made.style = random.choice(("Heading1", "编号"))
    made.align = random.choice(("", "", "", "center", "right"))
    return made


def block(random: Random) -> P | T | C:
    kind = random.random()
    if kind < 0.12:
        width = random.randint(1, 3)
        rows = [[words(random) for _ in range(width)] for _ in range(random.randint(1, 3))]
        return T(rows, random.random() < 0.3, width > 1 and len(rows) > 1 and random.random() < 0.4)
    if kind < 0.2:
        return C(
            random.choice(("sdt", "customXml")),
            [paragraph(random) for _ in range(random.randint(1, 2))],
        )
    made = paragraph(random)
    if kind > 0.93:
        made.breaks = random.choice(("portrait", "landscape"))
    return made


def drawn(random: Random) -> list[P | T | C]:
    """A document: it ends with a paragraph."""
    return [*(block(random) for _ in range(random.randint(2, 8))), P(words(random))]


def edited(random: Random, base: list[P | T | C]) -> list[P | T | C]:
    made = deepcopy(base)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(made))
        one, way = made[at], random.random()
        if way < 0.2:
            made.insert(at, block(random))
        elif way < 0.35 and at < len(made) - 1:
            made.pop(at)
        elif way < 0.45 and at < len(made) - 1:
            made.insert(random.randrange(len(made) - 1), made.pop(at))
        elif isinstance(one, P):
            _change(random, one, last=at == len(made) - 1)
        elif isinstance(one, T):
            row = random.choice(one.rows)
            row[random.randrange(len(row))] = words(random)
            if random.random() < 0.4:
                one.rows.append([words(random) for _ in row])
        else:
            _change(random, random.choice(one.blocks), last=True)
    return made


def _change(random: Random, one: P, last: bool) -> None:
    way = random.random()
    if way < 0.3:
        one.text += words(random)
    elif way < 0.4:
        one.text = words(random)
    elif way < 0.6:
        fresh = paragraph(random)
        one.inside = fresh.inside or one.inside[1:]
    elif way < 0.75:
        one.list, one.style = random.choice(("", "1", "2", "3")), ""
    elif way < 0.9 or last:
        one.align = random.choice(("", "center", "right"))
    else:
        one.breaks = "" if one.breaks else random.choice(("portrait", "landscape"))


class Building:
    """The parts of one document as they are written; `seed` gives ids that differ by document."""

    def __init__(self, seed: int) -> None:
        self.next = 10 + seed % 7
        self.notes: dict[str, list[str]] = {"footnote": [], "endnote": [], "comment": []}
        self.links: list[str] = []
        self.marks: list[str] = []
        self.shift = seed % 3

    def number(self) -> int:
        self.next += 1
        return self.next

    def blocks(self, blocks: list[P | T | C]) -> str:
        return "".join(self.block(b) for b in blocks)

    def block(self, one: P | T | C) -> str:
        if isinstance(one, P):
            return self.paragraph(one)
        if isinstance(one, T):
            return self.table(one)
        inside = self.blocks(list(one.blocks))
        if one.kind == "sdt":
            return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
        return f'<w:customXml w:uri="urn:x" w:element="节">{inside}</w:customXml>'

    def paragraph(self, one: P) -> str:
        form = f'<w:pStyle w:val="{one.style}"/>' if one.style else ""
        if one.list:
            form += (
                f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{self.list(one.list)}"/></w:numPr>'
            )
        form += f'<w:jc w:val="{one.align}"/>' if one.align else ""
        if one.breaks:
            form += f"<w:sectPr>{LANDSCAPE if one.breaks == 'landscape' else PORTRAIT}</w:sectPr>"
        inside = "".join(self.piece(*piece) for piece in one.inside)
        return f"<w:p><w:pPr>{form}</w:pPr>{run(one.text)}{inside}</w:p>"

    def list(self, name: str) -> str:
        """The same list has another number in each document."""
        return str((int(name) - 1 + self.shift) % 3 + 1)

    def piece(self, kind: str, said: str) -> str:
        return str(getattr(self, f"_{kind}")(said))

    def _noted(self, kind: str, said: str) -> str:
        self.notes[kind].append(said)
        return f'<w:r><w:{kind}Reference w:id="{len(self.notes[kind])}"/></w:r>'

    def _note(self, said: str) -> str:
        return self._noted("footnote", said)

    def _endnote(self, said: str) -> str:
        return self._noted("endnote", said)

    def _formula(self, said: str) -> str:
        return f"<m:oMath><m:r><m:t>x={said}</m:t></m:r></m:oMath>"

    def _picture(self, said: str) -> str:
        return drawing(
            f"<pic:pic>{_PICTURE}<pic:spPr>{_shape((8 + len(said)) * POINT)}</pic:spPr></pic:pic>",
            "picture",
            (8 + len(said)) * POINT,
            self.number(),
        )

    def _link(self, said: str) -> str:
        self.links.append(f"https://example.org/{len(said)}")
        return f'<w:hyperlink r:id="rIdLink{len(self.links)}">{run(said)}</w:hyperlink>'

    def _mark(self, said: str) -> str:
        name = f"_Ref{len(said)}"
        if name in self.marks:
            return run(said)
        self.marks.append(name)
        number = self.number()
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{run(said)}<w:bookmarkEnd w:id="{number}"/>'

    def _refer(self, said: str) -> str:
        return f'<w:fldSimple w:instr=" REF _Ref{len(said)} \\h ">{run(said)}</w:fldSimple>'

    def _control(self, said: str) -> str:
        return f'<w:sdt><w:sdtPr><w:alias w:val="填"/></w:sdtPr><w:sdtContent>{run(said)}</w:sdtContent></w:sdt>'

    def _symbol(self, said: str) -> str:
        return f'<w:r><w:sym w:font="Wingdings" w:char="F0{0xA1 + len(said):X}"/></w:r>'

    def _remark(self, said: str) -> str:
        self.notes["comment"].append(said)
        n = len(self.notes["comment"])
        return f'<w:commentRangeStart w:id="{n}"/>{run("批")}<w:commentRangeEnd w:id="{n}"/><w:r><w:commentReference w:id="{n}"/></w:r>'

    def _box(self, said: str) -> str:
        """As Word 2003 draws it, or as Word 2010 does."""
        held = f"<w:txbxContent><w:p>{run(said)}</w:p></w:txbxContent>"
        if len(said) % 2:
            return f'<w:r><w:pict>{_BOX}<v:shape type="#_x0000_t202" style="width:90pt;height:30pt"><v:textbox>{held}</v:textbox></v:shape></w:pict></w:r>'
        made = f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>{_shape(90 * POINT)}</wps:spPr><wps:txbx>{held}</wps:txbx><wps:bodyPr/></wps:wsp>'
        return drawing(made, "box", 90 * POINT, self.number())

    def table(self, one: T) -> str:
        rows = ""
        for r, row in enumerate(one.rows):
            rows += "<w:tr>"
            for c, said in enumerate(row):
                merge = '<w:vMerge w:val="restart"/>' if r == 0 else "<w:vMerge/>"
                form = '<w:tcW w:w="2000" w:type="dxa"/>' + (
                    merge if one.merged and c == 0 and r < 2 else ""
                )
                inner = self.table(T([[said]])) if one.nested and r == c == 0 else ""
                rows += f"<w:tc><w:tcPr>{form}</w:tcPr>{inner}<w:p>{run(said)}</w:p></w:tc>"
            rows += "</w:tr>"
        grid = '<w:gridCol w:w="2000"/>' * len(one.rows[0])
        return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'


POINT = 12700
_DRAWINGS = "http://schemas.openxmlformats.org/drawingml/2006"
_BOXES = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_KINDS = {"picture": f"{_DRAWINGS}/picture", "box": _BOXES}
_ALTERNATES = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_PICTURE = '<pic:nvPicPr><pic:cNvPr id="0" name="图"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdPic"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
_BOX = '<v:shapetype id="_x0000_t202" coordsize="21600,21600" xmlns:o="urn:schemas-microsoft-com:office:office" o:spt="202" path="m,l,21600r21600,l21600,xe"/>'


def _shape(width: int) -> str:
    return f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{9 * POINT}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'


def drawing(made: str, kind: str, width: int, number: int) -> str:
    """A run with a drawing that stands in the line as a character does."""
    known = f'xmlns:wp="{_DRAWINGS}/wordprocessingDrawing" xmlns:a="{_DRAWINGS}/main" xmlns:pic="{_DRAWINGS}/picture" xmlns:wps="{_BOXES}"'
    inline = f'<w:drawing><wp:inline {known}><wp:extent cx="{width}" cy="{9 * POINT}"/><wp:docPr id="{number}" name="图"/><a:graphic><a:graphicData uri="{_KINDS[kind]}">{made}</a:graphicData></a:graphic></wp:inline></w:drawing>'
    if kind == "picture":
        return f"<w:r>{inline}</w:r>"
    return f'<w:r><mc:AlternateContent xmlns:mc="{_ALTERNATES}" xmlns:wps="{_BOXES}"><mc:Choice Requires="wps">{inline}</mc:Choice></mc:AlternateContent></w:r>'


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def built(blocks: list[P | T | C], seed: int) -> bytes:
    """The .docx. Ids and list numbers differ by seed, and show nothing."""
    making = Building(seed)
    body = making.blocks(blocks)
    parts = unpack(new_document(body), "x")
    document = parts["word/document.xml"].decode()
    parts["word/document.xml"] = document.replace(
        "<w:document ", f"<w:document {_more(document)} ", 1
    ).encode()
    relations = f'<Relationship Id="rIdPic" Type="{RELATIONSHIPS}/image" Target="media/p.png"/>'
    parts["word/media/p.png"] = DOT
    for number, leads in enumerate(making.links, start=1):
        relations += f'<Relationship Id="rIdLink{number}" Type="{RELATIONSHIPS}/hyperlink" Target="{leads}" TargetMode="External"/>'
    types = '<Default Extension="png" ContentType="image/png"/>'
    for kind, said in making.notes.items():
        if said:
            parts[f"word/{kind}s.xml"] = _notes(kind, said).encode()
            more, related = _part(f"{kind}s")
            types, relations = types + more, relations + related
            link = f'<Relationship Id="rId1" Type="{RELATIONSHIPS}/hyperlink" Target="https://example.org/note" TargetMode="External"/>'
            parts[f"word/_rels/{kind}s.xml.rels"] = (
                f'<Relationships xmlns="{PACKAGE}">{link}</Relationships>'.encode()
            )
    parts["word/numbering.xml"] = _numbering(making).encode()
    more, related = _part("numbering")
    _add(parts, types + more, relations + related)
    styles = parts["word/styles.xml"].decode()
    own = f'<w:style w:type="paragraph" w:styleId="编号"><w:name w:val="编号"/><w:pPr><w:numPr><w:numId w:val="{making.list("2")}"/></w:numPr></w:pPr></w:style></w:styles>'
    parts["word/styles.xml"] = styles.replace("</w:styles>", own).encode()
    return pack(Part.of(name, content) for name, content in parts.items())


def _more(document: str) -> str:
    head = document[: document.index("<w:body")]
    return " ".join(told for told in SPACE.split(" ") if told.partition("=")[0] not in head)


def _part(kind: str) -> tuple[str, str]:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    return (
        f'<Override PartName="/word/{kind}.xml" ContentType="{word}.{kind}+xml"/>',
        f'<Relationship Id="rId{kind}" Type="{RELATIONSHIPS}/{kind}" Target="{kind}.xml"/>',
    )


def _add(parts: dict[str, bytes], types: str, relations: str) -> None:
    for name, end, more in (
        ("[Content_Types].xml", "</Types>", types),
        ("word/_rels/document.xml.rels", "</Relationships>", relations),
    ):
        parts[name] = parts[name].decode().replace(end, more + end).encode()


def _notes(kind: str, said: list[str]) -> str:
    who = ' w:author="王五" w:date="2023-11-20T00:00:00Z"' if kind == "comment" else ""
    made = ""
    for number, text in enumerate(said, start=1):
        linked = f'<w:hyperlink r:id="rId1">{run("网")}</w:hyperlink>' if len(text) % 2 else ""
        made += f'<w:{kind} w:id="{number}"{who}><w:p>{run(text)}{linked}</w:p></w:{kind}>'
    return f"<w:{kind}s {SPACE}>{made}</w:{kind}s>"


def _numbering(making: Building) -> str:
    """List 1 and 3 count by one definition, 3 anew; list 2 in brackets."""
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{}"/></w:lvl>'
    kinds = {
        "1": ("0", ""),
        "2": ("1", ""),
        "3": ("0", '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
    }
    nums = {making.list(name): told for name, told in kinds.items()}
    made = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:nsid w:val="0000000{n + 1}"/>{level.format(text)}</w:abstractNum>'
        for n, text in enumerate(("%1.", "(%1)"))
    )
    made += "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{k}"/>{o}</w:num>'
        for n, (k, o) in sorted(nums.items())
    )
    return f"<w:numbering {SPACE}>{made}</w:numbering>"


class View:
    """Reads what a document shows, line by line."""

    def __init__(self, content: bytes) -> None:
        self.parts = unpack(content, "x")
        self.counts: dict[str, int] = {}
        self.begun: set[str] = set()
        rels = parse(self.parts["word/_rels/document.xml.rels"])
        self.leads = {r.get("Id", ""): r.get("Target", "") for r in rels}
        self.numbering = (
            parse(self.parts["word/numbering.xml"]) if "word/numbering.xml" in self.parts else None
        )
        self.styles = {
            s.get(w("styleId")): s for s in parse(self.parts["word/styles.xml"]).iter(w("style"))
        }

    def lines(self) -> list[str]:
        body = parse(self.parts["word/document.xml"]).find(w("body"))
        assert body is not None
        return list(self.blocks(body))

    def blocks(self, parent: Element) -> Iterator[str]:
        for child in parent:
            if child.tag == w("p"):
                yield self.paragraph(child)
            elif child.tag == w("tbl"):
                for row in child.iter(w("tr")):
                    if next(row.iterancestors(w("tbl"))) is child:
                        yield "行"
                        for cell in row.findall(w("tc")):
                            yield "格" + (
                                "合" if cell.find(f"{w('tcPr')}/{w('vMerge')}") is not None else ""
                            )
                            yield from self.blocks(cell)
            elif child.tag in (w("sdt"), w("customXml")):
                content = child.find(w("sdtContent")) if child.tag == w("sdt") else child
                yield from self.blocks(content)
            elif child.tag == w("sectPr"):
                yield self.section(child)

    def section(self, section: Element) -> str:
        size = section.find(w("pgSz"))
        return (
            "横页"
            if size is not None and int(size.get(w("w"), "0")) > int(size.get(w("h"), "0"))
            else "纵页"
        )

    def paragraph(self, p: Element) -> str:
        form = p.find(w("pPr"))
        align = form.find(w("jc")) if form is not None else None
        section = form.find(w("sectPr")) if form is not None else None
        told = f"{self.label(form)}|{'' if align is None or align.get(w('val')) == 'left' else align.get(w('val'))}|{self.text(p)}"
        return told + (f" {self.section(section)}" if section is not None else "")

    def label(self, form: Element | None) -> str:
        """Word counts by the definition; a list with a start of its own begins anew once."""
        number = form.find(f"{w('numPr')}/{w('numId')}") if form is not None else None
        if number is None and form is not None and (style := form.find(w("pStyle"))) is not None:
            known = self.styles.get(style.get(w("val")))
            number = (
                known.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}") if known is not None else None
            )
        if number is None or number.get(w("val")) == "0" or self.numbering is None:
            return ""
        told = number.get(w("val"), "")
        num = next((n for n in self.numbering.iter(w("num")) if n.get(w("numId")) == told), None)
        if num is None:
            return "?"
        kind = num.find(w("abstractNumId")).get(w("val"))
        if num.find(w("lvlOverride")) is not None and told not in self.begun:
            self.counts[kind] = 0
        self.begun.add(told)
        self.counts[kind] = self.counts.get(kind, 0) + 1
        defined = next(
            a for a in self.numbering.iter(w("abstractNum")) if a.get(w("abstractNumId")) == kind
        )
        return (
            defined.find(f"{w('lvl')}/{w('lvlText')}")
            .get(w("val"), "")
            .replace("%1", str(self.counts[kind]))
        )

    def text(self, parent: Element) -> str:
        """A link that is cut in two shows the same as one."""
        told = "".join(self.piece(child) for child in parent if isinstance(child.tag, str))
        return re.sub(r"〔(https\S+) ([^〔〕]*)〕〔\1 ", r"〔\1 \2", told)

    def piece(self, child: Element) -> str:
        local = child.tag.rpartition("}")[2]
        if local == "t":
            return child.text or ""
        if local in ("footnoteReference", "endnoteReference"):
            return self.note(local.removesuffix("Reference"), child.get(w("id"), ""))
        if local == "oMath":
            return "〔式" + "".join(map(str, child.itertext())) + "〕"
        if local == "sym":
            return f"〔{child.get(w('char'))}〕"
        if local == "blip":
            return (
                "〔图〕"
                if "word/" + self.leads[child.get(f"{{{RELATIONSHIPS}}}embed")] in self.parts
                else "〔无〕"
            )
        if local == "hyperlink":
            return f"〔{self.leads.get(child.get(f'{{{RELATIONSHIPS}}}id', ''), '无')} {self.text(child)}〕"
        return "" if local in ("pPr", "rPr", "sdtPr") else self.text(child)

    def note(self, kind: str, number: str) -> str:
        notes = parse(self.parts[f"word/{kind}s.xml"])
        rels = parse(self.parts.get(f"word/_rels/{kind}s.xml.rels", b"<a/>"))
        leads = {r.get("Id", ""): r.get("Target", "") for r in rels}
        note = next(n for n in notes if n.get(w("id")) == number)
        said = "".join(t.text or "" for t in note.iter(w("t")))
        links = [
            leads.get(h.get(f"{{{RELATIONSHIPS}}}id", ""), "无") for h in note.iter(w("hyperlink"))
        ]
        return f"〔{kind}{said}{''.join(links)}〕"


def view(content: bytes) -> list[str]:
    """All that the document shows."""
    return View(content).lines()
