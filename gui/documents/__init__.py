# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parts of the documents view: its words, its side, the ledger, correcting by hand, names and dates."""
