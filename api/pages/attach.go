package pages

import (
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"

	"huiyin/api/desk"
	"huiyin/api/download"
	"huiyin/domain/acts"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/eventstore/blobs"
	"huiyin/projections/views"
)

// sentFile is a file that came with a form and waits for the act.
type sentFile struct{ ID, Name, Size, binding string }

// paperView is the part of a form that says what paper an act is entered from.
type paperView struct {
	acts.Paper
	Required bool // a signed form, which always needs proof
	Open     bool
	File     sentFile // the scan
	Roles    []option
	Errors   map[string]string // by the name of the field
}

// The names of what carries files.
const scanField, paperField, filesField = "scan", "late_scan", "files"

// takes offers on a form what its act takes: files, the scan it is about, and the
// proof of an entry from paper.
func (d *actData) takes(s *Site, verb acts.Verb) {
	d.Attach, d.MostBytes = verb.Carries(), s.o.Desk.Files.MaxBytes()
	if !verb.MayBeLate() {
		return
	}
	d.Paper = &paperView{Required: verb.FromForm(), Errors: map[string]string{}}
	for _, r := range lifecycle.Roles() {
		if r.OfCongress() || r.OfUnit() || r == lifecycle.GovOffice {
			d.Paper.Roles = append(d.Paper.Roles, option{string(r), label("role", string(r))})
		}
	}
}

// Multipart reports whether the form is sent so that it can carry files.
func (d *actData) Multipart() bool {
	return d.Attach || d.Paper != nil
}

// Accepted are the endings of the files that may be chosen.
func (d *actData) Accepted() string { return accepted() }

func accepted() string { return "." + strings.Join(blobs.Types(), ",.") }

// Types are the types of the files as people read them.
func (d *actData) Types() string {
	return strings.ToUpper(strings.Join(blobs.Types(), views.ListMark))
}

// Most is how large a file may be.
func (d *actData) Most() string { return desk.SizeWord(d.MostBytes) }

// receive reads the form and holds the files that come with it. A file that is not
// taken is a problem of the form, and loses nothing else.
func (s *Site) receive(v *visit, d *actData) error {
	err := v.parse(func(field, name string, r io.Reader) error {
		h, err := s.o.Desk.Files.Hold(v.ctx(), v.who.Account, name, r, s.o.Desk.Now())
		var refused *blobs.Refusal
		switch {
		case errors.As(err, &refused):
			d.problem(field, desk.FileWords(name, refused))
			return nil
		case err != nil:
			return err
		case field == filesField:
			v.r.PostForm["file"] = append(v.r.PostForm["file"], h.ID)
		default:
			v.r.PostForm[field] = []string{h.ID}
		}
		return nil
	})
	if tooMuch(err) > 0 {
		d.problem(filesField, say("web.file.refused.all_too_large", "limit", desk.SizeWord(tooMuch(err))))
		return nil
	}
	if err != nil && v.ctx().Err() == nil {
		return wrong("web.fail.form")
	}
	return err
}

// holding shows what is held for the form: the files, and the scans by their ids.
func (s *Site) holding(v *visit, d *actData, form url.Values) {
	if len(form["dropped"]) > 0 {
		d.problem(filesField, say("web.file.dropped", "name", strings.Join(form["dropped"], say("web.comma"))))
	}
	for _, id := range form["file"] {
		f, ok := s.held(v, id)
		switch {
		case !ok:
			d.problem(filesField, zh.Refusal("file_gone", nil))
		case !slices.ContainsFunc(d.Files, func(g sentFile) bool { return g.binding == f.binding }):
			d.Files = append(d.Files, f)
		}
	}
	for i := range d.Fields {
		if f := &d.Fields[i]; f.Kind == scanField && f.Value() != "" {
			f.File, _ = s.held(v, f.Value())
		}
	}
	if p := d.Paper; p != nil {
		p.Paper = acts.Paper{On: typed(form, "late_on"), Reason: typed(form, "late_reason"), Scan: typed(form, paperField), Second: typed(form, "late_second"),
			As: typed(form, "late_second_as"), Unit: typed(form, "late_second_unit")}
		p.File, _ = s.held(v, p.Scan)
		p.Open = p.Required || p.Paper != acts.Paper{}
	}
}

func typed(form url.Values, name string) string { return strings.TrimSpace(form.Get(name)) }

func (s *Site) held(v *visit, id string) (sentFile, bool) {
	h, err := s.o.Desk.Files.Held(v.who.Account, id)
	return sentFile{h.ID, h.Name, desk.SizeWord(h.Size), h.Binding}, err == nil
}

// sendAlong adds to an act the files of its form and the proof of what it is
// entered from, with the scans' bindings in the place of their ids.
func (s *Site) sendAlong(v *visit, d *actData, act *desk.Act, values []acts.Value) error {
	var ids []string
	for i, x := range values {
		j := slices.IndexFunc(d.Fields, func(f fieldView) bool { return f.Name == x.Name && f.Kind == scanField })
		if j < 0 || x.Text == "" {
			continue
		}
		all, err := s.o.Desk.Attach(v.who.Account, d.Case.ID, x.Text)
		if err != nil {
			return err
		}
		act.Files, values[i].Text = append(act.Files, all...), all[0].Binding
	}
	for _, f := range d.Files {
		ids = append(ids, f.ID)
	}
	all, err := s.o.Desk.Attach(v.who.Account, d.Case.ID, ids...)
	if err != nil {
		return err
	}
	if d.Paper != nil {
		if err := s.proof(v, d, act); err != nil {
			return err
		}
	}
	act.Files = append(act.Files, all...)
	return nil
}

// proof adds what an entry from paper rests on.
func (s *Site) proof(v *visit, d *actData, act *desk.Act) (err error) {
	paper := d.Paper.Paper
	if paper.Scan != "" {
		scan, err := s.o.Desk.Attach(v.who.Account, d.Case.ID, paper.Scan)
		if err != nil {
			return err
		}
		act.Files, paper.Scan = append(act.Files, scan...), scan[0].Binding
	}
	act.On, act.Late, err = paper.Entry()
	return err
}

// attachedView is an attached file on the case page.
type attachedView struct {
	Href, Name, Size, Who, When, What string
}

// attached are the files of a case, the newest first.
func attached(c *suggestion.Suggestion) (all []attachedView) {
	for _, sent := range slices.Backward(c.Files) {
		for _, f := range sent.Files {
			all = append(all, attachedView{"/cases/" + url.PathEscape(string(c.ID)) + "/files/" + f.Binding, f.Name, desk.SizeWord(int64(f.Size)),
				sent.By.Name, dateOr(sent.On), label("act", string(sent.Act))})
		}
	}
	return all
}

// file gives an attached file to be taken along, never to be shown in the browser
// (handbook IMP-09).
func (s *Site) file(v *visit) error {
	c, _, err := v.theCase()
	if err != nil {
		return err
	}
	f, ok := v.who.Shown(c).File(v.r.PathValue("binding"))
	if !ok {
		return errNotFound
	}
	err = download.Serve(v.w, s.o.Desk.Files, f)
	switch {
	case errors.Is(err, blobs.ErrWithheld):
		return wrong("web.file.withheld", "name", f.Name)
	case errors.Is(err, blobs.ErrNotFound):
		return wrong("web.file.erased", "name", f.Name)
	}
	return err
}

// toldPaper are files and proof as the page shows them to be checked.
func (d *actData) toldPaper() (all []checked) {
	add := func(word, text string) {
		if text != "" {
			all = append(all, checked{say(word), text})
		}
	}
	if p := d.Paper; p != nil {
		add("web.file.paper.on", p.On)
		add("field.late_reason", p.Reason)
		add("web.file.paper.scan", p.File.Name)
		add("field.second", p.Second)
		if p.As != "" {
			add("web.file.paper.second_as", label("role", p.As))
		}
		add("web.file.paper.second_unit", p.Unit)
	}
	for _, f := range d.Files {
		add("web.file.files", f.Name+" "+f.Size)
	}
	return all
}

// proofFields are the fields of an entry from paper, as the rules name them.
var proofFields = map[string]string{"late_reason": "late_reason", "scan": paperField, "second": "late_second"}

// placed is where on the form a field stands that the rules name, and marks what is
// wrong there.
func (d *actData) placed(field string) string {
	own := slices.ContainsFunc(d.Fields, func(f fieldView) bool { return f.Name == field })
	if to := proofFields[field]; to != "" && d.Paper != nil && !own {
		return to
	}
	return field
}

// FilesError is what is wrong with the files.
func (d *actData) FilesError() string { return d.wrongAt(filesField) }

func (d *actData) wrongAt(field string) string {
	for _, p := range d.Errors {
		if p.Field == field {
			return p.Message
		}
	}
	return ""
}

// along adds what is held for the form, and the proof, to what is kept of it.
func (d *actData) along(form url.Values) {
	for _, f := range d.Files {
		form.Add("file", f.ID)
	}
	if d.Paper == nil {
		return
	}
	p := d.Paper.Paper
	for name, value := range map[string]string{"late_on": p.On, "late_reason": p.Reason, paperField: p.Scan, "late_second": p.Second,
		"late_second_as": p.As, "late_second_unit": p.Unit} {
		if value != "" {
			form.Set(name, value)
		}
	}
}
