package pages

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/domain/calendar"
	"huiyin/eventstore"
)

// Typed keeps what people have typed into forms and not sent yet (handbook UX-09,
// HATE-03). It is no part of any case: nobody but who typed it ever reads it.
type Typed interface {
	// Keep takes the place of what was kept of the form before.
	Keep(ctx context.Context, whose, form string, fields url.Values, at time.Time) error
	// Kept is what was kept last, and when; false if nothing is.
	Kept(ctx context.Context, whose, form string) (fields url.Values, at time.Time, ok bool, err error)
	Forget(ctx context.Context, whose, form string) error
}

// whose names who types: an account under one of its grants.
func (v *visit) whose() string { return v.session.Login + " " + v.session.Grant }

// asked reports whether the page's script wants only a part of a page.
func (v *visit) asked(part string) bool { return v.r.Header.Get("X-Part") == part }

// keep keeps what is typed into a form. That it could not be kept is told, and is
// no reason to lose it.
func (s *Site) keep(v *visit, d *actData) {
	fields := d.typed()
	if s.o.Typed == nil {
		return
	}
	if len(fields) == 0 {
		s.forget(v, d)
		return
	}
	fields.Set("version", strconv.FormatUint(uint64(d.Version), 10))
	now := s.o.Desk.Now()
	if err := s.o.Typed.Keep(v.ctx(), v.whose(), d.Form, fields, now); err != nil {
		s.o.Logger.Error("keep", "form", d.Form, "error", err)
		d.Saved = say("web.form.not_saved")
		return
	}
	d.Saved = say("web.form.saved", "at", now.In(calendar.CST()).Format("15:04"))
}

// keepOnly answers a form that is only to be kept: to the script with a line, to
// everybody else with the form again.
func (s *Site) keepOnly(v *visit, d *actData) error {
	s.keep(v, d)
	if !v.asked("saved") {
		return v.show(http.StatusOK, "act", d)
	}
	v.w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := v.w.Write([]byte(d.Saved))
	return err
}

// restore fills a form with what its visitor typed before, and tells what the case
// has become since: the act is sent for the case as it is now.
func (s *Site) restore(v *visit, d *actData) error {
	if s.o.Typed == nil {
		return nil
	}
	fields, at, ok, err := s.o.Typed.Kept(v.ctx(), v.whose(), d.Form)
	if err != nil || !ok {
		return err
	}
	d.fill(fields)
	fields["file"] = slices.DeleteFunc(fields["file"], func(id string) bool { _, held := s.held(v, id); return !held })
	s.holding(v, d, fields)
	d.Restored = stamp(at)
	seen, err := strconv.ParseUint(fields.Get("version"), 10, 62)
	if err != nil || d.Case.ID == "" || eventstore.Version(seen) == d.Version {
		return nil // a form of no case, or of the case as it is
	}
	d.Version = eventstore.Version(seen)
	_, err = s.moved(v, d)
	return err
}

// forget throws away what was typed: it was sent, or is not wanted any more.
func (s *Site) forget(v *visit, d *actData) {
	if s.o.Typed == nil {
		return
	}
	if err := s.o.Typed.Forget(v.ctx(), v.whose(), d.Form); err != nil {
		s.o.Logger.Error("forget", "form", d.Form, "error", err)
	}
}

// typed is what stands in the form, without what the site filled in itself.
func (d *actData) typed() url.Values {
	out := url.Values{}
	for _, f := range d.Fields {
		if f.Fixed {
			continue
		}
		for _, text := range f.Values {
			f.split(out, text)
		}
	}
	d.along(out)
	return out
}

// split gives a value to a form as its parts; it is the reverse of join.
func (f fieldView) split(to url.Values, value string) {
	names := parted[f.Kind]
	if names == nil {
		to.Add(f.Name, value)
		return
	}
	for i, part := range names {
		to.Add(f.Name+"."+part, f.Part(value, i))
	}
}

// fill takes the fields from what was typed.
func (d *actData) fill(form url.Values) {
	for i := range d.Fields {
		f := &d.Fields[i]
		if f.Fixed {
			continue
		}
		f.Values = slices.DeleteFunc(slices.Clone(form[f.Name]), func(s string) bool { return strings.TrimSpace(s) == "" })
		f.join(form)
	}
}
