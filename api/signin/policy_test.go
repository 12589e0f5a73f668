package signin_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huiyin/api/signin"
)

// The table of handbook AUT-03, profile by profile.
func TestPolicies(t *testing.T) {
	both := []signin.Policy{signin.Dengbao3, signin.ASVS}
	for _, c := range []struct {
		password string
		want     error
		in       []signin.Policy
	}{
		{"Qingshan7 lushui", nil, both},
		{"青山一道同云雨，明月何曾是两乡", nil, both[1:]},
		{"青山一道同云雨，明月何曾是两乡", signin.ErrPlain, both[:1]},
		{"青山一道A同云雨7明月何曾", nil, both[:1]},
		{"Qingshan7 lu", nil, both[:1]},
		{"Qingshan7 lu", signin.ErrShort, both[1:]},
		{"Qingshan7 l", signin.ErrShort, both},
		{"qingshan lushui an", nil, both[1:]},
		{"qingshan lushui an", signin.ErrPlain, both[:1]},
		{"Qingshan7 " + strings.Repeat("lu", 59), nil, both},
		{"Qingshan7 " + strings.Repeat("lu", 59) + "x", signin.ErrLong, both},
		{"Qingshan7 " + strings.Repeat("水", 118), nil, both},
		{"Admin@1234567890", signin.ErrCommon, both},
		{"P@ssw0rdP@ssw0rd", signin.ErrCommon, both},
		{"!!2026-Dragon-2026", signin.ErrCommon, both},
		{"1Qaz2wsx3edc1Qaz2wsx", signin.ErrCommon, both},
		{"Aa1Aa1Aa1Aa1Aa1Aa1", signin.ErrCommon, both},
		{"Aa1! 湖南青山不老水长流啊", signin.ErrContext, both},
		{"Qing7 HUIYIN lushui", signin.ErrContext, both},
		{"Qing7-rd-lushui-shan", signin.ErrContext, both},
		{"Qing7-bird-lushui-shan", nil, both},
		{"Qing7 徐怀远 lushui shan", signin.ErrContext, both},
		{"Qing7 xu.office lushui", signin.ErrContext, both},
	} {
		for _, p := range c.in {
			w := newWorld(t, func(o *signin.Options) { o.Policy = p })
			if err := w.CheckPassword(office, c.password); c.want == nil {
				if err != nil {
					t.Errorf("%s %q: %v", p, c.password, err)
				}
			} else {
				wants(t, err, c.want)
			}
		}
	}
}

// Whatever is typed is answered, and never with a word missing.
func TestEveryPasswordHasAnAnswer(t *testing.T) {
	w := newWorld(t)
	rapid.Check(t, func(t *rapid.T) {
		err := w.CheckPassword(office, rapid.String().Draw(t, "password"))
		if err != nil && strings.Contains(signin.Words(err), "⟦") {
			t.Error(signin.Words(err))
		}
	})
}

func TestUnknownPolicyIsRefused(t *testing.T) {
	w := newWorld(t)
	w.options.Policy = "lax"
	if _, err := signin.New(t.Context(), w.options); err == nil {
		t.Error("a policy nobody wrote")
	}
}
