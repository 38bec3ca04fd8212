"""Templates that nobody should make: generated, broken at random, always the same for the same seed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from drafter.model.figure import Entry
from drafter.standard.new_document import new_document
from drafter.word.ooxml import Element, escape, parse, serialize
from drafter.word.package import Part, pack, unpack
from tests.template.filling import detail, figures

# Every condition holds and every loop turns once, so that nothing may be left out.
ENTRIES: Mapping[str, Entry] = {
    **figures("案.数 | 5 | 整数 | 件\n案.名 | 甲 | 文本"),
    "清单.一条": detail("清单.一条", "标题 | 次数\n乙 | 3", {"次数": "次"}),
}
_SLOTS = (
    "{{ 案.数 }}",
    "{{案.名}}",
    "｛｛ 案.数｜万 ｝｝",
    "{{ 案.数 ~ '件' }}",
    "{{ 序号 }}",
    "{# 备注 #}",
)
_IFS = ("if 1", "if 案.数", "if 案.数 ｏｒ 1", "for 行 in 清单.一条")
_SIGNS = "{}%#|\"'“”（）｛｝％ pif.~"
_TAG = re.compile(r"[{｛]{2}.*?[}｝]{2}|[{｛][%％].*?[%％][}｝]|\{#.*?#\}")
FIRST = 0x5000


@dataclass(slots=True)
class Story:
    """A generated document: its blocks, and how many static characters it has used."""

    chance: random.Random
    used: int = 0
    blocks: list[str] = field(default_factory=list)

    def words(self) -> str:
        """A few characters that stand nowhere else."""
        count = self.chance.randint(1, 4)
        self.used += count
        return "".join(chr(FIRST + self.used - n) for n in range(count))

    def sentence(self) -> str:
        pieces = [self.words(), self.chance.choice(_SLOTS), self.words()]
        if self.chance.random() < 0.3:
            opening = self.chance.choice(_IFS)
            pieces += [f"{{% {opening} %}}", self.words(), self._end(opening), self.words()]
        return "".join(pieces)

    def _end(self, opening: str, level: str = "") -> str:
        return f"{{%{level} end{opening.split()[0]} %}}"

    def write(self, depth: int = 0) -> None:
        """A few blocks, one within the other."""
        for _ in range(self.chance.randint(1, 3)):
            kind = self.chance.random()
            if depth > 2 or kind < 0.4:
                self.blocks.append(self.sentence())
            elif kind < 0.7:
                self._block(depth)
            elif kind < 0.85:
                self._across(depth)
            else:
                self.blocks.append(f"|{self._row()}|{self._row()}")

    def _block(self, depth: int) -> None:
        opening, level = self.chance.choice(_IFS), self.chance.choice(["p", "p", ""])
        self.blocks.append(f"{{%{level} {opening} %}}")
        self.write(depth + 1)
        self.blocks.append(self._end(opening, level))

    def _across(self, depth: int) -> None:
        opening = self.chance.choice(_IFS)
        self.blocks.append(f"{self.words()}{{% {opening} %}}{self.words()}")
        self.write(depth + 1)
        self.blocks.append(f"{self.words()}{self._end(opening)}{self.words()}")

    def _row(self) -> str:
        if self.chance.random() < 0.5:
            return self.sentence()
        return f"{{%tr for 行 in 清单.一条 %}}{self.words()}{{{{ 行.标题 }}}}{{%tr endfor %}}"


def story(seed: int) -> list[str]:
    """The blocks of a document; those of seeds that three divides are sound, others broken."""
    chance = random.Random(seed)
    made = Story(chance)
    made.write()
    blocks = made.blocks
    for _ in range(chance.randint(1, 3) if seed % 3 else 0):
        at = chance.randrange(len(blocks))
        blocks[at] = _broken(blocks[at], chance)
        if chance.random() < 0.2:
            other = chance.randrange(len(blocks))
            blocks[at], blocks[other] = blocks[other], blocks[at]
    return blocks


def _broken(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    kind = chance.random()
    if kind < 0.4:
        return text[:at] + text[at + 1 :]
    if kind < 0.8:
        return text[:at] + chance.choice(_SIGNS) + text[at:]
    return text[:at] + text[at - 3 : at] + text[at:]


def document(blocks: list[str], seed: int) -> bytes:
    """The .docx: each text cut into runs at random, blocks that begin with | being tables."""
    chance = random.Random(seed)
    body = "".join(
        _table(block[1:].split("|"), chance) if block.startswith("|") else _paragraph(block, chance)
        for block in blocks
    )
    return new_document(body + _paragraph("尾", chance))


def _paragraph(text: str, chance: random.Random) -> str:
    runs, at = "", 0
    while at < len(text):
        end = at + chance.choice([1, 2, 5, 50])
        form = chance.choice(["", "<w:rPr><w:b/></w:rPr>"])
        runs += f'<w:r>{form}<w:t xml:space="preserve">{escape(text[at:end])}</w:t></w:r>'
        at = end
    return f"<w:p>{runs}</w:p>"


def _table(rows: list[str], chance: random.Random) -> str:
    made = "".join(f"<w:tr><w:tc>{_paragraph(row, chance)}</w:tc></w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{made}</w:tbl>"


def static(blocks: list[str]) -> set[str]:
    """The characters that stand outside every tag."""
    texts = (text for block in blocks for text in block.split("|") if block.startswith("|"))
    plain = [*texts, *(block for block in blocks if not block.startswith("|"))]
    kept = "".join(_TAG.sub("", text) for text in plain)
    return {character for character in kept if ord(character) >= FIRST}


def torn(content: bytes, seed: int) -> bytes:
    """A .docx with something torn out of its XML, or of its bytes."""
    chance = random.Random(seed)
    if seed % 4 == 0:
        at = chance.randrange(len(content))
        return content[:at] + bytes([chance.randrange(256)]) + content[at + chance.randint(0, 2) :]
    parts = unpack(content, "模板.docx")
    name = chance.choice([n for n in parts if n.startswith("word/") and n.endswith(".xml")])
    root = parse(parts[name])
    for element in _some(root, chance):
        parent = element.getparent()
        if parent is not None:
            _tear(parent, element, chance)
    parts[name] = serialize(root)
    return pack(Part.of(name, part) for name, part in parts.items())


def _some(root: Element, chance: random.Random) -> Iterator[Element]:
    elements = list(root.iter("*"))
    yield from (chance.choice(elements) for _ in range(chance.randint(1, 4)))


def _tear(parent: Element, element: Element, chance: random.Random) -> None:
    kind = chance.random()
    if kind < 0.4:
        parent.remove(element)
    elif kind < 0.7:
        element.attrib.clear()
    else:
        element[:] = []
