# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names, days, amounts and marks on pages, found by rules in English and Arabic."""
