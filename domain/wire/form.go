package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"sync"
	"unicode/utf8"
)

var (
	errTrailing  = errors.New("data after the object")
	errNotObject = errors.New("not a JSON object")
	errNotUTF8   = errors.New("text is not UTF-8")
)

// form is how one event type looks on the wire. Its shape is worked out at the
// first use and kept; after that it only reads, apart from its pool.
type form struct {
	TypeInfo
	goType reflect.Type
	once   sync.Once
	shape  *shape
	err    error
	pool   sync.Pool // of reflect.Value, each a pointer to a zero shadow
}

func (f *form) ready() error {
	f.once.Do(func() {
		f.shape, f.err = shapeOf(f.goType)
		if f.err == nil {
			f.pool.New = func() any { return reflect.New(f.shape.wire) }
		}
	})
	return f.err
}

// encode copies the event into a shadow whose tags name the keys, and lets
// encoding/json write that.
func (f *form) encode(event reflect.Value) ([]byte, error) {
	if err := f.ready(); err != nil {
		return nil, err
	}
	shadow := f.pool.Get().(reflect.Value)
	defer func() {
		shadow.Elem().SetZero() // a pooled shadow must keep no one's data alive
		f.pool.Put(shadow)
	}()
	if !f.shape.toWire(shadow.Elem(), event) {
		return nil, errNotUTF8
	}
	return writeJSON(shadow.Interface())
}

// decode is the reverse. The event owns all it holds.
func (f *form) decode(data []byte) (any, error) {
	if err := f.ready(); err != nil {
		return nil, err
	}
	if err := checkText(data); err != nil {
		return nil, err
	}
	event := reflect.New(f.goType).Elem()
	if err := readJSON(data, f.shape, event); err != nil {
		return nil, err
	}
	return event.Interface(), nil
}

// checkText refuses what is no object and bytes that are not UTF-8.
func checkText(data []byte) error {
	if len(data) == 0 || data[0] != '{' {
		return errNotObject
	}
	if !utf8.Valid(data) {
		return errNotUTF8
	}
	return nil
}

// writer pairs an encoding/json encoder with its buffer so that both can be
// used again.
type writer struct {
	buf bytes.Buffer
	enc *json.Encoder
}

// maxKept keeps one giant event from holding its buffer for ever.
const maxKept = 64 << 10

var writers = sync.Pool{New: func() any {
	w := &writer{}
	w.enc = json.NewEncoder(&w.buf)
	w.enc.SetEscapeHTML(false)
	return w
}}

func writeJSON(v any) ([]byte, error) {
	w := writers.Get().(*writer)
	w.buf.Reset()
	if err := w.enc.Encode(v); err != nil {
		return nil, err // the encoder keeps its error, so it is not pooled again
	}
	data := bytes.Clone(bytes.TrimSuffix(w.buf.Bytes(), []byte("\n")))
	if w.buf.Cap() <= maxKept {
		writers.Put(w)
	}
	return data, nil
}
