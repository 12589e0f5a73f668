package v1

import (
	"huiyin/domain/acts"
	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
	"huiyin/projections/telling"
)

// Case is a case as its reader may know it.
type Case struct {
	ID         string        `json:"id"`
	Version    int64         `json:"version"` // as in the ETag
	Number     string        `json:"number,omitempty"`
	Title      string        `json:"title"`
	Body       string        `json:"body,omitempty"`
	Evidence   string        `json:"evidence,omitempty"`
	Display    string        `json:"display"` // how people name it
	Kind       *Word         `json:"kind,omitempty"`
	Congress   string        `json:"congress"`
	Session    string        `json:"session"`
	Year       int           `json:"year"`
	State      Word          `json:"state"`
	Lead       Person        `json:"lead"`
	CoSigners  []CoSigner    `json:"co_signers,omitempty"`
	Contacts   []Person      `json:"contacts,omitempty"` // who speaks for a delegation
	Delegation string        `json:"delegation,omitempty"`
	Category   string        `json:"category,omitempty"`
	Proposed   []string      `json:"proposed_units,omitempty"`
	Rules      string        `json:"rules,omitempty"`
	Submitted  calendar.Date `json:"submitted,omitzero"`
	Registered calendar.Date `json:"registered,omitzero"`
	Assigned   calendar.Date `json:"assigned,omitzero"`
	Ended      calendar.Date `json:"ended,omitzero"`
	Mode       *Word         `json:"mode,omitempty"`
	Parts      []Assignment  `json:"assignments,omitempty"`
	Lines      []Line        `json:"lines,omitempty"`
	Promises   []Commitment  `json:"commitments,omitempty"`
	Deadlines  []Clock       `json:"deadlines,omitempty"`
	Next       []Step        `json:"next,omitempty"`
	Head       string        `json:"head,omitempty"` // the case it is merged into
	Members    []string      `json:"members,omitempty"`
	Key        bool          `json:"key"`
	Overseers  []Supervisor  `json:"supervisors,omitempty"`
	Sources    []Source      `json:"sources,omitempty"`
	Imported   bool          `json:"imported"`
	Veiled     bool          `json:"names_withheld,omitempty"` // who signed is told to the congress's own office only
	Questions  []Question    `json:"questions,omitempty"`
	Wish       *Wish         `json:"publication_wish,omitempty"`
	Content    *Publication  `json:"content_publication,omitempty"`
	Facts      []string      `json:"facts"` // the state in plain words
}

// CoSigner is an invited deputy and the answer.
type CoSigner struct {
	Person
	Answer string `json:"answer"`
}

// Question is what a deputy asked a unit, and the answer once there is one.
type Question struct {
	By     Person `json:"by"`
	Unit   string `json:"unit"`
	Text   string `json:"text"`
	Answer string `json:"answer,omitempty"`
}

// Assignment is one unit's part.
type Assignment struct {
	ID       string        `json:"id"`
	Unit     string        `json:"unit"`
	Part     Word          `json:"part"`
	Scope    string        `json:"scope,omitempty"`
	Line     string        `json:"line,omitempty"`
	State    Word          `json:"state"`
	Assigned calendar.Date `json:"assigned,omitzero"`
	Received calendar.Date `json:"received,omitzero"`
	Opinion  string        `json:"opinion,omitempty"`
	Active   bool          `json:"active"`
}

// Line is one unit's reply in all its versions.
type Line struct {
	ID       string    `json:"id"`
	Unit     string    `json:"unit"`
	State    Word      `json:"state"`
	Round    int       `json:"round"`
	Contacts []Contact `json:"contacts,omitempty"`
	Versions []Reply   `json:"versions,omitempty"`
	Ratings  []Rating  `json:"ratings,omitempty"`
	Disputed bool      `json:"disputed,omitempty"`
	Extended string    `json:"extension,omitempty"`
	Outcome  *Word     `json:"outcome,omitempty"` // of an escalation

	Examined    *Examination `json:"publication_examination,omitempty"`
	Publication *Publication `json:"publication,omitempty"`
}

// Contact is a contact record.
type Contact struct {
	ID    string        `json:"id"`
	On    calendar.Date `json:"on,omitzero"`
	With  []Person      `json:"with,omitempty"`
	State string        `json:"state"`
}

// Reply is an issued version.
type Reply struct {
	Version   int           `json:"version"`
	Class     *Word         `json:"class,omitempty"`
	Text      string        `json:"document,omitempty"`
	Issued    calendar.Date `json:"issued,omitzero"`
	Delivered calendar.Date `json:"delivered,omitzero"` // to the last deputy
}

// Rating is what the deputy said of a version.
type Rating struct {
	Version int           `json:"version"`
	Round   int           `json:"round"`
	Process Word          `json:"process"`
	Result  Word          `json:"result"`
	Reason  string        `json:"reason,omitempty"`
	On      calendar.Date `json:"on,omitzero"`
}

// Commitment is one promise.
type Commitment struct {
	ID      string        `json:"id"`
	Line    string        `json:"line,omitempty"`
	Text    string        `json:"text"`
	Unit    string        `json:"unit,omitempty"`
	Due     calendar.Date `json:"due,omitzero"`
	DueText string        `json:"due_text,omitempty"`
	State   Word          `json:"state"`
	Slips   int           `json:"slips"`
	Ended   calendar.Date `json:"ended,omitzero"`
	Grade   *Word         `json:"grade,omitempty"`
}

// Clock is a due day with the whole reason why it is that day.
type Clock struct {
	Kind    Word          `json:"kind"`
	About   *About        `json:"about,omitempty"`
	Start   calendar.Date `json:"start,omitzero"`
	Due     calendar.Date `json:"due,omitzero"`
	Running bool          `json:"running"`
	Lapsed  bool          `json:"lapsed"`
	Why     string        `json:"why"`
}

// Step is what the case waits for.
type Step struct {
	Verb   Word          `json:"verb"`
	About  *About        `json:"about,omitempty"`
	Roles  []Word        `json:"roles"`
	Unit   string        `json:"unit,omitempty"`
	Person string        `json:"person,omitempty"`
	Due    calendar.Date `json:"due,omitzero"`
	Light  *Word         `json:"light,omitempty"`
}

// About names a part of a case.
type About struct {
	Assignment string `json:"assignment,omitempty"`
	Line       string `json:"line,omitempty"`
	Contact    string `json:"contact,omitempty"`
	Commitment string `json:"commitment,omitempty"`
}

// Supervisor is who supervises or leads a key suggestion.
type Supervisor struct {
	Person
	Layer Word   `json:"layer"`
	Body  string `json:"body,omitempty"`
}

// Source is where an imported case comes from.
type Source struct {
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
	URL   string `json:"url,omitempty"`
}

func aboutOf(s suggestion.Subject) *About {
	if s == (suggestion.Subject{}) {
		return nil
	}
	return &About{string(s.Assignment), string(s.Line), string(s.Contact), string(s.Commitment)}
}

// caseOf tells a case, which is as the reader may know it.
func caseOf(s *suggestion.Suggestion, version int64, r telling.Reading) Case {
	out := Case{ID: string(s.ID), Version: version, Number: s.Number, Title: s.Title, Body: s.Body, Evidence: s.Evidence,
		Display: telling.Title(s.Number, s.Title, s.Imported), Kind: wordOr("kind", s.Kind), Congress: s.Congress, Session: s.Session, Year: s.Year,
		State: wordOf("state.suggestion", s.State), Lead: personOf(s.Lead), Contacts: people(s.Contacts), Delegation: s.Delegation, Category: s.Category,
		Proposed: s.Proposed, Rules: s.RuleSet, Submitted: s.Submitted, Registered: s.Registered, Assigned: s.T0, Ended: s.Ended,
		Mode: wordOr("mode", s.Mode), Head: string(s.Head), Key: s.Key, Imported: s.Imported, Veiled: s.Confidential, Facts: telling.Summary(s, r),
		Wish: wishOf(s.Wish), Content: publicationOf(s, s.Content, suggestion.Subject{})}
	for _, x := range s.CoSigners {
		out.CoSigners = append(out.CoSigners, CoSigner{personOf(x.Person), string(x.Answer)})
	}
	for _, x := range s.Assignments {
		out.Parts = append(out.Parts, Assignment{ID: string(x.Assignment), Unit: x.Unit, Part: wordOf("part", x.Part), Scope: x.Scope, Line: string(x.Line),
			State: wordOf("state.assignment", x.State), Assigned: x.T0, Received: x.Received, Opinion: x.Opinion, Active: x.Active()})
	}
	for _, x := range s.Lines {
		line := lineOf(x, r)
		line.Examined, line.Publication = examinationOf(x.Examined), publicationOf(s, x.Answer, suggestion.Subject{Line: x.ID})
		out.Lines = append(out.Lines, line)
	}
	for _, x := range s.Commitments {
		out.Promises = append(out.Promises, Commitment{ID: string(x.Promise.Commitment), Line: string(x.Line), Text: x.Text, Unit: x.Unit, Due: x.Due,
			DueText: x.DueText, State: wordOf("state.commitment", x.State), Slips: x.Slips, Ended: x.Ended, Grade: wordOr("grade", x.Grade)})
	}
	for _, x := range s.Members {
		out.Members = append(out.Members, string(x))
	}
	for _, x := range s.Supervisors {
		out.Overseers = append(out.Overseers, Supervisor{personOf(x.Person), wordOf("layer", x.Layer), x.Body})
	}
	for _, x := range s.Questions {
		out.Questions = append(out.Questions, Question{personOf(x.By), x.Unit, x.Text, x.Answer})
	}
	for _, x := range s.Sources {
		out.Sources = append(out.Sources, Source{x.ID, x.Title, x.URL})
	}
	out.clocks(s, r)
	out.steps(s, r)
	return out
}

func (out *Case) clocks(s *suggestion.Suggestion, r telling.Reading) {
	for _, k := range s.Clocks {
		if k.Running || k.Lapsed && k.Kind.Duty() {
			out.Deadlines = append(out.Deadlines, Clock{Kind: wordOf("deadline", k.Kind), About: aboutOf(k.Subject), Start: k.Start, Due: k.Due,
				Running: k.Running, Lapsed: k.Lapsed, Why: r.Clock(s, k)})
		}
	}
}

func (out *Case) steps(s *suggestion.Suggestion, r telling.Reading) {
	for _, st := range acts.Next(s) {
		n := Step{Verb: wordOf("act", st.Verb), About: aboutOf(st.About), Unit: st.Unit, Person: st.Person, Due: st.Due}
		for _, role := range st.Roles {
			n.Roles = append(n.Roles, wordOf("role", role))
		}
		if !st.Due.IsZero() {
			n.Light = lightOf(r.Of(st.Due))
		}
		out.Next = append(out.Next, n)
	}
}

func lineOf(l suggestion.Line, r telling.Reading) Line {
	out := Line{ID: string(l.ID), Unit: l.Unit, State: wordOf("state.line", l.State), Round: l.Round, Disputed: l.Disputed, Extended: string(l.Extension),
		Outcome: wordOr("conclusion", l.Outcome)}
	for _, x := range l.Contacts {
		out.Contacts = append(out.Contacts, Contact{string(x.ID), x.On, people(x.With), string(x.State)})
	}
	for _, x := range l.Versions {
		v := Reply{Version: x.Number, Text: x.Document, Issued: x.Issued, Delivered: x.Complete}
		if x.Class != "" {
			v.Class = &Word{string(x.Class), telling.ClassName(r.Rules, string(x.Class))}
		}
		out.Versions = append(out.Versions, v)
	}
	for _, x := range l.Ratings {
		out.Ratings = append(out.Ratings, Rating{Version: x.Version, Round: x.Round, Process: wordOf("grade", x.Process), Result: wordOf("grade", x.Result),
			Reason: x.Reason, On: x.On})
	}
	return out
}
