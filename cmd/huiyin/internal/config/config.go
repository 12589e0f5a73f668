// Package config gives a command's flags their values: what was typed on the command
// line goes before the environment, that before the file, and that before what the
// program itself says (handbook OPS-02).
//
// The flags are the only list of settings there is. The flag --vault-key is the
// variable HUIYIN_VAULT_KEY and the key vault_key of the file, which is TOML and
// has no tables. A key that is no flag is an error that names its line; so is a
// value that the flag does not take. An empty variable counts as not set.
package config

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"
)

// Source is where a value comes from.
type Source string

// Sources.
const (
	Flag    Source = "flag"
	Env     Source = "env"
	File    Source = "file"
	Default Source = "default"
)

// Setting is a setting with its value in force.
type Setting struct {
	Key    string `json:"key"` // as the file has it
	Value  string `json:"value"`
	Source Source `json:"source"`
	// From names the variable, or the file with the line.
	From string `json:"from,omitempty"`
}

// Error is what is wrong with a setting. Codes: "unreadable", "syntax",
// "unknown_key", "bad_value".
type Error struct {
	Code string
	// From names the variable, or the file with the line.
	From   string
	Key    string
	Near   string // a key that may be meant
	Detail string
}

// Error implements error.
func (e *Error) Error() string {
	return fmt.Sprintf("config: %s: %s %s: %s", e.From, e.Code, e.Key, e.Detail)
}

// fileFlag names the file; asides are flags of a command that are no settings.
const fileFlag = "config"

var asides = []string{fileFlag, "help", "json", "plain"}

// Load gives the flags that were not typed their values, and tells the value and the
// source of each in the order of their names. Environ looks up a variable. The file
// is that of --config, or of HUIYIN_CONFIG; there need be none.
func Load(flags *pflag.FlagSet, environ func(string) string) ([]Setting, error) {
	path := environ(variable(fileFlag))
	if typed := flags.Lookup(fileFlag); typed != nil && typed.Changed {
		path = typed.Value.String()
	}
	given, err := read(path, keysOf(flags))
	if err != nil {
		return nil, err
	}
	var all []Setting
	var errs []error
	flags.VisitAll(func(f *pflag.Flag) {
		if slices.Contains(asides, f.Name) {
			return
		}
		s, err := settle(f, environ(variable(f.Name)), given[key(f.Name)])
		all, errs = append(all, s), append(errs, err)
	})
	return all, errors.Join(errs...)
}

// settle gives one flag its value.
func settle(f *pflag.Flag, fromEnv string, fromFile entry) (Setting, error) {
	s := Setting{Key: key(f.Name), Source: Default}
	var err error
	switch {
	case f.Changed:
		s.Source = Flag
	case fromEnv != "":
		s.Source, s.From = Env, variable(f.Name)
		err = set(f, strings.Split(fromEnv, ","), fromEnv)
	case fromFile.from != "":
		s.Source, s.From = File, fromFile.from
		err = set(f, fromFile.values, strings.Join(fromFile.values, ","))
	}
	s.Value = shown(f)
	if err != nil {
		return s, &Error{Code: "bad_value", From: s.From, Key: s.Key, Detail: err.Error()}
	}
	return s, nil
}

// set gives a flag its value: a list the parts, any other the whole.
func set(f *pflag.Flag, parts []string, whole string) error {
	if list, ok := f.Value.(pflag.SliceValue); ok {
		return list.Replace(parts)
	}
	return f.Value.Set(whole)
}

// shown is a value as it is printed: what is secret is not.
func shown(f *pflag.Flag) string {
	value := f.Value.String()
	if list, ok := f.Value.(pflag.SliceValue); ok {
		value = strings.Join(list.GetSlice(), ",")
	}
	if Secret(f.Name) && value != "" {
		return "******"
	}
	return value
}

// Secret reports whether a flag's value is a secret; the name of a file that holds
// one is none.
func Secret(flag string) bool {
	return slices.ContainsFunc([]string{"password", "secret", "token"}, func(end string) bool { return flag == end || strings.HasSuffix(flag, "-"+end) })
}

// key is a flag's name in the file, variable that in the environment.
func key(flag string) string { return strings.ReplaceAll(flag, "-", "_") }

func variable(flag string) string { return "HUIYIN_" + strings.ToUpper(key(flag)) }

func keysOf(flags *pflag.FlagSet) (all []string) {
	flags.VisitAll(func(f *pflag.Flag) {
		if !slices.Contains(asides, f.Name) {
			all = append(all, key(f.Name))
		}
	})
	return all
}

func at(path string, line int) string { return path + ":" + strconv.Itoa(line) }

// readFile reads the file; no name is no file.
func readFile(path string) ([]byte, error) {
	if path == "" {
		return nil, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, &Error{Code: "unreadable", From: path, Detail: err.Error()}
	}
	return data, nil
}
