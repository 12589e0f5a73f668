package doctor

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/eventstore"
	"huiyin/projections/follower"
	"huiyin/projections/views"
)

// slack is how far a machine's clock may go wrong before it matters.
const slack = 2 * time.Second

// opened opens the log to read; nil if it cannot, which the log's check tells.
func opened(ctx context.Context, h House) (*office.Office, error) {
	if _, err := os.Stat(filepath.Join(h.Data, "events.db")); err != nil {
		return nil, err // opening would make one
	}
	return office.Open(ctx, office.Options{Dir: h.Data, ReadOnly: true})
}

// log opens the log as the program would, and reads its last event.
func log(ctx context.Context, h House) []Finding {
	of, err := opened(ctx, h)
	if err != nil {
		if os.IsNotExist(err) {
			return nil
		}
		return only(bad("unreadable", "detail", err.Error()))
	}
	defer of.Close()
	last, err := lastEvent(ctx, of)
	switch {
	case err != nil:
		return only(bad("unreadable", "detail", err.Error()))
	case last.Recorded.After(h.Now().Add(slack)):
		return only(bad("ahead", "recorded", stamp(last.Recorded), "now", stamp(h.Now())))
	}
	return only(good("fine", "position", strconv.FormatUint(uint64(last.Position), 10), "recorded", stamp(last.Recorded)))
}

func lastEvent(ctx context.Context, of *office.Office) (last eventstore.Recorded, err error) {
	head, err := of.Log.Head(ctx)
	if err != nil || head == 0 {
		return last, err
	}
	for e, err := range of.Log.ReadAll(ctx, head-1) {
		if err != nil {
			return last, err
		}
		last = e
	}
	return last, nil
}

// stamp is a moment by China's clock.
func stamp(t time.Time) string { return t.In(calendar.CST()).Format("2006-01-02 15:04:05") }

// shown looks how far the views are, and whether every case is followed.
func shown(ctx context.Context, h House) []Finding {
	path := filepath.Join(h.Data, "views.db")
	if _, err := os.Stat(path); err != nil {
		return only(good("none"))
	}
	of, err := opened(ctx, h)
	if err != nil {
		return nil
	}
	defer of.Close()
	file, err := follower.OpenFile(path, views.All())
	if err != nil {
		return only(bad("unreadable", "detail", err.Error()))
	}
	defer file.Close()
	head, err := of.Log.Head(ctx)
	if err != nil {
		return nil
	}
	parked, err := file.Parked(ctx)
	switch at := file.Checkpoint(); {
	case err != nil:
		return only(bad("unreadable", "detail", err.Error()))
	case len(parked) > 0:
		return only(bad("parked", "count", strconv.Itoa(len(parked))))
	case at < head && running(h):
		return only(warn("behind", "count", strconv.FormatUint(uint64(head-at), 10)))
	}
	return only(good("fine"))
}

// years looks for the notices of holidays that deadlines need.
func years(ctx context.Context, h House) []Finding {
	of, err := opened(ctx, h)
	if err != nil {
		return nil
	}
	defer of.Close()
	today := calendar.DateOf(h.Now())
	_, month, _ := today.Civil()
	last, _ := calendar.NewDate(today.Year()+1, 12, 31)
	var missing []string
	for _, y := range of.Calendar.MissingYears(today, last) {
		if y == today.Year() || month == time.December { // before, the next year's notice is not out
			missing = append(missing, strconv.Itoa(y))
		}
	}
	if len(missing) > 0 {
		return only(warn("missing", "years", strings.Join(missing, " ")))
	}
	return only(good("fine"))
}
