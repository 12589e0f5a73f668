package blobs

import (
	"bytes"
	"context"
	"errors"
	"io"
)

// Verdict is what a scanner says of a file.
type Verdict string

// The verdicts. Only a passed file is given out.
const (
	Pending Verdict = "pending" // 待检
	Passed  Verdict = "passed"  // 通过
	Blocked Verdict = "blocked" // 拦截
)

// Scanner looks for malware in a file. An error says that it could not tell; the
// file then stays pending. An office puts its own in front (ICAP, clamd).
type Scanner interface {
	Scan(ctx context.Context, r io.Reader) (Verdict, error)
}

// EICAR is the scanner that knows the harmless test file of EICAR and nothing
// else, by which an office sees that scanning is in place.
type EICAR struct{}

var eicar = []byte("$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$")

// Scan implements Scanner.
func (EICAR) Scan(ctx context.Context, r io.Reader) (Verdict, error) {
	buf, kept := make([]byte, 64<<10), 0
	for {
		n, err := (&reader{ctx, r}).Read(buf[kept:])
		seen := buf[:kept+n]
		if bytes.Contains(seen, eicar) {
			return Blocked, nil
		}
		if errors.Is(err, io.EOF) {
			return Passed, nil
		}
		if err != nil {
			return Pending, err
		}
		kept = copy(buf, seen[max(0, len(seen)-len(eicar)+1):]) // the string may lie across two reads
	}
}
