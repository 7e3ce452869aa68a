# SPDX-License-Identifier: AGPL-3.0-or-later
"""Conversations whose every sentence points at a page."""
