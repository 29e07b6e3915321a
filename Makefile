# Everything is run from here: make help
SHELL := /bin/sh
PY := .venv/bin/python
TOUR ?= tour
AUDIT ?= audit
ARGS ?=
KILLS ?= 0
FLEET ?=
DAY ?=
TOUCHES ?= 1000000
SECONDS ?= 60

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run desk doctor test check bench monkey kill fuzz format tour audit voice package lock clean

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what the kiosk needs (again: nothing happens)
	@setup/prepare run

setup-dev:
	@setup/prepare dev

run: setup ## open the kiosk: full-screen, or through VNC where there is no screen (ARGS=--windowed)
	@$(PY) -m kiosk run $(ARGS)

desk: setup ## open the guide officer's desk
	@$(PY) -m kiosk desk $(ARGS)

doctor: setup ## say what is missing on this machine and how to mend it
	@$(PY) -m kiosk doctor

test: setup-dev check ## check and test everything
	@setup/test $(ARGS)

check: setup-dev ## formatting, lint, types, who may import whom, known faults of packages
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-logo
	@$(PY) tools/scan_dependencies.py

bench: setup-dev ## measure the hall: a new start, a call, a year of figures, kills (KILLS=more), a fleet (FLEET="--rate 20"), a day (DAY="--speed 60")
	@$(PY) benchmarks/commit.py
	@$(PY) benchmarks/restart.py
	@$(PY) benchmarks/backups.py
	@$(PY) benchmarks/hub_latency.py
	@$(PY) benchmarks/figures_year.py
	@$(PY) benchmarks/kill_kiosk.py $(KILLS)
	@$(PY) benchmarks/hub_fleet.py $(FLEET)
	@$(PY) benchmarks/hub_day.py $(DAY)
	@$(PY) benchmarks/portal_load.py

monkey: setup-dev ## touch everything at random, on from the last seed (TOUCHES=200000)
	@$(PY) benchmarks/monkey.py $(TOUCHES)

kill: setup-dev ## kill the kiosk in the middle of visits, and let the power go, on from the last seed
	@$(PY) benchmarks/kill_visits.py 1000 good
	@$(PY) benchmarks/kill_visits.py 200 full
	@$(PY) benchmarks/kill_visits.py 200 failing
	@$(PY) benchmarks/power_loss.py 1000

fuzz: setup-dev ## feed every parser with bad input, on from the last seed (SECONDS=60 for each)
	@$(PY) benchmarks/fuzz.py $(SECONDS)

format: setup-dev ## format the code and mend what lint can mend
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

tour: setup ## a picture of every screen into tour/ (TOUR=folder)
	@$(PY) -m kiosk tour --out $(TOUR) $(ARGS)

audit: setup ## measure every screen in every look, with a report in audit/ (AUDIT=folder)
	@$(PY) -m kiosk audit --out $(AUDIT) $(ARGS)

voice: ## speak the sentences that are new: mend assets/voice (fetches the natural voice the first time)
	@setup/prepare voice
	@$(PY) -m kiosk voice fetch
	@$(PY) -m kiosk voice build $(ARGS)

package: setup-dev ## one folder that runs without Python: dist/kiosk/kiosk
	@setup/prepare package
	$(PY) -m PyInstaller --noconfirm --clean --log-level WARN kiosk.spec

lock: setup-dev ## pin the newest packages that pyproject.toml allows
	@setup/lock

clean: ## remove what was made, but neither data nor .venv
	rm -rf build dist tour audit .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
