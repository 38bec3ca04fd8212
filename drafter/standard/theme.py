"""A document's theme, a part that Word asks for (ECMA-376 part 1, 14.2.7 and 20.1.6).

Styles of the standard name their fonts themselves, so the theme changes no text: it is what a
paragraph falls back on that names none. Its colours are black, white and greys.
"""

from __future__ import annotations

from drafter.word.ooxml import quote

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_COLOURS = {
    **{"dk1": "000000", "lt1": "FFFFFF", "dk2": "000000", "lt2": "FFFFFF"},
    **{f"accent{n}": shade for n, shade in enumerate(("000000", "404040", "595959"), start=1)},
    **{f"accent{n}": shade for n, shade in enumerate(("7F7F7F", "A6A6A6", "BFBFBF"), start=4)},
    **{"hlink": "000000", "folHlink": "000000"},
}
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="9525" cap="flat" cmpd="sng" algn="ctr">{_FILL}<a:prstDash val="solid"/></a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme_xml(headings: str, body: str) -> str:
    """The theme with those two fonts, for Chinese and Latin letters alike."""
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>' for name, colour in _COLOURS.items()
    )
    fonts = _fonts("major", headings) + _fonts("minor", body)
    # Three of each, as the schema wants them: subtle, moderate, intense (20.1.4.1.14).
    looks = (("fillStyle", _FILL), ("lnStyle", _LINE), ("effectStyle", _EFFECT))
    styles = "".join(
        f"<a:{name}Lst>{one * 3}</a:{name}Lst>" for name, one in (*looks, ("bgFillStyle", _FILL))
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<a:theme xmlns:a="{_DRAWING}" name="公文"><a:themeElements>'
        f'<a:clrScheme name="公文">{colours}</a:clrScheme>'
        f'<a:fontScheme name="公文">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="公文">{styles}</a:fmtScheme>'
        "</a:themeElements></a:theme>"
    )


def _fonts(kind: str, font: str) -> str:
    name = quote(font)
    return (
        f'<a:{kind}Font><a:latin typeface="{name}"/><a:ea typeface="{name}"/>'
        f'<a:cs typeface="{name}"/></a:{kind}Font>'
    )
