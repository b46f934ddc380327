// Package catalogue is what evscan knows of organisations before it opens a
// package: their names, domains and registry numbers, which domains belong to
// mail providers that anybody uses, and which to software vendors whose traces
// are in everyone's files. It also holds the normalisation of names and domains
// that every kind of mark shares, so that two marks of one organisation meet.
package catalogue
