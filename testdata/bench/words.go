package bench

// Word parts of invented names, each with its romaji.
var (
	jaFirst = [][2]string{{"碧", "midori"}, {"朝凪", "asanagi"}, {"浦風", "urakaze"}, {"蒼", "ao"}, {"暁", "akatsuki"}, {"梓", "azusa"}, {"鳴", "naru"},
		{"霞", "kasumi"}, {"鹿", "shika"}, {"燈", "akari"}, {"樫", "kashi"}, {"翠", "sui"}, {"凪", "nagi"}, {"白鷺", "shirasagi"}, {"玉藻", "tamamo"},
		{"常磐", "tokiwa"}, {"露", "tsuyu"}, {"榛", "hashibami"}, {"飛鳥", "asuka"}, {"水無", "mina"}, {"萌", "moe"}, {"雪", "yuki"},
		{"若", "waka"}, {"鶴", "tsuru"}, {"岩", "iwa"}, {"薄", "susuki"}, {"葛", "kuzu"}, {"篝", "kagari"}, {"鴇", "toki"}, {"縹", "hanada"},
		{"椿", "tsubaki"}, {"楓", "kaede"}, {"東雲", "shinonome"}, {"夕霧", "yugiri"}, {"沖", "oki"}, {"磯", "iso"}, {"柊", "hiiragi"}, {"桂", "katsura"}, {"銀", "shiro"}, {"烏", "karasu"}}
	jaLast = [][2]string{{"浜", "hama"}, {"峰", "mine"}, {"瀬", "se"}, {"沢", "zawa"}, {"之内", "nouchi"}, {"原", "hara"}, {"坂", "saka"}, {"台", "dai"}, {"戸", "do"},
		{"代", "shiro"}, {"岬", "misaki"}, {"森", "mori"}, {"畑", "hata"}, {"嶺", "ne"}, {"野", "no"}, {"堂", "do"}, {"宮", "miya"}, {"橋", "hashi"}, {"泉", "izumi"}, {"丘", "oka"},
		{"渕", "fuchi"}, {"窪", "kubo"}, {"淵", "fuchi"}, {"津", "tsu"}, {"江", "e"}, {"島", "shima"}, {"塚", "zuka"}, {"谷", "tani"}}
	// Syllables of names in katakana.
	kana = [][2]string{{"ア", "a"}, {"イ", "i"}, {"エ", "e"}, {"カ", "ka"}, {"キ", "ki"}, {"ク", "ku"}, {"コ", "ko"}, {"サ", "sa"}, {"シ", "shi"}, {"セ", "se"}, {"ソ", "so"},
		{"タ", "ta"}, {"テ", "te"}, {"ト", "to"}, {"ナ", "na"}, {"ネ", "ne"}, {"ノ", "no"}, {"ハ", "ha"}, {"ヒ", "hi"}, {"フ", "fu"}, {"マ", "ma"}, {"ミ", "mi"}, {"ム", "mu"}, {"メ", "me"}, {"モ", "mo"},
		{"ヤ", "ya"}, {"ユ", "yu"}, {"ラ", "ra"}, {"リ", "ri"}, {"ル", "ru"}, {"レ", "re"}, {"ロ", "ro"}, {"ワ", "wa"}, {"ゼ", "ze"}, {"ダ", "da"}, {"ド", "do"}, {"ビ", "bi"}, {"ベ", "be"}, {"ガ", "ga"}}
	jaTrade = [][2]string{{"精機", "seiki"}, {"電機", "denki"}, {"化成", "kasei"}, {"物産", "bussan"}, {"商事", "shoji"}, {"製作所", "seisakusho"}, {"工業", "kogyo"},
		{"システムズ", "systems"}, {"建設", "kensetsu"}, {"運輸", "unyu"}, {"食品", "foods"}, {"薬品", "yakuhin"}, {"印刷", "insatsu"}, {"情報サービス", "joho"},
		{"金属", "kinzoku"}, {"テック", "tech"}, {"ロジスティクス", "logistics"}, {"測器", "sokki"}, {"樹脂", "jushi"}, {"倉庫", "soko"}, {"不動産", "fudosan"}, {"興業", "kogyo"},
		{"エンジニアリング", "engineering"}, {"エレクトロニクス", "electronics"}, {"ホールディングス", "holdings"}, {"設計", "sekkei"}, {"産業", "sangyo"}, {"醸造", "jozo"}}
	jaProvider  = [][2]string{{"情報サービス", "joho"}, {"システムズ", "systems"}, {"ネットワークス", "networks"}, {"データセンター", "dc"}, {"クラウド", "cloud"}}
	jaAuthority = [][2]string{{"税務局", "zeimu"}, {"地方裁判所", "court"}, {"監督庁", "kantoku"}, {"労働基準局", "roki"}, {"保健福祉局", "hokenfukushi"}, {"建築審査会", "kenchiku"}}

	enFirst = []string{"Brev", "Kest", "Larn", "Quil", "Thorn", "Marl", "Osk", "Penn", "Wex", "Dray", "Fenn", "Gors", "Hask", "Ivel", "Jarr", "Korr", "Lund", "Morv",
		"Nars", "Orl", "Pask", "Rusk", "Selk", "Tarn", "Ulv", "Varn", "Wend", "Yarl", "Zell", "Astr", "Bald", "Corv", "Dunn", "Ebb", "Flax", "Grend", "Hol", "Isk", "Jut", "Kel",
		"Lom", "Mev", "Nor", "Ost", "Pel", "Quen", "Rav", "Stel", "Tev", "Und", "Vel", "Wim", "Yev", "Zor"}
	enLast = []string{"field", "ridge", "well", "more", "ford", "vale", "wick", "stone", "haven", "by", "mere", "ton", "croft", "shaw", "combe", "holt", "brook", "ley",
		"gate", "moor", "ex", "ara", "ia", "on", "ica", "ent", "ova", "iq", "us", "eon"}
	enTrade = []string{"Logistics", "Systems", "Engineering", "Foods", "Pharma", "Controls", "Instruments", "Motors", "Packaging", "Energy", "Robotics",
		"Chemicals", "Optics", "Marine", "Textiles", "Software", "Components", "Insurance", "Media", "Construction", "Dental", "Steel", "Aviation", "Tools", "Labs", "Freight", "Homes", "Retail"}
	enProvider  = []string{"Managed Services", "Cloud", "IT Solutions", "Networks", "Hosting", "Data Services"}
	enAuthority = []string{"%s Tax Authority", "Ministry of Justice of %s", "%s Financial Conduct Board", "District Court of %s", "%s Revenue Agency", "%s Health Inspectorate", "%s Environment Office"}
	enForm      = []string{"Ltd", "Limited", "Inc.", "LLC", "plc", "GmbH", "AG", "B.V.", "Pty Ltd", "Corp.", "S.A.", "Inc", "Corporation", "Group plc", "KG", "AB"}

	jaFamily = [][2]string{{"佐伯", "saeki"}, {"三宅", "miyake"}, {"大西", "onishi"}, {"川端", "kawabata"}, {"長尾", "nagao"}, {"島津", "shimazu"}, {"吉岡", "yoshioka"},
		{"内海", "utsumi"}, {"高瀬", "takase"}, {"堀", "hori"}, {"村井", "murai"}, {"桐山", "kiriyama"}, {"奥田", "okuda"}, {"榊", "sakaki"}, {"古賀", "koga"}, {"津田", "tsuda"},
		{"田村", "tamura"}, {"小野寺", "onodera"}, {"飯塚", "iizuka"}, {"早川", "hayakawa"}, {"樋口", "higuchi"}, {"根岸", "negishi"}, {"矢島", "yajima"}, {"今西", "imanishi"}, {"宇野", "uno"}, {"本多", "honda"}}
	jaGiven = [][2]string{{"健一", "kenichi"}, {"由紀", "yuki"}, {"誠", "makoto"}, {"恵", "megumi"}, {"翔", "sho"}, {"直子", "naoko"}, {"隆", "takashi"}, {"彩", "aya"},
		{"修", "osamu"}, {"真理", "mari"}, {"大輔", "daisuke"}, {"香織", "kaori"}, {"拓也", "takuya"}, {"美咲", "misaki"}, {"浩二", "koji"}, {"千晴", "chiharu"}}
	enFamily = []string{"Hartley", "Nowak", "Okafor", "Lindqvist", "Moreno", "Byrne", "Castell", "Dufour", "Ellery", "Fairclough", "Grady", "Holm", "Iversen", "Jessop", "Kendrick", "Loxley",
		"Marsh", "Novak", "Ortega", "Pruitt", "Quigley", "Rasmussen", "Sato", "Tremblay", "Ueda", "Vance", "Whitlock", "Yates", "Zielinski", "Abbott"}
	enGiven = []string{"Anna", "Ben", "Clara", "David", "Elena", "Farid", "Grace", "Henry", "Ines", "Jonas", "Kate", "Liam", "Maya", "Nils", "Olivia", "Paul", "Rosa", "Sam", "Tara", "Umar", "Vera", "Will"}

	accents = []string{"1F3864", "7F1D1D", "14532D", "4C1D95", "0F766E", "9A3412", "1E3A8A", "374151", "BE123C", "065F46", "2F5597", "C4722B", "5B4B8A", "1E7B4F"}
	jaFonts = []string{"Yu Gothic", "MS PGothic", "Meiryo UI", "MS Mincho", "Yu Mincho", "MS Gothic", "Meiryo"}
	enFonts = []string{"Calibri", "Arial", "Times New Roman", "Cambria", "Segoe UI", "Verdana", "Georgia"}
	jaTowns = []string{"架空県碧市中央", "架空県東雲町港南", "架空県白鷺市本町", "架空県鳴海市栄", "架空県朝凪市緑が丘", "架空都仮区神田台", "想定府見本市北浜", "仮想県例示郡大字原"}
	enTowns = []string{"Marlcombe", "Eastwick", "Port Selk", "Ulverley", "Northmere", "Grendale", "Oskham", "Wexborough"}
	enRoads = []string{"Mill Road", "High Street", "Station Way", "Harbour Street", "Innovation Park", "Commerce Drive", "Queens Avenue", "Industrial Estate Unit"}
	jaDepts = []string{"総務部", "経理部", "購買部", "営業部", "情報システム部", "人事部", "生産管理部", "品質保証部", "開発部", "管理課", "施設課"}
	enDepts = []string{"Finance", "Procurement", "Human Resources", "IT", "Operations", "Sales", "Quality", "Facilities", "Legal", "Engineering"}

	producers = []string{"Microsoft® Word 2019", "Microsoft® Excel® 2016", "Acrobat Distiller 21.0", "SkyPDF Standard 7", "LibreOffice 7.4", "wkhtmltopdf 0.12.6", "macOS Version 12.6 Quartz PDFContext",
		"Adobe PDF Library 15.0", "iText 5.5.13", "SAP NetWeaver 750", "Microsoft: Print To PDF", "Skia/PDF m110", "Antenna House PDF Output Library 7.1", "TCPDF 6.4.4"}
	mailers = []string{"Microsoft Outlook 16.0", "Apple Mail (2.3696.120.41)", "Mozilla Thunderbird 102.8", "Becky! ver. 2.81", "Shuriken 2018", "Roundcube Webmail/1.4.11"}
)
