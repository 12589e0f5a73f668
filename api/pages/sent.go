package pages

import (
	"cmp"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
)

// mostTyped bounds what is typed into a form that carries files; the server bounds
// the files.
const mostTyped = 1 << 20

// sends reports whether a request brings a form that may carry files.
func sends(r *http.Request) bool {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && media == "multipart/form-data"
}

// parse reads the form that was sent, and hands each file of it on as it comes;
// nil lets files go. What was typed is there even if reading breaks off at a file
// that is too large, for the form has its files last.
func (v *visit) parse(file func(field, name string, r io.Reader) error) error {
	if !sends(v.r) {
		return v.r.ParseForm()
	}
	if v.r.PostForm != nil {
		return nil // was read before
	}
	parts, err := v.r.MultipartReader()
	if err != nil {
		return err
	}
	form, left := url.Values{}, int64(mostTyped)
	v.r.PostForm, v.r.Form = form, form
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		name := part.FormName()
		if named := part.FileName(); named != "" {
			if file == nil {
				form["dropped"] = append(form["dropped"], named)
			} else if err := file(name, named, part); err != nil {
				return err
			}
			continue
		}
		value, err := io.ReadAll(io.LimitReader(part, left+1))
		if left -= int64(len(value)); err != nil || left < 0 {
			return cmp.Or(err, errors.New("pages: too much is typed"))
		}
		form[name] = append(form[name], string(value))
	}
}

// tooMuch is the server's limit for a request, if reading ended there; else 0.
func tooMuch(err error) int64 {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return large.Limit
	}
	return 0
}
