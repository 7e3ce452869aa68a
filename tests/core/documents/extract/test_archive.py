# SPDX-License-Identifier: AGPL-3.0-or-later
"""Archives: passwords, names, links, and what was made to harm."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest
import pyzipper

from core.documents.extract.reading import Reader
from core.documents.extract.sniff import LockedError
from core.errors import UserError
from tests.core.documents.conftest import opened


def held(reader: Reader) -> dict[str, bytes | str | None]:
    return {m.name: m.error if m.error is not None else m.open().read() for m in reader.members()}


def locked_zip(path: Path, password: str) -> Path:
    with pyzipper.AESZipFile(path, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        archive.writestr("secret.txt", b"the bridge")
    return path


def test_a_locked_archive_opens_with_its_password(tmp_path: Path) -> None:
    file = locked_zip(tmp_path / "a.zip", "كلمة")
    reader = opened(file, "wrong", "كلمة")
    assert reader.password == "كلمة"
    assert held(reader) == {"secret.txt": b"the bridge"}
    for passwords in ([], ["wrong"]):
        with pytest.raises(LockedError):
            opened(file, *passwords)


def test_what_is_not_locked_is_read_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    locked_zip(file, "word")
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("open.txt", b"plain")
    assert held(opened(file)) == {"secret.txt": "It is locked with a password.", "open.txt": b"plain"}


def test_names_lead_nowhere_and_links_are_left_out(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("../../etc/a", "/etc/b", "C:\\c", "d/"):
            archive.writestr(name, b"x")
        archive.writestr(link, "/etc/passwd")
    assert list(held(opened(tmp_path / "a.zip"))) == ["etc/a", "etc/b", "C:/c"]


def test_links_and_devices_of_a_tar_are_left_out(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for name, kind in (("l", tarfile.SYMTYPE), ("h", tarfile.LNKTYPE), ("d", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("../file")
        info.size = 4
        archive.addfile(info, io.BytesIO(b"text"))
    assert held(opened(tmp_path / "a.tar")) == {"file": b"text"}


def test_files_within_each_other_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a", b"x" * 100)
        archive.writestr("b", b"x" * 100)
        # The directory, written at the end, says that the second file begins where the first does.
        archive.infolist()[1].header_offset = 0
        archive._didModify = True  # type: ignore[attr-defined]
    with pytest.raises(UserError, match=r"a\.zip holds files that lie within each other"):
        opened(tmp_path / "a.zip")


def test_names_of_old_arabic_archives(tmp_path: Path) -> None:
    name = "تقرير عن الجسر.txt"
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("x" * len(name), b"x")
    content = (tmp_path / "a.zip").read_bytes().replace(b"x" * len(name), name.encode("cp1256"))
    (tmp_path / "a.zip").write_bytes(content)
    assert list(held(opened(tmp_path / "a.zip"))) == [name]
