// Package report is the register of published yearly reports (办理情况报告).
//
// A published report is frozen: position, day, parameters, version of the
// definitions, digest and figures are an event and never change. What turns out
// otherwise later is a restatement, a new version of the same report with a
// reason, beside the old one (design: "a restated figure is a new version").
//
// The register is a decider like the aggregate's: folded from its events, pure
// and total. What the figures are it does not ask.
package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
)

// Register is the folded register. The zero value is the empty one.
type Register struct{ frozen []wire.ReportFrozen }

// Fold adds events and leaves its argument unchanged. Events of other registers
// change nothing.
func Fold(r Register, events ...wire.RegisterEvent) Register {
	next := Register{append([]wire.ReportFrozen(nil), r.frozen...)}
	for _, e := range events {
		if f, ok := e.(wire.ReportFrozen); ok {
			next.frozen = append(next.frozen, f)
		}
	}
	return next
}

// All lists every version in the order of publication.
func (r Register) All() []wire.ReportFrozen { return append([]wire.ReportFrozen(nil), r.frozen...) }

// Name is how a version is called: number and version, such as "1-2".
func Name(f wire.ReportFrozen) string { return fmt.Sprintf("%d-%d", f.Report, f.Version) }

// Find returns a version by its name, or the newest version of a report by its
// number alone.
func (r Register) Find(name string) (wire.ReportFrozen, bool) {
	number, version, exact := strings.Cut(name, "-")
	var found wire.ReportFrozen
	for _, f := range r.frozen {
		if strconv.Itoa(f.Report) == number && (!exact || strconv.Itoa(f.Version) == version) {
			found = f // later versions come later
		}
	}
	return found, found.Report != 0
}

// Freeze publishes a report of a scope for the first time. Number and version
// are the register's to give.
func (r Register) Freeze(f wire.ReportFrozen, today calendar.Date) (wire.ReportFrozen, error) {
	if err := check(f, today); err != nil {
		return f, err
	}
	f.Report, f.Version, f.On, f.Reason = 1, 1, today, ""
	for _, old := range r.frozen {
		if sameScope(old, f) {
			newest, _ := r.Find(strconv.Itoa(old.Report))
			return f, refuse("report_frozen_before", "report", strconv.Itoa(newest.Report), "version", strconv.Itoa(newest.Version))
		}
		f.Report = max(f.Report, old.Report+1)
	}
	return f, nil
}

// Restate publishes the next version of a report. It keeps the scope; a version
// that says nothing new is refused.
func (r Register) Restate(number int, f wire.ReportFrozen, today calendar.Date) (wire.ReportFrozen, error) {
	old, ok := r.Find(strconv.Itoa(number))
	if !ok {
		return f, refuse("report_not_found", "report", strconv.Itoa(number))
	}
	if err := check(f, today); err != nil {
		return f, err
	}
	if f.Reason == "" {
		return f, refuse("missing", "field", "reason")
	}
	if sameContent(f, old) {
		return f, refuse("report_unchanged", "report", strconv.Itoa(old.Report), "version", strconv.Itoa(old.Version))
	}
	f.Report, f.Version, f.On = old.Report, old.Version+1, today
	f.Congress, f.Session, f.Year = old.Congress, old.Session, old.Year
	return f, nil
}

// check holds what every version needs: a name that stands for it, and a day
// that has ended, since what is still to come that day would be missing.
func check(f wire.ReportFrozen, today calendar.Date) error {
	if f.By == "" {
		return refuse("missing", "field", "report_by")
	}
	if f.Until.IsZero() || !f.Until.Before(today) {
		return refuse("report_day_open", "until", f.Until.String(), "today", today.String())
	}
	return nil
}

// sameContent compares what readers see. The digest differs with every position.
func sameContent(a, b wire.ReportFrozen) bool {
	return a.Definitions == b.Definitions && a.Decimals == b.Decimals && a.Naming == b.Naming && a.Seats == b.Seats && slices.Equal(a.Figures, b.Figures)
}

func sameScope(a, b wire.ReportFrozen) bool {
	return a.Congress == b.Congress && a.Session == b.Session && a.Year == b.Year
}

func refuse(code string, facts ...string) *suggestion.Refusal {
	r := &suggestion.Refusal{Code: code, Facts: map[string]string{}}
	for i := 0; i+1 < len(facts); i += 2 {
		r.Facts[facts[i]] = facts[i+1]
	}
	return r
}
