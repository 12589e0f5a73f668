// Package acts tells people and programs which acts there are on a case, which
// of them are open now and why the others are shut, and turns what they fill in
// into a command.
//
// A Verb is an act as a person knows it ("grant_extension"), with the machine
// and the triggers it may pull. Its form is read off the command's own fields,
// so a field that is added there can be filled in the same day. The rules stay
// in domain/suggestion: an Offer asks them, and an open offer may still be
// refused for what is filled in.
//
// Fields are filled as text, one value at a time; a list takes one value for
// each element. Errors are *FormError, with words in the catalogue under
// "form.<code>".
package acts
