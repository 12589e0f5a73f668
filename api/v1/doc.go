// Package v1 is the office over HTTP and JSON, for programs and for the pages'
// live parts: all that the pages do, under the same rights.
//
// One table says which routes there are, who may use each, what it takes and what
// it answers. The mux, the rights, the checks of the address and the OpenAPI
// document (served at /openapi.json) are all made from it.
//
// # Guarantees
//
//   - Every error is application/problem+json (RFC 9457) in Chinese, with a type
//     whose page says what to do (/problems/{code}). What a reader may not see is
//     not there: 404, in every list, count and stream.
//   - Who comes with "Authorization: Bearer hy_..." is that token's owner under the
//     token's one grant, and no cookie is looked at. All others need a session.
//   - A write needs Content-Type: application/json, an Idempotency-Key and, on a
//     case, If-Match with the ETag that was read. The same key, from the same actor
//     on the same route, is the same act: it is done once, and each answer has the
//     same bytes. Another body under it is refused. There is no record of keys
//     beside the log: the key lies in the id of the events, for ever, and a refused
//     act leaves none.
//   - A write answers the position of the log at which it stands; a read that is
//     given it (at=) waits up to two seconds and says "stale": true if it is still
//     older.
//   - Lists are read in parts. A page_token belongs to its list, filter, order and
//     day; rows that come or go between two parts make no other row be missed or
//     come twice.
//   - A handling unit's answers tell nothing of a rating before its release, and no
//     version or position that moves for a reason the unit may not know.
//
// Times are RFC 3339 with +08:00, dates are dates of China, versions and positions
// whole numbers. Names are stable English; "display" is for people.
package v1
