package views_test

import (
	"reflect"
	"testing"

	"huiyin/projections/views"
)

// A token that is read is the one that is written for the cursor it gives; nothing
// else is read.
func FuzzParseCursor(f *testing.F) {
	for _, token := range []string{"", "zz", views.Cursor{int64(-20261124), int64(4), "B001", "c1"}.Token(), "WzEuNV0", "W10", "W251bGxd", "WzFdeA"} {
		f.Add(token)
	}
	f.Fuzz(func(t *testing.T, token string) {
		c, err := views.ParseCursor(token)
		if err != nil {
			return
		}
		again, err := views.ParseCursor(c.Token())
		if err != nil || !reflect.DeepEqual(again, c) {
			t.Errorf("%q gives %v, which gives %v, %v", token, c, again, err)
		}
	})
}
