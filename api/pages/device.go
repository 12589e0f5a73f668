package pages

import "strings"

// devices and browsers are told apart by what browsers say of themselves, the more
// telling first; the words stand in the catalogue under "web.device.".
var (
	devices  = []string{"iPhone", "iPad", "HarmonyOS", "Android", "Windows", "Macintosh", "Linux"}
	browsers = []string{"MicroMessenger", "Edg", "Firefox", "Chrome", "Safari"}
)

// deviceWord says what somebody signs in with, as they would say it. Who says
// nothing of the kind is a program, named as it names itself.
func deviceWord(agent string) string {
	device, browser := "", ""
	for _, d := range devices {
		if device == "" && strings.Contains(agent, d) {
			device = say("web.device." + strings.ToLower(d))
		}
	}
	for _, b := range browsers {
		if browser == "" && strings.Contains(agent, b) {
			browser = say("web.device." + strings.ToLower(b))
		}
	}
	if device == "" {
		return cut(40, agent)
	}
	return strings.TrimSpace(device + " " + browser)
}
