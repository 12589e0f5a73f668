package calendar

import (
	_ "embed" // for the built-in notices
	"sync"
)

//go:embed holidays.csv
var builtin []byte

// stateCouncil parses the file once, on first use.
var stateCouncil = sync.OnceValue(func() Calendar {
	c, err := Parse(builtin)
	if err != nil {
		// The file is part of the program and a test parses it.
		panic(err)
	}
	return c
})

// StateCouncil returns the built-in calendar: the State Council's notices known
// when the program was built. A later notice comes in as a calendar of its own.
func StateCouncil() Calendar { return stateCouncil() }
