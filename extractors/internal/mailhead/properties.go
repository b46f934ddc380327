package mailhead

// Property is a MAPI property by its tag in hexadecimal and the name it gets here.
type Property struct{ Tag, Name string }

// Properties lists the text properties of [MS-OXPROPS] that name somebody or something
// of the systems of who wrote a message or kept it.
func Properties() []Property {
	return []Property{
		{"001A", "msg:Class"}, {"1035", "mail:Message-ID"}, {"1042", "mail:In-Reply-To"}, {"0070", "mail:Thread-Topic"},
		{"3FFA", "msg:LastModifierName"}, {"3FF8", "msg:CreatorName"}, {"0042", "msg:SentRepresenting"}, {"5D02", "mail:From"},
		{"0040", "msg:ReceivedBy"}, {"0044", "msg:ReceivedRepresenting"}, {"5D07", "mail:Delivered-To"}, {"0E28", "msg:PrimarySendAccount"}, {"0E29", "msg:NextSendAccount"},
		// Of a contact.
		{"3001", "msg:DisplayName"}, {"3A16", "msg:Company"}, {"3A17", "msg:JobTitle"}, {"3A18", "msg:Department"}, {"3A19", "msg:OfficeLocation"},
		{"3A08", "msg:Telephone"}, {"3A51", "msg:HomePage"}, {"3A4E", "msg:Manager"},
	}
}
