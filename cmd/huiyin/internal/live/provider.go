package live

import (
	"context"
	"sync"

	"huiyin/api/signin"
)

// Identity gives the office's own identity provider. It is asked for its addresses
// when it is first needed, so that an installation starts while the provider is
// away, and asked again until it has answered.
func (a *Accounts) Identity(o signin.ProviderOptions) func(context.Context) (*signin.Provider, error) {
	var mu sync.Mutex
	var known *signin.Provider
	return func(ctx context.Context) (*signin.Provider, error) {
		mu.Lock()
		defer mu.Unlock()
		if known != nil {
			return known, nil
		}
		found, err := a.Provider(ctx, o)
		if err == nil {
			known = found
		}
		return found, err
	}
}
