package wire

// SecurityRecorded is something that happened at the door or with data: a sign-in,
// one that failed, a changed second factor, a refused look, an export (handbook
// LOG-12). Act is one of the names of package signin or below; Login is whose
// account, By who did it if somebody else did; Refused the word of the refusal,
// empty if it was done. No secret and no way to reach a person stands in it.
type SecurityRecorded struct {
	Act     string
	Login   string
	By      string
	IP      string
	Agent   string
	Device  string
	Subject string
	Refused string
	Reason  string
	Details []SecurityDetail
}

// SecurityDetail is a further fact of a record.
type SecurityDetail struct {
	Name  string
	Value string
}

// Acts on data that are recorded beside those of sign-in.
const (
	DeniedArea = "denied_area" // a page that the role may not use
	DeniedCase = "denied_case" // a case outside what one may see
	Exported   = "exported"    // a list or a document taken along
	// ContactsChanged is where and how somebody is told; the addresses are not in it.
	ContactsChanged = "contacts_changed"
)

func (SecurityRecorded) registerEvent() {}
