package decider

import (
	"container/list"
	"sync"

	"huiyin/eventstore"
)

// cache keeps the most recently used values, at most max of them; with a max
// below one it keeps none.
type cache[V any] struct {
	mu    sync.Mutex
	max   int
	order *list.List
	items map[eventstore.StreamID]*list.Element
}

type cached[V any] struct {
	key   eventstore.StreamID
	value V
}

func newCache[V any](max int) *cache[V] {
	return &cache[V]{max: max, order: list.New(), items: map[eventstore.StreamID]*list.Element{}}
}

func (c *cache[V]) get(key eventstore.StreamID) (v V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	item, ok := c.items[key]
	if !ok {
		return v, false
	}
	c.order.MoveToFront(item)
	return item.Value.(*cached[V]).value, true
}

func (c *cache[V]) put(key eventstore.StreamID, v V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.max < 1 {
		return
	}
	if item, ok := c.items[key]; ok {
		item.Value.(*cached[V]).value = v
		c.order.MoveToFront(item)
		return
	}
	c.items[key] = c.order.PushFront(&cached[V]{key: key, value: v})
	if c.order.Len() > c.max {
		oldest := c.order.Remove(c.order.Back()).(*cached[V])
		delete(c.items, oldest.key)
	}
}
