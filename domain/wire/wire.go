package wire

import "huiyin/domain/suggestion"

// TypeInfo describes one event type: its stable wire name, the schema in which
// it is written now, and its Go type, such as "suggestion.Drafted".
type TypeInfo struct {
	Name   string
	Schema int
	GoType string
}

// Encode gives the wire name, the schema and the bytes of an event. The bytes
// belong to the caller. It fails for a nil event, a type outside the table and
// text that is not UTF-8, which JSON could not give back.
func Encode(e suggestion.Event) (typ string, schema int, data []byte, err error) {
	return cases.encode(e)
}

// Decode reads an event written in any schema ever used, taking old ones
// through their upcasters. The event shares nothing with data. Errors are
// *Error.
func Decode(typ string, schema int, data []byte) (suggestion.Event, error) {
	return cases.decode(typ, schema, data)
}

// Types lists every event type of a case, sorted by name.
func Types() []TypeInfo { return cases.types() }

// EncodeRegister is Encode for register events.
func EncodeRegister(e RegisterEvent) (typ string, schema int, data []byte, err error) {
	return registers.encode(e)
}

// DecodeRegister is Decode for register events.
func DecodeRegister(typ string, schema int, data []byte) (RegisterEvent, error) {
	return registers.decode(typ, schema, data)
}

// RegisterTypes lists every register event type, sorted by name.
func RegisterTypes() []TypeInfo { return registers.types() }

// Codec is Encode and Decode as a value, for generic code that wants an
// interface.
type Codec struct{}

// Encode is the function Encode.
func (Codec) Encode(e suggestion.Event) (typ string, schema int, data []byte, err error) {
	return Encode(e)
}

// Decode is the function Decode.
func (Codec) Decode(typ string, schema int, data []byte) (suggestion.Event, error) {
	return Decode(typ, schema, data)
}
