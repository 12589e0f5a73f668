package importing

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"

	"huiyin/domain/suggestion"
)

// keyOf joins congress, session and number; empty unless all are stated. See
// the package comment for what is folded.
func keyOf(f suggestion.Facts) string {
	if f.Congress == "" || f.Session == "" || f.Number == "" {
		return ""
	}
	return hashOf("number", fold(f.Congress), fold(f.Session), f.Number)
}

// identify names the case that a row makes if it is new. It reports false for a
// row that has nothing to be known by: a title alone may be anybody's, so the
// last resort needs one of deputy, year and unit beside it.
func identify(sourceID string, f suggestion.Facts) (suggestion.CaseID, bool) {
	if key := keyOf(f); key != "" {
		return caseID(key), true
	}
	if sourceID != "" {
		return caseID("source", sourceID), true
	}
	lead, year := "", ""
	if len(f.Deputies) > 0 {
		lead = f.Deputies[0].Name
	}
	if f.Year != 0 {
		year = string(binary.BigEndian.AppendUint32(nil, uint32(f.Year)))
	}
	if f.Title == "" || lead == "" && year == "" && f.LeadUnit == "" {
		return "", false
	}
	return caseID("words", f.Title, lead, year, f.LeadUnit), true
}

// caseID is short, safe in a stream's name, and the same on every machine.
func caseID(parts ...string) suggestion.CaseID {
	return suggestion.CaseID("h" + hashOf(parts...)[:12])
}

// sourceOf names a row without an id by what it is and where it was found, so
// that a second reading of the same page is the same source.
func sourceOf(id suggestion.CaseID, s suggestion.Source) string {
	return "row-" + hashOf(string(id), s.Kind, s.URL, s.Title)[:16]
}

// tableSource names what the office's own tables say of a case: one source,
// however often and under whatever name a table comes.
func tableSource(id suggestion.CaseID, kind string) string {
	return "table-" + hashOf(string(id), kind)[:16]
}

// hashOf hashes the parts, each after its length, so that no two lists run
// together.
func hashOf(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		_, _ = io.WriteString(h, p) // a hash does not fail
	}
	return hex.EncodeToString(h.Sum(nil))
}
