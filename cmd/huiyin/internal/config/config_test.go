package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"huiyin/cmd/huiyin/internal/config"
)

// settings are flags of every kind there is.
func settings() *pflag.FlagSet {
	f := pflag.NewFlagSet("serve", pflag.ContinueOnError)
	f.String("listen", "127.0.0.1:8080", "")
	f.String("vault-key", "", "")
	f.String("smtp-password", "", "")
	f.Bool("behind-tls-proxy", false, "")
	f.StringSlice("proxy-from", []string{"127.0.0.0/8"}, "")
	f.Int("keep", 3, "")
	f.String("config", "", "")
	return f
}

func file(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "huiyin.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func load(t testing.TB, text string, env map[string]string, args ...string) (map[string]config.Setting, error) {
	t.Helper()
	f := settings()
	if err := f.Parse(append(args, "--config", file(t, text))); err != nil {
		t.Fatal(err)
	}
	all, err := config.Load(f, func(name string) string { return env[name] })
	out := map[string]config.Setting{}
	for _, s := range all {
		out[s.Key] = s
	}
	return out, err
}

// A flag goes before the environment, that before the file, that before the default,
// and each value tells where it is from.
func TestWhoGoesFirst(t *testing.T) {
	text := "# comment\nlisten = \"a:1\"\nvault_key = \"/k\"\n\nproxy_from = [\"10.0.0.0/8\", \"::1/128\"]\nbehind_tls_proxy = true\nkeep = 5\nsmtp_password = \"geheim\"\n"
	got, err := load(t, text, map[string]string{"HUIYIN_LISTEN": "b:2", "HUIYIN_VAULT_KEY": "", "HUIYIN_KEEP": "7"}, "--keep", "9")
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string][3]string{"listen": {"b:2", "env", "HUIYIN_LISTEN"}, "vault_key": {"/k", "file", ":3"}, "keep": {"9", "flag", ""},
		"proxy_from": {"10.0.0.0/8,::1/128", "file", ":5"}, "behind_tls_proxy": {"true", "file", ":6"}, "smtp_password": {"******", "file", ":8"}} {
		s := got[key]
		if s.Value != want[0] || string(s.Source) != want[1] || !strings.HasSuffix(s.From, want[2]) {
			t.Errorf("%s: %+v", key, s)
		}
	}
	if got, err = load(t, "", nil); err != nil || got["listen"] != (config.Setting{Key: "listen", Value: "127.0.0.1:8080", Source: config.Default}) || len(got) != 6 {
		t.Error(got, err)
	}
}

// What is wrong is told with its line or variable, and what may be meant.
func TestWhatIsWrongIsNamed(t *testing.T) {
	for text, want := range map[string]config.Error{
		"listen = \"a\"\n\nlisten_on = \"b\"\n": {Code: "unknown_key", From: ":3", Key: "listen_on", Near: ""},
		"# x\nvault_kay = \"b\"\n":              {Code: "unknown_key", From: ":2", Key: "vault_kay", Near: "vault_key"},
		"listen = \n":                           {Code: "syntax", From: ":1"},
		"[web]\nlisten = \"a\"\n":               {Code: "unknown_key", From: ":1", Key: "web"},
		"\nkeep = \"three\"\n":                  {Code: "bad_value", From: ":2", Key: "keep"},
		"behind_tls_proxy = \"perhaps\"\n":      {Code: "bad_value", From: ":1", Key: "behind_tls_proxy"},
		"listen = 2026-01-01\n":                 {Code: "bad_value", From: ":1", Key: "listen"},
	} {
		_, err := load(t, text, nil)
		var e *config.Error
		if !errors.As(err, &e) || e.Code != want.Code || !strings.HasSuffix(e.From, want.From) || want.Key != "" && e.Key != want.Key || want.Near != "" && e.Near != want.Near {
			t.Errorf("%q: %v", text, err)
		}
	}
	_, err := load(t, "", map[string]string{"HUIYIN_KEEP": "x"})
	var e *config.Error
	if !errors.As(err, &e) || e.From != "HUIYIN_KEEP" {
		t.Error(err)
	}
	f := settings()
	_ = f.Set("config", filepath.Join(t.TempDir(), "none"))
	if _, err := config.Load(f, func(string) string { return "" }); !errors.As(err, &e) || e.Code != "unreadable" {
		t.Error(err)
	}
}

// FuzzFile: any file gives settings or errors, and does not panic.
func FuzzFile(f *testing.F) {
	f.Add("listen = \"a\"\n")
	f.Add("[a.b]\nx = [1, {y = 2}]")
	f.Fuzz(func(t *testing.T, text string) {
		if got, err := load(t, text, nil); err == nil && len(got) != 6 {
			t.Errorf("%d settings", len(got))
		}
	})
}
