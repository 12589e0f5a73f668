package pages

import (
	"fmt"
	"time"
)

// Limits bound how often somebody may ask. Zero is what the handbook sets (WEB-05),
// below zero none.
type Limits struct {
	SignIn int // failures a minute at the door from one address; 10
	Search int // questions by text a minute of one account; 60
	Export int // files an hour of one account; 5
	Public int // public pages a minute from one address; 300
}

func (l Limits) complete() Limits {
	for _, d := range []struct {
		field *int
		usual int
	}{{&l.SignIn, 10}, {&l.Search, 60}, {&l.Export, 5}, {&l.Public, 300}} {
		if *d.field == 0 {
			*d.field = d.usual
		}
	}
	return l
}

// tooOften is an answer that has to wait.
type tooOften struct{ wait time.Duration }

func (e tooOften) Error() string { return fmt.Sprintf("pages: too often, wait %s", e.wait) }

// paced holds back who failed too often from one address: at a password, a code, a
// link. A success counts for nothing, because a whole office comes from one
// address at half past eight.
func (s *Site) paced(serve func(*visit) error) func(*visit) error {
	return func(v *visit) error {
		if wait, ok := s.buckets.Left("signin", v.from().IP, s.limits.SignIn, time.Minute); !ok {
			return tooOften{wait}
		}
		err := serve(v)
		if v.failed {
			s.buckets.Take("signin", v.from().IP, s.limits.SignIn, time.Minute)
		}
		return err
	}
}

// take asks for one of what an account may have within a time.
func (v *visit) take(kind string, n int, within time.Duration) error {
	if wait, ok := v.s.buckets.Take(kind, v.session.Login, n, within); !ok {
		return tooOften{wait}
	}
	return nil
}
