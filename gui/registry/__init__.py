# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parts of the registry view: a version's card and figures, a model's facts, the chain of sources."""
