# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keys, sealed files and the audit chain."""
