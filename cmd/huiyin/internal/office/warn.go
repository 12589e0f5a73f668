package office

import "huiyin/domain/calendar"

// WarnDays are how many days before a due day of the case its rules warn.
func (o *Office) WarnDays(s state) []int {
	days, _ := o.ruled(s, request{Now: o.Now()}).Rules.WarnDays()
	return days.Value
}

// Horizon is the first day on which no rule set warns yet of what is due then.
func (o *Office) Horizon() calendar.Date {
	most := 0
	for _, set := range o.Rules {
		days, _ := set.WarnDays()
		for _, n := range days.Value {
			most = max(most, n)
		}
	}
	return o.Today().AddDays(most + 1)
}
