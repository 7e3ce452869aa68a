# SPDX-License-Identifier: AGPL-3.0-or-later
"""What must not leave in an answer: secrets and, where asked for, the numbers that name a person."""
