# Everything runs in .venv, made once and again whenever pyproject.toml changes. Only Python 3.11 or newer is needed.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: worksheet test lint gallery picture benchmarks clean
.DELETE_ON_ERROR:

worksheet: .venv/installed
	$(BIN)/derive worksheet article

test: .venv/developing
	$(BIN)/python -m pytest -n auto -q

lint: .venv/developing
	$(BIN)/ruff check .
	$(BIN)/mypy --strict derive/

gallery: .venv/developing
	$(BIN)/python tests/gallery.py --write

picture: .venv/developing
	$(BIN)/python docs/picture.py

benchmarks: .venv/developing
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv benchmarks/.peers .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/made:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "derive needs Python 3.11 or newer; install it, or say where it is: make PYTHON=/path/to/python3"; exit 1; }
	@"$(PYTHON)" -m venv --clear .venv || "$(PYTHON)" -m virtualenv --clear .venv || { \
		echo "this Python cannot make environments; install its venv module (Debian: apt install python3-venv)"; exit 1; }
	@touch $@

.venv/installed: .venv/made pyproject.toml
	$(PIP) install --editable .
	@touch $@

.venv/developing: .venv/made pyproject.toml
	$(PIP) install --editable '.[dev]'
	@touch $@ .venv/installed
