# Everything a newcomer needs: `make demo` to see it, `make test` to trust it.

SWIFT_BUILD := swift build --jobs 2
RELEASE     := .build/release/tuiyan
DATASET     := Datasets/nanjing-2022
DEMO        := Sessions/nanjing-court-exits.md
REFERENCE   := Documentation/Language.md
CITY        := .build/bench/city-650000
MANUAL      := .build/manual
PREFIX      ?= /usr/local
SANITIZERS  ?= thread address
INSTALLED   := $(DESTDIR)$(PREFIX)

.PHONY: demo build test lint format dataset reference check check-peers check-terminal measure-terminal bench \
        fuzz sanitize man install uninstall install-libraries clean

## demo: build for release, then the shell on Nanjing's lists; without a terminal, the demonstration session
demo: build
	@if [ -t 0 ] && [ -t 1 ]; then \
	  $(RELEASE) --load $(DATASET) --load $(DATASET)/policy.md; \
	else \
	  $(RELEASE) run --echo $(DEMO); \
	fi

## build: the program, optimised
build: install-libraries
	$(SWIFT_BUILD) --configuration release --product tuiyan

## test: every test
test: install-libraries
	swift test --jobs 2

## check: replay the sessions, and what the READMEs show, and compare the results
check: build
	$(RELEASE) check README.md README.zh-CN.md Documentation/*.md Sessions/*.md

## lint: the house's layout, and its rules
lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks

## format: bring the code into the house's layout
format:
	swift format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks

## dataset: make Nanjing's lists again, byte for byte
dataset: install-libraries
	$(SWIFT_BUILD) --configuration release --product make-nanjing
	.build/release/make-nanjing $(DATASET)

## reference: write the reference of the language anew, below the tutorial
reference: build
	sed '/^<!-- From here on/,$$d' $(REFERENCE) > $(REFERENCE).new
	$(RELEASE) -e 'help reference' >> $(REFERENCE).new
	mv $(REFERENCE).new $(REFERENCE)

## man: the pages for man in both tongues and the completions of bash, zsh and fish, from the command's own arguments
man: build
	@mkdir -p $(MANUAL)
	$(RELEASE) manual --language en > $(MANUAL)/tuiyan.1
	$(RELEASE) manual --language zh > $(MANUAL)/tuiyan.zh.1
	$(RELEASE) --generate-completion-script bash > $(MANUAL)/tuiyan.bash
	$(RELEASE) --generate-completion-script zsh > $(MANUAL)/_tuiyan
	$(RELEASE) --generate-completion-script fish > $(MANUAL)/tuiyan.fish

## install: the program, its page and its completions, below PREFIX (/usr/local)
install: man
	install -D -m 755 $(RELEASE) $(INSTALLED)/bin/tuiyan
	install -D -m 644 $(MANUAL)/tuiyan.1 $(INSTALLED)/share/man/man1/tuiyan.1
	install -D -m 644 $(MANUAL)/tuiyan.zh.1 $(INSTALLED)/share/man/zh_CN/man1/tuiyan.1
	install -D -m 644 $(MANUAL)/tuiyan.bash $(INSTALLED)/share/bash-completion/completions/tuiyan
	install -D -m 644 $(MANUAL)/_tuiyan $(INSTALLED)/share/zsh/site-functions/_tuiyan
	install -D -m 644 $(MANUAL)/tuiyan.fish $(INSTALLED)/share/fish/vendor_completions.d/tuiyan.fish

## uninstall: what install put below PREFIX
uninstall:
	rm -f $(INSTALLED)/bin/tuiyan $(INSTALLED)/share/man/man1/tuiyan.1 \
	  $(INSTALLED)/share/man/zh_CN/man1/tuiyan.1 \
	  $(INSTALLED)/share/bash-completion/completions/tuiyan $(INSTALLED)/share/zsh/site-functions/_tuiyan \
	  $(INSTALLED)/share/fish/vendor_completions.d/tuiyan.fish

## install-libraries: the C libraries the program stands on
install-libraries:
	@scripts/install-packages libedit-dev libsqlite3-dev zlib1g-dev

## check-peers: the same questions asked of other engines, in a virtual environment of its own
check-peers: build
	@scripts/check-peers $(RELEASE)

## check-terminal: the program at a terminal that is emulated: screens, keys, signals, random edits
check-terminal: build
	@scripts/check-terminal $(RELEASE)

## measure-terminal: how soon Ctrl-C stops long work and Tab offers 100,000 values, over the benchmarks' city
measure-terminal: build
	@[ -f $(CITY)/README.md ] || $(RELEASE) synthesize Benchmarks/city --out $(CITY) --entities 650000
	@scripts/check-terminal $(RELEASE) --measure $(CITY)

## bench: how fast it is beside other engines; the ratios are written into Benchmarks/README.md
bench: build
	@Benchmarks/bench $(RELEASE)

## fuzz: inputs made up by libFuzzer, FUZZ_SECONDS in all (60), beginning with those that are kept
fuzz:
	@scripts/fuzz

## sanitize: the tests of loading and computing under ThreadSanitizer and AddressSanitizer, or one of them (SANITIZERS)
sanitize: install-libraries
	@scripts/sanitize $(SANITIZERS)

clean:
	rm -rf .build .venv .venv-terminal
