package office_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/eventstore/vault"
)

// Secrets are copied to a place of their own, open with their key alone, and come
// back; a damaged copy does not, and nothing is written over (handbook PII-04).
func TestSecretsAreBackedUpApart(t *testing.T) {
	dir := t.TempDir()
	data, key, copied, log := filepath.Join(dir, "data"), filepath.Join(dir, "key"), filepath.Join(dir, "safe"), filepath.Join(dir, "log")
	of, err := office.Open(t.Context(), office.Options{Dir: data})
	if err != nil {
		t.Fatal(err)
	}
	defer of.Close()
	if _, err := of.BackupSecrets(t.Context(), key, copied, log); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("of no vault: %v", err)
	}
	v, err := vault.Open(vault.Options{Path: filepath.Join(data, "vault.db"), KeyFile: key, CreateKey: true})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close() // it is in use meanwhile
	if err := v.Put(t.Context(), "password", "a", []byte("hash")); err != nil {
		t.Fatal(err)
	}
	for _, together := range []string{log, filepath.Join(log, "secrets"), data, filepath.Join(data, "safe"), dir} {
		if _, err := of.BackupSecrets(t.Context(), key, together, log); !errors.Is(err, office.ErrTogether) {
			t.Errorf("%s: %v", together, err)
		}
	}
	if _, err := of.BackupSecrets(t.Context(), key, copied, log); err != nil {
		t.Fatal(err)
	}
	if _, err := office.VerifySecrets(copied, key); err != nil {
		t.Fatal(err)
	}
	back := filepath.Join(dir, "back")
	if err := os.Mkdir(back, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := office.RestoreSecrets(copied, key, back); err != nil {
		t.Fatal(err)
	}
	if err := office.RestoreSecrets(copied, key, back); !errors.Is(err, os.ErrExist) {
		t.Fatalf("written over: %v", err)
	}
	again, err := vault.Open(vault.Options{Path: filepath.Join(back, "vault.db"), KeyFile: key})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if value, _, err := again.Get(t.Context(), "password", "a"); string(value) != "hash" || err != nil {
		t.Fatal(value, err)
	}
	if _, err := os.Stat(filepath.Join(copied, "key")); err == nil {
		t.Fatal("the key came along")
	}
	if err := os.WriteFile(filepath.Join(copied, "vault.db"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := office.VerifySecrets(copied, key); !errors.Is(err, office.ErrBackup) {
		t.Fatalf("a damaged copy passes: %v", err)
	}
}
