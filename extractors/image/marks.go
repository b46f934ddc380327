package image

import (
	"regexp"
	"slices"
	"strings"

	"evscan/evidence"
)

// marks gathers what tells a screenshot from a photograph.
type marks struct {
	camera   bool   // a camera, a lens or an exposure is named
	software string // the program that made the picture
	comment  string
	apple    bool // written by one of Apple's systems
}

func (m *marks) see(name, value string) {
	switch name {
	case "exif:Make", "exif:FNumber", "exif:ExposureTime", "exif:LensModel", "exif:ISO":
		m.camera = true
	case "exif:Software", "png:Software", "xmp:CreatorTool", "exif:ProcessingSoftware":
		if m.software == "" {
			m.software = value
		}
	case "exif:UserComment", "xmp:UserComment", "png:Description", "png:Comment":
		if m.comment == "" || strings.EqualFold(value, "Screenshot") {
			m.comment = value
		}
	case "icc:ProfileCopyright":
		m.apple = m.apple || strings.Contains(value, "Apple")
	}
}

// nameRule is a pattern of the names that a system gives to screenshots.
type nameRule struct {
	system  string
	pattern *regexp.Regexp
}

// nameRules is in order: the more a pattern demands the earlier it stands. The
// words are those of the systems' own translations.
func nameRules() []nameRule {
	const words = `(?:Screenshot|Bildschirmfoto|Capture d[’']écran|Captura de pantalla|Schermata|スクリーンショット|屏幕截图|螢幕擷取畫面|스크린샷)`
	rule := func(system, pattern string) nameRule { return nameRule{system, regexp.MustCompile(`(?i)^` + pattern)} }
	return []nameRule{
		rule("Android", `Screenshot_\d{4}-?\d\d-?\d\d-?[-_]?\d\d-?\d\d-?\d\d`),
		rule("macOS", `(?:Screen ?shot|Bildschirmfoto|Capture d[’']écran|Captura de pantalla|Schermata|スクリーンショット|截屏|截圖|스크린샷) ?\d{4}-\d\d-\d\d (?:at|um|à|a las|alle ore)? ?(?:上午|下午|午前|午後)?\d{1,2}[.:]\d\d[.:]\d\d`),
		rule("GNOME", `Screenshot from \d{4}-\d\d-\d\d \d\d-\d\d-\d\d`),
		rule("KDE", `Screenshot_\d{8}_\d{6}`),
		rule("Windows", words+` \(\d+\)`),
		rule("Windows", words+` \d{4}-\d\d-\d\d \d{6}`),
		rule("Windows", `(?:Capture|キャプチャ|Unbenannt|Captura)\d*\.png$`),
		rule("Chromium", `screencapture-`),
		rule("unknown", words),
	}
}

// screenshotTools are programs that make nothing but screenshots.
func screenshotTools() []string {
	return []string{"gnome-screenshot", "greenshot", "sharex", "snipping tool", "spectacle", "scrot", "flameshot", "lightshot", "snagit", "picpick",
		"ksnapshot", "shutter", "fireshot", "screenpresso", "snip & sketch", "screenshot", "winshot", "rapture"}
}

// iosSizes are the screens of Apple's telephones and tablets in pixels, upright.
func iosSizes() [][2]int {
	return [][2]int{{640, 960}, {640, 1136}, {750, 1334}, {828, 1792}, {1080, 1920}, {1125, 2436}, {1170, 2532}, {1179, 2556}, {1206, 2622}, {1242, 2208},
		{1242, 2688}, {1284, 2778}, {1290, 2796}, {1320, 2868}, {1488, 2266}, {1536, 2048}, {1620, 2160}, {1640, 2360}, {1668, 2224}, {1668, 2388}, {2048, 2732}}
}

// desktopSizes are common screens that no camera shares.
func desktopSizes() [][2]int {
	return [][2]int{{1024, 768}, {1280, 720}, {1280, 800}, {1280, 1024}, {1366, 768}, {1440, 900}, {1536, 864}, {1600, 900}, {1680, 1050}, {1920, 1080},
		{1920, 1200}, {2560, 1080}, {2560, 1440}, {2560, 1600}, {2880, 1800}, {3024, 1964}, {3440, 1440}, {3456, 2234}, {3840, 2160}, {5120, 2880}}
}

// screenshot names the system that took the picture of a screen and why it is
// believed to be one; false where nothing says so. lossless: the format keeps
// every pixel, as systems save screenshots.
func (m *marks) screenshot(in evidence.Input, width, height int, lossless bool) (system, why string, ok bool) {
	low := strings.ToLower(m.software)
	for _, tool := range screenshotTools() {
		if strings.Contains(low, tool) {
			return m.software, "the program that made it", true
		}
	}
	if strings.EqualFold(m.comment, "Screenshot") {
		if slices.Contains(iosSizes(), [2]int{min(width, height), max(width, height)}) {
			return "iOS", "the comment and the size of a screen", true
		}
		return "macOS", "the comment that its system writes", true
	}
	name := in.Name
	for _, r := range nameRules() {
		if r.pattern.MatchString(name) {
			return r.system, "the pattern of its name", true
		}
	}
	if m.camera || !lossless {
		return "", "", false
	}
	if regexp.MustCompile(`(?i)^IMG_\d{4}\.png$`).MatchString(name) && slices.Contains(iosSizes(), [2]int{min(width, height), max(width, height)}) {
		return "iOS", "the pattern of its name and the size of a screen", true
	}
	if m.software == "" && slices.Contains(desktopSizes(), [2]int{width, height}) {
		return "unknown", "the size of a screen, lossless", true
	}
	return "", "", false
}
