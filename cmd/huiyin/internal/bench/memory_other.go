//go:build !linux

package bench

import "errors"

func peakMemory() (float64, error) { return 0, errors.New("bench: not told by this system") }
