package register_test

import (
	"fmt"

	"huiyin/domain/calendar"
	"huiyin/domain/register"
)

// A unit is renamed; whoever asks by the old name finds it under the new one.
func ExampleDirectory_UnitNamed() {
	d := register.New().Fold(
		register.UnitRegistered{ID: "u1", Facts: register.UnitFacts{Name: "某省农业委员会", System: "government"}},
		register.UnitRenamed{ID: "u1", From: calendar.MustDate("2018-11-01"), Name: "某省农业农村厅"})
	today := calendar.MustDate("2026-01-26")
	u, _ := d.UnitNamed("某省农业委员会", today)
	fmt.Println(u.Name(calendar.MustDate("2018-10-31")), u.Name(today), d.Successors(u.ID, today))
	// Output: 某省农业委员会 某省农业农村厅 [u1]
}

// Decide answers a fact that contradicts the register with a refusal.
func ExampleDecide() {
	d := register.New().Fold(register.UnitRegistered{ID: "u1", Facts: register.UnitFacts{Name: "某省水利厅", System: "government"}})
	_, err := register.Decide(nil, d, register.UnitRegistered{ID: "u2", Facts: register.UnitFacts{Name: "某省水利厅", System: "government"}})
	fmt.Println(err)
	// Output: refused: name_taken holder="某省水利厅" id="u1" name="某省水利厅" register="unit"
}
