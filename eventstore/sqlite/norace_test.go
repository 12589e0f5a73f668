//go:build !race

package sqlite

const fewer = 1

// racers append to one stream at a time. The more of them are really under way at
// once, the more orders have to be tried to find one that explains what they were
// told; under the race detector, which slows them, 50 may take for ever.
const racers = 50
