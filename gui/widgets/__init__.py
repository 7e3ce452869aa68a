# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reusable pieces of the window. They know Qt and the theme, and nothing of core's services."""
