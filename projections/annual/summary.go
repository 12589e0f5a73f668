package annual

import "huiyin/domain/zh"

// headline is a row of the summary and the figure it repeats.
var headlines = []struct{ row, figure string }{
	{"total", "intake/total"},
	{"in_session", "kind/in_session"},
	{"off_session", "kind/off_session"},
	{"from_bill", "kind/from_bill"},
	{"delegation", "kind/delegation"},
	{"key", "key/key"},
	{"units", "handlers/units"},
	{"assigned", "assignment/assigned"},
	{"replied", "replies/cases_replied"},
	{"replies", "replies/replied"},
	{"on_time", "reply_time/on_time"},
	{"met", "contact/met"},
	{"confirmed", "contact/confirmed"},
	{"solved", "solved/replies"},
	{"planned", "solved/replies_planned"},
	{"returned", "feedback/in_time"},
	{"first", "first/satisfied/overall"},
	{"first_content", "first/content/overall"},
	{"final", "final/satisfied/overall"},
	{"final_content", "final/content/overall"},
	{"dissatisfied", "dissatisfied/ever"},
	{"dissatisfied_now", "final/dissatisfied/overall"},
	{"closed", "closing/closed"},
	{"kept", "promises/kept"},
	{"overdue", "promises/overdue"},
}

// summary repeats the figures that are asked for first, each with the definition
// and the list of the figure it repeats.
func (r *Report) summary() Table {
	t := newTable("summary")
	t.Columns = []Column{{Key: "count", Name: zh.Label("report.col", "count")}}
	for _, h := range headlines {
		f := *r.places[h.figure].figure()
		f.ID = "summary/" + h.row
		t.Rows = append(t.Rows, Row{Key: h.row, Name: zh.Label("report.row.summary", h.row), Figures: []Figure{f}})
	}
	return t
}
