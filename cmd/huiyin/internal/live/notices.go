package live

import (
	"context"
	"encoding/json"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/eventstore/vault"
	"huiyin/projections/notices"
)

// NoticesFile is the file of the notices in the data folder.
const NoticesFile = "notices.db"

func openNotices(of *office.Office, o Options) (*notices.Notices, error) {
	var names []string
	for _, c := range o.Channels {
		names = append(names, c.Name())
	}
	return notices.Open(notices.Options{Path: filepath.Join(o.Office.Dir, NoticesFile), Log: of.Log, Directory: of.Directory,
		Days: func() calendar.Calendar { return of.Calendar }, Now: of.Now, Logger: o.Logger, Channels: names})
}

func (s *Server) post() *notices.Post {
	return &notices.Post{Notices: s.Notices, Channels: s.o.Channels, Tell: s.Office.Told}
}

// contactKind is the kind of the vault's records with people's addresses and wishes.
const contactKind = "notice-settings"

// contacts keeps people's addresses and wishes in the vault.
type contacts struct{ vault *vault.Vault }

// Contacts are the settings of the accounts, kept in the vault.
func (a *Accounts) Contacts() notices.Contacts { return ContactsIn(a.vault) }

// ContactsIn are the settings kept in a vault.
func ContactsIn(v *vault.Vault) notices.Contacts { return contacts{v} }

// Settings implements notices.Contacts.
func (c contacts) Settings(ctx context.Context, account string) (notices.Settings, error) {
	s := notices.Defaults()
	kept, generation, err := c.vault.Get(ctx, contactKind, account)
	if err != nil || generation == 0 {
		return s, err
	}
	return s, json.Unmarshal(kept, &s)
}

// SaveSettings implements notices.Contacts.
func (c contacts) SaveSettings(ctx context.Context, account string, s notices.Settings) error {
	kept, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return c.vault.Put(ctx, contactKind, account, kept)
}

// posting are the figures of the messages for Prometheus. No label holds a person
// or a case.
type posting struct{ *Server }

// Posting is the collector of the messages' figures.
func (s *Server) Posting() prometheus.Collector { return posting{s} }

var (
	messages = prometheus.NewDesc("huiyin_notice_messages", "Messages out of the house by state.", []string{"channel", "state"}, nil)
	oldest   = prometheus.NewDesc("huiyin_notice_oldest_seconds", "Age of the oldest message that should be gone and is not; 0 if there is none.", nil, nil)
)

// Describe implements prometheus.Collector.
func (posting) Describe(ch chan<- *prometheus.Desc) { ch <- messages; ch <- oldest }

// Collect implements prometheus.Collector.
func (p posting) Collect(ch chan<- prometheus.Metric) {
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Second)
	defer stop()
	f, err := p.Notices.Figures(ctx)
	if err != nil {
		ch <- prometheus.NewInvalidMetric(messages, err)
		return
	}
	for state, of := range map[notices.State]map[string]int{notices.Waiting: f.Waiting, notices.Sent: f.Sent, notices.Failed: f.Failed} {
		for channel, n := range of {
			ch <- prometheus.MustNewConstMetric(messages, prometheus.GaugeValue, float64(n), channel, string(state))
		}
	}
	age := 0.0
	if !f.Oldest.IsZero() {
		age = max(p.Office.Now().Sub(f.Oldest).Seconds(), 0)
	}
	ch <- prometheus.MustNewConstMetric(oldest, prometheus.GaugeValue, age)
}
