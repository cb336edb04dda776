# Bootstrap only: makes .venv and calls inv. The verbs are in verbs/ (`inv --list`).
.PHONY: site test lint
INV := .venv/bin/inv

site: .venv/installed
	$(INV) build

test: .venv/installed-dev
	$(INV) test

lint: .venv/installed-dev
	$(INV) lint

.venv/bin/python:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新的版本。"; exit 1; }
	python3 -m venv .venv || { echo "不能建立虚拟环境；在 Debian 上请先运行：apt-get install python3-venv"; exit 1; }

.venv/installed: requirements.lock .venv/bin/python
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

.venv/installed-dev: requirements-dev.lock .venv/installed
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@
