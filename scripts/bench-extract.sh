#!/bin/sh
# Measures what the extractors make of public suites of documents. A suite is fetched
# by whoever measures, and never kept in the repository. Each part runs where the
# folder of its suite is given, and is left out where it is not:
#
#	git clone --depth 1 https://github.com/apache/tika
#	TIKA=$PWD/tika make bench-extract
#
# Types: every file that Tika's own tests of types name, with the type they name,
# beside file(1) and gabriel-vasile/mimetype in the same run. Types that evscan misses
# are listed, and so are its warnings.
set -eu
measured=no
if [ -n "${TIKA:-}" ]; then
	go run ./scripts/extractbench -types "$TIKA"
	measured=yes
fi
if [ $measured = no ]; then
	echo "bench-extract: no suite given" >&2
	echo "hint: git clone --depth 1 https://github.com/apache/tika && TIKA=\$PWD/tika make bench-extract" >&2
	exit 2
fi
