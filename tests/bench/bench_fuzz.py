# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mutated files of all formats: each must be accounted for, none may hang, and this process must live.

    bench_fuzz.py [FILES] [SEED]

Small files of each kind that is read are damaged: bytes flipped, parts cut off, doubled or blanked, numbers
changed;
in zip-based formats also within a member, so that the damage reaches the parser behind the unpacking.
"""

from __future__ import annotations

import collections
import email.message
import io
import json
import random
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from core import offline  # noqa: E402

offline.install()

from core.documents.extract_files import extract_files  # noqa: E402
from core.settings import ExtractSettings  # noqa: E402

CASE = ROOT / "resources" / "samples" / "case"
FILES = 2000
SECONDS = 20
BATCH = 100
TEXT = (
    "The bridge over the river was closed on 16 March. أغلق الجسر يوم 16 مارس بسبب شقوق في الدعامة الثالثة."
)


def main(files: int = FILES, seed: int = 1) -> None:
    """Prints what became of the files; ends with an error when one was lost or took longer than it may."""
    chance = random.Random(seed)  # noqa: S311 - the same files for the same seed
    settings = replace(ExtractSettings(), page_seconds=SECONDS)
    told: collections.Counter[str] = collections.Counter()
    reasons: collections.Counter[str] = collections.Counter()
    lost, slowest = 0, 0.0
    seeds = dict(_seeds())
    with tempfile.TemporaryDirectory() as name:
        for first in range(0, files, BATCH):
            paths = [
                _mutated(seeds, chance, Path(name), number)
                for number in range(first, min(files, first + BATCH))
            ]
            began = time.perf_counter()
            met = _read(paths, settings, told, reasons)
            slowest = max(slowest, time.perf_counter() - began)
            lost += sum(str(path) not in met for path in paths)
            for path in paths:
                path.unlink()
    print(
        json.dumps(
            {
                "files": files,
                "kinds": len(seeds),
                "lost": lost,
                "pages": told,
                "commonest_reasons": reasons.most_common(12),
                "slowest_batch_seconds": round(slowest, 1),
            },
            ensure_ascii=False,
        )
    )
    raise SystemExit(1 if lost else 0)


def _read(
    paths: list[Path],
    settings: ExtractSettings,
    told: collections.Counter[str],
    reasons: collections.Counter[str],
) -> set[str]:
    """The files that were told of, archives' members counting for their archive."""
    met = set()
    for page in extract_files(paths, settings):
        met.add(page["file"].partition("!")[0])
        told[page["source"]] += 1
        if page["error"]:
            reasons[page["error"].partition(" ")[2][:60]] += 1
    return met


def _mutated(seeds: dict[str, bytes], chance: random.Random, folder: Path, number: int) -> Path:
    name = chance.choice(sorted(seeds))
    content = seeds[name]
    if content.startswith(b"PK") and chance.random() < 0.5:
        content = _damaged_member(content, chance)
    else:
        content = _damaged(content, chance)
    path = folder / f"{number:05d}-{name}"
    path.write_bytes(content)
    return path


def _damaged(content: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 3)):
        content = chance.choice(_DAMAGES)(content, chance)
    return content


def _flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 4, 32, 256))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randint(1, max(1, len(content)))]


def _doubled(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(max(1, len(content)))
    part = content[start : start + chance.choice((16, 256, 4096))]
    return content[:start] + part * chance.choice((2, 8, 64)) + content[start:]


def _blanked(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(max(1, len(content)))
    length = chance.choice((8, 64, 1024))
    return content[:start] + bytes(min(length, len(content) - start)) + content[start + length :]


def _numbers(content: bytes, chance: random.Random) -> bytes:
    """A number in the text becomes one that nobody expected: sizes, counts, offsets."""
    places = [i for i, byte in enumerate(content[:200_000]) if 48 <= byte <= 57]
    if not places:
        return content
    at = chance.choice(places)
    return content[:at] + chance.choice((b"0", b"-1", b"99999999", b"4294967296")) + content[at + 1 :]


_DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (_flip, _cut, _doubled, _blanked, _numbers)


def _damaged_member(content: bytes, chance: random.Random) -> bytes:
    """A whole archive, one member of which is damaged."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as whole,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        names = whole.namelist()
        victim = chance.choice(names)
        for name in names:
            inner = whole.read(name)
            made.writestr(name, _damaged(inner, chance) if name == victim else inner)
    return result.getvalue()


def _seeds() -> Iterator[tuple[str, bytes]]:
    for path in sorted(CASE.iterdir()):
        if path.stat().st_size < 400_000:
            yield path.name, path.read_bytes()
    yield from _plain()
    yield from _office()
    yield from _pictures()
    yield from _containers()


def _plain() -> Iterator[tuple[str, bytes]]:
    yield (
        "page.html",
        f"<html><head><title>T</title></head><body><h1>A</h1><p>{TEXT}</p><table><tr><td>1</td></tr></table></body></html>".encode(),
    )
    yield "rows.csv", f"id,text\n1,{TEXT}\n2,{TEXT}\n".encode()
    yield "rows.json", json.dumps([{"id": n, "text": TEXT} for n in range(5)], ensure_ascii=False).encode()
    yield "rows.jsonl", "\n".join(json.dumps({"id": n, "text": TEXT}) for n in range(5)).encode()
    yield "tree.xml", f'<?xml version="1.0"?><a><b n="1">{TEXT}</b></a>'.encode()
    yield (
        "letter.rtf",
        rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0\fs24 The bridge was closed.\par Second {\b bold} line.}",
    )
    yield "arabic.txt", TEXT.encode("cp1256", "ignore")


def _office() -> Iterator[tuple[str, bytes]]:
    import openpyxl
    from pptx import Presentation

    book = openpyxl.Workbook()
    for row in (("pier", "width"), ("P3", 2.8), ("الدعامة", 3)):
        book.active.append(row)
    yield "book.xlsx", _saved(book.save)
    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = "Closure", TEXT
    yield "slides.pptx", _saved(slides.save)
    text = f'<text:p xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">{TEXT}</text:p>'
    body = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">'
        f"<office:body><office:text>{text}</office:text></office:body></office:document-content>"
    )
    yield (
        "letter.odt",
        _zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": body.encode()}),
    )
    chapter = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{TEXT}</p></body></html>'.encode()
    package = (
        b'<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest><item id="c" href="c.xhtml" '
        b'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/></spine></package>'
    )
    container = (
        b'<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
        b'full-path="p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    parts = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": container,
        "p.opf": package,
        "c.xhtml": chapter,
    }
    yield "book.epub", _zipped(parts)


def _pictures() -> Iterator[tuple[str, bytes]]:
    from PIL import Image, ImageDraw

    sheet = Image.new("L", (400, 120), 255)
    ImageDraw.Draw(sheet).text((20, 40), "The bridge was closed", fill=0)
    for form in ("PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP"):
        yield f"sheet.{form.lower()}", _saved(partial(sheet.save, format=form))


def _containers() -> Iterator[tuple[str, bytes]]:
    message = email.message.EmailMessage()
    message["Subject"], message["From"], message["To"] = "الجسر", "a@example.org", "b@example.org"
    message.set_content(TEXT)
    message.add_attachment(TEXT.encode(), maintype="text", subtype="plain", filename="note.txt")
    yield "mail.eml", message.as_bytes()
    yield "box.mbox", b"From a@example.org Sat Jan  1 00:00:00 2022\n" + message.as_bytes() + b"\n"
    yield "files.zip", _zipped({"a/note.txt": TEXT.encode(), "mail.eml": message.as_bytes()})
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        info = tarfile.TarInfo("note.txt")
        info.size = len(TEXT.encode())
        archive.addfile(info, io.BytesIO(TEXT.encode()))
    yield "files.tar.gz", packed.getvalue()


def _zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    buffer = io.BytesIO()
    save(buffer)
    return buffer.getvalue()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
