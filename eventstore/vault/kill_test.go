package vault_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"huiyin/eventstore/vault"
)

// The child is this test binary again; the environment tells it where to write.
const childKey = "HUIYIN_VAULT_CHILD"

func TestMain(m *testing.M) {
	where := os.Getenv(childKey)
	if where == "" {
		os.Exit(m.Run())
	}
	path, key, _ := strings.Cut(where, "|")
	if err := writeOn(path, key); err != nil {
		fmt.Println("failed", err)
		os.Exit(1)
	}
}

// writeOn replaces one record again and again and says each value that was
// acknowledged, and makes and deletes another beside it.
func writeOn(path, key string) error {
	v, err := vault.Open(vault.Options{Path: path, KeyFile: key})
	if err != nil {
		return err
	}
	ctx := context.Background()
	for n := 1; ; n++ {
		if err := v.Put(ctx, "k", "a", fmt.Appendf(nil, "%d", n)); err != nil {
			return err
		}
		if err := v.Put(ctx, "k", "b", []byte("x")); err != nil {
			return err
		}
		if err := v.Delete(ctx, "k", "b"); err != nil {
			return err
		}
		if _, err := os.Stdout.WriteString(fmt.Sprintln(n)); err != nil {
			return err
		}
	}
}

// Killed at any moment, a vault opens and has what it acknowledged.
func TestKill(t *testing.T) {
	p := newPlace(t)
	must(t, open(t, p.options()).Close())
	for range 10 {
		acknowledged := killOnce(t, p)
		v := open(t, p.options())
		value, _, err := v.Get(t.Context(), "k", "a")
		must(t, err)
		var has int
		_, err = fmt.Sscan(string(value), &has)
		must(t, err)
		if has != acknowledged && has != acknowledged+1 {
			t.Fatalf("acknowledged %d, has %d", acknowledged, has)
		}
		must(t, v.Close())
	}
}

func killOnce(t *testing.T, p place) (acknowledged int) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childKey+"="+p.path+"|"+p.key)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewScanner(out)
	for first := true; lines.Scan(); first = false {
		if _, err := fmt.Sscan(lines.Text(), &acknowledged); err != nil {
			t.Fatal(lines.Text())
		}
		if first {
			time.AfterFunc(time.Millisecond+rand.N(40*time.Millisecond), func() { _ = cmd.Process.Kill() })
		}
	}
	_ = cmd.Wait() // killed is how it is meant to end
	return acknowledged
}
