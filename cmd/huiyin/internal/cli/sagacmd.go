package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/zh"
	"huiyin/eventstore"
)

// sagas are the acts on many cases that were ever begun.
func (a *app) sagas() *cobra.Command {
	return group("saga", a.sagaList(), a.sagaShow(), a.sagaResume())
}

func (a *app) sagaList() *cobra.Command {
	return a.needData(leaf("list", func(c *cobra.Command, _ []string) error {
		d, err := a.read(c.Context())
		if err != nil {
			return err
		}
		defer d.Close()
		all, err := d.Sagas(c.Context())
		if err != nil {
			return err
		}
		rows, t := []sagaData{}, newTable(heads("saga", "kind", "effective", "rows", "done", "refused", "left", "by")...)
		for _, s := range all {
			data := a.dataOf(c.Context(), d, s)
			rows = append(rows, data)
			t.add(s.Saga, zh.Label("saga", s.Kind), s.On.String(), fmt.Sprint(len(s.Rows)), fmt.Sprint(s.Count(office.RowDone)),
				fmt.Sprint(s.Count(office.RowRefused)), fmt.Sprint(s.Count(office.RowOpen)), orDash(s.By.Name))
		}
		return a.show(rows, t)
	}))
}

func (a *app) sagaShow() *cobra.Command {
	return a.needData(leaf("show ID", func(c *cobra.Command, args []string) error {
		d, err := a.read(c.Context())
		if err != nil {
			return err
		}
		defer d.Close()
		s, err := d.LoadSaga(c.Context(), args[0])
		if err != nil {
			return noSaga(args[0], err)
		}
		s.Idle = s.Ended
		return a.showSaga(a.dataOf(c.Context(), d, s))
	}))
}

// sagaResume goes on where a saga was cut off, by its name alone.
func (a *app) sagaResume() *cobra.Command {
	return a.needData(leaf("resume ID", func(c *cobra.Command, args []string) error {
		d, err := a.open(c.Context(), office.Options{})
		if err != nil {
			return err
		}
		defer d.Close()
		s, err := d.ResumeSaga(c.Context(), args[0], a.progress("cli.saga.progress"))
		if err != nil {
			return noSaga(args[0], err)
		}
		if err := a.react(c.Context(), d); err != nil {
			return err
		}
		return a.showSaga(a.dataOf(c.Context(), d, s))
	}))
}

func noSaga(id string, err error) error {
	var invalid *eventstore.InvalidError
	if errors.Is(err, eventstore.ErrStreamNotFound) || errors.As(err, &invalid) {
		return notFound{say("cli.saga.none", "id", id)}
	}
	return err
}
