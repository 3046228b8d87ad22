"""The kinds of secret that have a name: what each is called, how long it is, what it is worth.

This is the one place to add a kind: write a `Topic` with the words people use for it.
"""

import re
from typing import Final

from bot.redaction.finding import Kind
from bot.redaction.topics import Topic

CARD: Final = Topic(
    "card",
    Kind.CARD,
    """
    card number, card no, card num, card details, credit card, debit card, prepaid card,
    gift card number, virtual card, bank card, payment card, card, cards, pan number of
    card, long number, sixteen digit, 16 digit, sixteen digits, 16 digits, long card
    number, card pan, visa, mastercard, master card, amex, american express, maestro,
    rupay, verve, discover card, diners, unionpay, union pay, jcb, cc, ccn, cc number,
    cardnumber, bill to card, tarjeta, carte, karte, kreditkarte, kreditkartennummer,
    numero de tarjeta, carte bancaire, cartao, carta, carta di credito, card ka number,
    kadi, front of the card, embossed number, plastic, paid with, primary account
    number, acct on card, card nr, card #, creditcard, cardholder, cardholder number,
    card pan number, numero de carte, carte bleue, numero della carta, numero do cartao,
    kartennummer, kartennr, kaartnummer, kaart, discover, corporate card, business card
    number, fleet card, barclaycard, visa card, digits on the front, number on the
    front, card on file, card i pay with, credit card number, debit card number, numero
    de la tarjeta, numero de la carte, creditcardnummer, bankkarte, bancontact, card
    digits
    """,
    shortest=12,
    longest=19,
    shown=True,
)
CVV: Final = Topic(
    "code",
    Kind.CODE,
    """
    cvv, cvv2, ccv, ccv2, cav, cavv, cvc, cvc2, cvn, cid, csc, cvv code, cvc code, cvv
    number, card code, security code, card security code, card verification value, card
    verification code, card verification number, verification value, signature code,
    security number, security digits, three digits, three digits on the back, three
    digit code, 3 digit code, four digit code, 4 digit code, 3 digits on the back, three
    on the back, four on the front, back of the card, back of my card, code on the back,
    code on the front, number on the back, digits on the back, code next to the
    signature, codigo de seguridad, code de securite, prufziffer, see vee vee, c v v, c
    v c, c v v 2, c v c 2, three digits at the back, last three on the back, numbers on
    the back, last three digits on the back, last 3 digits on the back, last three
    digits at the back, last 3 on the back, last three digits on, three numbers on the
    back, final three digits on the back, little number on the back, small number on the
    back, security number on the back, verification number on the back, signature strip,
    signature panel, card verification, four digits on the front, four digit code on the
    front, digits on the front of the amex, four digit code above the number, code above
    the number, prufnummer, kartenprufnummer, prufcode, sicherheitscode, cryptogramme,
    cryptogramme visuel, codice di sicurezza, codigo de seguranca, beveiligingscode, sec
    code, back of card code, signature strip number, code at the back, digits at the
    back, three at the back, number at the back, numbers at the back, the three on the
    back, last three on the card, cvx, card code number, digits behind the card, three
    digits behind, three numbers behind, see v v, c v v two, back of card, back of the
    plastic, reverse of the card, three numbers, four numbers on the front, crypto au
    dos, code crypto, le crypto, sec, signature digits, digits by the signature, three
    little numbers, three digits by the signature
    """,
    shortest=3,
    longest=4,
)
EXPIRY: Final = Topic(
    "expiry",
    Kind.CARD,
    """
    expiry, expiry date, expiration, expiration date, exp date, exp, expires, expiring,
    valid thru, valid through, valid until, good through, good thru, valid till, expire,
    mm yy
    """,
    shortest=3,
    longest=6,
    weak=True,
)
IBAN: Final = Topic(
    "IBAN",
    Kind.BANK,
    """
    iban, iban number, iban no, international bank account number, i b a n, eye ban,
    coordonnees bancaires, kontoverbindung, bankverbindung, international account
    number, international bank account, datos bancarios, coordinate bancarie,
    rekeningnummer
    """,
    shortest=15,
    longest=34,
    shape=re.compile(r"[A-Z]{2}[0-9OILSB]{2}[A-Z0-9]{11,30}"),
    shown=True,
)
ACCOUNT: Final = Topic(
    "account",
    Kind.BANK,
    """
    bank account, bank account number, bank account no, account number, account no,
    account num, account numbers, acct, acct no, acct number, a/c, a/c no, ac no, a c
    number, acc no, acc number, account digits, account nr, checking account, savings
    account, current account, current account number, nuban, nuban number, bank details,
    account to debit, direct debit account, beneficiary account, uba account, gtbank
    account, gtb account, zenith account, access bank account, kuda account, opay
    account, opay, moniepoint, palmpay, hdfc account, icici account, sbi account, axis
    account, barclays account, lloyds account, hsbc account, natwest account, chase
    account, wells fargo account, payout account, settlement account, salary account,
    deposit account, domiciliary account, receiving account, sender account, debit
    account, account ending, kontonummer, numero de cuenta, cuenta bancaria, cuenta,
    numero de compte, compte bancaire, conta, khata number, khata, bank no, bank number,
    institution account, clabe, bank acct, account numbre, bank a/c, dtmf account, dda,
    dda number, my account number, new account number, our account number, account in
    full, ach account, operating account, chequing account, cheque account, savings a/c,
    current a/c, current a/c no, bank a/c no, business account, business account number,
    naira account, dollar account, commbank account, westpac account, anz account, nab
    account, rbc account, td account, scotiabank account, ac number, a/c number, acc nr,
    konto nr, numero de conta, numero conto, conto corrente, girokonto, khata no, bank
    ac, bank ac no
    """,
    shortest=5,
    longest=20,
    shown=True,
    usual=8,
)
ACCOUNT_WORD: Final = Topic(
    "account",
    Kind.BANK,
    """
    account, to account, from account, into account, our account, my account, new
    account, checking, savings, chequing, acc, konto, conto, rekening, gtb, gtbank,
    zenith, uba, access bank, first bank, kuda, sbi, hdfc, icici, kotak, barclays,
    lloyds, hsbc, natwest, monzo, halifax, santander, revolut, starling, wells fargo,
    bank of america, commbank, westpac, scotiabank, sparkasse
    """,
    shortest=6,
    longest=20,
    shown=True,
    weak=True,
    usual=8,
)
BANK_CODE: Final = Topic(
    "bank code",
    Kind.BANK,
    """
    routing, routing no, routing number, routing code, aba, aba number, aba routing, aba
    routing number, transit, transit number, transit no, rtn, sort code, sortcode, sort,
    sort-code, bsb, bsb number, institution number, branch transit, bank code, branch
    code, blz, bankleitzahl, clearing number, wire routing, ach routing, fedwire, micr,
    micr code, routing transit, routing transit number, transit routing number, rtg, rtg
    no, rtg number, sorting code, sorting code number, sort code number, s/c, sc, b s b,
    bsb no, bank state branch, branch transit number, institution no, aba no, ifi code,
    codigo banco, bank transit, branch no, branch number
    """,
    shortest=5,
    longest=10,
    usual=6,
)
IFSC: Final = Topic(
    "bank code",
    Kind.BANK,
    """
    ifsc, ifsc code, i f s c, ifs code, rtgs code, neft code, swift code, swift, bic,
    bic code, swift bic, ifsc number, branch ifsc, ifsc no, i f s code, swiftcode
    """,
    shortest=8,
    longest=11,
    shape=re.compile(r"[A-Z]{4}[0O][A-Z0-9]{6}|[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?"),
)
NINE_DIGITS: Final = Topic(
    "tax id",
    Kind.TAX_ID,
    """
    ssn, ssn #, ss #, ss no, ss number, soc, soc sec, soc sec number, soc sec no, social
    sec, social, social security, social security number, social security no, socials,
    social number, social insurance number, social insurance, social insurance no, sin
    number, sin no, itin, itin number, i tin, individual taxpayer identification number,
    individual tax number, individual taxpayer id, individual taxpayer number, ein,
    fein, ein number, employer id, employer id number, employer identification number,
    employer number, federal tax id, federal id, federal ein, federal tax number, fed
    id, fed tax id, irs number, irs no, irs id, tax id, tax id number, taxpayer id, sin,
    s i n, nas, tfn, tax file number, tax file, tax file no, tax file num, bsn,
    burgerservicenummer, burger service nummer, sofi, sofinummer, sofi nummer, i t i n,
    s s n, e i n, t f n, dtmf ssn, abn, acn, f e i n number
    """,
    shortest=7,
    longest=16,
    pause=9,
    usual=9,
)
TAX_NUMBER: Final = Topic(
    "tax id",
    Kind.TAX_ID,
    """
    tax identification number, taxpayer identification number, taxpayer number, tax
    number, tax no, tax ref, tin, tin number, tin no, firs tin, bvn, bvn number, bank
    verification number, bank verification, nin, nin number, national identification
    number, national identity number, national id, national id number, nimc, aadhaar,
    aadhar, adhar, aadhaar number, aadhar number, adhaar, uid number, uidai, vid number,
    utr, utr number, unique taxpayer reference, self assessment utr, self assessment,
    cpf, cnpj, pesel, nip, ahv, avs number, steuer id, steuernummer,
    steueridentifikationsnummer, steuer identifikationsnummer,
    sozialversicherungsnummer, personnummer, personal number, personal identity number,
    fodselsnummer, cpr number, egn, oib, emso, jmbg, cnp, cui, cnic, emirates id, iqama,
    civil id, id number for tax, rut, cuit, cuil, nit, siren, siret, numero de securite
    sociale, securite sociale, insee, nhs number, medicare number, ird number, ird, id
    number, identity no, resident registration number, rrn, sss number, philhealth,
    tckn, tc kimlik, inn number, snils, identity number, sa id number, id card number,
    hetu, isikukood, ahv nummer, teudat zehut, income tax number, b v n, t i n, u t r, n
    i n, dtmf bvn, taxpayer, taxpayer code, nir, numero de secu, numero de securite,
    french social security number, insee number, national health number, uid, uidai
    number, aadhaar id, aadhaar no, aadhar no, aadhar card, aadhaar card, aadhaar card
    number, adhaar no, adhar card, adhaar card, aadhar id, hmrc reference, hmrc ref,
    hmrc number, hmrc utr, tax reference, tax reference number, unique tax reference,
    unique tax ref, unique taxpayer ref, self assessment number, self assessment
    reference, sa utr, sa reference, jtb tin, company tin, tin id, nin slip, national
    identity, nimc number, bank verification no, steuer idnr, steuer identnummer, steuer
    ident nummer, steuerliche identifikationsnummer, steuerliche id,
    identifikationsnummer, idnr, id nr, german tax id, german tax number, steuer nr,
    cadastro de pessoa fisica, cadastro, sa id, rsa id, rsa id number, south african id,
    south african id number, id book number, uae id, emirates id number, emirates
    identity, eid, eid number, resident id, saudi id, codigo fiscal, rfc number, tax
    identification no, tax identification, payroll tax number, personnel number for tax,
    tax pin, pension number
    """,
    shortest=7,
    longest=16,
    usual=9,
)
TAX_CODE: Final = Topic(
    "tax id",
    Kind.TAX_ID,
    """
    gst, gstin, gst number, gst no, gstin number, g s t i n, g s t number, gst in, pan,
    pan card, pan number, pan no, permanent account number, p a n, pan card number, pan
    of, nino, ni number, n i number, ni no, national insurance, national insurance
    number, vat, vat number, vat no, vat id, vat reg, vat reg number, vat reg no, vat
    registration number, vat registration, v a t number, v a t no, tva, tva number,
    numero de tva, numero tva, ust id, ust idnr, umsatzsteuer id, ustid, partita iva, p
    iva, btw nummer, btw number, btw, mwst, nif, nie, dni, cif, rfc, curp, codice
    fiscale, fiscal code, tax code number, kra pin, ghana card number, ghana card, nric,
    fin number, uen, eori, eori number, vies, moms, steuer-id nummer, uid che, che
    number, cpf cnpj, tax registration number, trn number, pps number, pps, pps no,
    ppsn, pps num, personal public service number, cod fiscale, cod fisc, codice fisc,
    italian tax code, italian tax number, spanish tax number, numero de identificacion
    fiscal, dni number, documento nacional de identidad, nie number, nric number, n r i
    c, singapore ic, ic number, fin, my ni, nat ins, nat ins number, nat insurance,
    national ins, national ins number, ni num, nino number, tva intracommunautaire, nif
    iva, btw nr, btw id, vat registration no, vat nr, ust nr, partita iva numero, p i
    va, p iva numero, gst registration, gst registration number, gst reg no, gstin uin,
    gst id, permanent account no, pan id, iva number, vat code, mva, moms nr, c.f.,
    p.p.s., p p s number, ic, ni
    """,
    shortest=8,
    longest=16,
    shape=re.compile(
        r"[\dO]{2}[A-Z]{5}[\dOILSB]{4}[A-Z][A-Z\d]{3}"  # GSTIN
        r"|[A-Z]{5}[\dOILSB]{4}[A-Z]"  # Indian PAN
        r"|[A-Z]{2}[\dOILSB]{6}[A-D](?![A-Z0-9])"  # NINO
        r"|[A-Z]{3,4}\d{6}[A-Z0-9]{3}"  # RFC
        r"|[A-Z]{6}[\dO]{2}[A-Z][\dO]{2}[A-Z][\dO]{3}[A-Z]"  # codice fiscale
        r"|NL[\dOILSB]{9}B[\dOILSB]{2}|ATU\d{8}|IE\d[A-Z0-9+*]\d{5}[A-Z]{1,2}|ES[A-Z0-9]\d{7}[A-Z0-9]"
        r"|(?:DE|EL|EE|LV|LT|PT|GB|XI|NO)[\dO]{9}(?:\d{3})?|FR[A-Z0-9]{2}[\dO]{9}|IT[\dO]{11}"
        r"|(?:PL|SK|SE|HR|BG|CZ|BE|RO|HU|FI|DK|SI|LU|MT|CY)[\dOILSB]{7,12}[A-Z]?(?![A-Z0-9])"
        r"|CHE[\dO]{9}|[A-Z][\dO]{7,9}[A-Z]|[\dO]{7,8}[A-Z]{1,2}(?![A-Z\d])"
    ),
)
OTP: Final = Topic(
    "code",
    Kind.CODE,
    """
    otp, o t p, otp code, one time password, one time passcode, one time code, one time
    pin, verification code, verification number, passcode, auth code, authentication
    code, authenticator code, 2fa code, 2fa, two factor code, mfa code, sms code, text
    code, login code, access code, confirmation code sent, code we sent, code i got,
    code is, the code, my code, code in the text, code from the text, code from the app,
    code, codes, unlock code, secret code, backup code, recovery code, 3ds code, 3d
    secure code, security token, text message say, message say, sms say, codigo,
    einmalcode, tan, token code, six digit code, 6 digit code, six digits, kod, code
    from sms, activation code, pass code, mobile token, hardware token, confirmation
    code, passcode is, one time, one time passcode number, code de verification, code de
    confirmation, bestatigungscode, bestatigungs code, codigo de verificacion, codigo de
    verificacao, codigo de confirmacion, codice di verifica, codice di conferma,
    verificatiecode, bevestigingscode, sicherheitsnummer, two factor, two factor
    authentication code, mfa, authenticator, authenticator number, code you sent, the
    code you sent, code you texted, text message we sent, message we sent, text we sent,
    text say, text says, what does it say, what does the text say, code that came, code
    that arrived, code on my phone, code by text, code by sms, code by email, dynamic
    password, secure code, verify code, verification pin, log in code, sign in code,
    signin code, six digit number we sent, number we texted, number in the text, digits
    we sent, texted code, texted you, one time key, push code, security code by text,
    mtan, smscode, sent you a number, sent a number, number to your phone, number to
    your mobile, do not share, don't share, dont share, number we just sent, text just
    said, text said, message said, it just texted me, texted me, sent me a new one, sent
    me another, sent me one
    """,
    shortest=4,
    longest=10,
)
PIN: Final = Topic(
    "code",
    Kind.CODE,
    """
    pin, card pin, atm pin, pin number, p i n, upi pin, mpin, m pin, pin is, transaction
    pin, debit pin, pin code, telephone pin, phone pin, security pin, voice pin, phone
    banking pin, transfer pin, secret pin, ussd pin, t pin, tpin, pinblock, voicemail
    pin, geheimzahl, code pin, geheimnummer, pincode is, numero secreto, codigo pin,
    four digit pin, 4 digit pin, six digit pin, telepin, atm code, card password, secret
    number, secret digits
    """,
    shortest=3,
    longest=8,
)
DOCUMENT: Final = Topic(
    "private document",
    Kind.PRIVATE_DOCUMENT,
    """
    passport, passport number, passport no, driving licence, driving licence number,
    driving license number, driver's license, drivers license, driver license, drivers
    licence, licence number, license number, voter id, voter card, voters card, epic
    number, residence permit, visa number, dl number, driver's licence, driver's license
    number, drivers license number, medical record number, health card number, passport
    num, passaporte, pasaporte, reisepass, passnummer, passeport, permis de conduire,
    fuhrerschein, licence no, license no, drivers licence number, driving permit,
    residence card
    """,
    shortest=6,
    longest=18,
    shape=re.compile(r"(?=[A-Z]*\d)[A-Z0-9]{6,18}"),
)
SECRETS: Final = (
    CARD, CVV, EXPIRY, IBAN, ACCOUNT, ACCOUNT_WORD, BANK_CODE, IFSC, NINE_DIGITS, TAX_NUMBER,
    TAX_CODE, OTP, PIN, DOCUMENT,
)  # fmt: skip
