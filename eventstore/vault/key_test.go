package vault_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"huiyin/eventstore/vault"
)

func TestKeyFileThatIsNotRight(t *testing.T) {
	p, other := newPlace(t), newPlace(t)
	v := open(t, p.options())
	must(t, v.Put(t.Context(), "k", "a", []byte("x")))
	must(t, v.Close())
	must(t, open(t, other.options()).Close())

	write := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(p.dir, "keys", name)
		must(t, os.WriteFile(path, []byte(text), 0o600))
		must(t, os.Chmod(path, mode))
		return path
	}
	right := string(read(t, p.key))
	for name, c := range map[string]struct {
		key  string
		want error
	}{
		"missing":         {filepath.Join(p.dir, "keys", "none"), vault.ErrNoKey},
		"another's":       {other.key, vault.ErrWrongKey},
		"empty":           {write("empty", "", 0o600), vault.ErrWrongKey},
		"cut":             {write("cut", right[:len(right)-5], 0o600), vault.ErrWrongKey},
		"no header":       {write("bare", right[19:], 0o600), vault.ErrWrongKey},
		"all may read":    {write("open", right, 0o644), vault.ErrKeyExposed},
		"group may write": {write("group", right, 0o660), vault.ErrKeyExposed},
		"beside the data": {filepath.Join(p.dir, "data", "key"), vault.ErrKeyInside},
		"below the data":  {filepath.Join(p.dir, "data", "keys", "key"), vault.ErrKeyInside},
	} {
		_, err := vault.Open(vault.Options{Path: p.path, KeyFile: c.key, CreateKey: true})
		var named *vault.RecordError
		if !errors.Is(err, c.want) || !errors.As(err, &named) || named.Path != c.key {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := os.Stat(filepath.Join(p.dir, "keys", "none")); err == nil {
		t.Error("a vault that is there got a new key")
	}
	got := open(t, vault.Options{Path: p.path, KeyFile: write("service", right, 0o440)})
	if value, _, err := got.Get(t.Context(), "k", "a"); err != nil || string(value) != "x" {
		t.Error(value, err)
	}
}

// Without CreateKey nothing is made.
func TestKeyIsMadeOnlyWhenAsked(t *testing.T) {
	p := newPlace(t)
	if _, err := vault.Open(vault.Options{Path: p.path, KeyFile: p.key}); !errors.Is(err, vault.ErrNoKey) {
		t.Error(err)
	}
	if _, err := os.Stat(p.path); err == nil {
		t.Error("a vault without a key")
	}
}

// A symbolic link does not bring the key into the folder unseen.
func TestKeyInsideByALink(t *testing.T) {
	p := newPlace(t)
	must(t, open(t, p.options()).Close())
	link := filepath.Join(p.dir, "link")
	must(t, os.Symlink(filepath.Dir(p.path), link))
	_, err := vault.Open(vault.Options{Path: p.path, KeyFile: filepath.Join(link, "key"), CreateKey: true})
	if !errors.Is(err, vault.ErrKeyInside) {
		t.Error(err)
	}
}

func TestFilesThatAreNoVault(t *testing.T) {
	p := newPlace(t)
	must(t, open(t, p.options()).Close())
	for name, content := range map[string]string{"text": "this is no database, and long enough to be looked at: " + string(make([]byte, 200)), "other": ""} {
		path := filepath.Join(p.dir, "data", name)
		must(t, os.WriteFile(path, []byte(content), 0o600))
		if name == "other" {
			foreign(t, path)
		}
		if _, err := vault.Open(vault.Options{Path: path, KeyFile: p.key}); !errors.Is(err, vault.ErrNotVault) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// After a change of the key the old one opens nothing but older copies.
func TestRewrap(t *testing.T) {
	p := newPlace(t)
	v, ctx := open(t, p.options()), t.Context()
	must(t, v.Put(ctx, "k", "a", []byte("x")))
	fresh := filepath.Join(p.dir, "keys", "second.key")
	if err := v.Rewrap(ctx, filepath.Join(p.dir, "data", "key")); !errors.Is(err, vault.ErrKeyInside) {
		t.Error(err)
	}
	if err := v.Rewrap(ctx, p.key); !errors.Is(err, os.ErrExist) {
		t.Error("a key was replaced:", err)
	}
	must(t, v.Rewrap(ctx, fresh))
	must(t, v.Put(ctx, "k", "b", []byte("y")))
	must(t, v.Close())
	if _, err := vault.Open(p.options()); !errors.Is(err, vault.ErrWrongKey) {
		t.Error(err)
	}
	v = open(t, vault.Options{Path: p.path, KeyFile: fresh})
	for id, want := range map[string]string{"a": "x", "b": "y"} {
		if value, _, err := v.Get(ctx, "k", id); err != nil || string(value) != want {
			t.Errorf("%s: %q %v", id, value, err)
		}
	}
}
