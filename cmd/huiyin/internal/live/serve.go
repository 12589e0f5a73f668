package live

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"huiyin/api"
)

// Web says how the office is reached over HTTP.
type Web struct {
	Listener net.Listener
	Handler  *api.API
	// Ops is where machines ask and what answers them; nil for none.
	Ops        net.Listener
	OpsHandler http.Handler
}

// Serve runs the office and answers requests until the context ends; then what is
// in flight is finished, for at most ten seconds.
func (s *Server) Serve(ctx context.Context, w Web) error {
	server := &http.Server{Handler: w.Handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: api.MaxHeader}
	server.RegisterOnShutdown(w.Handler.Stop)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	failed := make(chan error, 2)
	go func() {
		err := server.Serve(w.Listener)
		stop()
		failed <- err
	}()
	go func() {
		err := s.Run(ctx)
		stop()
		failed <- err
	}()
	if w.Ops != nil {
		ops := &http.Server{Handler: w.OpsHandler, ReadHeaderTimeout: 5 * time.Second}
		go func() { _ = ops.Serve(w.Ops) }() // ends when it is closed
		defer ops.Close()
	}
	<-ctx.Done()
	grace, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	errs := []error{server.Shutdown(grace)}
	for range 2 {
		if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
