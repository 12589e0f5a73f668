package views

import (
	"context"

	"zombiezen.com/go/sqlite"

	"huiyin/domain/lifecycle"
	"huiyin/projections/follower"
)

// Cross counts the cases by state and light; each figure is the number of rows
// under CaseFilter{State, Light}, with no light under Absent.
func (v Reader) Cross(ctx context.Context) (map[lifecycle.State]map[Light]int, error) {
	out := map[lifecycle.State]map[Light]int{}
	err := v.File.Read(ctx, func(r *follower.Reader) error {
		t := v.cases()
		return r.Query("SELECT state, light, count(*) FROM ("+t.sql+") GROUP BY 1, 2", t.args, func(s *sqlite.Stmt) error {
			state, light := lifecycle.State(s.ColumnText(0)), Light(s.ColumnText(1))
			if light == None {
				light = Absent
			}
			if out[state] == nil {
				out[state] = map[Light]int{}
			}
			out[state][light] = s.ColumnInt(2)
			return nil
		})
	})
	return out, err
}
