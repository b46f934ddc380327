package identify

import (
	"bytes"

	"evscan/evidence"
)

// named lists formats that nothing but the item's name tells, because their bytes have no
// signature, or none that is known to the public. They are the last resort: the bytes are
// no text, nothing else fits, and where something must hold it holds. The type says that
// it rests on the name.
func named() []row {
	by := func(id, mime, exts string, cond func(p evidence.Probe) bool) row {
		return row{id, mime, exts, func(p evidence.Probe) (string, bool) {
			for _, e := range bytes.Fields([]byte(exts)) {
				if p.Size > 0 && p.Ext == string(e) && (cond == nil || cond(p)) {
					return evidence.BasisName + " ." + p.Ext + ", and no signature contradicts it", true
				}
			}
			return "", false
		}}
	}
	return []row{
		by("xdw", "application/vnd.fujixerox.docuworks", "xdw xbd xct", nil),
		by("br", "application/x-brotli", "br", nil),
		by("com", "application/x-ms-com", "com", func(p evidence.Probe) bool { return p.Size < 65280 }),
		by("truecrypt", "application/x-truecrypt", "tc hc", func(p evidence.Probe) bool { return p.Size >= 1<<14 && p.Size%512 == 0 }),
		by("msgpack", "application/vnd.msgpack", "msgpack mpk", nil),
		by("protobuf-data", "application/protobuf", "pb binpb", nil),
		by("onnx", "application/x-onnx", "onnx", nil),
		by("pcm", "audio/x-pcm", "pcm", nil),
		by("yuv", "video/x-raw-yuv", "yuv", nil),
		by("ldf", "application/x-mssql-log", "ldf", nil),
		by("ibd", "application/x-mysql-innodb", "ibd", nil),
		by("myd", "application/x-mysql-myd", "myd", nil),
		by("dbt", "application/x-dbase-memo", "dbt fpt", nil),
		by("db-index", "application/x-dbase-index", "cdx ntx ndx mdx idx", nil),
		by("qbw", "application/x-quickbooks", "qbw qbb qbm", nil),
		by("jww", "application/x-jww", "jww", nil),
		by("nx", "application/x-siemens-nx", "prt", nil),
		by("etl", "application/x-ms-etl", "etl", nil),
	}
}
