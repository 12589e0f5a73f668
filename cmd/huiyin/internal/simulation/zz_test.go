package simulation_test

import (
	"testing"
	"time"
	"os"
	"strconv"

	"huiyin/cmd/huiyin/internal/simulation"
)

func TestZZ(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("N"))
	from, _ := strconv.Atoi(os.Getenv("FROM"))
	to, _ := strconv.Atoi(os.Getenv("TO"))
	y, _ := strconv.Atoi(os.Getenv("Y"))
	for s := from; s < to; s++ {
		start := time.Now()
		sum, err := simulation.Run(t.Context(), t.TempDir(), simulation.Options{Cases: n, Seed: int64(s), Year: y})
		if err != nil {
			t.Error(s, err)
		}
		if to == from+1 {
			t.Logf("%v %+v", time.Since(start), sum)
		}
	}
}
