package wire

import (
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

const noticePrefix = "notice-"

// NoticeStream is the stream of what became of the messages about one case. It is
// not the case's own: a message goes out and is answered at any time, and its
// result must not make stale what somebody at work on the case has seen.
func NoticeStream(id suggestion.CaseID) string { return noticePrefix + string(id) }

// NoticeDelivered says that a gateway took a message for somebody. Notice is what
// it was about (a key of the catalogue), Message the id under which the gateway
// knows it, Channel how it went, Receipt the gateway's own name for it. No address
// stands in it, and nothing of what the case says.
type NoticeDelivered struct {
	Case    suggestion.CaseID
	Notice  string
	Message string
	Channel string
	Role    lifecycle.Role
	Unit    string
	Person  suggestion.Person
	Tries   int
	Receipt string
}

// NoticeFailed says that a message was given up. Reason is one of package notices:
// no address is known, or the gateway refused it or was not reached in Tries tries.
type NoticeFailed struct {
	Case    suggestion.CaseID
	Notice  string
	Message string
	Channel string
	Role    lifecycle.Role
	Unit    string
	Person  suggestion.Person
	Tries   int
	Reason  string
}

func (NoticeDelivered) registerEvent() {}
func (NoticeFailed) registerEvent()    {}
