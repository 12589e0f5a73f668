// Package simulation makes one session year of whole lives of suggestions, for
// demonstrations, load tests and for looking at every page with real data in it.
//
// Nothing is written past the domain: each act is a command given to
// office.Do by an invented person in a role, the reactors answer the events,
// and the clock lets due days lapse at five past midnight. People look at the
// case before they act, as on a page; now and then one tries what is not
// allowed, and that refusal is counted. Any other refusal is an error, because
// it means that the domain and this plan of a year have drifted apart.
//
// The run is a discrete event simulation: a queue of (time, sequence) items on
// one goroutine, and virtual time. What people do next follows from the events
// they see (react.go). Each case draws from its own random source, derived from
// seed and number, so a case lives the same life whatever its neighbours do,
// unless a merge ties them together. The same seed gives the same log, byte for
// byte, in every time zone.
//
// Organisations are real and stand in text/units.txt; people are invented, and
// no name in text/people.txt is taken from a source.
package simulation
