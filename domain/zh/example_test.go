package zh_test

import (
	"fmt"

	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

func ExampleSentence() {
	fmt.Println("3月5日 省交通运输厅 " + zh.Sentence("assignment.signed_in", suggestion.SignedIn{Assignment: "a1"}))
	// Output: 3月5日 省交通运输厅 签收交办的建议
}

func ExampleLabel() {
	fmt.Println(zh.Label("state.line", "delivered"), zh.Label("act", "request_return"))
	// Output: 已送达 申请退办
}

func ExampleText() {
	fmt.Println(zh.Text("fmt.times", map[string]string{"n": "2"}))
	// Output: 第2次
}
