package chart

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestBarsBeginAtZeroAndAreLinks(t *testing.T) {
	got := string(Bars("各阶段", []string{"正常", "超期"}, []Bar{{"办理中", []int{3, 1}, []string{"/cases?state=handling&light=normal", ""}}, {"<答复>", []int{0, 2}, nil}}))
	for _, want := range []string{
		fmt.Sprintf(`<rect x="%d" y="31" width="%d"`, labelWidth, 3*barWidth/4),
		fmt.Sprintf(`<rect x="%d" y="61" width="%d"`, labelWidth, 2*barWidth/4),
		`<a href="/cases?state=handling&amp;light=normal" aria-label="办理中 正常 3">`,
		`<title>&lt;答复&gt; 超期 2</title>`, `fill="url(#hy-up)"`, `aria-label="各阶段"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("missing %s in\n%s", want, got)
		}
	}
	if strings.Contains(got, "style=") {
		t.Error("a style attribute violates the content security policy")
	}
}

func TestAnyChartIsWellFormed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var bars []Bar
		for range rapid.IntRange(0, 8).Draw(t, "bars") {
			bars = append(bars, Bar{rapid.StringMatching(`[a-z<>"&一-龥]{0,14}`).Draw(t, "label"), rapid.SliceOfN(rapid.IntRange(-3, 1_000_000), 0, 6).Draw(t, "parts"),
				rapid.SliceOfN(rapid.StringMatching(`[a-z"<&?=]{0,8}`), 0, 6).Draw(t, "hrefs")})
		}
		svg := string(Bars("a<b", []string{"x", "y&"}, bars))
		d := xml.NewDecoder(strings.NewReader(svg))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%v in %s", err, svg)
			}
		}
		n := 0
		for _, b := range bars {
			for _, p := range b.Parts {
				if p > 0 {
					n++
				}
			}
		}
		if got := strings.Count(svg, "<title>"); got != n {
			t.Fatalf("%d bars drawn of %d", got, n)
		}
	})
}

func TestSparkline(t *testing.T) {
	if got := string(Sparkline("走势", []int{0, 5, 10})); !strings.Contains(got, `points="0,32 80,16 160,0"`) {
		t.Error(got)
	}
	if Sparkline("走势", []int{1}) != "" {
		t.Error("one value is no course")
	}
}
