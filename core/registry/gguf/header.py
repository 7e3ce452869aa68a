# SPDX-License-Identifier: AGPL-3.0-or-later
"""The header of a GGUF file, read with bounds on everything: the file may come from anywhere.

The gguf package's reader maps the whole file and trusts its counts (a bogus one keeps it busy for ever), and
takes seconds for a large vocabulary. This one reads a few megabytes, keeps no long list and needs no numpy.
Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

MAGIC = b"GGUF"
VERSIONS = {2, 3}
DEFAULT_ALIGNMENT = 32
_MAX_KEY = 65_535
_MAX_ENTRIES = 100_000
_MAX_ELEMENTS = 4_000_000
_MAX_DIMENSIONS = 4
_MAX_HEADER = 256 * 1024 * 1024
# Longer texts and lists than these are counted and passed over.
_KEPT_TEXT = 1024 * 1024
_KEPT_ELEMENTS = 4096

_SCALARS = {
    0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d",
}  # fmt: skip
_STRING, _ARRAY = 8, 9


class BrokenHeaderError(Exception):
    """The file is no GGUF, or not a whole one. The message completes "FILE …"."""


@dataclass(frozen=True)
class Tensor:
    """``shape`` has the fastest dimension first, as GGUF does; ``offset`` counts from ``data_start``."""

    name: str
    shape: tuple[int, ...]
    type: int
    offset: int

    @property
    def elements(self) -> int:
        product = 1
        for size in self.shape:
            product *= size
        return product


@dataclass(frozen=True)
class Header:
    """``metadata`` holds scalars, texts and short lists; ``lengths`` how long every list is."""

    metadata: dict[str, Any]
    lengths: dict[str, int]
    tensors: tuple[Tensor, ...]
    data_start: int
    file_size: int

    def own(self, name: str, default: Any = None) -> Any:
        """A value of the architecture's own: ``own("block_count")`` is that of ``llama.block_count``."""
        return self.metadata.get(f"{self.metadata.get('general.architecture')}.{name}", default)


def read(path: Path) -> Header:
    """The header of ``path``. Raises :class:`BrokenHeaderError`, or OSError when it cannot be read."""
    with path.open("rb") as file:
        return _Reader(file, path.stat().st_size).header()


class _Reader:
    """A walk through the header that never asks for more bytes than the file has left."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self._size = size
        self._end = min(size, _MAX_HEADER)

    def header(self) -> Header:
        tensor_count, entry_count = self._opening()
        metadata: dict[str, Any] = {}
        lengths: dict[str, int] = {}
        for _ in range(entry_count):
            key = self._text(_MAX_KEY)
            kind = self._scalar("<I")
            value, length = self._array() if kind == _ARRAY else (self._value(kind), None)
            if value is not None:
                metadata[key] = value
            if length is not None:
                lengths[key] = length
        tensors = tuple(self._tensor() for _ in range(tensor_count))
        return Header(metadata, lengths, tensors, self._data_start(metadata), self._size)

    def _opening(self) -> tuple[int, int]:
        if self._size == 0:
            raise BrokenHeaderError("is empty")
        if self._file.read(4) != MAGIC:
            raise BrokenHeaderError("is not a GGUF file")
        version = self._scalar("<I")
        if version not in VERSIONS:
            swapped = int.from_bytes(version.to_bytes(4, "little"), "big")
            if swapped in VERSIONS:
                raise BrokenHeaderError("was written for machines of the other byte order (big-endian)")
            raise BrokenHeaderError(f"is a GGUF file of version {version}, which this program does not know")
        counts = self._scalar("<Q"), self._scalar("<Q")
        if max(counts) > _MAX_ENTRIES:
            raise BrokenHeaderError(f"is damaged: it claims {max(counts):,} entries")
        return counts

    def _tensor(self) -> Tensor:
        name = self._text(_MAX_KEY)
        dimensions = self._scalar("<I")
        if dimensions > _MAX_DIMENSIONS:
            raise BrokenHeaderError(f"is damaged: the tensor {name[:60]} claims {dimensions} dimensions")
        shape = tuple(self._scalar("<Q") for _ in range(dimensions))
        return Tensor(name, shape, self._scalar("<I"), self._scalar("<Q"))

    def _data_start(self, metadata: dict[str, Any]) -> int:
        alignment = metadata.get("general.alignment", DEFAULT_ALIGNMENT)
        if not isinstance(alignment, int) or alignment <= 0 or alignment & (alignment - 1):
            raise BrokenHeaderError("is damaged: its alignment is no power of two")
        return -(-self._file.tell() // alignment) * alignment

    def _value(self, kind: int) -> Any:
        if kind == _STRING:
            return self._text(_KEPT_TEXT)
        if kind not in _SCALARS:
            raise BrokenHeaderError(f"is damaged: it holds a value of the unknown kind {kind}")
        return self._scalar(_SCALARS[kind])

    def _array(self) -> tuple[list[Any] | None, int]:
        kind, length = self._scalar("<I"), self._scalar("<Q")
        if length > _MAX_ELEMENTS:
            raise BrokenHeaderError(f"is damaged: it claims a list of {length:,} elements")
        if kind in _SCALARS and length > _KEPT_ELEMENTS:
            self._skip(length * struct.calcsize(_SCALARS[kind]))
            return None, length
        if kind == _STRING and length > _KEPT_ELEMENTS:
            for _ in range(length):
                self._skip(self._scalar("<Q"))
            return None, length
        return [self._value(kind) for _ in range(length)], length

    def _text(self, kept: int) -> str:
        length = self._scalar("<Q")
        if length > kept:
            if kept == _MAX_KEY:
                raise BrokenHeaderError(f"is damaged: it claims a name of {length:,} bytes")
            self._skip(length)
            return ""
        return self._bytes(length).decode("utf-8", "replace")

    def _scalar(self, form: str) -> Any:
        return struct.unpack(form, self._bytes(struct.calcsize(form)))[0]

    def _bytes(self, count: int) -> bytes:
        self._check_room(count)
        return self._file.read(count)

    def _skip(self, count: int) -> None:
        self._check_room(count)
        self._file.seek(count, 1)

    def _check_room(self, count: int) -> None:
        if count > self._end - self._file.tell():
            raise BrokenHeaderError("ends in the middle of its header")
