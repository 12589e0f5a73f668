package pages

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"huiyin/api/desk"
	"huiyin/domain/calendar"
	"huiyin/domain/zh"
)

// security lists what happened at the door and with data, and which acts were
// refused, for the auditor.
func (s *Site) security(v *visit) error {
	l := v.list("web.security")
	f := desk.SecurityFilter{Login: strings.TrimSpace(v.query("login")), Act: v.query("act"), Refused: v.query("refused") != ""}
	f.From, _ = calendar.ParseDate(v.query("from")) // what is no day narrows nothing
	f.To, _ = calendar.ParseDate(v.query("to"))
	l.choose("login", f.Login)
	l.choose("act", f.Act, securityActs()...)
	l.choose("refused", v.query("refused"), option{"yes", say("web.filter.refused_only")})
	l.chooseDay("from", v.query("from"))
	l.chooseDay("to", v.query("to"))
	l.Counted = "web.list.total_rows"
	l.columns("recorded", "what", "position", "hash")
	records, total, err := s.o.Desk.Security(v.ctx(), f, l.offset(), l.Size)
	if err != nil {
		return err
	}
	l.Total = total
	for _, r := range records {
		l.add("", text(stamp(r.Recorded.Recorded)), wide(zh.Sentence(r.Type, r.Event)), text(strconv.FormatUint(uint64(r.Position), 10)), text(shortHash(r.Hash[:])))
	}
	return v.answer(l)
}

// securityActs are the kinds of security records, by their words.
func securityActs() (all []option) {
	for _, kind := range []string{"web.signin.act", "web.security.act"} {
		for _, key := range zh.Keys(kind + ".") {
			all = append(all, option{strings.TrimPrefix(key, kind+"."), say(key)})
		}
	}
	slices.SortFunc(all, func(a, b option) int { return strings.Compare(a.Word, b.Word) })
	return all
}

// proofs says how the log is held against a checkpoint kept elsewhere, and shows
// the last one.
func (s *Site) proofs(v *visit) error {
	p, err := s.o.Desk.Proof(v.ctx())
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "proofs", p)
}

// engineData is the running engine, for the system administrator: no case is in it.
type engineData struct {
	desk.Engine
	Behind  uint64
	Missing []string
	Free    string // in GiB
}

func (s *Site) engine(v *visit) error {
	e, err := s.o.Desk.Engine(v.ctx())
	if err != nil {
		return err
	}
	d := engineData{Engine: e, Behind: uint64(e.Head - min(e.Head, e.Shown)), Free: strconv.FormatFloat(float64(e.Room)/(1<<30), 'f', 1, 64)}
	for _, y := range e.Years {
		d.Missing = append(d.Missing, strconv.Itoa(y))
	}
	return v.show(http.StatusOK, "engine", d)
}
