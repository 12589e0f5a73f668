package views

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
)

// Token is the cursor as a text for an address, which tells a reader nothing;
// empty for the end of the list.
func (c Cursor) Token() string {
	if len(c) == 0 {
		return ""
	}
	data, _ := json.Marshal([]any(c)) // texts and numbers
	return base64.RawURLEncoding.EncodeToString(data)
}

// ParseCursor reads a token; the empty one is the beginning. A token is no secret
// and gives no right: who makes one up begins elsewhere in the same list.
func ParseCursor(token string) (Cursor, error) {
	if token == "" {
		return nil, nil
	}
	data, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return nil, ErrCursor
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var keys []any
	if d.Decode(&keys) != nil || len(keys) == 0 {
		return nil, ErrCursor
	}
	for i, k := range keys {
		switch k := k.(type) {
		case string:
		case json.Number:
			if keys[i], err = k.Int64(); err != nil {
				return nil, ErrCursor
			}
		default:
			return nil, ErrCursor
		}
	}
	return keys, nil
}
