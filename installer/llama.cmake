# SPDX-License-Identifier: AGPL-3.0-or-later
# Read while llama-cpp-python is configured, which turns llama.cpp's "common" library on without a choice. The bindings
# never load it, it is half of what there is to compile, and an HTTP client is in it. A plain variable beats the cache's.
set(LLAMA_BUILD_COMMON OFF)
