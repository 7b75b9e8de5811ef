# PYTHON=python3.13 make … chooses another interpreter; without it, the one that .venv was made with.
PYTHON ?= $(shell test -x .venv/bin/python && echo .venv/bin/python || echo python3)
VENV_PYTHON := .venv/bin/python
UV ?= uv
# The student's folder. EDITION=lecturer opens the source of it, notebooks/, instead; PRESENT=1 a fresh one, enlarged.
COURSE ?= $(if $(PRESENT),build/present,course)
LECTURER := $(filter lecturer,$(EDITION))
# Everything at once, one file after the other on each core.
ALL := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
# ipywidgets 7 calls what traitlets and ipykernel have deprecated since.
FLOORS := $(addprefix tests/test_,$(addsuffix .py,explorable explore explore_* plots data losses perceptron imports)) \
	tests/test_notebooks.py::test_an_altered_sentence_is_noticed \
	-W 'ignore:Deprecated in traitlets 4.1, use the instance:DeprecationWarning:traitlets.traitlets' \
	-W 'ignore:The `ipykernel.comm.Comm` class has been deprecated:DeprecationWarning'
LOCK := "$(UV)" pip compile -q pyproject.toml --group build --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make lock"

.PHONY: lab test test-floors test-matrix test-hub notebooks site slides lite pages hub edition-repo bench wheel lock \
	install-lab install-lite install-test install-floors install-hub

lab: install-lab  ## open JupyterLab on the first notebook; ARGS="--no-browser --port=9000" goes to JupyterLab
	@$(if $(PRESENT),rm -rf build/present)
	@$(if $(LECTURER),,"$(VENV_PYTHON)" -m tools.edition --to "$(COURSE)")
	@COURSE_PRESENT=$(PRESENT) JUPYTER_CONFIG_PATH=tools/jupyter JUPYTERLAB_WORKSPACES_DIR="$(if $(LECTURER),.venv,$(COURSE))/.workspaces" \
		"$(VENV_PYTHON)" -m jupyterlab --allow-root --ServerApp.root_dir="$(if $(LECTURER),.,$(COURSE))" \
		--LabApp.default_url=/lab/tree/$(if $(LECTURER),notebooks/)01_definition.ipynb $(ARGS)

test: install-test  ## run everything; ARGS="tests/test_losses.py -k sigmoid" goes to pytest
	@"$(VENV_PYTHON)" -m tools.browser
	@"$(VENV_PYTHON)" -m pytest $(or $(ARGS),$(ALL))

test-floors: install-floors  ## what reads the course's own code, at the lowest versions of what it needs
	@.venv-floors/bin/python -m pytest $(FLOORS) $(or $(ARGS),$(ALL))

test-matrix:  ## the same on each Python that can be had, with the lowest and the newest versions (needs uv)
	@"$(UV)" tool run --from "nox[uv]" nox -f tools/noxfile.py $(ARGS) -- tests/test_checks.py tests/test_hostile.py $(FLOORS)

test-hub: install-test  ## a class of three on a hub with nbgrader's exchange, some minutes
	@"$(VENV_PYTHON)" -m pytest hub $(ARGS)

notebooks: install-test  ## generate the student notebooks, execute all notebooks and normalise them
	@"$(VENV_PYTHON)" -m tools.notebooks $(ARGS)

site slides: install-test  ## build/site, build/slides: pages that need no kernel and no network
	@"$(VENV_PYTHON)" -m tools.pages $@

lite: install-lite  ## build/lite: the course in JupyterLite; ARGS="--pyodide FOLDER" puts an unpacked Pyodide in
	@.venv-lite/bin/python -m tools.lite $(ARGS)

pages: site install-lite  ## build/site with the slides and JupyterLite in it, to be published
	@"$(VENV_PYTHON)" -m tools.pages slides --to build/site
	@.venv-lite/bin/python -m tools.lite --to build/site

hub: install-hub hub/node_modules/.package-lock.json  ## JupyterHub on loopback, for a look; ARGS="--port 9000"
	@.venv-hub/bin/python -m tools.hub $(ARGS)

hub/node_modules/.package-lock.json: hub/package-lock.json | install-hub
	@cd hub && PATH="$(CURDIR)/.venv-hub/bin:$$PATH" npm ci --silent --no-audit --no-fund

edition-repo: install-lab  ## the students' course in a repository of its own, for a hub or Binder
	@"$(VENV_PYTHON)" -m tools.edition --repository "$(or $(TO),../cross-entropy-course.git)"

bench: install-test  ## measure; never run by CI
	@"$(VENV_PYTHON)" -m tools.bench $(ARGS)

wheel: install-test  ## dist/*.whl: helpers as the one file that pip installs elsewhere
	@"$(VENV_PYTHON)" -m hatchling build -t wheel

lock:  ## renew locks/*.txt (needs uv)
	$(LOCK) --extra lab -o locks/lab.txt --upgrade
	$(LOCK) --extra lab --extra test --extra instructor --extra anki --extra site -c locks/lab.txt -o locks/test.txt --upgrade
	$(LOCK) --extra lite -c locks/test.txt -o locks/lite.txt --upgrade
	$(LOCK) --extra lab --extra instructor --extra hub -c locks/test.txt -o locks/hub.txt --upgrade
	$(LOCK) --group floors --resolution lowest-direct -o locks/floors.txt --upgrade

install-lab install-lite install-test install-floors install-hub: install-%:
	@"$(PYTHON)" tools/environment.py $*
