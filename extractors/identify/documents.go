package identify

import (
	"bytes"

	"evscan/evidence"
)

// documents lists what word processors, spreadsheets, mail programs and publishers
// write, containers excepted.
func documents() []row {
	return []row{
		{"fdf", "application/vnd.fdf", "fdf", textual(0, "%FDF-")},
		// PDF inside is what makers of Illustrator files write since version 9; those before
		// are PostScript and name the program or its procedures.
		{"ai-ps", "application/illustrator+ps", "ai eps", and(magic("%!PS-Adobe-"), "procedures of Illustrator", func(h []byte) bool {
			h = h[:min(len(h), 4096)]
			return bytes.Contains(h, []byte("%%Creator: Adobe Illustrator")) || bytes.Contains(h, []byte("Adobe_Illustrator_AI")) ||
				bytes.Contains(h, []byte("%AI5_")) || bytes.Contains(h, []byte("Adobe_level2_AI5"))
		})},
		{"pfa", "application/x-font-type1", "pfa ps", magic("%!PS-AdobeFont-1.", "%!FontType1-")},
		{"eps", "application/eps", "eps epsf epsi ai", anyOf(magic("\xc5\xd0\xd3\xc6"), and(magic("%!PS-Adobe-"), "EPSF in the first line", func(h []byte) bool {
			line, _, _ := bytes.Cut(h[:min(len(h), 100)], []byte("\n"))
			return bytes.Contains(line, []byte("EPSF"))
		}))},
		{"ps", "application/postscript", "ps ai prn eps", textual(0, "%!PS", "%!\n", "%!\r", "\x04%!PS")},
		{"pjl", "application/vnd.hp-pjl", "prn pcl spl pjl", magic("\x1b%-12345X@PJL")},
		{"pcl", "application/vnd.hp-pcl", "pcl prn", magic("\x1bE\x1b")},
		{"pclxl", "application/vnd.hp-pclxl", "pxl prn", magic(") HP-PCL XL;", "( HP-PCL XL;")},
		{"dvi", "application/x-dvi", "dvi", magic("\xf7\x02\x01\x83\x92\xc0\x1c\x3b")},
		{"doc-old", "application/msword2", "doc", magic("\xdb\xa5\x2d\x00", "\x9b\xa5\x21\x00", "\xfe\x37\x00\x1c", "\xfe\x37\x00\x23")},
		{"doc-word6", "application/msword5", "doc", magic("\xdc\xa5\x65\x00", "\xdc\xa5\x68\x00", "\xec\xa5\xc1\x00")},
		{"wri", "application/x-mswrite", "wri doc", magic("\x31\xbe\x00\x00\x00\xab", "\x32\xbe\x00\x00\x00\xab")},
		{"wps-old", "application/x-msworks-wp", "wps", magic("\x01\xfe\x32\x00\x00\x00\x00\x00")},
		{"wks-old", "application/x-msworks-ss", "wks", magic("\xff\x00\x02\x00\x04\x04", "\xff\x00\x02\x00\x04\x05")},
		{"wdb-old", "application/x-msworks-db", "wdb", magic("\x20\x54\x02\x00\x00\x00\x05\x54\x02\x00")},
		{"lotus123", "application/vnd.lotus-1-2-3", "123 wk1 wk3 wk4 wks", magic("\x00\x00\x02\x00\x06\x04\x06\x00\x08\x00", "\x00\x00\x02\x00\x04\x04\x06\x00\x08\x00", "\x00\x00\x1a\x00\x00\x10\x04\x00", "\x00\x00\x1a\x00\x02\x10\x04\x00", "\x00\x00\x1a\x00\x03\x10\x04\x00", "\x00\x00\x1a\x00\x05\x10\x04\x00")},
		{"quattro", "application/x-quattro-pro", "wb1 wb2 wb3 wq1", magic("\x00\x00\x02\x00\x01\x10", "\x00\x00\x02\x00\x02\x10", "\x00\x00\x02\x00\x07\x10", "\x00\x00\x02\x00\x20\x51")},
		{"wpd", "application/vnd.wordperfect", "wpd wp wp5 wp6 wpt", and(magic("\xffWPC"), "a document's file type", func(h []byte) bool { return len(h) > 9 && (h[8] == 1 || h[8] == 0) && h[9] != 0x16 })},
		{"amipro", "application/x-amipro", "sam", textual(0, "[ver]\r\n")},
		{"wordpro", "application/vnd.lotus-wordpro", "lwp mwp", magic("WordPro\x00", "WordPro\r")},
		{"notes", "application/vnd.lotus-notes", "nsf ntf box", magic("\x1a\x00\x00\x04\x00\x00")},
		{"mif", "application/vnd.mif", "mif fm book", magic("<MIFFile ", "<MakerFile ", "<Maker Interchange", "<BookFile ")},
		{"indd", "application/x-adobe-indesign", "indd indt indb", magic("\x06\x06\xed\xf5\xd8\x1d\x46\xe5\xbd\x31\xef\xe7\xfe\x74\xb7\x1d")},
		{"qxd", "application/vnd.quark.quarkxpress", "qxd qxp qxt qxb", at(2, "MMXPR3", "IIXPR3", "IIXPRa", "MMXPRa")},
		{"pagemaker", "application/vnd.pagemaker", "pm4 pm5", at(4, "\xff\x99")},
		{"prc-book", "application/x-palm-doc", "pdb prc", at(60, "TEXtREAd")},
		{"mobi", "application/x-mobipocket-ebook", "mobi prc azw azw3 azw4", at(60, "BOOKMOBI")},
		{"palm-db", "application/vnd.palm", "pdb prc pqa", at(60, "applcrea", "DataPlkr", "zTXTGPlm", "DATAmemo", "DATAaddr", "PNRdPPrs")},
		{"topaz", "application/x-topaz-ebook", "azw1 tpz azw", magic("TPZ0")},
		{"lrf", "application/x-sony-bbeb", "lrf lrx", magic("L\x00R\x00F\x00\x00\x00")},
		{"lit", "application/x-ms-reader", "lit", magic("ITOLITLS")},
		{"hwp3", "application/x-hwp-v3", "hwp", magic("HWP Document File V")},
		{"ichitaro-old", "application/x-js-taro", "jaw jbw juw", magic("JS-TARO\x00")},
		{"dbx", "application/x-outlook-express", "dbx", magic("\xcf\xad\x12\xfe\xc5\xfd\x74\x6f", "\xcf\xad\x12\xfe\xc6\xfd\x74\x6f", "\xcf\xad\x12\xfe\x30\x9d\xfe\x26")},
		{"wab", "application/x-ms-wab", "wab", magic("\x9c\xcb\xcb\x8d\x13\x75\xd2\x11")},
		{"mspub-old", "application/x-mspublisher-old", "pub", magic("\xe7\xac\x2c\x00")},
	}
}

// cad lists drawings and models.
func cad() []row {
	return []row{
		{"dwg", "image/vnd.dwg", "dwg dwt", and(magic("AC10", "AC1.", "AC2.", "MC0.0"), "a version of AutoCAD", func(h []byte) bool { return len(h) > 6 && h[5] >= '0' && h[5] <= '9' })},
		{"dwf-old", "model/vnd.dwf; version=5", "dwf", magic("(DWF V0")},
		{"dxb", "image/vnd.dxf-binary", "dxf", magic("AutoCAD Binary DXF\r\n\x1a\x00")},
		{"dgn7", "image/vnd.dgn", "dgn cel", magic("\x08\x09\xfe\x02", "\xc8\x09\xfe\x02", "\x08\x05\x17\x00")},
		{"glb", "model/gltf-binary", "glb", magic("glTF\x01\x00\x00\x00", "glTF\x02\x00\x00\x00")},
		{"fbx", "application/x-fbx", "fbx", magic("Kaydara FBX Binary  \x00")},
		{"blend", "application/x-blender", "blend", magic("BLENDER-", "BLENDER_")},
		{"3dm", "model/vnd.3dm", "3dm", magic("3D Geometry File Format ")},
		{"skp", "application/vnd.sketchup.skp", "skp", magic("\xff\xfe\xff\x0eS\x00k\x00e\x00t\x00c\x00h\x00U\x00p\x00")},
		{"3ds", "application/x-3ds", "3ds", and(magic("\x4d\x4d"), "a main chunk with a version", func(h []byte) bool { return u16(h, 6) == 0x0002 || u16(h, 6) == 0x3d3d })},
		{"c4d", "application/x-cinema4d", "c4d", magic("QC4DC4D6", "XC4DC4D6")},
		{"u3d", "model/u3d", "u3d", magic("U3D\x00")},
		{"prc-3d", "model/prc", "prc", and(magic("PRC"), "versions", func(h []byte) bool { return len(h) > 11 && u32(h, 3) > 6000 && u32(h, 3) < 20000 })},
		{"e57", "model/e57", "e57", magic("ASTM-E57")},
		{"jt", "model/jt", "jt", and(magic("Version "), "JT in the first line", func(h []byte) bool { return contains(h, 80, " JT ") || contains(h, 80, "JT  DM") })},
		{"catia5", "application/x-catia5", "catpart catproduct catdrawing cgr", magic("V5_CFV2\x00")},
		{"creo", "application/x-creo", "prt asm drw", textual(0, "#UGC:2")},
		{"cadkey", "application/x-prt", "prt", and(magic("\xa5\x0f\xf0\x5a"), "0M3C at 8", func(h []byte) bool { return has(h, 8, "0M3C") })},
	}
}

// weakCAD have no signature: sizes have to agree.
func weakCAD() []row {
	return []row{
		{"stl-binary", "model/x.stl-binary", "stl", func(p evidence.Probe) (string, bool) {
			n := int64(u32(p.Head, 80))
			if p.Ext == "stl" && n > 0 && p.Size > 84 && p.Size < 84+50*n {
				return evidence.BasisName + " .stl, and fewer bytes than its triangles need", true
			}
			return "84 bytes and 50 for each of its triangles", n > 0 && p.Size == 84+50*n
		}},
	}
}
