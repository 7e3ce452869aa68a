# SPDX-License-Identifier: AGPL-3.0-or-later
"""PyMuPDF without the parts that Isnad does not use.

At its import PyMuPDF 2 loads a neural layout analyser and ONNX Runtime: two seconds and 100 MB in each child.
It does without them where they cannot be imported.
"""

from __future__ import annotations

import sys

for _unused in ("pymupdf.layout", "pymupdf4llm"):
    sys.modules.setdefault(_unused, None)  # type: ignore[arg-type]

import pymupdf  # noqa: E402

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)

__all__ = ["pymupdf"]
