# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keeps what the rules find out of an answer: out of its text, sentences and quotations, and the stream."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from core.chat.withheld.rules import RULES, spans
from core.documents.language import language_of
from core.records import Answer, Citation, Passage, Sentence

Found = tuple[int, int, str]
# The text of a citation's page, None where that is gone.
PageOf = Callable[[Citation], str | None]
# A value of a document is looked for in the answer as it is when it is long enough to be nothing else.
_TELLING = 6
_GAPS = re.compile(r"[\s-]+")


class Guard:
    """For one answer. ``names``: the rules that are on.

    It learns from the documents what is secret in them: a model may say a password without saying that it is
    one. ``counts`` says how often which rule kept something back, never what. ``language`` is that of the
    labels, empty for the text's own.
    """

    def __init__(self, names: Iterable[str], language: str = "") -> None:
        self.names = frozenset(names)
        self.language = language
        self.counts: Counter[str] = Counter()
        self._values: dict[str, str] = {}
        self._known: re.Pattern[str] | None = None

    def learn(self, texts: Iterable[str]) -> None:
        """Takes in what is to be withheld of the pages that an answer is made from."""
        before = len(self._values)
        for text in texts:
            for start, end, name in spans(text, self.names):
                self._values |= dict.fromkeys(_parts(text[start:end]), name)
        if len(self._values) > before:
            longest_first = sorted(self._values, key=len, reverse=True)
            self._known = re.compile("|".join(map(_spelling, longest_first)))

    def find(self, text: str) -> list[Found]:
        """What must not leave of ``text``, in order, none overlapping another."""
        found = spans(text, self.names)
        for match in self._known.finditer(text) if self._known is not None else ():
            start, end = match.span()
            if not any(start < other_end and other < end for other, other_end, _ in found):
                found.append((start, end, self._rule_of(match.group())))
        return sorted(found)

    def _rule_of(self, written: str) -> str:
        bare = _GAPS.sub("", written)
        return next((name for value, name in self._values.items() if _GAPS.sub("", value) == bare), "secret")

    def label_language(self, text: str) -> str:
        return self.language or language_of(text)

    def text(self, text: str) -> str:
        """``text`` with labels in the place of what must not leave."""
        found = self.find(text) if self.names else []
        self.counts.update(name for _, _, name in found)
        return _labelled(text, found, 0, len(text), self.label_language(text)) if found else text

    def passage(self, passage: Passage) -> Passage:
        return replace(passage, text=self.text(passage.text)) if self.names else passage

    def answer(self, answer: Answer, page_of: PageOf) -> Answer:
        """The answer without what must not leave; ``withheld`` names the rules that kept something back."""
        if not self.names:
            return answer
        self.counts.clear()
        found = self.find(answer.answer)
        self.counts.update(name for _, _, name in found)
        language = self.label_language(answer.answer)
        clean = replace(
            answer,
            answer=_labelled(answer.answer, found, 0, len(answer.answer), language),
            sentences=self._sentences(answer, found, language, page_of),
            note=self.text(answer.note),
        )
        return replace(clean, withheld=tuple(name for name in RULES if self.counts[name]))

    def _sentences(
        self, answer: Answer, found: Sequence[Found], language: str, page_of: PageOf
    ) -> tuple[Sentence, ...]:
        """A sentence is what is left of its stretch of the answer; where that is nothing it is dropped."""
        kept, at = [], 0
        for sentence in answer.sentences:
            start = answer.answer.find(sentence.text, at)
            if start < 0:
                text = self.text(sentence.text)
            else:
                at = start + len(sentence.text)
                text = _labelled(answer.answer, found, start, at, language)
            if text.strip():
                citations = tuple(self._citation(one, page_of(one)) for one in sentence.citations)
                problems = tuple(map(self.text, sentence.problems))
                kept.append(replace(sentence, text=text, citations=citations, problems=problems))
        return tuple(kept)

    def _citation(self, citation: Citation, page: str | None) -> Citation:
        """Judged on its page, where the words before the quotation tell what it is."""
        if page is None or page[citation.start : citation.end] != citation.quote:
            return replace(citation, quote=self.text(citation.quote))
        inside = [one for one in self.find(page) if one[0] < citation.end and citation.start < one[1]]
        self.counts.update(name for _, _, name in inside)
        language = self.label_language(citation.quote)
        quote = _labelled(page, inside, citation.start, citation.end, language, cut=True)
        return replace(citation, quote=quote)


def _labelled(
    text: str, found: Sequence[Found], start: int, end: int, language: str, *, cut: bool = False
) -> str:
    """``text[start:end]`` with labels; what began before ``start`` has one here only with ``cut``."""
    parts, at = [], start
    for begins, ends, name in found:
        if begins < end and start < ends:
            parts.append(text[at : max(at, begins)])
            if begins >= start or cut:
                parts.append(RULES[name].label(language))
            at = max(at, ends)
    return "".join(parts) + text[at : max(at, end)]


def _parts(value: str) -> list[str]:
    """What of a secret would give it away alone: itself, and of a key its long lines."""
    lines = [line.strip() for line in value.splitlines()]
    if len(lines) > 1:
        return [line for line in lines if len(line) >= 4 * _TELLING and not line.startswith("-----")]
    return [value] if len(value) >= _TELLING else []


def _spelling(value: str) -> str:
    """A pattern for a value however its groups are parted: 4111 1111… is 4111-1111… too."""
    if any(character.isdigit() for character in value) and _GAPS.search(value):
        return "[ -]?".join(map(re.escape, _GAPS.sub("", value)))
    return re.escape(value)
