package v1

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"

	"huiyin/api/desk"
	"huiyin/api/download"
	"huiyin/domain/acts"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/eventstore/blobs"
)

// Sent is a file that was sent and waits for its act: name its id there within a
// day, or it is erased.
type Sent struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
	Size int64  `json:"size"`
}

// Attachments are the files of a case that the caller may know of, the oldest first.
type Attachments struct {
	Case  string       `json:"case"`
	Items []Attachment `json:"items"`
}

// Attachment is one file that came with an act. Binding proves which file it was.
type Attachment struct {
	Binding string        `json:"binding"`
	Name    string        `json:"name"`
	Type    string        `json:"type"`
	Size    int           `json:"size"`
	Act     Word          `json:"act"`
	On      calendar.Date `json:"on"`
	By      string        `json:"by"`
}

// sendAttachment takes a file in that an act will name.
func (a *API) sendAttachment(c *call) error {
	name := c.query.Get("name")
	h, err := a.o.Desk.Files.Hold(c.ctx(), c.who.Account, name, c.r.Body, a.o.Desk.Now())
	var refused *blobs.Refusal
	switch {
	case errors.As(err, &refused):
		p := problemOf("file")
		p.Detail = desk.FileWords(name, refused)
		return p
	case err != nil:
		return err
	}
	return c.json(http.StatusCreated, Sent{h.ID, h.Name, h.Type, h.Size})
}

func (a *API) attachments(c *call) error {
	s, _, err := c.theCase()
	if err != nil {
		return err
	}
	out := Attachments{Case: string(s.ID), Items: []Attachment{}}
	for _, sent := range c.who.Shown(s).Files {
		for _, f := range sent.Files {
			out.Items = append(out.Items, Attachment{f.Binding, f.Name, f.Type, f.Size, wordOf("act", string(sent.Act)), sent.On, sent.By.Name})
		}
	}
	return c.json(http.StatusOK, out)
}

// attachment gives the bytes of a file of a case.
func (a *API) attachment(c *call) error {
	s, _, err := c.theCase()
	if err != nil {
		return err
	}
	f, ok := c.who.Shown(s).File(c.r.PathValue("binding"))
	if !ok {
		return problemOf("not_found")
	}
	err = download.Serve(c.w, a.o.Desk.Files, f)
	switch {
	case errors.Is(err, blobs.ErrWithheld):
		return problemOf("file_withheld", "name", f.Name)
	case errors.Is(err, blobs.ErrNotFound):
		return problemOf("not_found")
	}
	return c.gone(err)
}

// alongside is what comes with an act beside its fields: files by the ids under
// which they were sent, and the paper it is entered from.
type alongside struct {
	Files []string
	Late  *late
}

type late struct {
	On     string `json:"on"`
	Reason string `json:"reason"`
	Scan   string `json:"scan"`
	Second struct {
		Name string `json:"name"`
		ID   string `json:"id"`
		Role string `json:"role"`
		Unit string `json:"unit"`
	} `json:"second"`
}

// alongside takes out of the body what is no field of the act.
func (f Fields) alongside() (out alongside, err error) {
	for name, to := range map[string]any{"files": &out.Files, "late": &out.Late} {
		if raw, ok := f[name]; ok {
			if json.Unmarshal(raw, to) != nil {
				p := problemOf("form")
				p.flaw(pointer(name), "", "bad_value", "name", name, "kind", say("web.api.kind."+name))
				return out, p
			}
			delete(f, name)
		}
	}
	return out, nil
}

// attach adds to the act what comes with it, with the bindings of scans in the place
// of their ids.
func (c *call) attach(o order, act *desk.Act, values []acts.Value) error {
	ids := o.sent.Files
	for i, x := range values {
		if x.Name == "scan" {
			scan, err := c.scan(o, act, x.Text)
			if err != nil {
				return err
			}
			values[i].Text = scan
		}
	}
	if l := o.sent.Late; l != nil {
		scan, err := c.scan(o, act, l.Scan)
		if err != nil {
			return err
		}
		second := l.Second.Name
		if l.Second.ID != "" {
			second += "#" + l.Second.ID
		}
		if act.On, act.Late, err = (acts.Paper{On: l.On, Reason: l.Reason, Scan: scan, Second: second, As: l.Second.Role, Unit: l.Second.Unit}).Entry(); err != nil {
			return err
		}
	}
	files, err := c.a.o.Desk.Attach(c.who.Account, o.of, ids...)
	act.Files = append(act.Files, files...)
	return err
}

// scan is the binding of a scan that was sent, or a digest that is kept elsewhere.
func (c *call) scan(o order, act *desk.Act, text string) (string, error) {
	if len(text) != lengthOfID {
		return text, nil
	}
	files, err := c.a.o.Desk.Attach(c.who.Account, o.of, text)
	if err != nil {
		return "", err
	}
	act.Files = append(act.Files, files...)
	return files[0].Binding, nil
}

// lengthOfID is that of the id of a held file; a digest is twice as long.
const lengthOfID = 32

// along describes what may come with an act beside its fields.
func along(verb acts.Verb, properties object) {
	text := object{"type": "string"}
	if verb.Carries() || verb.MayBeLate() {
		properties["files"] = object{"type": []string{"array", "null"}, "items": text, "maxItems": suggestion.MostFiles, "description": say("web.api.kind.files")}
	}
	if verb.MayBeLate() {
		roles := []string{""}
		for _, r := range lifecycle.Roles() {
			roles = append(roles, string(r))
		}
		second := object{"type": "object", "additionalProperties": false,
			"properties": object{"name": text, "id": text, "role": object{"type": "string", "enum": slices.Compact(roles)}, "unit": text}}
		properties["late"] = object{"type": []string{"object", "null"}, "description": say("web.api.kind.late"), "additionalProperties": false,
			"properties": object{"on": text, "reason": text, "scan": text, "second": second}}
	}
}
