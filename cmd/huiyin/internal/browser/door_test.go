//go:build !race

package browser

import (
	"strings"
	"testing"

	"github.com/pquerna/otp/totp"
)

// TestTheDoor takes a new person through everything between an account that is
// opened and a day's work: the link, the password, the second factor, sign-in with
// it, and the end of everything when the account is stopped.
func TestTheDoor(t *testing.T) {
	t.Parallel()
	h := open(t)
	security := h.comes("security", options{})
	security.follows("账号")
	security.fills(map[string]any{"login": "newcomer", "name": "新来的"})
	security.presses("开设账号")
	security.fills(map[string]any{"role": "unit_handler", "body": unitName})
	security.presses("授予身份")
	security.sees("湖南省交通运输厅 承办人：账号security已提请")
	auditor := h.comes("auditor", options{})
	auditor.follows("待批准的身份")
	auditor.presses("批准")
	auditor.sees("已批准")
	security.opens("/accounts/newcomer")
	security.sees("湖南省交通运输厅 承办人（自")
	security.presses("给出设置密码的链接")
	link := script[string](security, `document.querySelector(".note .raw").textContent`)

	guest := h.guest(options{})
	guest.opens(link)
	guest.fills(map[string]any{"password": "short"})
	guest.presses("保存")
	guest.sees("12")
	guest.fills(map[string]any{"password": "Xin-Mima-2026-ok"})
	guest.presses("保存")
	guest.opens(link)
	guest.sees("没有办成")
	guest.opens("/signin")
	guest.fills(map[string]any{"login": "newcomer", "password": "Xin-Mima-2026-ok"})
	guest.presses("登录")
	guest.opens("/account/second")
	secret := script[string](guest, `document.querySelector("main form .raw").textContent`)
	code, err := totp.GenerateCode(strings.TrimSpace(secret), h.server.Office.Now())
	if err != nil {
		t.Fatal(err)
	}
	guest.fills(map[string]any{"code": code})
	guest.presses("确认")
	guest.sees("恢复码")
	guest.presses("退出")
	guest.opens("/")
	guest.fills(map[string]any{"login": "newcomer", "password": "Xin-Mima-2026-ok"})
	guest.presses("登录")
	guest.sees("动态口令")
	guest.fills(map[string]any{"code": code})
	guest.presses("登录")
	guest.sees("验证码") // the same code is not taken twice

	deputy := h.comes("deputy", options{})
	deputy.opens("/account")
	deputy.sees("登录中的设备")
	security.opens("/accounts/deputy")
	security.fills(map[string]any{"reason": "手机丢失"})
	security.presses("停用账号")
	security.sees("已停用")
	deputy.opens("/todo")
	deputy.sees("密码")

	auditor.follows("安全记录")
	auditor.sees("newcomer", "启用动态口令", "登录")
	for _, login := range []string{"security", "system"} {
		p := h.comes(login, options{})
		p.opens("/cases")
		p.sees("不能使用这一页")
	}
	auditor.opens("/security")
	auditor.sees("打开无权使用的页面")
}
