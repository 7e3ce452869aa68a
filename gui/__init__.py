# SPDX-License-Identifier: AGPL-3.0-or-later
"""The window. Talks to core through core.app alone."""
