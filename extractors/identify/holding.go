package identify

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"evscan/evidence"
)

// kind is what a container or a document of a broader format is told to be, decided
// once for an item and asked by each format of the group.
type kind struct{ id, basis string }

// decided makes the test of a group's row: key names the group, decide answers for all of it.
func decided(key, id string, decide func(evidence.Probe) kind) test {
	return func(p evidence.Probe) (string, bool) {
		k, _ := p.Memo(key, func() any { return decide(p) }).(kind)
		return k.basis, k.id == id
	}
}

// packageKind is one kind of zip file.
type packageKind struct {
	id, mime, exts string
	mimetype       string   // what a first entry "mimetype" holds
	content        string   // a content type in [Content_Types].xml
	parts          []string // entries, all of them; | separates alternatives, * stands for characters of a name
}

// packages is in probe order. What says its own media type comes first, then content
// types, then entries: the rarer the entry the earlier.
func packages() []packageKind {
	mime := func(id, mime, exts string) packageKind { return packageKind{id, mime, exts, mime, "", nil} }
	typed := func(id, mime, exts, content string) packageKind { return packageKind{id, mime, exts, "", content, nil} }
	holding := func(id, mime, exts string, parts ...string) packageKind {
		return packageKind{id, mime, exts, "", "", parts}
	}
	return []packageKind{
		mime("sxg", "application/vnd.sun.xml.writer.global", "sxg"),
		mime("idml", "application/vnd.adobe.indesign-idml-package", "idml"),
		mime("hwpx", "application/hwp+zip", "hwpx"),
		mime("kra", "application/x-krita", "kra krz"),
		mime("ora", "image/openraster", "ora"),
		mime("mxl", "application/vnd.recordare.musicxml", "mxl"),
		mime("asice", "application/vnd.etsi.asic-e+zip", "asice sce bdoc"),
		mime("asics", "application/vnd.etsi.asic-s+zip", "asics scs"),
		mime("air", "application/vnd.adobe.air-application-installer-package+zip", "air"),

		typed("sldx", "application/vnd.openxmlformats-officedocument.presentationml.slide", "sldx", "application/vnd.openxmlformats-officedocument.presentationml.slide.main+xml"),
		holding("xps", "application/vnd.ms-xpsdocument", "xps", "FixedDocSeq.fdseq|FixedDocumentSequence.fdseq|*.fdseq"),
		typed("dwfx", "model/vnd.dwfx+xps", "dwfx", "application/vnd.adsk-package.dwfx-markup-content+xml"),
		holding("3mf", "model/3mf", "3mf", "3D/3dmodel.model"),
		holding("vsix", "application/vsix", "vsix", "extension.vsixmanifest"),
		holding("thmx", "application/vnd.ms-officetheme", "thmx", "theme/theme/themeManager.xml"),
		holding("msixbundle", "application/vnd.ms-msixbundle", "msixbundle appxbundle", "AppxMetadata/AppxBundleManifest.xml"),
		holding("msix", "application/vnd.ms-appx", "msix appx", "AppxManifest.xml"),
		holding("nupkg", "application/x-nuget-package", "nupkg", "*.nuspec"),
		holding("pbix", "application/x-powerbi", "pbix pbit", "DataModel|DataMashup|DataModelSchema", "Report/Layout"),

		holding("kmz", "application/vnd.google-earth.kmz", "kmz", "doc.kml|*.kml"),
		// iWork up to 2009 keeps XML, from 2013 on its own archives.
		holding("keynote", "application/vnd.apple.keynote", "key", "index.apxl|index.apxl.gz|Index/Presentation.iwa|Index/Slide*.iwa|Presentation.key/Index.zip"),
		holding("aar", "application/x-android-library", "aar", "AndroidManifest.xml", "classes.jar"),
		holding("aab", "application/x-android-app-bundle", "aab", "BundleConfig.pb"),
		holding("ipa", "application/x-ios-app", "ipa", "Payload/*.app/Info.plist"),
		holding("war", "application/x-java-war", "war jar", "WEB-INF/web.xml"),
		holding("ear", "application/x-java-ear", "ear jar", "META-INF/application.xml"),
		holding("xpi", "application/x-xpinstall", "xpi", "META-INF/mozilla.rsa|install.rdf"),
		holding("whl", "application/x-python-wheel", "whl", "*.dist-info/WHEEL"),
		holding("egg", "application/x-python-egg", "egg", "EGG-INFO/PKG-INFO"),
		holding("sketch", "application/x-sketch", "sketch", "document.json", "meta.json", "user.json"),
		holding("xmind", "application/vnd.xmind.workbook", "xmind", "content.json|content.xml", "metadata.json|markers/markerSheet.xml"),
		holding("mscz", "application/x-musescore", "mscz", "*.mscx"),
		holding("ggb", "application/vnd.geogebra.file", "ggb", "geogebra.xml"),
		holding("twbx", "application/x-tableau-packaged", "twbx", "*.twb"),
		holding("qgz", "application/x-qgis-project", "qgz", "*.qgs"),
		holding("ofd", "application/ofd", "ofd", "OFD.xml"),
		holding("oxt", "application/vnd.openofficeorg.extension", "oxt", "description.xml", "META-INF/manifest.xml"),
		holding("bau", "application/x-openoffice-autotext", "bau", "BlockList.xml"),
		holding("wacz", "application/wacz", "wacz", "datapackage.json", "archive/*.warc.gz|archive/*.warc"),
		holding("gtfs", "application/x-gtfs", "gtfs", "stops.txt", "routes.txt", "trips.txt"),
		holding("fcstd", "application/x-extension-fcstd", "fcstd", "Document.xml", "GuiDocument.xml"),
		holding("npz", "application/x-numpy-archive", "npz", "*.npy"),
		holding("torch", "application/x-pytorch", "pt pth", "*/data.pkl", "*/version"),
		holding("bcf", "application/x-bcf", "bcf bcfzip", "bcf.version"),
		holding("msapp", "application/x-powerapps", "msapp", "Properties.json", "Header.json"),
	}
}

// holds tells whether names has one that pattern fits; | separates alternatives.
func holds(names map[string]bool, list []string, pattern string) bool {
	if one, more, ok := strings.Cut(pattern, "|"); ok {
		return holds(names, list, one) || holds(names, list, more)
	}
	if !strings.Contains(pattern, "*") {
		return names[pattern]
	}
	for _, n := range list[:min(len(list), 300)] {
		if ok, err := path.Match(pattern, n); err == nil && ok {
			return true
		}
	}
	return false
}

// zipKinds lists the kinds of zip files that no other family reads.
func (r Readers) zipKinds() []row {
	list := packages()
	known := list
	decide := func(p evidence.Probe) kind {
		own := ""
		// The first entry's name stands at 30, as does its content where it is stored: OASIS OpenDocument 1.2, part 3.
		if has(p.Head, 30, "mimetype") && len(p.Head) > 38+u16(p.Head, 28) {
			at := 38 + u16(p.Head, 28)
			n := int(min(u32(p.Head, 18), 256))
			if n == 0 {
				n = 128 // written before its size was known
			}
			own = string(p.Head[at:min(len(p.Head), at+n)])
			if i := strings.IndexAny(own, "PK\r\n\x00"); i >= 0 {
				own = own[:i]
			}
		}
		names := r.ZipNames(p)
		set := make(map[string]bool, len(names))
		for _, n := range names {
			set[n] = true
		}
		var types []byte
		if set["[Content_Types].xml"] {
			types = r.OPCTypes(p)
		}
		for _, k := range known {
			switch {
			case k.mimetype != "" && own == k.mimetype:
				return kind{k.id, "zip whose first entry mimetype says " + own}
			case k.content != "" && types != nil && bytes.Contains(types, []byte(`"`+k.content+`"`)):
				return kind{k.id, "zip with a part of type " + k.content}
			case k.parts != nil:
				all := true
				for _, part := range k.parts {
					all = all && holds(set, names, part)
				}
				if all {
					return kind{k.id, "zip that holds " + strings.Join(k.parts, " and ")}
				}
			}
		}
		return iWork(p, set)
	}
	list = append(list, packageKind{id: "numbers", mime: "application/vnd.apple.numbers", exts: "numbers"},
		packageKind{id: "pages", mime: "application/vnd.apple.pages", exts: "pages"})
	var rows []row
	for _, k := range list {
		is := decided("identify:zip", k.id, decide)
		rows = append(rows, row{k.id, k.mime, k.exts, func(p evidence.Probe) (string, bool) {
			if !has(p.Head, 0, "PK\x03\x04") {
				return "", false
			}
			return is(p)
		}})
	}
	return rows
}

// iWork tells Numbers from Pages, which have entries of the same names; only the item's
// name, or a sheet's own entry, parts them.
func iWork(p evidence.Probe, names map[string]bool) kind {
	for _, part := range []string{"Index/Document.iwa", "Index.zip", "index.xml", "index.xml.gz"} {
		if names[part] && (p.Ext == "numbers" || p.Ext == "pages") {
			return kind{p.Ext, "zip that holds " + part + ", as all of iWork, named ." + p.Ext}
		}
	}
	return kind{}
}

// Compound files [MS-CFB] that no other family reads, told by entries of their root.
type compoundKind struct {
	id, mime, exts string
	class          string   // of the root, in lower case
	streams        []string // any of them, in the root
}

func compounds() []compoundKind {
	of := func(id, mime, exts, class string, streams ...string) compoundKind {
		return compoundKind{id, mime, exts, class, streams}
	}
	return []compoundKind{
		// Classes first: an installer may hold any stream.
		of("msp", "application/x-msi-patch", "msp", "{000c1086-0000-0000-c000-000000000046}"),
		of("mst", "application/x-msi-transform", "mst", "{000c1082-0000-0000-c000-000000000046}"),
		// Works writes a Workbook too, which Excel's reader would take for its own.
		of("xlr", "application/x-msworks-spreadsheet", "xlr", "", "WksSSWorkBook"),
		of("sdc", "application/vnd.stardivision.calc", "sdc vor", "", "StarCalcDocument"),
		of("sdd", "application/vnd.stardivision.impress", "sdd sdp vor", "{565c7221-85bc-11d1-89d0-008029e4b0b1}", "StarImpressDocument"),
		of("sda", "application/vnd.stardivision.draw", "sda vor", "", "StarDrawDocument3", "StarDrawDocument"),
		of("sdw", "application/vnd.stardivision.writer", "sdw sgl vor", "", "StarWriterDocument"),
		of("smf", "application/vnd.stardivision.math", "smf", "", "StarMathDocument"),
		of("sds", "application/vnd.stardivision.chart", "sds", "", "StarChartDocument"),
		of("jtd", "application/x-js-taro", "jtd jtt", "", "JSRV_SegmentInformation", "DocumentViewStyles", "\x05JSRV_SummaryInformation"),
		of("thumbsdb", "application/x-ms-thumbsdb", "db", "", "Catalog"),
		of("jumplist", "application/x-ms-jumplist", "automaticdestinations-ms", "", "DestList"),
		of("dgn8", "image/vnd.dgn-v8", "dgn", "", "Dgn~H", "Dgn^H", "Dgn-Md"),
		of("sldworks", "application/sldworks", "sldprt sldasm slddrw prtdot asmdot drwdot", "", "SwDocContentMgr", "SwDocMgrTempStorage", "ISolidWorksInformation", "Contents/Config-0"),
		of("inventor", "application/x-inventor", "ipt iam idw ipn", "", "RSeDb", "RSeStorage"),
		of("3dsmax", "application/x-3dsmax", "max", "", "ClassDirectory3", "VideoPostQueue"),
		of("revit", "application/x-revit", "rvt rfa rte rft", "", "BasicFileInfo", "RevitPreview4.0"),
		of("quattro-qpw", "application/x-quattro-pro-qpw", "qpw", "", "NativeContent_MAIN"),
		of("wpd-ole", "application/x-wordperfect-ole", "wpd", "", "PerfectOffice_MAIN"),
		of("ole10native", "application/x-ole-package", "bin", "", "\x01Ole10Native"),
		of("equation", "application/x-ms-equation", "bin", "", "Equation Native"),
		of("fpx", "image/vnd.fpx", "fpx", "{56616700-c154-11ce-8553-00aa00a1f95b}"),
		of("opt", "application/x-visualstudio-options", "suo opt", "", "SolutionConfiguration", "DebuggerWatches"),
		of("ppt95", "application/vnd.ms-powerpoint-95", "ppt pps", "", "PP40"),
	}
}

// oleKinds lists the kinds of compound files that no other family reads.
func oleKinds() []row {
	list := compounds()
	decide := func(p evidence.Probe) kind {
		root := compoundOf(p)
		for _, k := range list {
			if k.class != "" && strings.EqualFold(k.class, root.class) {
				return kind{k.id, "compound file of class " + root.class}
			}
			for _, s := range k.streams {
				if root.names[s] {
					return kind{k.id, fmt.Sprintf("compound file with %q", s)}
				}
			}
		}
		return kind{}
	}
	var rows []row
	for _, k := range list {
		is := decided("identify:ole", k.id, decide)
		rows = append(rows, row{k.id, k.mime, k.exts, func(p evidence.Probe) (string, bool) {
			if !has(p.Head, 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
				return "", false
			}
			return is(p)
		}})
	}
	return rows
}
