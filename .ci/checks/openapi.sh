#!/usr/bin/env bash
# OpenAPI linters: Redocly and Spectral; not even a warning may be left.
# The program's own packages must be installed; the linters are installed here.
set -euo pipefail
cd "$(dirname "$0")"

[ -x node_modules/.bin/spectral ] || npm ci --ignore-scripts --no-audit --no-fund
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
(cd ../.. && node --import tsx .ci/checks/write-openapi.ts "$work/openapi.json")

export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
npx --no-install spectral lint --ruleset spectral.yaml --fail-severity warn "$work/openapi.json"
npx --no-install redocly lint --config redocly.yaml "$work/openapi.json"
