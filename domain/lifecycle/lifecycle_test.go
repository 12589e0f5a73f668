package lifecycle

import "testing"

func TestTablesAreValid(t *testing.T) {
	for _, table := range Tables() {
		if err := Validate(table); err != nil {
			t.Error(err)
		}
	}
}
