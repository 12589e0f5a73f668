package suggestion

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

func same(a, b *Suggestion) error {
	if reflect.DeepEqual(a, b) {
		return nil
	}
	return fmt.Errorf("states differ:\n%s", cmp.Diff(a, b))
}

// newPlay begins a case: fresh, imported, registered, assigned, or following.
func newPlay(pick picker, seen map[string]int) *play {
	p := &play{pick: pick, s: New(), seen: seen, mortal: pick.chance(20)}
	p.rules = rules(one(pick, []string{"hunan-2024", "hunan-2024", "chongqing-2018", "national", "zhejiang-2016", "shanghai-2015", "henan-2017", "shandong-2017"}))
	p.now = calendar.StartOf(day("2026-01-20"))
	kind := pick(12)
	if kind == 0 {
		for n := range 1 + pick(3) { // and its corrections; some contradict each other
			p.must(importer, Import{"case-1", src(fmt.Sprint("s", p.pick(2)), fmt.Sprint(n)), p.facts()})
		}
	}
	if kind < 3 {
		return p
	}
	if kind == 11 {
		return p.fromDelegation()
	}
	c := draftCase
	c.Delegation = "east"
	p.must(lead, c)
	for i, c := range []Actor{second, third}[:pick(3)] {
		p.must(lead, Invite{c.Person})
		p.must(c, AnswerInvitation{Confirm: i == 0 || pick.chance(80)})
	}
	p.must(lead, Submit{})
	p.must(desk, BeginReview{})
	if kind == 10 {
		p.mortal = true
		return p
	}
	p.must(desk, Register{Number: "1"})
	switch {
	case kind == 3:
		p.must(desk, Merge{"head", "9", "same"})
	case kind > 4:
		p.must(desk, Assign{Single, []UnitPart{{"u1", Lead, ""}}})
		if pick.chance(20) {
			p.must(desk, SendOnPaper{"a1"})
			return p
		}
		p.must(as(lifecycle.UnitCoordinator, "desk-u1", "u1"), SignIn{"a1"})
	}
	return p
}

func (p *play) must(a Actor, c Command) {
	if err := p.try(a, c); err != nil {
		panic(err)
	}
}

// try decides, checks every invariant, and takes the events over.
func (p *play) try(a Actor, c Command) error {
	req := Request{Actor: a, Now: p.now, On: p.on, Late: p.proof, Files: p.files(), Rules: p.rules, Calendar: calendar.StateCouncil(), System: one(p.pick, systems), Command: c}
	if p.careful {
		return p.tryCarefully(req)
	}
	events, err := Decide(p.s, req)
	return p.take(req, events, err)
}

// tryCarefully looks also for writes on the input and for a second opinion. It
// is slow, and what it finds would show at the end of a long game as well.
func (p *play) tryCarefully(req Request) error {
	old, before := p.s, p.s.clone()
	events, err := Decide(old, req)
	again, err2 := Decide(old, req)
	if !reflect.DeepEqual(again, events) || !reflect.DeepEqual(err, err2) {
		return fmt.Errorf("a second decision differs: %v and %v, %s and %s", err, err2, kinds(events), kinds(again))
	}
	if err := p.take(req, events, err); err != nil {
		return err
	}
	step := old
	for _, e := range events {
		step = Fold(step, e)
	}
	if err := same(step, p.s); err != nil {
		return fmt.Errorf("folding one by one: %w", err)
	}
	if err := same(before, old); err != nil {
		return fmt.Errorf("Decide or Fold wrote on its input: %w", err)
	}
	return nil
}

// take holds the answer of Decide against the invariants and makes the step.
func (p *play) take(req Request, events []Event, err error) error {
	if err != nil {
		var r *Refusal
		if !errors.As(err, &r) {
			return fmt.Errorf("no refusal but an internal error: %w", err)
		}
		if events != nil {
			return errors.New("a refusal with events")
		}
		if l, ok := req.Command.(Lapse); ok && req.Actor.Role == lifecycle.Clock && r.Code != "not_due_yet" && p.s.State != lifecycle.None {
			return fmt.Errorf("the clock is stuck: %+v: %w", l, err)
		}
		p.seen["refused "+r.Code]++
		return nil
	}
	next := Fold(p.s, events...)
	for _, e := range events {
		p.seen[kind(e)]++
	}
	if err := p.check(req, events, next); err != nil {
		return fmt.Errorf("under %s: %w", p.rules.ID, err)
	}
	p.s, p.log = next, append(p.log, events...)
	p.seen["state "+string(next.State)]++
	return nil
}

func (p *play) run(steps int) error {
	for i := range steps {
		a, c := p.step()
		p.on, p.proof = p.paper(a, c)
		p.sends = a.ID != "" && len(p.log)%17 == 11 && i%2 == 0
		if err := p.try(a, c); err != nil {
			return fmt.Errorf("step %d, %T %+v by %s of %q: %w\nhistory: %s", i, c, c, a.Role, a.Unit, err, kinds(p.log))
		}
	}
	return same(Fold(New(), p.log...), p.s) // nobody wrote on a state of the past
}

func TestInvariantsHoldUnderRandomActs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := newPlay(func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "pick") }, map[string]int{})
		p.careful = true
		if err := p.run(40); err != nil {
			t.Fatal(err)
		}
	})
}

// mainEvents must all be produced by the generator, else it is toothless.
var mainEvents = []Event{Drafted{}, CoSignerInvited{}, CoSignerConfirmed{}, CoSignerDeclined{}, Submitted{}, BillConverted{}, ReviewBegan{},
	RevisionRequested{}, Revised{}, ReturnedToDeputy{}, Transferred{}, Registered{}, Merged{}, MemberTaken{}, MergeUndone{}, MemberDropped{},
	Withdrawn{}, Assigned{}, SignedIn{}, ReturnRequested{}, ReturnApproved{}, ReturnRefused{}, ReturnRuledFinal{}, Reassigned{}, UnitObjected{},
	OpinionRequested{}, OpinionGiven{}, OpinionRejected{}, AssignmentDischarged{}, ContactRecorded{}, ContactConfirmed{}, ContactDenied{},
	ContactUnanswered{}, SentOnPaper{}, AssignmentReceived{}, ExtensionRequested{}, ExtensionConsented{}, ExtensionGranted{}, ExtensionRefused{}, ReplyDrafted{}, ReplyExamined{}, ReplySentBack{},
	ReplyIssued{}, ReplyRelayed{}, ReplyDelivered{}, FeedbackReminded{}, FeedbackGiven{},
	FeedbackNotReturned{}, FeedbackReleased{}, FeedbackDisputed{}, RedoOrdered{}, EscalationOpened{}, MediationHeld{}, AssessmentHeld{},
	EscalationConcluded{}, ClassCorrected{}, ClassContested{}, ClassUpgraded{}, LineClosed{}, Promised{}, ProgressReported{}, CommitmentDeferred{},
	CommitmentCarriedOver{}, FulfilmentClaimed{}, ClaimRejected{}, CommitmentVerified{}, CommitmentExplained{}, CommitmentBroken{},
	CommitmentRated{}, HeadPromisesSettled{}, PhaseChanged{}, Closed{}, Archived{}, Reopened{}, DeadlineLapsed{}, KeySuggestionFixed{},
	SupervisionActed{}, Imported{}, ImportCorrected{}, LateEntered{}, FilesAttached{}, FeedbackEntered{}, ObjectionRuled{}, ContestRuled{}, TransferReceived{},
	TransferAnswered{}, WithdrawalConsented{}, WithdrawalConsentsFiled{}, DelegationNamed{}, DeadlineWarned{},
	KeyProposed{}, KeyItemJoined{}, KeyLifted{}, SupervisorAppointed{}, SupervisorRelieved{}, TaskSet{}, TaskReported{}, TaskConcluded{},
	InstructionRecorded{}, UrgingSent{}, InspectionHeld{}, AppraisalVoted{}, AwardGiven{}, ReturnVisitDrawn{}, ReturnVisitRecorded{},
	RedFlagRaised{}, RedFlagCleared{}, UnitSucceeded{}, DeputyLeft{}, LeadPassed{}, DelegationHeadChanged{}, DeputyTied{},
	DeliveryCompleted{}, FeedbackImpossible{}, CommitmentCarriedIntoTerm{}, DraftEdited{}, NamesWithheld{}, NamesDisclosed{},
	ProgressAsked{}, ProgressTold{},
	PublicationWished{}, PublicationExamined{}, ContentPublicationDecided{}, ReplyPublicationDecided{}, ContentTakenDown{}, ReplyTakenDown{}}

// TestTheGeneratorReachesEverything runs long games from fixed seeds, under the
// same invariants, and counts what was reached.
func TestTheGeneratorReachesEverything(t *testing.T) {
	seen := map[string]int{}
	const games, deepEnough = 400, 50
	deep := 0
	for seed := range uint64(games) {
		r := rand.New(rand.NewPCG(seed, 7))
		p := newPlay(r.IntN, seen)
		if err := p.run(140); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if slices.ContainsFunc(p.log, func(e Event) bool {
			switch e.(type) {
			case FeedbackGiven, FeedbackNotReturned:
				return true
			}
			return false
		}) {
			deep++
		}
	}
	for _, e := range mainEvents {
		if seen[kind(e)] == 0 {
			t.Errorf("%s was never produced", kind(e))
		}
	}
	if percent := deep * 100 / games; percent < deepEnough {
		t.Errorf("%d%% of the games reached a rating or its silence, want %d%%", percent, deepEnough)
	}
	keys := make([]string, 0, len(seen))
	for k := range seen {
		keys = append(keys, fmt.Sprintf("%6d %s", seen[k], k))
	}
	slices.Sort(keys)
	t.Logf("%d of %d games reached a rating or its silence\n%s", deep, games, strings.Join(keys, "\n"))
}
