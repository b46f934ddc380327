// Package executable reads what programs and installers say of their makers: the
// version information and signature of Windows programs, the properties of Windows
// installers, the build paths of ELF and Mach-O files. Nothing is run.
package executable

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"evscan/evidence"
	"evscan/extractors/internal/raw"
)

// Formats lists the kinds in probe order.
func Formats() []evidence.Format {
	return []evidence.Format{
		{ID: "pe", MIME: "application/vnd.microsoft.portable-executable", Version: 1,
			Exts: []string{"exe", "dll", "sys", "ocx", "scr", "cpl", "drv", "efi", "mui", "winmd", "ax", "tlb"}, Match: matchPE, Extract: extractPE},
		{ID: "msi", MIME: "application/x-ms-installer", Version: 1, Exts: []string{"msi", "msp", "mst", "msm"}, Match: matchMSI, Extract: extractMSI},
		{ID: "elf", MIME: "application/x-executable", Version: 1, Exts: []string{"elf", "so", "o", "ko", "axf"}, Match: matchELF, Extract: extractELF},
		{ID: "macho", MIME: "application/x-mach-binary", Version: 1, Exts: []string{"dylib", "bundle", "o"}, Match: matchMachO, Extract: extractMachO},
	}
}

func matchPE(p evidence.Probe) (string, bool) {
	v := raw.View(p.Head)
	at := v.U32(60)
	if !bytes.HasPrefix(v, []byte("MZ")) || at < 4 || at > 1<<20 {
		return "", false
	}
	if !v.Has(at, 4) && p.At != nil {
		var b [4]byte
		if n, _ := p.At.ReadAt(b[:], int64(at)); n < 4 {
			return "", false
		}
		return "signatures MZ and PE", string(b[:]) == "PE\x00\x00"
	}
	return "signatures MZ and PE", string(v.Bytes(at, 4)) == "PE\x00\x00"
}

func matchELF(p evidence.Probe) (string, bool) {
	return "signature ELF", bytes.HasPrefix(p.Head, []byte("\x7fELF")) && len(p.Head) > 20 && p.Head[4] >= 1 && p.Head[4] <= 2
}

func matchMachO(p evidence.Probe) (string, bool) {
	if len(p.Head) < 28 {
		return "", false
	}
	switch m := binary.BigEndian.Uint32(p.Head); m {
	case 0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe:
		return fmt.Sprintf("signature %08x", m), true
	case 0xcafebabe: // Java's classes begin so, too, with a version where the count is
		n := binary.BigEndian.Uint32(p.Head[4:])
		return "signature of a universal binary", n > 0 && n < 20
	}
	return "", false
}
