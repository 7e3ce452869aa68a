# SPDX-License-Identifier: AGPL-3.0-or-later
"""A trained adapter as PEFT saves it, held in memory: its plain weights never lie on the disk once sealed."""

from __future__ import annotations

import io
import json
import tarfile
from dataclasses import dataclass
from pathlib import PurePosixPath
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
    def from_tar(cls, content: bytes) -> Adapter:
        """From the sealed result of a run. Nothing is unpacked to the disk.

        Raises :class:`UserError` when the two files are not in it.
        """
        try:
            with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as tar:
                members = {PurePosixPath(entry.name).name: entry for entry in tar.getmembers()}
                parts = {}
                for name in (CONFIG, WEIGHTS):
                    part = tar.extractfile(members[name])
                    parts[name] = part.read() if part else b""
            return cls(json.loads(parts[CONFIG]), parts[WEIGHTS])
        except (tarfile.TarError, KeyError, ValueError) as error:
            raise UserError("The stored adapter is damaged.", do=_AGAIN) from error

    def tensors(self) -> dict[str, Any]:
        """Name → torch tensor. Raises :class:`UserError` when the weights are damaged."""
        from safetensors import SafetensorError
        from safetensors.torch import load

        try:
            return dict(load(self.weights))
        except (SafetensorError, ValueError) as error:
            raise UserError("The stored adapter's weights are damaged.", do=_AGAIN) from error
