"""Number words, spelled letters and the small words between them, in the languages of our callers.

To add a language, add one line to `_COUNTING` (zero to nine, then ten upwards) and its tens.
Words that are also plain English words go to `_WEAK`: they count only beside surer digits.
"""

# ruff: noqa: SIM905 - a paragraph of words reads better than a list of strings

from typing import Final, NamedTuple


class Entry(NamedTuple):
    """What a word says. `sort` is one of the constants below, `value` its characters."""

    sort: int
    value: str = ""


UNIT, TEN, LETTER, TIMES, ECHO, WEAK, PLURAL = range(7)  # can be part of a number
FILLER, SCALE, MONEY, MONTH, ORDINAL, COUNTED, ROLE, ACK, FOREIGN = range(7, 16)

# Zero to nine, then teens where the language has own words for them.
_COUNTING: Final = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
  sixteen seventeen eighteen nineteen
shunya ek do teen char paanch chhe saat aath nau das gyarah barah terah chaudah pandrah solah
  satrah atharah unnis
शून्य एक दो तीन चार पांच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस
ज़ीरो वन टू थ्री फोर फाइव सिक्स सेवन एट नाइन
cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince
zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn
  sechzehn siebzehn achtzehn neunzehn
zero um dois tres quatro cinco seis sete oito nove dez onze doze treze catorze quinze
zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici
  sedici diciassette diciotto diciannove
nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien
sifuri moja mbili tatu nne tano sita saba nane tisa kumi
nol satu dua tiga empat lima enam tujuh delapan sembilan
sifili daya biyu uku hudu biyar shida bakwai takwas tara goma
sifir bir iki uc dort bes alti yedi sekiz dokuz
odo okan eji eta erin arun efa eje ejo esan
""".strip().replace("\n  ", " ")

_ENGLISH_VARIANTS: Final = frozenset(
    "oh o nought naught nil aught ought zip cipher zeero niner fife tree fower wun ait sevn".split()
)
_SPELLINGS: Final = {
    "oh": "0", "o": "O", "nought": "0", "naught": "0", "nil": "0", "aught": "0", "ought": "0",
    "zip": "0", "null": "0", "cipher": "0", "zeero": "0", "sunya": "0", "sifar": "0", "jero": "0",
    "niner": "9", "fife": "5", "tree": "3", "fower": "4", "wun": "1", "ait": "8", "sevn": "7",
    "paach": "5", "panch": "5", "pach": "5", "chaar": "4", "che": "6", "chhah": "6", "cheh": "6",
    "chah": "6", "sat": "7", "aat": "8", "ath": "8", "teenn": "3", "tin": "3",
    "पाँच": "5", "छः": "6", "छे": "6", "जीरो": "0", "फ़ोर": "4", "फ़ाइव": "5", "फाईव": "5",
    "zwo": "2", "fuenf": "5", "meia": "6", "kosong": "0", "lapan": "8", "zwoelf": "12",
    "dalawa": "2", "tatlo": "3", "apat": "4", "anim": "6", "pito": "7", "walo": "8", "siyam": "9",
}  # fmt: skip

_TENS: Final = {
    "twenty": "2", "thirty": "3", "forty": "4", "fourty": "4", "fifty": "5", "sixty": "6",
    "seventy": "7", "eighty": "8", "ninety": "9", "bees": "2", "tees": "3", "chalees": "4",
    "pachaas": "5", "pachas": "5", "saath": "6", "sattar": "7", "assi": "8", "nabbe": "9",
    "veinte": "2", "treinta": "3", "cuarenta": "4", "cincuenta": "5", "sesenta": "6",
    "setenta": "7", "ochenta": "8", "noventa": "9", "vingt": "2", "trente": "3", "quarante": "4",
    "cinquante": "5", "soixante": "6", "zwanzig": "2", "dreissig": "3", "vierzig": "4",
    "funfzig": "5", "sechzig": "6", "siebzig": "7", "achtzig": "8", "neunzig": "9",
    "vinte": "2", "trinta": "3", "quarenta": "4", "cinquenta": "5", "venti": "2", "trenta": "3",
    "quaranta": "4", "cinquanta": "5", "sessanta": "6", "settanta": "7", "ottanta": "8",
    "novanta": "9", "twintig": "2", "dertig": "3", "veertig": "4", "vijftig": "5",
    "zestig": "6", "zeventig": "7", "tachtig": "8", "negentig": "9", "septante": "7",
    "huitante": "8", "octante": "8", "nonante": "9",
}  # fmt: skip

# Languages that say the unit before the ten, in one word.
_COMPOUNDS: Final = (
    ("ein zwei drei vier funf sechs sieben acht neun", "und",
     "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig"),
    ("een twee drie vier vijf zes zeven acht negen", "en",
     "twintig dertig veertig vijftig zestig zeventig tachtig negentig"),
)  # fmt: skip

_WEAK: Final = """
do char teen sat che das bees tees once quince un dix seize sept onze due sei tre um dos null elf
acht tin tara isa lima bir bes uc iki eta eje odo erin nil zip ought tree ait ath pito anim sita nul
een tien nove sete dua enam apat moja tatu nau uku aat
""".split()

_HOMOPHONES: Final = {
    "to": "2", "too": "2", "tu": "2", "for": "4", "fore": "4", "ate": "8", "won": "1", "sex": "6",
    "sicks": "6", "free": "3", "nein": "9", "of": "0", "owe": "0",
}  # fmt: skip
del _HOMOPHONES["of"]  # "four of five" is speech, not a number

_TIMES: Final = {
    "double": "2", "dbl": "2", "triple": "3", "treble": "3", "tripple": "3", "quadruple": "4",
    "doble": "2", "doppelt": "2", "dubbel": "2", "डबल": "2", "ट्रिपल": "3", "twice": "2",
    "thrice": "3", "dabal": "2", "tripal": "3",
}  # fmt: skip

_SPELLING_ALPHABET: Final = """
alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november
oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray yankee zulu zed zee
able baker dog easy fox george how item jig king love nan oboe peter queen roger sugar uncle
""".split()
_SURE_LETTERS: Final = frozenset(
    "alpha alfa bravo foxtrot juliet juliett oscar quebec romeo sierra tango xray yankee zulu zed"
    " zee whiskey charlie kilo".split()
)

FILLERS: Final = frozenset(
    "um uh er erm ah hm hmm mm mmm eh like so then next and dash hyphen dot space slash minus"
    " stroke comma pause okay ok yes yeah yep right well you know i mean sorry wait no not let me"
    " see again actually actualy hang on one-sec oops rather correction it's its is digit digits"
    " number numbers the followed by aur phir haan ji matlab y e et und punto guion tiret strich"
    " underscore plus period fullstop stop repeat was it that's thats thing make that scratch"
    " basically mistake please sir madam ma'am uhm umm uhh err hyphen- ray now"
    " em ehm euh ahm mmh hmmm capital".split()
)
_SCALES: Final = """
hundred hundreds thousand thousands million millions billion lakh lakhs lac lacs crore crores grand
elfu laki ribu ratus juta sau hazaar hazar k mille cien ciento cientos mil hundert tausend cent
""".split()
_MONEY: Final = """
dollar dollars buck bucks cent cents euro euros pound pounds quid pence penny naira kobo rupee
rupees paise paisa rupaye shilling shillings rand rands dirham dirhams riyal riyals yen yuan franc
francs peso pesos real reais krona kronor kroner zloty cedi cedis pesewas usd eur gbp ngn inr cad
aud jpy chf zar kes ghs aed sar brl mxn sek nok dkk pln czk huf ils sgd hkd nzd usdt usdc btc eth
percent pc per-cent points cents shilingi rupiah ringgit birr
""".split()
_MONTHS: Final = """
january february march april may june july august september october november december jan feb mar
apr jun jul aug sep sept oct nov dec
""".split()
_ORDINALS: Final = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth
""".split()
_COUNTED: Final = """
am pm o'clock oclock day days week weeks month months year years hour hours hrs minute minutes mins
min second seconds secs time times unit units user users seat seats license licenses licence
licences item items piece pieces people person persons agents invoices orders tickets payments
charges refunds calls messages emails attempts retries customers clients accounts cards copies pages
lines boxes cartons pallets packs bags bottles kg kilos km miles meters metres litres gallons gb tb
mb kb points percent percentage installments instalments transactions subscriptions renewals
reminders employees staff contractors vendors products chairs laptops phones devices servers nodes
sessions credits requests api-calls sms minutes' business working calendar hectares acres rooms
nights guests passengers stars quarters shares tokens characters letters options choices reasons
things questions issues problems disputes chargebacks branches stores locations sites warehouses
open unpaid overdue outstanding duplicate separate different more other others of
""".split()
_ROLES: Final = """
agent user caller assistant rep representative client customer bot from text role content message
messages speaker msg system human ai operator start end host guest support voice name said body
utterance transcript turn turns value field_name items index seq ts timestamp time channel
""".split()
_ACKS: Final = """
alright sure noted following continue go got huh perfect great thanks thank good lovely cool fine
gotcha understood carry hello still there still-here understood moment second ready listening
wonderful brilliant excellent mhm uhuh hold keep going what's whats rest remaining remainder half
part last first then's with starts begins start begin ends after before yep understood mm-hm
accha theek hai haanji acha bilkul boliye copy roger confirmed
""".split()


def _lexicon() -> dict[str, Entry]:
    """Later lines win: number words over fillers, weak readings over strong ones."""
    words: dict[str, Entry] = {}
    for sort, group in (
        (ACK, _ACKS), (FILLER, FILLERS), (COUNTED, _COUNTED), (ROLE, _ROLES), (ORDINAL, _ORDINALS),
        (MONTH, _MONTHS), (MONEY, _MONEY), (SCALE, _SCALES),
    ):  # fmt: skip
        words |= dict.fromkeys(group, Entry(sort))
    words |= {w: Entry(LETTER if w in _SURE_LETTERS else WEAK, w[0].upper())
              for w in _SPELLING_ALPHABET}  # fmt: skip
    words |= {w: Entry(TIMES, v) for w, v in _TIMES.items()}
    words |= {w: Entry(ECHO, v) for w, v in _HOMOPHONES.items()}
    words |= {w: Entry(TEN, v) for w, v in _TENS.items()}
    words |= {
        w: Entry(UNIT if w in _ENGLISH_VARIANTS else FOREIGN, v) for w, v in _SPELLINGS.items()
    }
    english, *others = _COUNTING.splitlines()
    for line in others:
        words |= {w: Entry(FOREIGN, str(number)) for number, w in enumerate(line.split())}
    words |= {w: Entry(UNIT, str(number)) for number, w in enumerate(english.split())}
    words |= {
        unit + link + ten: Entry(FOREIGN, _TENS[ten] + str(number))
        for units, link, tens in _COMPOUNDS
        for number, unit in enumerate(units.split(), 1)
        for ten in tens.split()
    }
    words |= {w: Entry(WEAK, words[w].value) for w in _WEAK if w in words}
    words |= {w + ("es" if w == "six" else "s"): Entry(PLURAL, str(number))
              for number, w in enumerate(_COUNTING.split()[:10])}  # fmt: skip
    words |= {"sixes": Entry(PLURAL, "6"), "zeroes": Entry(PLURAL, "0"), "ohs": Entry(PLURAL, "0")}
    return words


LEXICON: Final = _lexicon()
LEXICON.pop("", None)
SURE_NUMBER_WORDS: Final = tuple(
    word for word, entry in LEXICON.items() if entry.sort in (UNIT, FOREIGN, TEN, TIMES, PLURAL)
)
WEAK_NUMBER_WORDS: Final = tuple(
    word for word, entry in LEXICON.items() if entry.sort == WEAK and entry.value.isdigit()
)
