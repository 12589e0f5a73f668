//go:build !linux

package doctor

import "context"

// clock tells the time for somebody to compare it.
func clock(_ context.Context, h House) []Finding {
	return only(warn("unknown", "now", stamp(h.Now()), "detail", ""))
}
