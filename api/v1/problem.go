package v1

import (
	"cmp"
	"encoding/json"
	"errors"
	"html/template"
	"maps"
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"

	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/eventstore"
	"huiyin/eventstore/decider"
)

// Problem is what is answered instead of what was asked for (RFC 9457).
type Problem struct {
	Type      string   `json:"type"`
	Title     string   `json:"title"`
	Status    int      `json:"status"`
	Detail    string   `json:"detail"`
	Instance  string   `json:"instance"`
	RequestID string   `json:"request_id"`
	Refusal   string   `json:"refusal,omitempty"` // the rule that refuses, by its code
	Errors    []Flaw   `json:"errors,omitempty"`
	Version   int64    `json:"version,omitempty"` // of the case now
	Changes   []Change `json:"changes,omitempty"` // since the version that was seen

	code  string
	retry time.Duration
}

// Flaw is one thing that is wrong with what was sent: in the body, by a JSON
// pointer, or in the address, by the parameter's name.
type Flaw struct {
	Pointer   string `json:"pointer,omitempty"`
	Parameter string `json:"parameter,omitempty"`
	Code      string `json:"code"`
	Detail    string `json:"detail"`
}

// Change is an event that came in between.
type Change struct {
	Version  int64     `json:"version"`
	Type     string    `json:"type"`
	Recorded time.Time `json:"recorded"`
	Who      string    `json:"who"`
	Display  string    `json:"display"`
}

// statuses are all problems there are; the words stand in the catalogue under
// "web.problem.<code>.title", ".detail" and ".do".
var statuses = map[string]int{
	"bad_request":        http.StatusBadRequest,
	"bad_json":           http.StatusBadRequest,
	"page_token":         http.StatusBadRequest,
	"idempotency_key":    http.StatusBadRequest,
	"unauthenticated":    http.StatusUnauthorized,
	"session_ended":      http.StatusUnauthorized,
	"token_unknown":      http.StatusUnauthorized,
	"token_expired":      http.StatusUnauthorized,
	"sign_in_unfinished": http.StatusForbidden,
	"no_grant":           http.StatusForbidden,
	"token_scope":        http.StatusForbidden,
	"forbidden":          http.StatusForbidden,
	"step_up_required":   http.StatusForbidden,
	"cross_origin":       http.StatusForbidden,
	"not_found":          http.StatusNotFound,
	"method":             http.StatusMethodNotAllowed,
	"stale":              http.StatusPreconditionFailed,
	"too_large":          http.StatusRequestEntityTooLarge,
	"media_type":         http.StatusUnsupportedMediaType,
	"media_type_file":    http.StatusUnsupportedMediaType,
	"file":               http.StatusUnprocessableEntity,
	"file_withheld":      http.StatusConflict,
	"form":               http.StatusUnprocessableEntity,
	"refused":            http.StatusUnprocessableEntity,
	"key_reused":         http.StatusUnprocessableEntity,
	"if_match":           http.StatusPreconditionRequired,
	"too_often":          http.StatusTooManyRequests,
	"internal":           http.StatusInternalServerError,
	"unavailable":        http.StatusServiceUnavailable,
	"full":               http.StatusInsufficientStorage,
}

// Problems lists the codes of all problems.
func Problems() []string { return slices.Sorted(maps.Keys(statuses)) }

func problemOf(code string, facts ...string) *Problem {
	return &Problem{Type: "/problems/" + code, Title: say("web.problem." + code + ".title"), Status: statuses[code],
		Detail: say("web.problem."+code+".detail", facts...), code: code}
}

// Error is for the log.
func (p *Problem) Error() string { return "v1: " + p.code }

func (p *Problem) flaw(pointer, parameter, code string, facts ...string) {
	p.Errors = append(p.Errors, Flaw{Pointer: pointer, Parameter: parameter, Code: code, Detail: say("web.api.flaw."+code, facts...)})
}

// fail answers an error. What the caller cannot help is logged and named by the
// request, never shown.
func (c *call) fail(err error) {
	p := c.problem(err)
	p.Instance, p.RequestID = c.r.URL.Path, c.id
	if p.Status == http.StatusInternalServerError {
		c.a.o.Logger.Error("api", "route", c.r.Pattern, "request", c.id, "error", err)
	}
	h := c.w.Header()
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="huiyin"`)
	}
	if p.retry > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(p.retry.Seconds()))))
	}
	h.Set("Content-Type", "application/problem+json")
	body, err := json.Marshal(p)
	if err != nil {
		c.a.o.Logger.Error("api", "request", c.id, "error", err)
		return
	}
	c.w.WriteHeader(p.Status)
	_, err = c.w.Write(append(body, '\n'))
	_ = c.gone(err)
}

// problem is the error as a problem.
func (c *call) problem(err error) *Problem {
	var p *Problem
	var refusal *suggestion.Refusal
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &refusal):
		p = problemOf("refused")
		p.Detail, p.Refusal = zh.Refusal(refusal.Code, refusal.Facts), refusal.Code
		if field := refusal.Facts["field"]; field != "" {
			p.Errors = []Flaw{{Pointer: "/" + field, Code: refusal.Code, Detail: p.Detail}}
		}
		return p
	case errors.As(err, &large):
		return problemOf("too_large", "max", strconv.FormatInt(large.Limit, 10))
	case errors.Is(err, decider.ErrCommandReused):
		return problemOf("key_reused")
	case errors.Is(err, eventstore.ErrFenced), errors.Is(err, eventstore.ErrUnavailable), errors.Is(err, decider.ErrContended),
		errors.Is(err, eventstore.ErrClosed):
		p = problemOf("unavailable")
		p.retry = time.Second
		return p
	case errors.Is(err, eventstore.ErrFull):
		return problemOf("full")
	}
	return problemOf("internal", "id", c.id)
}

// problemPage says, to a person, what a type of problem is and what to do.
func (a *API) problemPage(w http.ResponseWriter, r *http.Request) {
	code := r.PathValue("code")
	if _, ok := statuses[code]; !ok {
		a.call(w, r).fail(problemOf("not_found"))
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	err := problemTemplate.Execute(w, map[string]any{"Code": code, "Status": statuses[code], "Name": say("web.name"),
		"Title": say("web.problem." + code + ".title"), "Do": say("web.problem." + code + ".do")})
	if err != nil {
		a.o.Logger.Debug("caller is gone", "error", err)
	}
}

var problemTemplate = template.Must(template.New("problem").Parse(`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{{.Title}} · {{.Name}}</title>
<link rel="stylesheet" href="/static/app.css"></head>
<body><main><h1>{{.Title}}</h1><p><code>{{.Status}} {{.Code}}</code></p><p>{{.Do}}</p></main></body></html>
`))

func compare(a, b string) int { return cmp.Compare(a, b) }
