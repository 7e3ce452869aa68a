# SPDX-License-Identifier: AGPL-3.0-or-later
"""Turns the readable sources of the sample case into the files an analyst meets."""
