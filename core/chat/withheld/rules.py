# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules: what each finds in a text, and what stands in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from core.chat.withheld.checksums import american, egyptian, emirati, luhn, payment_card, turkish
from core.chat.withheld.likeness import likeness
from core.documents.entities.contacts import MAIL, addresses, phones
from core.documents.entities.marks import IBAN, marks
from core.documents.entities.plain import plain

Span = tuple[int, int]
_LIKELY = 0.5
_PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]{0,40}-----|\Z)"
    r"|PuTTY-User-Key-File-\d:.*?(?:Private-MAC: \w+|\Z)",
    re.DOTALL,
)
# The shapes that their issuers document, so that they can be found.
_TOKEN = re.compile(
    r"(?<![\w-])(?:(?:AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_\w{30,}|github_pat_\w{22,}|glpat-[\w-]{20,}"
    r"|xox[abeoprs]-[\w-]{10,}|AIza[\w-]{35}|[rs]k_(?:live|test)_\w{16,}|sk-[\w-]{20,}|hf_\w{30,}|npm_\w{36}"
    r"|pypi-[\w-]{40,}|SG\.[\w-]{16,}\.[\w-]{16,}|\d{8,10}:AA[\w-]{33}|dop_v1_[0-9a-f]{40,}"
    r"|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?)"
)
_ADDRESS = re.compile(r"(?<!\w)[A-Za-z][A-Za-z0-9+.-]{1,30}://[^\s:/@]*:[^\s/@]+@[^\s<>\"'»”،]+")
_SETTING = re.compile(
    r"\b(?:AccountKey|SharedAccessKey|Pwd|Password)=[^;\s\"']+(?=;)|(?<=;)(?:Pwd|Password)=[^;\s\"']+",
    re.IGNORECASE,
)
_NAMES_ONE = (
    r"pass(?:word|wd|phrase|code)|pwd|pin(?: code)?|secret(?: key)?|api[ _-]?key|access[ _-]?(?:key|token)"
    r"|auth(?:entication)?[ _-]?token|token|encryption key|private key|credentials?|client[ _-]?secret"
    r"|كلم[ةه] (?:السر|المرور|سر|مرور)|الرقم السري|الرمز السري|رمز (?:الدخول|المرور|التحقق|الوصول)"
    r"|مفتاح (?:الوصول|التشفير|سري|الواجهة)|المفتاح السري"
)
_VERB = r"\b(?:is|was|are|were|هي|هو|كانت|كان)\b"
_VALUE = r"(?P<quote>[\"'«“`]?)(?P<value>[^\s\"'»”`]{4,200})"
_PASSWORD = re.compile(
    rf"(?<![A-Za-z])(?P<what>{_NAMES_ONE})(?![A-Za-z_])(?! (?:polic|rule|length|strength))"
    rf"(?:[\w \u064b-\u0652]{{0,40}}?)[\"'»”)]?\s{{0,3}}"
    rf"(?P<by>(?:{_VERB})?\s?[:=：–—]|{_VERB})\s{{0,3}}{_VALUE}",
    re.IGNORECASE,
)
# With nothing between: “password Tulip#88”.
_BESIDE = re.compile(rf"(?<![A-Za-z])(?P<what>{_NAMES_ONE}) (?P<by>){_VALUE}", re.IGNORECASE)
_NEAR = re.compile(rf"(?<![A-Za-z])(?:{_NAMES_ONE})(?![A-Za-z])", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z0-9+/_=.!@#$%^&*~-]{12,512}")
_NUMBER_WORD = re.compile(r"pin|passcode|الرقم|الرمز|رمز", re.IGNORECASE)
_MARKS = (":", "=", "：", "–", "—")
_REACH = 48
# In a program: what stands there is computed, not the secret itself.
_COMPUTED = re.compile(
    r"[A-Za-z_][\w.]*[(\[].*|(?:self|cls|this)\..*|[a-z_]+(?:\.[a-z_]+)+|\$?\{.*|<.*>?|\*+|--?[a-z-]+"
)
_CLOSING = ".,;:!?،؛؟)]}"
_CARD = re.compile(
    r"(?<![\w.,-])(?:\d{13,19}|\d{4}(?:[ -]\d{4}){2,3}(?:[ -]\d{1,4})?|\d{4}[ -]\d{6}[ -]\d{5})"
    r"(?![\w-]|[.,]\d)"
)
_IDENTITY = re.compile(r"(?<![\w.,-])(?:\d{8,15}|784-\d{4}-\d{7}-\d)(?![\w-]|[.,]\d)")
_SOCIAL = re.compile(r"(?<![\w-])(\d{3})-(\d{2})-(\d{4})(?![\w-])")
_BRITISH = re.compile(r"(?<!\w)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)")
_IDENTITY_WORD = re.compile(
    r"national (?:id|identity|number|insurance)|identity (?:card|number|no)|\bid (?:card|number|no)\b|iqama"
    r"|civil id|social security|\bssn\b|personal number|رقم (?:ال)?(?:هوية|وطني|قومي|بطاقة|مدني|إقامة|اقامة)"
    r"|الرقم (?:الوطني|القومي|المدني)|الهوية|هويته|هويتها|البطاقة الشخصية|الإقامة|الاقامة",
    re.IGNORECASE,
)
_PASSPORT = re.compile(
    r"(?:passport|جواز(?:ات)? ?(?:ال)?(?:سفر(?:ه|ها)?)?|جوازه|جوازها)(?:[^\d\n]{0,30}?)"
    r"(?<![A-Za-z0-9])(?P<value>[A-Za-z]{1,2} ?\d{6,8}|\d{8,9})(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Rule:
    """``find`` gives the spans of what must not leave. ``personal``: names a person rather than opens a door.

    ``usual``: whether it is on where nobody has chosen.
    """

    name: str
    labels: dict[str, str]
    find: Callable[[str], Iterator[Span]]
    personal: bool = False

    @property
    def usual(self) -> bool:
        return not self.personal

    def label(self, language: str) -> str:
        """What stands in the place of what is withheld."""
        word = "حُجب" if language == "ar" else "withheld"
        return f"[{word}: {self.labels.get(language, self.labels['en'])}]"


def _matches(pattern: re.Pattern[str]) -> Callable[[str], Iterator[Span]]:
    return lambda text: (found.span() for found in pattern.finditer(text))


def _connections(text: str) -> Iterator[Span]:
    """Addresses with a password in them, and the settings that stand for one."""
    # Most texts have neither mark, and looking for these is many times faster than the patterns.
    for mark, pattern in (("://", _ADDRESS), ("=", _SETTING)):
        if mark in text:
            yield from _matches(pattern)(text)


def _passwords(text: str) -> Iterator[Span]:
    """The value after a word for a secret, unless it tells something of the secret or is computed."""
    for found in chain(_PASSWORD.finditer(text), _BESIDE.finditer(text)):
        value = found["value"].rstrip(_CLOSING)
        computed = not found["quote"] and _COMPUTED.fullmatch(value) is not None
        if len(value) >= 4 and not computed and _gives_away(found, value):
            yield found.start("value"), found.start("value") + len(value)


def _gives_away(found: re.Match[str], value: str) -> bool:
    if _is_said(found["what"], value):
        return True
    assigned = found["by"].endswith(_MARKS) or bool(found["quote"])
    return assigned and likeness(value, named=True, assigned=True) >= _LIKELY


def _is_said(what: str, value: str) -> bool:
    """Whether “the password is …” gives it away: words alone would tell something of it, as of a token."""
    letters, digits = any(map(str.isalpha, value)), any(map(str.isdigit, value))
    others = any(not character.isalnum() and character not in "-'’/.," for character in value)
    if value.isdigit() and _NUMBER_WORD.search(what):
        return True
    return what.lower() != "token" and letters + digits + others >= 2


def _secrets(text: str) -> Iterator[Span]:
    """Words that look drawn by chance, more readily shortly after a word for a secret."""
    for found in _WORD.finditer(text):
        word, start = found.group().rstrip(_CLOSING), found.start()
        if not word or word.isalpha() or likeness(word, named=True) < _LIKELY:
            continue
        named = _NEAR.search(text, max(0, start - _REACH), start) is not None
        if named or likeness(word) >= _LIKELY:
            yield start, start + len(word)


def _numbers(pattern: re.Pattern[str], text: str) -> Iterator[tuple[Span, str]]:
    for found in pattern.finditer(text):
        yield found.span(), re.sub(r"\D", "", found.group())


def _cards(text: str) -> Iterator[Span]:
    return (span for span, digits in _numbers(_CARD, text) if payment_card(digits))


def _identities(text: str) -> Iterator[Span]:
    """Those that prove themselves by their form; others of 8 to 14 digits after a word for them."""
    for (start, end), digits in _numbers(_IDENTITY, text):
        named = _IDENTITY_WORD.search(text, max(0, start - _REACH), start) is not None
        proven = egyptian(digits) or emirati(digits) or turkish(digits)
        if proven or (named and _could_be_one(digits)):
            yield start, end
    for found in _SOCIAL.finditer(text):
        if american(*found.groups()):
            yield found.span()
    yield from _matches(_BRITISH)(text)


def _could_be_one(digits: str) -> bool:
    """8 to 14 digits; those of Saudi Arabia (ten, the first 1 or 2) add up."""
    return 8 <= len(digits) <= 14 and (len(digits) != 10 or digits[0] not in "12" or luhn(digits))


def _passports(text: str) -> Iterator[Span]:
    return (found.span("value") for found in _PASSPORT.finditer(text))


def _ibans(text: str) -> Iterator[Span]:
    return ((found.start, found.end) for found in marks(text) if found.kind == IBAN)


def _mails(text: str) -> Iterator[Span]:
    return ((found.start, found.end) for found in addresses(text) if found.kind == MAIL)


def _phones(text: str) -> Iterator[Span]:
    return ((found.start, found.end) for found in phones(text))


RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule("private_key", {"en": "private key", "ar": "مفتاح خاص"}, _matches(_PRIVATE_KEY)),
        Rule("token", {"en": "access token", "ar": "رمز وصول"}, _matches(_TOKEN)),
        Rule("connection", {"en": "connection string", "ar": "سلسلة اتصال"}, _connections),
        Rule("password", {"en": "password", "ar": "كلمة سر"}, _passwords),
        Rule("secret", {"en": "secret", "ar": "سر"}, _secrets),
        Rule("card", {"en": "payment card", "ar": "بطاقة دفع"}, _cards, personal=True),
        Rule("iban", {"en": "bank account", "ar": "حساب مصرفي"}, _ibans, personal=True),
        Rule("national_id", {"en": "identity number", "ar": "رقم هوية"}, _identities, personal=True),
        Rule("passport", {"en": "passport number", "ar": "رقم جواز"}, _passports, personal=True),
        Rule("phone", {"en": "telephone number", "ar": "رقم هاتف"}, _phones, personal=True),
        Rule("email", {"en": "mail address", "ar": "عنوان بريد"}, _mails, personal=True),
    )
}


_LABEL = re.compile("|".join(re.escape(rule.label(one)) for rule in RULES.values() for one in rule.labels))


def spans(text: str, names: frozenset[str]) -> list[tuple[int, int, str]]:
    """What the rules of these names find, in order; where two overlap, the earlier rule has it."""
    read = plain(text)
    # What stands in the place of something withheld before is nothing to withhold.
    labels = [(found.start(), found.end(), "") for found in _LABEL.finditer(text)]
    taken: list[tuple[int, int, str]] = list(labels)
    for name in (name for name in RULES if name in names):
        for start, end in RULES[name].find(_own(name, text, read)):
            if end > start and not any(start < stop and begin < end for begin, stop, _ in taken):
                taken.append((start, end, name))
    return sorted(taken[len(labels) :])


def _own(name: str, text: str, read: str) -> str:
    """Secrets are told by their characters as they are, numbers in Western digits."""
    return read if RULES[name].personal else text
