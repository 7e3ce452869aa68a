# SPDX-License-Identifier: AGPL-3.0-or-later
"""Git: the history of a repository as pages of commits, and the files of a bundle (gitformat-pack(5))."""

from __future__ import annotations

import heapq
import io
import re
import stat
import struct
import tarfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from core.documents.collect.repository import MARK
from core.documents.extract.archive import inner_path
from core.documents.extract.charset import UnknownCharsetError, decode
from core.documents.extract.package import damaged
from core.documents.extract.reading import Facts, Given, Member, PageText, Reader
from core.documents.extract.text import tidy
from core.errors import UserError

if TYPE_CHECKING:
    from dulwich.objects import Commit, ObjectID, ShaFile
    from dulwich.pack import Pack

COMMITS_A_PAGE = 50
# More would take minutes to unpack; what lies behind is told to be missing.
MOST_COMMITS = 20_000
_MAIN = (b"HEAD", b"refs/heads/main", b"refs/heads/master")
_DEPTH = 100
_BROKEN = (KeyError, ValueError, AssertionError, IndexError, OSError, EOFError, struct.error, zlib.error)


class _Objects:
    """The objects of a repository by their names, packed or loose."""

    def __init__(self, packs: list[Pack], loose: dict[bytes, bytes]) -> None:
        self._packs = packs
        self._loose = loose

    def get(self, name: bytes) -> ShaFile | None:
        from dulwich.errors import ChecksumMismatch, FileFormatException, ObjectFormatException
        from dulwich.objects import ShaFile

        try:
            if name in self._loose:
                return ShaFile.from_file(io.BytesIO(self._loose[name]))
            for pack in self._packs:
                if cast("ObjectID", name) in pack:
                    return pack[cast("ObjectID", name)]
        except (ChecksumMismatch, FileFormatException, ObjectFormatException, *_BROKEN):
            return None
        return None


class _GitReader(Reader):
    """Its pages have no image."""

    def __init__(self, given: Given) -> None:
        from dulwich.errors import ApplyDeltaError, ChecksumMismatch
        from dulwich.pack import UnresolvedDeltas

        super().__init__(given)
        try:
            self._objects, self._references = self._load()
        except UnresolvedDeltas as error:
            raise UserError(
                f"{given.name} holds only what was added to an earlier state of its repository.",
                do="Make a bundle of everything (git bundle create all.bundle --all).",
            ) from error
        except (ChecksumMismatch, ApplyDeltaError, tarfile.TarError, *_BROKEN) as error:
            raise damaged(given.name, "a damaged Git history") from error
        self._commits = list(self._walk())
        days = sorted(commit.commit_time for commit in self._commits)
        self._more = len(days) > MOST_COMMITS
        self._commits = self._commits[:MOST_COMMITS]
        self.facts = Facts(
            title="History of a Git repository",
            created=_day(days[0], 0) if days else "",
            modified=_day(days[-1], 0) if days else "",
        )
        self._full = max(1, -(-len(self._commits) // COMMITS_A_PAGE))
        self.page_count = self._full + self._more

    def _load(self) -> tuple[_Objects, dict[bytes, bytes]]:
        """The objects, and what branches and tags point to."""
        raise NotImplementedError

    def page(self, number: int) -> PageText:
        if number > self._full:
            raise UserError(f"{self._name} has more than {MOST_COMMITS:,} commits; older ones were not read.")
        start = (number - 1) * COMMITS_A_PAGE
        commits = self._commits[start : start + COMMITS_A_PAGE]
        return PageText(tidy("\n\n".join(map(_told, commits))))

    def _walk(self) -> Iterator[Commit]:
        """The commits that any branch or tag leads to, the latest first."""
        waiting: list[tuple[int, bytes]] = []
        seen: set[bytes] = set()
        known: dict[bytes, Commit] = {}

        def meet(name: bytes) -> None:
            commit = self._commit(name)
            if commit is not None and commit.id not in seen:
                seen.add(commit.id)
                known[commit.id] = commit
                heapq.heappush(waiting, (-commit.commit_time, commit.id))

        for name in sorted(self._references.values()):
            meet(name)
        for _ in range(MOST_COMMITS + 1):
            if not waiting:
                return
            commit = known.pop(heapq.heappop(waiting)[1])
            yield commit
            for parent in commit.parents:
                meet(parent)

    def _commit(self, name: bytes) -> Commit | None:
        """The commit, also behind a tag."""
        from dulwich.objects import Commit, Tag

        found = self._objects.get(name)
        for _ in range(_DEPTH):
            if not isinstance(found, Tag):
                break
            found = self._objects.get(found.object[1])
        return found if isinstance(found, Commit) else None


class _WithFiles(_GitReader):
    """Nothing of it is on the disk as files, so those of its main branch are files within."""

    holds_members = True

    def members(self) -> Iterator[Member]:
        names = [self._references[name] for name in _MAIN if name in self._references]
        names += sorted(self._references.values())
        commits = (commit for commit in map(self._commit, names) if commit is not None)
        commit = next(commits, None)
        if commit is not None:
            yield from self._files(commit.tree, "", 0)

    def _files(self, tree: bytes, folder: str, depth: int) -> Iterator[Member]:
        from dulwich.objects import Tree

        found = self._objects.get(tree)
        if not isinstance(found, Tree) or depth > _DEPTH:
            return
        for entry in found.items():
            path = f"{folder}{_text(entry.path)}"
            if stat.S_ISDIR(entry.mode):
                yield from self._files(entry.sha, f"{path}/", depth + 1)
            elif stat.S_ISREG(entry.mode):
                yield Member(inner_path(path), partial(self._opened, entry.sha))

    def _opened(self, name: bytes) -> io.BytesIO:
        found = self._objects.get(name)
        if found is None:
            raise UserError("It is missing from the repository.")
        return io.BytesIO(found.as_raw_string())


class BundleReader(_WithFiles):
    """A repository in one file, as ``git bundle`` makes it."""

    def _load(self) -> tuple[_Objects, dict[bytes, bytes]]:
        from dulwich.bundle import read_bundle
        from dulwich.pack import MemoryPackIndex, Pack, PackData

        with self._given.path.open("rb") as file:
            bundle = read_bundle(cast("Any", file))
        data = cast("PackData", bundle.pack_data)
        index = MemoryPackIndex(
            cast("Any", data.sorted_entries()), data.object_format, data.get_stored_checksum()
        )
        references = {bytes(name): bytes(value) for name, value in bundle.references.items()}
        return _Objects([Pack.from_objects(data, index)], {}), references


class HistoryReader(_WithFiles):
    """A repository's own folder, packed by :mod:`core.documents.collect.repository`."""

    def _load(self) -> tuple[_Objects, dict[bytes, bytes]]:
        with tarfile.open(self._given.path) as archive:
            first = archive.next()
            self._bare = first is not None and first.name.startswith(f"{MARK}-bare/")
            parts = {
                info.name.partition("/")[2]: cast("Any", archive.extractfile(info)).read()
                for info in archive.getmembers()
                if info.isfile()
            }
        return _Objects(list(_packs(parts)), _loose(parts)), _references(parts)

    def members(self) -> Iterator[Member]:
        """Only of a bare repository: the files of a working tree are met in it."""
        return super().members() if self._bare else iter(())


def _packs(parts: dict[str, bytes]) -> Iterator[Pack]:
    from dulwich.object_format import DEFAULT_OBJECT_FORMAT
    from dulwich.pack import Pack, PackData, load_pack_index_file

    for name in sorted(parts):
        index = name.removesuffix(".pack") + ".idx"
        if name.endswith(".pack") and index in parts:
            data = PackData.from_file(io.BytesIO(parts[name]), DEFAULT_OBJECT_FORMAT)
            yield Pack.from_objects(
                data, load_pack_index_file(index, io.BytesIO(parts[index]), DEFAULT_OBJECT_FORMAT)
            )


def _loose(parts: dict[str, bytes]) -> dict[bytes, bytes]:
    found = ((re.fullmatch(r"objects/([0-9a-f]{2})/([0-9a-f]{38})", name), name) for name in parts)
    return {(place[1] + place[2]).encode(): parts[name] for place, name in found if place is not None}


def _references(parts: dict[str, bytes]) -> dict[bytes, bytes]:
    lines = (line.split(b" ", 1) for line in parts.get("packed-refs", b"").splitlines())
    found = {line[1].strip(): line[0] for line in lines if len(line) > 1 and len(line[0]) == 40}
    found |= {name.encode(): content.strip() for name, content in parts.items() if name.startswith("refs/")}
    head = parts.get("HEAD", b"").strip()
    target = found.get(head.removeprefix(b"ref: "), b"") if head.startswith(b"ref: ") else head
    return found | ({b"HEAD": target} if target else {})


def _told(commit: Commit) -> str:
    """A commit as ``git log`` shows it."""
    author, day = _text(commit.author), _day(commit.author_time, commit.author_timezone)
    message = "\n".join(f"    {line}".rstrip() for line in _text(commit.message).strip().splitlines())
    merged = f"\nMerge of {len(commit.parents)} commits" if len(commit.parents) > 1 else ""
    return f"Commit {commit.id.decode()[:12]}{merged}\nAuthor: {author}\nDate: {day}\n\n{message}"


def _day(seconds: int, offset: int) -> str:
    try:
        zone = timezone(timedelta(seconds=offset)) if offset else UTC
        return datetime.fromtimestamp(seconds, zone).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return ""


def _text(content: bytes) -> str:
    try:
        return decode(content)
    except UnknownCharsetError:
        return content.decode("latin-1")
