package demo

import (
	"embed"
	"io/fs"
)

//go:embed pictures mails
var embedded embed.FS

func pictureFiles() fs.FS {
	sub, err := fs.Sub(embedded, "pictures")
	if err != nil {
		return embedded // cannot happen: the name is valid
	}
	return sub
}
