package cli

import (
	"errors"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/config"
)

// settings shows how a server would be set up.
func (a *app) settings() *cobra.Command { return group("config", a.configPrint()) }

// configPrint shows each setting of serve with its value in force and its source.
func (a *app) configPrint() *cobra.Command {
	var s serving
	c := a.needData(leaf("print", func(c *cobra.Command, _ []string) error {
		all, err := configure(c)
		if err != nil {
			return err
		}
		t := newTable(heads("setting", "setting_value", "setting_source")...)
		for _, x := range all {
			t.add(x.Key, orDash(x.Value), sourceOf(x))
		}
		return a.show(all, t)
	}))
	s.flags(c)
	s.configured(c)
	return c
}

func sourceOf(s config.Setting) string {
	word := text("source." + string(s.Source))
	if s.From != "" {
		word += " " + s.From
	}
	return word
}

// configure gives a command's flags their values from the environment and the file.
func configure(c *cobra.Command) ([]config.Setting, error) {
	all, err := config.Load(c.Flags(), os.Getenv)
	if err != nil {
		return nil, usageError{strings.Join(flawed(err), "\n")}
	}
	return all, guardFrom(c)
}

// flawed are the errors of a configuration in words, one a line.
func flawed(err error) (all []string) {
	var several interface{ Unwrap() []error }
	if errors.As(err, &several) {
		for _, e := range several.Unwrap() {
			all = append(all, flawed(e)...)
		}
		return all
	}
	var e *config.Error
	if !errors.As(err, &e) {
		return []string{err.Error()}
	}
	near := ""
	if e.Near != "" {
		near = say("cli.config.near", "key", e.Near)
	}
	key := "cli.config." + e.Code // every code has its text; a test holds it
	return []string{say(key, "from", e.From, "key", e.Key, "near", near, "detail", e.Detail)}
}

// guardFrom hands the settings of the guard on to where every command looks for
// them, which is the environment.
func guardFrom(c *cobra.Command) error {
	var errs []error
	for flag, name := range map[string]string{"checkpoint": guardFile, "checkpoint-pub": guardKey, "checkpoint-key": renewKey} {
		if value, err := c.Flags().GetString(flag); err != nil {
			errs = append(errs, err)
		} else if value != "" {
			errs = append(errs, os.Setenv(name, value))
		}
	}
	return errors.Join(errs...)
}
