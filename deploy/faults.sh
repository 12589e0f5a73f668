#!/bin/sh
# Does to the store what may happen to a machine, for as long as it takes: 10,000
# power cuts, 1,000 rounds of kill -9, and more of the rest than deploy/test.sh
# does in every run. Prints one line of figures a test and exits with 1 if one
# failed. It needs Go and strace. HUIYIN_... below may be set to other numbers.
set -eu
cd "$(dirname "$0")/.."
command -v strace >/dev/null 2>&1 || { echo "strace is missing; deploy/test.sh installs it" >&2; exit 1; }

: "${HUIYIN_POWER_POINTS:=10000}" # moments at which the power is cut
: "${HUIYIN_KILL_ROUNDS:=1000}"   # kill -9 under four writers
: "${HUIYIN_FLIP_ROUNDS:=3000}"   # bits turned over, one at a time
: "${HUIYIN_SYNC_ROUNDS:=40}"     # syncs that fail, one at a time
: "${HUIYIN_FULL_ROUNDS:=30}"     # times the disk is full
: "${HUIYIN_TERM_ROUNDS:=200}"    # SIGTERM under load
: "${HUIYIN_STOP_SECONDS:=10}"    # how long SIGSTOP halts, three times
: "${HUIYIN_LINEAR_ROUNDS:=500}"  # races of 50 writers
export HUIYIN_POWER_POINTS HUIYIN_KILL_ROUNDS HUIYIN_FLIP_ROUNDS HUIYIN_SYNC_ROUNDS \
    HUIYIN_FULL_ROUNDS HUIYIN_TERM_ROUNDS HUIYIN_STOP_SECONDS HUIYIN_LINEAR_ROUNDS

echo "$(date +%F) $(uname -sr) $(go env GOVERSION), $(nproc) cores"
out=$(mktemp)
trap 'rm -f "$out"' EXIT
status=0
CGO_ENABLED=0 go test -count=1 -timeout 60m -v ./eventstore/sqlite >"$out" 2>&1 || status=1
echo "test|rounds|faults|acknowledged|lost|doubled|seconds|more"
sed -n 's/.*FIGURES|//p' "$out"
sed -n 's/.* caught by /planted bug caught by /p' "$out"
[ "$status" = 0 ] || grep -E -B20 '^ *--- FAIL|^panic|^FAIL' "$out" >&2
exit "$status"
