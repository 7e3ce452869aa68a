# SPDX-License-Identifier: AGPL-3.0-or-later
"""How names are told in English: capitals show where one ends."""

from __future__ import annotations

import re

from core.documents.entities import gazetteer
from core.documents.entities.script import Script

_CAP = r"(?:[Aa]l-|[Ee]l-|O')?[A-Z][^\W\d_]+(?:[-'][^\W\d_]+)*"
_BETWEEN = r"(?:[ \n](?:bin|ibn|bint|abu|umm|al|el|de|van|von|der|di))?"
_GAP = r"[ \n]"
_NOT_A_NAME = (
    r"(?!(?:The|This|That|These|A|An|And|Of|In|On|At|By|For|To|From|Our|Your|My|His|Her|Its|We|It|He|She|They|"
    r"Route|Road|Street|Bridge|Valley|River|City|Province|Governorate|District|Ministry|Department|Committee|"
    r"Authority|Council|Police|Court|Company|Partner|Head|Chair|Chief|Member|Director|Lead|Report|Inquiry|Dear|Yours|Date|January|February|March|April|"
    r"May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|"
    r"Sunday)\b)"
)
_NO_ARTICLE = r"(?!(?:The|This|That|A|An|Our|Your|Its|Their|In|On|At|By|For|To|From|Of)\b)"
_NAME_WORD = rf"{_NOT_A_NAME}(?:{_CAP}|[A-Z]\.)"
_TITLES = (
    "Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|Eng|Engineer|Sheikh|Shaikh|Captain|Capt|Colonel|Col|General|Gen|"
    "Brigadier|Major|Maj|Lieutenant|Lt|Sergeant|Sgt|Corporal|Judge|Justice|Minister|President|Prince|Princess|King|"
    "Queen|Sir|Lady|Ambassador|Governor|Senator|Director General|Inspector|Officer|"
    "Haj|Hajj|Sayyid|Imam"
)
_TITLED = re.compile(
    rf"(?<!\w)(?:(?:{_TITLES})\.?[ \n])+(?P<name>{_NAME_WORD}(?:{_BETWEEN}{_GAP}{_NAME_WORD}){{0,3}})"
)
_BY_CHILD = re.compile(rf"(?<![\w'-])Abu {_CAP}(?![\w-])")
_PAIR = re.compile(
    rf"(?<![\w'-])(?P<first>[A-Z][a-z]{{1,14}})(?=(?P<rest>{_BETWEEN}(?:{_GAP}{_NAME_WORD}){{1,2}})(?!\w))"
)
_ORGANISATION_END = (
    "Ltd|Limited|LLC|LLP|Inc|Incorporated|Corp|Corporation|Company|Co|Group|PLC|GmbH|Bank|Holdings?|Consultants|"
    "Contractors|Quarries|Works|Laboratory|Laboratories|Authority|Commission|Committee|Council|Agency|Association|"
    "Institute|Foundation|Hospital|University|College|School|Police|Court|Ministry|Department|Directorate|Union|"
    "Organi[sz]ation|Party|Press|Times|Airlines|Airways|Industries|Partners|Services|Mills|Trust|Society|Bureau|"
    "Office|Brigade|Front|Forces|Army|Navy"
)
_ORGANISATION_HEAD = (
    "Ministry|Department|University|Bank|Office|Directorate|Court|Municipality|Authority|Commission|Committee|"
    "Council|Institute|Bureau|Faculty|Chamber|Union|Embassy|Consulate|House|Board"
)
_LINK = r"[ \n](?:and|of|for|&)(?:[ \n]the)?[ \n]"
_ENDED = re.compile(
    rf"(?<![\w'-]){_NO_ARTICLE}(?:{_CAP}(?:[ \n](?:and|of|&)[ \n]|{_GAP})){{1,6}}?"
    rf"(?:{_ORGANISATION_END})(?![\w-])"
    rf"(?:{_GAP}(?:{_ORGANISATION_END})(?![\w-])){{0,2}}"
)
_HEADED = re.compile(
    rf"(?<![\w'-])(?:{_ORGANISATION_HEAD})[ \n](?:of|for)(?:[ \n]the)?[ \n]"
    rf"{_CAP}(?:(?:{_LINK}|{_GAP}){_CAP}){{0,4}}"
)
_PLACE_END = (
    "City|Street|Road|Avenue|Boulevard|Bridge|River|Valley|Governorate|Province|District|Airport|Port|Square|Camp|"
    "Village|Island|Islands|Mountains?|Desert|Sea|Gulf|Lake|Terrace|Highway|Crossing|Oasis|Canal|Dam|County|State"
)
_PLACE_HEAD = "city|town|village|governorate|province|district|port|river|valley|island|camp|emirate|region"
_NO_BODY = rf"(?!(?:{_ORGANISATION_END})\b)"
_PLACED = re.compile(
    rf"(?<![\w'-]){_NO_ARTICLE}(?:{_NO_BODY}{_CAP}{_GAP}){{1,3}}?(?:{_PLACE_END})(?![\w-])"
    rf"(?:[ \n](?:{_PLACE_END})(?!\w))?"
)
_PLACE_OF = re.compile(rf"(?<!\w)(?i:{_PLACE_HEAD})[ \n]of[ \n](?P<name>{_CAP}(?:{_GAP}{_CAP}){{0,2}})")
_PLACE_WORD = re.compile(
    rf"(?<![\w'-])(?:Wadi|Jabal|Jebel|Mount|Lake|Port|Umm|Tell|Tel|Ain|Ras|Bir|Deir|Beit|Khan|Qasr|Burj|Route){_GAP}"
    rf"(?:{_CAP}|\d{{1,4}})(?![\w-])"
)
_KNOWN = re.compile(r"(?<![\w'-])(?:" + gazetteer.pattern("places_english") + r")(?![\w-])")

ENGLISH = Script(
    letters=re.compile(r"[A-Z]"),
    people=(_TITLED, _BY_CHILD),
    organisations=(_ENDED, _HEADED),
    places=(_PLACED, _PLACE_OF, _PLACE_WORD, _KNOWN),
    pair=_PAIR,
    given=gazetteer.names("given_english"),
)
