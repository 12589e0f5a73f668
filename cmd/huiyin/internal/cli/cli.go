// Package cli is the command line: noun verb, data on standard output, messages
// on standard error, --json on everything, every word from the catalogue.
//
// Exit codes are part of the interface: 0 done, 1 a check failed, 2 wrong use,
// 3 not found, 4 refused by the rules, 5 not available now (another process
// owns the data folder, or the store stopped).
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/cmd/huiyin/internal/sheet"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/eventstore"
	"huiyin/eventstore/ledger"
)

// Exit codes.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitNotFound    = 3
	exitRefused     = 4
	exitUnavailable = 5
)

// app is one run of the program.
type app struct {
	out, err io.Writer
	json     bool
	plain    bool
	data     string
	figures  *figures
}

// Main runs the arguments and returns the exit code.
func Main(ctx context.Context, args []string, out, errOut io.Writer) int {
	a := &app{out: out, err: errOut, figures: newFigures()}
	root := a.root()
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errOut)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	message, code := explain(err)
	fmt.Fprintln(errOut, zh.Text("cli.error", map[string]string{"message": message}))
	return code
}

func (a *app) root() *cobra.Command {
	root := group("huiyin")
	root.AddCommand(a.demo(), a.importing(), a.cases(), a.search(), a.registers(), a.assign(), a.succeed(), a.sagas(), a.visits(), a.term(), a.report())
	root.AddCommand(a.simulate(), a.calendar(), a.rules(), a.clock(), a.views(), a.lifecycle())
	root.AddCommand(a.paper(), a.ledger(), a.files(), a.backup(), a.restore(), a.bench(), a.serve(), a.notices(), a.settings(), a.doctor(), a.version())
	root.PersistentFlags().BoolVar(&a.json, "json", false, text("flag.json"))
	root.PersistentFlags().BoolVar(&a.plain, "plain", false, text("flag.plain"))
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetHelpFunc(help)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usage("cli.bad_flag", "detail", err.Error(), "command", c.CommandPath())
	})
	root.PersistentFlags().BoolP("help", "h", false, text("flag.help"))
	root.SetHelpCommand(&cobra.Command{Use: "help", Hidden: true, RunE: func(c *cobra.Command, args []string) error {
		target, _, err := root.Find(args)
		if err != nil {
			target = root
		}
		return target.Help()
	}})
	return root
}

// group is a command that only holds others. An unknown one below it is
// answered with the nearest known.
func group(use string, sub ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use}
	c.FParseErrWhitelist.UnknownFlags = true // so that a misspelt verb is what gets answered
	c.Args = func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		near := c.SuggestionsFor(args[0])
		if len(near) == 0 {
			return usage("cli.unknown_command", "name", args[0], "command", c.CommandPath())
		}
		return usage("cli.unknown_near", "name", args[0], "near", strings.Join(near, " / "), "command", c.CommandPath())
	}
	c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
	c.SuggestionsMinimumDistance = 3
	c.AddCommand(sub...)
	return c
}

// leaf is a command that does something with exactly the named arguments.
func leaf(use string, run func(c *cobra.Command, args []string) error) *cobra.Command {
	names := strings.Fields(use)[1:]
	c := &cobra.Command{Use: use, RunE: run}
	c.Args = func(c *cobra.Command, args []string) error {
		if len(args) != len(names) {
			return usage("cli.arguments", "use", c.UseLine(), "want", fmt.Sprint(len(names)), "got", fmt.Sprint(len(args)))
		}
		return nil
	}
	return c
}

// usageError is a wrong call; notFound an unknown case; failed a check.
type (
	usageError  struct{ message string }
	notFound    struct{ message string }
	failedCheck struct{ message string }
	refusedCall struct{ message string }
	unavailable struct{ message string }
)

func (e usageError) Error() string  { return e.message }
func (e notFound) Error() string    { return e.message }
func (e failedCheck) Error() string { return e.message }
func (e refusedCall) Error() string { return e.message }
func (e unavailable) Error() string { return e.message }

func usage(key string, facts ...string) error { return usageError{say(key, facts...)} }

// explain gives the message for people and the exit code.
func explain(err error) (string, int) {
	var refusal *suggestion.Refusal
	var unread *sheet.Refusal
	switch {
	case errors.As(err, &unread):
		return zh.Text("cli.sheet."+unread.Code, unread.Facts), exitRefused
	case as[unavailable](err):
		return err.Error(), exitUnavailable
	case errors.As(err, &refusal):
		return zh.Refusal(refusal.Code, refusal.Facts), exitRefused
	case as[usageError](err):
		return err.Error(), exitUsage
	case as[notFound](err):
		return err.Error(), exitNotFound
	case as[refusedCall](err):
		return err.Error(), exitRefused
	case errors.Is(err, eventstore.ErrLocked):
		return say("cli.locked", "detail", err.Error()), exitUnavailable
	case errors.Is(err, eventstore.ErrFenced), errors.Is(err, eventstore.ErrUnavailable):
		return say("cli.unavailable", "detail", err.Error()), exitUnavailable
	case errors.Is(err, office.ErrBackup):
		return say("cli.backup.bad", "detail", err.Error()), exitFailed
	case errors.Is(err, ledger.ErrRolledBack):
		return say("cli.ledger.rolled_back", "detail", err.Error()), exitFailed
	case errors.Is(err, ledger.ErrForked):
		return say("cli.ledger.forked", "detail", err.Error()), exitFailed
	case errors.Is(err, eventstore.ErrCorrupt):
		return say("cli.corrupt", "detail", err.Error()), exitFailed
	case errors.Is(err, context.Canceled):
		return say("cli.cancelled"), exitUnavailable
	}
	return err.Error(), exitFailed
}

func as[T error](err error) bool {
	var target T
	return errors.As(err, &target)
}

// say fills a text of the catalogue; facts are name, value, name, value.
func say(key string, facts ...string) string {
	m := make(map[string]string, len(facts)/2)
	for i := 0; i+1 < len(facts); i += 2 {
		m[facts[i]] = facts[i+1]
	}
	return zh.Text(key, m)
}

func text(name string) string { return zh.Label("cli", name) }

// note writes a message for people; never data.
func (a *app) note(key string, facts ...string) { fmt.Fprintln(a.err, say(key, facts...)) }

// help leads with examples, as a user who forgot the call needs them first.
func help(c *cobra.Command, _ []string) {
	w, key := c.OutOrStdout(), "help."+strings.ReplaceAll(c.CommandPath(), " ", ".")
	fmt.Fprintln(w, text(key))
	if zh.Has("cli." + key + ".examples") {
		fmt.Fprintf(w, "\n%s\n", text("examples"))
		for _, line := range strings.Split(text(key+".examples"), "|") {
			fmt.Fprintf(w, "  %s\n", strings.TrimSpace(line))
		}
	}
	if subs := slices.DeleteFunc(slices.Clone(c.Commands()), func(s *cobra.Command) bool { return s.Hidden || s.Name() == "help" }); len(subs) > 0 {
		fmt.Fprintf(w, "\n%s\n", text("commands"))
		t := newTable("", "")
		for _, s := range subs {
			line, _, _ := strings.Cut(text("help."+strings.ReplaceAll(s.CommandPath(), " ", ".")), zh.Label("cli", "stop"))
			t.add(s.Name(), line)
		}
		t.write(w, "  ")
	}
	if flags := c.LocalFlags().FlagUsages() + c.InheritedFlags().FlagUsages(); flags != "" {
		fmt.Fprintf(w, "\n%s\n%s", text("flags"), flags)
	}
	fmt.Fprintf(w, "\n%s\n", text("exit_codes"))
}
