package fingerprints

import (
	"strings"

	"evscan/evidence"
)

// marketWords is the vocabulary of those who sell what they stole. Each group
// counts once.
var marketWords = [][]string{
	{".onion", "tor browser", "torbrowser"},
	{"tox id", "tox:", "session id:", "jabber", "telegram", "t.me/", "xmpp"},
	{"bitcoin", "btc", "monero", "xmr", "wallet", "ビットコイン"},
	{"auction", "highest bid", "start price", "blitz", "buyout", "for sale", "full dump", "full archive", "オークション", "競売", "販売価格"},
	{"leak", "leaked", "dump", "data breach", "exfiltrat", "stolen", "漏えい", "漏洩", "流出", "窃取"},
	{"proof", "sample pack", "proofpack", "free sample", "サンプル"},
	{"ransom", "deadline", "will be published", "publish the data", "refused to pay", "contact us to", "身代金", "公開まで"},
	{"hacked", "we have downloaded", "our team", "negotiat", "compromised the network", "侵入"},
	{"gb of data", " gb of", "total size", "data size", "files count", "revenue:", "ギガバイト", "データ量"},
}

// Groups of market vocabulary that make a text a listing.
const (
	listingText = 3
	listingOCR  = 4 // a news page on a screenshot holds some of it
)

// maxListing is how much text a listing has at most, in bytes.
const maxListing = 32 << 10

// isListing reports whether an item is the leak site's own words: a short text
// at the top level of the package, or a screenshot, in the language of its market.
func isListing(it *evidence.Item, facts []evidence.Fact) bool {
	if it.Parent != "0" && it.ID != "0" {
		return false
	}
	need := 0
	var text strings.Builder
	for i := range facts {
		f := &facts[i]
		switch f.Kind {
		case evidence.FactText:
			need = max(need, listingText)
		case evidence.FactOCR:
			need = listingOCR
		default:
			continue
		}
		if text.Len()+len(f.Value) > maxListing {
			return false
		}
		text.WriteString(f.Value)
		text.WriteByte('\n')
	}
	if need == 0 {
		return false
	}
	low := strings.ToLower(text.String())
	n := 0
	for _, group := range marketWords {
		for _, w := range group {
			if strings.Contains(low, w) {
				n++
				break
			}
		}
	}
	return n >= need
}
