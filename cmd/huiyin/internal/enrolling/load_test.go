package enrolling_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"huiyin/cmd/huiyin/internal/enrolling"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
)

var keeper = suggestion.Actor{Role: lifecycle.DeputyAffairsCommittee}

func open(t *testing.T, dir string) *office.Office {
	t.Helper()
	now := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
	of, err := office.Open(t.Context(), office.Options{Dir: dir, Clock: func() time.Time { now = now.Add(time.Second); return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { of.Close() })
	return of
}

func load(t *testing.T, of *office.Office, text string) (results []enrolling.Result, count map[enrolling.Outcome]int) {
	t.Helper()
	f, err := enrolling.Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	results, err = enrolling.Load(t.Context(), of, f, keeper)
	if err != nil {
		t.Fatal(err)
	}
	count = map[enrolling.Outcome]int{}
	for _, r := range results {
		count[r.Outcome]++
	}
	return results, count
}

func directory(t *testing.T, of *office.Office) *register.Directory {
	t.Helper()
	d, err := of.Directory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The bundled file goes in whole, once: 45 units, 8 committees, 15 delegations
// with 656 seats, as its own README counts them.
func TestHunan(t *testing.T) {
	of := open(t, t.TempDir())
	if _, n := load(t, of, string(enrolling.Hunan())); n[enrolling.New] != 68 || len(n) != 1 {
		t.Fatalf("%v", n)
	}
	head, _ := of.Log.Head(t.Context())
	if _, n := load(t, of, string(enrolling.Hunan())); n[enrolling.Unchanged] != 68 || len(n) != 1 {
		t.Fatalf("again: %v", n)
	}
	if now, _ := of.Log.Head(t.Context()); now != head {
		t.Errorf("loading twice moved the log from %d to %d", head, now)
	}
	d, today := directory(t, of), of.Today()
	seats := 0
	for _, g := range d.DelegationsOf("湖南省第十四届人民代表大会") {
		seats += g.Facts.Seats
	}
	if len(d.UnitsOn(today)) != 45 || len(d.All(register.Committees)) != 8 || seats != 656 {
		t.Errorf("%d units, %d committees, %d seats", len(d.UnitsOn(today)), len(d.All(register.Committees)), seats)
	}
	u, ok := d.UnitNamed("省口岸办", today) // a second plate in brackets
	c, _ := d.CommitteeOf(u.ID, today)
	if !ok || u.Name(today) != "湖南省商务厅" || c.Name(today) != "财政经济委员会" || !strings.Contains(u.Basis, "推定") {
		t.Errorf("%+v, %+v", u, c)
	}
	if u, _ := d.UnitNamed("湖南省高级人民法院", today); u.System != "court" {
		t.Errorf("a court is a %s", u.System)
	}
}

const small = `{"province":"某省","special_committees":[{"name":"农业与农村委员会","fields":"农业","counterparts":["某省农业厅"]}],
 "units":[{"name":"某省农业厅","short":"省农业厅","kind":"组成部门"},{"name":"某省水利厅","kind":"组成部门"}],
 "delegations":[{"name":"某市代表团","election_unit":"某市","seats_13th":9,"seats_14th":10}]}`

// A changed row is one correction event; one that changes back is another; the
// rest is as it was.
func TestAChangedRowIsOneCorrection(t *testing.T) {
	of := open(t, t.TempDir())
	if _, n := load(t, of, small); n[enrolling.New] != 5 {
		t.Fatalf("%v", n)
	}
	changed := strings.NewReplacer(`"short":"省农业厅"`, `"short":"省农厅"`, `"seats_14th":10`, `"seats_14th":11`).Replace(small)
	for round, text := range []string{changed, small, changed} {
		head, _ := of.Log.Head(t.Context())
		_, n := load(t, of, text)
		now, _ := of.Log.Head(t.Context())
		if n[enrolling.Corrected] != 2 || n[enrolling.Unchanged] != 3 || now != head+2 {
			t.Errorf("round %d: %v, %d events", round, n, now-head)
		}
	}
	d := directory(t, of)
	if u, ok := d.UnitNamed("省农厅", of.Today()); !ok || u.Name(of.Today()) != "某省农业厅" {
		t.Errorf("%+v", u)
	}
	if g := d.DelegationsOf("某省第十三届人民代表大会"); len(g) != 1 || g[0].Facts.Seats != 9 {
		t.Errorf("%+v", g)
	}
}

// What somebody entered and the file does not say stays; a unit that was renamed
// is found by the name the file knows, and keeps its new one.
func TestTheFileDoesNotUndoTheRegister(t *testing.T) {
	of := open(t, t.TempDir())
	load(t, of, small)
	d := directory(t, of)
	u, _ := d.UnitNamed("某省水利厅", of.Today())
	for _, f := range []register.Event{
		register.UnitCorrected{ID: u.ID, Reason: "补登", Facts: register.UnitFacts{From: of.Today().AddMonths(-120), Name: "某省水利厅", System: "government", Level: "省级"}},
		register.UnitRenamed{ID: u.ID, From: of.Today().AddDays(-10), Name: "某省水务厅"},
	} {
		if _, err := of.Enter(t.Context(), office.Statement{Actor: keeper, Fact: f}); err != nil {
			t.Fatal(err)
		}
	}
	if _, n := load(t, of, small); n[enrolling.Unchanged] != 5 {
		t.Errorf("%v", n)
	}
	now, _ := directory(t, of).Unit(u.ID)
	if now.Name(of.Today()) != "某省水务厅" || now.Level != "省级" || now.Life.From != of.Today().AddMonths(-120) {
		t.Errorf("%+v", now)
	}
}

// A wrong row is refused with its reason and stops nothing.
func TestWrongRows(t *testing.T) {
	of := open(t, t.TempDir())
	results, n := load(t, of, `{"special_committees":[{"name":"甲委员会","counterparts":["某省农业厅"]},{"name":"乙委员会"}],
	 "units":[{"name":"某省农业厅","kind":"组成部门","supervising_committee":"乙委员会"},{"name":"某省水利厅","kind":"什么"},{"kind":"组成部门"},
	  {"name":"某省财政厅","kind":"组成部门","supervising_committee":"丙委员会"},{"name":"某省教育厅","short":"省教厅","kind":"组成部门"},{"name":"省教厅","kind":"组成部门"}],
	 "delegations":[{"name":"某市代表团","seats_14th":10},{"name":"某市代表团","congress":"某省第十四届人民代表大会","seats":3}]}`)
	want := []string{"", "", "committees_differ", "unknown_code", "field_missing", "no_such_entry", "", "name_taken", "field_missing", ""}
	for i, r := range results {
		code := ""
		if r.Refusal != nil {
			code = r.Refusal.Code
		}
		if code != want[i] || (code == "") != (r.Outcome == enrolling.New) {
			t.Errorf("row %d %s: %s %q, want %q", i, r.Name, r.Outcome, code, want[i])
		}
	}
	if n[enrolling.New] != 4 {
		t.Errorf("%v", n)
	}
}

func TestWrongFiles(t *testing.T) {
	for _, text := range []string{"", "[]", "{}", `{"units":{}}`, `{"units":[{"name":3}]}`, `{"units":[{"name":"a"}]} x`, "{\"units\":[{\"name\":\"\xff\"}]}",
		`{"delegations":[{"name":"a","seats_14th":"many"}]}`, strings.Repeat(" ", enrolling.MaxFile+1)} {
		if _, err := enrolling.Read([]byte(text)); !errors.Is(err, enrolling.ErrFile) {
			t.Errorf("%.40q: %v", text, err)
		}
	}
	f, err := enrolling.Read([]byte("\ufeff" + small))
	if err != nil || len(f.Units) != 2 || f.Delegations[0].Terms[14] != 10 {
		t.Errorf("%+v, %v", f, err)
	}
}

// FuzzRead: whatever the bytes, reading gives rows or ErrFile.
func FuzzRead(f *testing.F) {
	f.Add(enrolling.Hunan())
	f.Add([]byte(small))
	f.Add([]byte(`{"delegations":[{"seats_1st":1,"seats_2nd":2,"seats_3rd":3,"seats_x":4}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := enrolling.Read(data)
		if err != nil {
			if !errors.Is(err, enrolling.ErrFile) {
				t.Fatal(err)
			}
			return
		}
		if len(file.Units)+len(file.Committees)+len(file.Delegations) == 0 {
			t.Fatal("a file without rows")
		}
		for _, d := range file.Delegations {
			for term := range d.Terms {
				if term < 1 {
					t.Fatal(term)
				}
			}
		}
	})
}
