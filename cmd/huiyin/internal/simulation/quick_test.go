package simulation

import (
	"os"
	"strconv"
	"testing"
	"time"
)

func TestQuick(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("N"))
	if n == 0 {
		n = 100
	}
	seed, _ := strconv.Atoi(os.Getenv("SEED"))
	start := time.Now()
	sum, err := Run(t.Context(), t.TempDir(), Options{Cases: n, Seed: int64(seed)})
	t.Logf("%v %+v", time.Since(start), sum)
	if err != nil {
		t.Fatal(err)
	}
}
