# SPDX-License-Identifier: AGPL-3.0-or-later
"""The encrypted database: engine, tables, migrations. Nothing of it leaves core."""

from core.db.engine import Database

__all__ = ["Database"]
