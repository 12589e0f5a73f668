package blobs

import (
	"strings"
	"unicode"
)

// maxName is how many characters of a file's name are kept.
const maxName = 120

// CleanName is a received file's name as it may be shown and offered again: the
// last part of a path, without what steers a terminal or turns the direction of
// reading (so that "fdp.exe" cannot pose as "exe.pdf"), without the marks that
// file systems keep for themselves, no longer than 120 characters. It may be
// empty. Rare characters stay. It is never used as a path.
func CleanName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar || strings.ContainsRune(`<>:"|?*`, r) {
			return -1
		}
		return r
	}, name)
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	runes := []rune(name)
	if len(runes) <= maxName {
		return name
	}
	ending := []rune(name[strings.LastIndex(name, ".")+1:])
	if len(ending) > 8 {
		return strings.TrimRight(string(runes[:maxName]), ". ")
	}
	return string(runes[:maxName-len(ending)-1]) + "." + string(ending)
}
