package analyzer

import "evscan/evidence"

// The cage holds everything that parses foreign bytes. A worker closes it around
// itself in two steps, both before it reads the first foreign byte: Confine when it
// starts, Enclose when it has been told its folders. Programs that it runs inherit
// all of it. What the kernel can't do is left out, and Protections says so.

// Bounds of one worker process, and of each program that it runs.
const (
	// workerMemory is in bytes of address space, which Go and the OCR engine reserve
	// long before they use it: a worker that reads screenshots with two models peaks at
	// 1.9 GiB and holds 160 MiB of it, and one that reads a picture of 119 million
	// pixels, the most that Limits allows, gets by with 3 GiB.
	workerMemory = 4 << 30
	workerFiles  = 512 // open files
	// fileSlack is added to the limit of an item's bytes for the size of one file:
	// readers write pages and tables of their own.
	fileSlack = 64 << 20
)

// workerResident is how much memory, in bytes, a worker may hold between two items.
// One that holds more is replaced, so that one huge picture doesn't cost the rest
// of the scan its memory.
const workerResident = 700 << 20

// Folders are the parts of the file system that a worker may use besides the
// system's programs and libraries. Names are bytes, since those of a file system
// need not be UTF-8.
type Folders struct {
	Read  [][]byte // files and folders, everything below included
	Write []byte   // the worker's private folder
}

// maxFile is the size in bytes of the largest file that a worker may write.
func maxFile(l evidence.Limits) uint64 { return uint64(max(l.ItemBytes, 0)) + fileSlack }
