# SPDX-License-Identifier: AGPL-3.0-or-later
"""What must not leave an answer: precision and recall of the rules by language, and with --fit the weights of
the classifier, fitted on words made here.
"""

from __future__ import annotations

import json
import random
import string
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from core import offline  # noqa: E402

offline.install()

from core.chat.withheld.likeness import features  # noqa: E402
from core.chat.withheld.rules import RULES, spans  # noqa: E402
from tests.core.chat.withheld.annotated import rows  # noqa: E402

_WORDS = (
    *("river", "bridge", "market", "orange", "winter", "harbour", "falcon", "silver", "garden", "window"),
    *("summer", "purple", "tiger", "castle", "letter", "monday", "coffee", "rocket", "shadow", "forest"),
    *("dragon", "welcome", "secure", "account", "witness", "policy", "annex", "report"),
)
# What follows “Password:” where no password does.
_INSTEAD = (
    *("see", "none", "not", "the", "in", "unknown", "required", "changed", "given", "below", "as", "above"),
    *("never", "kept", "with", "lost"),
)
_ALPHABETS = (
    string.ascii_letters + string.digits,
    string.ascii_letters + string.digits + "+/",
    string.ascii_lowercase + string.digits,
    string.ascii_letters + string.digits + "!@#$%^&*",
)


def measured() -> dict[str, object]:
    """Per rule and over all: precision and recall of the sentences' marked values, by overlap."""
    counts: dict[str, Counter[str]] = {}
    began = time.perf_counter()
    for row in rows():
        found = spans(row.text, frozenset(RULES))
        for start, end, rule in row.marked:
            hit = any(a < end and start < b for a, b, _ in found)
            _count(counts, row.language, rule, "caught" if hit else "missed")
            if not hit:
                print(f"missed {row.id}: {rule}", file=sys.stderr)
        for start, end, rule in found:
            if not any(a < end and start < b for a, b, _ in row.marked):
                _count(counts, row.language, rule, "wrong")
                print(f"wrong {row.id}: {rule}", file=sys.stderr)
    seconds = time.perf_counter() - began
    return {
        "sentences": len(rows()),
        "milliseconds": round(1000 * seconds / len(rows()), 2),
        **{name: _figures(count) for name, count in sorted(counts.items())},
    }


def _count(counts: dict[str, Counter[str]], language: str, rule: str, what: str) -> None:
    for name in ("all", language, rule):
        counts.setdefault(name, Counter())[what] += 1


def _figures(count: Counter[str]) -> dict[str, float]:
    caught = count["caught"]
    return {
        "values": caught + count["missed"],
        "precision": round(caught / max(1, caught + count["wrong"]), 3),
        "recall": round(caught / max(1, caught + count["missed"]), 3),
    }


def fitted(seed: int = 0, each: int = 4000) -> dict[str, float]:
    """Logistic regression on words drawn by chance and made up, against words as documents have them."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    chance = random.Random(seed)  # noqa: S311 - no secret is made here
    made = [(_secret(chance), 1) for _ in range(each)] + [(_harmless(chance), 0) for _ in range(2 * each)]
    samples = [features(word, named=named, assigned=assigned) for (word, named, assigned), _ in made]
    names = list(samples[0])
    model = LogisticRegression(C=10, max_iter=2000)
    model.fit([[sample[name] for name in names] for sample in samples], [label for _, label in made])
    weights = {name: round(float(weight), 2) for name, weight in zip(names, model.coef_[0], strict=True)}
    return {"bias": round(float(model.intercept_[0]), 2), **weights}


# A word, whether one for a secret stands before it, and whether by “:” or “=”.
Sample = tuple[str, bool, bool]


def _secret(chance: random.Random) -> Sample:
    kind, assigned = chance.random(), chance.random() < 0.75
    if kind < 0.45:
        return _drawn(chance, 16, 48), chance.random() < 0.3, False
    if kind < 0.6:
        return _drawn(chance, 8, 20), True, assigned
    if kind < 0.9:
        return _made_up(chance), True, assigned
    if kind < 0.95:
        return "".join(chance.choices(string.digits, k=chance.randint(4, 8))), True, True
    return chance.choice(_WORDS) + chance.choice(_WORDS), True, True


def _harmless(chance: random.Random) -> Sample:
    """Words, numbers, dates, paths, marks of papers, hashes, names in programs; some after “password is”."""
    letters = "".join(chance.choices(string.ascii_uppercase, k=chance.randint(1, 4)))
    number = str(chance.randint(1, 10 ** chance.randint(1, 8)))
    words = [chance.choice(_WORDS) for _ in range(chance.randint(1, 4))]
    kinds = (
        lambda: chance.choice(_WORDS),
        lambda: chance.choice(_WORDS),
        lambda: "-".join(words),
        lambda: f"{letters}-{chance.randint(1990, 2030)}-{number}",
        lambda: f"{letters}-{number}{chance.choice(['', '/B', '-A'])}",
        lambda: f"{chance.randint(1, 31)}/{chance.randint(1, 12)}/{chance.randint(1990, 2030)}",
        lambda: f"{chance.randint(2000, 2030)}-{chance.randint(10, 12)}-{chance.randint(10, 28)}T10:45:00Z",
        lambda: f"/srv/{'/'.join(words)}-{number}.pdf",
        lambda: f"{'-'.join(words)}.{chance.choice(['pdf', 'docx', 'org', 'zip'])}",
        lambda: f"https://example.org/{'/'.join(words)}?page={number}",
        lambda: "".join(chance.choices("0123456789abcdef", k=chance.choice((32, 40, 64)))),
        lambda: words[0] + "".join(word.title() for word in [*words, "Value"]),
        lambda: "_".join(word.upper() for word in [*words, "COUNT"]),
        lambda: f"{number}.{number}.{number}",
        lambda: f"{words[0].title()}-{letters}{number}-{words[-1]}",
    )
    if chance.random() < 0.15:
        return chance.choice(_INSTEAD), True, True
    word = chance.choice(kinds)()
    return word, chance.random() < 0.15, False


def _drawn(chance: random.Random, low: int, high: int) -> str:
    return "".join(chance.choices(chance.choice(_ALPHABETS), k=chance.randint(low, high)))


def _made_up(chance: random.Random) -> str:
    """A password as people make them: a word or two, with digits or marks."""
    words = [chance.choice(_WORDS) for _ in range(chance.randint(1, 2))]
    words = [word.title() if chance.random() < 0.5 else word for word in words]
    joined = chance.choice(("", "-", "_", ".")).join(words)
    if chance.random() < 0.3:
        joined = joined.replace("e", "3").replace("a", "4")
    return f"{joined}{chance.choice(('', '!', '#'))}{chance.randint(1, 2999)}{chance.choice(('', '', '!'))}"


if __name__ == "__main__":
    print(json.dumps(fitted() if "--fit" in sys.argv else measured(), ensure_ascii=False, indent=1))
