package identify

import (
	"bytes"
)

// disks lists images of disks and of their file systems.
func disks() []row {
	boot := func(h []byte) bool { return has(h, 510, "\x55\xaa") }
	return []row{
		{"vhdx", "application/x-vhdx", "vhdx avhdx", magic("vhdxfile")},
		{"vhd", "application/x-vhd", "vhd", anyOf(magic("conectix"), fromEnd(512, "conectix"))},
		{"vmdk", "application/x-vmdk", "vmdk", anyOf(magic("KDMV", "COWD", "SE\x00\x00vmdk"), magic("# Disk DescriptorFile"))},
		{"qcow", "application/x-qemu-disk", "qcow qcow2 img", magic("QFI\xfb")},
		{"vdi", "application/x-virtualbox-vdi", "vdi", at(64, "\x7f\x10\xda\xbe")},
		{"dmg", "application/x-apple-diskimage", "dmg", anyOf(fromEnd(512, "koly\x00\x00\x00\x04"), magic("encrcdsa"))},
		{"ewf", "application/x-encase-image", "e01 l01 s01", magic("EVF\x09\x0d\x0a\xff\x00", "LVF\x09\x0d\x0a\xff\x00")},
		{"ewf2", "application/x-encase-image2", "ex01 lx01", magic("EVF2\x0d\x0a\x81\x00", "LEF2\x0d\x0a\x81\x00")},
		{"aff", "application/x-aff-image", "aff afd", magic("AFF10\x0d\x0a\x00")},
		{"ad1", "application/x-accessdata-ad1", "ad1", magic("ADSEGMENTEDFILE\x00")},
		{"ghost", "application/x-norton-ghost", "gho ghs", magic("\xfe\xef\x01", "\xfe\xef\x02")},
		{"nrg", "application/x-nrg", "nrg", anyOf(fromEnd(12, "NER5"), fromEnd(8, "NERO"))},
		{"mds", "application/x-mds", "mds", magic("MEDIA DESCRIPTOR\x01")},
		{"parallels", "application/x-parallels-disk", "hdd hds", magic("WithoutFreeSpace", "WithouFreSpacExt")},
		{"ntfs", "application/x-ntfs", "img dd ntfs raw", at(3, "NTFS    ")},
		{"exfat", "application/x-exfat", "img dd raw", at(3, "EXFAT   ")},
		{"fat", "application/x-fat", "img dd raw ima vfd flp fat", and(anyOf(at(54, "FAT12   ", "FAT16   "), at(82, "FAT32   ")), "55 AA at 510", boot)},
		{"refs", "application/x-refs", "img dd raw", at(3, "ReFS\x00\x00\x00\x00")},
		{"gpt", "application/x-gpt-disk", "img dd raw", at(512, "EFI PART")},
		{"ext", "application/x-ext-filesystem", "img dd raw ext2 ext3 ext4", and(at(1080, "\x53\xef"), "a block size that exists", func(h []byte) bool { return u32(h, 1048) <= 6 && u32(h, 1024) > 0 })},
		{"hfs", "application/x-hfsplus", "img dd hfs dmg", at(1024, "H+\x00\x04", "HX\x00\x05")},
		{"apfs", "application/x-apfs", "img dd apfs", at(32, "NXSB")},
		{"xfs", "application/x-xfs", "img dd xfs", magic("XFSB\x00\x00")},
		{"btrfs", "application/x-btrfs", "img dd btrfs", far(0x10040, "_BHRfS_M")},
		{"lvm", "application/x-lvm2-volume", "img dd", far(512, "LABELONE")},
		{"swap", "application/x-linux-swap", "img swap", far(4086, "SWAPSPACE2")},
		{"mbr", "application/x-mbr-disk", "img dd raw", where("55 AA at 510 and a table of partitions at 446", func(h []byte) bool {
			if !boot(h) {
				return false
			}
			used := 0
			for i := 446; i < 510; i += 16 {
				if h[i] != 0 && h[i] != 0x80 {
					return false
				}
				if h[i+4] != 0 {
					used++
					if u32(h, i+12) == 0 {
						return false
					}
				} else if len(bytes.Trim(h[i:i+16], "\x00")) > 0 {
					return false
				}
			}
			return used > 0
		})},
	}
}
