package live_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/api/v1"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/projections/notices"
	"huiyin/projections/notices/outbound"
)

// smsGateway takes messages over HTTP.
type smsGateway struct {
	*httptest.Server
	mu  sync.Mutex
	got []struct{ ID, To, Text string }
}

func newSMSGateway(t *testing.T) *smsGateway {
	g := &smsGateway{}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, _ := io.ReadAll(r.Body)
		g.mu.Lock()
		defer g.mu.Unlock()
		var m struct{ ID, To, Text string }
		if json.Unmarshal(data, &m) == nil && r.Header.Get(outbound.SignatureHeader) != "" {
			g.got = append(g.got, m)
		}
		fmt.Fprintf(w, `{"id":"gw-%d"}`, len(g.got))
	}))
	t.Cleanup(g.Close)
	return g
}

func (g *smsGateway) texts(to string) (all []string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, m := range g.got {
		if m.To == to {
			all = append(all, m.Text)
		}
	}
	return all
}

// A deputy who gives a telephone number is told there that a reply came; that it went
// out stands on the case, for the office and the deputy and for no unit.
func TestAReplyIsToldOutOfTheHouse(t *testing.T) {
	g := newSMSGateway(t)
	way, err := outbound.NewGateway(outbound.GatewayOptions{Name: notices.SMS, URL: g.URL, Secret: []byte("secret")})
	must(t, err)
	w := newWorldIn(t, t.TempDir(), none, way)
	w.cast()
	w.signed()
	wants := v1.Reminding{Channels: []string{"sms"}, Addresses: map[string]string{"sms": "138-0013-8000"}, QuietFrom: "22:00", QuietTo: "07:00"}
	if r := w.ask("deputy", "POST", "/notices/settings", wants); r.status != 200 || !strings.Contains(string(r.body), `"13800138000"`) {
		t.Fatalf("%d %s", r.status, r.body)
	}
	wants.Addresses = map[string]string{"sms": "123", "fax": "1"}
	w.wants(w.ask("deputy", "POST", "/notices/settings", wants), 422, "form")
	id := w.assigned("关于修桥的建议", "湖南省甲厅")
	w.replied(id)
	w.until(func() bool { return len(g.texts("13800138000")) > 0 })
	for _, text := range g.texts("13800138000") {
		if !strings.Contains(text, "请登录查看") || strings.Contains(text, "甲厅") || strings.Contains(text, "修桥") {
			t.Error(text)
		}
	}
	w.until(func() bool {
		results, err := w.server.Notices.Results(t.Context(), suggestion.CaseID(id))
		return err == nil && slices.ContainsFunc(results, func(r notices.Result) bool { return r.Delivered })
	})
	for login, sees := range map[string]bool{"deputy": true, "office": true, "north": false} {
		if page := w.page(login, "/cases/"+id+"?tab=history"); strings.Contains(page, "通知送达") != sees || !strings.Contains(page, "修桥") {
			t.Errorf("%s: %s", login, page)
		}
	}
	if page := w.page("deputy", "/notices?show=unread"); !strings.Contains(page, "共0条通知") {
		t.Error("who has looked at the case is told of it still")
	}
	if page := w.page("deputy", "/notices"); !strings.Contains(page, "湖南省甲厅的答复已经送达，请查阅") || !strings.Contains(page, "/cases/"+id) {
		t.Error(page)
	}
}

// until waits for what happens by itself.
func (w *world) until(happened func() bool) {
	w.t.Helper()
	for end := time.Now().Add(20 * time.Second); !happened(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			w.t.Fatal("nothing happened")
		}
	}
}

// page is a page as somebody sees it who is signed in.
func (w *world) page(login, path string) (body string) {
	w.t.Helper()
	w.inPerson(login, func() {
		req, err := http.NewRequest("GET", w.web.URL+path, nil)
		must(w.t, err)
		req.AddCookie(&http.Cookie{Name: "huiyin", Value: w.here[login]})
		resp, err := http.DefaultClient.Do(req)
		must(w.t, err)
		defer resp.Body.Close()
		data, err := io.ReadAll(resp.Body)
		must(w.t, err)
		body = string(data)
	})
	return body
}

// The form says what is wrong and keeps what was typed; what is kept is recorded
// without the address.
func TestHowOneIsToldIsOnesOwn(t *testing.T) {
	d := openDoor(t, true)
	d.account("deputy", lifecycle.LeadDeputy)
	c := d.enters("deputy")
	hours := []string{"from", "22:00", "until", "07:00", "daily", "yes"}
	c.posts("/account/notices", append(hours, "address-sms", "123")...).is(t, http.StatusUnprocessableEntity, "手机号码不对", `value="123"`)
	c.posts("/account/notices", "from", "25:00", "until", "07:00").is(t, http.StatusUnprocessableEntity, "免打扰时段不对")
	c.posts("/account/notices", append(hours, "address-sms", "138-0013-8000")...).is(t, http.StatusSeeOther, "done=yes")
	c.gets("/account/notices").is(t, http.StatusOK, `value="13800138000"`, `name="daily" value="yes" checked`)
	records := d.records("contacts_changed")
	if len(records) != 1 || records[0].Login != "deputy" || strings.Contains(fmt.Sprint(records), "138") {
		t.Errorf("%+v", records)
	}
	d.mute.Store(true)
	c.posts("/account/notices", append(hours, "address-sms", "13900139000")...).is(t, http.StatusInternalServerError)
	d.mute.Store(false)
	c.gets("/account/notices").is(t, http.StatusOK, `value="13800138000"`)
}
