package sqlite

import "huiyin/eventstore"

type bug struct{ plant func(*Store) eventstore.Store }

var bugs = map[string]bug{}
