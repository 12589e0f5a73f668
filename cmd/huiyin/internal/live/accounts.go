package live

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"huiyin/api/access"
	"huiyin/api/signin"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/wire"
	"huiyin/domain/zh"
	"huiyin/eventstore/vault"
)

// Accounts is sign-in over the folder's vault and the registers of its log.
type Accounts struct {
	*signin.Service
	vault *vault.Vault
}

// AccountOptions say where the secrets lie and how strict sign-in is.
type AccountOptions struct {
	// Key is the file of the vault's key; it belongs outside the data folder.
	Key string
	// Lax asks nobody for a second factor: a demonstration on this machine.
	Lax    bool
	Logger *slog.Logger
	// Refused is told why somebody was refused at the door; nil is nobody.
	Refused func(reason string)
}

// OpenAccounts opens the vault beside the log, making it on first use.
func OpenAccounts(ctx context.Context, of *office.Office, dir string, o AccountOptions) (*Accounts, error) {
	v, err := vault.Open(vault.Options{Path: filepath.Join(dir, "vault.db"), KeyFile: o.Key, CreateKey: true})
	if err != nil {
		return nil, err
	}
	a := &Accounts{vault: v}
	a.Service, err = signin.New(ctx, signin.Options{Store: v, Directory: logins{of, o.Lax}, Audit: audit(of, o.Refused), Now: of.Now,
		Issuer: zh.Text("web.name", nil), Words: append(strings.Fields(zh.Text("web.password_words", nil)), "huiyin", "hunan", "renda", "daibiao")})
	if err != nil {
		_ = v.Close()
		return nil, err
	}
	return a, nil
}

// Tend writes down once a minute when sessions were last used, and throws away what
// has ended, until the context ends.
func (a *Accounts) Tend(ctx context.Context, logger *slog.Logger) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Minute):
		}
		if err := a.Sweep(ctx); err != nil && ctx.Err() == nil {
			logger.Error("sweep", "error", err)
		}
	}
}

// Close writes down when sessions were last used and ends the use of the vault.
func (a *Accounts) Close() error {
	return errors.Join(a.Sweep(context.Background()), a.vault.Close())
}

// logins tells sign-in of the accounts in the registers.
type logins struct {
	office *office.Office
	lax    bool
}

// Account implements signin.Directory.
func (l logins) Account(login string, at time.Time) (signin.Account, bool) {
	dir, err := l.office.Directory(context.Background())
	if err != nil {
		return signin.Account{}, false
	}
	a, ok := dir.Account(login)
	if !ok {
		return signin.Account{}, false
	}
	day := calendar.DateOf(at)
	out := signin.Account{Suspended: a.Suspended.On(day), Words: []string{a.Person.Name}}
	for _, g := range a.Roles(day) {
		out.Grants = append(out.Grants, access.Key(g))
		out.SecondFactor = out.SecondFactor || !l.lax && !deputy(g.Role)
	}
	return out, true
}

// deputy reports whether a role may sign in with a password alone (handbook
// AUT-04 asks a second factor of offices, units and administrators).
func deputy(r lifecycle.Role) bool { return r.OfDeputies() }

// audit writes what sign-in reports into the log. What cannot be written is not
// handed out: the error stops it.
func audit(of *office.Office, refused func(string)) signin.Audit {
	return func(ctx context.Context, r signin.Record) error {
		if r.Refused != "" && refused != nil {
			refused(r.Refused)
		}
		e := wire.SecurityRecorded{Act: string(r.Act), Login: r.Login, By: r.By, IP: r.IP, Agent: r.Agent, Device: r.Device,
			Subject: r.Subject, Refused: r.Refused, Reason: r.Reason}
		for _, name := range slices.Sorted(maps.Keys(r.Detail)) {
			e.Details = append(e.Details, wire.SecurityDetail{Name: name, Value: r.Detail[name]})
		}
		return of.Witness(ctx, e)
	}
}
