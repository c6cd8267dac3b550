# `make` alone lists what can be asked for.

BIN := .venv/bin
READY := .venv/.ready

# MkDocs Material greets every build with a notice about its future; we know (docs/developers/).
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help site serve offline serve-site container check test lint browser audit bench format lock clean

site: $(READY) ## build the manual into site/
	@$(BIN)/handbook build
	@echo "Open site/index.html in a browser to read the manual."

serve: $(READY) ## show the manual in a browser while you write, until Ctrl+C
	@$(BIN)/handbook serve

offline: $(READY) ## build the manual, and one zip of it that needs no network
	@$(BIN)/handbook build --offline

serve-site: site ## show the built site as a public server would, with its headers
	@$(BIN)/python tools/serve_site.py

container: site ## put the built site into an image with nginx; needs podman or docker
	@engine=$$(command -v podman || command -v docker) || { \
		echo "This needs podman (https://podman.io/) or docker, and neither was found." >&2; exit 1; }; \
	"$$engine" build --tag handbook-site --file deploy/Containerfile . && \
	echo "Run it: $$engine run --rm --read-only --tmpfs /tmp --cap-drop=all -p 8080:8080 handbook-site"

check: $(READY) ## check the procedures without building
	@$(BIN)/handbook check

test: lint browser ## run every test, in code and in a browser
	@$(BIN)/python -m pytest

lint: $(READY) ## check style, formatting and types of the code
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check || { echo "Run 'make format' to format them." >&2; exit 1; }
	@$(BIN)/mypy --no-error-summary

browser: $(READY) ## find a Chromium for the tests, or install one
	@$(BIN)/python tools/install_browser.py

audit: browser ## look at every page in every setting, as the tests do on a sample
	@$(BIN)/python -m tests.audit

bench: $(READY) ## measure how long things take
	@$(BIN)/python -m benchmarks

format: $(READY) ## format the code and mend what the linter can mend
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format

lock: $(READY) ## renew requirements.lock with the newest versions that fit pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip compile pyproject.toml --group dev --upgrade --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --custom-compile-command "make lock" --quiet -o requirements.lock
	@echo "requirements.lock is new: run 'make test' before you commit it."

clean: ## remove what was built; .venv stays
	@rm -rf site .handbook docs/procedures docs/flows docs/reference docs/charts docs/workshops docs/slides docs/assets/handbook
	@rm -rf .mypy_cache .pytest_cache .ruff_cache

help: ## list what can be asked for
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Installs again only when the lock has changed. `make PYTHON=/path/to/python3 …` names the Python to begin with.
$(READY): requirements.lock pyproject.toml tools/make_venv.py
	@for python in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			exec $$python tools/make_venv.py; \
		fi; \
	done; \
	echo "This needs Python 3.11 or newer, and none was found. It is free: https://www.python.org/downloads/" >&2; \
	echo "If it is in an unusual place: make PYTHON=/path/to/python3" >&2; \
	exit 1
