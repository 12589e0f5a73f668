package paper

import (
	"slices"
	"strings"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

// letter is what is known of one version of a reply, issued or being written.
type letter struct {
	line     *suggestion.Line
	version  int
	class    suggestion.Class
	document string
	signer   string
	issued   calendar.Date
	promises []suggestion.Promise
	text     string
}

// lineOf finds the line a paper is about; without a name, the only one.
func (c Case) lineOf(id suggestion.LineID) (*suggestion.Line, error) {
	if id == "" && len(c.State.Lines) == 1 {
		return &c.State.Lines[0], nil
	}
	if l, ok := c.State.Line(id); ok {
		return l, nil
	}
	var known []string
	for _, l := range c.State.Lines {
		known = append(known, string(l.ID))
	}
	switch {
	case len(known) == 0:
		return nil, unfit("no_reply")
	case id == "":
		return nil, unfit("which_line", "lines", join(known))
	}
	return nil, unfit("no_such_line", "line", string(id), "lines", join(known))
}

// letterOf collects a version: the one asked for, else the draft, else the newest.
func (c Case) letterOf(w Wanted) (letter, error) {
	l, err := c.lineOf(w.Line)
	if err != nil {
		return letter{}, err
	}
	if d := l.Draft; d != nil && (w.Version == 0 || w.Version == d.Version) && d.Version > l.Latest().Number {
		return letter{line: l, version: d.Version, class: d.Class, promises: d.Promises, text: c.replyText(l.ID, d.Version)}, nil
	}
	v := l.Latest()
	if w.Version != 0 {
		v, _ = l.Version(w.Version)
	}
	if v.Number == 0 {
		return letter{}, unfit("no_reply")
	}
	return letter{line: l, version: v.Number, class: v.Class, document: v.Document, issued: v.Issued,
		signer: c.signerOf(l.ID, v.Number), promises: c.promisesOf(l.ID, v.Number), text: c.replyText(l.ID, v.Number)}, nil
}

func (c Case) signerOf(line suggestion.LineID, version int) (signer string) {
	for _, e := range c.Events {
		switch e := e.(type) {
		case suggestion.ReplyIssued:
			if e.Line == line && e.Version == version {
				signer = e.Signer.Name
			}
		case suggestion.ReplyRelayed:
			if e.Line == line && e.Version == version {
				signer = e.Signer.Name
			}
		}
	}
	return signer
}

func (c Case) promisesOf(line suggestion.LineID, version int) (all []suggestion.Promise) {
	for _, p := range c.State.Commitments {
		if p.Line == line && p.Version == version {
			all = append(all, p.Promise)
		}
	}
	return all
}

// published says what was decided of publishing the line's reply, or else what its
// unit proposed.
func (c Case) published(line suggestion.LineID) (text string) {
	for _, e := range c.Events {
		switch e := e.(type) {
		case suggestion.ReplyPublished:
			if e.Line == line {
				text = e.Scope
			}
		case suggestion.PublicationRefused:
			if e.Line == line {
				text = word("not_public")
			}
		case suggestion.PublicationExamined:
			if e.Line == line && text == "" {
				text = zh.Label("publicity", string(e.Level))
			}
		case suggestion.ReplyPublicationDecided:
			if e.Line == line {
				text = zh.Label("publicity", string(e.Level))
			}
		case suggestion.ReplyTakenDown:
			if e.Line == line {
				text = zh.Label("publicity", string(suggestion.Private))
			}
		}
	}
	return text
}

// replies are the letters of one version, a copy for each recipient.
func (c Case) replies(w Wanted) (docs []Document, err error) {
	l, err := c.letterOf(w)
	if err != nil {
		return nil, err
	}
	to, err := c.recipients(w)
	for _, p := range to {
		docs = append(docs, c.reply(w, l, p))
	}
	return docs, err
}

// recipients are the deputy asked for, or all. A case whose source names no
// deputy has one, to be filled in.
func (c Case) recipients(w Wanted) ([]suggestion.Person, error) {
	all := c.addressees()
	if w.To != (suggestion.Person{}) {
		if !slices.ContainsFunc(all, w.To.Same) {
			return nil, unfit("not_a_recipient", "name", w.To.Name)
		}
		return []suggestion.Person{w.To}, nil
	}
	if len(all) == 0 {
		return []suggestion.Person{{}}, nil
	}
	return all, nil
}

func (c Case) reply(w Wanted, l letter, to suggestion.Person) Document {
	d := c.document(Reply, Letter)
	unit := c.unit(*l.line)
	d.add(Mark, say("mark", "class", classMark(c.Rules, l.class)))
	d.add(Issuer, or(unit, usual*2))
	d.Blocks = append(d.Blocks, Block{Style: Number, Text: c.documentNo(l.document), Right: say("signer", "name", l.signer)})
	title := "reply_title"
	if l.version > 1 {
		title = "reply_title_again"
	}
	d.add(Title, say(title, "matter", c.title()))
	d.add(To, c.salutation(to))
	if !strings.Contains(cut(l.text, 200), word("received_mark")) {
		d.add(Body, say("reply_opening", "title", c.State.Title, "number", c.State.Number))
	}
	d.text(l.text, 8)
	if !strings.Contains(l.text, word("thanks_mark")) {
		d.add(Body, word("thanks")+stop)
	}
	d.signature(unit, l.issued)
	d.add(Note, say("contact", "name", w.Contact, "phone", w.Phone))
	d.add(Note, say("publicity", "scope", c.published(l.line.ID)))
	d.add(Copies, say("copies", "list", c.copies(unit, l.issued)))
	d.promised(l.promises)
	return d
}

// documentNo is the number a letter was issued under, or one to be filled in.
func (c Case) documentNo(number string) string {
	if number == "" {
		return zh.Text("web.paper.document_no", map[string]string{"mark": rule(4), "year": rule(3), "n": rule(2)})
	}
	return number
}

// salutation is to a deputy by name, or to a delegation.
func (c Case) salutation(to suggestion.Person) string {
	if to.Name != "" && to.Name == c.State.Delegation {
		return say("to_delegation", "name", to.Name)
	}
	return say("to_deputy", "name", c.name(to))
}

// copies are the offices a reply is sent to beside the deputy: the deputies'
// committee, and of a government unit its government's office (R2-14).
func (c Case) copies(unit string, on calendar.Date) string {
	list := []string{or(c.House.Name, usual*2)}
	if c.Registers != nil {
		if u, ok := c.Registers.UnitNamed(unit, on); ok && u.System == register.System(suggestion.GovernmentSystem) {
			list = append(list, or(c.House.GovernmentOffice, usual))
		}
	}
	return join(list)
}

// signature is room for a seal, and in two lines the unit's name and the day.
func (d *Document) signature(unit string, on calendar.Date) {
	d.Blocks = append(d.Blocks, Block{Style: Seal})
	d.add(Signed, or(unit, usual*2)+"\n"+date(on))
}

// promised lists what the reply promises, so that each can be followed.
func (d *Document) promised(all []suggestion.Promise) {
	if len(all) == 0 {
		return
	}
	rows := [][]Cell{heads("n", "promise", "unit", "due")}
	for i, p := range all {
		due := known(p.Due)
		if due == "" {
			due = p.DueText
		}
		rows = append(rows, cells(decimal(i+1), p.Text, or(p.Unit, usual), or(due, usual)))
	}
	d.Blocks = append(d.Blocks, Block{Style: Break})
	d.add(Caption, word("promises"))
	d.table(rows...)
}

// replyDue is the day a line's unit must reply by.
func (c Case) replyDue(id suggestion.LineID) suggestion.Clock {
	return c.clock(lifecycle.DueReply, suggestion.Subject{Line: id})
}
