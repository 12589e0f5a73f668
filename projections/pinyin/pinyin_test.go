package pinyin_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huiyin/projections/pinyin"
)

// The names of UX-17 in their order by pinyin, with the surnames, places and
// characters that are read wrongly character by character. The persons are of
// antiquity or invented.
const (
	persons = `2026组 A组 敖德 𰻝乙 卜算 单于平 车前 谌湘 成蹊 种师 丁一 丁义 东方明 盖聂 葛洪 过客 呼延 华佗 𠮷野 纪昀 㛃丽
吕蒙 绿珠 万俟卨 宁远 区寄 欧阳修 逄春 朴树 亓官云 覃小河 仇远 瞿秋 任重 单田 召平 佘山 澹台明 谭大江 王二 隗嚣 夏侯 冼星 解缙 䶮甲
尉迟恭 乐毅 员半 曾国 曾国藩 曾向南 查良 翟让 祭仲 张三 长孙无忌 诸葛亮`
	places = `长春市 长沙市 长沙县 长治市 重庆市 大埔县 六安市 单县 台州市 厦门市 张家界市 中牟县`
)

func TestOrderByPinyin(t *testing.T) {
	for text, kind := range map[string]pinyin.Kind{persons: pinyin.Person, places: pinyin.Unit} {
		sorted(t, strings.Fields(text), func(name string) string { return pinyin.Key(name, kind) })
	}
}

// The numbers of strokes, character by character, and what has none first.
func TestOrderByStrokes(t *testing.T) {
	sorted(t, strings.Fields(`2026组 A组 乙一 丁一 丁三 万俟卨 王二 冯唐 任重 刘邦 张三 单田 欧阳修 解缙 𰻝乙`), pinyin.StrokeKey)
	if pinyin.StrokeKey("𰻝") < pinyin.StrokeKey("龘") {
		t.Error("a character whose strokes nobody counted is not last")
	}
}

func sorted(t *testing.T, want []string, key func(string) string) {
	t.Helper()
	got := slices.Clone(want)
	rand.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
	slices.SortFunc(got, func(a, b string) int { return strings.Compare(key(a), key(b)) })
	if !slices.Equal(got, want) {
		t.Errorf("%v\nwant %v", got, want)
	}
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		name, typed, want string
		kind              pinyin.Kind
	}{
		{"张家界市", "zjj", "张家界", pinyin.Unit}, {"湖南省交通厅", "hnsjtt", "湖南省交通厅", pinyin.Unit}, {"湖南省交通厅", "jtt", "交通厅", pinyin.Unit},
		{"湖南省交通厅", "jiaotong", "交通", pinyin.Unit}, {"湖南省交通厅", "jiaot", "交通", pinyin.Unit}, {"湖南省交通厅", "ＨＮＳ", "湖南省", pinyin.Unit},
		{"湖南省交通厅", "iaotong", "", pinyin.Unit}, {"湖南省长沙市", "changsha", "长沙", pinyin.Unit}, {"重庆市", "chongqing", "重庆", pinyin.Unit},
		{"大埔县", "dabu", "大埔", pinyin.Unit}, {"曾国藩", "zgf", "曾国藩", pinyin.Person}, {"曾国藩", "ceng", "", pinyin.Person},
		{"覃小河", "qin", "覃", pinyin.Person}, {"覃小河", "tanx", "覃小", pinyin.Person}, {"单田", "shant", "单田", pinyin.Person}, {"单位", "danwei", "单位", pinyin.Unit},
		{"尉迟恭", "yuchi", "尉迟", pinyin.Person}, {"尉氏县", "weishi", "尉氏", pinyin.Unit}, {"万俟卨", "moqi", "万俟", pinyin.Person},
		{"吕蒙", "lv", "吕", pinyin.Person}, {"吕蒙", "lyumeng", "吕蒙", pinyin.Person}, {"𠮷野", "jy", "𠮷野", pinyin.Person},
		{"办公室(省人防办)", "gssr", "公室(省人", pinyin.Unit}, {"第一中学", "", "", pinyin.Unit}, {"A组", "a", "A", pinyin.Unit},
	} {
		from, to, ok := pinyin.Find(c.name, c.typed, c.kind)
		if got := string([]rune(c.name)[from:to]); ok != (c.want != "") || got != c.want {
			t.Errorf("%s in %s: %q, want %q", c.typed, c.name, got, c.want)
		}
	}
}

// Find and Words agree, and keys keep names apart.
func TestFindAgreesWithWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOfN(rapid.RuneFrom([]rune("曾单覃长沙吕绿重庆厅aＢ1（·𰻝𠮷")), 0, 6, -1).Draw(t, "name")
		typed := rapid.StringOfN(rapid.RuneFrom([]rune("acghlnqstuvyz1")), 1, 4, -1).Draw(t, "typed")
		kind := rapid.SampledFrom([]pinyin.Kind{pinyin.Unit, pinyin.Person}).Draw(t, "kind")
		_, to, ok := pinyin.Find(name, typed, kind)
		in := slices.ContainsFunc(pinyin.Words(name, kind), func(w string) bool { return strings.HasPrefix(w, typed) })
		if ok != in || to > len([]rune(name)) {
			t.Fatalf("found %v up to %d, in words %v", ok, to, in)
		}
		other := rapid.StringOfN(rapid.RuneFrom([]rune("曾国aA1𰻝")), 0, 3, -1).Draw(t, "other")
		if (pinyin.Key(name, kind) == pinyin.Key(other, kind)) != (name == other) {
			t.Fatalf("one key for %q and %q", name, other)
		}
	})
}
