package annual

import (
	"fmt"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

// aspect is a part of a rating, or the worse of the two.
type aspect uint8

const (
	overall aspect = iota
	process
	result
)

// grade reads one aspect. A rating of one part, or one that a source tells in a
// word, has no grade for process and result by themselves.
func (a aspect) grade(r suggestion.Rating) suggestion.Grade {
	switch {
	case a == overall:
		return r.Worse()
	case r.Process == "":
		return ""
	case a == process:
		return r.Process
	}
	return r.Result
}

// content reports whether a grade is one of the two better ones.
func content(g suggestion.Grade) bool {
	return g == suggestion.Satisfied || g == suggestion.Basically
}

// firstGrade is the deputy's first word on a rated line. Of an imported case it
// is the first that a source tells of, if several are told of; a single word may
// be the first or the last.
func firstGrade(r reply, a aspect) suggestion.Grade {
	switch told := r.State.Stated.Ratings; {
	case !r.grey() || len(r.l.Ratings) > 1:
		return a.grade(r.l.Ratings[0])
	case a == overall && len(told) > 0:
		return told[0].Grade
	}
	return ""
}

// finalGrade is the newest word; none while the deputy disowns it. What a source
// tells of an older reply is not the word on a newer one.
func finalGrade(r reply, a aspect) suggestion.Grade {
	if len(r.l.Ratings) == 0 || r.l.Disputed || r.grey() && r.l.LastRating().Version != r.l.Latest().Number {
		return ""
	}
	return a.grade(r.l.LastRating())
}

// lateRating is the newest rating that came after the form was given up.
func lateRating(r reply) (suggestion.Rating, bool) {
	for i := len(r.l.Ratings) - 1; i >= 0; i-- {
		if r.l.Ratings[i].Late {
			return r.l.Ratings[i], true
		}
	}
	return suggestion.Rating{}, false
}

// ratings are the tables of what the deputies say.
func (k *reckoning) ratings() []Table {
	rated := keep(k.replies, func(r reply) bool { return len(r.l.Ratings) > 0 })
	inTime := keep(rated, func(r reply) bool { return r.grey() || !r.l.Ratings[0].Late })
	return []Table{
		k.feedbackTable(),
		gradeTable("first", inTime, firstGrade),
		gradeTable("final", rated, finalGrade),
		lateTable(rated),
		k.dissatisfiedTable(rated),
		timingTable("redo_time", Replies, k.rounds(), k.redoTiming),
		k.roundsTable(),
	}
}

// feedbackOf says what became of the first request for feedback: a word in time,
// late, or none. A source that tells a rating does not tell when it came, and
// one that tells none does not say that none came.
func feedbackOf(r reply) string {
	switch {
	case r.grey():
		return ""
	case len(r.l.Ratings) > 0 && r.l.Ratings[0].Late:
		return "late"
	case len(r.l.Ratings) > 0:
		return "in_time"
	case r.h.silent[0]:
		return "not_returned"
	case r.h.bereft[0]:
		return "nobody"
	case !r.l.Versions[0].Complete.IsZero():
		return "waiting"
	}
	return "undelivered"
}

func (k *reckoning) feedbackTable() Table {
	replied := keep(k.replies, func(r reply) bool { return r.l.Replied() })
	is := func(want ...string) []Item {
		return which(replied, func(r reply) bool {
			for _, w := range want {
				if feedbackOf(r) == w {
					return true
				}
			}
			return false
		})
	}
	t := newListing("feedback", Replies)
	t.add("ended", is("in_time", "late", "not_returned"), "")
	t.add("in_time", is("in_time"), "ended")
	t.add("late", is("late"), "ended")
	t.add("not_returned", is("not_returned"), "ended")
	t.add("nobody", is("nobody"), "")
	t.add("waiting", is("waiting"), "")
	t.add("undelivered", is("undelivered"), "")
	t.add("unknown", is(""), "")
	return t.Table
}

// gradeTable is the grades by aspect, and the two better ones together.
func gradeTable(id string, things []reply, of func(reply, aspect) suggestion.Grade) Table {
	b := newBreakdown(id, gradeLabel)
	b.first = []string{string(suggestion.Satisfied), string(suggestion.Basically), "content", string(suggestion.Dissat)}
	b.sums = []string{"content"}
	for _, a := range []struct {
		key string
		aspect
	}{{"overall", overall}, {"process", process}, {"result", result}} {
		fill(b, a.key, Replies, share, things, func(r reply) []string {
			g := of(r, a.aspect)
			if content(g) {
				return []string{string(g), "content"}
			}
			return []string{string(g)}
		})
	}
	return b.table()
}

func gradeLabel(key string) string {
	if key == "content" {
		return zh.Label("report.word", "content")
	}
	return zh.Label("grade", key)
}

// lateTable shows late ratings apart; the final table has them too.
func lateTable(rated []reply) Table {
	b := newBreakdown("late", gradeLabel)
	b.first = []string{string(suggestion.Satisfied), string(suggestion.Basically), string(suggestion.Dissat)}
	late := keep(rated, func(r reply) bool { _, ok := lateRating(r); return ok })
	fill(b, "overall", Replies, share, late, func(r reply) []string {
		last, _ := lateRating(r)
		return []string{string(overall.grade(last))}
	})
	return b.table()
}

// everDissatisfied reports whether any rating of the line was dissatisfied.
func everDissatisfied(r reply) bool {
	for _, rating := range r.l.Ratings {
		if rating.Worse() == suggestion.Dissat {
			return true
		}
	}
	if r.grey() {
		for _, told := range r.State.Stated.Ratings {
			if told.Grade == suggestion.Dissat {
				return true
			}
		}
	}
	return false
}

// afterwards says where a line stands that was rated dissatisfied. Nobody can
// tell what came after a word that only a source knows.
func afterwards(r reply) string {
	last := r.l.LastRating().Worse()
	switch {
	case r.grey() && !content(finalGrade(r, overall)):
		return "unknown"
	case r.l.State == lifecycle.Escalated:
		return "escalated"
	case r.l.State == lifecycle.Concluded:
		return "concluded"
	case r.l.State == lifecycle.SilentAfterRedo:
		return "silent"
	case r.l.State == lifecycle.Dissatisfied:
		return "dissatisfied"
	case settled(r.l.State) && content(last):
		return "content"
	}
	return "redo"
}

// settled reports whether no reply or rating is awaited on a line; a further
// reply on the way to its deputy changes nothing yet.
func settled(s lifecycle.State) bool {
	switch s {
	case lifecycle.Satisfied, lifecycle.Basically, lifecycle.UpgradeDrafted, lifecycle.UpgradeExamined, lifecycle.UpgradeIssued:
		return true
	}
	return false
}

// dissatisfiedTable follows the dissatisfied to the end.
func (k *reckoning) dissatisfiedTable(rated []reply) Table {
	bad := keep(rated, everDissatisfied)
	known := keep(bad, func(r reply) bool { return afterwards(r) != "unknown" })
	t := newListing("dissatisfied", Replies)
	t.add("ever", all(bad), "")
	t.add("known", all(known), "")
	t.add("redone", which(known, func(r reply) bool { return r.l.Round > 0 }), "known")
	for _, row := range []string{"content", "dissatisfied", "redo", "silent", "escalated", "concluded"} {
		t.add(row, which(known, func(r reply) bool { return afterwards(r) == row }), "known")
	}
	t.add("unknown", which(bad, func(r reply) bool { return afterwards(r) == "unknown" }), "")
	return t.Table
}

// outcomeOfRound is the first word after the round's reply.
func outcomeOfRound(r redoRound) string {
	for _, rating := range r.l.Ratings {
		if rating.Round == r.n {
			return string(rating.Worse())
		}
	}
	if r.h.silent[r.n] || r.h.bereft[r.n] {
		return "silent"
	}
	return "waiting"
}

// roundsTable has one row for each redo round.
func (k *reckoning) roundsTable() Table {
	b := newBreakdown("rounds", func(key string) string { return zh.Text("report.word.round", map[string]string{"n": key}) })
	rounds := k.rounds()
	for _, r := range rounds {
		for n := len(b.first); n < r.n; n++ {
			b.first = append(b.first, fmt.Sprint(n+1))
		}
	}
	by := func(r redoRound) []string { return []string{fmt.Sprint(r.n)} }
	fill(b, "ordered", Replies, "", rounds, by)
	fill(b, "replied", Replies, within("ordered"), keep(rounds, func(r redoRound) bool {
		for _, v := range r.l.Versions {
			if v.Round == r.n {
				return true
			}
		}
		return false
	}), by)
	for _, c := range []string{string(suggestion.Satisfied), string(suggestion.Basically), string(suggestion.Dissat), "silent", "waiting"} {
		fill(b, c, Replies, within("ordered"), keep(rounds, func(r redoRound) bool { return outcomeOfRound(r) == c }), by)
	}
	return b.table()
}
