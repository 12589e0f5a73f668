package lifecycle

// Standing acts of publication (公开). They move no machine and outlive the case:
// what is public of an archived case can still be corrected and taken down.
const (
	WishPublication    Trigger = "state_publication_wish"
	ExaminePublication Trigger = "examine_publication"
	PublishContent     Trigger = "decide_content_publication"
	PublishReply       Trigger = "decide_reply_publication"
	TakeDownContent    Trigger = "take_down_content"
	TakeDownReply      Trigger = "take_down_reply"
)

// Guards of these acts.
const (
	ReplyGivenOut    Guard = "reply_given_out"
	DeputyHasReply   Guard = "deputy_has_reply"
	ContentPublished Guard = "content_published"
	ReplyPublished   Guard = "reply_published"
)

var (
	// fixed are the states in which the text of a suggestion changes no more.
	fixed = []State{Registered, Assigned, Handling, Replied, AwaitingFeedback, Tracking, Closed, Archived}
	// wished are the states in which the deputy's wish is of use to anybody.
	wished = append([]State{Draft, Submitted, InReview, ToRevise}, fixed...)

	publicationStanding = []Row{
		{Trigger: WishPublication, From: wished, Roles: raters, Guards: []Guard{LeadDeputyOnly}},
		{Trigger: ExaminePublication, From: handedOrFiled, Roles: unitStaff, Guards: []Guard{OwnUnit, ReplyGivenOut}},
		{Trigger: PublishContent, From: fixed, Roles: committee, Stops: []Deadline{DuePublish}},
		{Trigger: PublishReply, From: handedOrFiled, Roles: committeeAndGov, Guards: []Guard{DeputyHasReply}, Stops: []Deadline{DuePublish}},
		// Taking down is open in every state: it only ever makes less public.
		{Trigger: TakeDownContent, Roles: committee, Guards: []Guard{ContentPublished}},
		{Trigger: TakeDownReply, Roles: committeeAndGov, Guards: []Guard{ReplyPublished}},
	}
)
