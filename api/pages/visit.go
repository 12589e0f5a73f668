package pages

import (
	"bytes"
	"context"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"huiyin/api/access"
	"huiyin/api/signin"
	"huiyin/api/trace"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/domain/zh"
	"huiyin/eventstore"
	"huiyin/eventstore/decider"
	"huiyin/projections/views"
)

// visit is one request for a page, by somebody.
type visit struct {
	w http.ResponseWriter
	r *http.Request
	// who is nobody for a page that needs no sign-in.
	who     access.Principal
	session signin.Session
	failed  bool // at a password, a code or a link: it counts against the address
	// everybody marks a page that is the same for all: nobody is looked for.
	everybody bool
	s         *Site
}

var (
	errNotFound  = errors.New("pages: no such page, or not for this reader")
	errForbidden = errors.New("pages: not for this role")
)

// usage is what was asked for wrongly, in the catalogue's words.
type usage struct{ message string }

func (e usage) Error() string { return e.message }

func wrong(key string, facts ...string) error { return usage{say(key, facts...)} }

func (s *Site) visit(w http.ResponseWriter, r *http.Request) *visit {
	v := &visit{w: w, r: r, s: s}
	v.recognise()
	return v
}

// guard lets through who may use the route. Who is not signed in is asked to be.
func (s *Site) guard(route Route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := s.visit(w, r)
		w.Header().Set("Cache-Control", "no-store")
		if err := s.pass(v, route); err != nil {
			s.fail(v, err)
		}
	}
}

// pass serves the route to who may use it.
func (s *Site) pass(v *visit, route Route) error {
	switch {
	case v.session.Login == "":
		return s.askSignIn(v, route)
	case v.session.Must != signin.MustNothing && !own(route):
		return v.see(mustAt[v.session.Must])
	case v.who.Account == "" && !own(route):
		if v.r.Method == http.MethodPost {
			return s.askGrant(v, v.r.URL.RequestURI(), v.hold())
		}
		return v.see("/as?next=" + queryEscape(v.r.URL.RequestURI()))
	case v.who.Account != "" && !v.who.May(route.Area):
		v.denied(wire.DeniedArea, route.Pattern)
		return errForbidden
	case v.query("q")+v.query("text") != "":
		if err := v.take("search", s.limits.Search, time.Minute); err != nil {
			return err
		}
	}
	return route.serve(v)
}

func (v *visit) ctx() context.Context { return v.r.Context() }

func (v *visit) query(name string) string { return v.r.URL.Query().Get(name) }

// number reads a whole number of the address, at least min; what is none is min.
func (v *visit) number(name string, least int) int {
	n, err := strconv.Atoi(v.query(name))
	if err != nil {
		return least
	}
	return max(n, least)
}

// reader answers questions within what the visitor may see. It waits for the
// visitor's own last act to show.
func (v *visit) reader() (views.Reader, bool) {
	fresh := true
	if at, err := strconv.ParseUint(v.query("at"), 10, 64); err == nil {
		fresh = v.s.o.Desk.Wait(v.ctx(), eventstore.Position(at))
	}
	return v.s.o.Desk.Reader(v.who.Scope()), fresh
}

// theCase is the case of the address as it is now, if the visitor may see it.
func (v *visit) theCase() (*suggestion.Suggestion, eventstore.Version, error) {
	id := v.r.PathValue("id")
	if eventstore.StreamID("case-"+id).Validate() != nil {
		return nil, 0, errNotFound
	}
	s, version, err := v.s.o.Desk.Current(v.ctx(), suggestion.CaseID(id))
	if errors.Is(err, eventstore.ErrStreamNotFound) {
		return nil, 0, errNotFound
	}
	if err == nil && !v.who.Sees(s) {
		v.denied(wire.DeniedCase, id)
		return nil, 0, errNotFound
	}
	return s, version, err
}

// own reports whether a route is about one's own account, which somebody may use
// before anything else.
func own(r Route) bool {
	_, path, _ := strings.Cut(r.Pattern, " ")
	return path == "/as" || strings.HasPrefix(path, "/account") && !strings.HasPrefix(path, "/accounts")
}

// mustAt is where a session does what it has to do first.
var mustAt = map[signin.Must]string{signin.MustChangePassword: "/account/password", signin.MustEnrol: "/account/second"}

// show renders a page.
func (v *visit) show(status int, name string, data any) error {
	var buf bytes.Buffer
	if err := page(name).Execute(&buf, frame{visit: v, Data: data}); err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.WriteHeader(status)
	_, err := buf.WriteTo(v.w)
	return err
}

// see sends the browser on after something was done.
func (v *visit) see(url string) error {
	http.Redirect(v.w, v.r, url, http.StatusSeeOther)
	return nil
}

// failure is a page that says what is wrong and what to do.
type failure struct{ Title, Message, Code string }

// fail answers an error. What the visitor cannot help is logged and named by a
// number, never shown.
func (s *Site) fail(v *visit, err error) {
	if v.ctx().Err() != nil {
		return // nobody waits for the answer any more
	}
	status, f := http.StatusInternalServerError, failure{say("web.fail.title"), "", ""}
	var refusal *suggestion.Refusal
	var asked usage
	var often tooOften
	switch {
	case errors.Is(err, errNotFound) && v.everybody:
		status, f.Message = http.StatusNotFound, say("web.public.not_found")
	case errors.Is(err, errNotFound):
		status, f.Message = http.StatusNotFound, say("web.fail.not_found")
	case errors.Is(err, errForbidden):
		status, f.Message = http.StatusForbidden, say("web.fail.forbidden", "role", zh.Label("role", string(v.who.Role())))
	case errors.As(err, &refusal):
		status, f.Message = http.StatusUnprocessableEntity, zh.Refusal(refusal.Code, refusal.Facts)
	case errors.As(err, &often):
		seconds := strconv.Itoa(int(math.Ceil(often.wait.Seconds())))
		v.w.Header().Set("Retry-After", seconds)
		status, f.Message = http.StatusTooManyRequests, say("web.fail.too_often", "n", seconds)
	case errors.As(err, &asked):
		status, f.Message = http.StatusBadRequest, asked.message
	case errors.Is(err, decider.ErrStale):
		status, f.Message = http.StatusPreconditionFailed, say("web.fail.stale")
	case errors.Is(err, eventstore.ErrFenced), errors.Is(err, eventstore.ErrUnavailable), errors.Is(err, decider.ErrContended):
		status, f.Message = http.StatusServiceUnavailable, say("web.fail.unavailable")
	case errors.Is(err, eventstore.ErrFull):
		status, f.Message = http.StatusInsufficientStorage, say("web.fail.full")
	default:
		f.Code = trace.Of(v.ctx()).ID
		f.Message = say("web.fail.other", "id", f.Code)
		s.o.Logger.Error("page", "route", v.r.Pattern, "request", f.Code, "error", err)
	}
	if err := v.show(status, "fail", f); err != nil {
		s.o.Logger.Error("page", "route", v.r.Pattern, "request", trace.Of(v.ctx()).ID, "error", err)
	}
}
