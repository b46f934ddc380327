// Package mapped is a catalogue in a file that is looked up where it lies, for lists
// of millions of organisations: opening it reads its filters only, a few megabytes, and
// what is found in it is read when it is found.
//
// Layout of a file (.evcat), numbers little-endian:
//
//	header    magic, version, number of organisations, date, hash of the content, length
//	          of the file, the table of sections with a SHA-256 of each, SHA-256 of all this
//	records   organisations in the packed layout of package catalogue, a line each, by ID
//	offsets   where each record begins, 8 bytes each, and where the last one ends
//	gates     the three filters of catalogue.Gates
//	four indexes (names, domains, tenants, registry numbers), each in three sections:
//	  values     for each key: its text and the numbers of the organisations that have it
//	  entries    the 64-bit hash of each key and where its value is, 16 bytes, by hash
//	  directory  for each beginning of a hash how many entries lie before it, 4 bytes each
//
// The same records in the same order give the same bytes.
package mapped
