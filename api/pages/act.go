package pages

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huiyin/api/access"
	"huiyin/api/desk"
	"huiyin/domain/acts"
	"huiyin/domain/suggestion"
	"huiyin/domain/veil"
	"huiyin/domain/zh"
	"huiyin/eventstore"
	"huiyin/eventstore/decider"
	"huiyin/projections/telling"
	"huiyin/projections/views"
)

// actData is the form of one act.
type actData struct {
	Case    *suggestion.Suggestion
	Title   string
	Verb    string
	Word    string
	About   string
	Action  string // where the form goes
	Form    string // which form it is, for what is typed into it
	Back    string
	Fields  []fieldView
	Values  []checked // on the page that asks whether all is right, or that can only be read
	Checked bool
	Final   bool
	Errors  []problem
	Command string
	Version eventstore.Version

	Beside    []besideView // what a decision is made by, shown beside the form
	Behind    []checked    // what the act is about, to be read before
	Shut      string       // why the act cannot be done any more; what was typed is shown
	Meanwhile []factView   // what happened to the case while the form was open
	Saved     string       // that what was typed is kept, and since when
	Restored  string       // when what stands in the form was typed
	Likes     bool         // the form is the text of a suggestion, which others may be like
	Similar   []similarTo  // those that are
	Looked    bool         // for those that are

	// What may be sent along, and what is held of it.
	Attach    bool
	Files     []sentFile
	MostBytes int64
	Paper     *paperView

	veil *veil.Veil // over who signed
}

// Since is where the form asks whether the case goes on while it is filled in.
func (d *actData) Since() string { return sinceHref(d.Case.ID, d.Version) }

// Compares reports whether the form shows what the case says now beside what was
// typed: the case went on in between.
func (d *actData) Compares() bool { return len(d.Meanwhile) > 0 }

// Chapters are the fields at which a part of a long form begins.
func (d *actData) Chapters() (all []fieldView) {
	for _, f := range d.Fields {
		if f.Opens != "" {
			all = append(all, f)
		}
	}
	return all
}

// fieldView is one field of a form with what was typed.
type fieldView struct {
	Name, Word, Hint, Kind string
	List                   bool
	Fixed                  bool   // the site fills it in
	Opens                  string // the heading of the part of the form that begins here
	Options                []option
	Values                 []string
	Now                    string // what the case says, for a text that is to be changed
	Error                  string
	File                   sentFile // of a scan
	Accept                 string
}

// Value is the first value.
func (f fieldView) Value() string {
	if len(f.Values) == 0 {
		return ""
	}
	return f.Values[0]
}

// Has reports whether the value is among those typed.
func (f fieldView) Has(value string) bool { return slices.Contains(f.Values, value) }

// Differs reports whether what was typed is not what the case says now.
func (f fieldView) Differs() bool {
	return f.Now != "" && f.Now != strings.Join(f.Values, views.ListMark)
}

// Blank is how many empty lines a list offers beside what is filled in.
func (f fieldView) Blank() []int { return make([]int, max(1, 3-len(f.Values))) }

type checked struct{ Word, Text string }

type problem struct{ Field, Message string }

// final are the acts that are shown again before they are done, because nothing
// takes them back (handbook UX-07).
var final = []string{"submit", "withdraw", "transfer", "return_to_deputy", "assign", "issue_reply", "deliver_reply", "rate_reply", "rate_from_paper",
	"rate_commitment", "order_redo", "escalate", "conclude_escalation", "verify_commitment", "declare_broken", "accept_explanation", "archive",
	"examine_publication", "decide_content_publication", "decide_reply_publication", "take_down_content", "take_down_reply", "approve_return", "rule_return_final", "dispute_feedback"}

// writing are the acts whose form is the text of a suggestion.
var writing = []string{"draft", "edit_draft", "revise"}

// actHref is the address of an act's form.
func actHref(id suggestion.CaseID, verb string, about suggestion.Subject) string {
	q := url.Values{}
	for name, value := range map[string]string{"assignment": string(about.Assignment), "line": string(about.Line),
		"contact": string(about.Contact), "commitment": string(about.Commitment)} {
		if value != "" {
			q.Set(name, value)
		}
	}
	href := "/cases/" + url.PathEscape(string(id)) + "/acts/" + verb
	if len(q) > 0 {
		href += "?" + q.Encode()
	}
	return href
}

// aboutOf reads what the act is about from the address.
func aboutOf(q url.Values) suggestion.Subject {
	return suggestion.Subject{Assignment: suggestion.AssignmentID(q.Get("assignment")), Line: suggestion.LineID(q.Get("line")),
		Contact: suggestion.ContactID(q.Get("contact")), Commitment: suggestion.CommitmentID(q.Get("commitment"))}
}

// form prepares an act's form on a case. An act that is shut is answered with the
// reason, before anything is filled in.
func (s *Site) form(v *visit) (*actData, acts.Verb, error) {
	c, version, err := v.theCase()
	if err != nil {
		return nil, acts.Verb{}, err
	}
	verb, ok := acts.Find(v.r.PathValue("verb"))
	if !ok || verb.Begins() {
		return nil, verb, errNotFound
	}
	about := aboutOf(v.r.URL.Query())
	whole, veil := c, v.who.Veil(c)
	c = v.who.Shown(c)
	d := &actData{Case: c, Title: telling.Title(c.Number, c.Title, c.Imported), Verb: verb.Name, Word: verbWord(verb.Name),
		About: partWord(c, about), Action: v.r.URL.RequestURI(), Form: actHref(c.ID, verb.Name, about), Back: "/cases/" + string(c.ID),
		Final: slices.Contains(final, verb.Name), Likes: slices.Contains(writing, verb.Name), Version: version, veil: veil}
	d.Fields = s.fields(v, c, verb)
	d.takes(s, verb)
	r, err := s.o.Desk.Judged(c, suggestion.Request{Actor: v.who.Actor(c), Now: s.o.Desk.Now()})
	if err != nil {
		return nil, verb, err
	}
	for _, o := range acts.Offers(c, r) {
		if o.Verb.Name == verb.Name && o.About == about && o.Shut != nil {
			return d, verb, o.Shut
		}
	}
	facts, err := s.history(v, whole, s.reading(c).Rules)
	if err != nil {
		return nil, verb, err
	}
	d.Beside = s.basis(v, c, verb.Name, about)
	d.Behind = s.behind(c, verb, factsOn(facts, about), about)
	return d, verb, err
}

// actForm shows the form.
func (s *Site) actForm(v *visit) error {
	d, _, err := s.form(v)
	if err != nil {
		return err
	}
	id, err := s.o.Desk.NewCommandID()
	if err != nil {
		return err
	}
	d.Command = id.String()
	d.prefill(v.r.URL.Query())
	if err := s.restore(v, d); err != nil {
		return err
	}
	return v.show(http.StatusOK, "act", d)
}

// prefill proposes what the link to the form knows; it is all to be changed.
func (d *actData) prefill(q url.Values) {
	for i := range d.Fields {
		if given := q[d.Fields[i].Name]; len(given) > 0 && !d.Fields[i].Fixed {
			d.Fields[i].Values = given
		}
	}
}

// actDo carries the act out, or shows it again: to be checked, or with what is
// wrong and everything that was typed.
func (s *Site) actDo(v *visit) error {
	d, verb, err := s.form(v)
	if err != nil {
		if v.parse(nil) == nil {
			if done, replayed := s.replayed(v); replayed {
				return v.see(done)
			}
		}
		return s.tooLate(v, d, err)
	}
	if err := s.receive(v, d); err != nil {
		return err
	}
	now := d.Version
	d.take(v.r.PostForm)
	s.holding(v, d, v.r.PostForm)
	if answered, err := s.between(v, d); answered {
		return err
	}
	values, err := s.known(v, d.Case, verb, d.values())
	if err != nil {
		return err
	}
	act := desk.Act{Case: d.Case.ID, Actor: v.who.Actor(d.Case), Seen: d.Version}
	if err = s.sendAlong(v, d, &act, values); d.refused(verb, err) {
		return v.show(http.StatusUnprocessableEntity, "act", d)
	} else if err != nil {
		return err
	}
	command, err := verb.Fill(d.Case.ID, aboutOf(v.r.URL.Query()), values)
	if d.refused(verb, err) {
		return v.show(http.StatusUnprocessableEntity, "act", d)
	} else if err != nil {
		return err
	}
	s.keep(v, d)
	if d.Final && v.r.PostForm.Get("step") != "do" {
		if d.Version != now {
			if moved, err := s.moved(v, d); err != nil || moved {
				return s.overtaken(v, d, err)
			}
		}
		d.Checked, d.Values = true, d.told()
		return v.show(http.StatusOK, "act", d)
	}
	if access.NeedsProof(verb.Name, d.Case) && !v.fresh() {
		return v.stepUp()
	}
	act.Command = d.veil.Lift(command)
	if act.ID, err = eventstore.ParseID(d.Command); err != nil {
		return wrong("web.fail.form")
	}
	done, err := s.perform(v, d, act)
	switch {
	case errors.Is(err, decider.ErrStale):
		return s.overtaken(v, d, nil)
	case d.refused(verb, err):
		return v.show(http.StatusUnprocessableEntity, "act", d)
	case err != nil:
		return err
	}
	s.forget(v, d)
	return v.see(onwards(d, verb.Name, done.Position))
}

// between answers what a form is sent for beside the act itself: to keep what is
// typed, to throw it away, to be shown again, to look for what is like it.
func (s *Site) between(v *visit, d *actData) (answered bool, err error) {
	switch v.r.PostForm.Get("step") {
	case "keep":
		return true, s.keepOnly(v, d)
	case "drop":
		s.forget(v, d)
		return true, v.see(d.Action)
	case "edit", "upload":
		if len(d.Errors) == 0 {
			return true, v.show(http.StatusOK, "act", d)
		}
	case "similar":
		return true, s.likes(v, d)
	}
	if len(d.Errors) > 0 { // a file was not taken
		s.keep(v, d)
		return true, v.show(http.StatusUnprocessableEntity, "act", d)
	}
	return false, nil
}

// onwards is where a visitor goes who has done an act.
func onwards(d *actData, verb string, at eventstore.Position) string {
	q := url.Values{"done": {verb}, "at": {strconv.FormatUint(uint64(at), 10)}}
	if i := slices.IndexFunc(afterwards, func(a onward) bool { return slices.Contains(a.verbs, verb) }); i >= 0 {
		_, about, _ := strings.Cut(d.Form, "?")
		return d.Back + afterwards[i].page + "?" + q.Encode() + "&" + about
	}
	return d.Back + "?" + q.Encode()
}

// onward is a page of the case that follows an act.
type onward struct {
	page  string
	verbs []string
}

var afterwards = []onward{{"/cosigners", []string{"invite_cosigner"}}, {"/receipt", []string{"rate_reply"}}}

// replayed finds out whether the form was sent before: an act that is shut
// because it was done is no error to who did it.
func (s *Site) replayed(v *visit) (string, bool) {
	c, _, err := v.theCase()
	if err != nil {
		return "", false
	}
	facts, err := s.o.Desk.History(v.ctx(), c.ID)
	if err != nil {
		return "", false
	}
	for _, f := range facts {
		if f.Meta["command"] == v.r.PostForm.Get("command") {
			return "/cases/" + string(c.ID) + "?done=" + v.r.PathValue("verb"), true
		}
	}
	return "", false
}

// take fills the form with what was typed.
func (d *actData) take(form url.Values) {
	d.Command = form.Get("command")
	if n, err := strconv.ParseUint(form.Get("version"), 10, 62); err == nil {
		d.Version = eventstore.Version(n)
	}
	d.fill(form)
}

// values are the fields as acts read them.
func (d *actData) values() (all []acts.Value) {
	for _, f := range d.Fields {
		for _, text := range f.Values {
			all = append(all, acts.Value{Name: f.Name, Text: text})
		}
	}
	return all
}

// told are the fields as the page shows them to be checked.
func (d *actData) told() (all []checked) {
	for _, f := range d.Fields {
		if f.Fixed || d.keptBack(f.Name) {
			continue
		}
		for _, text := range f.Values {
			if i := slices.IndexFunc(f.Options, func(o option) bool { return o.Value == text }); i >= 0 {
				text = f.Options[i].Word
			}
			if f.Kind == scanField {
				text = f.File.Name
			}
			all = append(all, checked{f.Word, f.plain(text)})
		}
	}
	return append(all, d.toldPaper()...)
}

// refused puts what is wrong on the form; false for an error that is none of the
// form's.
func (d *actData) refused(v acts.Verb, err error) bool {
	var bad *acts.FormError
	var refusal *suggestion.Refusal
	switch {
	case errors.As(err, &bad):
		facts := map[string]string{}
		for k, x := range bad.Facts {
			facts[k] = x
		}
		name := facts["name"]
		facts["act"], facts["fields"], facts["name"] = d.Word, "", fieldWord(v, name)
		d.problem(name, zh.Text("form."+bad.Code, facts))
	case errors.As(err, &refusal):
		d.problem(refusal.Facts["field"], zh.Refusal(refusal.Code, refusal.Facts))
	default:
		return false
	}
	return true
}

func (d *actData) problem(field, message string) {
	field = d.placed(field)
	d.Errors = append(d.Errors, problem{field, message})
	if d.Paper != nil {
		d.Paper.Errors[field] = message
	}
	for i := range d.Fields {
		if d.Fields[i].Name == field {
			d.Fields[i].Error = message
		}
	}
}
