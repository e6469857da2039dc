# Everything that there is to do here; `make` alone lists it.

SHELL := /bin/bash
PYTHON := $(shell command -v python3)
PORT ?= 9000
# The project's own tools come first: `sam build` and cargo-lambda need the python3 that has zig.
export PATH := $(CURDIR)/.tools/lambda/bin:$(CURDIR)/.tools/sam/bin:$(CURDIR)/.tools/checkov/bin:$(PATH)
export PORT STACK PARAMETERS

# Where drawings to learn from may be (README.md says where to get them), and the weights of the system before this one.
PEN := $(firstword $(wildcard data/pen ../shared/pen))
DRAWINGS := $(wildcard $(foreach name,pendigits unipen-digits ipad uji unipen-other detypify-other,$(PEN:%=%/$(name).ndjson.gz)))
export ORIGINAL_WEIGHTS ?= $(abspath $(wildcard ../shared/seed/mat.npz))
TRAINER = cargo run --release -p trainer --
LEARNING = --data-set data/mnist $(if $(DRAWINGS),--drawings $(DRAWINGS))

.PHONY: help run test data train folds bench load audit fuzz deploy smoke undeploy tools

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: .tools/lambda/ready ## the page and the endpoint on http://127.0.0.1:9000 (PORT=… for another), until Ctrl-C
	@exec $(PYTHON) scripts/run.py

test: tools data ## sets up what it needs, then runs every test
	@scripts/browser.sh
	cargo test --workspace

data: ## MNIST's four files in data/mnist
	@$(PYTHON) scripts/data.py ../shared/mnist

train: data ## trains the network that the function embeds, from MNIST and the drawings in data/pen
	$(TRAINER) train $(LEARNING) --no-validation --nn functions/estimate/model

folds: data ## judges the recipe by strangers: five networks, each by the writers and kinds that were kept from it
	$(TRAINER) cross-validate $(LEARNING) --folds trainer/folds.json --nn functions/estimate/model

bench: tools ## measures the function beside the least that a function can be, and the trainer
	cargo bench -p estimate --bench service
	cargo bench -p trainer -p network

load: tools ## a million requests to one instance, then fifty clients at once for a minute
	cargo bench -p estimate --bench load

audit: .tools/lambda/ready audit/node_modules/ready ## licences and sources; accessibility and Lighthouse of the page
	@scripts/deny.sh
	node audit/audit.js

fuzz: ## fuzzes the function's handler for ten minutes
	@scripts/fuzz.sh

deploy: .tools/lambda/ready .tools/sam/ready ## builds, deploys to AWS, and asks what was deployed (STACK=…, PARAMETERS="Key=value …")
	@scripts/deploy.sh

smoke: ## asks an endpoint for a known digit (URL=https://…/estimate)
	@$(PYTHON) scripts/smoke.py "$(URL)"

undeploy: .tools/sam/ready ## takes away all that was deployed (STACK=…)
	@scripts/undeploy.sh

tools: .tools/lambda/ready .tools/sam/ready .tools/checkov/ready

audit/node_modules/ready: audit/package-lock.json
	npm ci --prefix audit --no-fund --no-audit
	@touch $@

# Each a virtual environment with its packages pinned: SAM's and checkov's can't live in one.
.tools/%/ready: scripts/requirements/%.txt
	@[ -n "$(PYTHON)" ] || { echo "python3 is missing. On Debian: sudo apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv --clear .tools/$* || { echo "On Debian: sudo apt install python3-venv" >&2; exit 1; }
	@echo "Installing $(notdir $(basename $<)) tools into .tools/$*"
	@.tools/$*/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@
