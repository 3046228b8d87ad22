"""What must stay: the words that name references, phones, amounts, and words that name nothing."""

from typing import Final

from bot.redaction.topics import Topic

LAST_FOUR: Final = Topic(
    "last four",
    None,
    """
    ending, ending in, ending with, ends in, ends with, ends, end in, end with, that ends,
    finishing, finishing in, finishes in, terminating in, last four, last 4, last four digits,
    last 4 digits, last four are, last four is, last4, last digits, last three digits, last two
    digits, last four of, last four numbers, final four, final four digits, final digits, final
    4, suffix, last four digits are, tail, card last four, card last4, card last 4, with the
    last four
    """,
    shortest=2,
    longest=4,
)
REFERENCE: Final = Topic(
    "reference",
    None,
    """
    my|the|our|your|this|that|one bill,
    invoice, invoices, invoice number, invoice no, invoice id, inv, bill number, bill no,
    tickets, bookings, references,
    order, order number, order no, order id, orders, purchase order, p o number, po number, po,
    sales order, so number, ticket, ticket number, ticket no, case, case number, case id,
    reference, ref, ref no, reference number, payment reference, payment ref, payment id,
    transaction, transaction id, transaction number, transaction reference, txn, txn id,
    receipt, receipt number, receipt no, subscription, subscription number, subscription id,
    customer id, customer number, customer no, client id, client number, member number,
    membership number, membership, customer account, customer account number, account id,
    accounts payable, accounts receivable, account code, gl code, gl account, ledger account,
    cost centre, cost center, cost code, tracking, tracking number, tracking no, package,
    parcel, shipment, consignment, waybill, awb, container, batch, batch number, lot, lot
    number, serial, serial number, sku, item number, part number, product code, model number,
    meter, meter reading, meter number, meter total, reading, odometer, postal code, postcode,
    post code, zip, zip code, zipcode, pincode, area code, country code, dial code, promo code,
    promotion code, coupon code, coupon, discount code, voucher, voucher code, gift code,
    referral code, error code, status code, response code, decline code, reason code, hs code,
    tariff code, sac code, hsn code, hsn, sac, tax code, currency code, language code, qr code,
    bar code, barcode, project code, department code, vendor code, supplier code, vendor
    number, supplier number, employee id, employee number, staff number, event, event id,
    trace, trace id, request id, session id, call id, conversation id, message id, log id, job,
    job number, work order, quote, quote number, quotation, estimate, contract, contract
    number, policy number, claim, claim number, booking, booking number, booking reference,
    reservation, confirmation number, flight, delivery note, delivery, dispatch, credit note,
    debit note, statement number, statement, folio, file number, docket, dossier, record,
    record number, id, user id, crm id, deal, deal id, opportunity, lead, asset, asset number,
    plate, vin, imei, iccid, mac address, ip address, port, version, build, release, commit,
    extension, ext, room, suite, unit number, flat, house number, building, street number, po
    box, apt, apartment, box, floor, unit, p o box, mailbox, locker, table, seat, gate,
    platform, channel, terminal, terminal id, merchant id, mid, tid, rrn reference, arn, stan,
    approval code, authorization number, authorisation number, auth number, mandate, mandate
    reference, cheque number, check number, duns, company number, company registration,
    registration number, rc number, charity number, crn, cin, vehicle registration, isbn, ean,
    upc, gtin, asin, doi, lei, isin, cusip, dispute id, chargeback id, refund id, payout id,
    charge id, workspace, tenant, campaign, timestamp, epoch, unix time, created at, at
    timestamp, factura, rechnung, rechnungsnummer, rechnung nr, commande, pedido, bestellung,
    bestellnummer, kundennummer, vorgangsnummer, facture, ordine, fattura, po #, utr reference,
    upi reference, upi ref, neft reference, neft utr, rtgs utr, imps utr, upi utr, utr ref,
    imps ref, chassis, engine number, shop order, load number, bol, bill of lading, rma, return
    number, sim, sim number, device id, ussd, short code, shortcode, kiosk, paybill, till, till
    number, biller code, customer reference, crn reference, proposal, agreement, engagement,
    matter, wallet id, wallet address, block, hash, checksum, digest, guid, uuid, row number,
    line item, line number, page, chapter, section, paragraph, article, clause, form, schedule,
    appendix, step, phone, phone number, mobile, mobile number, cell, telephone, tel, fax,
    whatsapp, whatsapp number, callback number, contact number, call me on, call me at, reach
    me on, reach me at, reach them on, reach us, reach him, reach her, call back, ring me on,
    text me on, landline, from number, to number, caller id, hotline, helpline, toll free, card
    reader, card id, card product, card type, sha1, sha256, sha 256, commit sha, best number,
    good number, number to reach, number to call, number is best, contact, merchant account,
    merchant number, store number, site id, reference code, ref code, order code, item code,
    batch code, tax year, tax period, model, weight, contract code, portal, docket number,
    complaint number, complaint, incident, incident number, service request, sr, interaction,
    interaction id, protocol, protocolo, nummer der rechnung, lieferschein, auftragsnummer,
    auftrag, vertragsnummer, dossiernummer, bestelnummer, factuur, factuurnummer, numero de
    factura, numero de commande, numero de facture, numero fattura, numero ordine, nota fiscal,
    boleto number, loyalty|rewards|reward|points|membership|library|sim|store|nectar|clubcard|
    fuel+rewards card number|no|, loyalty|rewards|reward|points|frequent+flyer|subscriber|
    consumer|student|roll|library|registration|installation|supply|site|connection|service|
    property|premises|tenancy|lease number|no|id, faktura, fakturanr, fakturanummer, ordre,
    ordrenummer, ordernummer, bestilling, tilaus, tilausnumero, lasku, laskun numero,
    zamowienie, numer zamowienia, siparis no|numarasi|, fatura no|, boleta, boleto, pedido
    numero, orden de compra, numero de orden|pedido|factura|cliente|guia|rastreo|caso,
    protocolo de atendimento, reclamo, chamado, numero client, kundenr, kundenummer,
    asiakasnumero, klantnr, klantnummer, referencia, referenz, referens, referanse, viite,
    viitenumero, kid, kid nummer, ocr, ocr nummer, betalingskenmerk, betaalkenmerk,
    verwendungszweck, mandatsreferenz, glaubiger id, zahlungsreferenz, numero de dossier|suivi,
    sendungsnummer, trackingnummer, guia, rastreo, clave de rastreo, codigo de rastreio,
    hazmana, heshbonit, gl, line no|number|item, row no|, shop id, dealer number|code, job no|
    reference, service number|ticket, work order number, incident no, trace no, session,
    narration, transfer reference, rechnungs nr, auftrags nr, best nr, kunden nr,
    artikelnummer, numero d'abonne, abonnement, n de client, nomor pesanan|invoice|resi,
    agenda, contract|utility|energy|gas|electricity|water|broadband|council+tax account number|
    no|, premise, premises id, rrn, policy, policies, vat|gst|tax|tva|iva|sales+tax period|
    quarter|return|rate|box|due|exempt|inclusive|exclusive, loyalty|rewards|reward|points|
    membership|frequent+flyer account, ring|call|phone|text|reach|get|bell|buzz|dial|try me|us|
    him|her|them|back on|at, ring|call|phone me|us|him|her|them back on|at, ring|call|phone
    back on|at, fy, financial year, assessment year, sun, service user number, phones, mobiles,
    telephones, phone numbers, landlines, call|ring|text|phone after|before|between|me|anytime,
    give me a call|ring|bell|shout, warranty, repair, project, return|confirmation|
    warranty|repair|project|bill|installation|site|visit number|no|id, confirmation,
    admission|enrolment|enrollment|matric|matriculation|exam|index number|no,
    job|time|clock|report|score|rate|stock|bin|parking|warranty|boarding|landing|index|post|memory|
    graphics|network|greeting|punch|inspection|appointment|key|flash|place|wild card number|no|id|,
    usps, ups, fedex, dhl, dpd, royal mail, india post, purolator, aramex, blue dart, tnt, evri,
    yodel, parcelforce, canada|australia|an|nz|speed post, gig logistics, delhivery, dtdc,
    lockbox, lock box, lockbox number,
    e way bill, eway bill, e way bill number|no, eway bill number|no, chart mrn|number|no
    """,
    shortest=1,
    longest=64,
)
NEUTRAL: Final = Topic(
    "nothing",
    None,
    """
    expires in, expires at, expires on, over the phone, on the phone, by phone, per phone, over
    phone, phone call, in order, in order to, on record, in case, just in case, in case of, on
    file, on hold, in that case, for the record, account manager, account team, accounts team,
    key account, security team, code of conduct, dress code, source code, code review, code
    freeze, pin down, pin point, phone banking,
    phone portal|app|system|menu|service|support, pin mailer, account past due, phone line, over
    the line, on the line, in line, in the event, at the till, by mobile, in form, sort out,
    sort it, social media, social team, code base, code name, key code, routing of, routing
    rule, routing rules, routing table, routing issue, pin badge, reading|read|say|saying that|
    it|this|them back|again, reading back,
    standing order, standing orders, money order, made to order,
    pin location|drop|point|on+the+map, map pin, drop a pin,
    ends here|there|up, begins and ends, followed|then|press|and|with+the by|the| hash|pound, hash
    key, pound key, followed by the hash|pound
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
    population, duration, net, usage, units used, amount due, population of, how much, what
    amount, how many, combien, cuanto, cuantos, wie viel, wieviel, hoeveel, quanto, kitna,
    kitne, magkano, importe, betrag, bedrag, montant, importo, monto, summe, kwota, belop,
    tutar, jumlah, kiasi, saldo, last payment, amt, amts, worth, sum of, value of
    """,
    shortest=1,
    longest=12,
)

KEPT: Final = (LAST_FOUR, NEUTRAL, REFERENCE, AMOUNT)
