# 零工站. `make run` shows the whole market; `make test` runs the whole suite. Both set up what they need.
.PHONY: run test check soak bench pictures data lock audit sbom deb clean
py := .venv/bin/python
# a container that tells Python to keep no bytecode would have every process of a test compile the whole program
export PYTHONDONTWRITEBYTECODE :=

run:
	@.ci/ensure run
	@exec $(py) -m content demo

# three at once on two cores: half of the time of two is waited for browsers and lines
test:
	@.ci/ensure run test
	@$(MAKE) --no-print-directory check
	@$(py) -m pytest -n 3 --dist loadfile --no-loadscope-reorder

check:
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

soak:
	@.ci/ensure run test soak
	@$(py) -m pytest -m soak

bench:
	@.ci/ensure run test
	@$(py) -m tests.bench

# the pictures of the handbook, of every scene of the screen and of every view of the kiosk, to be looked at before they
# are committed
pictures:
	@.ci/ensure run test
	@$(py) -m tests.pictures
	@$(py) -m tests.pictures.screens
	@$(py) -m tests.pictures.kiosk

# the input panel's templates and lexicon, made anew out of published packages; needs npm, apt and pip, minutes
data:
	@.ci/ensure run test
	@PATH="$(CURDIR)/.venv/bin:$$PATH" $(py) -m kiosk.input.making

# a hash-pinned lock file that names no package index
lock:
	@.ci/ensure run test
	@.venv/bin/pip-compile --quiet --upgrade --extra test --generate-hashes --allow-unsafe --strip-extras --no-header \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
	  --output-file requirements.lock pyproject.toml
	@.venv/bin/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --no-header \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
	  --output-file tests/audit/tools.lock tests/audit/tools.in

# bandit, our own semgrep rules, and the known faults of the parts we use; ONLINE=1 where a service must answer
audit:
	@.ci/ensure run
	@.ci/audit-tools
	@$(py) -m tests.audit

# the list of everything the product is built on, as CycloneDX
sbom:
	@.ci/audit-tools
	@.venv-audit/bin/cyclonedx-py requirements --output-reproducible --output-format JSON --output-file bom.json \
	  --pyproject pyproject.toml requirements.lock
	@echo "bom.json"

# var/deb/linggong_<version>_amd64.deb, which installs without a network; docs/operations.zh-CN.md says how
deb:
	@.ci/ensure run test
	@$(py) -m debian.build

clean:
	rm -rf .venv-audit .venv .stamps .mypy_cache .ruff_cache .hypothesis var
