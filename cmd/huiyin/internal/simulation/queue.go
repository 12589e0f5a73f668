package simulation

import (
	"container/heap"
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"time"
)

// item is something that will happen. Sequence breaks ties, so that the order
// never depends on how the heap is built.
type item struct {
	at  time.Time
	seq int
	do  func() error
}

type items []item

func (q items) Len() int { return len(q) }
func (q items) Less(i, j int) bool {
	if c := q[i].at.Compare(q[j].at); c != 0 {
		return c < 0
	}
	return q[i].seq < q[j].seq
}
func (q items) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *items) Push(x any)   { *q = append(*q, x.(item)) }
func (q *items) Pop() any {
	last := len(*q) - 1
	it := (*q)[last]
	(*q)[last] = item{}
	*q = (*q)[:last]
	return it
}

// queue is what is to come, earliest first.
type queue struct {
	items items
	seq   int
}

func (q *queue) push(at time.Time, do func() error) {
	q.seq++
	heap.Push(&q.items, item{at: at, seq: q.seq, do: do})
}

func (q *queue) pop() (item, bool) {
	if len(q.items) == 0 {
		return item{}, false
	}
	return heap.Pop(&q.items).(item), true
}

// seedOf derives an independent seed, so that no two sources run in step.
func seedOf(seed int64, what string, n int) [32]byte {
	b := binary.BigEndian.AppendUint64([]byte("simulation/"+what+"/"), uint64(seed))
	return sha256.Sum256(binary.BigEndian.AppendUint64(b, uint64(n)))
}

func randomOf(seed int64, what string, n int) *rand.Rand {
	s := seedOf(seed, what, n)
	return rand.New(rand.NewPCG(binary.BigEndian.Uint64(s[:]), binary.BigEndian.Uint64(s[8:])))
}
