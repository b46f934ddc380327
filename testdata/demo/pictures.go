package demo

import (
	"fmt"
	"io/fs"
	"strings"
)

// shot is a picture that the manifest lists.
type shot struct {
	file, kind, finish string
	data               []byte
}

// shots reads the pictures in the order of the manifest.
func (b *builder) shots() []shot {
	if b.err != nil {
		return nil
	}
	list, err := readShots(pictureFiles())
	if err != nil {
		b.err = fmt.Errorf("pictures: %w", err)
	}
	return list
}

func readShots(files fs.FS) ([]shot, error) {
	table, err := fs.ReadFile(files, "manifest.tsv")
	if err != nil {
		return nil, fmt.Errorf("reading the manifest: %w", err)
	}
	lines := strings.Split(strings.TrimSpace(string(table)), "\n")
	var list []shot
	for _, line := range lines[1:] {
		f := strings.Split(line, "\t")
		if len(f) < 7 {
			return nil, fmt.Errorf("manifest line %q has %d fields", line, len(f))
		}
		data, err := fs.ReadFile(files, f[0])
		if err != nil {
			return nil, fmt.Errorf("reading a picture: %w", err)
		}
		list = append(list, shot{f[0], f[1], f[6], data})
	}
	return list, nil
}

// page reports whether the picture is a scanned page rather than a screenshot.
func (s shot) page() bool {
	return strings.HasPrefix(s.finish, "scan") || strings.HasPrefix(s.kind, "scan")
}

func (s shot) letterhead() bool { return strings.HasPrefix(s.kind, "letterhead") }
