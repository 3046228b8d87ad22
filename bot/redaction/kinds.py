"""The kinds of number that have a name: what each is called, how long it is, what it is worth.

This is the one place to add a kind: write a `Topic` with the words people use for it.
"""

import re
from dataclasses import dataclass
from typing import Final

from bot.redaction.finding import Kind

_ANY: Final = re.compile(r"[A-Z0-9]+")


@dataclass(frozen=True, slots=True)
class Topic:
    """What a naming word announces.

    `kind` is None for what must stay (invoices, phones). `shortest` and `longest` count
    characters without separators. `shape` is set for kinds that mix letters and digits: the
    compact upper-case form begins with it. `shown` lets the last four characters stay. A `weak`
    name only speaks for a number right behind it. `strict` kinds take nothing longer.
    """

    label: str
    kind: Kind | None
    names: str
    shortest: int = 4
    longest: int = 20
    shape: re.Pattern[str] | None = None
    shown: bool = False
    weak: bool = False

    @property
    def is_private(self) -> bool:
        return self.kind is not None


CARD: Final = Topic(
    "card",
    Kind.CARD,
    """
    card number, card no, card num, card details, credit card, debit card, prepaid card,
    gift card number, virtual card, bank card, payment card, card, cards, pan number of
    card, long number, sixteen digit, 16 digit, sixteen digits, 16 digits, long card number,
    card pan, visa, mastercard, master card, amex, american express, maestro, rupay, verve,
    discover card, diners, unionpay, union pay, jcb, cc, ccn, cc number, cardnumber, bill to
    card, tarjeta, carte, karte, kreditkarte, kreditkartennummer, numero de tarjeta, carte
    bancaire, cartao, carta, carta di credito, card ka number, kadi, front of the card,
    embossed number, plastic, paid with, primary account number, acct on card, card nr, card
    #, creditcard, cardholder, cardholder number, card pan number
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
    security number, security digits, three digits, three digits on the back, three digit
    code, 3 digit code, four digit code, 4 digit code, 3 digits on the back, three on the
    back, four on the front, back of the card, back of my card, code on the back, code on
    the front, number on the back, digits on the back, code next to the signature, codigo de
    seguridad, code de securite, prufziffer, see vee vee, c v v, c v c, c v v 2, c v c 2,
    three digits at the back, last three on the back, numbers on the back, last three digits
    on the back, last 3 digits on the back, last three digits at the back, last 3 on the
    back, last three digits on, three numbers on the back, final three digits on the back,
    little number on the back, small number on the back, security number on the back,
    verification number on the back, signature strip, signature panel
    """,
    shortest=3,
    longest=4,
)
EXPIRY: Final = Topic(
    "expiry",
    Kind.CARD,
    """
    expiry, expiry date, expiration, expiration date, exp date, exp, expires, expiring,
    valid thru, valid through, valid until, good through, good thru, valid till, expire, mm
    yy
    """,
    shortest=3,
    longest=6,
    weak=True,
)
IBAN: Final = Topic(
    "IBAN",
    Kind.BANK,
    """
    iban, iban number, iban no, international bank account number, i b a n, eye ban
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
    bank account, bank account number, bank account no, account number, account no, account
    num, account numbers, acct, acct no, acct number, a/c, a/c no, ac no, a c number, acc
    no, acc number, account digits, account nr, checking account, savings account, current
    account, current account number, nuban, nuban number, bank details, account to debit,
    direct debit account, beneficiary account, uba account, gtbank account, gtb account,
    zenith account, access bank account, kuda account, opay account, opay, moniepoint,
    palmpay, hdfc account, icici account, sbi account, axis account, barclays account,
    lloyds account, hsbc account, natwest account, chase account, wells fargo account,
    payout account, settlement account, salary account, deposit account, domiciliary
    account, receiving account, sender account, debit account, account ending, kontonummer,
    numero de cuenta, cuenta bancaria, cuenta, numero de compte, compte bancaire, conta,
    khata number, khata, bank no, bank number, institution account, clabe, bank acct,
    account numbre, bank a/c, dtmf account
    """,
    shortest=5,
    longest=20,
    shown=True,
)
ACCOUNT_WORD: Final = Topic(
    "account",
    Kind.BANK,
    """
    account, to account, from account, into account, our account, my account, new account
    """,
    shortest=6,
    longest=20,
    shown=True,
    weak=True,
)
BANK_CODE: Final = Topic(
    "bank code",
    Kind.BANK,
    """
    routing, routing no, routing number, routing code, aba, aba number, aba routing, aba
    routing number, transit, transit number, transit no, rtn, sort code, sortcode, sort,
    sort-code, bsb, bsb number, institution number, branch transit, bank code, branch code,
    blz, bankleitzahl, clearing number, wire routing, ach routing, fedwire, micr, micr code
    """,
    shortest=5,
    longest=10,
)
IFSC: Final = Topic(
    "bank code",
    Kind.BANK,
    """
    ifsc, ifsc code, i f s c, ifs code, rtgs code, neft code, swift code, swift, bic, bic
    code, swift bic, ifsc number
    """,
    shortest=8,
    longest=11,
    shape=re.compile(r"[A-Z]{4}[0O][A-Z0-9]{6}|[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?"),
)
TAX_NUMBER: Final = Topic(
    "tax id",
    Kind.TAX_ID,
    """
    ssn, social, social security, social security number, social security no, socials,
    social number, social insurance number, social insurance, sin number, itin, individual
    taxpayer identification number, ein, fein, ein number, employer id, employer id number,
    employer identification number, federal tax id, tax id, tax id number, tax
    identification number, taxpayer id, taxpayer identification number, taxpayer number, tax
    number, tax no, tax ref, tin, tin number, tin no, firs tin, bvn, bvn number, bank
    verification number, bank verification, nin, nin number, national identification number,
    national identity number, national id, national id number, nimc, aadhaar, aadhar, adhar,
    aadhaar number, aadhar number, adhaar, uid number, uidai, vid number, utr, utr number,
    unique taxpayer reference, self assessment utr, self assessment, tfn, sin, tax file
    number, tax file, abn, acn, cpf, cnpj, pesel, nip, bsn, sofi, ahv, avs number, steuer
    id, steuernummer, steueridentifikationsnummer, steuer identifikationsnummer,
    sozialversicherungsnummer, personnummer, personal number, personal identity number,
    fodselsnummer, cpr number, egn, oib, emso, jmbg, cnp, cui, cnic, emirates id, iqama,
    civil id, id number for tax, rut, cuit, cuil, nit, siren, siret, numero de securite
    sociale, securite sociale, insee, nhs number, medicare number, ird number, ird, id
    number, identity no, resident registration number, rrn, pps number, sss number,
    philhealth, tckn, tc kimlik, inn number, snils, identity number, sa id number, id card
    number, hetu, isikukood, ahv nummer, teudat zehut, income tax number, i t i n, s s n, e
    i n, b v n, t i n, u t r, n i n, dtmf ssn, dtmf bvn, taxpayer, taxpayer code
    """,
    shortest=7,
    longest=16,
)
TAX_CODE: Final = Topic(
    "tax id",
    Kind.TAX_ID,
    """
    gst, gstin, gst number, gst no, gstin number, g s t i n, g s t number, gst in, pan, pan
    card, pan number, pan no, permanent account number, p a n, pan card number, pan of,
    nino, ni number, n i number, ni no, national insurance, national insurance number, vat,
    vat number, vat no, vat id, vat reg, vat reg number, vat reg no, vat registration
    number, vat registration, v a t number, v a t no, tva, tva number, numero de tva, numero
    tva, ust id, ust idnr, umsatzsteuer id, ustid, partita iva, p iva, btw nummer, btw
    number, btw, mwst, nif, nie, dni, cif, rfc, curp, codice fiscale, fiscal code, tax code
    number, kra pin, ghana card number, ghana card, nric, fin number, uen, eori, eori
    number, vies, moms, steuer-id nummer, uid che, che number, cpf cnpj, tax registration
    number, trn number
    """,
    shortest=8,
    longest=16,
    shape=re.compile(
        r"\d{2}[A-Z]{5}[\dOILSB]{4}[A-Z][A-Z\d]{3}"  # GSTIN
        r"|[A-Z]{5}[\dOILSB]{4}[A-Z]"  # Indian PAN
        r"|[A-Z]{2}[\dOILSB]{6}[A-D](?![A-Z0-9])"  # NINO
        r"|[A-Z]{3,4}\d{6}[A-Z0-9]{3}"  # RFC
        r"|[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]"  # codice fiscale
        r"|NL[\dOILSB]{9}B[\dOILSB]{2}|ATU\d{8}|IE\d[A-Z0-9+*]\d{5}[A-Z]{1,2}|ES[A-Z0-9]\d{7}[A-Z0-9]"
        r"|(?:DE|EL|EE|LV|LT|PT|GB|XI|NO)[\dO]{9}(?:\d{3})?|FR[A-Z0-9]{2}[\dO]{9}|IT[\dO]{11}"
        r"|(?:PL|SK|SE|HR|BG|CZ|BE|RO|HU|FI|DK|SI|LU|MT|CY)[\dOILSB]{7,12}[A-Z]?(?![A-Z0-9])"
        r"|CHE[\dO]{9}|[A-Z]\d{7,9}[A-Z]|\d{7,8}[A-Z]"
    ),
)
OTP: Final = Topic(
    "code",
    Kind.CODE,
    """
    otp, o t p, otp code, one time password, one time passcode, one time code, one time pin,
    verification code, verification number, passcode, auth code, authentication code,
    authenticator code, 2fa code, 2fa, two factor code, mfa code, sms code, text code, login
    code, access code, confirmation code sent, code we sent, code i got, code is, the code,
    my code, code in the text, code from the text, code from the app, code, codes, unlock
    code, secret code, backup code, recovery code, 3ds code, 3d secure code, security token,
    text message say, message say, sms say, codigo, einmalcode, tan, token code, six digit
    code, 6 digit code, six digits, kod, code from sms, activation code, pass code, mobile
    token, hardware token
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
    banking pin, transfer pin, secret pin, ussd pin, t pin, tpin, pinblock
    """,
    shortest=3,
    longest=8,
)
DOCUMENT: Final = Topic(
    "private document",
    Kind.PRIVATE_DOCUMENT,
    """
    passport, passport number, passport no, driving licence, driving licence number, driving
    license number, driver's license, drivers license, driver license, drivers licence,
    licence number, license number, voter id, voter card, voters card, epic number,
    residence permit, visa number, dl number, driver's licence, driver's license number,
    drivers license number, medical record number, health card number
    """,
    shortest=6,
    longest=18,
    shape=re.compile(r"(?=[A-Z]*\d)[A-Z0-9]{6,18}"),
)
LAST_FOUR: Final = Topic(
    "last four",
    None,
    """
    ending, ending in, ending with, ends in, ends with, ends, end in, end with, that ends,
    finishing, finishing in, finishes in, terminating in, last four, last 4, last four
    digits, last 4 digits, last four are, last four is, last4, last digits, last three
    digits, last two digits, last four of, last four numbers, final four, final four digits,
    final digits, final 4, suffix, last four digits are, tail, card last four, card last4,
    card last 4, with the last four
    """,
    shortest=2,
    longest=4,
)
REFERENCE: Final = Topic(
    "reference",
    None,
    """
    invoice, invoices, invoice number, invoice no, invoice id, inv, bill number, bill no,
    order, order number, order no, order id, orders, purchase order, p o number, po number,
    po, sales order, so number, ticket, ticket number, ticket no, case, case number, case
    id, reference, ref, ref no, reference number, payment reference, payment ref, payment
    id, transaction, transaction id, transaction number, transaction reference, txn, txn id,
    receipt, receipt number, receipt no, subscription, subscription number, subscription id,
    customer id, customer number, customer no, client id, client number, member number,
    membership number, membership, customer account, customer account number, account id,
    accounts payable, accounts receivable, account code, gl code, gl account, ledger
    account, cost centre, cost center, cost code, tracking, tracking number, tracking no,
    package, parcel, shipment, consignment, waybill, awb, container, batch, batch number,
    lot, lot number, serial, serial number, sku, item number, part number, product code,
    model number, meter, meter reading, meter number, meter total, reading, odometer, postal
    code, postcode, post code, zip, zip code, zipcode, pincode, area code, country code,
    dial code, promo code, promotion code, coupon code, coupon, discount code, voucher,
    voucher code, gift code, referral code, error code, status code, response code, decline
    code, reason code, hs code, tariff code, sac code, hsn code, hsn, sac, tax code,
    currency code, language code, qr code, bar code, barcode, project code, department code,
    vendor code, supplier code, vendor number, supplier number, employee id, employee
    number, staff number, event, event id, trace, trace id, request id, session id, call id,
    conversation id, message id, log id, job, job number, work order, quote, quote number,
    quotation, estimate, contract, contract number, policy number, claim, claim number,
    booking, booking number, booking reference, reservation, confirmation number, flight,
    delivery note, delivery, dispatch, credit note, debit note, statement number, statement,
    folio, file number, docket, dossier, record, record number, id, user id, crm id, deal,
    deal id, opportunity, lead, asset, asset number, plate, vin, imei, iccid, mac address,
    ip address, port, version, build, release, commit, extension, ext, room, suite, unit
    number, flat, house number, building, street number, po box, apt, apartment, box, floor,
    unit, p o box, mailbox, locker, table, seat, gate, platform, channel, terminal, terminal
    id, merchant id, mid, tid, rrn reference, arn, stan, approval code, authorization
    number, authorisation number, auth number, mandate, mandate reference, cheque number,
    check number, duns, company number, company registration, registration number, rc
    number, charity number, crn, cin, vehicle registration, isbn, ean, upc, gtin, asin, doi,
    lei, isin, cusip, dispute id, chargeback id, refund id, payout id, charge id, workspace,
    tenant, campaign, timestamp, epoch, unix time, created at, at timestamp, factura,
    rechnung, rechnungsnummer, rechnung nr, commande, pedido, bestellung, bestellnummer,
    kundennummer, vorgangsnummer, facture, ordine, fattura, po #, utr reference, upi
    reference, upi ref, neft reference, neft utr, rtgs utr, imps utr, upi utr, utr ref, utr
    no, imps ref, chassis, engine number, shop order, load number, bol, bill of lading, rma,
    return number, sim, sim number, device id, ussd, short code, shortcode, kiosk, paybill,
    till, till number, biller code, customer reference, crn reference, proposal, agreement,
    engagement, matter, wallet id, wallet address, block, hash, checksum, sha, digest, guid,
    uuid, row, line, page, chapter, section, paragraph, article, clause, form, schedule,
    appendix, step, phone, phone number, mobile, mobile number, cell, telephone, tel, fax,
    whatsapp, whatsapp number, callback number, contact number, call me on, call me at,
    reach me on, reach me at, reach them on, reach us, reach him, reach her, call back, ring
    me on, text me on, landline, from number, to number, caller id, hotline, helpline, toll
    free, card reader, card terminal, card id, card product, card type
    """,
    shortest=1,
    longest=64,
)
NEUTRAL: Final = Topic(
    "nothing",
    None,
    """
    expires in, expires at, expires on, over the phone, on the phone, by phone, per phone,
    over phone, phone call, in order, in order to, on record, in case, just in case, in case
    of, on file, on hold, in that case, for the record, account manager, account team,
    accounts team, key account, security team, code of conduct, dress code, source code,
    code review, code freeze, pin down, pin point, phone banking, pin pad, pinpad, pin
    entry, pin mailer, account past due, phone line, over the line, on the line, in line, in
    the event, at the till, by mobile, in form
    """,
    shortest=1,
    longest=1,
)
AMOUNT: Final = Topic(
    "amount",
    None,
    """
    amount, total, sum, balance, price, subtotal, grand total, net amount, gross, quantity,
    qty, count, limit, credit limit, threshold, fee, fees, revenue, turnover, headcount,
    population, duration, net, usage, units used, amount due, population of
    """,
    shortest=1,
    longest=12,
)

TOPICS: Final = (
    CARD, CVV, EXPIRY, IBAN, ACCOUNT, ACCOUNT_WORD, BANK_CODE, IFSC, TAX_NUMBER, TAX_CODE, OTP, PIN,
    DOCUMENT, LAST_FOUR, NEUTRAL, REFERENCE, AMOUNT,
)  # fmt: skip
