# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text out of pictures, one module for each engine."""
