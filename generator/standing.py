"""What the retailer is made of at every scale: countries, stores, categories, promotions, word lists.

All of it is hand-written; nothing here is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple


class Country(NamedTuple):
    """A country the retailer sells in; the tax rate is in hundredths of a percent."""

    code: str
    name: str
    currency: str
    tax_rate: int
    share: float
    language: str
    warehouse: int
    carriers: tuple[str, str]
    transit_days: float
    offset_hours: int


# fmt: off
COUNTRIES = (
    Country("DE", "Germany", "EUR", 1900, 0.34, "de", 0, ("DHL", "DPD"), 1.6, 1),
    Country("FR", "France", "EUR", 2000, 0.18, "fr", 0, ("Colissimo", "DHL"), 2.4, 1),
    Country("GB", "United Kingdom", "GBP", 2000, 0.16, "en", 0, ("DPD", "UPS"), 3.0, 0),
    Country("SE", "Sweden", "SEK", 2500, 0.10, "sv", 0, ("PostNord", "DHL"), 2.8, 1),
    Country("US", "United States", "USD", 725, 0.13, "en", 1, ("UPS", "FedEx"), 2.9, -5),
    Country("JP", "Japan", "JPY", 1000, 0.09, "ja", 2, ("Yamato", "Sagawa"), 1.5, 9),
)


class Currency(NamedTuple):
    """A currency; ``eur_per_unit`` (in 1e-8 EUR) is where its rate starts, ``per_eur`` what prices use.

    ``step`` is the smallest amount, in hundredths: yen have no decimals.
    """

    code: str
    name: str
    decimal_places: int
    step: int
    per_eur: float
    eur_per_unit: int


CURRENCIES = (
    Currency("EUR", "Euro", 2, 1, 1.0, 100_000_000),
    Currency("GBP", "Pound sterling", 2, 1, 0.86, 116_200_000),
    Currency("SEK", "Swedish krona", 2, 1, 11.3, 8_850_000),
    Currency("USD", "US dollar", 2, 1, 1.09, 91_700_000),
    Currency("JPY", "Yen", 0, 100, 160.0, 625_000),
)


class Location(NamedTuple):
    """A store or warehouse; dates are ISO, ``trade`` is its size beside an ordinary store."""

    id: str
    name: str
    kind: str
    country: str
    city: str
    postcode: str
    zone: str
    opened: str
    square_metres: int
    trade: float


LOCATIONS = (
    Location("WH-01", "Leipzig warehouse", "warehouse", "DE", "Leipzig", "04347", "Europe/Berlin",
             "2015-03-02", 18_400, 0.0),
    Location("WH-02", "Columbus warehouse", "warehouse", "US", "Columbus", "43217", "America/New_York",
             "2018-05-14", 9_600, 0.0),
    Location("WH-03", "Kobe warehouse", "warehouse", "JP", "Kobe", "651-0072", "Asia/Tokyo",
             "2020-10-01", 5_200, 0.0),
    Location("ST-01", "Berlin Mitte", "store", "DE", "Berlin", "10117", "Europe/Berlin",
             "2012-04-12", 1_150, 1.5),
    Location("ST-02", "München Sendlinger Tor", "store", "DE", "München", "80331", "Europe/Berlin",
             "2014-09-18", 980, 1.3),
    Location("ST-03", "Lyon Part-Dieu", "store", "FR", "Lyon", "69003", "Europe/Paris",
             "2017-06-08", 720, 0.9),
    Location("ST-04", "Annecy Centre", "store", "FR", "Annecy", "74000", "Europe/Paris",
             "2019-03-21", 430, 0.6),
    Location("ST-05", "London Covent Garden", "store", "GB", "London", "WC2E 9DD", "Europe/London",
             "2016-10-06", 860, 1.2),
    Location("ST-06", "Manchester Deansgate", "store", "GB", "Manchester", "M3 2BW", "Europe/London",
             "2024-09-02", 540, 0.7),
    Location("ST-07", "Stockholm Södermalm", "store", "SE", "Stockholm", "118 20", "Europe/Stockholm",
             "2018-08-30", 610, 0.8),
    Location("ST-08", "New York SoHo", "store", "US", "New York", "10012", "America/New_York",
             "2021-11-04", 900, 1.1),
    Location("ST-09", "Tokyo Kanda", "store", "JP", "東京", "101-0052", "Asia/Tokyo",
             "2022-04-16", 380, 0.8),
)
WAREHOUSE_COUNT = 3

LOCATION_CHANGES = (
    # (changed at, location, new name, new floor area)
    ("2024-06-24T08:00:00Z", "ST-03", "Lyon Part-Dieu", 810),
    ("2025-02-17T09:30:00Z", "ST-08", "New York Spring Street", 900),
    ("2025-10-06T07:15:00Z", "WH-01", "Leipzig warehouse", 21_000),
    ("2026-05-11T08:30:00Z", "ST-01", "Berlin Mitte", 1_240),
    ("2027-03-08T08:00:00Z", "ST-04", "Annecy Vieille Ville", 430),
)

CATEGORIES = (
    # (id, parent, name), as the tree stood before 2024
    ("CAT-10", None, "Clothing"),
    ("CAT-11", "CAT-10", "Jackets"),
    ("CAT-12", "CAT-11", "Rain jackets"),
    ("CAT-13", "CAT-11", "Down jackets"),
    ("CAT-14", "CAT-10", "Base layers"),
    ("CAT-20", None, "Footwear"),
    ("CAT-21", "CAT-20", "Hiking boots"),
    ("CAT-22", "CAT-20", "Trail running shoes"),
    ("CAT-30", None, "Camping"),
    ("CAT-31", "CAT-30", "Tents"),
    ("CAT-32", "CAT-31", "Trekking tents"),
    ("CAT-33", "CAT-32", "Ultralight tents"),
    ("CAT-34", "CAT-30", "Sleeping bags"),
    ("CAT-35", "CAT-30", "Cooking"),
    ("CAT-40", None, "Digital and gifts"),
    ("CAT-41", "CAT-40", "Maps and courses"),
    ("CAT-42", "CAT-40", "Gift cards"),
)

CATEGORY_CHANGES = (
    # (changed at, op, id, parent, name): new nodes in June 2025, the re-organisation in July, then names
    ("2025-06-25T09:00:00Z", "c", "CAT-50", None, "Running"),
    ("2025-06-25T09:05:00Z", "c", "CAT-36", "CAT-30", "Camp kitchen"),
    ("2025-07-01T06:00:00Z", "u", "CAT-22", "CAT-50", "Trail running shoes"),
    ("2025-07-01T06:10:00Z", "u", "CAT-35", "CAT-36", "Stoves and cookware"),
    ("2025-07-01T06:15:00Z", "u", "CAT-31", "CAT-30", "Tents and sleeping"),
    ("2025-07-01T06:20:00Z", "u", "CAT-34", "CAT-31", "Sleeping bags"),
    ("2026-04-13T07:00:00Z", "u", "CAT-14", "CAT-10", "Base and mid layers"),
    ("2027-02-15T07:00:00Z", "u", "CAT-41", "CAT-40", "Maps, routes and courses"),
)
REORGANISED_ON = "2025-07-01"
MOVED_CATEGORIES = {"CAT-14": "CAT-50", "CAT-35": "CAT-36"}
"""Some products of the first category belong to the second one from July 2025 on."""


class Range(NamedTuple):
    """What one category sells: nouns, price span in EUR, weight span in grams, sizes, units in a case.

    ``peak`` is the calendar month (0 to 11) in which it sells best, ``swing`` how much better.
    """

    category: str
    nouns: tuple[str, ...]
    price: tuple[int, int]
    grams: tuple[int, int]
    sizes: tuple[str, ...]
    case: int
    peak: int
    swing: float


RANGES = (
    Range("CAT-12", ("Rain Jacket", "Storm Shell", "Poncho"), (69, 260), (280, 620), ("S", "M", "L", "XL"),
          6, 3, 0.3),
    Range("CAT-21", ("Hiking Boot", "Approach Shoe", "Winter Boot"), (89, 210), (820, 1500),
          ("39", "41", "43", "45"), 4, 4, 0.3),
    Range("CAT-34", ("Sleeping Bag", "Bivy Bag", "Quilt"), (79, 340), (480, 1700), ("regular", "long"),
          4, 5, 0.5),
    Range("CAT-13", ("Down Jacket", "Down Vest"), (119, 390), (310, 680), ("S", "M", "L", "XL"), 6, 11, 0.7),
    Range("CAT-22", ("Trail Shoe", "Racing Flat"), (79, 180), (420, 640), ("39", "41", "43", "45"), 6, 4,
        0.3),
    Range("CAT-35", ("Gas Stove", "Cook Set", "Titanium Mug", "Water Filter"), (12, 140), (90, 900),
          (), 12, 6, 0.4),
    Range("CAT-14", ("Merino Shirt", "Merino Tights", "Wool Socks"), (15, 95), (60, 260),
          ("S", "M", "L", "XL"), 12, 11, 0.4),
    Range("CAT-32", ("Trekking Tent", "Tunnel Tent"), (189, 520), (2200, 4200), ("2 persons", "3 persons"),
          2, 5, 0.6),
    Range("CAT-33", ("Ultralight Tent", "Tarp Tent"), (229, 690), (560, 1300), ("1 person", "2 persons"),
          2, 5, 0.6),
    Range("CAT-31", ("Tent Pegs", "Footprint", "Family Tent"), (14, 420), (120, 9000), (), 4, 6, 0.5),
)
DIGITAL_NOUNS = ("Trail Map", "Navigation Course", "First Aid Course", "Route Collection")
DIGITAL_AREAS = ("Alps", "Lapland", "Highlands", "Kumano", "Vosges", "Cascades")
GIFT_AMOUNTS = (25, 50, 100)
DIGITAL_CATEGORY, GIFT_CATEGORY = "CAT-41", "CAT-42"

BRANDS = ("Northpine", "Fjällsteg", "Granit & Fils", "Hōzan", "Ridgeway", "Alpenglühn", "Sablette")
SERIES = ("Aspen", "Birch", "Cedar", "Dunlin", "Elder", "Fennel", "Gorse", "Heron", "Iris", "Juniper",
          "Kestrel", "Larch", "Marten", "Nutmeg", "Osprey", "Plover", "Quartz", "Rowan", "Saffron", "Teal")
COLOURS = ("black", "moss", "slate", "rust", "sand", "navy", "crimson")

SUPPLIER_NAMES = ("Weberei Hartmann", "Atelier Bonnet", "Kuroda Textile", "Pine Ridge Goods", "Nordisk Skinn",
                  "Bramley Outdoor", "Tatra Sport", "Hai Phong Garments", "Bergamo Suole", "Minho Têxtil")
SUPPLIER_COUNTRIES = ("DE", "FR", "JP", "US", "SE", "GB", "PL", "VN", "IT", "PT")


class Promotion(NamedTuple):
    """A promotion; the rate is in hundredths of a percent and dates are ISO, both included."""

    id: str
    name: str
    kind: str
    rate: int
    category: str | None
    scope: str
    country: str | None
    start: str
    end: str


_YEARLY = (
    ("Winter Clearance", "clearance", 2500, "CAT-11", "all", None, "01-05", "01-28"),
    ("Trail Opening", "seasonal", 1000, "CAT-20", "all", None, "03-20", "04-07"),
    ("Spring Camp", "seasonal", 1500, "CAT-30", "web", None, "04-25", "05-12"),
    ("Midsommar", "seasonal", 2000, None, "all", "SE", "06-14", "06-24"),
    ("Summer Member Weeks", "member", 1000, None, "all", None, "07-05", "07-21"),
    ("Camp Bundle", "bundle", 1000, "CAT-30", "web", None, "07-15", "08-15"),
    ("Tent Clearance", "clearance", 3000, "CAT-31", "all", None, "08-16", "09-08"),
    ("Silver Week", "seasonal", 1500, None, "store", "JP", "09-14", "09-23"),
    ("Thanksgiving", "seasonal", 1500, None, "all", "US", "11-20", "11-27"),
    ("Black Week", "seasonal", 2000, None, "all", None, "11-25", "12-01"),
    ("Advent for Members", "member", 500, None, "web", None, "12-06", "12-15"),
    ("Warm Layers Bundle", "bundle", 1000, "CAT-10", "store", None, "12-01", "12-23"),
)


def promotions(years: Iterable[int]) -> tuple[Promotion, ...]:
    """Return the promotions of some years: the same ones each year, numbered from the first on."""
    return tuple(
        Promotion(f"PR-{number:03}", f"{name} {year}", kind, rate, category, scope, country,
                  f"{year}-{start}", f"{year}-{end}")
        for number, (year, (name, kind, rate, category, scope, country, start, end)) in enumerate(
            ((year, promotion) for year in years for promotion in _YEARLY), start=1)
    )


SEASON = (0.75, 0.75, 0.92, 1.08, 1.25, 1.30, 1.24, 1.08, 0.93, 0.82, 1.02, 1.45)
"""How much is sold in each calendar month beside an average one: outdoor gear peaks in summer and "
"December."""
WEB_WEEK = (1.02, 0.95, 0.92, 0.95, 0.98, 1.05, 1.30)
STORE_WEEK = (0.80, 0.85, 0.90, 0.95, 1.15, 1.80, 0.55)

TIERS = ("none", "bronze", "silver", "gold")
TIER_SPEND = (25_000, 80_000, 200_000)
"""Spending, in EUR cents, from which a customer is bronze, silver and gold."""
CHANNELS = ("organic", "paid_search", "social", "referral", "store")
CHANNEL_SHARES = (0.34, 0.27, 0.19, 0.12, 0.08)

FIRST_NAMES = {
    "DE": ("Anna", "Jürgen", "Mia", "Lukas", "Käthe", "Felix", "Sophie", "Jörg", "Lena", "Bastian", "Greta",
           "Till", "Hanna", "Oskar", "Ruth", "Emil"),
    "FR": ("Camille", "Hélène", "Luc", "Chloé", "Mathis", "Agnès", "Rémi", "Jeanne", "Noël", "Élise", "Hugo",
           "Margaux", "Théo", "Zoé", "Basile", "Inès"),
    "GB": ("Amelia", "Oliver", "Isla", "Harry", "Poppy", "Alfie", "Freya", "Rhys", "Maisie", "Callum",
        "Ailsa",
           "Edward", "Imogen", "Owen", "Niamh", "Hamish"),
    "SE": ("Åsa", "Björn", "Elin", "Gösta", "Maja", "Nils", "Sigrid", "Östen", "Ebba", "Lars", "Tove", "Axel",
           "Märta", "Viggo", "Linnéa", "Håkan"),
    "US": ("Emma", "Liam", "Ava", "Noah", "Mason", "Zoe", "Caleb", "Harper", "Wyatt", "Naomi", "José",
           "Savannah", "Elijah", "Quinn", "Dakota", "Maya"),
    "JP": ("Yui", "Haruto", "Sakura", "Ren", "Aoi", "Sōta", "Hina", "Yūto", "Mei", "Kaito", "Rin", "Daichi",
           "Miyu", "Takumi", "Hana", "Shō"),
}
LAST_NAMES = {
    "DE": ("Müller", "Schäfer", "Groß", "Weber", "Köhler", "Vogel", "Brandt", "Lindner", "Jäger", "Ritter",
           "Fuchs", "Hoffmann", "Krüger", "Seidel", "Böhm", "Winter"),
    "FR": ("Lefèvre", "Dubois", "Moreau", "Gérard", "Rousseau", "Mercier", "Chevalier", "Français", "Perrin",
           "Barré", "Colin", "Fontaine", "Roche", "Léger", "Vidal", "Noël"),
    "GB": ("Thornton", "Ashworth", "O'Brien", "Macleod", "Pritchard", "Hughes", "Fairbairn", "Whitlock",
           "Sutherland", "Bell", "Carrick", "Dunmore", "Ellery", "Graham", "Hale", "Ives"),
    "SE": ("Lindqvist", "Sjöberg", "Åkesson", "Bergström", "Öberg", "Nyström", "Holm", "Wallin", "Ekdahl",
           "Forsberg", "Hägg", "Lund", "Norén", "Ström", "Vik", "Wahlström"),
    "US": ("Carter", "Nguyen", "Ramírez", "Brooks", "Delgado", "Foster", "Hayes", "Jennings", "Kowalski",
           "Lopez", "Monroe", "Parker", "Reyes", "Sullivan", "Tran", "Whitaker"),
    "JP": ("Satō", "Suzuki", "Takahashi", "Tanaka", "Itō", "Watanabe", "Yamamoto", "Nakamura", "Kobayashi",
           "Katō", "Yoshida", "Yamada", "Sasaki", "Matsumoto", "Inoue", "Kimura"),
}
CITIES = {
    # city -> beginning of its postcodes; PLACES completes them
    "DE": (("Berlin", "10"), ("Hamburg", "20"), ("München", "80"), ("Köln", "50"), ("Görlitz", "02")),
    "FR": (("Paris", "75"), ("Lyon", "69"), ("Grenoble", "38"), ("Nîmes", "30"), ("Besançon", "25")),
    "GB": (("London", "SE"), ("Leeds", "LS"), ("Edinburgh", "EH"), ("Bristol", "BS"), ("Cardiff", "CF")),
    "SE": (("Stockholm", "11"), ("Göteborg", "41"), ("Malmö", "21"), ("Umeå", "90"), ("Växjö", "35")),
    "US": (("New York", "10"), ("Portland", "97"), ("Denver", "80"), ("Boulder", "80"), ("Burlington", "05")),
    "JP": (("東京", "10"), ("大阪", "53"), ("京都", "60"), ("札幌", "06"), ("松本", "39")),
}
STREETS = {
    "DE": ("Lindenstraße", "Am Mühlbach", "Goethestraße", "Ringallee", "Schönhauser Weg"),
    "FR": ("rue des Érables", "avenue Foch", "chemin du Lac", "rue de l'Église", "quai Perrache"),
    "GB": ("Mill Lane", "Castle Street", "The Crescent", "Abbey Road", "Orchard Close"),
    "SE": ("Björkvägen", "Storgatan", "Sjögatan", "Kungsvägen", "Ängsstigen"),
    "US": ("Maple Avenue", "Second Street", "Canyon Road", "Lake Drive", "Hawthorne Boulevard"),
    "JP": ("神田町", "本町", "桜丘", "緑が丘", "港南"),
}
MAIL_HOSTS = ("example.com", "example.org", "example.net", "mail.example.com", "post.example.org")
DIAL_CODES = ("+49", "+33", "+44", "+46", "+1", "+81")

CASHIERS = ("A. Brandl", "C. Dupré", "E. Fisher", "G. Håkansson", "I. Jones", "K. Lambert", "M. Nowak",
            "O. Petit", "R. Schulze")

REVIEW_WORDS = {
    # language -> (opening, verdict) for bad, middling and good ratings
    "en": ((("Very disappointed.", "The seam tore on the first trip."), ("Poor quality.", "I sent it back."),
            ("Not as described.", "A waste of money.")),
           (("It is okay.", "Does the job, nothing more."), ("Average.", "Fine for short walks."),
            ("Mixed feelings.", "Good idea, weak zip.")),
           (("Excellent!", "Light, warm and well made."), ("Love it.", "Kept me dry for three days."),
            ("Great value.", "I would buy it again."))),
    "de": ((("Sehr enttäuscht.", "Die Naht ist sofort gerissen."), ("Schlechte Qualität.", "Ging zurück.")),
           (("Ganz okay.", "Erfüllt seinen Zweck."), ("Durchschnitt.", "Für kurze Touren reicht es.")),
           (("Ausgezeichnet!", "Leicht, warm und gut verarbeitet."), ("Großartig.", "Gern wieder."))),
    "fr": ((("Très déçue.", "La couture a lâché tout de suite."), ("Mauvaise qualité.", "Je l'ai renvoyé.")),
           (("Correct.", "Fait l'affaire, sans plus."), ("Moyen.", "Bien pour de petites sorties.")),
           (("Excellent !", "Léger, chaud et bien fini."), ("Superbe.", "Je le rachèterais."))),
    "sv": ((("Mycket besviken.", "Sömmen gick upp direkt."), ("Dålig kvalitet.", "Skickade tillbaka.")),
           (("Helt okej.", "Gör sitt jobb."), ("Medel.", "Räcker för kortare turer.")),
           (("Utmärkt!", "Lätt, varm och välgjord."), ("Toppen.", "Köper gärna igen."))),
    "ja": ((("がっかりしました。", "すぐに縫い目が破れました。"), ("品質が悪い。", "返品しました。")),
           (("普通です。", "最低限の性能です。"), ("まあまあ。", "短い散歩には十分。")),
           (("最高です！", "軽くて暖かい。"), ("大満足。", "また買います。"))),
}

_FIXED_HOLIDAYS = {
    "DE": (("01-01", "New Year's Day"), ("05-01", "Labour Day"), ("10-03", "German Unity Day"),
           ("12-25", "Christmas Day"), ("12-26", "Second Day of Christmas")),
    "FR": (("01-01", "New Year's Day"), ("05-01", "Labour Day"), ("05-08", "Victory Day"),
           ("07-14", "Bastille Day"), ("08-15", "Assumption"), ("11-01", "All Saints' Day"),
           ("11-11", "Armistice Day"), ("12-25", "Christmas Day")),
    "GB": (("01-01", "New Year's Day"), ("12-25", "Christmas Day"), ("12-26", "Boxing Day")),
    "SE": (("01-01", "New Year's Day"), ("01-06", "Epiphany"), ("05-01", "Labour Day"),
           ("06-06", "National Day"), ("12-25", "Christmas Day"), ("12-26", "Second Day of Christmas")),
    "US": (("01-01", "New Year's Day"), ("06-19", "Juneteenth"), ("07-04", "Independence Day"),
           ("11-11", "Veterans Day"), ("12-25", "Christmas Day")),
    "JP": (("01-01", "New Year's Day"), ("02-11", "National Foundation Day"), ("02-23", "Emperor's Birthday"),
           ("04-29", "Shōwa Day"), ("05-03", "Constitution Day"), ("08-11", "Mountain Day"),
           ("11-03", "Culture Day"), ("11-23", "Labour Thanksgiving Day")),
}
EASTER = {2024: "03-31", 2025: "04-20", 2026: "04-05", 2027: "03-28"}
"""Easter Sunday of each year."""
_EASTER_HOLIDAYS = (
    # (country, days after Easter Sunday, name)
    ("DE", -2, "Good Friday"), ("DE", 1, "Easter Monday"), ("DE", 39, "Ascension"),
    ("FR", 1, "Easter Monday"),
    ("GB", -2, "Good Friday"), ("GB", 1, "Easter Monday"),
    ("SE", -2, "Good Friday"),
)
_WEEKDAY_HOLIDAYS = (
    # (country, first day on which it can be, weekday from Monday 0 on, name)
    ("GB", "05-01", 0, "Early May bank holiday"), ("GB", "05-25", 0, "Spring bank holiday"),
    ("GB", "08-25", 0, "Summer bank holiday"), ("SE", "06-20", 5, "Midsummer Day"),
    ("US", "05-25", 0, "Memorial Day"), ("US", "09-01", 0, "Labor Day"), ("US", "11-22", 3, "Thanksgiving"),
)
# fmt: on


def _next_weekday(first: date, weekday: int) -> date:
    """First day with a weekday, Monday 0 to Sunday 6, from a day on."""
    return first + timedelta(days=(weekday - first.weekday()) % 7)


def holidays(years: Iterable[int]) -> tuple[tuple[str, str, str], ...]:
    """Return country, ISO date and name of the holidays of some years, in order.

    Raises:
        KeyError: EASTER lacks a year.

    """
    found: list[tuple[str, str, str]] = []
    for year in years:
        easter = date.fromisoformat(f"{year}-{EASTER[year]}")
        for code, fixed in _FIXED_HOLIDAYS.items():
            found += [(code, f"{year}-{day}", name) for day, name in fixed]
        for code, after, name in _EASTER_HOLIDAYS:
            found.append((code, (easter + timedelta(days=after)).isoformat(), name))
        for code, first, weekday, name in _WEEKDAY_HOLIDAYS:
            day = _next_weekday(date.fromisoformat(f"{year}-{first}"), weekday)
            found.append((code, day.isoformat(), name))
    return tuple(sorted(found))
