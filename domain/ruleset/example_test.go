package ruleset_test

import (
	"fmt"

	"huiyin/domain/calendar"
	"huiyin/domain/ruleset"
)

// From a case's jurisdiction and assignment day to its due date.
func Example() {
	assigned := calendar.MustDate("2026-02-05")
	set, _ := ruleset.ForCase(ruleset.Builtin(), "hunan", assigned)
	if rule, ok := set.Rule(ruleset.Reply); ok {
		due := calendar.StateCouncil().Due(assigned, rule.Period)
		fmt.Println(set.ID, rule.Period, due.Due)
		fmt.Println(rule.Basis)
	}
	// Output:
	// hunan-2024 3m 2026-05-06
	// 代表法第51条；自交办之日起三个月（2025年修正前为第42条）
}

// A limit the texts do not give opens no deadline.
func ExampleSet_Rule() {
	set, _ := ruleset.ForCase(ruleset.Builtin(), "guizhou", calendar.MustDate("2026-02-05"))
	_, ok := set.Rule(ruleset.CoOpinion)
	fmt.Println(set.ID, set.LocalRules, ok)
	// Output: national false false
}

func ExampleSet_NeedsCommitment() {
	for _, set := range ruleset.Builtin() {
		var promising []string
		for _, class := range set.Classes().Value {
			if set.NeedsCommitment(class.Code) {
				promising = append(promising, class.Code)
			}
		}
		fmt.Println(set.ID, promising)
	}
	// Output:
	// chongqing-2018 [B]
	// henan-2017 [H2 H3]
	// hunan-2024 [B]
	// national [B]
	// shandong-2017 [B]
	// shanghai-2015 [S2 S3]
	// zhejiang-2016 [B]
}

func ExampleParse() {
	_, err := ruleset.Parse([]byte(`{"format": 1, "id": "atlantis-2030"}`))
	fmt.Println(err)
	// Output: ruleset: bad rule document: name: is missing or has blanks around it
}
