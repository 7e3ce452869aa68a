# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reviewed examples whose every pair knows its page."""
