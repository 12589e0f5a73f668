package wire

import (
	"strings"

	"huiyin/domain/register"
)

// entries is the table of the registers' own facts.
var entries = newRegistry[register.Event](entryEvents, nil)

var entryEvents = []entry{
	{"session.opened", 1, register.SessionOpened{}},
	{"session.corrected", 1, register.SessionCorrected{}},
	{"session.closed", 1, register.SessionClosed{}},
	{"committee.formed", 1, register.CommitteeFormed{}},
	{"committee.renamed", 1, register.CommitteeRenamed{}},
	{"committee.corrected", 1, register.CommitteeCorrected{}},
	{"unit.registered", 1, register.UnitRegistered{}},
	{"unit.renamed", 1, register.UnitRenamed{}},
	{"unit.committee_changed", 1, register.UnitCommitteeChanged{}},
	{"unit.ended", 1, register.UnitEnded{}},
	{"unit.corrected", 1, register.UnitCorrected{}},
	{"delegation.formed", 1, register.DelegationFormed{}},
	{"delegation.head_changed", 1, register.DelegationHeadChanged{}},
	{"delegation.corrected", 1, register.DelegationCorrected{}},
	{"deputy.elected", 1, register.DeputyElected{}},
	{"deputy.delegation_changed", 1, register.DeputyDelegationChanged{}},
	{"deputy.employer_changed", 1, register.DeputyEmployerChanged{}},
	{"deputy.left", 1, register.DeputyLeft{}},
	{"deputy.corrected", 1, register.DeputyCorrected{}},
	{"leader.appointed", 1, register.LeaderAppointed{}},
	{"leader.left", 1, register.LeaderLeft{}},
	{"leader.corrected", 1, register.LeaderCorrected{}},
	{"account.opened", 1, register.AccountOpened{}},
	{"account.role_granted", 1, register.RoleGranted{}},
	{"account.role_ended", 1, register.RoleEnded{}},
	{"account.role_proposed", 1, register.RoleProposed{}},
	{"account.role_approved", 1, register.RoleApproved{}},
	{"account.proposal_dropped", 1, register.ProposalDropped{}},
	{"account.suspended", 1, register.AccountSuspended{}},
	{"account.resumed", 1, register.AccountResumed{}},
}

// EncodeEntry is Encode for the facts of a register.
func EncodeEntry(e register.Event) (typ string, schema int, data []byte, err error) {
	return entries.encode(e)
}

// DecodeEntry is Decode for the facts of a register.
func DecodeEntry(typ string, schema int, data []byte) (register.Event, error) {
	return entries.decode(typ, schema, data)
}

// EntryTypes lists every type of fact of a register, sorted by name.
func EntryTypes() []TypeInfo { return entries.types() }

// EntryCodec is EncodeEntry and DecodeEntry as a value, for generic code.
type EntryCodec struct{}

// Encode is the function EncodeEntry.
func (EntryCodec) Encode(e register.Event) (typ string, schema int, data []byte, err error) {
	return EncodeEntry(e)
}

// Decode is the function DecodeEntry.
func (EntryCodec) Decode(typ string, schema int, data []byte) (register.Event, error) {
	return DecodeEntry(typ, schema, data)
}

// RegistersStream is the stream in which every entry is listed once.
const RegistersStream = "registers"

// EntryStream is the name of an entry's stream.
func EntryStream(r register.Ref) string { return string(r.Kind) + "-" + r.ID }

// EntryOf is the entry a stream belongs to; false for any other stream.
func EntryOf(stream string) (register.Ref, bool) {
	kind, id, ok := strings.Cut(stream, "-")
	for _, k := range register.Kinds() {
		if ok && kind == string(k) {
			return register.Ref{Kind: k, ID: id}, true
		}
	}
	return register.Ref{}, false
}
