package desk

import (
	"context"

	"huiyin/domain/wire"
	"huiyin/projections/notices"
)

// KeepSettings keeps how an account wants to be told, with a record of it: who turns
// another's notices elsewhere is found (handbook LOG-12). The record names channels
// and no address, and comes first: what cannot be recorded is not done. The record's
// act and details are filled in here.
func (d *Desk) KeepSettings(ctx context.Context, s notices.Settings, r wire.SecurityRecorded) error {
	r.Act = wire.ContactsChanged
	for _, channel := range s.Channels {
		r.Details = append(r.Details, wire.SecurityDetail{Name: "how", Value: channel})
	}
	if err := d.Witness(ctx, r); err != nil {
		return err
	}
	return d.Notices.SaveSettings(ctx, r.Login, s)
}
