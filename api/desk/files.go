package desk

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/eventstore/blobs"
)

// Attach gives the files that somebody has sent, by the ids under which they are
// held, and claims them for a case: the last thing before their act is decided.
// What is not there any more is a *suggestion.Refusal.
func (d *Desk) Attach(owner string, of suggestion.CaseID, ids ...string) (all []suggestion.File, err error) {
	for _, id := range ids {
		h, err := d.Files.Claim(owner, id, string(of))
		if errors.Is(err, blobs.ErrNotFound) {
			return nil, &suggestion.Refusal{Code: "file_gone", Facts: map[string]string{"field": "files"}}
		} else if err != nil {
			return nil, err
		}
		all = append(all, FileOf(h))
	}
	return all, nil
}

// FileOf is a held file as the log knows it.
func FileOf(h blobs.Held) suggestion.File {
	return suggestion.File{Binding: h.Binding, Name: h.Name, Type: h.Type, Size: int(h.Size)}
}

// FileWords says to people why a file was not taken and what to do.
func FileWords(name string, r *blobs.Refusal) string {
	facts := map[string]string{"name": blobs.CleanName(name)}
	for k, v := range r.Facts {
		facts[k] = v
	}
	if n, err := strconv.ParseInt(facts["limit"], 10, 64); err == nil && r.Code == "too_large" {
		facts["limit"] = SizeWord(n)
	}
	return zh.Text("web.file.refused."+r.Code, facts)
}

// SizeWord is a number of bytes as people read it.
func SizeWord(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 1000*1024:
		return fmt.Sprintf("%.0f KB", float64(n)/1024)
	}
	return strings.Replace(fmt.Sprintf("%.1f MB", float64(n)/(1<<20)), ".0 ", " ", 1)
}
