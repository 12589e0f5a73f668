package live_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	wrong "github.com/pb33f/libopenapi-validator/errors"
)

// contract is a transport that holds every request that succeeds, and every
// answer, against the OpenAPI document that the server itself serves.
type contract struct {
	t     testing.TB
	check validator.Validator
	mu    sync.Mutex
	seen  map[string]int // operations by path and status
}

// signed makes all requests of the world go through the contract.
func (w *world) signed() *contract {
	w.t.Helper()
	doc := w.ask("", "GET", "/openapi.json", nil)
	parsed, err := libopenapi.NewDocument(doc.body)
	must(w.t, err)
	check, errs := validator.NewValidator(parsed)
	if len(errs) > 0 {
		w.t.Fatal(errs)
	}
	if ok, errs := check.ValidateDocument(); !ok {
		w.t.Fatalf("the document itself: %v", told(errs))
	}
	c := &contract{t: w.t, check: check, seen: map[string]int{}}
	w.web.Client().Transport = c
	return c
}

// RoundTrip implements http.RoundTripper.
func (c *contract) RoundTrip(r *http.Request) (*http.Response, error) {
	var sent []byte
	if r.Body != nil {
		var err error
		if sent, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(bytes.NewReader(sent))
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return resp, err
	}
	media := resp.Header.Get("Content-Type")
	if media != "application/json" && media != "application/problem+json" || r.URL.Path == "/openapi.json" {
		return resp, nil
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	c.hold(r, sent, resp, body)
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

func (c *contract) hold(r *http.Request, sent []byte, resp *http.Response, body []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen[fmt.Sprintf("%s %d", r.Method, resp.StatusCode)]++
	resp.Body = io.NopCloser(bytes.NewReader(body))
	if resp.StatusCode == http.StatusNotFound || resp.StatusCode == http.StatusMethodNotAllowed {
		return // may be no operation at all
	}
	r.Body = io.NopCloser(bytes.NewReader(sent))
	if ok, errs := c.check.ValidateHttpResponse(r, resp); !ok {
		c.t.Errorf("%s %s answered %d: %v\n%s", r.Method, r.URL, resp.StatusCode, told(errs), body)
	}
	if resp.StatusCode < 400 {
		r.Body = io.NopCloser(bytes.NewReader(sent))
		if ok, errs := c.check.ValidateHttpRequest(r); !ok {
			c.t.Errorf("%s %s was accepted: %v\n%s", r.Method, r.URL, told(errs), sent)
		}
	}
}

func told(errs []*wrong.ValidationError) (all []string) {
	for _, e := range errs {
		text := e.Message + ": " + e.Reason
		for _, s := range e.SchemaValidationErrors {
			text += "; " + s.FieldPath + " " + s.Reason
		}
		all = append(all, text)
	}
	return all
}
