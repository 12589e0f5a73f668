package follower_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	sqlite3 "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"huiyin/projections/follower"
	"huiyin/projections/views"
)

// edit changes a read file by SQL, as anybody could who can write to it.
func edit(t testing.TB, path, statements string) {
	t.Helper()
	conn, err := sqlite3.OpenConn(path, sqlite3.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, s := range strings.Split(statements, ";") {
		if err := sqlitex.ExecuteTransient(conn, s, nil); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func check(t *testing.T, log follower.Log, path string) follower.Report {
	t.Helper()
	r, err := follower.Check(t.Context(), log, path, views.All(), follower.Options{Batch: 50})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// told is a report's differences, one a line.
func told(r follower.Report) string {
	var out []string
	all := r.File
	for _, v := range r.Views {
		all = append(all, v.Differences...)
	}
	for _, d := range all {
		out = append(out, fmt.Sprintf("%s %s %s %s: %s -> %s", d.Kind, d.View, d.Key, d.Column, d.Expected, d.Actual))
	}
	return strings.Join(out, "\n")
}

func TestAnEditedRowIsNamed(t *testing.T) {
	d := season(t, 10)
	for _, c := range []struct{ sql, want string }{
		{"UPDATE cases SET title = 'forged' WHERE case_id = 'c0003'", "changed cases c0003 title: Title of 103 -> forged"},
		{"UPDATE deadlines SET due = '2030-01-01', lapsed = 1 WHERE case_id = 'c0002' AND seq = 1", "changed deadlines c0002/1 due: "},
		{"DELETE FROM cases WHERE case_id = 'c0000'", "missing cases c0000 : c0000, 100, "},
		{"UPDATE cases SET case_id = 'c9' WHERE case_id = 'c0005'", "surplus cases c9 :  -> c9, 105, "},
		{"UPDATE cases SET case_id = 'a' WHERE case_id = 'c0005'", "missing cases c0005 : c0005, 105, "},
		{"DELETE FROM promises", "missing promises "},
		{"DROP TABLE dissatisfied", "unreadable dissatisfied  :  -> "},
		{"ALTER TABLE cases ADD COLUMN grown TEXT DEFAULT 'x'", "changed cases c0000 grown:  -> x"},
		{"PRAGMA writable_schema=ON; DELETE FROM sqlite_schema WHERE name = 'cases_0'", "damaged   :  -> "},
		{"UPDATE form_FORM SET position = position + 1000", "ahead   : "},
	} {
		path := filepath.Join(t.TempDir(), "views.db")
		f := openFile(t, path, views.All())
		catchUp(t, d.Log, f, follower.Options{})
		sql := strings.ReplaceAll(c.sql, "FORM", formOf(t, f))
		if r := check(t, d.Log, path); !r.Same() || told(r) != "" || len(r.Views) != len(views.All()) {
			t.Fatalf("untouched: %+v", r)
		}
		closeFile(t, f)
		edit(t, path, sql)
		r := check(t, d.Log, path)
		if r.Same() || !strings.Contains("\n"+told(r), "\n"+c.want) {
			t.Errorf("%s\ntold: %s\nwant: %s", c.sql, told(r), c.want)
		}
		rebuild(t, d.Log, path, follower.Options{})
		if r := check(t, d.Log, path); !r.Same() {
			t.Errorf("rebuilt after %s: %s", c.sql, told(r))
		}
		only(t, path)
	}
}

// formOf is the part of the checkpoint's table name that stands for the views.
func formOf(t *testing.T, f *follower.File) (form string) {
	t.Helper()
	err := f.Query(t.Context(), "SELECT substr(name, 6) FROM sqlite_schema WHERE name LIKE 'form\\_%' ESCAPE '\\'", nil, func(s *sqlite3.Stmt) error {
		form = s.ColumnText(0)
		return nil
	})
	if err != nil || form == "" {
		t.Fatal(form, err)
	}
	return form
}

// What a file shows is compared with the log as it was then, whether the file or
// the log went on meanwhile.
func TestACheckIsOfTheMomentShown(t *testing.T) {
	d := season(t, 10)
	path := filepath.Join(t.TempDir(), "views.db")
	f := openFile(t, path, views.All())
	defer closeFile(t, f)
	catchUp(t, d.Log, f, follower.Options{})
	d.Register("late", "900", "Late")
	if r := check(t, d.Log, path); !r.Same() || r.Position != f.Checkpoint() {
		t.Errorf("behind the log: at %d, shown %d, %s", r.Position, f.Checkpoint(), told(r))
	}
	catchUp(t, d.Log, f, follower.Options{})
	if r := check(t, d.Log, path); !r.Same() || r.Position != f.Checkpoint() {
		t.Errorf("caught up: at %d, shown %d, %s", r.Position, f.Checkpoint(), told(r))
	}
}

func TestMoreDifferencesThanAnybodyReadsAreCounted(t *testing.T) {
	d := season(t, 130)
	path := filepath.Join(t.TempDir(), "views.db")
	rebuild(t, d.Log, path, follower.Options{})
	edit(t, path, "UPDATE cases SET year = year + 1")
	cases := check(t, d.Log, path).Views[0]
	if cases.Different != 130 || len(cases.Differences) != follower.MaxNamed || cases.Rows != 130 {
		t.Errorf("%d rows, %d different, %d named", cases.Rows, cases.Different, len(cases.Differences))
	}
}
