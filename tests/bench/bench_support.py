# SPDX-License-Identifier: AGPL-3.0-or-later
"""How well sentences are judged against passages: precision and recall of each verdict, and what of each
kind of change (number, name, day, denial) is caught, in English and Arabic.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from core.chat.citations import link  # noqa: E402
from core.chat.evidence import Source  # noqa: E402
from core.records import Passage, Sentence  # noqa: E402

PAIRS = ROOT / "tests" / "data" / "support.jsonl"
VERDICTS = ("supported", "partly", "unsupported")


def pairs() -> list[dict[str, Any]]:
    return [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]


def judged(pair: dict[str, Any]) -> Sentence:
    """The verdict on a pair's sentence, with no question before it."""
    text = pair["passage"]
    passage = Passage(pair["id"], "page.txt", 1, 0, len(text), text)
    return link(pair["sentence"], "", [Source(passage, text)])[0]


def main() -> None:
    """Prints a line for each figure; with ``-v`` also what was judged wrongly."""
    started = time.perf_counter()
    found = [(pair, judged(pair)) for pair in pairs()]
    seconds = time.perf_counter() - started
    for language in ("en", "ar"):
        _print_figures(language, [one for one in found if one[0]["language"] == language])
    print(f"support: {1000 * seconds / len(found):.1f} ms a sentence")
    if "-v" in sys.argv:
        for pair, sentence in found:
            if sentence.support != pair["support"]:
                print(pair["id"], pair["change"], sentence.support, pair["sentence"], sentence.problems)


def _print_figures(language: str, found: list[tuple[dict[str, Any], Sentence]]) -> None:
    both = Counter((pair["support"], sentence.support) for pair, sentence in found)
    for verdict in VERDICTS:
        right = both[verdict, verdict]
        said = sum(both[other, verdict] for other in VERDICTS)
        real = sum(both[verdict, other] for other in VERDICTS)
        figures = f"precision {right / max(1, said):.2f}, recall {right / real:.2f} ({real})"
        print(f"support {language} {verdict}: {figures}")
    changes = Counter(pair["change"] for pair, _ in found)
    caught = Counter(pair["change"] for pair, sentence in found if not sentence.supported)
    shares = ", ".join(f"{change} {caught[change]}/{count}" for change, count in changes.items())
    print(f"support {language} not taken for supported: {shares}")


if __name__ == "__main__":
    main()
