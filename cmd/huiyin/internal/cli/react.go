package cli

import "context"

func (d *desk) react(context.Context) error { return nil }
