package live_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"huiyin/cmd/huiyin/internal/live"
)

func openTyped(t *testing.T, path string) *live.Typed {
	t.Helper()
	typed, err := live.OpenTyped(path)
	must(t, err)
	t.Cleanup(func() { must(t, typed.Close()) })
	return typed
}

func TestWhatIsTypedIsKeptForWhoTypedIt(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "drafts.db")
	typed, at := openTyped(t, path), time.Date(2026, 3, 2, 2, 32, 0, 0, time.UTC)
	fields := url.Values{"title": {"关于𠮷祥路的建议"}, "promises.text": {"一", "二"}, "body": {"<b>&=%\n换行"}}
	must(t, typed.Keep(ctx, "a", "/new", url.Values{"title": {"旧"}}, at))
	must(t, typed.Keep(ctx, "a", "/new", fields, at.Add(time.Minute)))
	again := openTyped(t, path) // another process, or after a restart
	got, when, ok, err := again.Kept(ctx, "a", "/new")
	if err != nil || !ok || !reflect.DeepEqual(got, fields) || !when.Equal(at.Add(time.Minute)) {
		t.Errorf("kept %v of %v, %v, %v", got, when, ok, err)
	}
	for _, other := range [][2]string{{"b", "/new"}, {"a", "/newer"}} {
		if got, _, ok, err := again.Kept(ctx, other[0], other[1]); ok || err != nil {
			t.Errorf("%v: %v, %v", other, got, err)
		}
	}
	must(t, again.Forget(ctx, "a", "/new"))
	if _, _, ok, _ := typed.Kept(ctx, "a", "/new"); ok {
		t.Error("what was sent is still kept")
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("anybody reads it: %v, %v", info.Mode(), err)
	}
}

func TestWhatNobodyComesBackToIsThrownAway(t *testing.T) {
	ctx, typed, at := context.Background(), openTyped(t, filepath.Join(t.TempDir(), "drafts.db")), time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	kept := func(whose, form string) bool {
		_, _, ok, err := typed.Kept(ctx, whose, form)
		must(t, err)
		return ok
	}
	must(t, typed.Keep(ctx, "old", "/new", url.Values{"title": {"x"}}, at))
	for i := range 201 {
		must(t, typed.Keep(ctx, "a", fmt.Sprint(i), url.Values{"title": {"x"}}, at.Add(time.Duration(i)*time.Second)))
	}
	if kept("a", "0") || !kept("a", "1") || !kept("a", "200") || !kept("old", "/new") {
		t.Error("the oldest of too many goes, and nothing else")
	}
	must(t, typed.Keep(ctx, "a", "200", url.Values{"title": {"x"}}, at.AddDate(0, 0, 91)))
	if kept("old", "/new") {
		t.Error("what is older than ninety days is still there")
	}
}
