# SPDX-License-Identifier: AGPL-3.0-or-later
"""GGUF files: what one holds, and how a trained adapter or a merged model is written as one."""
