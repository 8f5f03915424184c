# solum: rebuilds a scientific data product, proves what it rebuilt, packages it.

MANIFEST ?= Manifests/plateau-twin.yaml
SOLUM := .build/release/solum
# Packages resolve to the exact versions of Package.swift; nothing else is fetched.
SWIFT_BUILD := swift build -c release --explicit-target-dependency-import-check error

.DEFAULT_GOAL := help
.PHONY: help setup build release verify test check bench lint walls clean

help: ## one line a target
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-9s %s\n", $$1, $$2}'

setup: ## install the Debian packages that are missing
	@sh Scripts/setup

build: setup ## build .build/release/solum
	$(SWIFT_BUILD) --product solum

release: build ## rebuild and package the product of $(MANIFEST)
	$(SOLUM) release $(MANIFEST)

verify: build ## say which published numbers still hold
	@release=$$($(SOLUM) release --quiet $(MANIFEST)) && \
	  $(SOLUM) verify $$release --record $$release.record.json

test: setup ## every test
	swift test --disable-xctest

lint: ## formatting
	swift format lint --strict --parallel --recursive Package.swift Sources Tests

walls: setup ## imports against the declared dependencies
	sh Scripts/check-walls

check: setup lint walls build release verify test ## everything that CI runs, in this order

bench: setup ## benchmarks, one JSON line each; ONLY=name for one
	@$(SWIFT_BUILD) --product solum-bench >&2
	@.build/release/solum-bench $(ONLY)

clean: ## remove what was built; the store and the releases stay
	rm -rf .build
