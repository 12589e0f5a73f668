package live_test

import (
	"slices"
	"strings"
	"testing"

	"huiyin/api/v1"
)

// told are the keys of what somebody was told, the newest first.
func (w *world) told(login, query string) (keys []string, list v1.List[v1.Told]) {
	w.t.Helper()
	w.get(login, "/notices"+query).into(w.t, &list)
	for _, n := range list.Items {
		keys = append(keys, n.Key)
	}
	return keys, list
}

// Who has to know is told, in the words of the office, once; and a unit learns of a
// rating with its release.
func TestPeopleAreTold(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	w.signed()
	id := w.assigned("关于修桥的建议", "湖南省甲厅")
	feed := w.listen("deputy", "")
	w.replied(id)
	feed.until(t, "notice")
	keys, list := w.told("deputy", "")
	if !slices.Contains(keys, "reply_delivered") || keys[0] != "reply_delivered" || list.Items[0].Number != "B001" || list.Items[0].Due.IsZero() ||
		list.Items[0].Display != "湖南省甲厅的答复已经送达，请查阅" || list.Items[0].Read || list.Total != len(keys) {
		t.Fatalf("%v %+v", keys, list)
	}
	if keys, _ := w.told("north", ""); !slices.Contains(keys, "assigned") || slices.Contains(keys, "reply_delivered") {
		t.Errorf("the unit: %v", keys)
	}
	if keys, list := w.told("south", ""); len(keys) != 0 || list.Total != 0 {
		t.Errorf("a unit that has nothing to do with it: %v", keys)
	}
	if keys, _ := w.told("gov", ""); !slices.Contains(keys, "to_assign") {
		t.Errorf("who may hand it over: %v", keys)
	}
	_, before := w.told("north-head", "")
	w.act("deputy", id, "rate_reply", fields{"process": "dissatisfied", "result": "dissatisfied", "reason": "措施不落实"})
	if keys, _ := w.told("office", "?unread=true"); !slices.Contains(keys, "feedback_given") {
		t.Errorf("the congress: %v", keys)
	}
	if _, after := w.told("north-head", ""); after.Total != before.Total {
		t.Errorf("the unit is told of a rating: %+v", after.Items[0])
	}
	w.act("office", id, "release_feedback", nil)
	if keys, _ := w.told("north-head", ""); keys[0] != "feedback_released" {
		t.Errorf("not told after the release: %v", keys)
	}
}

func TestWhatIsReadStaysRead(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	w.signed()
	w.replied(w.assigned("关于修桥的建议", "湖南省甲厅"))
	_, list := w.told("deputy", "?unread=true")
	total := list.Total
	if total < 3 {
		t.Fatalf("only %d", total)
	}
	post := func(login string, body any) (n v1.UnreadCount) {
		r := w.ask(login, "POST", "/notices/read", body)
		if r.status != 200 {
			t.Fatalf("%d %s", r.status, r.body)
		}
		r.into(t, &n)
		return n
	}
	if n := post("north", fields{"ids": []string{list.Items[0].ID}}); n.Unread == 0 {
		t.Error("somebody else's")
	}
	if n := post("deputy", fields{"ids": []string{list.Items[0].ID, "none"}}); n.Unread != total-1 {
		t.Errorf("%d of %d", n.Unread, total)
	}
	must(t, w.server.Notices.Rebuild(t.Context()))
	keys, unread := w.told("deputy", "?unread=true")
	if unread.Total != total-1 || slices.Contains(keys, list.Items[0].Key) {
		t.Errorf("after a rebuild %d unread: %v", unread.Total, keys)
	}
	var parts []string
	for token := ""; ; {
		var part v1.List[v1.Told]
		w.get("deputy", "/notices?page_size=1&page_token="+token).into(t, &part)
		for _, n := range part.Items {
			parts = append(parts, n.ID)
		}
		if token = part.NextPageToken; token == "" {
			break
		}
	}
	slices.Sort(parts)
	if len(slices.Compact(parts)) != total {
		t.Errorf("read in parts: %d of %d", len(parts), total)
	}
	if n := post("deputy", fields{"all": true}); n.Unread != 0 {
		t.Errorf("all read, %d are not", n.Unread)
	}
	if r := w.ask("deputy", "POST", "/notices/read", fields{"al": true}); r.status != 400 || !strings.Contains(string(r.body), "bad_json") {
		t.Errorf("%d %s", r.status, r.body)
	}
}
