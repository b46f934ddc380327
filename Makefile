# Two commands for a fresh Debian 12 machine with Go: `make demo` and `make test`.
GO      ?= go
OUT     := build
DEMO    := testdata/packages/demo.zip
# The go command leaves folders named testdata out of ./...
PACKAGES := ./... ./testdata/make/... ./testdata/bench/... ./testdata/demo/... ./testdata/hostile/... ./testdata/templates/...
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null)

.PHONY: help build man completions install testdata demo test test-browser bench bench-intake bench-matching bench-extract bench-marks bench-compare bench-templates template-defaults bench-ocr bench-attribution fit-attribution clean

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

install: ## install what is missing (Debian packages) and check Go
	@sh scripts/install.sh

build: install ## build bin/evscan
	CGO_ENABLED=1 $(GO) build -trimpath -ldflags "-X main.buildVersion=$(VERSION)" -o bin/evscan ./cmd/evscan
	@$(MAKE) --no-print-directory man completions

man: ## write the manual pages of bin/evscan to build/man; man -l build/man/evscan.1
	@SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct 2>/dev/null)} bin/evscan man $(OUT)/man

completions: ## write the shell completions of bin/evscan to build/completions
	@mkdir -p $(OUT)/completions
	@bin/evscan completion bash > $(OUT)/completions/evscan.bash
	@bin/evscan completion zsh > $(OUT)/completions/_evscan
	@bin/evscan completion fish > $(OUT)/completions/evscan.fish
	@bin/evscan completion powershell > $(OUT)/completions/evscan.ps1

testdata: install ## generate the demo packages under testdata/packages
	$(GO) run ./testdata/demo/cmd/makedemo -o testdata/packages

$(DEMO): $(shell find testdata -name '*.go' -o -path '*/pictures/*' -type f 2>/dev/null)
	$(MAKE) testdata

demo: build $(DEMO) ## scan the demo package, as claimed, and print the summary
	@mkdir -p $(OUT)
	bin/evscan scan --claimed Fujitsu -o $(OUT)/demo.json $(DEMO)
	@echo "report: $(OUT)/demo.json"

# The tests of the commands run the program as users build it, and generate gigabytes of
# hostile files: the race detector would watch the generator only.
test: install ## vet, staticcheck, gofmt and all tests, with the race detector where our code runs in the test
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "gofmt would change:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	$(GO) vet $(PACKAGES)
	$(GO) tool staticcheck $(PACKAGES)
	$(GO) test -race -timeout 30m $$($(GO) list ./... ./testdata/make/... | grep -v '/cmd/evscan$$')
	$(GO) test -timeout 60m ./cmd/evscan ./testdata/demo/... ./testdata/hostile/... ./testdata/templates/...

# Chromium is asked for here only: the program and its other tests do without.
test-browser: install $(DEMO) ## the HTML report in headless Chromium: clicks, print, accessibility, hostile names; writes docs/*.png
	@sh scripts/install.sh chromium fonts-noto-cjk poppler-utils
	@mkdir -p $(OUT)/images
	cp testdata/demo/pictures/*-ja*.png testdata/demo/pictures/*-ja*.jpg $(OUT)/images/
	CGO_ENABLED=1 $(GO) build -trimpath -o bin/evscan ./cmd/evscan
	bin/evscan scan --quiet --no-timing --claimed Fujitsu -o $(OUT)/browser-demo.json $(DEMO)
	bin/evscan scan --quiet --no-timing --claimed Fujitsu -o $(OUT)/browser-images.json $(OUT)/images
	$(GO) vet -tags browser ./report/html
	REPORTS=$(CURDIR)/$(OUT) SCREENSHOTS=$(CURDIR)/docs $(GO) test -count=1 -timeout 20m -tags browser -run Browser -v ./report/html

bench: build $(DEMO) ## time and memory of the demo scan beside the work by hand
	@sh scripts/bench.sh $(DEMO)
	@sh scripts/bench-documents.sh $(DEMO)

bench-intake: build ## time and memory of a scan of 20,000 files beside 7z, sha256sum and file
	@sh scripts/bench-intake.sh

bench-matching: ## names found in text, MB/s and memory at 10 thousand, a million and 3 million names beside an Aho-Corasick library and grep
	@mkdir -p $(OUT)
	$(GO) build -o $(OUT)/matchbench ./scripts/matchbench
	@$(OUT)/matchbench $(MATCHBENCH)

bench-extract: build ## types, text and metadata of public test documents beside other programs; TIKA=, EXIF=, CORPUS= name their folders
	@sh scripts/bench-extract.sh

bench-templates: build ## precision and recall of taught templates and logos on documents held out; OCR= leaves text recognition out, CORPUS= adds packages with known owners
	$(GO) run ./testdata/templates/cmd/maketemplates -o $(OUT)/templates
	$(GO) run ./scripts/templatebench $(if $(filter undefined,$(origin OCR)),-ocr,$(if $(OCR),-ocr)) -dir $(OUT)/templates
	@test -z "$(CORPUS)" || $(GO) run ./scripts/templatebench -corpus "$(CORPUS)" -dir $(OUT)/templates-corpus

bench-compare: build ## precision and recall of evscan compare on generated pairs of packages; SEEDS=5
	$(GO) run ./scripts/comparebench -evscan bin/evscan -seeds $(or $(SEEDS),5)

template-defaults: build ## write the hashes of default documents anew; needs LibreOffice
	@sh scripts/template-defaults.sh

bench-ocr: install ## text recognition beside the tesseract program; SET= names a folder of pictures with truth.json, TEXTLESS= one without text
	@sh scripts/bench-ocr.sh

bench-marks: build ## marks of the owner and of others in packages with known owners; CORPUS= names their folder, OCR=1 reads pictures too
	@sh scripts/bench-marks.sh

# Packages and reports are kept; a report is made again where the package or the program has
# changed. KEEP=1 keeps those of an earlier build, good where only the weighing has changed:
# reports are weighed again anyway.
N    ?= 1000
SEED ?= 1
DIR  ?= $(OUT)/attribution
TABLE ?= docs/attribution.md
$(DIR)/made-$(N)-$(SEED): $(shell find testdata/bench testdata/make -name '*.go' 2>/dev/null)
	rm -rf $(DIR)/fit $(DIR)/calibrate $(DIR)/blind $(DIR)/attack $(DIR)/made-*
	$(GO) run ./testdata/bench/cmd/makebench -o $(DIR) -n $(N) -seed $(SEED)
	@touch $@

bench-attribution: build $(DIR)/made-$(N)-$(SEED) ## what the verdicts are worth, on N generated packages of SEED; CORPUS= adds packages with known owners; writes TABLE, docs/attribution.md, and the diagram beside it
	@$(GO) build -o $(OUT)/attributionbench ./scripts/attributionbench
	nice $(OUT)/attributionbench scan -evscan bin/evscan -dir $(DIR) $(if $(KEEP),-keep) -parts blind,attack $(if $(CORPUS),-corpus "$(CORPUS)")
	$(OUT)/attributionbench evaluate -dir $(DIR) $(if $(CORPUS),-corpus "$(CORPUS)") -o $(TABLE) -svg $(TABLE:.md=-reliability.svg)

fit-attribution: build $(DIR)/made-$(N)-$(SEED) ## fit the weights to the generated packages of N and SEED; reads the parts fit and calibrate only
	@$(GO) build -o $(OUT)/attributionbench ./scripts/attributionbench
	nice $(OUT)/attributionbench scan -evscan bin/evscan -dir $(DIR) $(if $(KEEP),-keep) -parts fit,calibrate
	$(OUT)/attributionbench fit -dir $(DIR) -n $(N) -seed $(SEED) -date "$(or $(DATE),$(shell date -u +%F))" -o analyzer/attribution/weights.json

clean: ## remove what was built and generated
	rm -rf bin $(OUT) testdata/packages
