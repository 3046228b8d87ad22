"""The kinds of secret that have a name: what each is called, how long it is, what it is worth.

This is the place to add a kind: write a `Topic` with the words people use for it and put it into
`SECRETS`; banks' and tax offices' kinds stand in files of their own.
"""

import re
from typing import Final

from bot.redaction.bank_kinds import ACCOUNT, ACCOUNT_WORD, BANK_CODE, BRANCH_WORD, IBAN, IFSC
from bot.redaction.finding import Kind
from bot.redaction.tax_kinds import NINE_DIGITS, TAX_CODE, TAX_FORM, TAX_NUMBER
from bot.redaction.topics import Topic

CARD: Final = Topic(
    "card",
    Kind.CARD,
    """
    booking|room|reservation guarantee,
    card number, card no, card num, card details, credit card, debit card, prepaid card, gift
    card number, virtual card, bank card, payment card, card, cards, pan number of card, long
    number, sixteen digit, 16 digit, sixteen digits, 16 digits, long card number, card pan,
    visa, mastercard, master card, amex, american express, maestro, rupay, verve, discover
    card, diners, unionpay, union pay, jcb, cc, ccn, cc number, cardnumber, bill to card,
    tarjeta, carte, karte, kreditkarte, kreditkartennummer, numero de tarjeta, carte bancaire,
    cartao, carta, carta di credito, card ka number, kadi, front of the card, embossed number,
    plastic, paid with, primary account number, acct on card, card nr, card #, creditcard,
    cardholder, cardholder number, card pan number, numero de carte, carte bleue, numero della
    carta, numero do cartao, kartennummer, kartennr, kaartnummer, kaart, discover, corporate
    card, business card number, fleet card, barclaycard, visa card, digits on the front, number
    on the front, card on file, card i pay with, credit card number, debit card number, numero
    de la tarjeta, numero de la carte, creditcardnummer, bankkarte, bancontact, card digits,
    full|entire|whole|complete card|pan number|, number|numbers|digits across|along|on the
    face|front, debit|credit|prepaid|bank|payment|visa|company|business|travel|atm|virtual card
    number|no|details|, kort, kortnummer, kortnr, kreditkort, betalkort, karta platnicza, numer
    karty, karty, kartu, kartu kredit, nomor kartu, kart, kart numarasi, kredi karti, kortti,
    korttinumero, tarjeta de credito|debito, cartao de credito|debito, carta di debito, carte
    de credit, ec karte, girokarte, bankomatkarte, betaalpas, creditcard, mir, troy
    """,
    shortest=12,
    longest=19,
    shown=True,
)
CVV: Final = Topic(
    "code",
    Kind.CODE,
    """
    cvv, cvv2, ccv, ccv2, cav, cavv, cvc, cvc2, cvn, cid, csc, cvv code, cvc code, cvv number,
    card code, security code, card security code, card verification value, card verification
    code, card verification number, verification value, signature code, security number,
    security digits, three digits, three digits on the back, three digit code, 3 digit code,
    four digit code, 4 digit code, 3 digits on the back, three on the back, four on the front,
    back of the card, back of my card, code on the back, code on the front, number on the back,
    digits on the back, code next to the signature, codigo de seguridad, code de securite,
    prufziffer, see vee vee, c v v, c v c, c v v 2, c v c 2, three digits at the back, last
    three on the back, numbers on the back, last three digits on the back, last 3 digits on the
    back, last three digits at the back, last 3 on the back, last three digits on, three
    numbers on the back, final three digits on the back, little number on the back, small
    number on the back, security number on the back, verification number on the back, signature
    strip, signature panel, card verification, four digits on the front, four digit code on the
    front, digits on the front of the amex, four digit code above the number, code above the
    number, prufnummer, kartenprufnummer, prufcode, sicherheitscode, cryptogramme, cryptogramme
    visuel, codice di sicurezza, codigo de seguranca, beveiligingscode, sec code, back of card
    code, signature strip number, code at the back, digits at the back, three at the back,
    number at the back, numbers at the back, the three on the back, last three on the card,
    cvx, card code number, digits behind the card, three digits behind, three numbers behind,
    small|little|tiny|short|other|secret number|code|digits|figures behind|on|at|from the+card|
    your+card|my+card|the+back|the+reverse|the+rear|the+back+of+the+card,
    see v v, c v v two, back of card, back of the plastic, reverse of the card, three numbers,
    four numbers on the front, crypto au dos, code crypto, le crypto, sec, signature digits,
    digits by the signature, three little numbers, three digits by the signature, security|
    verification digits|number|value, kontrollziffer, kartenprufziffer, controlecijfer,
    controlegetal, guvenlik kodu, sikkerhetskode, sakerhetskod, kontrollnummer, numeros|
    digitos|codigo de|del atras|reverso|dorso, los tres de atras, tres|trois|drei|tre|drie
    digitos|chiffres|ziffern|cifre|cijfers|numeros|zahlen|numeri, codigo|numero do|no verso,
    chiffres|numero|numeros|code au dos, retro della carta, four|4 digits|numbers on the front,
    three|3 digits|numbers|figures on the back|reverse,
    card ke peeche|piche, peeche|piche likha|likhe|wala|wale|diye number|digit|code|,
    peeche|piche teen|3|tin|char|4 number|digit|ank|,
    4dbc, 3dbc, 4 dbc, 3 dbc, digits+by|numbers+by the signature,
    what's on the back, what is on the back, on the back is|it's|it|says, back says, turn|turning|
    flip|flipping it|the+card|her|that over|round|around, turn|flip over|round the card, flip|other
    side, reverse side, back side, three|four|3|4 digit|figure|number one,
    code|the+code|digits|figures on|off|from|at the back|reverse|rear|front|flip+side|strip,
    code|the+code|digits|number on|off|from|by the signature|reverse|signature+strip,
    code|the+code|digits|figures|numbers above|next+to|beside|near|over|under the
    number|signature|name,
    code|the+code|numbers|figures|number behind the|my|your card, four|4 digits above the number
    """,
    shortest=3,
    longest=4,
)
ON_THE_BACK: Final = Topic(
    "code",
    Kind.CODE,
    """
    on the back, on the reverse, on the flip side, at the back, on its back, on the rear
    """,
    shortest=3,
    longest=4,
    weak=True,
)
EXPIRY: Final = Topic(
    "expiry",
    Kind.CARD,
    """
    expiry, expiry date, expiration, expiration date, exp date, exp, expires, expiring, valid
    thru, valid through, valid until, good through, good thru, valid till, expire, mm yy
    """,
    shortest=3,
    longest=6,
    weak=True,
)
OTP: Final = Topic(
    "code",
    Kind.CODE,
    """
    otp, o t p, otp code, one time password, one time passcode, one time code, one time pin,
    verification code, verification number, passcode, auth code, authentication code,
    authenticator code, 2fa code, 2fa, two factor code, mfa code, sms code, text code, login
    code, access code, confirmation code sent, code we sent, code i got, code is, the code, my
    code, code in the text, code from the text, code from the app, code, codes, unlock code,
    secret code, backup code, recovery code, 3ds code, 3d secure code, security token, text
    message say, message say, sms say, codigo, einmalcode, tan, token code, six digit code, 6
    digit code, six digits, kod, code from sms, activation code, pass code, mobile token,
    hardware token, confirmation code, passcode is, one time passcode number, code de
    verification, code de confirmation, bestatigungscode, bestatigungs code, codigo de
    verificacion, codigo de verificacao, codigo de confirmacion, codice di verifica, codice di
    conferma, verificatiecode, bevestigingscode, sicherheitsnummer, two factor, two factor
    authentication code, mfa, authenticator, authenticator number, code you sent, the code you
    sent, code you texted, text message we sent, message we sent, text we sent, text say, text
    says, what does it say, what does the text say, code that came, code that arrived, code on
    my phone, code by text, code by sms, code by email, dynamic password, secure code, verify
    code, verification pin, log in code, sign in code, signin code, six digit number we sent,
    number we texted, number in the text, digits we sent, texted code, texted you, one time
    key, push code, security code by text, mtan, smscode, sent you a number, sent a number,
    number to your phone, number to your mobile, do not share, don't share, dont share, number
    we just sent, text just said, text said, message said, it just texted me, texted me, sent
    me a new one, sent me another, sent me one, one+time|verification|verify|authentication|
    auth|authenticator|log+in|login|sign+in|security|access|unlock|activation|confirmation|
    reset|sms|text|whatsapp|two+factor|two+step|2+step|2fa|mfa|app|token|temporary|secret|
    3d+secure|3ds|secure passcode|pin, approval|authorisation|authorization code we|i|they|you
    sent|texted|got|received, two+factor|two+step|2+step|whatsapp|temporary|five+digit|5+digit|
    eight+digit|8+digit|seven+digit code, codigo de acceso|seguridad+sms|uso+unico|un+solo+uso,
    clave dinamica|temporal, codigo sms, code a usage unique, code recu|sms, code par sms,
    einmalpasswort, smscode, pushtan, sms tan, freigabecode, codice otp|usa+e+getta, codigo
    token, kode otp|verifikasi, dogrulama kodu, onay kodu, sms kodu, kod weryfikacyjny|sms,
    engangskode, engangskod, bekreftelseskode, vahvistuskoodi, inlogcode, toegangscode, text|
    sms|message|app|authenticator|fob|token|whatsapp says|reads|shows|said|saying|say|reading|
    displays, what they|it|we text|texted|sent|messaged you|me|, what they|we just sent|texted
    you|me|, text|texted|sent|messaged you|me a|the|this|that code|number|pin|passcode,
    key fob, keyfob, fob, authenticator app, four|five|six|seven|eight|4|5|6|7|8 numbers
    """,
    shortest=4,
    longest=10,
)
PIN: Final = Topic(
    "code",
    Kind.CODE,
    """
    pin, card pin, atm pin, pin number, p i n, upi pin, mpin, m pin, pin is, transaction pin,
    debit pin, pin code, telephone pin, phone pin, security pin, voice pin, phone banking pin,
    transfer pin, secret pin, ussd pin, t pin, tpin, pinblock, voicemail pin, geheimzahl, code
    pin, geheimnummer, pincode is, numero secreto, codigo pin, four digit pin, 4 digit pin, six
    digit pin, telepin, atm code, card password, secret number, secret digits, atm|upi|mobile|
    mobile+money|momo|m-pesa|mpesa|wallet|gcash|maya|easypaisa|jazzcash|bank|banking|
    telebanking|login|app|account|door|gate|alarm|safe|online pin, secret code|numbers, namba|
    nambari ya siri, code secret|confidentiel, codigo secreto, clave,
    clave de|de+la|del|de+mi banca|cajero|tarjeta|acceso|internet|telefono,
    clave secreta|bancaria|telefonica|personal, pinkode, pin kod, kod pin, sifre, sifrem,
    senha do cartao, senha de quatro|seis|4|6
    digitos, pin nummer, door|gate|alarm|safe|keypad|lock code,
    safe|door|gate|lock|alarm|padlock combo|combination|entry+code, combination to the safe,
    mobile+banking|internet+banking|net+banking|banking+app|phone+app pin|passcode
    """,
    shortest=3,
    longest=8,
)
PIN_PAD: Final = Topic(
    "code",
    Kind.CODE,
    """
    pin pad, pinpad, keypad, key pad, pin entry, card machine, card terminal, chip and pin
    machine
    """,
    shortest=3,
    longest=8,
    behind=True,
)
DOCUMENT: Final = Topic(
    "private document",
    Kind.PRIVATE_DOCUMENT,
    """
    passport, passport number, passport no, driving licence, driving licence number, driving
    license number, driver's license, drivers license, driver license, drivers licence, licence
    number, license number, voter id, voter card, voters card, epic number, residence permit,
    visa number, dl number, driver's licence, driver's license number, drivers license number,
    medical record number, health card number, passport num, passaporte, pasaporte, reisepass,
    passnummer, passeport, permis de conduire, fuhrerschein, licence no, license no, drivers
    licence number, driving permit, residence card, license, licence, dl, travel doc|document|
    permit number|no|, immigration|alien|visa+application number|no, a number, border crossing
    card, mrn, mrn number, medical+record|patient|health+record number|no|id, driver|drivers|
    driving licence|license|permit|licencia number|no|num|, rijbewijs, permis, patente di
    guida, carteira de motorista, cnh, licencia de conducir, korkort
    """,
    shortest=6,
    longest=18,
    shape=re.compile(r"(?=[A-Z]*\d)[A-Z0-9]{6,18}"),
)
SECRETS: Final = (
    CARD, CVV, ON_THE_BACK, EXPIRY, IBAN, ACCOUNT, ACCOUNT_WORD, BANK_CODE, BRANCH_WORD, IFSC,
    NINE_DIGITS, TAX_NUMBER, TAX_FORM, TAX_CODE, OTP, PIN, PIN_PAD, DOCUMENT,
)  # fmt: skip
