// Package textless tells pictures that hold no text, and what looks like a line of
// text but is none, from the look of the pixels, before anything is recognised:
// photographs of things, textures, gradients, icons.
//
// It costs a few nanoseconds a pixel. What it lets through may still be no text;
// what it rejects must be none, and where it doubts it lets through.
package textless
