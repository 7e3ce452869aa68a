# SPDX-License-Identifier: AGPL-3.0-or-later
"""A model version, a prompt and a collection under a name."""
