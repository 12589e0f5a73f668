// Package browser holds the tests in a real browser: Debian's Chromium, headless,
// against the real server over a real folder. There is no code in it.
package browser
