//go:build !cgo

package ocr

func engineVersion() (engine, version string) { return programVersion() }

func openEngine(dataDir, temp string) engine {
	return newBatching(&program{dataDir: dataDir, temp: temp})
}
