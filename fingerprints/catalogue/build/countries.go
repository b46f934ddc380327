package main

// countryCode maps the country names of FinanceDatabase to ISO 3166-1.
func countryCode(name string) string { return countryCodes[name] }

var countryCodes = map[string]string{"China": "CN", "Japan": "JP", "Canada": "CA", "United States": "US", "India": "IN", "Australia": "AU",
	"South Korea": "KR", "Taiwan": "TW", "United Kingdom": "GB", "Hong Kong": "HK", "Thailand": "TH", "France": "FR", "Sweden": "SE",
	"Germany": "DE", "Indonesia": "ID", "Singapore": "SG", "Israel": "IL", "Turkey": "TR", "Italy": "IT", "Brazil": "BR", "Norway": "NO",
	"Switzerland": "CH", "South Africa": "ZA", "Denmark": "DK", "Russia": "RU", "Spain": "ES", "Finland": "FI", "Greece": "GR",
	"Saudi Arabia": "SA", "Mexico": "MX", "Belgium": "BE", "Netherlands": "NL", "New Zealand": "NZ", "Chile": "CL", "Ireland": "IE",
	"Austria": "AT", "Argentina": "AR", "Cayman Islands": "KY", "Luxembourg": "LU", "Qatar": "QA", "Malaysia": "MY", "Poland": "PL",
	"Portugal": "PT", "Hungary": "HU", "Iceland": "IS", "Estonia": "EE", "Latvia": "LV", "Lithuania": "LT", "Bermuda": "BM",
	"Macau": "MO", "Philippines": "PH", "Vietnam": "VN", "Egypt": "EG", "United Arab Emirates": "AE", "Peru": "PE", "Colombia": "CO",
	"Czech Republic": "CZ", "Jersey": "JE", "Guernsey": "GG", "Isle of Man": "IM", "Cyprus": "CY", "Malta": "MT", "Monaco": "MC", "Kazakhstan": "KZ"}
