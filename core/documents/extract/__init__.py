# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading untrusted files, one module for each format, in confined child processes."""
