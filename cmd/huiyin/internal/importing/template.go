package importing

import (
	"strings"

	"huiyin/cmd/huiyin/internal/sheet"
	"huiyin/domain/zh"
)

// Template is the table that offices fill in, with an example row that an import
// passes over, and a second one that explains the columns.
func Template() []sheet.Table {
	example := []string{templateText("example_mark")}
	fill := sheet.Table{Name: templateText("sheet"), Heads: []string{columnWord("ordinal")}}
	explain := sheet.Table{Name: templateText("help_sheet"),
		Heads: []string{templateText("head.column"), templateText("head.what"), templateText("head.values"), templateText("head.example")}}
	for _, name := range columnOrder {
		fill.Heads = append(fill.Heads, columnWord(name))
		example = append(example, templateText(name+".example"))
		explain.Rows = append(explain.Rows, []string{columnWord(name), templateText(name + ".what"), templateText(name + ".values"),
			templateText(name + ".example")})
	}
	fill.Rows = [][]string{example}
	for _, rule := range strings.Split(templateText("rules"), "|") {
		explain.Rows = append(explain.Rows, []string{templateText("rule"), strings.TrimSpace(rule)})
	}
	return []sheet.Table{fill, explain}
}

func templateText(name string) string {
	return strings.ReplaceAll(zh.Label("cli.template", name), `\n`, "\n")
}
