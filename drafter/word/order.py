"""Where an element may stand among its siblings, as Word insists (ECMA-376 part 1)."""

from __future__ import annotations

from lxml import etree

from drafter.word.ooxml import Element, W, w

_ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
    "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct "
    "topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
    "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike "
    "outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern "
    "position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
    "eastAsianLayout specVanish "
    "oMath rPrChange",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
    "pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi "
    "rtlGutter docGrid printerSettings sectPrChange",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection "
    "tcFitText vAlign hideMark headers cellIns cellDel cellMerge tcPrChange",
    "settings": "writeProtection view zoom removePersonalInformation removeDateAndTime "
    "doNotDisplayPageBoundaries displayBackgroundShape printPostScriptOverText "
    "printFractionalCharacterWidth printFormsData embedTrueTypeFonts embedSystemFonts "
    "saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader "
    "bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors hideGrammaticalErrors "
    "activeWritingStyle proofState formsDesign attachedTemplate linkStyles stylePaneFormatFilter "
    "stylePaneSortMethod documentType mailMerge revisionView trackRevisions doNotTrackMoves "
    "doNotTrackFormatting documentProtection autoFormatOverride styleLockTheme styleLockQFSet "
    "defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps "
    "showEnvelope summaryLength clickAndTypeStyle defaultTableStyle evenAndOddHeaders",
}
# headerReference and footerReference share one place.
_SHARED = {w("footerReference"): w("headerReference")}
_PLACES = {
    w(owner): {w(name): at for at, name in enumerate(order.split())}
    for owner, order in _ORDERS.items()
}


def put(parent: Element, child: Element) -> Element:
    """Set the child in schema order, replacing any of its name; unknown names come last."""
    for old in parent.findall(str(child.tag)):
        parent.remove(old)
    return add(parent, child)


def add(parent: Element, child: Element) -> Element:
    """Add the child in schema order, after others of its name."""
    places = _PLACES[str(parent.tag)]
    mine = _place(places, child)
    behind = next((e for e in parent if _place(places, e) > mine), None)
    if behind is None:
        parent.append(child)
    else:
        behind.addprevious(child)
    return child


def made(name: str, /, **attributes: str) -> Element:
    """A WordprocessingML element with these attributes."""
    element = etree.Element(w(name), nsmap={"w": W})
    for key, value in attributes.items():
        element.set(w(key), value)
    return element


def held(parent: Element, name: str) -> Element:
    """The parent's child of that name, put before all others where it is missing."""
    element = parent.find(w(name))
    if element is None:
        element = made(name)
        parent.insert(0, element)
    return element


def drop(parent: Element, *names: str) -> None:
    """Remove the parent's children of these names."""
    for child in [c for name in names for c in parent.findall(w(name))]:
        parent.remove(child)


def _place(places: dict[str, int], element: Element) -> int:
    tag = str(element.tag)
    return places.get(_SHARED.get(tag, tag), len(places))
