# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the chat view is made of: turns of a conversation, agents, comparisons, figures of use."""
