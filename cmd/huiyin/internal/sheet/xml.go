package sheet

import (
	"bytes"
	"strings"
)

// checkXML counts what a parser would have to build, without building it. It is
// exact for well-formed XML in UTF-8, which is the only encoding let through:
// another could hide tags from this count.
func checkXML(name string, b []byte) error {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	limit := maxOther
	if strings.HasPrefix(name, "xl/worksheets/") || strings.HasPrefix(name, "xl/sharedstrings") {
		limit = maxElements
	}
	s := scan{rest: b}
	for s.next() {
		switch {
		case s.elements > limit:
			return refuse("too_many_elements", "part", name, "limit", limit)
		case s.depth > maxDepth:
			return refuse("too_deep", "part", name, "limit", maxDepth)
		case s.attrs > maxAttrs:
			return refuse("too_many_attributes", "part", name, "limit", maxAttrs)
		case s.doctype:
			return refuse("entities", "part", name)
		case s.foreign:
			return refuse("damaged", "part", name, "detail", "encoding")
		}
	}
	if loose := strings.HasSuffix(name, ".vml"); !loose && (s.broken || s.depth != 0) { // drawings hold HTML
		return refuse("damaged", "part", name, "detail", "XML")
	}
	return nil
}

// scan walks from tag to tag.
type scan struct {
	rest                     []byte
	elements, depth          int
	attrs                    int // of the present tag
	doctype, foreign, broken bool
}

// next takes one tag, comment or instruction; false at the end or where the
// text is broken.
func (s *scan) next() bool {
	i := bytes.IndexByte(s.rest, '<')
	if i < 0 || s.broken {
		return false
	}
	s.rest, s.attrs = s.rest[i+1:], 0
	switch {
	case bytes.HasPrefix(s.rest, []byte("!--")):
		s.skip("-->")
	case bytes.HasPrefix(s.rest, []byte("![CDATA[")):
		s.skip("]]>")
	case bytes.HasPrefix(s.rest, []byte("!")):
		s.doctype = true
	case bytes.HasPrefix(s.rest, []byte("?")):
		s.instruction()
	case bytes.HasPrefix(s.rest, []byte("/")):
		s.depth--
		s.broken = s.depth < 0
		s.skip(">")
	default:
		s.elements++
		s.tag()
	}
	return true
}

func (s *scan) skip(end string) []byte {
	i := bytes.Index(s.rest, []byte(end))
	if i < 0 {
		s.broken = true
		return nil
	}
	skipped := s.rest[:i]
	s.rest = s.rest[i+len(end):]
	return skipped
}

func (s *scan) instruction() {
	text := bytes.ToLower(s.skip("?>"))
	if i := bytes.Index(text, []byte("encoding")); i >= 0 && !bytes.Contains(text[i:], []byte("utf-8")) {
		s.foreign = true
	}
}

// tag reads to the end of a start tag; a quoted value may hold any sign.
func (s *scan) tag() {
	var quote byte
	for i, c := range s.rest {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
			if s.attrs++; s.attrs > maxAttrs {
				return
			}
		case c == '>':
			if i == 0 || s.rest[i-1] != '/' {
				s.depth++
			}
			s.rest = s.rest[i+1:]
			return
		}
	}
	s.broken = true
}
