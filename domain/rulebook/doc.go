// Package rulebook decides which rule sets and which calendar an office works
// under. They are data in the log: every one was proposed by one person and
// approved by another, apart from those that ship with the program, and is kept
// with its exact content.
//
// A Book is the fold of those events. Its methods decide: each returns the one
// event that a person's word causes, or a *suggestion.Refusal with the reason.
// Saying the same word twice by two people is how a thing is adopted: the first
// proposes it and the second, with the same content, approves it.
//
// Adopting a set changes no case that has begun: a case keeps the set it pinned
// by ID and digest. An ID therefore never gets another content, and a retired
// set stays readable for ever.
package rulebook
