#!/bin/sh
# Measures reading documents: text and metadata of the office documents, mails and PDFs
# of a package by evscan, without text recognition, and in the same run by hand, with
# exiftool over all, pdftotext over the PDFs and LibreOffice's export of the office
# documents, two processes at a time (LibreOffice one, which is all it does). Prints
# documents and MB a second too. DOCUMENTS names a folder to take instead of the package.
#
#	bench-documents.sh PACKAGE
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
if [ -n "${DOCUMENTS:-}" ]; then
	from=$DOCUMENTS
else
	from=$work/unpacked
	mkdir "$from"
	unzip -q -o -P simulated "$1" -d "$from" || true
fi
mkdir "$work/set"
n=0
find "$from" -type f \( -iname '*.doc' -o -iname '*.docx' -o -iname '*.xls' -o -iname '*.xlsx' -o -iname '*.ppt' -o -iname '*.pptx' -o -iname '*.rtf' \
	-o -iname '*.odt' -o -iname '*.ods' -o -iname '*.odp' -o -iname '*.pdf' -o -iname '*.eml' -o -iname '*.msg' \) -print >"$work/list"
while IFS= read -r f; do
	n=$((n + 1))
	cp "$f" "$work/set/$n.$(printf %s "${f##*.}" | tr A-Z a-z)"
done <"$work/list"
bytes=$(cat "$work"/set/* | wc -c)

cat >"$work/hand.sh" <<'HAND'
set -eu
cd "$1"
mkdir out
exiftool -r -q -q set >exif.txt 2>/dev/null || true
find set -name '*.pdf' -print0 | xargs -0 -P 2 -I{} sh -c 'pdftotext "$1" - >>pdf.txt 2>/dev/null || true' _ {}
if command -v soffice >/dev/null; then
	office() { # FILTER NAME...
		filter=$1
		shift
		[ $# -eq 0 ] || soffice -env:UserInstallation="file://$PWD/profile" --headless --convert-to "$filter" --outdir out "$@" >/dev/null 2>&1 || true
	}
	# shellcheck disable=SC2046
	office 'txt:Text (encoded):UTF8' $(find set -name '*.doc*' -o -name '*.rtf' -o -name '*.odt')
	# shellcheck disable=SC2046
	office 'csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false,false,false,-1' $(find set -name '*.xls*' -o -name '*.ods')
	# shellcheck disable=SC2046
	office pdf $(find set -name '*.ppt*' -o -name '*.odp')
	find out -name '*.pdf' -print0 | xargs -0 -P 2 -I{} sh -c 'pdftotext "$1" - >>pdf.txt 2>/dev/null || true' _ {}
fi
HAND
command -v soffice >/dev/null || echo "soffice is not installed: by hand stands for exiftool and pdftotext alone, without the text of office documents"
echo "== $n documents, $bytes bytes"
go run ./scripts/measure \
	-label "evscan scan" -- bin/evscan scan --no-ocr --jobs 2 --quiet --progress never -o "$work/report.json" "$work/set" \
	-label "by hand" -- sh "$work/hand.sh" "$work" | tee "$work/figures"
awk -v n="$n" -v bytes="$bytes" '/^evscan scan|^by hand/ { sub(/s$/, "", $3); printf "%s %s: %.1f documents/s, %.2f MB/s\n", $1, $2, n / $3, bytes / 1e6 / $3 }' "$work/figures"
