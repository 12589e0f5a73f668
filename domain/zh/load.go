package zh

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"
)

//go:embed *.txt
var files embed.FS

// words is read at the first use. A catalogue that cannot be read is a mistake
// in this program's own files, which a test finds, so there is nothing to
// recover.
var words = sync.OnceValue(func() map[string]string {
	all, err := load(files)
	if err != nil {
		panic(err)
	}
	return all
})

// load reads every *.txt of a folder. It refuses a line without " = ", an empty
// key or text, and a key given twice.
func load(dir fs.FS) (map[string]string, error) {
	names, err := fs.Glob(dir, "*.txt")
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, name := range names {
		data, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, err
		}
		if err := read(all, string(data)); err != nil {
			return nil, fmt.Errorf("zh: %s: %w", name, err)
		}
	}
	return all, nil
}

func read(all map[string]string, source string) error {
	carry := ""
	for i, line := range strings.Split(source, "\n") {
		line = carry + strings.TrimSpace(line)
		if part, goesOn := strings.CutSuffix(line, `\`); goesOn {
			carry = part
			continue
		}
		carry = ""
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, text, ok := strings.Cut(line, " = ")
		if !ok || key == "" || text == "" || strings.ContainsAny(key, " \t") {
			return fmt.Errorf("line %d is not key = text: %q", i+1, line)
		}
		if _, twice := all[key]; twice {
			return fmt.Errorf("line %d: key %s is given twice", i+1, key)
		}
		all[key] = text
	}
	if carry != "" {
		return fmt.Errorf("the last line goes on into nothing")
	}
	return nil
}
