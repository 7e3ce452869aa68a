# SPDX-License-Identifier: AGPL-3.0-or-later
"""Is everything here that the work needs, and does nothing leave the machine?"""
