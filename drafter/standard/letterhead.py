"""The head of an official letter: whose it is, in red over a double rule, and its number (GB/T
9704-2012, 10.1)."""

from __future__ import annotations

from drafter.standard.standard import BODY, FANG, LEFT, PAGE, RIGHT, TITLE_FONT
from drafter.word.ooxml import quote

_RED = "FF0000"
_LARGEST, _TEXT = 62, PAGE[0] - LEFT - RIGHT  # half-points; twips


def letterhead(sender: str, reference: str) -> str:
    """The organ and the letter's number as two paragraphs, as XML."""
    size = min(_LARGEST, _TEXT // 10 // max(len(sender), 1))
    rule = f'<w:bottom w:val="thickThinSmallGap" w:sz="24" w:space="6" w:color="{_RED}"/>'
    return _line(
        sender,
        f'<w:pBdr>{rule}</w:pBdr><w:snapToGrid w:val="0"/>'
        '<w:spacing w:before="0" w:after="120" w:line="240" w:lineRule="auto"/>',
        "center",
        f'{_font(TITLE_FONT)}<w:color w:val="{_RED}"/><w:sz w:val="{size}"/>'
        f'<w:szCs w:val="{size}"/>',
    ) + _line(
        reference, "", "right", f'{_font(FANG)}<w:sz w:val="{BODY}"/><w:szCs w:val="{BODY}"/>'
    )


def _font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:eastAsia="{name}" w:hAnsi="{name}"/>'


def _line(text: str, form: str, align: str, look: str) -> str:
    return (
        f'<w:p><w:pPr>{form}<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{align}"/>'
        f"</w:pPr><w:r><w:rPr>{look}</w:rPr>"
        f'<w:t xml:space="preserve">{quote(text)}</w:t></w:r></w:p>'
    )
