"""Words that voices and amounts are made of."""

# ruff: noqa: SIM905 - a template reads best on its line; odd characters are the subject

DIGIT_WORDS = "zero one two three four five six seven eight nine".split()
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
HINDI = "shunya ek do teen char paanch chhe saat aath nau".split()
SPANISH = "cero uno dos tres cuatro cinco seis siete ocho nueve".split()
DEVANAGARI = "शून्य एक दो तीन चार पांच छह सात आठ नौ".split()
NATO = (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar "
    "papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu"
).split()
PLACES = {
    "A": "Agra", "B": "Bombay", "C": "Calcutta", "D": "Delhi", "E": "Egypt", "F": "France",
    "G": "Goa", "H": "Hyderabad", "I": "India", "J": "Jaipur", "K": "Kanpur", "L": "London",
    "M": "Madras", "N": "Nagpur", "O": "Orissa", "P": "Pune", "Q": "Queen", "R": "Rajkot",
    "S": "Surat", "T": "Tango", "U": "Umbrella", "V": "Vadodara", "W": "Whisky", "X": "Xmas",
    "Y": "Yemen", "Z": "Zebra",
}  # fmt: skip
FILLERS = ["um", "uh", "er", "okay", "you know", "let me see", "then", "and then", "like", "sorry"]
ACKS = [
    "Okay.",
    "Go ahead.",
    "Mm-hmm.",
    "Got it.",
    "Yes, continue.",
    "Right.",
    "And?",
    "Uh-huh.",
    "I'm listening.",
]
SPEAKERS = [
    ("Agent", "User"),
    ("Assistant", "Customer"),
    ("Rep", "Caller"),
    ("Bot", "Human"),
    ("Operator", "Client"),
]
