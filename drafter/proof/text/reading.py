"""Any file as passages: .docx, .html, .txt; untrusted, limited, nothing fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree, html
from msgspec import Struct
from msgspec.structs import replace

from drafter.disk.formats import Format, format_of
from drafter.model.errors import DrafterError
from drafter.model.pattern import pattern
from drafter.proof.text.cells import page_cells, word_cells
from drafter.proof.text.passage import Cell, Passage, passages, plain
from drafter.word.customary import named
from drafter.word.ooxml import FALLBACK, Element, parse, w, within
from drafter.word.outline import heading_styles, outline
from drafter.word.package import unpack
from drafter.word.pending import runs_on
from drafter.word.pieces import paragraph_text
from drafter.word.slip import BODY
from drafter.word.styles import STYLES
from drafter.word.unread import unread

MOST_BYTES, MOST_SIGNS = 64 << 20, 2_000_000
_PARTS = named("header", "footer", "footnotes", "endnotes")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HTML = pattern(
    rb"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html|head|body|meta|div|p|table|span|h1)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = pattern(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]{2,20})", re.IGNORECASE)
_SILENT = ("script", "style", "head", "noscript", "template", "svg", "select", "button")
_TAGS = (
    "p div li ul ol dl dt dd tr table thead tbody section article header footer main aside nav h1 "
    "h2 h3 h4 h5 h6 blockquote pre hr figure figcaption form body html center address"
)
_BLOCKS = frozenset(_TAGS.split())
_MARK = "\ufdd2"
_IN_CELL = pattern(rf"{_MARK}(\d*){_MARK}")
_REFUSED = {
    Format.COMPOUND: "是旧版的.doc、.wps或已加密的文件，请用Word或WPS另存为.docx",
    Format.PDF: "是PDF文件，请找到它的Word原件，或把文字复制成.txt",
    Format.RTF: "是RTF文件，请用Word或WPS另存为.docx",
    Format.PICTURE: "是图片，请换成文字",
}


class Text(Struct, frozen=True):
    """What was read; `parts` is the package of a .docx, empty for other files."""

    passages: tuple[Passage, ...]
    parts: Mapping[str, bytes]


def read(content: bytes, name: str) -> Text:
    """The file's text. Raises DrafterError, in one line, where it cannot be read."""
    if len(content) > MOST_BYTES:
        raise DrafterError(f"{name}：超过{MOST_BYTES >> 20}MB，未打开；请拆成几个文件")
    kind = format_of(content)
    if kind is Format.ZIP:
        return _limited(_docx(content, name), name)
    if reason := _REFUSED.get(kind, ""):
        raise DrafterError(f"{name}：{reason}")
    if not content.strip():
        raise DrafterError(f"{name}：是空文件")
    markup = _HTML.match(content.lstrip(b"\xef\xbb\xbf"))
    if markup or name.lower().endswith((".html", ".htm")):
        story = _page(content, name)
    else:
        story = passages(_decoded(content, name).splitlines())
    return _limited(Text(tuple(story), {}), name)


def _limited(text: Text, name: str) -> Text:
    signs = sum(len(passage.text) for passage in text.passages)
    if signs > MOST_SIGNS:
        raise DrafterError(
            f"{name}：有{signs}字，超过{MOST_SIGNS // 10_000}万字，未校对；请拆成几个文件"
        )
    silent = not any(passage.text.strip() for passage in text.passages)
    if silent and not any(unread(text.parts)):
        raise DrafterError(f"{name}：没有文字")
    return text


def _decoded(content: bytes, name: str, declared: str = "") -> str:
    """The text in the encoding that the bytes are in: by their mark, UTF-8, else GB 18030."""
    marked = [encoding for mark, encoding in _BOMS if content.startswith(mark)]
    for encoding in marked or [e for e in ("utf-8", declared, "gb18030") if e]:
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" not in text:
            return text
    raise DrafterError(f"{name}：不是文字文件，或编码不能识别；请另存为.txt（UTF-8）或.docx")


def _page(content: bytes, name: str) -> list[Passage]:
    """A passage for each block of the page; scripts and styles left out."""
    charset = _CHARSET.search(content[:4096])
    text = _decoded(content, name, charset[1].decode("ascii") if charset else "")
    parser = html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, RecursionError) as error:
        raise DrafterError(f"{name}：网页已损坏，读不了；请把文字复制成.txt") from error
    spans = page_cells(root)
    cells, lines, places, cell = [*spans.values()], list[str](), dict[int, Cell](), None
    for line in "".join(_shown(root, [*spans])).split("\n"):
        if mark := _IN_CELL.match(line):
            cell = cells[int(mark[1])] if mark[1] else None
        if text := " ".join(_IN_CELL.sub("", line).split()):
            lines.append(text)
            places |= {len(lines): cell} if cell else {}
    return passages(lines, places)


def _shown(root: Element, cells: Sequence[Element]) -> Iterator[str]:
    """The page's text in order; a line break at both ends of every block, a mark at every cell."""
    hidden, numbers = 0, {cell: number for number, cell in enumerate(cells)}
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        hidden += (event == "start") - (event == "end") if tag in _SILENT else 0
        if tag in _BLOCKS or tag == "br":
            yield "\n"
        elif tag in ("td", "th"):
            yield f"\n{_MARK}{numbers.get(element, '') if event == 'start' else ''}{_MARK}"
        words = element.text if event == "start" else element.tail
        if words and not hidden:
            yield re.sub(rf"[\s{_MARK}]+", " ", words)


def _docx(content: bytes, name: str) -> Text:
    """Every paragraph of body, headers, footers and notes; tracked changes as if accepted."""
    parts = unpack(content, name)
    story = list[Passage]()
    try:
        headings = heading_styles(parts.get(STYLES, b""))
        for part in (BODY, *(n for n in parts if _PARTS.fullmatch(n))):
            story += _story(parse(parts[part]), part, headings)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DrafterError(f"{name}：已损坏，读不了；请用Word或WPS另存为.docx") from error
    return Text(tuple(story), parts)


def _story(root: Element, part: str, headings: frozenset[str]) -> Iterator[Passage]:
    if part == BODY:
        lines = [(p.number, p.text, p.section, p.heading) for p in outline(root, headings)]
    else:
        lines = [(n, paragraph_text(p), "", "") for n, p in enumerate(root.iter(w("p")), start=1)]
    before, cells = dict[Element, Passage](), word_cells(root)
    for element, (number, text, section, heading) in zip(root.iter(w("p")), lines, strict=True):
        if within(element, FALLBACK):
            continue
        one = Passage(number, text, plain(text), section, heading, part, cells.get(element))
        if (first := before.pop(element, None)) is not None:
            one = _joined(first, one)
        if (following := runs_on(element)) is not None:
            before[following] = one
        else:
            yield one


def _joined(first: Passage, second: Passage) -> Passage:
    """Two paragraphs as the one that they become, known by the first that shows anything."""
    if not first.text:
        return second
    lengths = first.joined or ((first.number, len(first.text)),)
    text = first.text + second.text
    joined = (*lengths, (second.number, len(second.text)))
    return replace(first, text=text, plain=plain(text), joined=joined)
