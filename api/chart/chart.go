package chart

import (
	"fmt"
	"html/template"
	"strings"
)

// Bar is one line of a chart: a label and its parts, in the order of the legend.
// A simple bar has one part.
type Bar struct {
	Label string
	Parts []int
	// Hrefs are the addresses behind the parts; an empty one is no link.
	Hrefs []string
}

// Measures of a chart in user units; the page scales the whole.
const (
	labelWidth = 170
	barWidth   = 430
	rowHeight  = 30
	barHeight  = 18
	sumWidth   = 60
	legendRow  = 26
	width      = labelWidth + barWidth + sumWidth
)

// fills are told apart without colour: plain, hatched up, dotted, hatched down,
// crossed, empty, then again.
var fills = []string{"#2f6fb0", "url(#hy-up)", "url(#hy-dots)", "url(#hy-down)", "url(#hy-cross)", "#fff"}

const patterns = `<defs>` +
	`<pattern id="hy-up" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#f3d9a4"/><path d="M0 6L6 0" stroke="#8a5a00" stroke-width="2"/></pattern>` +
	`<pattern id="hy-dots" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#f6c6c2"/><circle cx="3" cy="3" r="1.6" fill="#b3261e"/></pattern>` +
	`<pattern id="hy-down" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#b3261e"/><path d="M0 0L6 6" stroke="#fff" stroke-width="2"/></pattern>` +
	`<pattern id="hy-cross" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#e3e7ec"/><path d="M0 3H6M3 0V6" stroke="#55616f"/></pattern>` +
	`</defs>`

// Bars draws one bar a line; several parts are stacked. Legend names the parts and
// is left out for one. Name says what the chart shows, for who does not see it. A
// negative part counts as zero.
func Bars(name string, legend []string, bars []Bar) template.HTML {
	top := 0
	if len(legend) > 1 {
		top = legendRow
	}
	var b strings.Builder
	height := top + len(bars)*rowHeight + 4
	fmt.Fprintf(&b, `<svg class="bars" viewBox="0 0 %d %d" width="%d" height="%d" role="group" aria-label="%s" font-size="14">%s`,
		width, height, width, height, escape(name), patterns)
	if top > 0 {
		key(&b, legend)
	}
	most := 1
	for _, bar := range bars {
		most = max(most, sum(bar.Parts))
	}
	for i, bar := range bars {
		bar.draw(&b, top+i*rowHeight, most, legend)
	}
	fmt.Fprintf(&b, `<path d="M%d %dV%d" stroke="#55616f"/></svg>`, labelWidth, top, height)
	return template.HTML(b.String())
}

// key is the legend: each part's pattern and word.
func key(b *strings.Builder, legend []string) {
	x := labelWidth
	for i, word := range legend {
		fmt.Fprintf(b, `<rect x="%d" y="4" width="16" height="14" fill="%s" stroke="#1c2733" stroke-width=".5"/><text x="%d" y="16">%s</text>`,
			x, fills[i%len(fills)], x+20, escape(word))
		x += 20 + 15*len([]rune(word)) + 18
	}
}

func (bar Bar) draw(b *strings.Builder, y, most int, legend []string) {
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="end">%s</text>`, labelWidth-8, y+19, escape(shorten(bar.Label)))
	from := 0
	for i, n := range bar.Parts {
		if n <= 0 {
			continue
		}
		x, to := labelWidth+from*barWidth/most, labelWidth+(from+n)*barWidth/most
		from += n
		tip := fmt.Sprintf("%s %d", bar.Label, n)
		if i < len(legend) {
			tip = fmt.Sprintf("%s %s %d", bar.Label, legend[i], n)
		}
		rect := fmt.Sprintf(`<rect x="%d" y="%d" width="%d" height="%d" fill="%s" stroke="#1c2733" stroke-width=".5"><title>%s</title></rect>`,
			x, y+5, max(1, to-x), barHeight, fills[i%len(fills)], escape(tip))
		if i < len(bar.Hrefs) && bar.Hrefs[i] != "" {
			rect = fmt.Sprintf(`<a href="%s" aria-label="%s">%s</a>`, escape(bar.Hrefs[i]), escape(tip), rect)
		}
		b.WriteString(rect)
	}
	fmt.Fprintf(b, `<text x="%d" y="%d">%d</text>`, labelWidth+from*barWidth/most+6, y+19, from)
}

// Sparkline draws a course of counts, zero at the bottom. Fewer than two values
// are no course and draw nothing.
func Sparkline(name string, values []int) template.HTML {
	const w, h = 160, 32
	if len(values) < 2 {
		return ""
	}
	most := 1
	for _, v := range values {
		most = max(most, v)
	}
	points := make([]string, len(values))
	for i, v := range values {
		points[i] = fmt.Sprintf("%d,%d", i*w/(len(values)-1), h-max(0, v)*h/most)
	}
	return template.HTML(fmt.Sprintf(`<svg class="spark" viewBox="-2 -2 %d %d" width="%d" height="%d" role="img" aria-label="%s"><polyline points="%s" fill="none" stroke="#0b5cad" stroke-width="2"/></svg>`,
		w+4, h+4, w+4, h+4, escape(name), strings.Join(points, " ")))
}

func sum(all []int) (n int) {
	for _, v := range all {
		n += max(0, v)
	}
	return n
}

// longestLabel is how many characters fit before a bar.
const longestLabel = 11

func shorten(s string) string {
	if r := []rune(s); len(r) > longestLabel {
		return string(r[:longestLabel-1]) + "\u2026"
	}
	return s
}

func escape(s string) string { return template.HTMLEscapeString(s) }
