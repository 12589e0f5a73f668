// Package access says who may see and do what. It is pure: who is at the desk, of
// what the register grants, comes in, and what the reader may see of a case, of
// lists and of pages goes out. What may be done to a case stands in the machines'
// tables and is asked of package acts; nothing here repeats it.
//
// Everything is denied that no row allows (handbook ACL-01). What a reader may not
// see is not there: a case outside the scope is unknown, in lists, counts,
// searches and streams alike (ACL-04, ACL-05).
package access
