"""A slot: the run properties in which a tag's value is printed, plain and loud."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy

from lxml import etree
from msgspec import Struct

from drafter.word.ooxml import Element
from drafter.word.order import made, put


class Slot(Struct, frozen=True):
    """A place for a value: its run properties, and what comes before a text in them; the key of the
    indicator, where the tag is nothing but that."""

    plain: str
    loud: str
    before: str
    before_loud: str
    key: str = ""


def slot(form: Element | None, declared: Mapping[str | None, str], key: str = "") -> Slot:
    """The slot of a tag with those run properties; loud is highlighted in yellow.

    `declared` are the namespaces that the part's root declares.
    """
    if form is None:
        return _slot("", f"<w:rPr>{_HIGHLIGHT}</w:rPr>", key)
    loud = deepcopy(form)
    put(loud, made("highlight", val="yellow"))
    return _slot(bare(form, declared), bare(loud, declared), key)


def _slot(plain: str, loud: str, key: str) -> Slot:
    return Slot(plain, loud, f"<w:r>{plain}{_TEXT}", f"<w:r>{loud}{_TEXT}", key)


_TEXT = '<w:t xml:space="preserve">'
_HIGHLIGHT = '<w:highlight w:val="yellow"/>'


def bare(form: Element, declared: Mapping[str | None, str]) -> str:
    """Properties as text, without the namespace declarations that the part's root already has."""
    text = etree.tostring(form, encoding="unicode", with_tail=False)
    return re.sub(r' xmlns:(\w+)="([^"]*)"', lambda match: _declared(match, declared), text)


def _declared(match: re.Match[str], declared: Mapping[str | None, str]) -> str:
    return "" if declared.get(match[1]) == match[2] else match[0]
