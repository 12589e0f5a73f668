package importing

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// maxDepth is far beyond any real row and keeps a hostile one off the stack.
const maxDepth = 32

var (
	errNotObject = errors.New("importing: the line is no JSON object")
	errTrailing  = errors.New("importing: something follows the JSON object")
	errTooDeep   = errors.New("importing: the JSON is nested too deep")
)

// twiceError is a key that stands twice in one object: which of the two counts
// is not for a reader to choose.
type twiceError struct{ key string }

func (e *twiceError) Error() string { return fmt.Sprintf("importing: field %q stands twice", e.key) }

// parseTree reads exactly one JSON object. Unlike json.Unmarshal it refuses a
// repeated key, and it keeps numbers as written. The column counts characters
// from 1 and is where reading stopped.
func parseTree(line []byte) (tree map[string]any, column int, err error) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	v, err := parseValue(d, 0)
	if err == nil {
		if _, more := d.Token(); !errors.Is(more, io.EOF) {
			err = errTrailing
		}
	}
	if err != nil {
		return nil, columnOf(line, d, err), err
	}
	tree, ok := v.(map[string]any)
	if !ok {
		return nil, 1, errNotObject
	}
	return tree, 0, nil
}

func columnOf(line []byte, d *json.Decoder, err error) int {
	at := d.InputOffset()
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) && syntax.Offset > 0 {
		at = max(at, syntax.Offset-1)
	}
	return utf8.RuneCount(line[:min(at, int64(len(line)))]) + 1
}

func parseValue(d *json.Decoder, depth int) (any, error) {
	if depth > maxDepth {
		return nil, errTooDeep
	}
	t, err := d.Token()
	if errors.Is(err, io.EOF) {
		return nil, io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('{'):
		return parseObject(d, depth)
	case json.Delim('['):
		return parseList(d, depth)
	}
	return t, nil
}

func parseObject(d *json.Decoder, depth int) (any, error) {
	object := map[string]any{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		key, ok := t.(string)
		if !ok {
			return nil, errNotObject
		}
		if _, twice := object[key]; twice {
			return nil, &twiceError{key}
		}
		if object[key], err = parseValue(d, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := d.Token()
	return object, err
}

func parseList(d *json.Decoder, depth int) (any, error) {
	list := []any{}
	for d.More() {
		v, err := parseValue(d, depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := d.Token()
	return list, err
}

// digest covers what a row states and not how it is written: keys are sorted,
// white space is gone, and nulls and empty lists are left out, because a source
// that says nothing of a field may also leave the field away.
func digest(tree map[string]any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	// The tree came out of JSON, so it goes back in.
	_ = e.Encode(stated(tree))
	sum := sha256.Sum256(b.Bytes())
	return hex.EncodeToString(sum[:])
}

// stated drops what says nothing.
func stated(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, e := range v {
			if e = stated(e); e != nil {
				out[k] = e
			}
		}
		return out
	case []any:
		if len(v) == 0 {
			return nil
		}
		out := make([]any, len(v))
		for i := range v {
			out[i] = stated(v[i])
		}
		return out
	}
	return v
}
