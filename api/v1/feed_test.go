package v1

import "testing"

// Who does not keep up is let go, with what waited for it, and holds up nobody.
func TestWhoIsBehindIsLetGo(t *testing.T) {
	slow, fast := &listener{make(chan *news, bufferSize)}, &listener{make(chan *news, bufferSize)}
	f, all := &feed{}, map[*listener]bool{slow: true, fast: true}
	const n = bufferSize + 50
	for i := range n {
		f.tell(all, &news{})
		if _, ok := <-fast.news; !ok {
			t.Fatalf("let go at %d", i)
		}
	}
	waited := 0
	for range slow.news {
		waited++
	}
	if waited != bufferSize || len(all) != 1 || !all[fast] {
		t.Fatalf("%d waited, %d are told", waited, len(all))
	}
}
