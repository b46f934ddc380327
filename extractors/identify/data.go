package identify

import (
	"evscan/evidence"
)

// data lists databases, tables and the files of science and statistics.
func data() []row {
	// Berkeley DB keeps a number at 12 that tells the access method, in the byte order of its machine.
	bdb := func(sig uint32) test {
		return where("Berkeley DB's number at 12", func(h []byte) bool {
			version := u32(h, 16)
			if b32(h, 12) == sig {
				version = b32(h, 16)
			}
			return (u32(h, 12) == sig || b32(h, 12) == sig) && version > 0 && version < 20
		})
	}
	return []row{
		{"sqlite-journal", "application/x-sqlite3-journal", "journal db-journal sqlite-journal", magic("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7")},
		{"sqlite2", "application/x-sqlite2", "sqlite db", magic("** This file contains an SQLite 2")},
		{"mdb", "application/x-msaccess", "mdb mde mdt mda", at(4, "Standard Jet DB\x00")},
		{"accdb", "application/x-msaccess-ace", "accdb accde accdt accda laccdb", at(4, "Standard ACE DB\x00")},
		{"mny", "application/x-msmoney", "mny mbf", at(4, "MSISAM Database\x00")},
		{"bdb-btree", "application/x-berkeley-db", "db bdb dat", bdb(0x053162)},
		{"bdb-hash", "application/x-berkeley-db-hash", "db bdb dat", bdb(0x061561)},
		{"bdb-queue", "application/x-berkeley-db-queue", "db bdb", bdb(0x042253)},
		{"gdbm", "application/x-gdbm", "gdbm db", magic("\xce\x9a\x57\x13", "\x13\x57\x9a\xce", "\xcd\x9a\x57\x13", "\xcf\x9a\x57\x13")},
		{"lmdb", "application/x-lmdb", "mdb lmdb", at(16, "\xde\xc0\xef\xbe")},
		{"leveldb", "application/x-leveldb-table", "ldb sst", fromEnd(8, "\x57\xfb\x80\x8b\x24\x75\x47\xdb")},
		{"pgdump", "application/x-pgdump", "dump pgdump backup", magic("PGDMP\x01")},
		{"mysql-frm", "application/x-mysql-frm", "frm", magic("\xfe\x01\x07", "\xfe\x01\x08", "\xfe\x01\x09", "\xfe\x01\x0a")},
		{"mysql-myi", "application/x-mysql-myi", "myi", magic("\xfe\xfe\x07\x01")},
		{"mysql-binlog", "application/x-mysql-binlog", "", magic("\xfebin")},
		{"mssql-mdf", "application/x-mssql-database", "mdf ndf", and(magic("\x01\x0f\x00\x00"), "a page of free space at 8192", func(h []byte) bool { return has(h, 8192, "\x01\x0b") })},
		{"redis", "application/x-redis-dump", "rdb", magic("REDIS00")},
		{"filemaker", "application/x-filemaker", "fmp12 fp7 fp5 fp3", and(magic("\x00\x01\x00\x00\x00\x02\x00\x01\x00\x05\x00\x02\x00\x02\xc0"), "HBAM at 15", func(h []byte) bool { return has(h, 15, "HBAM") || has(h, 15, "\xc0HBAM") || has(h, 14, "\xc0HBAM") })},
		{"btrieve", "application/x-btrieve", "btr", magic("FC\x00\x00")},
		{"parquet", "application/vnd.apache.parquet", "parquet pq", and(magic("PAR1"), "the start of a row group", func(h []byte) bool { return len(h) > 12 })},
		{"avro", "application/vnd.apache.avro", "avro", magic("Obj\x01")},
		{"orc", "application/vnd.apache.orc", "orc", and(magic("ORC"), "a stripe's first bytes", func(h []byte) bool { return len(h) > 4 && (h[3] < ' ' || h[3] > '~') })},
		{"arrow", "application/vnd.apache.arrow.file", "arrow feather", magic("ARROW1\x00\x00")},
		{"feather", "application/x-feather", "feather", magic("FEA1")},
		{"seqfile", "application/x-hadoop-sequence", "seq", magic("SEQ\x06", "SEQ\x05", "SEQ\x04")},
		{"hdf5", "application/x-hdf5", "h5 hdf5 hdf he5 nc mat", anyOf(magic("\x89HDF\r\n\x1a\n"), far(512, "\x89HDF\r\n\x1a\n"))},
		{"hdf4", "application/x-hdf", "hdf hdf4 h4", magic("\x0e\x03\x13\x01")},
		{"netcdf", "application/x-netcdf", "nc cdf", magic("CDF\x01", "CDF\x02", "CDF\x05")},
		{"matlab-mat", "application/x-matlab-data", "mat", magic("MATLAB 5.0 MAT-file", "MATLAB 7.3 MAT-file")},
		{"sas7bdat", "application/x-sas-data", "sas7bdat sas7bndx", magic("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xc2\xea\x81\x60\xb3\x14\x11\xcf")},
		{"sas6", "application/x-sas-data-v6", "sd2 ssd01 ssd", and(magic("SAS     "), "a release at 8", func(h []byte) bool { return len(h) > 20 && h[8] >= '0' && h[8] <= '9' })},
		{"sasxport", "application/x-sas-xport", "xpt xport stx", magic("HEADER RECORD*******LIB")},
		{"stata", "application/x-stata-dta", "dta", anyOf(magic("<stata_dta><header>"), and(magic("\x71", "\x72", "\x73"), "byte order and file type of a header", func(h []byte) bool {
			return len(h) > 109 && (h[1] == 1 || h[1] == 2) && h[2] == 1 && h[3] == 0
		}))},
		{"spss-sav", "application/x-spss-sav", "sav zsav", magic("$FL2@(#)", "$FL3@(#)")},
		{"rdata", "application/x-r-data", "rdata rda rds", magic("RDX2\n", "RDX3\n", "RDA2\n", "RDA3\n")},
		{"npy", "application/x-numpy", "npy", magic("\x93NUMPY")},
		{"gguf", "application/x-gguf", "gguf", magic("GGUF")},
		{"tflite", "application/x-tflite", "tflite", at(4, "TFL3")},
		{"safetensors", "application/x-safetensors", "safetensors", and(at(8, "{\""), "the size of its header at 0", func(h []byte) bool { return u32(h, 4) == 0 && u32(h, 0) > 8 && contains(h, 4096, "\"dtype\"") })},
		{"grib", "application/x-grib", "grib grb grb2 grib2", and(magic("GRIB"), "edition 1 or 2", func(h []byte) bool { return len(h) > 8 && (h[7] == 1 || h[7] == 2) })},
		{"bufr", "application/x-bufr", "bufr bfr", and(magic("BUFR"), "an edition", func(h []byte) bool { return len(h) > 8 && h[7] >= 2 && h[7] <= 4 })},
		{"marc", "application/marc", "mrc marc", where("a leader of MARC 21: length, status, 22 and 4500", func(h []byte) bool {
			if len(h) < 40 || !has(h, 20, "4500") || h[10] != '2' || h[11] != '2' {
				return false
			}
			for _, c := range h[:5] {
				if c < '0' || c > '9' {
					return false
				}
			}
			return true
		})},
		{"cbor", "application/cbor", "cbor", magic("\xd9\xd9\xf7")},
		{"shp", "application/vnd.shp", "shp", and(magic("\x00\x00\x27\x0a"), "version 1000 and a length of words", func(h []byte) bool { return u32(h, 28) == 1000 && u32(h, 32) < 32 })},
		{"las", "application/vnd.las", "las laz", magic("LASF")},
		{"hfa", "application/x-erdas-hfa", "hfa img ige aux", magic("EHFA_HEADER_TAG")},
		{"mrsid", "image/x-mrsid", "sid", magic("msid\x04")},
		{"nitf", "image/nitf", "ntf nitf", magic("NITF02.", "NSIF01.")},
		{"osmpbf", "application/vnd.openstreetmap.data+pbf", "pbf", at(4, "\x0a\x09OSMHeader")},
		{"twobit", "application/x-2bit", "2bit", magic("\x43\x27\x41\x1a\x00\x00\x00\x00")},
		{"bai", "application/x-bam-index", "bai", magic("BAI\x01")},
		{"cram", "application/x-cram", "cram", magic("CRAM\x02", "CRAM\x03")},
		{"abf", "application/x-axon-abf", "abf", magic("ABF \x00", "ABF2\x00")},
		{"edf", "application/x-edf", "edf", and(magic("0       "), "two dates and a header size", func(h []byte) bool { return len(h) > 256 && h[170] == '.' && h[173] == '.' && h[178] == '.' })},
		{"blf", "application/x-vector-blf", "blf", magic("LOGG\x90\x00\x00\x00")},
		{"mdf4", "application/x-asam-mdf", "mf4 mdf dat", magic("MDF     4.", "MDF     3.", "UnFinMF 4.")},
		{"tdms", "application/x-ni-tdms", "tdms", magic("TDSm")},
		{"labview", "application/x-labview-vi", "vi vit ctl llb", and(magic("RSRC\r\n"), "LV at 8", func(h []byte) bool { return has(h, 8, "LVIN") || has(h, 8, "LVCC") || has(h, 8, "LVAR") })},
	}
}

// weakData have few bytes to go by.
func weakData() []row {
	return []row{
		{"dbf", "application/vnd.dbf", "dbf", where("the version, date and sizes of a dBase table", dbase)},
		{"digilite", "application/vnd.digilite.prolights", "fdf", magic("\x7f\x0c\x44\x2b")},
		{"pickle", "application/x-python-pickle", "pickle pkl p joblib pt", func(p evidence.Probe) (string, bool) {
			h := p.Head
			return "PROTO at 0 and STOP at the end", len(h) > 4 && h[0] == 0x80 && h[1] >= 2 && h[1] <= 5 && len(p.Tail) > 0 && p.Tail[len(p.Tail)-1] == '.'
		}},
	}
}

// dbase wants a header whose sizes agree: fields of 32 bytes each end with 0D.
func dbase(h []byte) bool {
	if len(h) < 65 {
		return false
	}
	switch h[0] {
	case 0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8b, 0x8c, 0xcb, 0xf5, 0xfb:
	default:
		return false
	}
	head, record := u16(h, 8), u16(h, 10)
	return h[2] >= 1 && h[2] <= 12 && h[3] >= 1 && h[3] <= 31 && head >= 65 && record > 1 &&
		(head > len(h) || h[head-1] == 0x0d || h[head-1] == 0 || h[(head-1)/32*32] == 0x0d) && h[32] >= 'A' && h[32] <= 'z'
}
