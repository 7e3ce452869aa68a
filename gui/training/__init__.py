# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parts of the training view: the settings form, the forecast, the curves of a run."""
