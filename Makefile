# 零工站. `make run` shows the whole market; `make test` runs the whole suite. Both set up what they need.
.PHONY: run test check soak bench pictures data lock deb clean
py := .venv/bin/python

run:
	@.ci/ensure run
	@exec $(py) -m content demo

# three at once on two cores: half of the time of two is waited for browsers and lines
test:
	@.ci/ensure run test
	@$(MAKE) --no-print-directory check
	@$(py) -m pytest -n 3 --dist loadfile

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

# var/deb/linggong_<version>_amd64.deb, which installs without a network; docs/operations.zh-CN.md says how
deb:
	@.ci/ensure run test
	@$(py) -m debian.build

clean:
	rm -rf .venv .stamps .mypy_cache .ruff_cache .hypothesis var
