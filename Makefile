# Everything that there is to do here; `make` alone lists it.

SHELL := /bin/bash
PYTHON := $(shell command -v python3)
PORT ?= 9000
# The project's own tools come first: `sam build` and cargo-lambda need the python3 that has zig.
export PATH := $(CURDIR)/.tools/lambda/bin:$(CURDIR)/.tools/sam/bin:$(CURDIR)/.tools/checkov/bin:$(CURDIR)/.tools/lint/bin:$(PATH)
export PORT STACK PARAMETERS COMMIT YES VERBOSE
# What the tools keep for themselves stays here, too.
export XDG_CACHE_HOME := $(CURDIR)/.tools/cache
export npm_config_cache := $(CURDIR)/.tools/cache/npm
export RUFF_CACHE_DIR := $(CURDIR)/.tools/cache/ruff
export __SAM_CLI_APP_DIR := $(CURDIR)/.tools/sam/home

# Where drawings to learn from may be (README.md says where to get them), and the weights of the system before this one.
PEN := $(firstword $(wildcard data/pen ../shared/pen))
DRAWINGS := $(wildcard $(foreach name,pendigits unipen-digits ipad uji unipen-other detypify-other,$(PEN:%=%/$(name).ndjson.gz)))
# Single digits to judge by; and numbers, and what is none: docs/numbers.md says where they are from and what becomes of them.
STRANGERS ?= $(wildcard data/strangers/*.gz ../shared/strangers/*.gz)
NUMBERS ?= $(wildcard data/numbers/*.gz ../shared/numbers/*.gz ../shared/pen/*-other.ndjson.gz) $(STRANGERS)
# Drawings that are put on paper to be read as pictures.
PHOTOS ?= $(STRANGERS) $(wildcard $(PEN:%=%/unipen-other.ndjson.gz))
export ORIGINAL_WEIGHTS ?= $(abspath $(wildcard ../shared/seed/mat.npz))
TRAINER = cargo run --release -p trainer --
LEARNING = --data-set data/mnist $(if $(DRAWINGS),--drawings $(DRAWINGS))

.PHONY: help run check types modules test mutants data train folds bench pictures photos numbers load audit fuzz build deploy rollback smoke undeploy tools clean

help: ## this list
	@sed -nE 's/^##@ (.*)/\n\1/p; s/^([a-z-]+):.*## (.*)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

##@ See it

run: needs-run .tools/lambda/ready ## the page and the endpoint on http://127.0.0.1:9000, until Ctrl-C (PORT=…, VERBOSE=1)
	@exec $(PYTHON) scripts/run.py

##@ Change it

check: needs-check .tools/lint/ready ## what takes a minute at most: formatting, lints, unit tests, documentation
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --quiet -- --deny warnings
	RUSTDOCFLAGS="--deny warnings" cargo doc --workspace --no-deps --quiet
	cargo test --workspace --lib --bins --quiet
	cargo test --workspace --doc --quiet
	ruff check --quiet && ruff format --check --quiet
	shellcheck scripts/*.sh .ci/run
	typos
	$(PYTHON) -B -m unittest discover --quiet --start-directory scripts
	@! command -v npm >/dev/null || $(MAKE) --no-print-directory types
	@! scripts/needs.sh node 2>/dev/null || $(MAKE) --no-print-directory modules

modules: needs-node ## tests those of the page's modules that need no page
	node --test --test-reporter dot tests/site/*.test.mjs

types: audit/node_modules/ready ## checks the types of the page's modules, as their comments tell them
	node audit/node_modules/typescript/bin/tsc --project audit

test: needs-test tools ## sets up what it needs, then runs every test
	@scripts/browser.sh
	@$(PYTHON) scripts/data.py ../shared/mnist || echo "The tests that need MNIST are skipped, and counted as ignored." >&2
	@$(MAKE) --no-print-directory .tools/onnx/ready || echo "The tests of ONNX files are skipped, and counted as ignored." >&2
	@echo "Building and running every test. The page's, in Chromium, take longest."
	cargo test --workspace
	@! scripts/needs.sh node 2>/dev/null || $(MAKE) --no-print-directory modules

mutants: needs-mutants audit/node_modules/ready ## changes the code in one place after another: do the tests notice? Hours
	@scripts/mutants.sh
	node audit/node_modules/@stryker-mutator/core/bin/stryker.js run audit/stryker.config.mjs

fuzz: needs-fuzz ## fuzzes the function's handler for ten minutes
	@scripts/fuzz.sh

audit: needs-audit .tools/lambda/ready audit/node_modules/ready ## licences and sources; accessibility and Lighthouse of the page
	@scripts/deny.sh
	node audit/audit.js

##@ Train it

data: needs-python ## MNIST's four files in data/mnist
	@$(PYTHON) scripts/data.py ../shared/mnist

train: data ## trains the network that the function embeds, from MNIST and the drawings in data/pen
	$(TRAINER) train $(LEARNING) --no-validation --nn functions/estimate/model

folds: data ## judges the recipe by strangers: five networks, each by the writers and kinds that were kept from it
	$(TRAINER) cross-validate $(LEARNING) --folds trainer/folds.json --nn functions/estimate/model

##@ Measure it

bench: tools ## measures the function beside the least that a function can be, the network beside ONNX Runtime, and the trainer
	@$(MAKE) --no-print-directory .tools/onnx/ready || echo "ONNX Runtime and numpy are left out." >&2
	cargo bench -p estimate --bench service
	cargo bench -p trainer -p network

pictures: needs-test data ## judges how the ink of pictures is found: MNIST's test images as people send them, drawings on paper and on the original's page
	@scripts/browser.sh
	cargo run --release -p tests --example pictures -- data/mnist $(STRANGERS)
	cargo run --release -p tests --example pictures -- original $(STRANGERS)

photos: needs-node ## judges how pictures are read, of digits and of lines, by the service that `make run` runs (PHOTOS=…, files of drawings)
	cargo run --release -p tests --example pictures -- write target/photos $(PHOTOS)
	node tests/photos.mjs http://127.0.0.1:$(PORT)/estimate target/photos

numbers: needs-node ## judges how numbers are read, by the service that `make run` runs (NUMBERS=…, files of drawings)
	node tests/numbers.mjs http://127.0.0.1:$(PORT)/estimate $(NUMBERS)

load: tools ## a million requests to one instance, then fifty clients at once for a minute
	cargo bench -p estimate --bench load

##@ Deploy it

deploy: .tools/lambda/ready .tools/sam/ready ## builds, deploys to AWS, and asks what was deployed (STACK=…, PARAMETERS="Key=value …")
	@scripts/deploy.sh

build: .tools/lambda/ready .tools/sam/ready ## builds the function for AWS into .aws-sam (PARAMETERS=Architecture=x86_64 for another processor)
	@scripts/build.sh

rollback: .tools/lambda/ready .tools/sam/ready ## deploys what was deployed before (STACK=…, COMMIT=… for any other)
	@scripts/rollback.sh

smoke: needs-python ## asks a page and its endpoint for a known digit (URL=https://…/, or …/estimate for an endpoint alone)
	@$(PYTHON) scripts/smoke.py "$(URL)"

undeploy: .tools/sam/ready ## takes away all that was deployed, after asking (STACK=…, YES=1)
	@scripts/undeploy.sh

##@ Set up, and clear away

tools: .tools/lambda/ready .tools/sam/ready .tools/checkov/ready ## the tools of the tests, into .tools

clean: ## takes away all that was built or fetched; your drawings in data/pen stay
	rm -rf target .tools .aws-sam data/mnist audit/node_modules functions/estimate/fuzz/{target,corpus,artifacts}

# What a command lacks is said before anything is fetched.
NEEDS := $(addprefix needs-,run check test tools python npm node audit fuzz mutants)
.PHONY: $(NEEDS)
$(NEEDS): needs-%:
	@scripts/needs.sh $*

audit/node_modules/ready: audit/package-lock.json | needs-npm
	npm ci --prefix audit --no-fund --no-audit
	@touch $@

# Each a virtual environment with its packages pinned: SAM's and checkov's can't live in one.
.tools/%/ready: scripts/requirements/%.txt | needs-tools
	@scripts/tools.sh $*
