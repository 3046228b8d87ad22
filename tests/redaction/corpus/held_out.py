"""Templates that were read once, blind, and then a third set that rules learned from."""

# ruff: noqa: E501 - a template reads best on its line; odd characters are the subject

from .tuned import ALSO_TUNED, ALSO_TUNED_DECOYS, TUNED, TUNED_DECOYS

THIRD_TUNED = {
    "card": [
        "Niaje, nataka kulipa na kadi yangu {s}, ni ya {k}.",
        "Subject: payment failure\n\nHi team, our corporate Amex {s} got refused when settling {k}. Kindly retry.",
        "<b>Note</b>: cardholder read {s} into the recording ({k})",
        "{A}: Grand, and what's the number on the front of it?\n{U}: Right so, {s}\n{A}: That's gone through for {k}, thanks a million.",
        "id;type;value;memo\n7;card;{s};{k}",
        "{A}: Can lah, your credit card number? {U}: {s} {A}: Okay can, {k}.",
        '{{"caller_input": {{"pan": "{s}"}}, "memo": "{k}"}}',
        "[10:02:11] {U}: alright here's the Mastercard, {s}\n[10:02:40] {A}: perfect, and that was about {k}.",
        "He texted us his debit card ({s}) to clear {k}.",
        "C'est ma carte de crédit: {s}, pour {k}.",
        "{s} <- that is the card I want removed; keep {k}",
        "Is card {s} the one you billed for {k}?",
    ],
    "misheard": [
        "transcript: so my card number should be {s}. then they discussed {k}.",
        "{A}: Card number when you're ready.\n{U}: {s}\n{A}: Hmm, that didn't validate, {k}.",
        "visa card {s} failed twice ({k})",
    ],
    "cvv": [
        "{A}: And the CVC, please?\n{U}: {s}\n{A}: Merci, {k}.",
        "cvv2={s}; memo={k}",
        "she also gave the card's security code, {s}, before {k} came up",
        "{A}: Last thing, the three digit security code. {U}: that's {s} {A}: super, {k}.",
    ],
    "iban": [
        "Bitte erstatten Sie auf {s} (IBAN), Betreff {k}.",
        "The refund of {k} goes to IBAN number {s}",
        "{A}: Could you give me your IBAN slowly?\n{U}: {s}\n{A}: Go raibh maith agat. {k}.",
        "bank: N26 / iban: {s} / {k}",
    ],
    "ssn": [
        "employee SSN# {s}, see {k}",
        "{A}: Ma'am, I'll need your social security number to continue.\n{U}: Uh sure, it is {s}.\n{A}: Thank you, I've got {k} here.",
        "social security number on the W-2 was {s}; {k}",
    ],
    "itin": ["Taxpayer ITIN is {s}. {k}.", "ITIN number {s} - {k}"],
    "ein": [
        "EIN number: {s}. {k}",
        "{A}: What's the company's EIN?\n{U}: It's {s}.\n{A}: And {k}.",
    ],
    "routing": [
        "ABA number {s} / {k}",
        "{A}: Bank routing number?\n{U}: sure thing {s}\n{A}: ok so {k}",
    ],
    "us_account": [
        "checking acct number {s}, {k}",
        "{A}: Now the bank account number.\n{U}: okay {s}\n{A}: I'll set up {k}.",
        "the account no. is {s}; {k}",
    ],
    "uk_account": ["current account number {s}; {k}", "Barclays acct no {s}, {k}"],
    "sort_code": [
        "Sort code is {s}, cheers. {k}",
        "{A}: Sort code first?\n{U}: {s}\n{A}: Brilliant, {k}.",
    ],
    "bsb": ["branch BSB {s} / {k}", "the BSB number is {s}, {k}"],
    "nuban": [
        "transfer to Access bank account {s}, {k}",
        "{A}: Wetin be your account number?\n{U}: na {s}\n{A}: Oya, {k}.",
        "account number: {s} (Kuda), {k}",
    ],
    "in_account": [
        "RTGS to a/c number {s}, {k}",
        "{A}: Aapka bank account number?\n{U}: haan {s}\n{A}: dhanyavaad, {k}",
    ],
    "ifsc": ["IFSC code: {s}, {k}", "{A}: aur IFSC?\n{U}: {s}\n{A}: theek, {k}"],
    "gstin": [
        "Supplier GST number {s} vs {k}",
        "{A}: Could you confirm the GSTIN?\n{U}: yes, {s}\n{A}: ok {k}",
    ],
    "in_pan": ["deductee PAN: {s}; {k}", "{A}: PAN number bataiye.\n{U}: {s}\n{A}: ji {k}"],
    "aadhaar": ["Aadhaar card number {s} / {k}", "{A}: UIDAI Aadhaar?\n{U}: {s}\n{A}: {k} noted"],
    "nino": ["National Insurance no. {s}, {k}", "NI No: {s}; {k}"],
    "utr": [
        "UTR number {s} / {k}",
        "{A}: What's your Unique Taxpayer Reference?\n{U}: {s}\n{A}: Right, {k}.",
    ],
    "bvn": [
        "customer's BVN ({s}) and {k}",
        "{A}: Confirm your Bank Verification Number.\n{U}: {s}\n{A}: Thank you sir, {k}.",
    ],
    "nin": ["National ID number {s}, {k}", "my NIN is {s} please, {k}"],
    "ng_tin": ["Tax Identification Number: {s}; {k}", "{A}: TIN?\n{U}: {s}\n{A}: {k} recorded"],
    "vat": [
        "VAT registration {s}; {k}",
        "{A}: And your VAT number?\n{U}: {s}\n{A}: Dank u, {k}.",
        "BTW-nummer {s}, {k}",
    ],
    "tfn": ["Tax file number is {s}, {k}", "{A}: TFN?\n{U}: {s}\n{A}: Ta, {k}."],
    "sin": ["SIN: {s}, {k}", "my social insurance no is {s}, {k}"],
    "cpf": ["meu CPF: {s}, {k}", "CPF do cliente {s} - {k}"],
    "otp": [
        "code from the text is {s}. {k}.",
        "{A}: You should have a one-time passcode now.\n{U}: yep {s}\n{A}: That worked, {k}.",
        "login code {s}, {k}",
        "Seu código é {s} / {k}",
    ],
    "pin": [
        "the card's PIN is {s} by the way. {k}",
        "{A}: Sir please never share your PIN.\n{U}: It's {s}!\n{A}: Let's move on to {k}.",
        "M-Pesa PIN {s}, {k}",
    ],
    "password": [
        "her password is {s}, {k}",
        "user=ops password={s} # {k}",
        "Passwort: {s}, {k}",
        "He said his new password was {s} and then {k}.",
    ],
    "api_key": [
        "secret={p}{s} {k}",
        "the webhook signing secret is {p}{s} ({k})",
        "token {p}{s} pasted under {k}",
        'config: {{"api_key": "{p}{s}"}} {k}',
    ],
}

TEMPLATES = {kind: TUNED[kind] + ALSO_TUNED[kind] + THIRD_TUNED[kind] for kind in TUNED}

HELD_OUT = {
    "card": [
        "Voicemail 14: yeah hi, calling about {k}. You can just run it on {s}, thanks, bye.",
        "{A}: Alright love, pop the card details over.\n{U}: Here we go then: {s}\n{A}: Lovely stuff. {k}, was it?",
        "CRM memo // caller's new debit card is {s} // re {k}",
        "From: ops\nTo: billing\nPlease stop using the Visa {s}; {k} should go to the new one.",
        "{U}: Jeez, it's the same Mastercard as always, {s}.\n{A}: And for {k}?",
        '{{"speaker":"customer","utterance":"so the card number is {s} yeah"}},{{"speaker":"agent","utterance":"and {k}"}}',
        "Bhaiya card number note karo {s} aur {k} clear kar do",
        "WhatsApp 09:12 - my card: {s} - for {k} please",
        "We could not charge {s} for {k}.",
        "Kreditkarte {s}, Betrag {k}",
    ],
    "misheard": [
        "{A}: I need your credit card number.\n{U}: Sure, that'd be {s}\n{A}: One digit seems off. {k}.",
        "Customer gave card number {s} (invalid), see {k}",
        "debit card {s} would not go through, {k}",
    ],
    "cvv": [
        "{A}: CVV for me?\n{U}: {s}, got it?\n{A}: Yes. {k}.",
        "Caller disclosed CVC {s}. Matter: {k}.",
        "three-digit security code {s} / {k}",
        "card verification code was {s}, {k}",
    ],
    "iban": [
        "Please change our payout IBAN to {s}. Background: {k}.",
        "{A}: IBAN?\n{U}: so, {s}\n{A}: Tak, {k}.",
        "Überweisung an {s}, {k}",
        "International bank account number {s}; {k}",
    ],
    "ssn": [
        "{U}: my social's {s}\n{A}: Appreciate it, {k}.",
        "Background check lists SSN as {s}, {k}",
        "the caller's full social security number, {s}, was spoken; {k}",
    ],
    "itin": ["filed with ITIN {s}; {k}", "her ITIN? It's {s}. {k}"],
    "ein": ["W-9: EIN {s}; {k}", "federal employer identification number {s}, {k}"],
    "routing": ["set up ACH with routing number {s}; {k}", "{A}: routing?\n{U}: {s}\n{A}: mm, {k}"],
    "us_account": [
        "savings account number {s} / {k}",
        "{U}: my checking account number is {s}\n{A}: okay {k}",
        "Deposit to account # {s}, {k}",
    ],
    "uk_account": ["pay my current account, number {s}, {k}", "acc number {s}, {k}"],
    "sort_code": ["using sort code {s}; {k}", "{A}: sort code mate?\n{U}: {s}\n{A}: cool, {k}"],
    "bsb": ["BSB is {s}; {k}", "our BSB: {s}, {k}"],
    "nuban": [
        "please credit GTB account {s}; {k}",
        "{U}: account number is {s}, First Bank\n{A}: noted, {k}",
        "NUBAN account {s} - {k}",
    ],
    "in_account": ["bank a/c {s}, {k}", "account number {s} hai, SBI, {k}"],
    "ifsc": ["IFSC no. {s}, {k}", "bank ka IFSC code {s} hai, {k}"],
    "gstin": ["GST registration no {s}; {k}", "GSTIN wrong, should read {s}, {k}"],
    "in_pan": ["PAN no. {s}; {k}", "hamara PAN {s} hai, {k}"],
    "aadhaar": ["Aadhaar ID {s}; {k}", "{U}: aadhaar hai {s}\n{A}: ok ji {k}"],
    "nino": [
        "insurance: national insurance number {s}; {k}",
        "NINO is {s}, {k}",
    ],
    "utr": ["tax return under UTR {s}; {k}", "their UTR? {s}. {k}"],
    "bvn": ["BVN is {s} oga, {k}", "{A}: BVN?\n{U}: {s}\n{A}: {k} pending"],
    "nin": ["NIN: {s}; {k}", "national identity number is {s}, {k}"],
    "ng_tin": ["TIN number is {s}; {k}", "taxpayer identification number {s}, {k}"],
    "vat": ["our VAT ID is {s}; {k}", "VAT registration no. {s}, {k}", "TVA: {s}, {k}"],
    "tfn": ["TFN is {s}; {k}", "tax file number, {s}, {k}"],
    "sin": ["her SIN is {s}; {k}", "social insurance: {s}; {k}"],
    "cpf": ["CPF {s}; {k}", "{A}: qual é o CPF?\n{U}: {s}\n{A}: certo, {k}"],
    "otp": [
        "{A}: Read me the verification code.\n{U}: It says {s}\n{A}: Thanks! {k}",
        "my one time password is {s}; {k}",
        "SMS code: {s}, {k}",
        "passcode {s} entered, {k}",
    ],
    "pin": [
        "debit PIN: {s}; {k}",
        "his PIN number was {s}, {k}",
        "{A}: PIN?\n{U}: {s}\n{A}: ok {k}",
    ],
    "password": [
        "the old password ({s}) no longer works, {k}",
        "Password = {s}; {k}",
        "portal password {s}, {k}",
        "my password's {s}, {k}",
    ],
    "api_key": [
        "Api-Key: {p}{s} {k}",
        "live secret key {p}{s}; {k}",
        "TOKEN={p}{s} make call # {k}",
        "they mailed an access token, {p}{s}, with {k}",
    ],
}

THIRD_TUNED_DECOYS = [
    "Subject: {r}\n\nHello, we still owe {k} since {d}. Regards",
    "{A}: So you're calling on {r}?\n{U}: Yes, {k} was taken on {d}.\n{A}: I see {b} as well.",
    "Note to self: {b}, {r}, {k}, {d}.",
    "Her bank returned {k} for {r} on {d}.",
    "The account is past due: {k} ({r}), {b}.",
    "{U}: my card never arrived, but {r} was billed {k}.\n{A}: Noted, {d}.",
    "ref={r}; due={d}; total={k}",
    "Security deposit of {k} under {r}, returned {d}.",
    "We verified the caller by email. {b}. They want {k} back by {d}.",
    "{A}: Is the code on the parcel {b}?\n{U}: It says {r}.",
]
DECOYS = TUNED_DECOYS + ALSO_TUNED_DECOYS + THIRD_TUNED_DECOYS
HELD_OUT_DECOYS = [
    "Hello finance, {r} for {k} was settled on {d}, kindly confirm.",
    "{A}: What was charged?\n{U}: {k}, on {d}.\n{A}: That matches {r}.",
    "Logistics: {b}. Finance: {k}. Reference: {r}.",
    "Bank details unchanged; {r} ({k}) due {d}.",
    "The caller would not give a card. {r}, {k}.",
    "She asked why her account shows {k} on {d} and mentioned {b}.",
    "{b} / {r} / {d}",
    "VAT on {r} was {k}, booked {d}.",
    "{U}: I changed my PIN on {d}, is {r} still open?\n{A}: Yes, {k}.",
    "Tax office letter of {d} about {r}: {k}.",
]
