# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sums of money: a number and a currency. Values are "2460000 dinar", "1500 USD"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from core.documents.entities.found import Found
from core.documents.entities.plain import lowered

AMOUNT = "amount"
# What a currency is called -> its one name. A word that several countries use keeps its word.
_CURRENCIES = {
    "USD": r"us\$|usd|\$|us dollars?|دولار(?:ا|ات)?\sامريكي(?:ا|ة)?",
    "EUR": r"€|eur|euros?|يورو",
    "GBP": r"£|gbp|pounds? sterling|جنيه(?:ا|ات)?\sاسترليني(?:ا|ة)?",
    "JPY": r"¥|jpy|yen",
    "CNY": r"cny|rmb|yuan",
    "CHF": r"chf|swiss francs?",
    "TRY": r"₺|try|turkish liras?",
    "SAR": r"sar|saudi riyals?|ريال(?:ا|ات)?\sسعودي(?:ا|ة)?|ر\.س\.?|﷼",
    "AED": r"aed|emirati dirhams?|درهم(?:ا)?\sاماراتي(?:ا|ة)?|د\.ا\.?",
    "QAR": r"qar|qatari riyals?|ريال(?:ا|ات)?\sقطري(?:ا|ة)?",
    "OMR": r"omr|omani rials?|ريال(?:ا|ات)?\sعماني(?:ا|ة)?",
    "YER": r"yer|yemeni rials?|ريال(?:ا|ات)?\sيمني(?:ا|ة)?",
    "KWD": r"kwd|kuwaiti dinars?|دينار(?:ا)?\sكويتي(?:ا|ة)?|د\.ك\.?",
    "BHD": r"bhd|bahraini dinars?|دينار(?:ا)?\sبحريني(?:ا|ة)?",
    "JOD": r"jod|jordanian dinars?|دينار(?:ا)?\sاردني(?:ا|ة)?",
    "IQD": r"iqd|iraqi dinars?|دينار(?:ا)?\sعراقي(?:ا|ة)?",
    "LYD": r"lyd|libyan dinars?|دينار(?:ا)?\sليبي(?:ا|ة)?",
    "TND": r"tnd|tunisian dinars?|دينار(?:ا)?\sتونسي(?:ا|ة)?",
    "DZD": r"dzd|algerian dinars?|دينار(?:ا)?\sجزائري(?:ا|ة)?",
    "MAD": r"mad|moroccan dirhams?|درهم(?:ا)?\sمغربي(?:ا|ة)?",
    "EGP": r"egp|egyptian pounds?|جنيه(?:ا|ات)?\sمصري(?:ا|ة)?",
    "SDG": r"sdg|sudanese pounds?|جنيه(?:ا|ات)?\sسوداني(?:ا|ة)?",
    "SYP": r"syp|syrian pounds?|ليرة\sسورية",
    "LBP": r"lbp|lebanese pounds?|ليرة\sلبنانية",
    "dollar": r"dollars?|دولار(?:ا|ات)?",
    "dinar": r"dinars?|دينار(?:ا|ين)?|دنانير",
    "dirham": r"dirhams?|درهم(?:ا|ين)?|دراهم",
    "riyal": r"riyals?|rials?|ريال(?:ا|ات|ين)?",
    "pound": r"pounds?|جنيه(?:ا|ات|ين)?",
    "lira": r"liras?|ليرة|ليرات",
}
_SCALES = {
    1_000: r"thousand|k|الف(?:ا)?|الاف",
    1_000_000: r"million|mn|m|مليون(?:ا)?|ملايين",
    1_000_000_000: r"billion|bn|مليار(?:ا)?|مليارات",
}
_CURRENCY = "|".join(f"(?P<{name}>{words})" for name, words in _CURRENCIES.items())
_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d+)?)"
_SCALE = "(?:\\s?(?P<scale>" + "|".join(_SCALES.values()) + r")(?!\w))?"
_AFTER = re.compile(rf"(?<![\w.,]){_NUMBER}{_SCALE}\s{{0,2}}(?:{_CURRENCY})(?!\w)")
_NAMED = re.compile(_CURRENCY)
# Before a number stand signs and codes, seldom words.
_BEFORE = re.compile(rf"(?<!\w)(?P<code>us\$|[$€£¥₺﷼]|[a-z]{{3}})\s?(?=\d){_NUMBER}{_SCALE}(?![\w]|[.,]\d)")
_FACTORS = [(re.compile(words), factor) for factor, words in _SCALES.items()]


def amounts(text: str) -> Iterator[Found]:
    """Every number with a currency behind it, or the sign or code of one before it."""
    low = lowered(text)
    for match in _AFTER.finditer(low):
        yield Found(match.start(), match.end(), AMOUNT, f"{_number(match)} {_currency(match)}")
    for match in _BEFORE.finditer(low):
        named = _NAMED.fullmatch(match["code"])
        if named is not None:
            yield Found(match.start(), match.end(), AMOUNT, f"{_number(match)} {_currency(named)}")


def _currency(match: re.Match[str]) -> str:
    return next(name for name, found in match.groupdict().items() if found and name in _CURRENCIES)


def _number(match: re.Match[str]) -> str:
    number = Decimal(match["number"].replace(",", ""))
    for words, factor in _FACTORS:
        if match["scale"] and words.fullmatch(match["scale"]):
            number *= factor
    return f"{number.normalize():f}"
