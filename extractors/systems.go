package extractors

import (
	"slices"

	"evscan/evidence"
	"evscan/extractors/apple"
	"evscan/extractors/archive"
	"evscan/extractors/certs"
	"evscan/extractors/directory"
	"evscan/extractors/evtx"
	"evscan/extractors/executable"
	"evscan/extractors/profile"
	"evscan/extractors/registry"
	"evscan/extractors/repo"
	"evscan/extractors/sqlite"
	"evscan/extractors/windows"
)

// systems lists the files that systems leave behind, texts last.
func systems() []evidence.Format {
	return slices.Concat(windows.Formats(), archive.WithAppended(executable.Formats()), registry.Formats(), evtx.Formats(), sqlite.Formats(), repo.Formats(), apple.Formats(),
		profile.Formats(), directory.Formats())
}

// systemKinds are kinds that identify tells apart more finely, by the format here
// that reads them.
var systemKinds = map[string][]string{
	"pem":     {"pem", "pem-key", "pem-public-key", "pem-csr", "pem-crl", "pem-pkcs7", "ec-parameters", "dsa-parameters", "dh-parameters", "ssh-key"},
	"pgp-key": {"pgp-key", "pgp-keys", "pgp-message", "pgp-signed", "pgp-signature"},
	"pkcs7":   {"pkcs7", "catalog"}, "pkcs12": {"pkcs12"}, "java-keystore": {"jks"}, "ssh-public-key": {"ssh-public"},
	"x509-certificate": {"x509"}, "x509-crl": {"crl"}, "x509-request": {"csr"}, "der-key": {"private-key", "private-key-encrypted", "public-key"},
	"sqlite": {"sqlite"}, "msi": {"msi", "msp", "mst"}, "pe": {"pe"}, "elf": {"elf"}, "macho": {"macho", "macho-fat"},
	"thumbs-db": {"thumbsdb"}, "jump-list": {"jumplist"}, "thumbcache": {"thumbcache"}, "recycle-bin-record": {"recycle"}, "prefetch": {"prefetch"}, "lnk": {"lnk"},
	"registry-export": {"reg"}, "registry-hive": {"regf"}, "evtx": {"evtx"},
	"url-shortcut": {"url"}, "desktop-entry": {"desktop"}, "desktop-ini": {"desktop-ini"}, "inf": {"inf"},
	"rdp": {"rdp"}, "ica": {"ica"}, "openvpn": {"ovpn"}, "wireguard": {"wireguard"},
	"ldif": {"ldif"}, "hosts": {"hosts"}, "resolv-conf": {"resolv-conf"}, "unix-accounts": {"passwd"},
	"git-index": {"git-index"}, "git-pack": {"git-pack"}, "git-config": {"gitconfig"},
	"plist": {"plist"}, "bplist": {"plist-binary", "webarchive"}, "ds-store": {"ds_store"},
}

// withSystemReaders gives the kinds that identify only names, or lends the reading of
// a text, to the readers that know them. What stands in them as a secret stays out. A
// kind that both know is listed once, where identify has it, and told by either.
func withSystemReaders(list []evidence.Format) []evidence.Format {
	ours := slices.Concat(systems(), certs.Formats())
	readers, same := map[string]evidence.Format{}, map[string]evidence.Format{}
	for _, f := range ours {
		same[f.ID] = f
		for _, kind := range systemKinds[f.ID] {
			readers[kind] = f
		}
	}
	count := map[string]int{}
	for _, f := range list {
		count[f.ID]++
	}
	var out []evidence.Format
	seen := map[string]bool{}
	for _, f := range list {
		own, both := same[f.ID]
		both = both && count[f.ID] > 1
		if both && seen[f.ID] {
			continue
		}
		seen[f.ID] = true
		if r, ok := readers[f.ID]; ok {
			f.Extract, f.Version = r.Extract, r.Version
		}
		if both {
			f.Match = either(f.Match, own.Match)
		}
		out = append(out, f)
	}
	return out
}

// either tries two ways of telling a kind.
func either(a, b func(evidence.Probe) (string, bool)) func(evidence.Probe) (string, bool) {
	return func(p evidence.Probe) (string, bool) {
		if basis, ok := a(p); ok {
			return basis, true
		}
		return b(p)
	}
}
