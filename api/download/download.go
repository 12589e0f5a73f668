// Package download gives received files to who may have them, for the pages and for
// programs alike.
package download

import (
	"io"
	"net/http"
	"net/url"
	"strconv"

	"huiyin/domain/suggestion"
	"huiyin/eventstore/blobs"
)

// Serve answers with an attached file, to be saved and never to be shown: not
// as a page of this site, whatever it holds (handbook IMP-09). Errors are those of
// blobs.Store.Get, before anything is written.
func Serve(w http.ResponseWriter, files *blobs.Store, f suggestion.File) error {
	_, file, err := files.Get(f.Binding)
	if err != nil {
		return err
	}
	defer file.Close()
	h := w.Header()
	h.Set("Content-Type", blobs.Media(f.Type))
	h.Set("Content-Length", strconv.Itoa(f.Size))
	h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(f.Name))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	_, err = io.Copy(w, file)
	return err
}
