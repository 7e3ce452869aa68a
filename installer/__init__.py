# SPDX-License-Identifier: AGPL-3.0-or-later
"""Set-up of a checkout, with nothing but Python's standard library: runs before anything is installed."""
