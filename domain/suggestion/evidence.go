package suggestion

// Evidence names the act whose refusal is kept as evidence: one that touches a
// rating, a deadline or a class, where pressure and tricks would show first as
// refused attempts. It reports false for every other command. The names are
// stable: they are written into the log.
func Evidence(c Command) (act string, kept bool) {
	switch c.(type) {
	case Rate:
		act = "rate_reply"
	case RatePromise:
		act = "rate_commitment"
	case Dispute:
		act = "dispute_feedback"
	case Release:
		act = "release_feedback"
	case RequestExtension:
		act = "request_extension"
	case RuleOnExtension:
		act = "rule_on_extension"
	case MovePromise:
		act = "move_commitment"
	case ConcludePromise:
		act = "conclude_commitment"
	case DraftReply:
		act = "draft_reply"
	case IssueReply:
		act = "issue_reply"
	case CorrectTheClass:
		act = "correct_class"
	case ContestTheClass:
		act = "contest_class"
	}
	return act, act != ""
}
