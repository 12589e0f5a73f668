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
need chromium chromium
need pdftotext poppler-utils
[ -e /usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc ] || need chinese-fonts fonts-noto-cjk

unformatted=$(gofmt -l $(find . -name '*.go'))
[ -z "$unformatted" ] || { echo "not gofmt-ed: $unformatted" >&2; exit 1; }

go vet ./...
CGO_ENABLED=0 go build -o /dev/null ./cmd/huiyin
CGO_ENABLED=0 GOARCH=loong64 go build -o /dev/null ./cmd/huiyin

# SQLite is C machine-translated to Go (modernc.org). Its memory lies outside
# the Go heap, where the race detector looks at nothing, and instrumenting it
# is most of the run. It alone is compiled without; all that calls it, zombiezen
# included, which copies every byte in and out, stays instrumented.
# A program under the race detector waits a second before it ends, for reports
# still being written; here that is every test binary.
export GORACE=atexit_sleep_ms=10
CGO_ENABLED=1 go test -race -gcflags='modernc.org/...=-race=false' -timeout 9m ./...

# What is about processes, time and memory runs as users run it, without the
# detector: the scripts of the command line, the READMEs, the pages in a browser,
# imports that are bombs, the store's faults.
CGO_ENABLED=0 go test -timeout 9m ./cmd/huiyin ./cmd/huiyin/internal/browser ./cmd/huiyin/internal/sheet ./eventstore/sqlite ./eventstore/crashtest
