package redact

import "strings"

// set makes a set of the words of a list.
func set(list string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		out[w] = true
	}
	return out
}

// roleMailboxes are the left halves of addresses that are nobody's own.
var roleMailboxes = set(`abuse account accounting accounts admin administration administrator admissions adm ads alert alerts all ap api apply ar archive
	audit auto automailer backup billing board booking bookings bounce bounces bot buero bulletin business buyer buying calendar campus career careers catalog
	cert ciso claims client clients co com comms communications community compliance confirm confirmation connect contact contactus contracts corp corporate
	credit crm csirt cs css customer customercare customers customerservice daemon data delivery demo dept desk dev devnull digital discuss dispatch dns do-not-reply
	donotreply donate download dpo ebilling ecommerce editor editorial edi education email emergency employment enquiries enquiry error errors events
	export facilities fax feedback finance form forms forum ftp general git gitlab global group guest hello help helpdesk helpline hostmaster hr hrd
	import info infodesk information infosec inquiries inquiry inspection internal invest investor investors invitation invoice invoices invoicing ir it itsupport
	jira job jobs kontakt law leads legal library licence license licensing list lists listserv log logistics logs mail mail-daemon mailer mailer-daemon mailing mailman
	mailbox main maintenance management marketing master media member members membership message monitor monitoring network news newsletter newsletters no-reply noc noreply
	notice notification notifications notify nobody office official online operations operator ops order orders ordering partner partners parts payable payment
	payments payroll pki planning portal post postmaster pr press printer privacy procurement product production products project promo psirt public
	purchase purchasing qa quality query quotation quote quotes receipt receivable reception recruit recruiting recruitment register registration relations release
	remittance rental replies reply report reporting reports request requests research reservation reservations returns rfq root sale sales
	salesdesk scan scanner school secretariat secretary security sender server service servicedesk services shipping shop signup site
	smtp sns soc social spam staff stats status store student students subscribe subscription supplier suppliers supply support survey sysadmin system systems
	talent tax team tech technical techsupport tender test ticket tickets tips tokyo trade training transport travel treasury tsd undisclosed unsubscribe
	update updates user users vendor vendors verify volunteer warehouse warranty web webadmin webinfo webmail webmaster welcome www x
	info-desk otoiawase toiawase eigyo eigyou soumu keiri jinji saiyo saiyou kouhou koho somu kaikei koubai kobai hinshitsu seisan gijutsu kaihatsu jimu jimukyoku uketsuke
	shomu houmu homu honsha osaka nagoya japan jp en us uk eu asia desk1 desk2 dl ml grp jimukyo`)

// orgWords are words in names of organisations, of their parts, of programs, and of
// nobody in particular.
var orgWords = set(`inbox approval outbox trash drafts archive folder mailbox person message print printing plotter inc incorporated ltd limited llc llp lp plc gmbh mbh ag kg kgaa ohg ug se corp corporation company companies co cie sa sas sarl srl spa nv bv ab as asa oy oyj aps
	kk pte pty sdn bhd jsc pjsc ooo zao tbk pvt ltda lda cv kft zrt doo sro group groupe gruppe holding holdings international worldwide global europe asia america
	systems system technologies technology tech software solutions services service consulting consultants partners associates advisors capital ventures investments
	industries industrial industry manufacturing mills works factory steel motors motor electric electronics electrical energy power gas oil chemical chemicals pharma
	pharmaceuticals laboratories laboratory labs lab analytics analysis data digital networks network telecom communications media news press publishing studio studios
	entertainment games bank banking financial finance insurance trust fund securities university college school academy institute institution research hospital
	clinic medical health healthcare ministry department dept division office bureau agency authority council commission committee board government
	federal state city county municipality prefecture association foundation society union federation alliance consortium forum club church museum library
	airlines airways logistics shipping transport transportation railway railways foods food beverage beverages brewery restaurants hotel hotels resorts retail store stores shop
	market markets supermarket construction engineering engineers architects design designs properties property estate realty trading traders import export imports exports
	supply supplies products enterprise enterprises ltd. team support sales marketing accounting accounts payable procurement purchasing hr legal security
	helpdesk desk reception secretariat administration administrator admin management operations production quality logistics maintenance facilities
	newsletter notification notifications noreply mailer daemon postmaster webmaster info contact customer customers user users account guest root owner author unknown
	default none test demo sample example anonymous server client printer scanner copier scan scansnap windows microsoft office apache google adobe acrobat libreoffice
	openoffice openpyxl xlsxwriter phpexcel phpword excel word powerpoint outlook sharepoint poi docx4j aspose itext tex latex pandoc photoshop illustrator canva
	creator created nobody null undefined nil docx xlsx pptx pdf system32 public private home personal company organisation organization
	subject date sent from to cc bcc re fw fwd attachment attachments page sheet table total name title address phone fax mobile email mail tel
	all everyone everybody sir sirs madam colleagues colleague friend friends member members reader subscriber hiring manager valued
	regards sincerely thanks cheers faithfully best kind warm please hello dear
	confidential draft internal copyright reserved rights version released invoice order quotation quote report minutes agenda contract agreement
	street st road rd avenue ave lane drive square court place january february march april june july august september october november december
	monday tuesday wednesday thursday friday saturday sunday the and of for with in on by at is are was or an this that these those your our my we you it as`)

// orgParts are what names of Japanese and Chinese organisations and their parts hold.
var orgParts = strings.Fields(`株式会社 有限会社 合同会社 合名会社 合資会社 社団法人 財団法人 学校法人 医療法人 独立行政法人 国立大学 特定非営利 公司 協会 組合 委員会 連合会 研究所
	研究院 研究会 事業所 事業部 営業所 営業部 製作所 製造所 工業 産業 商事 商会 商店 銀行 信用金庫 信金 証券 保険 大学 学校 学院 学園 病院 医院 診療所 役所 役場 警察 消防
	省庁 本社 支社 支店 本店 工場 本部 事務局 事務所 センター グループ チーム システム サービス サポート ホールディングス ソリューション テクノロジー データ 担当者 管理者
	利用者 作成者 不明 匿名 各位 関係者 お客 会社 御中 部門 窓口 受付 総務 経理 人事 営業 購買 技術部 開発部 情報 管理 企画 広報 法務 監査 品質 製造 電機 電力 電気
	電鉄 鉄道 航空 製薬 化学 建設 建築 不動産 運輸 物流 食品 新聞 放送 出版 印刷 通信 自動車 機械 金属 繊維 住所 氏名 電話 生年月日 所属 役職 日付 件名 備考 番号 合計 金額
	説明 資料 議事 報告 連絡 確認 承認 申請 契約 見積 請求 注文 納品 発注 受注 仕様 設計 試験 計画 会議 共有 添付 返信 転送 教授 御担当 様式 以上 以下 概要 目的 内容 対象 関連 作業 予定 実施 対応 完了 開始 終了 場合 必要 可能 株主 役員 社員 職員 従業員`)

// bodyEndings are the last characters of bodies and of their parts.
var bodyEndings = strings.Fields(`部 課 室 係 局 庁 省 署 社 店 院 館 所 会 団 組 校 行 券 庫 銀`)

// orgEndings are the last characters of places and things, and of some family names.
var orgEndings = strings.Fields(`県 市 区 町 村 都 府 道 郡 駅 港 線 号 班 園 堂 屋 場 器 機 品 物 書 票 表 費 税 金 円 年 月 日 時 分 秒 件 名 者 用 式 系 性 的 中 内 外 前 後 上 下 先 元 側 様 殿 氏`)

// genericLocals are words in names of accounts that say nothing of their holder.
var genericLocals = set(`sim ext external extern adm admin test svc service user usr guest contractor consultant temp tmp mail email jp us uk de en a b c x mr ms dr the`)

// profileNames are folders of profiles that are nobody's own.
var profileNames = set(`public default all administrator admin guest shared user users defaultuser0 desktop root ubuntu vagrant runner jenkins git www-data nobody oracle postgres mysql
	ec2-user centos debian pi docker builder build app service test temp tmp lost+found localservice networkservice systemprofile username name`)

// surnames are the commonest family names of Japan as they are written; a name is only
// believed where they begin it and a given name follows, or a form of address.
var surnames = set(`佐藤 鈴木 高橋 髙橋 田中 伊藤 渡辺 渡邊 渡邉 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 林 斎藤 斉藤 齋藤 齊藤 清水 山崎 山﨑 森 池田 橋本 阿部 石川
	山下 中島 石井 小川 前田 岡田 長谷川 藤田 後藤 近藤 村上 遠藤 青木 坂本 福田 太田 西村 藤井 岡本 金子 藤原 三浦 中野 中川 原田 松田 竹内 小野 田村 中山 和田 石田
	森田 上田 原 内田 柴田 酒井 宮崎 横山 高木 安藤 宮本 大野 小島 谷口 工藤 今井 高田 増田 丸山 杉山 村田 大塚 新井 小山 平野 藤本 河野 上野 野口 武田 松井 千葉 菅原
	岩崎 久保 木下 佐野 野村 松尾 市川 菊地 菊池 杉本 古川 大西 島田 水野 桜井 渡部 吉川 山内 西田 飯田 菊田 小松 北村 安田 五十嵐 川崎 平田 関 中田 川口 服部 東 岩田
	土屋 樋口 秋山 永井 福島 川村 田口 辻 大橋 本田 石原 山中 須藤 浅野 大久保 八木 富田 片山 矢野 鎌田 早川 荒木 松下 大島 西川 浜田 濱田 菅野 熊谷 荒井 大谷 小田
	尾崎 吉村 川上 松岡 本間 望月 永田 黒田 星野 沢田 澤田 堀 福井 岡崎 三宅 内藤 馬場 西山 宮田 小池 小西 田辺 田邊 中西 児玉 大川 篠原 坂口 白石 榎本 広瀬 滝沢 瀧澤
	河合 川田 関口 上原 高野 安部 堀内 松永 奥村 柳沢 石黒 星 南 栗原 比嘉 金城 宮城 大城 岸 岸本 平井 野田 高山 武藤 津田 成田 森本 西尾 根本 桑原 小澤 小沢 吉岡 渋谷 天野 黒木
	飯塚 杉浦 大石 河村 宮下 神田 中尾 松村 岩本 古田 長田 村山 浅井 稲葉 今村 川島 小原 竹田 土井 戸田 永野 中井 根岸 萩原 原口 東山 日野 平山 藤川 細川 松原 三木 水谷 三好
	向井 村井 望 森川 安井 柳田 横田 吉野 若林 和泉 江口 大森 奥田 落合 甲斐 梶原 金井 亀井 川端 北川 木原 黒川 河本 佐久間 塩田 志村 下田 庄司 杉田 瀬戸 高島 高瀬 田代 玉井 塚本 寺田`)

// givenEndings are the characters that given names of Japan usually end in.
var givenEndings = runes(`子美香恵奈菜里江代世枝絵歌花華佳加夏希貴季紀穂帆保歩音乃葉羽波海実未咲桜沙紗早織衣依亜愛明彩綾文史士志司治次二三一郎朗太平男夫雄央生彦也哉樹輝之行幸人仁斗翔真信伸誠健賢謙憲隆孝高浩博宏弘広洋裕祐悠優勇友智知聡哲徹豊直尚正雅昌昭章晃光修茂繁進勝克和一吾悟剛毅武猛勲薫馨梓梨莉楓蓮凛結月陽大介輔助亮涼遼良諒怜玲礼瑠璃瑞々緒桃萌舞麻真鈴苗蒼颯湊岳梢渚潤純淳順俊駿峻翼昴昇登望稔実晴春秋冬夏椿茜葵蘭藍碧緑紫晶満睦`)

func runes(s string) map[rune]bool {
	out := map[rune]bool{}
	for _, r := range s {
		out[r] = true
	}
	return out
}

// givenNames are common given names in Latin letters. A display name of a mailbox that
// several use, or a value behind a label that may also hold an organisation, is believed to be a person's with one of them.
var givenNames = set(`james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark donald steven paul andrew joshua kenneth kevin brian
	george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry
	tyler aaron jose adam nathan henry douglas zachary peter kyle walter ethan jeremy harold keith christian roger noah gerald carl terry sean austin arthur lawrence jesse dylan bryan joe jordan
	billy bruce albert willie gabriel logan alan juan wayne roy ralph randy eugene vincent russell elijah louis bobby philip johnny mary patricia jennifer linda elizabeth barbara susan jessica
	sarah karen lisa nancy betty margaret sandra ashley kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia kathleen amy angela shirley anna
	brenda pamela emma nicole helen samantha katherine christine debra rachel carolyn janet catherine maria heather diane ruth julie olivia joyce virginia victoria kelly lauren christina joan
	evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann anne sara madison frances kathryn janice jean abigail alice julia judy sophia grace denise amber doris marilyn
	danielle beverly isabella theresa diana natalie brittany charlotte marie kayla alexis lori hans peter klaus wolfgang juergen jürgen dieter manfred uwe stefan andreas jonas lukas felix
	ursula monika petra sabine heike katrin anja jean pierre michel philippe alain nicolas francois françois claire isabelle nathalie sophie antoine luc marc giovanni marco luca giulia francesca
	antonio carlos manuel luis jorge pedro miguel carmen pilar lucia sergei ivan dmitri dmitry olga natalia elena wei li jing min hiroshi takashi kenji satoshi makoto yuki yuko yukiko akira taro
	hanako ichiro jiro kazuo naoko keiko emi ken daisuke takeshi masato kenta shota yuta ryo sho haruka misaki ayaka ayumi mayumi tomoko noriko junko kumiko akiko michiko kazuko sachiko yoshiko hiroko masako yumiko
	bob bill jim tom tim mike dave steve dan chris matt tony greg jeff ben sam nick alex kate liz beth jen imogen dana oliver harry amelia isla ava mia`)

// streets are kinds of streets, as English addresses end in them.
const streets = `Street|St|Avenue|Ave|Av|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Place|Pl|Square|Sq|Terrace|Ter|Parkway|Pkwy|Highway|Hwy|Close|Crescent|Cres|Row|Walk|Quay|Circle|Cir|Alley|Grove|Gardens|Mews|Hill|Turnpike|Trail|Trl|Plaza|Esplanade|Wharf`

// states are the postal codes of states and territories that stand before a ZIP or
// postcode.
const states = `A[KLRZ]|C[AOT]|D[CE]|FL|GA|GU|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY]|NSW|VIC|QLD|TAS|ACT|NT`

// prefectures of Japan.
const prefectures = `北海道|青森県|岩手県|宮城県|秋田県|山形県|福島県|茨城県|栃木県|群馬県|埼玉県|千葉県|東京都|神奈川県|新潟県|富山県|石川県|福井県|山梨県|長野県|岐阜県|静岡県|愛知県|三重県|滋賀県|京都府|大阪府|兵庫県|奈良県|和歌山県|鳥取県|島根県|岡山県|広島県|山口県|徳島県|香川県|愛媛県|高知県|福岡県|佐賀県|長崎県|熊本県|大分県|宮崎県|鹿児島県|沖縄県`
