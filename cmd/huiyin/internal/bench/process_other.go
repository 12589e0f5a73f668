//go:build !linux

package bench

import (
	"errors"
	"time"
)

func peakMemory() (float64, error) { return 0, errors.New("bench: not told by this system") }

func processorTime() time.Duration { return 0 }
