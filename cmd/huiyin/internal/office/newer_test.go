package office_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// A log that a newer program wrote is refused at the event this one cannot read,
// with its position, and never read over (handbook FLT-12).
func TestANewerLogIsRefusedByPosition(t *testing.T) {
	newer := func(of *office.Office, typ string, stream eventstore.StreamID, at eventstore.Version) eventstore.Position {
		t.Helper()
		done, err := of.Log.Append(t.Context(), stream, eventstore.Exact(at), eventstore.Event{
			ID: eventstore.DeriveID(eventstore.ID{7}, string(stream)), Type: typ, Schema: 99, Data: []byte("{}"), Occurred: of.Now()})
		if err != nil {
			t.Fatal(err)
		}
		return done.Position()
	}
	refused := func(err error, at eventstore.Position) {
		t.Helper()
		var unread *wire.Error
		if !errors.Is(err, wire.ErrUnknownSchema) || !errors.As(err, &unread) || unread.Schema != 99 || unread.Newest == 0 ||
			!strings.Contains(err.Error(), fmt.Sprintf("position %d", at)) {
			t.Errorf("got %v, want schema 99 at position %d", err, at)
		}
	}
	dir := t.TempDir()
	of := open(t, dir)
	for _, id := range []string{"c1", "c2"} {
		if _, err := of.Do(t.Context(), office.Act{Case: suggestion.CaseID(id), Actor: deputy, Command: draft(id)}); err != nil {
			t.Fatal(err)
		}
	}
	before, err := of.History(t.Context(), "c1")
	if err != nil {
		t.Fatal(err)
	}
	at := newer(of, "suggestion.submitted", eventstore.StreamID(wire.CaseStream("c1")), eventstore.Version(len(before)))
	if err := of.Close(); err != nil {
		t.Fatal(err)
	}
	of = open(t, dir)
	_, err = of.Load(t.Context(), "c1")
	refused(err, at)
	if _, err := of.Load(t.Context(), "c2"); err != nil {
		t.Errorf("another case: %v", err)
	}
	rules := eventstore.Version(0)
	for r, err := range of.Log.ReadStream(t.Context(), wire.RulesStream, 0) {
		if err != nil {
			t.Fatal(err)
		}
		rules = r.Version
	}
	at = newer(of, "ruleset.adopted", wire.RulesStream, rules)
	if err := of.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = office.Open(t.Context(), office.Options{Dir: dir})
	refused(err, at)
}
