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
	"evscan/extractors/mail"
	"evscan/extractors/profile"
	"evscan/extractors/registry"
	"evscan/extractors/repo"
	"evscan/extractors/sqlite"
	"evscan/extractors/windows"
)

// What a file is and how it is read are known in two places: identify has the finer
// signatures, the families have the readers. Here the two meet.

// readAs names the formats of families by which kinds of other names are read, beside
// those of their own name.
func readAs() map[string]string {
	return map[string]string{
		// Brands of one container.
		"heic": "heif", "psb": "psd", "jpx": "jp2", "jpm": "jp2", "mj2": "jp2",
		"m4b": "m4a", "m4p": "m4a", "3g2": "3gp", "f4v": "mp4",
		"wma": "wmv", "asf": "wmv",
		"opus": "ogg", "speex": "ogg", "oggflac": "ogg", "ogv": "ogg",
		"ai-ps": "ps", "eps": "ps",
		// What PEM, DER and OpenPGP wrap.
		"pem-key": "pem", "pem-public-key": "pem", "pem-csr": "pem", "pem-crl": "pem", "pem-pkcs7": "pem", "ec-parameters": "pem",
		"dsa-parameters": "pem", "dh-parameters": "pem", "ssh-key": "pem",
		"pgp-keys": "pgp-key", "pgp-message": "pgp-key", "pgp-signed": "pgp-key", "pgp-signature": "pgp-key",
		"catalog": "pkcs7", "jks": "java-keystore", "ssh-public": "ssh-public-key", "x509": "x509-certificate", "crl": "x509-crl",
		"csr": "x509-request", "private-key": "der-key", "private-key-encrypted": "der-key", "public-key": "der-key",
		"vcalendar": "ical",
		// Systems.
		"msp": "msi", "mst": "msi", "macho-fat": "macho", "ovpn": "openvpn", "passwd": "unix-accounts", "gitconfig": "git-config",
		"plist-binary": "bplist", "webarchive": "bplist", "ds_store": "ds-store",
	}
}

// systems lists the families of files that systems and mail programs leave behind.
func systems() []evidence.Format {
	return slices.Concat(windows.Formats(), archive.WithAppended(executable.Formats()), registry.Formats(), evtx.Formats(), sqlite.Formats(), repo.Formats(), apple.Formats(),
		profile.Formats(), directory.Formats(), certs.Formats(), mail.Formats())
}

// lend gives what readers can do to the formats of their names in told and weak, whose
// signatures are the finer ones, and returns the readers that are left: those of formats
// that nothing else tells.
func lend(readers, told, weak []evidence.Format) (left, _, _ []evidence.Format) {
	as, taken := readAs(), map[string]bool{}
	give := func(formats []evidence.Format) []evidence.Format {
		for i, f := range formats {
			id := f.ID
			if k, ok := as[id]; ok {
				id = k
			}
			if r := reader(readers, id); r != nil && f.Extract == nil {
				formats[i].Extract = r
				taken[f.ID] = true
			}
		}
		return formats
	}
	told, weak = give(told), give(weak)
	for _, r := range readers {
		if !taken[r.ID] {
			left = append(left, r)
		}
	}
	return left, told, weak
}

// joined gives every kind in list the reader that family has for it: a text's would show
// what these keep secret, a container's would not know what the parts mean. A kind that
// is listed twice stays where it stands first and is told by either's signature.
func joined(family, list []evidence.Format) []evidence.Format {
	own := map[string]evidence.Format{}
	for _, f := range family {
		own[f.ID] = f
	}
	as, at := readAs(), map[string]int{}
	var out []evidence.Format
	for _, f := range list {
		r, known := own[f.ID]
		if i, twice := at[f.ID]; twice && known {
			first := &out[i]
			first.Extract, first.Version = r.Extract, r.Version
			first.Match = either(first.Match, f.Match)
			for _, e := range f.Exts {
				if !slices.Contains(first.Exts, e) && !slices.Contains(first.Exts, evidence.AnyExt) {
					first.Exts = append(slices.Clone(first.Exts), e)
				}
			}
			continue
		}
		if k, ok := as[f.ID]; ok && !known {
			r, known = own[k]
		}
		if known {
			f.Extract, f.Version = r.Extract, r.Version
		}
		at[f.ID] = len(out)
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
