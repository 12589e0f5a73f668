//go:build !race

package main_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"huiyin/cmd/huiyin/internal/cli"
)

// TestMain lets the scripts run huiyin as a command of this test binary, and sql
// as anybody could who may write to a file.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"huiyin": func() { os.Exit(cli.Main(context.Background(), os.Args[1:], os.Stdout, os.Stderr)) },
		"sql": func() {
			conn, err := sqlite.OpenConn(os.Args[1], sqlite.OpenReadWrite)
			if err == nil {
				err = errors.Join(sqlitex.ExecuteTransient(conn, os.Args[2], nil), conn.Close())
			}
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		},
	})
}

// TestScripts pins what the command line prints and answers: every command of
// the README, the exit codes, the errors.
func TestScripts(t *testing.T) {
	published, err := filepath.Abs("internal/importing/cases.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	hunan, err := filepath.Abs("internal/enrolling/hunan.json")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("HUIYIN_UPDATE") != "",
		Setup: func(e *testscript.Env) error {
			e.Setenv("PUBLISHED", published)
			e.Setenv("HUNAN", hunan)
			// Under the race detector a program waits a second before it
			// ends, for reports still being written: three quarters of the
			// time of some 440 short commands. These end their goroutines
			// themselves, and a race is reported where it happens.
			e.Setenv("GORACE", "atexit_sleep_ms=10")
			return nil
		},
	})
}
