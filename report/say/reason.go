package say

import (
	"regexp"
	"strings"
)

// saying is one sentence that the weighing or a reader of marks writes, and the same
// in Japanese. %1 stands for what the first bracket took; %r1 has it translated too.
type saying struct{ english, japanese string }

// sayings lists what the report's own English sentences mean in Japanese, most
// particular first. A sentence that is missing here is shown in English: the report
// carries sentences, and older reports carry older ones.
func sayings() []saying {
	return []saying{
		// Verdicts on the owner.
		{`(.+) is a party of (\d+)% of the documents, and marks of its own systems stand in (\d+) of them`, `%1 は文書の%2%で当事者であり、そのうち%3件に自社システムの痕跡がある`},
		{`(.+) is a party of (\d+)% of the documents while the other side varies \((\d+) organisations\)`, `%1 は文書の%2%で当事者であり、相手方は%3組織にわたる`},
		{`a party of (\d+)% of the documents`, `文書の%1%で当事者である`},
		{`the probability of (.+) is ([\d.]+), under the ([\d.]+) that identification asks for`, `%1 の確率は%2で、特定に必要な%3に届かない`},
		{`the probability of (.+) is a little under the ([\d.]+) that identification asks for`, `%1 の確率は、特定に必要な%2にわずかに届かない`},
		{`the evidence for (.+) is too weak \(([\d.]+)\)`, `%1 を示す証拠は弱すぎる(%2)`},
		{`(.+) \(([\d.]+)\) and (.+) \(([\d.]+)\) are too close to each other`, `%1(%2)と %3(%4)の差が小さすぎる`},
		{`no evidence from inside its own systems, and (.+) does not deal with enough others \((\d+), in (\d+)% of the documents\)`, `自社システム内部の証拠がなく、%1 の取引相手も十分でない(%2組織、文書の%3%)`},
		{`only a host, tenant or template \((.+)\) leads, and nothing says whose it is`, `有力なのはホスト・テナント・ひな形(%1)だけで、誰のものかを示すものがない`},
		{`all that points at (.+) stands in one file of (\d+)`, `%1 を示すものは%2ファイル中の1ファイルにしかない`},
		{`(.+) is only mentioned, which anybody is`, `%1 は文中に言及されているだけで、それは誰にでもあり得る`},
		{`mixed owners: (.+) deals with others in documents without (.+)`, `持ち主が混在:%1 が、%2 の現れない文書で他者と取引している`},
		{`mixed owners: (.+) has systems of its own in documents without (.+)`, `持ち主が混在:%1 のシステムの痕跡が、%2 の現れない文書にある`},
		{`mixed owners: (.+)`, `持ち主が混在:%r1`},
		{`issuer or recipient: (.+) and (.+) deal with each other in these documents, and nothing shows from whose systems they come`, `発行側か受取側か:%1 と %2 の間の文書であり、どちらのシステムから出たかを示すものがない`},
		{`the lead of (.+) rests on one thing alone: (.+)`, `%1 の優位は一つの証拠だけに支えられている:%r2`},
		{`nothing in the package points at any organisation`, `組織を示すものがパッケージにない`},
		{`an inventory was asked for: no text was read, so nothing speaks for or against anybody`, `一覧のみの作成を指定:文章を読んでいないため、誰についても何も言えない`},
		// Verdicts on the claim.
		{`nothing relevant: the package holds no evidence of any organisation`, `関係するものがない:組織を示す証拠がパッケージにない`},
		{`(.+) is identified as the owner`, `%1 が持ち主と特定された`},
		{`(.+) leads but is not identified: (.+)`, `%1 が有力だが特定には至らない:%r2`},
		{`(.+) leads, which belongs to the same group as the claimed party or may be the same organisation`, `有力な %1 は、主張された組織と同じグループか、同一の可能性がある`},
		{`similar name or domain: the package names (.+), and the claim says another legal form`, `名称またはドメインが類似:パッケージにあるのは %1 で、主張とは法人格が異なる`},
		{`similar name or domain: the claimed party does not occur, and the name of (.+), which leads, begins with the same word`, `名称またはドメインが類似:主張された組織は現れず、有力な %1 の名称と同じ語で始まる`},
		{`(.+) leads, but it and the claimed party are known by different things, so that nothing tells whether they are two`, `%1 が有力だが、主張された組織とは手がかりの種類が異なり、別の組織かどうかを示すものがない`},
		{`similar name or domain: the claimed party does not occur, and (.+), which leads, is spelled nearly like it`, `名称またはドメインが類似:主張された組織は現れず、有力な %1 とつづりが近い`},
		{`third party holding the claimant's data: the systems are those of (.+), and most documents are marked as those of (.+)`, `第三者が保管するデータ:システムは %1 のもの、文書の多くは %2 のものとされている`},
		{`(.+) is the probable owner \(([\d.]+)\); the claimed organisation does not occur by that name, and (.+), which is spelled like it, is only mentioned here`, `%1 が持ち主とみられる(%2)。主張された組織はその名では現れず、つづりの近い %3 は文中に現れるだけ`},
		{`(.+) is the probable owner \(([\d.]+)\); the claimed organisation does not occur by that name, and (.+), which is spelled like it, is (?:an? |the )?([\w-]+) here`, `%1 が持ち主とみられる(%2)。主張された組織はその名では現れず、つづりの近い %3 の役割は「%role4」`},
		{`(.+) is the probable owner \(([\d.]+)\); the claimed organisation does not occur in the package`, `%1 が持ち主とみられる(%2)。主張された組織はパッケージに現れない`},
		{`(.+) is the probable owner \(([\d.]+)\); the claimed party is only mentioned here`, `%1 が持ち主とみられる(%2)。主張された組織は文中に現れるだけ`},
		{`(.+) is the probable owner \(([\d.]+)\); the claimed party is (?:an? |the )?([\w-]+) here`, `%1 が持ち主とみられる(%2)。主張された組織の役割は「%role3」`},
		{`(.+) is the probable owner \(([\d.]+)\)`, `%1 が持ち主とみられる(%2)`},
		{`the claimed organisation does not occur in the package, and (.+)`, `主張された組織はパッケージに現れない。%r1`},
		{`(.+); the two have similar names or domains and are easily mistaken for each other`, `%r1。両者は名称またはドメインが似ており、取り違えやすい`},
		// What would change the answer.
		{`Without (.+) nothing points at anybody\.`, `%r1を除くと、誰も示されない。`},
		{`Without (.+) nobody leads clearly\.`, `%r1を除くと、はっきりした有力候補がなくなる。`},
		{`Without (.+) the verdict on (.+) would be "(.+)"\.`, `%r1を除くと、%2 についての判定は「%verdict3」になる。`},
		{`Without the class ([\w-]+) (.+) would lead \((.+)\)\.`, `種別「%class1」を除くと、%2 が有力になる(%verdict3)。`},
		{`Without (the file .+?|the files that look like .+?) (\S+) would lead \((.+)\)\.`, `%r1を除くと、%2 が有力になる(%verdict3)。`},
		{`the class ([\w-]+)`, `種別「%class1」`},
		{`the files that look like (.+)`, `「%1」に似たファイル`},
		{`the file (.+)`, `ファイル「%1」`},
		// How a witness was counted.
		{`(\d+) further witnesses of the class together, the strongest shown`, `同じ種別の残り%1件の合計。最も強いものを表示`},
		{`(\d+) further witnesses together, this one among them`, `残り%1件の合計。これはその一つ`},
		{`(.+), discounted: the document was sent to somebody else`, `%r1。他者に送られた文書のため割引`},
		{`(.+), read with quality ([\d.]+)`, `%r1、読み取り品質 %2`},
		{`1 files? = (.+)`, `1ファイル = %1`},
		{`(\d+) files, one template = (.+)`, `%1ファイル、同じひな形 = %2`},
		{`(\d+) files = (.+)`, `%1ファイル = %2`},
		// Why a mark has its class and role.
		{`(.+) in the property (.+)`, `プロパティ %2 内:%r1`},
		{`in the property (.+)`, `プロパティ %1 内`},
		{`in running text`, `本文中`},
		{`sender of a mail to others`, `他組織宛てメールの差出人`},
		{`recipient of a mail`, `メールの受取人`},
		{`sender and all recipients share one domain`, `差出人と受取人全員が同じドメイン`},
		{`named`, `名指し`},
		{`named as tenant id`, `テナントIDとして記載`},
		{`named as CIK`, `CIKとして記載`},
		{`in a line with (.+)`, `「%1」と同じ行`},
		{`running header`, `ページのヘッダー`},
		{`running footer`, `ページのフッター`},
		{`notice`, `注意書き`},
		{`addressee`, `宛名`},
		{`issuer's block`, `発行者欄`},
		{`intranet host`, `社内ホスト`},
		{`intranet host in an address bar`, `アドレス欄の社内ホスト`},
		{`server of a network path`, `ネットワークパスのサーバー`},
		{`server of a data connection`, `データ接続先のサーバー`},
		{`server that it connects to`, `接続先のサーバー`},
		{`site of a sensitivity label`, `秘密度ラベルのサイト`},
		{`block ending in (.+)`, `「%1」で終わる欄`},
		{`followed by (.+)`, `直後に「%1」`},
		{`below the closing of a letter`, `手紙の結びの下`},
		{`behind (.+)`, `「%1」の後`},
		{`one of several named with (.+)`, `「%1」付きで並ぶ名の一つ`},
		{`in the title of a window that shows an internal page`, `社内ページを表示するウィンドウの題名`},
		{`in the title of a window`, `ウィンドウの題名`},
		{`in the address bar of a window`, `ウィンドウのアドレス欄`},
		{`in the name of the file`, `ファイル名`},
		{`in the name of a folder of the package`, `フォルダー名`},
		{`the maker of a computer presets the property (.+)`, `コンピューターの製造元があらかじめ設定するプロパティ(%1)`},
		{`in a list of several organisations`, `複数の組織の一覧`},
		{`in a block with (.+)`, `%list1 のある欄`},
		{`host without a domain, as only a local network resolves it`, `社内ネットワークでのみ引けるドメインなしのホスト`},
		{`host under a private suffix`, `私設ドメインのホスト`},
		{`host of a mail system in (.+)`, `%1 のメールサーバー`},
		{`domain of the sender in (.+)`, `%1 の差出人ドメイン`},
		{`domain of the network in (.+)`, `%1 のネットワークドメイン`},
		{`name of a machine or a domain`, `機器またはドメインの名前`},
		{`domain in the name of a user's profile folder`, `ユーザープロファイルのフォルダー名にあるドメイン`},
		{`Windows account DOMAIN\\user`, `Windowsアカウント(ドメイン\ユーザー)`},
		{`Azure DevOps organisation`, `Azure DevOpsの組織`},
		{`Slack workspace`, `Slackのワークスペース`},
		{`site of the page in (.+)`, `%1 のサイト`},
		{`host or mailbox that a certificate is for, in (.+)`, `証明書の対象(%1)`},
		// Why names, domains and hosts are one organisation.
		{`the catalogue lists them as one organisation`, `カタログで同一組織`},
		{`same record of the catalogue`, `カタログの同じ項目`},
		{`they stand in one file, and in another`, `同じファイルに並び、別のファイルでも並ぶ`},
		{`they stand in one file`, `同じファイルに並ぶ`},
		{`(the domain's label|one name) is the name`, `名称がドメインのラベルと同じ`},
		{`(the domain's label|one name) is the name and a common word`, `ドメインのラベルが名称と一般語の組み合わせ`},
		{`(the domain's label|one name) is the name's first word`, `ドメインのラベルが名称の最初の語`},
		{`(the domain's label|one name) begins with the name's first word`, `ドメインのラベルが名称の最初の語で始まる`},
		{`(the domain's label|one name) is a reading of the name`, `ドメインのラベルが名称の読み`},
		{`(the domain's label|one name) is a reading of the name's beginning`, `ドメインのラベルが名称の冒頭の読み`},
		{`the host's label is the organisation's`, `ホストのラベルが組織のものと同じ`},
		{`the host's name is the organisation's label and what administrators append`, `ホスト名が組織のラベルと管理用の接尾辞からなる`},
		{`a mail inside the domain points at the server`, `ドメイン内のメールがそのサーバーを指している`},
		{`the domain's label is the name's reading and a common word`, `ドメインのラベルが名称の読みと一般的な語からなる`},
		{`the names differ in one character of which recognition was unsure`, `名称の違いは、読み取りの不確かな一文字だけである`},
		{`name and domain in one signature`, `名称とドメインが同じ署名にある`},
		{`in an address`, `住所の一部`},
		{`name and domain in one block`, `名称とドメインが同じ欄にある`},
		{`name and registration number in one block`, `名称と登録番号が同じ欄にある`},
		{`organisation and domain of one certificate`, `同じ証明書の組織名とドメイン`},
		{`company and author's mail domain in the properties of one file`, `同じファイルのプロパティにある会社名と作成者のメールドメイン`},
		{`tenant and domain of the sender of one mail`, `同じメールのテナントと差出人ドメイン`},
		{`the letter addresses the organisation and goes to the domain`, `その組織を宛名とするメールがそのドメインに送られている`},
		{`the text calls the organisation so`, `文中でその組織をこう呼んでいる`},
		{`(.+): a person confirmed it`, `%1:人が確認`},
		{`(.+): a person says that they are one organisation`, `%1:人が同一組織と判断`},
		{`(.+): a person says that it belongs to what was split off`, `%1:人が別組織の側と判断`},
		// What to do about a problem.
		{`give the password with --password or --password-file`, `--password または --password-file でパスワードを指定してください`},
		{`run 'evscan doctor' for what to install`, `不足しているものは evscan doctor で確認できます`},
		{`raise the limit with the matching --limit flag if the item is worth it`, `必要なら該当する --limit の値を上げてください`},
		{`raise --limit-item-time or --limit-total-time if the item is worth it`, `必要なら --limit-item-time か --limit-total-time を上げてください`},
		{`open it by hand in a safe place`, `安全な環境で手作業で開いてください`},
		{`check the rights of the file and the disk`, `ファイルの権限とディスクを確認してください`},
	}
}

// Translator has the sentences of the weighing and of the readers of marks, which the
// report carries in English, in
// Japanese. It is made once for a report.
type Translator struct {
	rules  []rule
	block  []string
	linked *regexp.Regexp
}

type rule struct {
	match    *regexp.Regexp
	japanese string
}

// NewTranslator prepares the sentences.
func NewTranslator() *Translator {
	t := &Translator{linked: linkedForm(), block: []string{
		"postal code", "郵便番号", "registration number", "登録番号", "web or mail address", "ウェブ・メールアドレス",
		"address", "住所", "telephone", "電話", "fax", "FAX"}}
	for _, s := range sayings() {
		t.rules = append(t.rules, rule{regexp.MustCompile(`^` + s.english + `$`), s.japanese})
	}
	return t
}

// Say returns a sentence of the report, cleaned, and whether it is in language l.
func (t *Translator) Say(l Lang, sentence string) (string, bool) {
	s := Clean(sentence)
	if l != Japanese || s == "" {
		return s, l == English
	}
	return t.japanese(s, 0)
}

// maxNesting bounds how deep sentences hold sentences.
const maxNesting = 4

func (t *Translator) japanese(s string, depth int) (string, bool) {
	if depth > maxNesting || len(s) > 4000 {
		return s, false
	}
	for _, r := range t.rules {
		m := r.match.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		return t.fill(r.japanese, m, depth), true
	}
	return s, false
}

// fill puts what the brackets took into the Japanese sentence.
func (t *Translator) fill(form string, m []string, depth int) string {
	var b strings.Builder
	for i := 0; i < len(form); i++ {
		if form[i] != '%' {
			b.WriteByte(form[i])
			continue
		}
		j := i + 1
		for j < len(form) && form[j] >= 'a' && form[j] <= 'z' {
			j++
		}
		if j == len(form) || form[j] < '1' || int(form[j]-'0') >= len(m) {
			b.WriteByte('%')
			continue
		}
		v := m[form[j]-'0']
		switch form[i+1 : j] {
		case "r":
			v, _ = t.japanese(v, depth+1)
		case "role":
			v = Role(Japanese, v)
		case "class":
			v = Class(Japanese, v)
		case "verdict":
			v = Verdict(Japanese, v)
		case "list":
			parts := strings.Split(v, ", ")
			for k, p := range parts {
				for w := 0; w < len(t.block); w += 2 {
					if p == t.block[w] {
						parts[k] = t.block[w+1]
					}
				}
			}
			v = strings.Join(parts, "・")
		}
		b.WriteString(v)
		i = j
	}
	return b.String()
}
