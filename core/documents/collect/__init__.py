# SPDX-License-Identifier: AGPL-3.0-or-later
"""Folders that are more than folders: repositories, snapshots of models, mail folders, watched ones."""
