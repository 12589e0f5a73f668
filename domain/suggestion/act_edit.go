package suggestion

import (
	"slices"

	"huiyin/domain/lifecycle"
)

// EditDraft changes a draft that is not handed in. It states the whole draft: what
// it leaves empty is empty then, except title and body, which a draft that was
// edited always has.
type EditDraft struct {
	Title    string
	Body     string
	Evidence string
	Category string
	Proposed []string
}

func (c EditDraft) decide(d *decision) error {
	m, err := d.onCase(lifecycle.EditDraft)
	if err != nil {
		return err
	}
	if err := need("title", c.Title, "body", c.Body); err != nil {
		return err
	}
	text := c.Title != d.s.Title || c.Body != d.s.Body
	if !text && c.Evidence == d.s.Evidence && c.Category == d.s.Category && slices.Equal(c.Proposed, d.s.Proposed) {
		return refuse("nothing_edited")
	}
	d.emit(DraftEdited{Move: m, Title: c.Title, Body: c.Body, Evidence: c.Evidence, Category: c.Category, Proposed: c.Proposed,
		Anew: text && d.s.confirmed()})
	return nil
}

// confirmed reports whether a co-signer has confirmed the text as it stands.
func (s *Suggestion) confirmed() bool {
	return slices.ContainsFunc(s.CoSigners, func(c CoSigner) bool { return c.Answer == Confirmed })
}

// DraftEdited is the whole draft after a change; the old one stays in the history.
// Anew says that title or body changed after a co-signer had confirmed them, so
// that all who had are asked again.
type DraftEdited struct {
	Move     Move
	Title    string
	Body     string
	Evidence string
	Category string
	Proposed []string
	Anew     bool
}

func (DraftEdited) event() {}
