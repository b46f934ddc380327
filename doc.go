// Package evscan is the root of the program; see README.md. It holds the test of
// the import rules and nothing else.
package evscan
