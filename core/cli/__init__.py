# SPDX-License-Identifier: AGPL-3.0-or-later
"""The headless commands, over the same App as the window. One module for each noun."""
