#!/bin/sh
# Installs what the tests need beyond Go and runs them all.
#
# A fresh Debian lacks a C compiler, which Go's race detector needs, strace, which
# records what the power cuts are made of, and what the printed papers are tested
# with: a browser that prints, Chinese fonts, a reader of PDF. The faults are done
# to the store in full without the race detector; faults.sh does more of them.
set -eu
cd "$(dirname "$0")/.."

need() { # need COMMAND PACKAGE
    command -v "$1" >/dev/null 2>&1 && return
    echo "installing $2" >&2
    sudo=""
    [ "$(id -u)" = 0 ] || sudo="sudo"
    $sudo apt-get update -qq && $sudo apt-get install -y -qq "$2"
}
need gcc gcc
need strace strace
[ -e /usr/include/stdlib.h ] || need c-library libc6-dev
need chromium-headless-shell chromium-headless-shell
need pdftotext poppler-utils
[ -e /usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc ] || need chinese-fonts fonts-noto-cjk

unformatted=$(gofmt -l $(find . -name '*.go'))
[ -z "$unformatted" ] || { echo "not gofmt-ed: $unformatted" >&2; exit 1; }

go vet ./...
CGO_ENABLED=0 go build -o /dev/null ./cmd/huiyin
CGO_ENABLED=0 GOARCH=loong64 go build -o /dev/null ./cmd/huiyin

# Under the race detector runs what works on several goroutines. SQLite is C
# machine-translated to Go (modernc.org): its memory lies outside the Go heap,
# where the detector looks at nothing, and instrumenting it is most of the run. It
# alone is compiled without; all that calls it, zombiezen included, which copies
# every byte in and out, stays instrumented. A program under the detector waits a
# second before it ends, for reports still being written; here that is every test
# binary.
export GORACE=atexit_sleep_ms=10
raced="./api/signin ./api/v1 ./eventstore/... ./projections/parked ./projections/reactors ./cmd/huiyin/internal/office"
race() { CGO_ENABLED=1 go test -race -gcflags='modernc.org/...=-race=false' -timeout 20m "$@"; }
race $raced
race -run 'TestRows|TestReaders|TestTwo|TestFollow|TestTheCache|TestOneRebuild|TestARebuilt' ./projections/follower
race -run 'TestALife|TestTheStream|TestEveryReader|TestWhoIsTooFar|TestTheSameKey|TestARetry|TestOneReads|TestPeopleAreTold|TestAReplyIsTold|TestFilesCome|TestEndingEnds' ./cmd/huiyin/internal/live

# Everything else runs as users run it: the rules, the views, the scripts of the
# command line, the READMEs, the pages in a browser, the store's faults in full.
go list $raced | grep -v -e eventstore/sqlite -e eventstore/crashtest > /tmp/huiyin-raced.$$
plain=$(go list ./... | grep -v -x -F -f /tmp/huiyin-raced.$$)
rm -f /tmp/huiyin-raced.$$
CGO_ENABLED=0 go test -timeout 20m $plain
