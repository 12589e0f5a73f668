package live_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"

	"huiyin/api/v1"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// A hundred at once with the same key do one act, and all get the same bytes
// (handbook FLT-07).
func TestTheSameKeyIsTheSameAct(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	const keys, callers = 8, 100
	before := w.events()
	for k := range keys {
		var all sync.WaitGroup
		replies := make([]reply, callers)
		for i := range callers {
			all.Go(func() {
				var err error
				if replies[i], err = w.try("deputy", "POST", "/cases", draft(fmt.Sprintf("第%d件", k)), "Idempotency-Key", fmt.Sprintf("key-%d", k)); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		first := 0
		for _, r := range replies {
			if r.status != http.StatusCreated || !bytes.Equal(r.body, replies[0].body) || r.header.Get("ETag") != replies[0].header.Get("ETag") {
				t.Fatalf("%d %s; first %s", r.status, r.body, replies[0].body)
			}
			if r.header.Get("Idempotent-Replayed") == "" {
				first++
			}
		}
		if first != 1 {
			t.Fatalf("%d of them were the first", first)
		}
	}
	if n := w.events() - before; n != keys {
		t.Fatalf("%d events of %d keys", n, keys)
	}
	w.wants(w.ask("deputy", "POST", "/cases", draft("另一件"), "Idempotency-Key", "key-0"), 422, "key_reused")
}

// events counts those of cases.
func (w *world) events() (n int) {
	w.t.Helper()
	for r, err := range w.server.Office.Log.ReadAll(context.Background(), 0) {
		must(w.t, err)
		if _, ok := wire.CaseOf(string(r.Stream)); ok {
			n++
		}
	}
	return n
}

// What was sent once is answered the same when the case has gone on since, even
// where the office fills in what depends on the state; a key is its actor's and its
// route's alone.
func TestARetryAfterTheCaseWentOn(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	id := w.assigned("关于修桥的建议", "湖南省甲厅")
	w.replied(id)
	seen := w.get("deputy", "/cases/"+id).header.Get("ETag")
	rate := func(key, result string) reply {
		return w.ask("deputy", "POST", "/cases/"+id+"/acts/rate_reply", fields{"process": "satisfied", "result": result, "reason": "还没有动工"},
			"Idempotency-Key", key, "If-Match", seen)
	}
	first := rate("rating", "dissatisfied")
	if first.status != http.StatusOK {
		t.Fatalf("%d %s", first.status, first.body)
	}
	w.act("office", id, "release_feedback", nil)
	w.act("office", id, "order_redo", fields{"reason": "代表不满意"})
	again := rate("rating", "dissatisfied")
	if again.status != http.StatusOK || !bytes.Equal(first.body, again.body) || again.header.Get("Idempotent-Replayed") != "true" {
		t.Fatalf("again: %d %s; first %s", again.status, again.body, first.body)
	}
	w.wants(rate("rating", "satisfied"), 422, "key_reused")
	p := w.wants(rate("another", "satisfied"), 412, "stale")
	if len(p.Changes) < 3 || p.Version == 0 || p.Changes[0].Display == "" {
		t.Fatalf("%+v", p)
	}
	if r := w.ask("office", "POST", "/cases/"+id+"/acts/send_urging", fields{}, "Idempotency-Key", "rating", "If-Match", w.get("office", "/cases/"+id).header.Get("ETag")); r.status == 422 {
		var p v1.Problem
		if r.into(t, &p); p.Type == "/problems/key_reused" {
			t.Fatal("a key is taken by another actor")
		}
	}
}

// A write is seen by who gives its position to a list.
func TestOneReadsWhatOneWrote(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	for i := range 20 {
		r := w.ask("deputy", "POST", "/cases", draft(fmt.Sprintf("第%02d件", i)), "Idempotency-Key", w.key())
		var done v1.Done
		r.into(t, &done)
		var list v1.List[v1.CaseRow]
		w.get("deputy", fmt.Sprintf("/cases?sort=title&page_size=500&at=%d", done.Position)).into(t, &list)
		if list.Stale || list.Total != i+1 || list.Position != 0 {
			t.Fatalf("%d: stale %v, total %d, position %d", i, list.Stale, list.Total, list.Position)
		}
	}
	var list v1.List[v1.CaseRow]
	w.get("deputy", fmt.Sprintf("/cases?at=%d", w.shown()+eventstore.Position(1000))).into(t, &list)
	if !list.Stale {
		t.Fatal("what has not come is not called stale")
	}
}

// Reading a list part by part misses no row and gives none twice, whatever is
// added meanwhile (handbook API-06).
func TestAListReadInPartsIsWhole(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	had := map[string]bool{}
	for i := range 12 {
		had[w.begin("deputy", fmt.Sprintf("%c%d", 'a'+i%3, i))] = true
	}
	w.shown()
	for round := range 40 {
		got, token := map[string]int{}, ""
		for part := 0; part == 0 || token != ""; part++ {
			var list v1.List[v1.CaseRow]
			w.get("deputy", fmt.Sprintf("/cases?sort=title&page_size=%d&page_token=%s", 3+round%4, token)).into(t, &list)
			for _, r := range list.Items {
				got[r.ID]++
			}
			if token = list.NextPageToken; part < 2 && round < 15 {
				w.begin("deputy", fmt.Sprintf("%c%d", 'a'+(round+part)%4, round))
				w.shown()
			}
		}
		for id := range had {
			if got[id] != 1 {
				t.Fatalf("round %d: %s came %d times", round, id, got[id])
			}
		}
	}
	var list v1.List[v1.CaseRow]
	w.get("deputy", "/cases?sort=title&page_size=2").into(t, &list)
	w.wants(w.ask("deputy", "GET", "/cases?sort=number&page_size=2&page_token="+list.NextPageToken, nil), 400, "page_token")
	w.wants(w.ask("deputy", "GET", "/cases?sort=title&state=draft&page_token="+list.NextPageToken, nil), 400, "page_token")
	w.wants(w.ask("deputy", "GET", "/steps?page_token="+list.NextPageToken, nil), 400, "page_token")
	w.get("deputy", "/cases?sort=title&page_size=9999&page_token="+list.NextPageToken)
}

// Who asks too often is told when to come again (handbook WEB-05).
func TestWhoAsksTooOftenWaits(t *testing.T) {
	w := newWorld(t, v1.Limits{Token: 8, Search: 2, Export: 1})
	w.person("office", lifecycleCommittee)
	w.get("office", "/events")
	wait := func(r reply) {
		t.Helper()
		w.wants(r, 429, "too_often")
		if r.header.Get("Retry-After") == "" {
			t.Fatal("not told for how long")
		}
	}
	wait(w.ask("office", "GET", "/events", nil))
	w.get("office", "/events?limit=500")
	w.get("office", "/cases?text=桥")
	w.get("office", "/cases?text=桥")
	wait(w.ask("office", "GET", "/cases?text=桥", nil))
	w.get("office", "/whoami")
	w.get("office", "/whoami")
	wait(w.ask("office", "GET", "/whoami", nil))
}
