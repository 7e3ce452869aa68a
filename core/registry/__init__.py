# SPDX-License-Identifier: AGPL-3.0-or-later
"""Models and versions: what is there, where it came from, whether it may be released."""
