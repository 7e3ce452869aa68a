# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sample case: its sources, its rendered documents, its questions and training examples."""
