// Package api is where people and programs come in: HTTP and JSON, the web
// pages, the live stream, sign-in. It holds nothing yet.
//
// Its place in the house is fixed all the same, and a test holds it: it may
// know domain, projections and the root of eventstore, and nobody but cmd may
// know it.
package api
