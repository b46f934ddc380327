package ole

import (
	"bytes"
	"fmt"

	"github.com/xuri/excelize/v2"

	"evscan/evidence"
)

const maxDecrypt = 128 << 20 // bytes of a document that is decrypted in memory

// readEncrypted tries the passwords on an encrypted package, [MS-OFFCRYPTO] 2.3.4,
// and hands the document over. The library does not tell a wrong password from a
// right one in every scheme, so the beginning of a zip file decides.
func readEncrypted(f *file) error {
	if f.in.Size > maxDecrypt {
		return fmt.Errorf("%w: encrypted documents over %d bytes are not decrypted", evidence.ErrLimit, maxDecrypt)
	}
	raw := make([]byte, f.in.Size)
	if n, err := f.in.At.ReadAt(raw, 0); n < len(raw) {
		return fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
	}
	// Read-only recommended workbooks are encrypted with this one.
	for _, password := range append(append([]string{}, f.in.Passwords...), "VelvetSweatshop") {
		if f.ctx.Err() != nil {
			return f.ctx.Err()
		}
		if plain := decrypt(raw, password); plain != nil {
			// Cipher blocks are filled up; the stream begins with the true size.
			size, _ := f.stream("", "EncryptedPackage", 8)
			if n := uint64(view(size).u32(0)) | uint64(view(size).u32(4))<<32; n > 0 && n < uint64(len(plain)) {
				plain = plain[:n]
			}
			f.out.Child(f.ctx, evidence.ChildName{Name: "decrypted", Origin: evidence.OriginEmbedded}, bytes.NewReader(plain))
			return nil
		}
	}
	return fmt.Errorf("%w: no password opens it", evidence.ErrEncrypted)
}

// decrypt returns nil where the password is wrong. The library indexes into the
// file as the file says, and panics where it lies.
func decrypt(raw []byte, password string) (plain []byte) {
	defer func() {
		if recover() != nil {
			plain = nil // reported by the caller as encrypted and not opened
		}
	}()
	b, err := excelize.Decrypt(raw, &excelize.Options{Password: password})
	if err != nil || !bytes.HasPrefix(b, []byte("PK\x03\x04")) {
		return nil
	}
	return b
}
