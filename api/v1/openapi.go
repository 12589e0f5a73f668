package v1

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"huiyin/api/access"
	"huiyin/domain/acts"
	"huiyin/domain/zh"
)

// documentOf is the OpenAPI 3.1 document of the routes. Every act is a path of its
// own, because each has a form of its own.
func documentOf(routes []Route, version, cookie string) []byte {
	d := document{schemas: schemas{}, paths: map[string]object{}}
	for _, r := range routes {
		if strings.HasSuffix(r.Pattern, "/{verb}") { // one path an act, so that each has its own form
			for _, v := range acts.Verbs() {
				if !v.Begins() {
					d.add(r, v)
				}
			}
			continue
		}
		d.add(r, acts.Verb{})
	}
	body, err := json.MarshalIndent(object{
		"openapi": "3.1.0",
		"info":    object{"title": say("web.api.title"), "version": orNone(version), "description": say("web.api.description")},
		"paths":   d.paths,
		"components": object{"schemas": d.schemas, "securitySchemes": object{
			"token": object{"type": "http", "scheme": "bearer", "bearerFormat": "hy_"}, "session": object{"type": "apiKey", "in": "cookie", "name": cookie}}},
		"security": []object{{"token": []string{}}, {"session": []string{}}},
	}, "", " ")
	if err != nil {
		panic(err) // texts and numbers; every test makes it
	}
	return body
}

func orNone(version string) string {
	if version == "" {
		return "0"
	}
	return version
}

type document struct {
	schemas schemas
	paths   map[string]object
}

// add describes a route; verb is the act of a route that does one.
func (d *document) add(r Route, verb acts.Verb) {
	method, path, _ := strings.Cut(r.Pattern, " ")
	op := object{"operationId": r.Name, "summary": say("web.api.route." + r.Name), "x-area": string(r.Area), "responses": d.responses(r)}
	if verb.Name != "" {
		path = strings.Replace(path, "{verb}", verb.Name, 1)
		op["operationId"], op["summary"] = r.Name+"."+verb.Name, label("act", verb.Name)
	}
	if r.Upload {
		op["requestBody"] = object{"required": true, "content": object{"application/octet-stream": object{"schema": object{"type": "string", "contentMediaType": "application/octet-stream"}}}}
	} else if r.Area == access.Drafting && r.In != nil {
		op["requestBody"] = body(beginnings())
	} else if r.In != nil {
		op["requestBody"] = body(formSchema(verb))
	} else if r.Takes != nil {
		op["requestBody"] = body(d.schemas.of(reflect.TypeOf(r.Takes)))
	}
	if r.Area == access.Public {
		op["security"] = []object{} // none is asked
	}
	op["parameters"] = d.parameters(r, path)
	path = Prefix + path
	if d.paths[path] == nil {
		d.paths[path] = object{}
	}
	d.paths[path][strings.ToLower(method)] = op
}

func body(schema object) object {
	return object{"required": true, "content": object{"application/json": object{"schema": schema}}}
}

func (d *document) parameters(r Route, path string) []object {
	all := []object{}
	for part := range strings.SplitSeq(path, "/") {
		if name := strings.Trim(part, "{}"); name != part {
			all = append(all, object{"name": name, "in": "path", "required": true, "schema": object{"type": "string"}})
		}
	}
	for _, q := range r.Query {
		schema := object{"type": string(q.Kind)}
		if q.Choices != nil {
			schema["enum"] = q.Choices
		}
		if q.Kind == aCount {
			schema["minimum"] = 0
		}
		p := object{"name": q.Name, "in": "query", "schema": schema}
		if zh.Has("web.api.param." + q.Name) {
			p["description"] = say("web.api.param." + q.Name)
		}
		all = append(all, p)
	}
	header := func(name string, required bool) {
		all = append(all, object{"name": name, "in": "header", "required": required, "description": say("web.api.header." + name), "schema": object{"type": "string"}})
	}
	if r.In != nil {
		header("Idempotency-Key", true)
	}
	if r.OnCase {
		header("If-Match", true)
	}
	if r.Name == "stream" {
		header("Last-Event-ID", false)
	}
	return all
}

func (d *document) responses(r Route) object {
	media, schema, status := r.Media, object{"type": "string"}, r.status
	if media == "" {
		media = "application/json"
	}
	if r.Out != nil {
		schema = d.schemas.of(reflect.TypeOf(r.Out))
	}
	if media == "application/x-ndjson" {
		schema = object{"type": "string", "description": say("web.api.ndjson"), "x-line": schema}
	}
	if status == 0 {
		status = http.StatusOK
	}
	wrong := object{"description": say("web.api.problem"), "content": object{"application/problem+json": object{"schema": d.schemas.of(reflect.TypeFor[Problem]())}}}
	return object{
		strconv.Itoa(status): object{"description": say("web.api.ok"), "content": object{media: object{"schema": schema}}},
		"default":            wrong,
	}
}

// formSchema is the body of an act, read off its form.
func formSchema(verb acts.Verb) object {
	properties := object{}
	for _, f := range verb.Fields() {
		s := object{"type": []string{"string", "null"}}
		switch f.Kind {
		case acts.YesNo:
			s = object{"type": []string{"boolean", "string", "null"}}
		case acts.Number:
			s = object{"type": []string{"integer", "string", "null"}}
		}
		if names, _ := parts(f.Kind); names != nil {
			one := object{}
			for _, n := range names {
				one[n] = object{"type": "string"}
			}
			s = object{"type": []string{"object", "string", "null"}, "properties": one, "additionalProperties": false}
		}
		if f.Choices != nil {
			s["enum"] = f.Choices
		}
		if f.List {
			s = object{"anyOf": []object{{"type": "array", "items": s}, s}}
		}
		s["description"] = fieldWord(verb, f.Name)
		properties[f.Name] = s
	}
	along(verb, properties)
	return object{"type": "object", "properties": properties, "additionalProperties": false}
}

// beginnings are the forms by which a case can begin.
func beginnings() object {
	var all []object
	for _, v := range acts.Verbs() {
		if v.Begins() {
			all = append(all, formSchema(v))
		}
	}
	return object{"anyOf": all}
}
