# SPDX-License-Identifier: AGPL-3.0-or-later
"""Renders the sample case from its sources: `python resources/make_samples.py [OUT]`.

OUT (by default resources/samples) gets the documents in case/ and the text of their pages in pages.jsonl.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from resources.samples.render import sources
from resources.samples.render.layout import render_pdf
from resources.samples.render.scan import render_notice, render_scan
from resources.samples.render.sources import Source
from resources.samples.render.word import render_word

Renderer = Callable[[Source], bytes]


def render_text(source: Source) -> bytes:
    """Plain text in the encoding the source asks for; as on Windows, lines of cp1256 end in CR LF."""
    encoding = source.head["encoding"]
    body = source.body.replace("\n", "\r\n") if encoding == "cp1256" else source.body
    return body.encode(encoding)


def render_markdown(source: Source) -> bytes:
    """The body as it was written."""
    return source.body.encode()


def render_damaged(source: Source) -> bytes:
    """A PDF cut off after the share `keep` of its bytes, as a broken copy leaves it."""
    whole = render_pdf(source)
    return whole[: int(len(whole) * float(source.head["keep"]))]


RENDERERS: dict[str, Renderer] = {
    "pdf": render_pdf,
    "scan": render_scan,
    "notice": render_notice,
    "word": render_word,
    "text": render_text,
    "markdown": render_markdown,
    "damaged": render_damaged,
}


def make(out: Path) -> None:
    """Renders all documents into `out`/case and writes `out`/pages.jsonl, what each page says."""
    case = out / "case"
    case.mkdir(parents=True, exist_ok=True)
    lines = []
    for source in sources.read_all():
        (case / source.out).write_bytes(RENDERERS[source.head["kind"]](source))
        lines += [
            {"document": source.out, "page": page, "language": source.head["language"], "text": text}
            for page, text in enumerate(source.page_texts, start=1)
        ]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (out / "pages.jsonl").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent / "samples")
