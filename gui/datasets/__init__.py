# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parts of the datasets view: the example under review, what an import left out, its dialogs."""
