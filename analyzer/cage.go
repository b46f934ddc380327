package analyzer

// The cage holds everything that parses foreign bytes: a worker confines itself
// before it reads its first order, and whatever it starts inherits that.

// Bounds of one worker process and the programs it starts.
const (
	workerMemory = 6 << 30 // bytes of address space: Go and an OCR engine with two models reserve about two
	workerFiles  = 512     // open files
)
