# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files in, pages and chunks out: the page ledger."""
