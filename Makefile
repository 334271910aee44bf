# 零工站. `make run` shows the whole market; `make test` runs the whole suite. Both set up what they need.
.PHONY: run test check soak bench lock clean
py := .venv/bin/python

run:
	@.ci/ensure run
	@exec $(py) -m content demo

test:
	@.ci/ensure run test
	@$(MAKE) --no-print-directory check
	@$(py) -m pytest

check:
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

soak:
	@.ci/ensure run test soak
	@$(py) -m pytest -m soak tests/soak

bench:
	@.ci/ensure run test
	@$(py) -m tests.bench

# a hash-pinned lock file that names no package index
lock:
	@.ci/ensure run test
	@.venv/bin/pip-compile --quiet --upgrade --extra test --generate-hashes --allow-unsafe --strip-extras --no-header \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
	  --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv .stamps .mypy_cache .ruff_cache .hypothesis var
