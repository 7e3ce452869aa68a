# SPDX-License-Identifier: AGPL-3.0-or-later
"""Long work: a queue that is a table, workers that are processes, and pipes between them."""
