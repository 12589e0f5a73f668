package doctor

import (
	"context"
	"strconv"
	"syscall"
	"time"
)

// States of the kernel's clock, from <sys/timex.h>.
const clockUnset = 5 // TIME_ERROR: nothing keeps it right

// farOff is how wrong the kernel's clock may be by its own estimate.
const farOff = time.Second

// clock asks the kernel whether anything keeps its clock right.
func clock(_ context.Context, h House) []Finding {
	var t syscall.Timex
	state, err := syscall.Adjtimex(&t)
	off := time.Duration(t.Maxerror) * time.Microsecond
	switch {
	case err != nil:
		return only(warn("unknown", "now", stamp(h.Now()), "detail", err.Error()))
	case state == clockUnset:
		return only(warn("unset", "now", stamp(h.Now())))
	case off > farOff:
		return only(warn("off", "now", stamp(h.Now()), "ms", strconv.FormatInt(off.Milliseconds(), 10)))
	}
	return only(good("fine", "now", stamp(h.Now())))
}
