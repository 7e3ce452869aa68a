# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs: settings, methods, the loop, the honest evaluation."""
