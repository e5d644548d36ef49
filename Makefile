# Everything a newcomer needs: `make demo` to see it, `make test` to trust it.

SWIFT_BUILD := swift build --jobs 2
RELEASE     := .build/release/tuiyan
DATASET     := Datasets/nanjing-2022
DEMO        := Sessions/nanjing-court-exits.md
REFERENCE   := Documentation/Language.md

.PHONY: demo build test lint format dataset reference check check-peers check-terminal bench fuzz install-libraries clean

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
	swift format lint --strict --recursive --parallel Package.swift Sources Tests

## format: bring the code into the house's layout
format:
	swift format --in-place --recursive --parallel Package.swift Sources Tests

## dataset: make Nanjing's lists again, byte for byte
dataset: install-libraries
	$(SWIFT_BUILD) --configuration release --product make-nanjing
	.build/release/make-nanjing $(DATASET)

## reference: write the reference of the language anew, below the tutorial
reference: build
	sed '/^<!-- From here on/,$$d' $(REFERENCE) > $(REFERENCE).new
	$(RELEASE) -e 'help reference' >> $(REFERENCE).new
	mv $(REFERENCE).new $(REFERENCE)

## install-libraries: the C libraries the program stands on
install-libraries:
	@scripts/install-packages libedit-dev libsqlite3-dev zlib1g-dev

## check-peers: the same questions asked of other engines, in a virtual environment of its own
check-peers: build
	@scripts/check-peers $(RELEASE)

## check-terminal: the program at a terminal that is emulated: screens, keys, signals, random edits
check-terminal: build
	@scripts/check-terminal $(RELEASE)

## bench: how fast it is beside other engines; the ratios are written into Benchmarks/README.md
bench: build
	@Benchmarks/bench $(RELEASE)

## fuzz: inputs made up by libFuzzer, FUZZ_SECONDS in all (60), beginning with those that are kept
fuzz:
	@scripts/fuzz

clean:
	rm -rf .build .venv .venv-terminal
