package ooxml

import "strings"

// builtinNames lists, in lower case, the names that Office itself gives to themes
// and slide layouts, in English and Japanese. Files carry them whoever wrote them.
const builtinNames = `
office theme
office テーマ
office theme 2013 - 2022
office テーマ 2013 - 2022
office 2013 - 2022 theme
office
default theme
default design
標準デザイン
blank presentation
custom design
デザインの設定
facet
integral
ion
ion boardroom
organic
retrospect
slice
wisp
banded
basis
berlin
circuit
damask
depth
dividend
droplet
frame
gallery
main event
mesh
metropolitan
parallax
parcel
quotable
savon
vapor trail
view
wood type
badge
celestial
crop
feathered
headlines
title slide
title and content
section header
two content
comparison
title only
blank
content with caption
picture with caption
title and vertical text
vertical title and text
title and caption
quote with caption
name card
quote name card
true or false
panoramic picture with caption
タイトル スライド
タイトルとコンテンツ
セクション見出し
2 つのコンテンツ
比較
タイトルのみ
白紙
タイトル付きのコンテンツ
タイトル付きの図
タイトルと縦書きテキスト
縦書きタイトルと縦書きテキスト
`

// builtin reports whether Office gave the name. It puts "1_", "2_" before the
// names of themes that come in with pasted slides, and zero-width blanks into the
// Japanese one.
func builtin(name string) bool {
	name = strings.ToLower(strings.TrimSpace(strings.ReplaceAll(name, "\u200b", "")))
	if len(name) > 2 && name[0] >= '0' && name[0] <= '9' && name[1] == '_' {
		name = name[2:]
	}
	return name == "" || !strings.Contains(name, "\n") && strings.Contains(builtinNames, "\n"+name+"\n")
}
