package live_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/api/signin"
	"huiyin/api/v1"
	"huiyin/cmd/huiyin/internal/simulation"
)

// feed is a stream as a browser reads it.
type feed struct {
	lines chan string
	close func()
	ended chan struct{}
	last  string // id
	kinds []string
	all   []string // data of changes
}

// listen opens the stream; header pairs are sent along.
func (w *world) listen(login, last string, header ...string) *feed {
	w.t.Helper()
	req, err := http.NewRequest("GET", w.web.URL+v1.Prefix+"/stream", nil)
	must(w.t, err)
	if login != "" {
		req.Header.Set("Authorization", "Bearer "+w.tokens[login])
	}
	if last != "" {
		req.Header.Set("Last-Event-ID", last)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	must(w.t, err)
	if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "text/event-stream" || resp.Header.Get("X-Accel-Buffering") != "no" {
		w.t.Fatal(resp.Status, resp.Header)
	}
	f := &feed{lines: make(chan string, 10_000), close: func() { _ = resp.Body.Close() }, ended: make(chan struct{})}
	w.t.Cleanup(f.close)
	go func() {
		defer close(f.ended)
		for s := bufio.NewScanner(resp.Body); s.Scan(); {
			f.lines <- s.Text()
		}
	}()
	if last == "" {
		f.until(w.t, "open")
	}
	return f
}

// until reads on to a kind of event, or to a change whose type ends so.
func (f *feed) until(t testing.TB, what string) {
	t.Helper()
	late, kind := time.After(8*time.Second), ""
	for {
		select {
		case line := <-f.lines:
			name, value, _ := strings.Cut(line, ": ")
			switch name {
			case "id":
				f.last = value
			case "event":
				kind = value
				f.kinds = append(f.kinds, kind)
			case "data":
				if kind == "change" {
					f.all = append(f.all, value)
				}
				var n v1.Notice
				must(t, json.Unmarshal([]byte(value), &n))
				if kind == what || kind == "change" && strings.HasSuffix(n.Type, what) {
					return
				}
			}
		case <-late:
			t.Fatalf("no %s; %v %v", what, f.kinds, f.all)
		}
	}
}

// A stream that is cut goes on where it ended: every event once and in order, and
// only of what its reader may see.
func TestTheStreamGoesOnWhereItWasCut(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	f := w.listen("deputy", "")
	unit := w.listen("north", "")
	var ids []string
	for i := range 6 {
		ids = append(ids, w.begin("deputy", fmt.Sprintf("第%d件", i)))
		if i == 2 { // cut in the middle, with what comes meanwhile in between
			f.until(t, "drafted")
			f.close()
		}
	}
	g := w.listen("deputy", f.last)
	for len(f.all)+len(g.all) < len(ids) {
		g.until(t, "drafted")
	}
	for i, data := range append(f.all, g.all...) {
		var n v1.Notice
		must(t, json.Unmarshal([]byte(data), &n))
		if n.Case != ids[i] {
			t.Fatalf("event %d is of %s, not %s", i, n.Case, ids[i])
		}
	}
	id := w.assigned("关于修桥的建议", "湖南省甲厅")
	unit.until(t, "assigned")
	for _, data := range unit.all {
		if !strings.Contains(data, id) {
			t.Errorf("the unit was told of %s", data)
		}
	}
}

// A stream ends with what let its reader in: the session, the token, the role.
func TestTheStreamEndsWithTheSession(t *testing.T) {
	w := newWorld(t, none)
	w.person("office", lifecycleCommittee)
	step, err := w.signin.ActUnder(t.Context(), w.cookie("office"), "deputy_affairs_committee:", signin.From{})
	must(t, err)
	f := w.listen("", "", "Cookie", "huiyin="+step.Token)
	must(t, w.signin.SignOut(t.Context(), step.Token, signin.From{}))
	f.until(t, "end")
	select {
	case <-f.ended:
	case <-time.After(5 * time.Second):
		t.Fatal("still open")
	}
}

// Many at once get everything, once and in order, and so does who comes later and
// goes on from where it was (handbook FLT-10).
func TestEveryReaderGetsEverythingOnce(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	var all []*feed
	for range 5 {
		all = append(all, w.listen("deputy", ""))
	}
	start := all[0].last
	const n = 400 // more than wait for one reader
	for i := range n {
		w.begin("deputy", fmt.Sprintf("第%d件", i))
	}
	all = append(all, w.listen("deputy", start))
	for _, f := range all {
		for len(f.all) < n {
			f.until(t, "drafted")
		}
		if !slices.Equal(f.all, all[0].all) {
			t.Fatal("two readers were told different things")
		}
	}
}

// Who is too far behind is told to read anew, and then hears what comes.
func TestWhoIsTooFarBehindReadsAnew(t *testing.T) {
	dir := t.TempDir()
	_, err := simulation.Run(t.Context(), dir, simulation.Options{Cases: 260, Seed: 1})
	must(t, err)
	w := newWorldIn(t, dir, none)
	w.cast()
	f := w.listen("office", "1")
	f.until(t, "resync")
	id := w.begin("deputy", "关于修桥的建议")
	w.act("deputy", id, "submit", nil)
	f.until(t, "submitted")
	if len(f.all) > 2 {
		t.Fatalf("%d events after the resync", len(f.all))
	}
}
