"""What a click shows on a slide: takes the numbers of shapes, writes when they appear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

_TIMING = """<p:timing {}><p:tnLst><p:par><p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot">
<p:childTnLst><p:seq concurrent="1" nextAc="seek"><p:cTn id="2" dur="indefinite" nodeType="mainSeq">
<p:childTnLst>{}</p:childTnLst>
</p:cTn><p:prevCondLst><p:cond evt="onPrev" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:prevCondLst>
<p:nextCondLst><p:cond evt="onNext" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:nextCondLst></p:seq>
</p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>"""
_CLICK = """<p:par><p:cTn id="{}" fill="hold"><p:stCondLst><p:cond delay="indefinite"/></p:stCondLst><p:childTnLst>
<p:par><p:cTn id="{}" fill="hold"><p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst>{}</p:childTnLst></p:cTn>
</p:par></p:childTnLst></p:cTn></p:par>"""
_APPEAR = """<p:par><p:cTn id="{}" presetID="1" presetClass="entr" presetSubtype="0" fill="hold" nodeType="{}">
<p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst><p:set><p:cBhvr><p:cTn id="{}" dur="1" fill="hold">
<p:stCondLst><p:cond delay="0"/></p:stCondLst></p:cTn><p:tgtEl><p:spTgt spid="{}"/></p:tgtEl><p:attrNameLst>
<p:attrName>style.visibility</p:attrName></p:attrNameLst></p:cBhvr><p:to><p:strVal val="visible"/></p:to></p:set>
</p:childTnLst></p:cTn></p:par>"""


def appear(page: Any, clicks: Sequence[Sequence[int]]) -> None:
    """Let shapes appear, those of one click together; on paper they are all there."""
    number = 2
    said = []
    for shapes in clicks:
        outer, inner = number + 1, number + 2
        number += 2
        effects = []
        for at, shape in enumerate(shapes):
            effects.append(_APPEAR.format(number + 1, "withEffect" if at else "clickEffect", number + 2, shape))
            number += 2
        said.append(_CLICK.format(outer, inner, "".join(effects)))
    if said:
        page._element.append(parse_xml(_TIMING.format(nsdecls("p"), "".join(said))))
