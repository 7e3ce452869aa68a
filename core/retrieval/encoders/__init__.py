# SPDX-License-Identifier: AGPL-3.0-or-later
"""Transformer encoders that users bring, run by ONNX Runtime on a CPU and by torch elsewhere."""
