package archive

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"

	"evscan/evidence"
)

// programFormats lists the formats that 7z reads for us.
func programFormats() []evidence.Format {
	as := func(kind string) func(evidence.Input) string { return func(evidence.Input) string { return kind } }
	format := func(id, mime string, match func(evidence.Probe) (string, bool), kind func(evidence.Input) string, exts ...string) evidence.Format {
		return evidence.Format{ID: id, MIME: mime, Version: 1, Exts: exts, Match: match, Extract: extractProgram(kind)}
	}
	return []evidence.Format{
		format("cab", "application/vnd.ms-cab-compressed", signature("MSCF\x00\x00\x00\x00"), as("cab"), "cab"),
		format("rpm", "application/x-rpm", signature("\xed\xab\xee\xdb"), as("rpm"), "rpm"),
		format("xar", "application/x-xar", signature("xar!\x00"), as("xar"), "xar", "pkg"),
		format("lzh", "application/x-lzh-compressed", matchLZH, as("lzh"), "lzh", "lha"),
		format("arj", "application/x-arj", matchARJ, as("arj"), "arj"),
		format("iso", "application/x-iso9660-image", matchISO, isoKind, "iso", "img", "udf"),
	}
}

// matchLZH wants the method between its dashes and a level that exists; LHA header,
// https://github.com/jca02266/lha/blob/master/header.doc.md
func matchLZH(p evidence.Probe) (string, bool) {
	h := p.Head
	if len(h) < 22 || h[2] != '-' || h[3] != 'l' || (h[4] != 'h' && h[4] != 'z') || h[6] != '-' || h[20] > 3 {
		return "", false
	}
	return fmt.Sprintf("method %s at 2", h[2:7]), (h[5] >= '0' && h[5] <= '9') || h[5] == 'd' || h[5] == 's' || h[5] == 'x'
}

// matchARJ wants the signature and a first header whose sizes hold; technote of ARJ.
func matchARJ(p evidence.Probe) (string, bool) {
	h := p.Head
	if len(h) < 34 || h[0] != 0x60 || h[1] != 0xea {
		return "", false
	}
	basic, first := int(binary.LittleEndian.Uint16(h[2:])), int(h[4])
	return "signature 60 ea and the size of a main header at 0", basic >= 30 && basic <= 2600 && first >= 30 && first <= basic && h[10] == 2
}

// isoSector is where volume descriptors begin, ECMA-119 6.2.1 and ECMA-167 2/8.
const isoSector = 16 * 2048

func matchISO(p evidence.Probe) (string, bool) {
	if len(p.Head) < isoSector+6 {
		return "", false
	}
	switch id := string(p.Head[isoSector+1 : isoSector+6]); id {
	case "CD001", "BEA01":
		return fmt.Sprintf("signature %s at %d", id, isoSector+1), true
	}
	return "", false
}

// isoKind takes an image with both file systems by UDF, which has the longer names.
func isoKind(in evidence.Input) string {
	b := make([]byte, 16*2048)
	n, err := io.ReadFull(io.NewSectionReader(in.At, isoSector, int64(len(b))), b)
	if err != nil && n == 0 {
		return "iso"
	}
	for at := 0; at+6 <= n; at += 2048 {
		if bytes.HasPrefix(b[at+1:], []byte("NSR0")) {
			return "udf"
		}
	}
	return "iso"
}
