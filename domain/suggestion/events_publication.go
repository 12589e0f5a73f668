package suggestion

import "huiyin/domain/calendar"

// PublicationWished is the deputy's word on how far the suggestion may be public
// and whether with his or her name. It replaces what was said before.
type PublicationWished struct {
	On     calendar.Date
	Level  Level
	Named  bool
	Reason string
}

// PublicationExamined is the handling unit's examination of one version of its
// reply: the level it proposes, for a reply that is public in part the text it
// proposes, and who checked it for secrets.
type PublicationExamined struct {
	On      calendar.Date
	Line    LineID
	Version int
	Level   Level
	Text    string
	Ground  string
	Reason  string
	Checker Person
}

// ContentPublicationDecided and ReplyPublicationDecided carry what the public
// reads, word for word: Title and Text are empty unless something is public, and
// no later change of the case alters them. Corrects says that a decision on the
// same text stood before.
type (
	// ContentPublicationDecided is about the suggestion itself.
	ContentPublicationDecided struct {
		On       calendar.Date
		Version  int
		Level    Level
		Named    bool
		Title    string
		Text     string
		Ground   string
		Reason   string
		Corrects bool
	}
	// ReplyPublicationDecided is about one version of one reply line.
	ReplyPublicationDecided struct {
		On       calendar.Date
		Line     LineID
		Version  int
		Level    Level
		Text     string
		Ground   string
		Reason   string
		Corrects bool
	}
)

// ContentTakenDown and ReplyTakenDown end a publication. The decision stays on
// record; a new one may follow.
type (
	ContentTakenDown struct {
		On      calendar.Date
		Version int
		Ground  string
		Reason  string
	}
	// ReplyTakenDown is the same of one reply line.
	ReplyTakenDown struct {
		On      calendar.Date
		Line    LineID
		Version int
		Ground  string
		Reason  string
	}
)

func (PublicationWished) event()         {}
func (PublicationExamined) event()       {}
func (ContentPublicationDecided) event() {}
func (ReplyPublicationDecided) event()   {}
func (ContentTakenDown) event()          {}
func (ReplyTakenDown) event()            {}
