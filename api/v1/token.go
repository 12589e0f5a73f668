package v1

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"huiyin/projections/views"
)

// left is what a page_token holds: which list it is, how far its rows were, and the
// keys of the last one. It is no secret and gives no right: whoever makes one up
// only begins elsewhere in what they may see anyway.
type left struct {
	List string       `json:"l"`
	At   uint64       `json:"a,omitempty"`
	Keys views.Cursor `json:"k"`
}

// page is the part of the list that is asked for, and how far the part before was.
func (c *call) page() (views.Page, uint64, error) {
	p := views.Page{Limit: usualRows}
	if n, ok := c.count("page_size"); ok && n > 0 {
		p.Limit = int(min(n, mostRows))
	}
	token := c.query.Get("page_token")
	if token == "" {
		return p, 0, nil
	}
	l, ok := readLeft(token)
	if !ok || l.List != c.list() {
		return p, 0, problemOf("page_token")
	}
	p.After = l.Keys
	return p, l.At, nil
}

// leave is the token of the part that begins after the keys.
func (c *call) leave(keys views.Cursor, at uint64) string {
	data, _ := json.Marshal(left{c.list(), at, keys}) // texts and numbers
	return base64.RawURLEncoding.EncodeToString(data)
}

// list names what is listed: route, filter, order, role and the day of the lights.
func (c *call) list() string {
	parts := []string{c.r.URL.Path, c.a.o.Desk.Today().String(), string(c.who.Role())}
	for name, values := range c.query {
		if name != "page_token" && name != "page_size" && name != "at" {
			parts = append(parts, name+"="+values[0])
		}
	}
	slices.Sort(parts[3:])
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// readLeft reads a token; its keys are whole numbers and texts.
func readLeft(token string) (l left, ok bool) {
	data, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return l, false
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if d.Decode(&l) != nil || len(l.Keys) == 0 {
		return l, false
	}
	for i, k := range l.Keys {
		switch k := k.(type) {
		case string:
		case json.Number:
			if l.Keys[i], err = k.Int64(); err != nil {
				return l, false
			}
		default:
			return l, false
		}
	}
	return l, true
}
