package crashtest

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// call is one system call as strace writes it.
type call struct {
	name string
	args []string
	// result is meaningful at the end, and negative if the call failed.
	result int64
	// mine is for whoever follows the call from its begin to its end.
	mine any
}

// eachCall reads a trace and reports each call twice, when it begins and when it
// ends: other threads may act in between, and strace then writes it in two
// lines. A call that was cut off by the end of its process only begins.
func eachCall(trace io.Reader, report func(c *call, ended bool) error) error {
	open := map[string]*call{}
	lines := bufio.NewReaderSize(trace, 1<<20)
	for n := 1; ; n++ {
		line, err := lines.ReadString('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = eachHalf(open, strings.TrimSuffix(line, "\n"), report)
		}
		if err != nil {
			return fmt.Errorf("crashtest: line %d of the trace: %w", n, err)
		}
	}
}

func eachHalf(open map[string]*call, line string, report func(*call, bool) error) error {
	pid, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimLeft(rest, " ")
	switch {
	case strings.HasPrefix(rest, "+++"), strings.HasPrefix(rest, "---"):
		return nil
	case strings.HasPrefix(rest, "<... "):
		c := open[pid]
		if c == nil {
			return errors.New("a call is resumed that did not begin")
		}
		delete(open, pid)
		return finish(c, rest, report)
	}
	name, args, ok := strings.Cut(rest, "(")
	if !ok {
		return fmt.Errorf("%.40q is no call", rest)
	}
	// Strings are in hexadecimal, so the first parenthesis is the closing one.
	// A line without one is taken up again later, or its process was killed.
	begun, result, done := strings.Cut(args, ")")
	begun = strings.TrimSuffix(begun, "<unfinished ...>")
	c := &call{name: name, args: strings.Split(strings.TrimRight(begun, ", "), ", ")}
	if err := report(c, false); err != nil {
		return err
	}
	if !done {
		open[pid] = c
		return nil
	}
	return finish(c, result, report)
}

// finish reads the result. "?" stands for a call that never returned.
func finish(c *call, rest string, report func(*call, bool) error) error {
	_, result, ok := strings.Cut(rest, "= ")
	if !ok {
		return fmt.Errorf("%s has no result", c.name)
	}
	result, _, _ = strings.Cut(result, " ")
	if result == "?" {
		return nil
	}
	var err error
	if c.result, err = strconv.ParseInt(result, 0, 64); err != nil {
		return fmt.Errorf("%s: %w", c.name, err)
	}
	return report(c, true)
}

func (c *call) arg(i int) string {
	if i >= 0 && i < len(c.args) {
		return c.args[i]
	}
	return ""
}

func (c *call) number(i int) (int64, error) { return strconv.ParseInt(c.arg(i), 0, 64) }

// text decodes a string, which is all in the form \x2f.
func (c *call) text(i int) ([]byte, error) {
	s := c.arg(i)
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return nil, fmt.Errorf("%s: argument %d is no whole string", c.name, i)
	}
	out, err := hex.DecodeString(strings.ReplaceAll(s[1:len(s)-1], `\x`, ""))
	if err != nil {
		return nil, fmt.Errorf("%s: argument %d: %w", c.name, i, err)
	}
	return out, nil
}
