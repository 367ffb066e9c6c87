"""What the map decides: which territory gets which code, and which borders are dashed."""
from typing import NamedTuple


# Countries whose subdivisions are leaves, and the types of ISO 3166-2 that are their
# first level where iso-codes lists more than one (None: every entry without a parent).
SUBDIVIDED = {
    "AR": None, "AT": None, "AU": None, "BA": None, "CH": None, "DE": None,
    "ES": {"Autonomous community", "Autonomous city in north africa"},
    "GB": {"Country", "Province"},
    "ID": {"Province", "Capital district", "Special region"},
    "MX": None, "MY": None, "NG": None,
    "US": {"State", "District"},
}


class Rule(NamedTuple):
    """The code that a territory of the source gets, and why; `where` names fields and values."""
    code: str  # None: left out
    where: dict
    reason: str
    box: tuple = None  # west, south, east, north: only polygons inside


# Contested, leased and undetermined territory, by the position of the United Nations and
# of ISO 3166; where the UN leaves a status open, by whose law is in fact applied.
CONTESTED = (
    Rule("UA", {"adm0_a3": "RUS", "name": "Crimea"},
         "territory of Ukraine: General Assembly resolution 68/262 (2014); ISO 3166-2 UA-43"),
    Rule("UA", {"adm0_a3": "RUS", "name": "Sevastopol"},
         "territory of Ukraine: General Assembly resolution 68/262 (2014); ISO 3166-2 UA-40"),
    Rule("CY", {"adm0_a3": "CYN"},
         "Northern Cyprus: Security Council resolutions 541 (1983), 550 (1984); the source draws no "
         "buffer zone, its two halves meet, so the zone is CY as well"),
    Rule("CY", {"adm0_a3": "WSB"},
         "Akrotiri, British sovereign base: no ISO 3166 code, no law record of its own; its "
         "ordinances follow the Republic's law as far as possible"),
    Rule("CY", {"adm0_a3": "ESB"}, "Dhekelia, British sovereign base: as Akrotiri"),
    Rule("SO", {"adm0_a3": "SOL"},
         "Somaliland: the UN and ISO 3166 know Somalia within its borders of 1960"),
    Rule("KZ", {"adm0_a3": "KAB"},
         "Baikonur: Kazakhstan's territory, leased to Russia; no ISO 3166-1 code"),
    Rule("CU", {"adm0_a3": "USG"},
         "Guantanamo Bay: leased; the lease of 1903 leaves ultimate sovereignty to Cuba"),
    Rule("EH", {"adm0_a3": "SAH"},
         "Western Sahara: on the UN's list of Non-Self-Governing Territories; ISO 3166-1 EH"),
    Rule("EH", {"adm0_a3": "MAR", "cut": "south of 27°40'N"},
         "Western Sahara: the territory ends at 27°40'N; provinces that straddle are cut there"),
    Rule("SY", {"adm0_a3": "ISR", "cut": "east of the Syrian claim"},
         "Golan: occupied, Security Council resolutions 242 (1967), 497 (1981); cut along the "
         "source's disputed border"),
    Rule("SY", {"gu_a3": "SYU"}, "zone of the UN Disengagement Observer Force: Syrian territory"),
    Rule("PS", {"adm0_a3": "PSX"},
         "West Bank and Gaza: General Assembly resolution 67/19 (2012); ISO 3166-1 PS"),
    Rule("XK", {"adm0_a3": "KOS"},
         "Kosovo: Security Council resolution 1244 (1999) leaves its status open; user-assigned code"),
    Rule("TW", {"adm0_a3": "TWN"}, "Taiwan: ISO 3166-1 TW; a law of its own is applied"),
    Rule("IN", {"adm0_a3": "IND", "name": "Jammu and Kashmir"},
         "Kashmir: the UN leaves its status open; Indian law is applied"),
    Rule("IN", {"adm0_a3": "KAS"}, "Siachen Glacier: as Jammu and Kashmir; held by India"),
    Rule("PK", {"adm0_a3": "PAK", "name": "Azad Kashmir"},
         "Kashmir: the UN leaves its status open; held by Pakistan"),
    Rule("PK", {"adm0_a3": "PAK", "name": "Northern Areas"},
         "Gilgit-Baltistan: as Azad Kashmir; held by Pakistan"),
    Rule("GE", {"adm0_a3": "GEO", "name": "Abkhazia"},
         "Georgia within its recognised borders: Security Council resolution 1808 (2008)"),
    Rule("CN", {"gu_a3": "PFA"},
         "Paracel Islands: no UN position, no ISO 3166 code; held by China, claimed by Viet Nam"),
    Rule(None, {"adm0_a3": "PGA"},
         "Spratly Islands: left out; no UN position, no ISO 3166 code, held by five states piecemeal"),
)

# Not contested: what the source gives the code of another state, or none.
CORRECTED = (
    Rule("GP", {"gu_a3": "GLP"}, "Guadeloupe"),
    Rule("MQ", {"gu_a3": "MTQ"}, "Martinique"),
    Rule("GF", {"gu_a3": "GUF"}, "French Guiana"),
    Rule("RE", {"gu_a3": "REU"}, "Réunion"),
    Rule("YT", {"gu_a3": "MYT"}, "Mayotte"),
    Rule("FR", {"adm0_a3": "CLP"}, "Clipperton: uninhabited; ISO 3166-2 FR-CP"),
    Rule("BQ", {"adm0_a3": "NLD", "name": "Bonaire"}, "Bonaire"),
    Rule("BQ", {"adm0_a3": "NLD", "name": "St. Eustatius"}, "Sint Eustatius"),
    Rule("BQ", {"adm0_a3": "NLD", "name": "Saba"}, "Saba"),
    Rule("SJ", {"gu_a3": "NSV"}, "Svalbard"),
    Rule("SJ", {"adm0_a3": "NOR", "name": "Nordland"}, "Jan Mayen, in the source an island of Nordland",
         (-9.5, 70.5, -7.5, 71.5)),
    Rule("BV", {"gu_a3": "BVT"}, "Bouvet Island"),
    Rule("TK", {"gu_a3": "TKL"}, "Tokelau"),
    Rule("CX", {"gu_a3": "CXR"}, "Christmas Island"),
    Rule("CC", {"gu_a3": "CCK"}, "Cocos (Keeling) Islands"),
    Rule("AU-NT", {"adm0_a3": "ATC"},
         "Ashmore and Cartier Islands: no code; the Northern Territory's law is applied"),
    Rule("AU-ACT", {"adm0_a3": "AUS", "name": "Jervis Bay Territory"},
         "no code; the Australian Capital Territory's law is applied"),
    Rule("AU-NSW", {"adm0_a3": "AUS", "name": "Lord Howe Island"}, "part of New South Wales"),
    Rule("AU-TAS", {"adm0_a3": "AUS", "name": "Macquarie Island"}, "part of Tasmania"),
    Rule("MX-YUC", {"adm0_a3": "MEX", "name": None}, "Alacranes reef: part of Yucatán",
         (-90, 22, -89, 23)),
    Rule("GB-EAW", {"gu_a3": "ENG"}, "England and Wales: one legal system; ISO 3166-2 GB-EAW"),
    Rule("GB-EAW", {"gu_a3": "WLS"}, "England and Wales: one legal system; ISO 3166-2 GB-EAW"),
    Rule("GB-SCT", {"gu_a3": "SCT"}, "Scotland"),
    Rule("GB-NIR", {"gu_a3": "NIR"}, "Northern Ireland"),
    Rule("BA-BRC", {"gu_a3": "BIS", "name": "Brčko Distrikt"}, "Brčko District"),
    Rule("BA-BIH", {"gu_a3": "BHF"}, "cantons of the Federation of Bosnia and Herzegovina"),
    Rule("BA-SRP", {"gu_a3": "BIS"}, "regions of Republika Srpska"),
)

# Where neither `name` nor `woe_name` of a province is its name in ISO 3166-2.
PROVINCE_NAMES = {
    ("AR", "Ciudad de Buenos Aires"): "AR-C",
    ("CH", "Fribourg"): "CH-FR",
    ("CH", "Lucerne"): "CH-LU",
    ("ES", "Bizkaia"): "ES-PV",
    ("ES", "Gipuzkoa"): "ES-PV",
    ("ES", "Las Palmas"): "ES-CN",
    ("ES", "Navarra"): "ES-NC",
    ("ES", "Santa Cruz de Tenerife"): "ES-CN",
    ("ES", "Álava"): "ES-PV",
    ("ID", "Bangka-Belitung"): "ID-BB",
    ("MX", "Coahuila"): "MX-COA",
    ("MX", "Distrito Federal"): "MX-CMX",
    ("MX", "Michoacán"): "MX-MIC",
    ("MX", "Veracruz"): "MX-VER",
    ("MY", "Kuala Lumpur"): "MY-14",
    ("MY", "Labuan"): "MY-15",
    ("MY", "Putrajaya"): "MY-16",
    ("MY", "Trengganu"): "MY-11",
    ("NG", "Federal Capital Territory"): "NG-FC",
    ("NG", "Nassarawa"): "NG-NA",
}

# Leaf names that differ from iso-codes'.
LEAF_NAMES = {
    "CH-FR": "Fribourg",
    "ES-NC": "Comunidad Foral de Navarra",
    "ES-PV": "País Vasco",
    "GB-EAW": "England and Wales",
    "XK": "Kosovo",
}

# First-level subdivisions without a leaf.
WITHOUT_POLYGON = {
    "GB-ENG": "inside GB-EAW", "GB-WLS": "inside GB-EAW",
    "ID-KU": "split from ID-KI in 2012, which the source does not know: inside ID-KI",
}


class Small(NamedTuple):
    """An inhabited territory that the source lacks: a rectangle cut out of its host."""
    code: str
    host: str
    longitude: float
    latitude: float
    half_width: float
    half_height: float


SMALL = (Small("VA", "IT", 12.4534, 41.9033, 0.004, 0.003),)  # 0.44 km², as the real one


class Line(NamedTuple):
    """A border drawn dashed: where the law in fact applied changes, at a line that the UN does
    not hold to be a settled international boundary. Either the source's line of that name and
    state (inside the box), or the edge between the parts of the source that fit either selection."""
    name: str
    left: str  # the two parties, in no order
    right: str
    source: tuple = None  # name, adm0_left
    box: tuple = None
    between: tuple = None  # two lists of `where`


KASHMIR_INDIA = [{"adm0_a3": "IND", "name": "Jammu and Kashmir"}, {"adm0_a3": "KAS"}]
KASHMIR_PAKISTAN = [{"adm0_a3": "PAK", "name": "Azad Kashmir"}, {"adm0_a3": "PAK", "name": "Northern Areas"}]
CRIMEA = [{"adm0_a3": "RUS", "name": "Crimea"}, {"adm0_a3": "RUS", "name": "Sevastopol"}]
CYPRUS = [{"adm0_a3": "CYP"}, {"adm0_a3": "CYN"}]
DISPUTED = (
    Line("Crimea", "UA", "RU", between=(CRIMEA, [{"adm0_a3": "UKR"}])),
    Line("Green Line, Cyprus", "CY", "Northern Cyprus",
         between=([{"adm0_a3": "CYP"}, {"adm0_a3": "ESB"}], [{"adm0_a3": "CYN"}])),
    Line("Sovereign bases, Cyprus", "CY", "GB", between=([{"adm0_a3": "ESB"}, {"adm0_a3": "WSB"}], CYPRUS)),
    Line("Somaliland", "SO", "Somaliland", between=([{"adm0_a3": "SOL"}], [{"adm0_a3": "SOM"}])),
    Line("Guantanamo Bay", "CU", "US", between=([{"adm0_a3": "USG"}], [{"adm0_a3": "CUB"}])),
    Line("Kosovo", "RS", "XK", between=([{"adm0_a3": "KOS"}], [{"adm0_a3": "SRB"}])),
    Line("Western Sahara, 27°40'N", "EH", "MA", between=([{"code": "EH"}], [{"code": "MA"}])),
    Line("Western Sahara, berm", "EH", "MA",
         between=([{"adm0_a3": "SAH"}], [{"adm0_a3": "MAR", "code": "EH"}])),
    Line("Armistice line, West Bank and Gaza", "IL", "PS",
         between=([{"adm0_a3": "PSX"}], [{"adm0_a3": "ISR"}])),
    Line("Golan, line before 1967", "IL", "SY",
         between=([{"adm0_a3": "ISR", "code": "SY"}], [{"adm0_a3": "ISR", "code": "IL"}])),
    Line("Golan, line of separation", "IL", "SY",
         between=([{"adm0_a3": "ISR", "code": "SY"}], [{"adm0_a3": "SYR"}])),
    Line("Line of control, Kashmir", "IN", "PK", between=(KASHMIR_INDIA, KASHMIR_PAKISTAN)),
    Line("Line of actual control, Kashmir", "CN", "IN", between=(KASHMIR_INDIA, [{"adm0_a3": "CHN"}])),
    Line("Line of actual control, east", "CN", "IN",
         between=([{"adm0_a3": "IND", "name": "Arunachal Pradesh"}], [{"adm0_a3": "CHN"}])),
    Line("Sudan and South Sudan", "SD", "SS", between=([{"adm0_a3": "SDN"}], [{"adm0_a3": "SDS"}])),
    Line("Abyei", "SD", "SS", source=("South Sudanese claim", "Sudan")),
    Line("Military demarcation line, Korea", "KP", "KR", between=([{"adm0_a3": "PRK"}], [{"adm0_a3": "KOR"}])),
    Line("Abkhazia", "GE", "Abkhazia",
         between=([{"adm0_a3": "GEO", "name": "Abkhazia"}], [{"adm0_a3": "GEO", "gu_a3": "GEG"}])),
    Line("South Ossetia", "GE", "South Ossetia", source=("Georgian claim", "Georgia"), box=(43, 41, 45, 44)),
    Line("Transnistria", "MD", "Transnistria", source=("Moldovan claim", "Moldova")),
)

# Lines of the source that are not drawn, and why.
NOT_DRAWN = {
    ("Georgian claim", "Georgia"): "Abkhazia: its province's edge is drawn, on the map's own vertices",
    ("Syrian claim", "Israel"): "the Golan is cut along it",
    ("Western Saharan claim", "Morocco"): "the parallel itself is drawn",
    ("Ukrainian claim", "Ukraine"): "line of contact of 2015-2022",
    ("Former USSR oblast in 1991", "Azerbaijan"): "Nagorno-Karabakh: no longer a line of control since 2023",
    ("Ceasefire Line 1994", "Azerbaijan"): "Nagorno-Karabakh: no longer a line of control since 2023",
    ("Indian claim", "China"): "a claim: one state's law on both sides",
    ("Indian claim", "Pakistan"): "a claim: one state's law on both sides",
    ("Pakistani claim", "India"): "a claim: one state's law on both sides",
    ("Chinese claim", "India"): "a claim: one state's law on both sides",
    ("Chinese claim", "Bhutan"): "a claim: one state's law on both sides",
    ("Japanese claim", "Russia"): "a claim: one state's law on both sides",
    ("Lebanese claim", "Lebanon"): "a claim: one state's law on both sides",
    ("Lebanese claim", "Israel"): "a claim: one state's law on both sides",
    ("Bolivian claim", "Chile"): "a claim: one state's law on both sides",
    ("Suriname claim", "Guyana"): "a claim: one state's law on both sides",
    ("Suriname claim", "France"): "a claim: one state's law on both sides",
    ("Venezuelan claim", "Guyana"): "a claim: one state's law on both sides",
    ("Guatemalan claim", "Belize"): "a claim: one state's law on both sides",
    ("Portuguese claim", "Spain"): "a claim: one state's law on both sides",
    ("Sudanese claim", "Kenya"): "a claim: one state's law on both sides",
    ("Kenyan claim", "South Sudan"): "a claim: one state's law on both sides",
}
