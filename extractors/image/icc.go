package image

import (
	"bytes"
	"encoding/binary"

	"golang.org/x/text/encoding/unicode"
)

// pushICC pushes the texts of a colour profile, ICC.1:2022, clauses 7.3 and 10: a
// monitor's or a printer's profile tells whose machine it was.
func pushICC(p *props, b []byte) {
	if len(b) < 132 || string(b[36:40]) != "acsp" {
		return
	}
	count := binary.BigEndian.Uint32(b[128:])
	for i := uint32(0); i < min(count, 200) && 132+int(i)*12+12 <= len(b); i++ {
		e := b[132+int(i)*12:]
		name := map[string]string{"desc": "ProfileDescription", "cprt": "ProfileCopyright", "dmnd": "DeviceMfgDesc", "dmdd": "DeviceModelDesc"}[string(e[:4])]
		at, n := uint64(binary.BigEndian.Uint32(e[4:])), uint64(binary.BigEndian.Uint32(e[8:]))
		if name == "" || at+n > uint64(len(b)) {
			continue
		}
		p.add("icc:"+name, iccText(b[at:at+n]), "ICC profile")
	}
}

// iccText decodes the types text, desc and mluc; of several languages the first.
func iccText(b []byte) string {
	if len(b) < 12 {
		return ""
	}
	switch string(b[:4]) {
	case "text":
		return anyText(bytes.TrimRight(b[8:], "\x00"))
	case "desc":
		n := uint64(binary.BigEndian.Uint32(b[8:]))
		return anyText(bytes.TrimRight(b[12:min(12+n, uint64(len(b)))], "\x00"))
	case "mluc":
		if len(b) < 28 {
			return ""
		}
		n, at := uint64(binary.BigEndian.Uint32(b[20:])), uint64(binary.BigEndian.Uint32(b[24:]))
		if at+n > uint64(len(b)) {
			return ""
		}
		s, err := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder().Bytes(b[at : at+n])
		if err != nil {
			return ""
		}
		return string(s)
	}
	return ""
}
