package wire_test

import (
	"fmt"

	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
)

func ExampleEncode() {
	typ, schema, data, err := wire.Encode(suggestion.SignedIn{
		Assignment: "a1",
		Move:       suggestion.Move{From: "assigned", To: "signed_in"},
	})
	fmt.Println(typ, schema, err)
	fmt.Println(string(data))
	// Output:
	// assignment.signed_in 1 <nil>
	// {"assignment":"a1","move":{"from":"assigned","to":"signed_in"}}
}

func ExampleDecode() {
	_, err := wire.Decode("assignment.signed_in", 7, []byte(`{}`))
	fmt.Println(err)
	// Output:
	// wire: unknown schema: "assignment.signed_in" schema 7, newest known 1
}
