// Package api is where people and programs come in: sign-in, the web pages, HTTP
// and JSON, the live stream. It puts together what its folders hold:
//
//	desk     the office as pages and programs reach it
//	access   who may see and do what
//	signin   passwords, second factors, sessions, tokens
//	throttle how often somebody may ask
//	pages    the web pages
//	v1       HTTP and JSON for programs, and the live stream
//
// It may know domain, projections and the root of eventstore, and nobody but cmd
// may know it; a test holds that.
package api
