#!/bin/sh
# Writes fingerprints/taught/background.jsonl: the hashes of what documents show that
# LibreOffice and Office make without a template, and of words that stand on everybody's
# forms. Needs LibreOffice (soffice) and a built bin/evscan.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/in" "$dir/out"
${GO:-go} run ./testdata/templates/cmd/maketemplates -defaults -o "$dir/out"
printf 'Report\n\nThis is text.\n\nMore text here.\n' > "$dir/in/text.txt"
printf 'a,b,c\n1,2,3\n4,5,6\n' > "$dir/in/table.csv"
printf '<html><body><h1>Report</h1><h2>Part</h2><p>Text.</p><table border=1><tr><td>1</td><td>2</td></tr></table></body></html>' > "$dir/in/page.html"
cat > "$dir/in/slides.fodp" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.presentation"><office:body><office:presentation><draw:page draw:name="page1"><draw:frame svg:x="2cm" svg:y="2cm" svg:width="20cm" svg:height="3cm"><draw:text-box><text:p>Title</text:p></draw:text-box></draw:frame></draw:page></office:presentation></office:body></office:document>
XML
convert() {
	soffice -env:UserInstallation="file://$dir/profile" --headless ${3:-} --convert-to "$2" --outdir "$dir/out" "$dir/in/$1" >/dev/null 2>&1
	ls "$dir/out/${1%.*}.${2%%:*}" >/dev/null
}
for k in docx odt pdf doc rtf; do convert text.txt $k; done
for k in xlsx ods pdf xls; do convert table.csv $k; done
for k in pptx odp pdf ppt; do convert slides.fodp $k; done
for k in docx odt pdf; do convert page.html $k --writer; done
bin/evscan learn --defaults --no-ocr -o fingerprints/taught/background.jsonl "$dir/out"
wc fingerprints/taught/background.jsonl
