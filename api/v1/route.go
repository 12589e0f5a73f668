package v1

import (
	"net/http"
	"slices"

	"huiyin/api/access"
	"huiyin/domain/acts"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/projections/views"
)

// Route is one thing that can be asked: who may, what it takes, what it answers.
type Route struct {
	// Name is the operation's id in the OpenAPI document; stable.
	Name    string
	Pattern string // method and path below Prefix
	Area    access.Area
	Query   []Param
	// In and Out are zero values of the bodies; nil is none.
	In, Out any
	// Takes is a zero value of a body that is no act's form, and needs no key: sent
	// twice it is the same.
	Takes any
	// Media is the answer's type if it is not JSON.
	Media string
	// OnCase says that the write is one on a case, which needs If-Match.
	OnCase bool
	// Upload says that the body is a file, as it is.
	Upload bool
	status int
	serve  func(*call) error
}

// Param is one value of the address.
type Param struct {
	Name string
	Kind paramKind
	// Choices are all values it may have; nil is any.
	Choices []string
}

type paramKind string

const (
	aText  paramKind = "string"
	aFlag  paramKind = "boolean"
	aCount paramKind = "integer"
)

// Of every list: how much of it, from where, and how fresh.
var paging = []Param{{Name: "page_size", Kind: aCount}, {Name: "page_token", Kind: aText}, atLeast}

var (
	atLeast = Param{Name: "at", Kind: aCount}
	asOf    = Param{Name: "as_of", Kind: aText}
)

func text(name string) Param { return Param{Name: name, Kind: aText} }
func flag(name string) Param { return Param{Name: name, Kind: aFlag} }
func one[T ~string](name string, of []T, more ...string) Param {
	p := Param{Name: name, Kind: aText}
	for _, x := range of {
		p.Choices = append(p.Choices, string(x))
	}
	p.Choices = append(p.Choices, more...)
	return p
}

func with(own []Param, more ...Param) []Param { return append(append([]Param{}, own...), more...) }

// table is every route of the API.
func (a *API) table() []Route {
	all := slices.Concat(a.lists(), a.ofCases(), a.ofDeputies(), a.ofNotices(), a.ofPublic())
	return append(all,
		Route{Name: "whoami", Pattern: "GET /whoami", Area: access.Home, Out: WhoAmI{}, serve: a.whoami},
		Route{Name: "search", Pattern: "GET /search", Area: access.Cases, Query: []Param{text("q"), {Name: "page_size", Kind: aCount}}, Out: Found{}, serve: a.search},
		Route{Name: "listRegister", Pattern: "GET /registers/{kind}", Area: access.Registers, Query: []Param{text("on"), text("name")}, Out: Entries{}, serve: a.entries},
		Route{Name: "getEntry", Pattern: "GET /registers/{kind}/{id}", Area: access.Registers, Query: []Param{text("on")}, Out: Entry{}, serve: a.entry},
		Route{Name: "listEvents", Pattern: "GET /events", Area: access.Events, Query: []Param{{Name: "from", Kind: aCount}, {Name: "limit", Kind: aCount}},
			Out: Event{}, Media: "application/x-ndjson", serve: a.events},
		Route{Name: "stream", Pattern: "GET /stream", Area: access.Cases, Media: "text/event-stream", serve: a.stream},
	)
}

func (a *API) lists() []Route {
	states, lights := lifecycle.Of(lifecycle.Suggestion).States(), []views.Light{views.Normal, views.Soon, views.Overdue, views.Severe, views.Grey}
	grades := []lifecycle.State{lifecycle.Satisfied, lifecycle.Basically, lifecycle.Dissatisfied, lifecycle.NotReturned}
	promised := lifecycle.Of(lifecycle.Commitment).States()
	light := one("light", lights, views.Absent)
	return []Route{
		{Name: "listCases", Pattern: "GET /cases", Area: access.Cases, Out: List[CaseRow]{}, serve: a.cases,
			Query: with(paging, one("state", states), light, text("unit"), text("deputy"), text("class"), one("grade", grades, views.Absent), text("text"),
				text("category"), text("congress"), text("session"), flag("overdue"), flag("key"), one("sort", views.Sorts()[1:], "due"))},
		{Name: "listSteps", Pattern: "GET /steps", Area: access.Home, Out: List[StepRow]{}, serve: a.steps,
			Query: with(paging, one("when", []string{"soon", "overdue"}), one("verb", verbNames()), light)},
		{Name: "listDeadlines", Pattern: "GET /deadlines", Area: access.Boards, Out: List[DeadlineRow]{}, serve: a.deadlines,
			Query: with(paging, text("case"), text("unit"), one("kind", lifecycle.Deadlines()), light, flag("running"), flag("lapsed"), flag("missed"), flag("overdue"),
				text("due_from"), text("due_before"))},
		{Name: "listDissatisfied", Pattern: "GET /dissatisfied", Area: access.Boards, Out: List[DissatisfiedRow]{}, serve: a.dissatisfied,
			Query: with(paging, flag("all"))},
		{Name: "listPromises", Pattern: "GET /promises", Area: access.Boards, Out: List[PromiseRow]{}, serve: a.promises,
			Query: with(paging, flag("all"), text("unit"), one("state", promised), light, flag("overdue"), text("due_from"), text("due_before"))},
		{Name: "overview", Pattern: "GET /overview", Area: access.Boards, Out: Overview{}, Query: []Param{atLeast}, serve: a.overview},
	}
}

func (a *API) ofCases() []Route {
	past := []Param{asOf}
	return []Route{
		{Name: "getCase", Pattern: "GET /cases/{id}", Area: access.Cases, Query: past, Out: Case{}, serve: a.getCase},
		{Name: "getHistory", Pattern: "GET /cases/{id}/history", Area: access.Cases, Query: past, Out: History{}, serve: a.history},
		{Name: "listSimilar", Pattern: "GET /cases/{id}/similar", Area: access.Cases, Out: Alike{}, serve: a.similar},
		{Name: "listActs", Pattern: "GET /cases/{id}/acts", Area: access.Cases, Out: Offers{}, serve: a.offers},
		{Name: "getForm", Pattern: "GET /cases/{id}/acts/{verb}", Area: access.Cases, Out: Form{}, serve: a.form},
		{Name: "doAct", Pattern: "POST /cases/{id}/acts/{verb}", Area: access.Cases, OnCase: true, In: Fields{}, Out: Done{}, serve: a.act},
		{Name: "listAttachments", Pattern: "GET /cases/{id}/attachments", Area: access.Cases, Out: Attachments{}, serve: a.attachments},
		{Name: "getAttachment", Pattern: "GET /cases/{id}/attachments/{binding}", Area: access.Cases, Media: "application/octet-stream", serve: a.attachment},
		{Name: "sendAttachment", Pattern: "POST /attachments", Area: access.Cases, Query: []Param{text("name")}, Upload: true, Out: Sent{}, status: http.StatusCreated, serve: a.sendAttachment},
		{Name: "newForm", Pattern: "GET /cases/new", Area: access.Drafting, Out: Form{}, serve: a.newForm},
		{Name: "newCase", Pattern: "POST /cases", Area: access.Drafting, In: Fields{}, Out: Done{}, status: 201, serve: a.newCase},
	}
}

func verbNames() (all []string) {
	for _, v := range acts.Verbs() {
		all = append(all, v.Name)
	}
	return all
}

// registersOf are the registers that the principal may read: who has an account is
// for those who keep them and for the auditor.
func registersOf(p access.Principal) (all []register.Kind) {
	for _, k := range register.Kinds() {
		if k != register.Accounts || p.May(access.Accounts) || p.May(access.Audit) {
			all = append(all, k)
		}
	}
	return all
}
