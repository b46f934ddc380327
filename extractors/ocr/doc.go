// Package ocr reads the text of pictures with tesseract: the engine behind
// evidence.Recogniser.
//
// With cgo the engine is the tesseract library by way of gosseract, one client
// for each language, kept as long as the recogniser; without cgo it is the
// tesseract program.
//
// The environment of the process must hold OMP_THREAD_LIMIT=1 before it starts:
// the OpenMP runtime reads it when it is loaded, and without it tesseract spends
// nearly all of its time in threads that wait for one another.
package ocr
