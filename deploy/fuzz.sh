#!/bin/sh
# Runs every fuzz target, each for the given time (default 30s); what it finds is
# kept under testdata/fuzz of its package, from where every test run tries it
# again.
#
#   deploy/fuzz.sh [TIME [PACKAGE...]]
set -eu
cd "$(dirname "$0")/.."

time=${1:-30s}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- ./...

failed=""
for package in $(go list "$@"); do
    folder=$(go list -f '{{.Dir}}' "$package")
    for target in $(cat "$folder"/*_test.go 2>/dev/null | sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p'); do
        echo "$package $target" >&2
        go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" "$package" || failed="$failed $package/$target"
    done
done
[ -z "$failed" ] || { echo "failed:$failed" >&2; exit 1; }
