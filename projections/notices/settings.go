package notices

import (
	"context"
	"fmt"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"huiyin/domain/calendar"
)

// Channels by which somebody may be told beside the program.
const (
	Mail      = "mail"
	SMS       = "sms"
	Messenger = "messenger"
)

// Ways lists the channels in the order in which they are shown.
func Ways() []string { return []string{Mail, SMS, Messenger} }

// Settings are how one account wants to be told. In the program it is told in any
// case.
type Settings struct {
	// Address by channel; personal data that stands nowhere but in the vault.
	Address map[string]string
	// Channels are those to be used.
	Channels []string
	// Quiet is when nothing is sent.
	Quiet Quiet
	// Daily gathers what comes until 08:00 of the next working day.
	Daily bool
	// Duties leaves out what the rules do not ask that one learns of.
	Duties bool
}

// Quiet is a stretch of each day, in minutes after midnight; it may lie over
// midnight. From and Until the same is never.
type Quiet struct{ From, Until int }

// DefaultQuiet is from 22:00 to 07:00.
var DefaultQuiet = Quiet{22 * 60, 7 * 60}

// digestAt is when what was gathered is sent, in minutes after midnight.
const digestAt = 8 * 60

// Defaults are the settings of who has made none: every channel the office has, at
// once, outside the usual quiet hours.
func Defaults() Settings {
	return Settings{Address: map[string]string{}, Channels: Ways(), Quiet: DefaultQuiet}
}

// Contacts keep the settings.
type Contacts interface {
	// Settings of an account; Defaults for one that made none.
	Settings(ctx context.Context, account string) (Settings, error)
	SaveSettings(ctx context.Context, account string, s Settings) error
}

// Uses reports whether the account wants the channel.
func (s Settings) Uses(channel string) bool { return slices.Contains(s.Channels, channel) }

// Due is when something that came at a moment may go out.
func (s Settings) Due(now time.Time, days calendar.Calendar) time.Time {
	if s.Daily {
		now = nextDigest(now, days)
	}
	return s.Quiet.after(now)
}

func nextDigest(now time.Time, days calendar.Calendar) time.Time {
	day := calendar.DateOf(now)
	if minuteOf(now) >= digestAt {
		day = day.AddDays(1)
	}
	return at(days.NextWorkingDay(day), digestAt)
}

// after is the moment itself, or the end of the quiet hours in which it lies.
func (q Quiet) after(t time.Time) time.Time {
	m, day := minuteOf(t), calendar.DateOf(t)
	switch {
	case q.From < q.Until && m >= q.From && m < q.Until, q.From > q.Until && m < q.Until:
		return at(day, q.Until)
	case q.From > q.Until && m >= q.From:
		return at(day.AddDays(1), q.Until)
	}
	return t
}

func minuteOf(t time.Time) int {
	t = t.In(calendar.CST())
	return t.Hour()*60 + t.Minute()
}

func at(day calendar.Date, minute int) time.Time {
	return calendar.StartOf(day).Add(time.Duration(minute) * time.Minute)
}

// phone is a mobile number of the mainland.
var phone = regexp.MustCompile(`^1[3-9][0-9]{9}$`)

// Clean is an address as it is kept, without the spaces and hyphens people type;
// false if it is none.
func Clean(channel, address string) (string, bool) {
	address = strings.TrimSpace(address)
	switch channel {
	case Mail:
		a, err := mail.ParseAddress(address)
		return address, err == nil && a.Address == address && len(address) <= 254
	case SMS:
		address = strings.TrimPrefix(strings.NewReplacer(" ", "", "-", "").Replace(address), "+86")
		return address, phone.MatchString(address)
	case Messenger:
		odd := func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }
		return address, address != "" && len(address) <= 64 && !strings.ContainsFunc(address, odd)
	}
	return "", false
}

// Check names the channels whose address is none, and reports whether the quiet
// hours are hours.
func (s Settings) Check() (bad []string, hours bool) {
	for _, channel := range Ways() {
		address := s.Address[channel]
		if clean, ok := Clean(channel, address); address != "" && (!ok || clean != address) {
			bad = append(bad, channel)
		}
	}
	in := func(m int) bool { return m >= 0 && m < 24*60 }
	return bad, in(s.Quiet.From) && in(s.Quiet.Until)
}

// ReadClock reads "22:00" as minutes after midnight.
func ReadClock(text string) (minute int, ok bool) {
	t, err := time.Parse("15:04", strings.TrimSpace(text))
	return t.Hour()*60 + t.Minute(), err == nil
}

// Clock writes minutes after midnight as "22:00".
func Clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }
