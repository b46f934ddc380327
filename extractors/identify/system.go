package identify

import (
	"encoding/binary"

	"github.com/h2non/filetype/matchers"
)

// system lists programs, and what operating systems and their services write.
func system() []row {
	return []row{
		// Programs. CA FE BA BE begins a class of Java and a Mach-O of several processors: the
		// latter counts few of them where the former has a version, 45 at least.
		{"class", "application/java-vm", "class", and(magic("\xca\xfe\xba\xbe"), "a version from 45", func(h []byte) bool { return b16(h, 6) >= 45 && b16(h, 6) < 200 })},
		{"dex", "application/vnd.android.dex", "dex", magic("dex\n035\x00", "dex\n036\x00", "dex\n037\x00", "dex\n038\x00", "dex\n039\x00", "dex\n040\x00")},
		{"oat", "application/vnd.android.art", "art oat", magic("art\n")},
		{"axml", "application/vnd.android.axml", "xml", and(magic("\x03\x00\x08\x00"), "a string pool at 8", func(h []byte) bool { return has(h, 8, "\x01\x00\x1c\x00") })},
		{"arsc", "application/vnd.android.arsc", "arsc", and(magic("\x02\x00\x0c\x00"), "a string pool at 12", func(h []byte) bool { return has(h, 12, "\x01\x00\x1c\x00") })},
		{"wasm", "application/wasm", "wasm", asFiletype(matchers.Application, matchers.TypeWasm)},
		{"jmod", "application/x-java-jmod", "jmod", magic("JM\x01\x00PK")},
		{"luac", "application/x-lua-bytecode", "luac lua", magic("\x1bLua")},
		{"luajit", "application/x-luajit-bytecode", "lua raw", magic("\x1bLJ")},
		{"pyc", "application/x-python-bytecode", "pyc pyo", and(at(2, "\x0d\x0a"), "a number of CPython and flags that exist", func(h []byte) bool {
			return len(h) >= 16 && (u16(h, 0) >= 3000 && u16(h, 0) < 4000 && u32(h, 4) < 4 || u16(h, 0) >= 62000 && u16(h, 0) < 63000)
		})},
		{"beam", "application/x-beam", "beam", and(magic("FOR1"), "BEAM at 8", func(h []byte) bool { return has(h, 8, "BEAM") })},
		{"elc", "application/x-elisp-bytecode", "elc", magic(";ELC")},
		{"llvm", "application/x-llvm-bitcode", "bc", magic("BC\xc0\xde")},
		{"pdb-debug", "application/x-ms-pdb", "pdb", magic("Microsoft C/C++ MSF 7.00\r\n", "Microsoft C/C++ program database ")},
		{"gch", "application/x-gcc-pch", "gch", magic("gpch")},
		{"res", "application/x-ms-resource", "res", magic("\x00\x00\x00\x00\x20\x00\x00\x00\xff\xff\x00\x00\xff\xff\x00\x00")},
		{"coff", "application/x-coff", "obj o", and(magic("\x4c\x01", "\x64\x86", "\x64\xaa"), "a header of sections without an optional one", func(h []byte) bool {
			return len(h) >= 60 && u16(h, 2) > 0 && u16(h, 2) < 5000 && u16(h, 16) == 0 && u32(h, 8) > 20 && h[20] == '.'
		})},

		// Windows.
		{"evt", "application/x-ms-evt", "evt", at(4, "LfLe")},
		{"regf", "application/x-ms-regf", "dat hve hiv reg", magic("regf")},
		{"minidump", "application/x-dmp", "dmp mdmp", magic("MDMP\x93\xa7")},
		{"memdump", "application/x-ms-crashdump", "dmp", magic("PAGEDUMP", "PAGEDU64")},
		{"hiberfil", "application/x-ms-hibernation", "sys", magic("hibr\x00", "HIBR\x00", "wake\x00", "RSTR\x00")},
		{"thumbindex", "application/x-ms-thumbcache-index", "db", magic("IMMM")},
		{"indexdat", "application/x-ms-index-dat", "dat", magic("Client UrlCache MMF Ver ")},
		{"ese", "application/x-ms-ese", "edb dit dat jfm sdb jtx", at(4, "\xef\xcd\xab\x89")},
		{"sdb", "application/x-ms-sdb", "sdb", at(8, "sdbf")},
		{"rdpcache", "application/x-ms-rdp-cache", "bin bmc", magic("RDP8bmp\x00")},
		{"chm", "application/vnd.ms-htmlhelp", "chm chi chw", magic("ITSF\x03\x00\x00\x00")},
		{"hlp", "application/winhelp", "hlp gid", magic("\x3f\x5f\x03\x00")},
		{"nk2", "application/x-ms-nk2", "nk2", magic("\x0d\xf0\xad\xba\x0a\x00\x00\x00")},
		{"recycle", "application/x-ms-recycle", "", where("a record of the recycle bin: version, times and a path on a drive", func(h []byte) bool {
			return (has(h, 0, "\x01\x00\x00\x00\x00\x00\x00\x00") && len(h) == 544 && h[25] == 0 && has(h, 26, ":\x00\\\x00")) ||
				(has(h, 0, "\x02\x00\x00\x00\x00\x00\x00\x00") && int(u32(h, 24))*2+28 == len(h) && has(h, 30, ":\x00\\\x00"))
		})},
		{"nls", "application/x-ms-nls", "nls", anyOf(magic("DCH\x01"), and(magic("\x0d\x00"), "a code page and its default characters", func(h []byte) bool {
			return len(h) > 0x1c && u16(h, 2) > 36 && u16(h, 4) >= 1 && u16(h, 4) <= 2 && has(h, 6, "\x3f\x00\x3f\x00\x3f\x00\x3f\x00")
		}))},
		{"gpol", "application/x-ms-registry-pol", "pol", magic("PReg\x01\x00\x00\x00")},
		{"shd", "application/x-ms-shadow-spool", "shd", magic("\x66\x49\x00\x00", "\x67\x49\x00\x00", "\x68\x49\x00\x00")},

		// macOS.
		{"ds_store", "application/x-apple-ds-store", "ds_store", magic("\x00\x00\x00\x01Bud1\x00")},
		{"plist-binary", "application/x-bplist", "plist bplist nib strings memgraph", magic("bplist0", "bplist1")},
		{"cookies-safari", "application/x-safari-cookies", "binarycookies", magic("cook\x00\x00")},
		{"appledouble", "multipart/appledouble", "", magic("\x00\x05\x16\x07\x00\x02\x00\x00", "\x00\x05\x16\x00\x00\x02\x00\x00")},
		{"bom", "application/x-apple-bom", "bom", magic("BOMStore\x00")},
		{"tracev3", "application/x-apple-tracev3", "tracev3", magic("\x00\x10\x00\x00\x11\x00\x00\x00")},

		// Unix and its tools.
		{"journal", "application/x-systemd-journal", "journal", magic("LPKSHHRH")},
		{"pcapng", "application/x-pcapng", "pcapng pcap ntar", and(magic("\x0a\x0d\x0d\x0a"), "a byte order mark at 8", func(h []byte) bool { return has(h, 8, "\x4d\x3c\x2b\x1a") || has(h, 8, "\x1a\x2b\x3c\x4d") })},
		{"pcap", "application/vnd.tcpdump.pcap", "pcap cap dmp dump", magic("\xd4\xc3\xb2\xa1", "\xa1\xb2\xc3\xd4", "\x4d\x3c\xb2\xa1", "\xa1\xb2\x3c\x4d")},
		{"snoop", "application/x-snoop", "snoop cap", magic("snoop\x00\x00\x00")},
		{"netmon", "application/x-netmon", "cap", magic("GMBU", "RTSS")},
		{"nfdump", "application/x-nfdump", "nfcapd", magic("\x0c\xa5\x01\x00")},
		{"tzif", "application/tzif", "", magic("TZif")},
		{"mo", "application/x-gettext-translation", "mo gmo", magic("\xde\x12\x04\x95", "\x95\x04\x12\xde")},
		{"terminfo", "application/x-terminfo", "", and(magic("\x1a\x01", "\x1e\x02"), "sizes of a description", func(h []byte) bool {
			return len(h) > 12 && u16(h, 2) > 2 && u16(h, 2) < 128 && u16(h, 4) < 60 && h[12] > ' '
		})},
		{"git-packidx", "application/x-git-pack-index", "idx", magic("\xfftOc\x00\x00\x00\x02")},
		{"git-bundle", "application/x-git-bundle", "bundle", magic("# v2 git bundle\n", "# v3 git bundle\n")},
		{"hprof", "application/vnd.java.hprof", "hprof", magic("JAVA PROFILE 1.0.1\x00", "JAVA PROFILE 1.0.2\x00")},
		{"jfr", "application/x-jfr", "jfr", magic("FLR\x00\x00")},
		{"javaser", "application/x-java-serialized-object", "ser", magic("\xac\xed\x00\x05")},
		{"dotnetres", "application/x-dotnet-resources", "resources", magic("\xce\xca\xef\xbe\x01\x00\x00\x00")},
		{"netser", "application/x-dotnet-serialized", "", magic("\x00\x01\x00\x00\x00\xff\xff\xff\xff\x01\x00\x00\x00\x00\x00\x00\x00")},
		{"vim-swap", "application/x-vim-swap", "swp swo", magic("b0VIM ")},
		{"vimundo", "application/x-vim-undo", "un~", magic("Vim\x9fUnDo\xe5")},
		{"utmp", "application/x-utmp", "", where("records of 384 bytes with terminal names", utmp)},
		{"rrd", "application/x-rrdtool", "rrd", magic("RRD\x000")},
		{"torrent", "application/x-bittorrent", "torrent", magic("d8:announce", "d7:comment", "d10:created by", "d13:announce-list", "d4:infod", "d13:creation date", "d8:encoding")},
	}
}

// utmp wants two records of Linux's utmp(5): a type up to 9 and a line that is a name.
func utmp(h []byte) bool {
	if len(h) < 768 || len(h)%384 != 0 {
		return false
	}
	for i := 0; i < 768; i += 384 {
		if t := binary.LittleEndian.Uint32(h[i:]); t == 0 || t > 9 || h[i+8] < '0' || h[i+8] > '~' {
			return false
		}
	}
	return true
}

// weakSystem have two bytes to go by; the new executable's header behind the stub of
// DOS tells what is in it.
func weakSystem() []row {
	behind := func(sig string) func(h []byte) bool {
		return func(h []byte) bool { return len(h) > 64 && u32(h, 60) < 1<<16 && has(h, int(u32(h, 60)), sig) }
	}
	mz := magic("MZ", "ZM")
	return []row{
		{"ne", "application/x-ms-ne-executable", "exe dll drv fon 386 cpl", and(mz, "NE behind the stub", behind("NE"))},
		{"le", "application/x-ms-le-executable", "exe vxd 386 dll", and(mz, "LE or LX behind the stub", func(h []byte) bool { return behind("LE\x00\x00")(h) || behind("LX\x00\x00")(h) })},
		{"dos", "application/x-dosexec", "exe com ovl", and(mz, "a header of DOS", func(h []byte) bool { return len(h) >= 28 && u16(h, 8) >= 2 && u16(h, 2) < 512 && u16(h, 4) > 0 })},
	}
}

func contains(h []byte, within int, s string) bool {
	h = h[:min(len(h), within)]
	for i := 0; i+len(s) <= len(h); i++ {
		if h[i] == s[0] && string(h[i:i+len(s)]) == s {
			return true
		}
	}
	return false
}
