package office

import (
	"context"
	"errors"
	"fmt"

	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/eventstore/ledger"
)

// Loss is what a log lacks of what a checkpoint of it covers.
type Loss struct {
	Point ledger.Checkpoint
	Found ledger.Report
}

// Lost is the number of missing events; the last ones are missing.
func (l Loss) Lost() int64 { return l.Point.Size - l.Found.Events }

// MeasureLoss reads the whole log and holds it against the checkpoint. A log of
// another origin, or one that reaches as far and differs, is ledger.ErrForked:
// that is no loss that can be accepted. Whether a shorter log is the beginning
// of the one that was signed only an earlier checkpoint can show.
func (o *Office) MeasureLoss(ctx context.Context, point ledger.Checkpoint, progress func(int64)) (Loss, error) {
	found, err := ledger.Audit(ctx, o.Log, nil, progress)
	if err != nil {
		return Loss{}, err
	}
	if found.Origin != point.Origin {
		return Loss{}, fmt.Errorf("%w: it is %s, the checkpoint is of %s", ledger.ErrForked, found.Origin, point.Origin)
	}
	if found.Events >= point.Size {
		_, err = ledger.Audit(ctx, o.Log, []ledger.Checkpoint{point}, progress)
	}
	return Loss{Point: point, Found: found}, err
}

// AcceptLoss records that two people let the log go on without what it lost. It
// refuses one person alone, an unnamed one, and a loss without a reason.
func (o *Office) AcceptLoss(ctx context.Context, l Loss, reason string, by, second suggestion.Actor) (wire.LossAccepted, error) {
	switch {
	case by.Name == "" || second.Name == "":
		return wire.LossAccepted{}, refuse("missing", "field", "adopter")
	case reason == "":
		return wire.LossAccepted{}, refuse("missing", "field", "reason")
	case by.Person.Same(second.Person):
		return wire.LossAccepted{}, refuse("four_eyes", "name", by.Name)
	}
	e := wire.LossAccepted{Origin: l.Point.Origin, Size: int(l.Point.Size), Root: l.Point.Root.String(),
		Kept: int(l.Found.Events), KeptRoot: l.Found.Root.String(), Lost: int(l.Lost()), Reason: reason,
		ProposedBy: by.Person, ApprovedBy: second.Person}
	return e, o.appendLoss(ctx, e, second)
}

func (o *Office) appendLoss(ctx context.Context, e wire.LossAccepted, by suggestion.Actor) error {
	typ, schema, data, err := wire.EncodeRegister(e)
	if err != nil {
		return err
	}
	command, err := o.NewCommandID()
	if err != nil {
		return err
	}
	event := eventstore.Event{ID: eventstore.EventID(command, wire.LogStream, 0), Type: typ, Schema: schema,
		Occurred: o.Now(), Data: data, Meta: metaOf(by)}
	_, err = o.Log.Append(ctx, wire.LogStream, eventstore.Exact(0), event)
	var earlier *eventstore.ConflictError
	if errors.As(err, &earlier) {
		// It is not the first loss. Nobody else writes: this process owns the folder.
		_, err = o.Log.Append(ctx, wire.LogStream, eventstore.Exact(earlier.Actual), event)
	}
	return err
}
