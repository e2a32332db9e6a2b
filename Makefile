# Everything that is done with a clone, one target each. A Swift toolchain is all that has to be
# there: each target installs the Debian packages that it misses.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PREFIX ?= /usr/local
DESTDIR ?=
# make bench: records of the feed, rounds, and whether a missed bar is an error.
RECORDS ?= 1000000
RUNS ?= 5
STRICT ?=
# make bench: LARGE=1 measures ten times the records too, as STRICT=1 does unless LARGE=0.
LARGE ?=
# make instructions: UPDATE=1 sets the bounds to what is counted now.
UPDATE ?=
# make growth: records of the largest feed.
LARGEST ?= 10000000
# make test: part of a test's or suite's name; all by default.
FILTER ?=
# V=1 shows every passing test.
V ?=
# make torture: how long, in minutes, building not counted.
MINUTES ?= 60
# make fuzz: seconds for each target, and what its random numbers begin with. make mutate: operators that are flipped.
SECONDS ?= 20
SEED ?=
BREAKS ?= 50

MUSTER := .build/release/muster
SWIFT_PATHS := Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources \
	Benchmarks/Tests samples/server/Package.swift samples/server/Sources
BUILD_PACKAGES := libsqlite3-dev libidn2-dev libunistring-dev libxml2-dev zlib1g-dev libzstd-dev libargon2-dev libcrypt-dev \
	libcurl4-openssl-dev pkg-config
# strace traces what a document makes the program open; tests that need it say so where it is
# missing. The mail server of the tests is a Python program with certificates made by openssl.
# Transcripts in the documents use jq and sqlite3.
TEST_PACKAGES := strace openssl python3 python3-aiosmtpd jq sqlite3
# One test opens a report in a browser, and says so where there is none.
BROWSER_PACKAGES := python3 chromium chromium-driver python3-selenium
DEMO_MAIL_PACKAGES := python3 python3-aiosmtpd
# The counts are valgrind's; strip makes the copy of the binary that it can read.
INSTRUCTION_PACKAGES := valgrind binutils
BENCH_PACKAGES := sqlite3 python3-venv libxml2-utils
# Two of Postfix's programs, taken out of its package: a bench must not install a mail server.
POSTFIX := Benchmarks/.postfix

# The library products are linked into the binary, so that it runs where no toolchain is.
RELEASE := swift build -c release --static-swift-stdlib
TEST := swift test --disable-xctest $(if $(FILTER),--filter '$(FILTER)')
# Tests of many records take the optimised program; a part of the tests does not wait for it.
OPTIMISED := $(if $(FILTER),,MUSTER_OPTIMISED=$(CURDIR)/$(MUSTER))
# A folder of its own: the release binary's linking would rebuild everything in turn.
RELEASE_TEST := $(TEST) -c release --scratch-path .build/release-tests --disable-testable-imports
# Shows what fails and the closing lines.
TEST_OUTPUT := $(if $(V),cat,sed -u -e '/^◇/d' -e '/^✔ Test run with/b' -e '/^✔/d')

# The tests make and sync thousands of small directories: in memory, where there is room and programs may
# run, they take three quarters of the time. Release tests are left on the disk.
define in_memory
	if [ -z "$${TMPDIR:-}" ] && [ -w /dev/shm ] && ! grep -q ' /dev/shm .*noexec' /proc/mounts \
		&& [ "$$(df --output=avail --block-size=1M /dev/shm | tail -n 1)" -ge 4096 ]; then \
		TMPDIR=$$(mktemp -d /dev/shm/muster-tests.XXXXXX); export TMPDIR; \
		trap 'rm -rf "$$TMPDIR"' EXIT; chmod 755 "$$TMPDIR"; \
	fi
endef

# Installs the packages in $(1) that are missing; takes no time when there are none.
define install_missing
	@command -v dpkg-query >/dev/null || exit 0; \
	missing=; \
	for package in $(1); do \
		dpkg-query -W -f '$${db:Status-Status}' "$$package" 2>/dev/null | grep -qx installed \
			|| missing="$$missing $$package"; \
	done; \
	[ -n "$$missing" ] || exit 0; \
	echo "Installing$$missing"; \
	as_root=; [ "$$(id -u)" = 0 ] || as_root=sudo; \
	$$as_root apt-get update -qq; \
	DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -qq --no-install-recommends \
		$$missing >/dev/null
endef

.PHONY: help
help: ## what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: build ## build, then import the samples into a temporary folder and show what comes out
	@samples/demo.sh $(MUSTER)

.PHONY: demo-mail
demo-mail: build ## then deliver onboarding mail to a local server, and follow its link
	$(call install_missing,$(DEMO_MAIL_PACKAGES))
	@samples/demo-mail.sh $(MUSTER)

.PHONY: build
# Linking the standard library in brings a remark about a function of Foundation's that nobody calls.
build: setup ## the release binary, .build/release/muster
	@$(RELEASE) --product muster 2>&1 | sed -e '/the use of .mktemp. is dangerous/d'

.PHONY: test
test: setup test-setup $(if $(FILTER),,build) ## debug tests (FILTER=name for some, V=1 to see each)
	@swift build --build-tests
	@$(in_memory); $(OPTIMISED) $(TEST) --skip-build 2>&1 | $(TEST_OUTPUT)

.PHONY: test-release
test-release: setup test-setup ## the same tests on an optimised build
	@$(RELEASE_TEST) 2>&1 | $(TEST_OUTPUT)

.PHONY: torture
torture: build test-setup ## faults, floods and hostile files for MINUTES=60, with a table of what was tried
	@Tests/Torture/torture.sh $(MINUTES)

.PHONY: fuzz
fuzz: setup ## each fuzz target for SECONDS=20, with address sanitizer
	@SEED=$(SEED) Tests/Fuzz/fuzz.sh $(SECONDS)

.PHONY: mutate
mutate: setup test-setup ## breaks the program on purpose, and says what its tests do not notice (BREAKS=50)
	@Tests/Mutation/mutate.py promises
	@Tests/Mutation/mutate.py operators $(BREAKS)

.PHONY: sanitize
sanitize: setup test-setup ## the suites with thread sanitizer, then with address sanitizer
	@Tests/Sanitizers/sanitize.sh thread
	@Tests/Sanitizers/sanitize.sh address

.PHONY: test-bench
test-bench: ## tests of the benchmarks' own package
	@swift test --package-path Benchmarks --disable-xctest 2>&1 | $(TEST_OUTPUT)

.PHONY: check
check: lint test-bench instructions test docs example test-release ## all that a submission has to pass
	@$(MAKE) fuzz SECONDS=20 SEED=1

.PHONY: lint
lint: ## format and rules, no change
	@swift format lint --strict --parallel --recursive $(SWIFT_PATHS)

.PHONY: format
format: ## format in place
	@swift format --in-place --parallel --recursive $(SWIFT_PATHS)

.PHONY: bench
bench: build bench-setup ## speed and memory against reference tools (STRICT=1 RECORDS=… RUNS=… LARGE=1)
	@swift build --package-path Benchmarks -c release
	@PATH="$$PATH:/usr/sbin:$(POSTFIX)/usr/sbin" LD_LIBRARY_PATH=$(POSTFIX)/usr/lib/postfix \
		Benchmarks/.build/release/muster-bench --muster $(MUSTER) --data Benchmarks/data \
		--records $(RECORDS) --runs $(RUNS) $(if $(STRICT),--strict) \
		$(if $(filter 0,$(LARGE)),--no-large,$(if $(LARGE),--large)) \
		$$([ ! -x Benchmarks/.venv/bin/python ] || echo --duckdb Benchmarks/.venv/bin/python) \
		--counts Benchmarks/yardsticks/duckdb_counts.py

.PHONY: instructions
# The program that counts need not be fast itself: the debug build is the one that test-bench has.
instructions: build instructions-setup ## instructions a record against committed bounds (UPDATE=1 sets them)
	@swift build --package-path Benchmarks --product muster-bench
	@Benchmarks/.build/debug/muster-bench instructions --muster $(MUSTER) \
		--data Benchmarks/data --bounds Benchmarks/instructions.bounds $(if $(filter-out 0,$(UPDATE)),--update)

.PHONY: growth
growth: build ## how cost grows from 10,000 records to LARGEST=…, as a table for docs/performance.md
	@swift build --package-path Benchmarks -c release --product muster-bench
	@Benchmarks/.build/release/muster-bench growth --muster $(MUSTER) --data Benchmarks/data \
		--largest $(LARGEST)

.PHONY: example
# Without a new plan the build misses that a file of this package is gone.
example: setup ## build the service of samples/server on the library, and call it
	@rm -f samples/server/.build/debug.yaml
	@swift build --package-path samples/server
	@samples/server/try.sh samples/server/.build/debug/ProvisioningService

# Links that lead nowhere are errors. The symbols are those of the debug build that the tests have.
.PHONY: docs
docs: setup ## the library's reference as a static site in .build/reference
	@swift package dump-symbol-graph --minimum-access-level public --skip-synthesized-members \
		>/dev/null
	@rm -rf .build/reference-symbols .build/reference && mkdir -p .build/reference-symbols
	@cp "$$(swift build --show-bin-path)/../symbolgraph/Muster.symbols.json" .build/reference-symbols
	@docc convert Sources/Muster/Muster.docc --additional-symbol-graph-dir .build/reference-symbols \
		--fallback-display-name Muster --fallback-bundle-identifier muster --warnings-as-errors \
		--transform-for-static-hosting --output-path .build/reference
	@echo "Written: .build/reference/documentation/muster/index.html"

.PHONY: picture
picture: build browser-setup ## the picture of a report in README.md, from an invented feed
	@docs/images/picture.sh $(MUSTER) docs/images/report.png

# Each shell looks for completions in a folder and under a name of its own.
SHARE := $(DESTDIR)$(PREFIX)/share
COMPLETIONS := bash:bash-completion/completions/muster zsh:zsh/site-functions/_muster \
	fish:fish/vendor_completions.d/muster.fish

.PHONY: install
install: build ## into $(DESTDIR)$(PREFIX), with manual pages and shell completions
	@$(MAKE) install-built

.PHONY: install-built
# What there is to install of a program that is built already: MUSTER=path for another one.
install-built:
	@install -D -m 0755 $(MUSTER) "$(DESTDIR)$(PREFIX)/bin/muster"
	@pages=$$(mktemp -d); trap 'rm -rf "$$pages"' EXIT; \
	$(MUSTER) generate-manual "$$pages"; \
	install -d "$(SHARE)/man/man1"; \
	install -m 0644 "$$pages"/*.1 "$(SHARE)/man/man1"
	@for shell in $(COMPLETIONS); do \
		file="$(SHARE)/$${shell#*:}"; \
		install -d "$$(dirname "$$file")"; \
		$(MUSTER) --generate-completion-script $${shell%%:*} > "$$file"; \
		chmod 0644 "$$file"; \
	done
	@echo "Installed $(DESTDIR)$(PREFIX)/bin/muster, its manual (man muster) and completions"

.PHONY: uninstall
uninstall: ## what install has put into $(DESTDIR)$(PREFIX)
	@rm -f "$(DESTDIR)$(PREFIX)/bin/muster" "$(SHARE)/man/man1/muster.1" \
		"$(SHARE)"/man/man1/muster-*.1
	@for shell in $(COMPLETIONS); do rm -f "$(SHARE)/$${shell#*:}"; done
	@echo "Removed muster from $(DESTDIR)$(PREFIX); directories and their keys stay where they are"

.PHONY: clean
clean: ## remove what was built and measured
	@rm -rf .build Benchmarks/.build samples/server/.build Benchmarks/data Benchmarks/.venv $(POSTFIX)

.PHONY: setup
setup:
	$(call install_missing,$(BUILD_PACKAGES))

.PHONY: test-setup
test-setup:
	$(call install_missing,$(TEST_PACKAGES))
	@$(MAKE) browser-setup || echo 'No browser can be had: 1 test of the report is left out'

.PHONY: browser-setup
browser-setup:
	$(call install_missing,$(BROWSER_PACKAGES))

.PHONY: instructions-setup
instructions-setup:
	$(call install_missing,$(INSTRUCTION_PACKAGES))

.PHONY: bench-setup
bench-setup:
	$(call install_missing,$(BENCH_PACKAGES))
	@Benchmarks/.venv/bin/python -c 'import duckdb' 2>/dev/null \
		|| { python3 -m venv Benchmarks/.venv && Benchmarks/.venv/bin/pip install -q duckdb; } \
		|| { echo 'DuckDB cannot be installed: S4 will be skipped'; rm -rf Benchmarks/.venv; }
	@[ -x /usr/sbin/smtp-sink ] || [ -x $(POSTFIX)/usr/sbin/smtp-sink ] || ( \
		mkdir -p $(POSTFIX) && cd $(POSTFIX) && apt-get download -qq postfix 2>/dev/null \
			&& dpkg-deb -x postfix_*.deb . && rm postfix_*.deb \
			&& ! LD_LIBRARY_PATH=usr/lib/postfix ldd usr/sbin/smtp-sink | grep 'not found' ) \
		|| { echo 'smtp-sink of Postfix cannot be had: S8 will be skipped'; rm -rf $(POSTFIX); }
