# SPDX-License-Identifier: AGPL-3.0-or-later
"""The library behind Isnad: documents in, checked answers out. Never imports Qt."""

__version__ = "0.1.0"
