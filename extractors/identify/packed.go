package identify

import (
	"github.com/h2non/filetype/matchers"
)

// packed lists archives, compressed streams and encrypted files that evscan has no
// reader for.
func packed() []row {
	a := matchers.Archive
	return []row{
		{"lzop", "application/x-lzop", "lzo", magic("\x89LZO\x00\r\n\x1a\n")},
		{"lrz", "application/x-lrzip", "lrz", magic("LRZI")},
		{"rz", "application/x-rzip", "rz", magic("RZIP")},
		{"snappy", "application/x-snappy-framed", "sz snappy", magic("\xff\x06\x00\x00sNaPpY")},
		{"zpaq", "application/x-zpaq", "zpaq", magic("7kSt", "zPQ\x01", "zPQ\x02")},
		{"compress-pack", "application/x-pack", "z", magic("\x1f\x1e")},
		{"pack200", "application/x-java-pack200", "pack", magic("\xca\xfe\xd0\x0d")},
		{"ace", "application/x-ace-compressed", "ace", far(7, "**ACE**")},
		{"alz", "application/x-alz-compressed", "alz", magic("ALZ\x01")},
		{"egg-archive", "application/x-egg-archive", "egg", magic("EGGA\x00\x01")},
		{"zoo", "application/x-zoo", "zoo", at(20, "\xdc\xa7\xc4\xfd")},
		{"sit", "application/x-stuffit", "sit", and(magic("SIT!", "StuffIt "), "rLau or a copyright", func(h []byte) bool { return has(h, 10, "rLau") || has(h, 8, "(c)1997-") })},
		{"sitx", "application/x-stuffitx", "sitx", magic("StuffIt!", "StuffIt?")},
		{"freearc", "application/x-freearc", "arc", magic("ArC\x01")},
		{"dar", "application/x-dar", "dar", magic("\x00\x00\x00\x7b")},
		{"wim", "application/x-ms-wim", "wim swm esd", magic("MSWIM\x00\x00\x00")},
		{"szdd", "application/x-ms-compress-szdd", "", magic("SZDD\x88\xf0\x27\x33", "SZ \x88\xf0\x27\x33\xd1")},
		{"kwaj", "application/x-ms-compress-kwaj", "", magic("KWAJ\x88\xf0\x27\xd1")},
		{"iscab", "application/x-installshield-cab", "cab hdr", magic("ISc(")},
		{"innosetup", "application/x-innosetup-log", "dat", magic("Inno Setup Uninstall Log")},
		{"par2", "application/x-par2", "par2", magic("PAR2\x00PKT")},
		{"crx", "application/x-google-chrome-extension", "crx", asFiletype(a, matchers.TypeCrx)},
		{"ubifs", "application/x-ubifs", "ubi ubifs", magic("UBI#\x01", "\x31\x18\x10\x06")},
		{"squashfs", "application/vnd.squashfs", "squashfs sqsh sfs snap", magic("hsqs", "sqsh")},
		{"cramfs", "application/x-cramfs", "cramfs", magic("\x45\x3d\xcd\x28", "\x28\xcd\x3d\x45")},
		{"romfs", "application/x-romfs", "romfs", magic("-rom1fs-")},
		{"uimage", "application/x-uboot-image", "uimage img", magic("\x27\x05\x19\x56")},
		{"bsdiff", "application/x-bsdiff", "bsdiff patch", magic("BSDIFF40")},
		{"vcdiff", "application/vcdiff", "vcdiff xdelta", magic("\xd6\xc3\xc4")},
		{"rdiff", "application/x-rdiff", "rdiff sig delta", magic("rs\x02\x36", "rs\x01\x36", "rs\x01\x37", "rs\x01\x46", "rs\x01\x47")},
		{"mozlz4", "application/x-mozlz4", "lz4 mozlz4 jsonlz4 baklz4", magic("mozLz40\x00")},
		{"lzfse", "application/x-lzfse", "lzfse", magic("bvx2", "bvxn", "bvx-")},
		{"pbzx", "application/x-pbzx", "pbzx", magic("pbzx")},
		{"aar-apple", "application/x-apple-archive", "aar yaa", magic("AA01", "YAA1")},
		{"acronis", "application/x-acronis-tib", "tib", magic("\xb4\x6e\x68\x44")},
		{"bkf", "application/x-ms-bkf", "bkf", magic("TAPE\x00\x00")},

		// Encrypted files say by what they can be opened.
		{"gpg", "application/pgp-encrypted", "gpg pgp asc", where("OpenPGP packets of an encrypted message", pgpMessage)},
		{"age", "application/x-age-encryption", "age", magic("age-encryption.org/v")},
		{"axcrypt", "application/x-axcrypt", "axx", magic("\xc0\xb9\x07\x2e\x4f\x93\xf1\x46\xa0\x15\x79\x2c\xa1\xd9\xe8\x21")},
		{"aescrypt", "application/x-aescrypt", "aes", magic("AES\x00", "AES\x01", "AES\x02", "AES\x03")},
		{"opensslenc", "application/x-openssl-encrypted", "enc", magic("Salted__")},
		{"luks", "application/x-luks", "luks img", magic("LUKS\xba\xbe\x00")},
		{"bitlocker", "application/x-bitlocker", "img", at(3, "-FVE-FS-")},
		{"ccrypt", "application/x-ccrypt", "cpt", magic("c051")},
		{"kdbx", "application/x-keepass2", "kdbx", magic("\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5", "\x03\xd9\xa2\x9a\x66\xfb\x4b\xb5")},
		{"kdb", "application/x-keepass", "kdb", magic("\x03\xd9\xa2\x9a\x65\xfb\x4b\xb5")},
		{"pwsafe", "application/x-passwordsafe3", "psafe3", magic("PWS3")},
		{"keychain", "application/x-apple-keychain", "keychain", magic("kych\x00\x01")},
		{"gnome-keyring", "application/x-gnome-keyring", "keyring", magic("GnomeKeyring\n\r\x00\n")},
		{"jks", "application/x-java-keystore", "jks ks keystore truststore", magic("\xfe\xed\xfe\xed\x00\x00\x00")},
		{"jceks", "application/x-java-jce-keystore", "jceks jks", magic("\xce\xce\xce\xce\x00\x00\x00")},
		{"vault", "application/x-ansible-vault", "yml yaml vault", magic("$ANSIBLE_VAULT;")},
	}
}

// pgpMessage wants a session key packet (RFC 4880, 4.2, 5.1, 5.3) of version 3 or a
// symmetric one of version 4, of a length that such packets have.
func pgpMessage(h []byte) bool {
	tag, n, at, ok := pgpPacket(h)
	if !ok || at >= len(h) {
		return false
	}
	switch tag {
	case 1:
		return (h[at] == 3 || h[at] == 6) && n > 20 && n < 2500
	case 3:
		return (h[at] == 4 || h[at] == 5 || h[at] == 6) && n >= 4 && n < 200
	}
	return false
}

// pgpPacket reads the header of a packet, RFC 4880, 4.2.
func pgpPacket(h []byte) (tag, size, body int, ok bool) {
	if len(h) < 6 || h[0]&0x80 == 0 {
		return 0, 0, 0, false
	}
	if h[0]&0x40 != 0 {
		switch {
		case h[1] < 192:
			return int(h[0] & 63), int(h[1]), 2, true
		case h[1] < 224:
			return int(h[0] & 63), int(h[1]-192)<<8 + int(h[2]) + 192, 3, true
		}
		return 0, 0, 0, false
	}
	tag = int(h[0] >> 2 & 15)
	switch h[0] & 3 {
	case 0:
		return tag, int(h[1]), 2, true
	case 1:
		return tag, b16(h, 1), 3, true
	case 2:
		return tag, int(b32(h, 1)), 5, true
	}
	return 0, 0, 0, false
}

// weakPacked have two bytes to go by.
func weakPacked() []row {
	return []row{
		{"zlib", "application/zlib", "zlib zz z deflate", and(magic("\x78\x01", "\x78\x5e", "\x78\x9c", "\x78\xda"), "a block type that exists", func(h []byte) bool {
			return len(h) > 6 && h[2]>>1&3 != 3
		})},
		{"arc-archive", "application/x-arc", "arc", and(magic("\x1a"), "a method and a name", func(h []byte) bool {
			return len(h) > 29 && h[1] > 0 && h[1] <= 9 && h[2] > ' ' && h[2] < 0x7f && h[14] == 0
		})},
	}
}
