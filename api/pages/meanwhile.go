package pages

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"huiyin/api/access"
	"huiyin/api/desk"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/eventstore"
	"huiyin/eventstore/decider"
)

func (s *Site) meanwhileRoutes() []Route {
	return []Route{{"GET /cases/{id}/since", access.Cases, s.since}}
}

// sinceHref is where a page asks whether its case has gone on since the page was
// made.
func sinceHref(id suggestion.CaseID, seen eventstore.Version) string {
	if id == "" {
		return ""
	}
	return "/cases/" + url.PathEscape(string(id)) + "/since?" + url.Values{"seen": {strconv.FormatUint(uint64(seen), 10)}}.Encode()
}

// since answers the script of an open page with what happened to the case after
// the version that the page shows, and with nothing (204) while nothing did that
// the visitor may know (handbook FE-07). Without a script the visitor is told when
// the form is sent.
func (s *Site) since(v *visit) error {
	c, _, err := v.theCase()
	if err != nil {
		return err
	}
	news, err := s.after(v, c, eventstore.Version(v.number("seen", 0)))
	if err != nil {
		return err
	}
	if len(news) == 0 {
		v.w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return v.part("case", "news", news)
}

// after are the events after a version that the visitor may know of.
func (s *Site) after(v *visit, c *suggestion.Suggestion, seen eventstore.Version) (news []factView, err error) {
	all, err := s.history(v, c, s.reading(c).Rules)
	for _, f := range all {
		if f.N > int(seen) {
			news = append(news, f)
		}
	}
	return news, err
}

// moved tells whether anything happened to the case after the version of the form
// that the visitor may know of, and brings the form up to the case as it is.
func (s *Site) moved(v *visit, d *actData) (bool, error) {
	c, version, err := v.theCase()
	if err != nil {
		return false, err
	}
	d.Meanwhile, err = s.after(v, c, d.Version)
	d.Version = version
	return len(d.Meanwhile) > 0, err
}

// perform does the act for the case as its visitor saw it. Where it went on by
// nothing that the visitor may know of, it is done for the case as it is: who sees
// no change is told of none.
func (s *Site) perform(v *visit, d *actData, act desk.Act) (done desk.Done, err error) {
	for range 3 {
		if done, err = s.o.Desk.Do(v.ctx(), act); !errors.Is(err, decider.ErrStale) {
			return done, d.veil.Refusal(err)
		}
		moved, lost := s.moved(v, d)
		if lost != nil {
			return done, lost
		}
		if moved {
			break
		}
		act.Seen = d.Version
	}
	return done, err
}

// overtaken shows a form again whose case went on while it was open: what was
// typed beside what the case says now, and what happened meanwhile. Sent again, it
// is sent for the case as it is shown (handbook FE-07).
func (s *Site) overtaken(v *visit, d *actData, err error) error {
	if err != nil {
		return err
	}
	id, err := s.o.Desk.NewCommandID()
	if err != nil {
		return err
	}
	d.Command = id.String()
	if d.Final && v.r.PostForm.Get("step") == "do" {
		d.Checked, d.Values = true, d.told()
	}
	return v.show(http.StatusPreconditionFailed, "act", d)
}

// tooLate tells that an act is shut while somebody was filling in its form, and
// what came in between; what was typed is not lost (handbook UX-08, FE-07).
func (s *Site) tooLate(v *visit, d *actData, err error) error {
	var refusal *suggestion.Refusal
	if d == nil || !errors.As(err, &refusal) {
		return err
	}
	d.take(v.r.PostForm)
	if d.Values = d.told(); len(d.Values) == 0 {
		return err
	}
	d.Shut = zh.Refusal(refusal.Code, refusal.Facts)
	status := http.StatusUnprocessableEntity
	if moved, err := s.moved(v, d); err != nil {
		return err
	} else if moved {
		status = http.StatusPreconditionFailed
	}
	return v.show(status, "act", d)
}

// part answers with a part of a page, for the page's own script.
func (v *visit) part(of, name string, data any) error {
	var buf bytes.Buffer
	if err := page(of).ExecuteTemplate(&buf, name, data); err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err := buf.WriteTo(v.w)
	return err
}
