package signin

import "context"

// StepUp asks the session's owner again who they are: by the second factor or,
// for an account without one, by the password. The session gets a new token and
// is fresh for five minutes.
func (s *Service) StepUp(ctx context.Context, token, proof string, from From) (Step, error) {
	v, err := s.Lookup(token)
	if err != nil {
		return Step{}, err
	}
	second := false
	err = s.prove(ctx, v, from, SteppedUp, func(a secrets) (bool, error) {
		if a.Second == nil {
			right, _, err := s.hasher.check(ctx, a.Password, clip(proof, 4*maxPassword))
			return right, err
		}
		second = true
		how, err := s.spend(ctx, v.Login, proof, from)
		return how != "", err
	})
	if err != nil {
		return Step{}, err
	}
	return s.rotate(ctx, token, from, Record{Act: SteppedUp}, func(v *Session) {
		v.Factor, v.Second = s.now(), v.Second || second
	})
}

// ActUnder chooses which of the account's grants the session acts under. It gets
// a new token, because its rights change.
func (s *Service) ActUnder(ctx context.Context, token, grant string, from From) (Step, error) {
	v, err := s.Lookup(token)
	if err != nil {
		return Step{}, err
	}
	account, _ := s.entry(v.Login)
	r := Record{Act: GrantChosen, Login: v.Login, Subject: v.ID, Detail: map[string]string{"grant": grant}}
	for _, g := range account.Grants {
		if g == grant {
			return s.rotate(ctx, token, from, r, func(v *Session) { v.Grant = grant })
		}
	}
	return Step{}, s.refused(ctx, from, r, refuse(ErrGrant))
}
