package doctor_test

import (
	"crypto/rand"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"huiyin/cmd/huiyin/internal/doctor"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/zh"
	"huiyin/eventstore/ledger"
	"huiyin/eventstore/vault"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// installed is an installation in which everything is in order.
func installed(t *testing.T) doctor.House {
	t.Helper()
	dir := t.TempDir()
	h := doctor.House{Data: filepath.Join(dir, "data"), VaultKey: filepath.Join(dir, "keys", "vault.key"), Backups: filepath.Join(dir, "backups"),
		Version: "1", Now: time.Now}
	must(t, os.Mkdir(h.Data, 0o700))
	of, err := office.Open(t.Context(), office.Options{Dir: h.Data})
	must(t, err)
	_, err = of.Backup(t.Context(), filepath.Join(h.Backups, "last"), nil)
	must(t, err)
	must(t, of.Close())
	v, err := vault.Open(vault.Options{Path: filepath.Join(h.Data, "vault.db"), KeyFile: h.VaultKey, CreateKey: true})
	must(t, err)
	must(t, v.Close())
	return h
}

// levels are the findings by check, each with its code.
func levels(t *testing.T, h doctor.House) map[string]doctor.Finding {
	t.Helper()
	out := map[string]doctor.Finding{}
	for _, f := range doctor.Examine(t.Context(), h) {
		if old, twice := out[f.Check]; !twice || old.Level == doctor.Good {
			out[f.Check] = f
		}
	}
	return out
}

func (want finding) in(t *testing.T, h doctor.House) {
	t.Helper()
	if got := levels(t, h)[want.check]; got.Code != want.code || got.Level != want.level {
		t.Errorf("%s: %+v, want %s %s", want.check, got, want.level, want.code)
	}
}

type finding struct {
	check, code string
	level       doctor.Level
}

// Nothing bad is found where nothing is; a fresh folder is no fault of its owner.
func TestAGoodInstallation(t *testing.T) {
	for check, f := range levels(t, installed(t)) {
		if f.Level == doctor.Bad {
			t.Errorf("%s: %+v", check, f)
		}
	}
	finding{"folder", "missing", doctor.Bad}.in(t, doctor.House{Data: filepath.Join(t.TempDir(), "none"), Now: time.Now})
	finding{"folder", "no_log", doctor.Bad}.in(t, doctor.House{Data: t.TempDir(), Now: time.Now})
}

// Each fault is found by its check and named by its code.
func TestFaultsAreFound(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(*testing.T, *doctor.House)
		want finding
	}{
		"folder open to all": {func(t *testing.T, h *doctor.House) { must(t, os.Chmod(h.Data, 0o755)) }, finding{"folder", "open", doctor.Warn}},
		"clock went back":    {func(_ *testing.T, h *doctor.House) { h.Now = func() time.Time { return time.Now().Add(-time.Hour) } }, finding{"log", "ahead", doctor.Bad}},
		"log is no log": {func(t *testing.T, h *doctor.House) {
			must(t, os.WriteFile(filepath.Join(h.Data, "events.db"), []byte("no log"), 0o600))
		}, finding{"log", "unreadable", doctor.Bad}},
		"key gone":           {func(t *testing.T, h *doctor.House) { must(t, os.Remove(h.VaultKey)) }, finding{"vault", "key_missing", doctor.Bad}},
		"key not named":      {func(_ *testing.T, h *doctor.House) { h.VaultKey = "" }, finding{"vault", "no_key", doctor.Warn}},
		"key open to all":    {func(t *testing.T, h *doctor.House) { must(t, os.Chmod(h.VaultKey, 0o644)) }, finding{"vault", "exposed", doctor.Bad}},
		"another key":        {otherKey, finding{"vault", "wrong_key", doctor.Bad}},
		"secret open to all": {func(t *testing.T, h *doctor.House) { h.Secret = written(t, "x", 0o644) }, finding{"vault", "exposed", doctor.Bad}},
		"no backup":          {func(t *testing.T, h *doctor.House) { h.Backups = t.TempDir() }, finding{"backups", "none", doctor.Bad}},
		"backup unfinished": {func(t *testing.T, h *doctor.House) {
			must(t, os.Remove(filepath.Join(h.Backups, "last", "manifest.json")))
		}, finding{"backups", "none", doctor.Bad}},
		"backup of yesterday": {func(_ *testing.T, h *doctor.House) {
			h.Now = func() time.Time { return time.Now().Add(30 * time.Hour) }
		}, finding{"backups", "late", doctor.Warn}},
		"backup of last month": {func(_ *testing.T, h *doctor.House) {
			h.Now = func() time.Time { return time.Now().Add(31 * 24 * time.Hour) }
		}, finding{"backups", "old", doctor.Bad}},
		"no checkpoint":     {func(_ *testing.T, h *doctor.House) { h.Checkpoint = filepath.Join(h.Data, "none") }, finding{"checkpoint", "missing", doctor.Bad}},
		"forged checkpoint": {forged, finding{"checkpoint", "wrong", doctor.Bad}},
		"port taken":        {taken, finding{"ports", "others", doctor.Bad}},
		"server elsewhere":  {func(t *testing.T, h *doctor.House) { owned(t, h, "pid 7\nhost elsewhere.example\n") }, finding{"owner", "elsewhere", doctor.Warn}},
		"server is deaf":    {deaf, finding{"ports", "not_listening", doctor.Bad}},
	} {
		t.Run(name, func(t *testing.T) {
			h := installed(t)
			c.do(t, &h)
			c.want.in(t, h)
		})
	}
}

func written(t *testing.T, text string, mode os.FileMode) string {
	path := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(path, []byte(text), mode))
	return path
}

func otherKey(t *testing.T, h *doctor.House) {
	h.VaultKey = filepath.Join(t.TempDir(), "other.key")
	v, err := vault.Open(vault.Options{Path: filepath.Join(t.TempDir(), "vault.db"), KeyFile: h.VaultKey, CreateKey: true})
	must(t, err)
	must(t, v.Close())
}

func forged(t *testing.T, h *doctor.House) {
	_, pub, err := ledger.GenerateKey(rand.Reader, "office")
	must(t, err)
	h.CheckpointPub, h.Checkpoint = written(t, pub, 0o600), written(t, "huiyin/x\n1\nroot\n\n", 0o600)
}

func taken(t *testing.T, h *doctor.House) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { _ = l.Close() })
	h.Listen = l.Addr().String()
}

func owned(t *testing.T, h *doctor.House, text string) {
	must(t, os.WriteFile(filepath.Join(h.Data, "owner.lock"), []byte(text), 0o600))
}

// deaf is a server, as its folder says, that listens nowhere: this test.
func deaf(t *testing.T, h *doctor.House) {
	taken(t, h)
	of, err := office.Open(t.Context(), office.Options{Dir: h.Data})
	must(t, err)
	t.Cleanup(func() { _ = of.Close() })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	h.Listen = l.Addr().String()
	must(t, l.Close())
}

// Every finding has words, and whatever is not good says what to do.
func TestFindingsHaveWords(t *testing.T) {
	files, err := filepath.Glob("*.go")
	must(t, err)
	code := regexp.MustCompile(`\b(good|warn|bad)\("([a-z_]+)"`)
	body, n := regexp.MustCompile(`(?m)^func (\w+)\(`), 0
	checks := map[string]string{"shown": "views", "years": "calendar", "secrets": "vault", "ready": "ports"}
	for _, file := range files {
		text, err := os.ReadFile(file)
		must(t, err)
		starts := body.FindAllSubmatchIndex(text, -1)
		for i, s := range starts {
			end := len(text)
			if i+1 < len(starts) {
				end = starts[i+1][0]
			}
			name := string(text[s[2]:s[3]])
			if checks[name] != "" {
				name = checks[name]
			}
			for _, m := range code.FindAllStringSubmatch(string(text[s[0]:end]), -1) {
				n++
				if key := "cli.doctor." + name + "." + m[2]; !zh.Has(key) || (m[1] != "good") != zh.Has(key+".do") {
					t.Errorf("%s: words %v, what to do %v", key, zh.Has(key), zh.Has(key+".do"))
				}
			}
		}
	}
	if n < 40 {
		t.Errorf("only %d findings seen", n)
	}
	for _, c := range doctor.Checks() {
		if !zh.Has("cli.doctor." + c) {
			t.Errorf("%s has no name", c)
		}
	}
	if !slices.Contains(doctor.Checks(), "backups") {
		t.Error("no check of the backups")
	}
}
