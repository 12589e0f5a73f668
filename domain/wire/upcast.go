package wire

import (
	"bytes"
	"encoding/json"
	"errors"
)

// upcast takes the object of an old schema through the steps to the present
// one. Without steps the bytes are untouched. The order of keys is lost here,
// which is harmless: the result is decoded at once and never stored.
func upcast(data []byte, steps []upcaster) ([]byte, error) {
	if len(steps) == 0 {
		return data, nil
	}
	if err := checkText(data); err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var object map[string]any
	if err := dec.Decode(&object); err != nil {
		return nil, err
	}
	if dec.InputOffset() != int64(len(data)) {
		return nil, errTrailing
	}
	for _, step := range steps {
		if object = step(object); object == nil {
			return nil, errors.New("an upcaster gave no object")
		}
	}
	return json.Marshal(object)
}
