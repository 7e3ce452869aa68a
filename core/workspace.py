# SPDX-License-Identifier: AGPL-3.0-or-later
"""An opened workspace: folders, database, sealed files and audit, held together for the services."""

from __future__ import annotations

import sys
from pathlib import Path

from core import offline
from core.db.engine import Database
from core.errors import UserError
from core.paths import WorkspacePaths
from core.vault import keys
from core.vault.audit import Audit
from core.vault.blobs import Blobs
from core.vault.keys import MasterKey


class Workspace:
    """Everything a service needs to work on one workspace. Make it with one of the class methods."""

    def __init__(self, folder: Path, key: MasterKey) -> None:
        self.paths = WorkspacePaths(folder)
        self.paths.make()
        self.key = key
        self.db = Database(self.paths.database, key.purpose("database"))
        self.blobs = Blobs(self.paths.blobs, key.purpose("blobs"))
        self.audit = Audit(key.purpose("audit"))
        offline.on_attempt(self._record_attempt)

    @classmethod
    def create(cls, folder: Path, passphrase: str) -> Workspace:
        """A new, empty, encrypted workspace in ``folder``. Raises :class:`UserError` where one is already."""
        folder = folder.absolute()
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            key = keys.create(WorkspacePaths(folder).vault, passphrase)
        except OSError as error:
            raise UserError(
                f"A workspace cannot be made in {folder}: {error.strerror}.", do="Choose another folder."
            ) from error
        workspace = cls(folder, key)
        with workspace.db.session() as session:
            workspace.audit.append(session, "workspace.create", "", schema=workspace.db.schema)
        return workspace

    @classmethod
    def open(cls, folder: Path, passphrase: str | None = None) -> Workspace:
        """Opens with the passphrase, or with the keyring when None.

        Raises :class:`UserError` when there is no workspace, the passphrase is wrong, or none is known.
        """
        vault = WorkspacePaths(folder.absolute()).vault
        key = keys.unlock(vault, passphrase) if passphrase is not None else keys.from_keyring(vault)
        if key is None:
            raise UserError(
                f"The workspace {folder} is locked and the system keyring does not know its key.",
                do="Give its passphrase: --passphrase-file FILE, or ISNAD_PASSPHRASE_FILE.",
            )
        return cls(folder.absolute(), key)

    def close(self) -> None:
        offline.off_attempt(self._record_attempt)
        self.db.close()

    def _record_attempt(self, attempt: offline.Attempt) -> None:
        from core.db.tables import NetworkAttemptRow

        process = " ".join(Path(word).name for word in sys.argv[:3])
        with self.db.session() as session:
            session.add(
                NetworkAttemptRow(at=attempt.at, process=process, event=attempt.event, caller=attempt.caller)
            )
