# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes compound files, the container of the old Office formats, for tests. Source: [MS-CFB]."""

from __future__ import annotations

import struct
from typing import Any

_END, _FAT, _NONE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_SECTOR, _MINI = 512, 64
Tree = dict[str, Any]


def compound(tree: Tree) -> bytes:
    """A file of the storages (dictionaries) and small streams (bytes) of ``tree``."""
    entries: list[list[Any]] = [["Root Entry", 5, _NONE, _NONE, 0, 0]]
    mini = bytearray()
    mini_fat: list[int] = []
    _add(tree, 0, entries, mini, mini_fat)
    # The table of sectors, the directory, the table of the mini stream, the mini stream.
    sizes = [1, *(-(-size // _SECTOR) for size in (128 * len(entries), 4 * len(mini_fat), len(mini)))]
    starts = [sum(sizes[:place]) for place in range(4)]
    entries[0][4:] = [starts[3], len(mini)]
    fat = [_FAT]
    for start, size in zip(starts[1:], sizes[1:], strict=True):
        fat += [*range(start + 1, start + size), _END][:size]
    assert len(fat) <= _SECTOR // 4
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, starts[1], 0, 4096, starts[2], sizes[2], _END, 0)
    parts = [struct.pack(f"<{len(fat)}I", *fat), b"".join(_entry(*entry) for entry in entries)]
    parts += [struct.pack(f"<{len(mini_fat)}I", *mini_fat), bytes(mini)]
    return header + struct.pack("<I", 0) + b"\xff" * 432 + b"".join(_filled(part) for part in parts)


def _add(tree: Tree, parent: int, entries: list[list[Any]], mini: bytearray, mini_fat: list[int]) -> None:
    before = None
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        place = len(entries)
        content = tree[name]
        entries.append([name, 1 if isinstance(content, dict) else 2, _NONE, _NONE, 0, 0])
        if before is None:
            entries[parent][3] = place
        else:
            entries[before][2] = place
        before = place
        if isinstance(content, dict):
            _add(content, place, entries, mini, mini_fat)
        elif content:
            count = -(-len(content) // _MINI)
            entries[place][4:] = [len(mini_fat), len(content)]
            mini_fat += [*range(len(mini_fat) + 1, len(mini_fat) + count), _END]
            mini += content.ljust(count * _MINI, b"\0")


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    head = raw.ljust(64, b"\0") + struct.pack("<HBB3I", len(raw), kind, 1, _NONE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


def _filled(content: bytes) -> bytes:
    return content + b"\xff" * (-len(content) % _SECTOR)
