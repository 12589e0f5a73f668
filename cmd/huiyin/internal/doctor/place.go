package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// Bounds of the disk: below the first the server calls itself not ready, below the
// second it is time to act.
const (
	leastRoom = 64 << 20
	wantRoom  = 2 << 30
)

// folder looks at the data folder: there, and nobody else's to read.
func folder(_ context.Context, h House) []Finding {
	about, err := os.Stat(h.Data)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return only(bad("missing", "dir", h.Data))
	case err != nil:
		return only(bad("unreadable", "dir", h.Data, "detail", err.Error()))
	case !about.IsDir():
		return only(bad("no_folder", "dir", h.Data))
	}
	if _, err := os.Stat(filepath.Join(h.Data, "events.db")); err != nil {
		return only(bad("no_log", "dir", h.Data))
	}
	if about.Mode().Perm()&0o007 != 0 {
		return only(warn("open", "dir", h.Data, "mode", fmt.Sprintf("%04o", about.Mode().Perm())))
	}
	return only(good("fine", "dir", h.Data))
}

// owner tells which process owns the folder.
func owner(_ context.Context, h House) []Finding {
	pid, host := ownerOf(h.Data)
	here, _ := os.Hostname()
	switch {
	case pid == 0:
		return only(good("nobody"))
	case host != here:
		return only(warn("elsewhere", "pid", strconv.Itoa(pid), "host", host))
	case !alive(pid):
		return only(good("left", "pid", strconv.Itoa(pid)))
	}
	return only(good("runs", "pid", strconv.Itoa(pid)))
}

// ownerOf reads who holds the folder; 0 for nobody.
func ownerOf(dir string) (pid int, host string) {
	text, err := os.ReadFile(filepath.Join(dir, "owner.lock"))
	if err == nil {
		_, _ = fmt.Sscanf(string(text), "pid %d\nhost %s\n", &pid, &host) // an empty file is nobody's
	}
	return pid, host
}

func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}

// running reports whether a server on this machine has the folder.
func running(h House) bool {
	pid, host := ownerOf(h.Data)
	here, _ := os.Hostname()
	return pid > 0 && host == here && alive(pid)
}

func disk(_ context.Context, h House) []Finding {
	var d syscall.Statfs_t
	if err := syscall.Statfs(h.Data, &d); err != nil {
		return nil // the folder's own check tells
	}
	room := d.Bavail * uint64(d.Bsize)
	facts := []string{"room", megabytes(room)}
	switch {
	case room < leastRoom:
		return only(bad("full", facts...))
	case room < wantRoom:
		return only(warn("low", facts...))
	}
	return only(good("fine", facts...))
}

func megabytes(n uint64) string { return strconv.FormatUint(n>>20, 10) }

// ports asks a running server how it is, and looks whether a stopped one could
// listen.
func ports(ctx context.Context, h House) (all []Finding) {
	up := running(h)
	for _, address := range []string{h.Listen, h.Ops} {
		if address == "" {
			continue
		}
		l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
		switch {
		case err == nil && up:
			all = append(all, bad("not_listening", "address", address))
		case err == nil:
			all = append(all, good("free", "address", address))
		case up:
			all = append(all, good("taken", "address", address))
		default:
			all = append(all, bad("others", "address", address, "detail", err.Error()))
		}
		if err == nil {
			_ = l.Close()
		}
	}
	if up && h.Ops != "" {
		all = append(all, ready(ctx, h.Ops))
	}
	return all
}

// ready asks the server itself.
func ready(ctx context.Context, address string) Finding {
	ctx, stop := context.WithTimeout(ctx, 5*time.Second)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/readyz", nil)
	if err != nil {
		return bad("not_ready", "detail", err.Error())
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return bad("not_ready", "detail", err.Error())
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return bad("not_ready", "detail", resp.Status)
	}
	return good("ready")
}
