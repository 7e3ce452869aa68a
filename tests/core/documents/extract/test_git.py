# SPDX-License-Identifier: AGPL-3.0-or-later
"""Histories of Git repositories, of every way they are kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from dulwich.bundle import create_bundle_from_repo, write_bundle
from dulwich.repo import Repo

from core.documents.collect.repository import packed
from core.documents.extract import git
from core.errors import UserError
from tests.core.documents.conftest import opened, texts


def repository(folder: Path, commits: int = 3, *, bare: bool = False) -> Repo:
    folder.mkdir()
    repo = Repo.init_bare(folder) if bare else Repo.init(folder)
    for number in range(commits):
        tree_of(repo, f"note {number}\n".encode(), number)
    return repo


def tree_of(repo: Repo, content: bytes, number: int) -> None:
    from dulwich.objects import Blob, Commit, Tree

    blob, inner, tree = Blob.from_string(content), Tree(), Tree()
    inner.add(b"deep.txt", 0o100644, blob.id)
    tree.add(b"docs", 0o40000, inner.id)
    tree.add(b"link", 0o120000, blob.id)
    tree.add(b"top.txt", 0o100644, blob.id)
    commit = Commit()
    commit.tree = tree.id
    head = repo.refs.read_ref(b"refs/heads/main")  # type: ignore[arg-type]
    commit.parents = [head] if head is not None else []  # type: ignore[list-item]
    commit.author = commit.committer = "سلمى <s@example.org>".encode()
    commit.author_time = commit.commit_time = 1773655200 + 60 * number
    commit.author_timezone = commit.commit_timezone = 3 * 3600
    commit.message = f"Change {number}\n\nBecause of the bridge.\n".encode()
    for one in (blob, inner, tree, commit):
        repo.object_store.add_object(one)
    repo.refs[b"refs/heads/main"] = commit.id  # type: ignore[index]


def kept(folder: Path, to: Path) -> Path:
    to.write_bytes(b"".join(packed(folder, "x")))
    return to


@pytest.mark.parametrize("pack", [False, True])
def test_the_history_of_a_working_tree(pack: bool, tmp_path: Path) -> None:
    repo = repository(tmp_path / "r")
    if pack:
        repo.object_store.pack_loose_objects()
    reader = opened(kept(tmp_path / "r" / ".git", tmp_path / "history"))
    (page,) = texts(reader)
    commits = page.split("\n\nCommit ")
    assert len(commits) == 3
    assert "Author: سلمى <s@example.org>\nDate: 2026-03-16T13:02:00+03:00\n\n    Change 2\n" in commits[0]
    assert "Change 0" in commits[2]
    assert (reader.facts.created, reader.facts.modified) == ("2026-03-16T10:00:00Z", "2026-03-16T10:02:00Z")
    assert not list(reader.members())


def test_the_files_of_a_bare_repository_are_within(tmp_path: Path) -> None:
    repository(tmp_path / "r.git", bare=True)
    reader = opened(kept(tmp_path / "r.git", tmp_path / "history"))
    found = {member.name: member.open().read() for member in reader.members()}
    assert found == {"docs/deep.txt": b"note 2\n", "top.txt": b"note 2\n"}


def test_a_bundle_has_history_and_files(tmp_path: Path) -> None:
    repo = repository(tmp_path / "r", 2)
    with (tmp_path / "all.bundle").open("wb") as file:
        write_bundle(file, create_bundle_from_repo(repo, refs=[b"refs/heads/main"]))  # type: ignore[list-item]
    reader = opened(tmp_path / "all.bundle")
    assert "Change 1" in texts(reader)[0]
    assert {member.name for member in reader.members()} == {"docs/deep.txt", "top.txt"}


def test_a_long_history_takes_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository(tmp_path / "r", 120)
    file = kept(tmp_path / "r" / ".git", tmp_path / "history")
    assert [page.count("Commit ") for page in texts(opened(file))] == [50, 50, 20]
    monkeypatch.setattr(git, "MOST_COMMITS", 60)
    reader = opened(file)
    assert reader.page_count == 3
    with pytest.raises(UserError, match="more than 60 commits"):
        reader.page(3)


def test_a_damaged_bundle_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.bundle").write_bytes(b"# v2 git bundle\n" + b"0" * 40 + b" refs/heads/main\n\nPACK junk")
    with pytest.raises(UserError, match=r"a\.bundle is a damaged Git history"):
        opened(tmp_path / "a.bundle")
