package suggestion

import (
	"slices"
	"strconv"

	"huiyin/domain/lifecycle"
)

// File is a file that was sent with an act. The log holds no plain hash of it but
// its binding, 64 lower-case hex digits, which proves which file was meant and
// tells nothing once the file is erased. Name is as its sender called it, Type its
// ending, Size its bytes.
type File struct {
	Binding string
	Name    string
	Type    string
	Size    int
}

// MostFiles is how many files one act carries at most.
const MostFiles = 10

// carriers are the acts with which files may be sent, in the order of a case's
// life. An act that is entered from paper may carry files whatever it is.
var carriers = []lifecycle.Trigger{lifecycle.DraftIt, lifecycle.ConvertBill, lifecycle.Submit, lifecycle.Revise, lifecycle.Withdraw, lifecycle.ReceiveTransfer,
	lifecycle.AnswerTransfer, lifecycle.SendOnPaper, lifecycle.RecordReceipt, lifecycle.RequestReturn, lifecycle.ObjectToUnit, lifecycle.GiveOpinion,
	lifecycle.RecordContact, lifecycle.AskExtension, lifecycle.DraftReply, lifecycle.DraftUpgrade, lifecycle.DeliverReply, lifecycle.DeliverLast,
	lifecycle.HoldMediation, lifecycle.HoldAssessment, lifecycle.ReportProgress, lifecycle.ClaimDone, lifecycle.VerifyCommitment,
	lifecycle.Supervise, lifecycle.ReportOnTask, lifecycle.HoldInspection}

// Carries reports whether files may be sent with the act.
func Carries(t lifecycle.Trigger) bool { return slices.Contains(carriers, t) }

// attach records the files of the request after the events of its act. The form
// that proves an entry from paper is a file like the others.
func (d *decision) attach() error {
	files := d.req.Files
	switch {
	case len(files) == 0:
		return nil
	case d.acted == "" || !Carries(d.acted) && d.req.Late == nil:
		return refuse("no_files_here", "act", string(d.acted))
	case len(files) > MostFiles:
		return refuse("too_many_files", "most", strconv.Itoa(MostFiles), "count", strconv.Itoa(len(files)))
	}
	for i, f := range files {
		if !isScan(f.Binding) || f.Name == "" || f.Size < 1 {
			return refuse("bad_file", "name", f.Name)
		}
		if slices.ContainsFunc(files[:i], func(g File) bool { return g.Binding == f.Binding }) {
			return refuse("file_twice", "name", f.Name)
		}
	}
	d.emit(FilesAttached{Act: d.acted, Subject: d.about, On: d.on, Files: files, By: d.req.Actor.Person})
	return nil
}
