# SPDX-License-Identifier: AGPL-3.0-or-later
"""A trained adapter as PEFT saves it, held in memory: its plain weights never lie on the disk once sealed."""

from __future__ import annotations

import io
import json
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import UserError

CONFIG, WEIGHTS = "adapter_config.json", "adapter_model.safetensors"
_AGAIN = "Train the run again."


@dataclass(frozen=True)
class Adapter:
    """``config`` is PEFT's; ``weights`` are the bytes of a safetensors file."""

    config: dict[str, Any]
    weights: bytes

    @classmethod
    def from_folder(cls, folder: Path) -> Adapter:
        """What ``PeftModel.save_pretrained`` wrote. Raises :class:`UserError` when a file is missing."""
        try:
            return cls(json.loads((folder / CONFIG).read_bytes()), (folder / WEIGHTS).read_bytes())
        except (OSError, ValueError) as error:
            raise UserError(f"{folder} does not hold a trained adapter.", do=_AGAIN) from error

    @classmethod
    def from_tar(cls, content: bytes) -> Adapter:
        """What :meth:`to_tar` made, or any tar that holds the two files. Nothing is unpacked to the disk."""
        try:
            with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as tar:
                members = {Path(member.name).name: member for member in tar.getmembers() if member.isfile()}
                parts = {}
                for name in (CONFIG, WEIGHTS):
                    part = tar.extractfile(members[name])
                    parts[name] = part.read() if part else b""
            return cls(json.loads(parts[CONFIG]), parts[WEIGHTS])
        except (tarfile.TarError, KeyError, ValueError) as error:
            raise UserError("The stored adapter is damaged.", do=_AGAIN) from error

    def to_tar(self) -> bytes:
        """One file to seal. The same adapter always gives the same bytes."""
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for name, content in (
                (CONFIG, json.dumps(self.config, sort_keys=True).encode()),
                (WEIGHTS, self.weights),
            ):
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))
        return packed.getvalue()

    def tensors(self) -> dict[str, Any]:
        """Name → torch tensor. Raises :class:`UserError` when the weights are damaged."""
        from safetensors import SafetensorError
        from safetensors.torch import load

        try:
            return dict(load(self.weights))
        except (SafetensorError, ValueError) as error:
            raise UserError("The stored adapter's weights are damaged.", do=_AGAIN) from error
