package cli

import (
	"github.com/spf13/cobra"

	"huiyin/domain/acts"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// paper are the flags that say what an act rests on that is entered from paper.
type paper struct {
	reason, scan     string
	second, as, unit string
}

func (p *paper) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&p.reason, "late-reason", "", text("flag.late_reason"))
	f.StringVar(&p.scan, "scan", "", text("flag.scan"))
	f.StringVar(&p.second, "second", "", text("flag.second"))
	f.StringVar(&p.as, "second-as", "", text("flag.second_as"))
	f.StringVar(&p.unit, "second-unit", "", text("flag.second_unit"))
}

// proof is nil when no flag was given; what is missing is for the rules to say.
func (p paper) proof() (*suggestion.LateEntry, error) {
	if p == (paper{}) {
		return nil, nil
	}
	role, ok := lifecycle.Role(""), true
	if p.as != "" {
		role, ok = coded("role", p.as, personRoles())
	}
	if !ok {
		return nil, usage("cli.do.second_role", "value", p.as, "roles", listed("role", personRoles()))
	}
	return &suggestion.LateEntry{Reason: p.reason, Scan: p.scan,
		Second: suggestion.Actor{Person: acts.PersonOf(p.second), Role: role, Unit: p.unit}}, nil
}
