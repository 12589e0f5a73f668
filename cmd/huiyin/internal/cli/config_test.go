package cli

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"huiyin/domain/zh"

	"huiyin/cmd/huiyin/internal/config"
)

const exampleFile = "../../../../deploy/huiyin.toml"

// TestTheExampleIsWhatTheServerReads holds the documented file: the server takes it,
// every setting stands in it with what it is for, and what is commented out can be
// taken in.
func TestTheExampleIsWhatTheServerReads(t *testing.T) {
	text, err := os.ReadFile(exampleFile)
	if err != nil {
		t.Fatal(err)
	}
	all := regexp.MustCompile(`(?m)^# ([a-z_]+ = )`).ReplaceAllString(string(text), "$1")
	whole := t.TempDir() + "/all.toml"
	if err := os.WriteFile(whole, []byte(all), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{exampleFile, whole} {
		c := (&app{}).configPrint()
		if err := c.Flags().Set("config", file); err != nil {
			t.Fatal(err)
		}
		got, err := config.Load(c.Flags(), func(string) string { return "" })
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range got {
			if file == whole && s.Source != config.File {
				t.Errorf("%s is not in the example", s.Key)
			}
		}
	}
	for i, line := range strings.Split(all, "\n") {
		if strings.Contains(line, " = ") && i > 0 && strings.TrimSpace(strings.Split(all, "\n")[i-1]) == "" {
			t.Errorf("line %d has no word about it: %s", i+1, line)
		}
	}
}

// TestServeAndPrintHaveTheSameSettings holds that what is printed is what is served by.
func TestServeAndPrintHaveTheSameSettings(t *testing.T) {
	a := &app{}
	names := func(all []config.Setting, err error) (out []string) {
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range all {
			out = append(out, s.Key)
		}
		return out
	}
	none := func(string) string { return "" }
	serve, print := names(config.Load(a.serve().Flags(), none)), names(config.Load(a.configPrint().Flags(), none))
	if strings.Join(serve, " ") != strings.Join(print, " ") || len(serve) < 10 {
		t.Errorf("serve takes %v, config print shows %v", serve, print)
	}
}

// What is wrong with a setting is said in words, whatever it is.
func TestEveryFlawOfASettingHasItsText(t *testing.T) {
	for _, code := range []string{"unreadable", "syntax", "unknown_key", "bad_value"} {
		if !zh.Has("cli.config." + code) {
			t.Errorf("no text for %s", code)
		}
	}
}
