// Package chart draws charts as SVG on the server: bars, stacked bars and
// sparklines. A chart is text, so it prints, needs no script and can be tested.
//
// Bars begin at zero. What a bar means is told by words, by a pattern and by a
// shade, never by colour alone (handbook CHT-01, CHT-04). A bar with an address
// is a link to the cases behind it.
package chart
