# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the program carries along: icons, styles, translations, templates and sample documents."""
