package notices

import (
	"context"
	"errors"
	"strconv"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/zh"
	"huiyin/projections/notices/outbound"
)

// MostTries is how often a message is tried before it is given up.
const MostTries = 8

// wait is how long after the n-th try the next may be: one minute, then twice as
// long each time, at most four hours.
func wait(tries int) time.Duration {
	d := time.Minute
	for ; tries > 1 && d < 4*time.Hour; tries-- {
		d *= 2
	}
	return min(d, 4*time.Hour)
}

// round is how often the post looks for what has become due.
const round = 30 * time.Second

// Post sends what is queued.
type Post struct {
	Notices  *Notices
	Channels []outbound.Channel
	// Tell puts a result into the log; told twice it is there once.
	Tell func(context.Context, Result) error
}

// Run sends until the context ends, which is its error. What goes wrong is logged
// and tried again.
func (p *Post) Run(ctx context.Context) error {
	for {
		if err := p.Work(ctx); err != nil && ctx.Err() == nil {
			p.Notices.o.Logger.Error("notices", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-p.Notices.work:
		case <-time.After(round):
		}
	}
}

// Work sends what is due now, each message once, and tells what became of it.
func (p *Post) Work(ctx context.Context) error {
	parcels, err := p.Notices.due(ctx, p.Notices.o.Now())
	errs := []error{err}
	for _, parcel := range parcels {
		errs = append(errs, p.send(ctx, parcel))
	}
	return errors.Join(append(errs, p.report(ctx))...)
}

// send makes one try.
func (p *Post) send(ctx context.Context, parcel parcel) error {
	n, now := p.Notices, p.Notices.o.Now()
	s, err := n.o.Contacts.Settings(ctx, parcel.account)
	if err != nil {
		return err
	}
	channel := p.channel(parcel.channel)
	if awake := s.Quiet.after(now); awake.After(now) {
		return n.postpone(parcel, awake)
	}
	switch {
	case channel == nil: // the office does without it for a while
		return n.postpone(parcel, now.Add(time.Hour))
	case !s.Uses(parcel.channel):
		return n.settle(parcel, Dropped, "", "")
	case s.Address[parcel.channel] == "":
		return n.settle(parcel, Failed, "", NoAddress)
	case parcel.tries >= MostTries:
		return n.settle(parcel, Failed, "", GaveUp)
	}
	if err := n.try(parcel, now.Add(wait(parcel.tries+1))); err != nil {
		return err
	}
	receipt, err := channel.Send(ctx, parcel.message(s.Address[parcel.channel]))
	switch {
	case err == nil:
		return n.settle(parcel, Sent, receipt, "")
	case outbound.Permanent(err):
		err = errors.Join(n.settle(parcel, Failed, "", Refused), err)
	case parcel.tries+1 >= MostTries:
		err = errors.Join(n.settle(parcel, Failed, "", GaveUp), err)
	}
	n.o.Logger.Warn("message not sent", "channel", parcel.channel, "message", parcel.id, "try", parcel.tries+1, "error", err)
	return nil
}

func (p *Post) channel(name string) outbound.Channel {
	for _, c := range p.Channels {
		if c.Name() == name {
			return c
		}
	}
	return nil
}

// report tells the results that the log does not have yet.
func (p *Post) report(ctx context.Context) error {
	all, err := p.Notices.untold(ctx)
	for _, r := range all {
		if err := p.Tell(ctx, r); err != nil {
			return err
		}
		if err := p.Notices.change("UPDATE queue SET told = 1 WHERE id = ?", r.ID.String()); err != nil {
			return err
		}
	}
	return err
}

// mostNumbers is how many case numbers a message names.
const mostNumbers = 3

// message says how many notices wait, about which numbers and by when, and nothing
// of the cases.
func (p parcel) message(to string) outbound.Message {
	facts := map[string]string{"n": strconv.Itoa(p.letters), "numbers": "", "due": ""}
	key := "none"
	switch {
	case len(p.numbers) > mostNumbers:
		key = "many"
	case len(p.numbers) > 0:
		key = "some"
	}
	facts["numbers"] = numbersOf(p.numbers)
	if p.due != (calendar.Date{}) {
		facts["due"] = zh.Text("message.due", map[string]string{"date": zh.Date(p.due)})
	}
	return outbound.Message{ID: p.id, To: to, Subject: zh.Text("message.subject", nil), Text: zh.Text("message."+key, facts)}
}

func numbersOf(all []string) (text string) {
	for i, number := range all[:min(len(all), mostNumbers)] {
		if i > 0 {
			text += zh.Text("fmt.join", nil)
		}
		text += zh.Text("message.number", map[string]string{"number": number})
	}
	return text
}

// Trial is a message that only tries a channel.
func Trial(id, to string) outbound.Message {
	return outbound.Message{ID: id, To: to, Subject: zh.Text("message.subject", nil), Text: zh.Text("message.trial", nil)}
}
