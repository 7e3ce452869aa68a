# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding passages: lexical and dense, fused by what knows the language."""
