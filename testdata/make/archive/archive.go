// Package archive writes zip and tar.gz files for tests, zip also with the
// traditional encryption of PKWARE (APPNOTE 6.1). Equal values give equal bytes.
package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"time"
)

// Entry is a file of an archive.
type Entry struct {
	Name  string
	Raw   []byte // zip only: the bytes of the name where they are not UTF-8
	Data  []byte
	Time  time.Time
	Store bool // zip only: not worth packing
}

// WriteZip writes a zip file with all entries in order.
func WriteZip(w io.Writer, entries []Entry) error {
	zw := zip.NewWriter(w)
	for _, e := range entries {
		ew, err := zw.CreateHeader(e.header())
		if err != nil {
			return fmt.Errorf("entry %s: %w", e.Name, err)
		}
		if _, err := ew.Write(e.Data); err != nil {
			return fmt.Errorf("entry %s: %w", e.Name, err)
		}
	}
	if err := zw.Close(); err != nil {
		return fmt.Errorf("closing the archive: %w", err)
	}
	return nil
}

// Zip returns a zip file.
func Zip(entries []Entry) ([]byte, error) {
	var buf bytes.Buffer
	err := WriteZip(&buf, entries)
	return buf.Bytes(), err
}

func (e Entry) header() *zip.FileHeader {
	h := &zip.FileHeader{Name: e.Name, Method: zip.Deflate, Modified: e.Time}
	if e.Raw != nil {
		h.Name, h.NonUTF8 = string(e.Raw), true
	}
	if e.Store {
		h.Method = zip.Store
	}
	return h
}

// EncryptedZip returns a zip file whose entries are encrypted with the password.
// The twelve bytes that should be random are derived from the entry, so that
// equal values give equal bytes: fit for tests only.
func EncryptedZip(entries []Entry, password string) ([]byte, error) {
	var buf bytes.Buffer
	zw := zip.NewWriter(&buf)
	for _, e := range entries {
		packed, err := deflate(e.Data)
		if err != nil {
			return nil, fmt.Errorf("entry %s: %w", e.Name, err)
		}
		h := e.header()
		h.Flags |= 1
		h.CreatorVersion, h.ReaderVersion = 20, 20
		h.CRC32 = crc32.ChecksumIEEE(e.Data)
		h.UncompressedSize64 = uint64(len(e.Data))
		plain := make([]byte, 12, 12+len(packed))
		binary.LittleEndian.PutUint64(plain, uint64(h.CRC32)*0x9e3779b97f4a7c15)
		binary.LittleEndian.PutUint16(plain[8:], uint16(len(e.Data)))
		plain[11] = byte(h.CRC32 >> 24) // the byte by which a reader checks the password
		body := newCipher(password).encrypt(append(plain, packed...))
		h.CompressedSize64 = uint64(len(body))
		ew, err := zw.CreateRaw(h)
		if err != nil {
			return nil, fmt.Errorf("entry %s: %w", e.Name, err)
		}
		if _, err := ew.Write(body); err != nil {
			return nil, fmt.Errorf("entry %s: %w", e.Name, err)
		}
	}
	if err := zw.Close(); err != nil {
		return nil, fmt.Errorf("closing the archive: %w", err)
	}
	return buf.Bytes(), nil
}

func deflate(data []byte) ([]byte, error) {
	var buf bytes.Buffer
	fw, err := flate.NewWriter(&buf, flate.DefaultCompression)
	if err != nil {
		return nil, fmt.Errorf("packing: %w", err)
	}
	if _, err := fw.Write(data); err != nil {
		return nil, fmt.Errorf("packing: %w", err)
	}
	if err := fw.Close(); err != nil {
		return nil, fmt.Errorf("packing: %w", err)
	}
	return buf.Bytes(), nil
}

// cipher is the key state of the traditional encryption.
type cipher struct{ k0, k1, k2 uint32 }

func newCipher(password string) *cipher {
	c := &cipher{0x12345678, 0x23456789, 0x34567890}
	for i := 0; i < len(password); i++ {
		c.update(password[i])
	}
	return c
}

func crcStep(crc uint32, b byte) uint32 { return crc32.IEEETable[byte(crc)^b] ^ crc>>8 }

func (c *cipher) update(b byte) {
	c.k0 = crcStep(c.k0, b)
	c.k1 = (c.k1+c.k0&0xff)*134775813 + 1
	c.k2 = crcStep(c.k2, byte(c.k1>>24))
}

func (c *cipher) encrypt(p []byte) []byte {
	out := make([]byte, len(p))
	for i, b := range p {
		t := c.k2 | 2
		out[i] = b ^ byte(t*(t^1)>>8)
		c.update(b)
	}
	return out
}

// TarGz returns a gzip-packed tar file in the USTAR or PAX dialect.
func TarGz(entries []Entry) ([]byte, error) {
	var buf bytes.Buffer
	gz := gzip.NewWriter(&buf)
	tw := tar.NewWriter(gz)
	for _, e := range entries {
		err := tw.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: e.Name, Mode: 0o644, Size: int64(len(e.Data)), ModTime: e.Time})
		if err != nil {
			return nil, fmt.Errorf("entry %s: %w", e.Name, err)
		}
		if _, err := tw.Write(e.Data); err != nil {
			return nil, fmt.Errorf("entry %s: %w", e.Name, err)
		}
	}
	if err := tw.Close(); err != nil {
		return nil, fmt.Errorf("closing the archive: %w", err)
	}
	if err := gz.Close(); err != nil {
		return nil, fmt.Errorf("closing the archive: %w", err)
	}
	return buf.Bytes(), nil
}
