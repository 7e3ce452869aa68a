# SPDX-License-Identifier: AGPL-3.0-or-later
# Short names for installer/bootstrap.py, where everything happens (Windows: call it directly).
# Each target first sets up what is missing; nothing is fetched when nothing has changed.
#   make tour TORCH=<a wheel, a folder of wheels or an index>   takes torch from there

PYTHON ?= python3
SETUP = $(PYTHON) installer/bootstrap.py
CHOICES = $(if $(TORCH),--torch "$(TORCH)") $(if $(BUNDLE),--bundle "$(BUNDLE)")

.PHONY: help tour setup run test bench models lock upgrade package clean

help:
	@$(SETUP) --help

tour setup run test bench models package:
	@$(SETUP) $@ $(CHOICES)

lock:
	@$(SETUP) lock

upgrade:
	@$(SETUP) lock --upgrade

clean:
	@$(SETUP) clean
