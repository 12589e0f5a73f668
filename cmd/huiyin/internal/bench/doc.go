// Package bench measures the engine on the machine it runs on, beside something
// everybody can measure: a plain file that gets the same bytes in the same
// batches, one write and one sync each, and, where PostgreSQL is installed, a
// plain table with an audit row. Ratios of one run say more than figures of two.
//
// The log is one simulated session year, copied under other case ids until it
// has the events asked for; every event has the size, type and chain of a real
// one. Nothing here is a test: a slow machine gets slow figures and no failure.
//
// Terms, as they are printed:
//
//   - durable append: one event, acknowledged after its transaction is synced;
//   - replay: reading every event, checking its hash and chain, decoding it and
//     folding its case;
//   - rebuild: folding the whole log into a new read file with all views, with its
//     indexes, synced and switched to;
//   - start: opening the log as its owner and views that show everything, in a
//     process of its own, until the first list could be read; the system's file
//     cache is warm;
//   - memory: the greatest resident size of a process of its own that opens the
//     log as its owner, rebuilds all views, lists and loads 10,000 cases;
//   - growth: the rate of appends at the large log as a share of that at one of
//     10,000 events, both taken by turns.
//
// Where it says how many processors the work had, less than there are means that
// other work took them.
package bench
