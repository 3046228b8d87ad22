"""Tax and national identifiers. How to write a kind: `kinds.py`."""

import re
from typing import Final

from bot.redaction.finding import Kind
from bot.redaction.topics import Topic

NINE_DIGITS: Final = Topic(
    "tax id",
    Kind.TAX_ID,
    """
    ssn, ssn #, ss #, ss no, ss number, soc, soc sec, soc sec number, soc sec no, social sec,
    social, social security, social security number, social security no, socials, social
    number, social insurance number, social insurance, social insurance no, sin number, sin no,
    itin, itin number, i tin, individual taxpayer identification number, individual tax number,
    individual taxpayer id, individual taxpayer number, ein, fein, ein number, employer id,
    employer id number, employer identification number, employer number, federal tax id,
    federal id, federal ein, federal tax number, fed id, fed tax id, irs number, irs no, irs
    id, tax id, tax id number, taxpayer id, sin, s i n, nas, tfn, tax file number, tax file,
    tax file no, tax file num, bsn, burgerservicenummer, burger service nummer, sofi,
    sofinummer, sofi nummer, i t i n, s s n, e i n, t f n, dtmf ssn, abn, acn, f e i n number,
    sosh, social ins, tax payer id|number|no|, taxpayer identification, business tax id,
    federal|employer|business|company|individual tax identification|id|payer|number|no|num|id,
    numero de|del seguro social, seguro social, nss, numero d'assurance sociale, assurance
    sociale, federal employer id|number|no|
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
    tax identification number, taxpayer identification number, taxpayer number, tax number, tax
    no, tax ref, tin, tin number, tin no, firs tin, bvn, bvn number, bank verification number,
    bank verification, nin, nin number, national identification number, national identity
    number, national id, national id number, nimc, aadhaar, aadhar, adhar, aadhaar number,
    aadhar number, adhaar, uid number, uidai, vid number, utr, utr number, unique taxpayer
    reference, self assessment utr, self assessment, cpf, cnpj, pesel, nip, ahv, avs number,
    steuer id, steuernummer, steueridentifikationsnummer, steuer identifikationsnummer,
    sozialversicherungsnummer, personnummer, personal number, personal identity number,
    fodselsnummer, cpr number, egn, oib, emso, jmbg, cnp, cui, cnic, emirates id, iqama, civil
    id, id number for tax, rut, cuit, cuil, nit, siren, siret, numero de securite sociale,
    securite sociale, insee, nhs number, medicare number, ird number, ird, id number, identity
    no, resident registration number, sss number, philhealth, tckn, tc kimlik, inn number,
    snils, identity number, sa id number, id card number, hetu, isikukood, ahv nummer, teudat
    zehut, income tax number, b v n, t i n, u t r, n i n, dtmf bvn, taxpayer, taxpayer code,
    nir, numero de secu, numero de securite, french social security number, insee number,
    national health number, uid, uidai number, aadhaar id, aadhaar no, aadhar no, aadhar card,
    aadhaar card, aadhaar card number, adhaar no, adhar card, adhaar card, aadhar id, hmrc
    reference, hmrc ref, hmrc number, hmrc utr, tax reference, tax reference number, unique tax
    reference, unique tax ref, unique taxpayer ref, self assessment number, self assessment
    reference, sa utr, sa reference, jtb tin, company tin, tin id, nin slip, national identity,
    nimc number, bank verification no, steuer idnr, steuer identnummer, steuer ident nummer,
    steuerliche identifikationsnummer, steuerliche id, identifikationsnummer, idnr, id nr,
    german tax id, german tax number, steuer nr, cadastro de pessoa fisica, cadastro, sa id,
    rsa id, rsa id number, south african id, south african id number, id book number, uae id,
    emirates id number, emirates identity, eid, eid number, resident id, saudi id, codigo
    fiscal, rfc number, tax identification no, tax identification, payroll tax number,
    personnel number for tax, tax pin, pension number, tax|taxpayer|taxpayers|revenue|irs|hmrc|
    firs|frsc|sars|gra|lirs|fbr|bir|ato|cra|jtb|self+assessment identification|id|ident|file|
    reference|ref|registration|payer number|no|num|nr|, national|citizen|citizens|citizenship|
    resident|residents|civil|personal|government|govt|state|foreigner|alien|unique|population
    identity|identification|id|ident|registration|insurance|register number|no|num|card|code|
    card+number|, id|identity|identification card|document|book|paper number|no|, my|his|her|
    your|their id, nhs|medicare|medicaid|health|healthcare|health+insurance|ohip|
    social+insurance|social+security|pension|provident+fund|pf|esi|sss|gsis|umid|epf|prsi|
    ssnit|nssf|nhif|shif|huduma number|no|num|id|card|card+number, sss, nhs, uan, uan number|
    no, pag ibig|mid number|no|, krankenversicherungsnummer, versichertennummer,
    versicherungsnummer, rentenversicherungsnummer, svnr, sv nummer, seguridad social, numero
    de afiliacion, numero de la seguridad social, nuss, tessera sanitaria, numero secu, carte
    vitale, kimlik, kimlik no|numarasi|numaram|, vergi no|numarasi|, vkn, rodne cislo, dic,
    fødselsnummer, henkilotunnus, asmens kodas, personas kods, cedula, cedula de identidad|
    ciudadania, ruc, run, rg, pis, pasep, nis, titulo de eleitor, st nr, stnr, steuer
    identifikation, ntn, nicop, nadra, brn, mykad, ktp, npwp, nik, hkid, insz, niss,
    rijksregisternummer, numero national, registre national, omang, nida, pps, ce pe efe, cpf
    numero, sofi nr, personal|identity|identification code, tpin, personnr, fodselsnr,
    medicare, medicaid, pakistani|indian|nigerian|ghanaian|kenyan|south+african|singapore|
    singaporean|malaysian|filipino|philippine|irish|british|uk|us|american|canadian|australian|
    german|dutch|spanish|french|italian|portuguese|brazilian|mexican|turkish|emirati|saudi|
    qatari|kuwaiti|egyptian|israeli|polish|swedish|norwegian|danish|finnish|belgian|swiss|
    austrian|greek|romanian|hungarian|czech|chinese|hong+kong|japanese|korean|thai|vietnamese|
    indonesian|ugandan|tanzanian|rwandan|moroccan|colombian|chilean|peruvian|argentine id|
    tax+id|tax+number|id+number|id+card|identity|national+id, patient|health|insured|insurance
    insurance|insurance+number|number|no|id
    """,
    shortest=7,
    longest=16,
    usual=9,
)
TAX_FORM: Final = Topic(
    "tax id",
    Kind.TAX_ID,
    """
    w 9, w9, w 8, w8, w 8ben, w8ben, w 2, w2, 1099, w 9|8|2 on+file|form| shows|says|lists|has|
    reads|gives|with, w9|w2|w8 on+file|form| shows|says|lists|has|reads|gives|with
    """,
    shortest=9,
    longest=11,
    weak=True,
    pause=9,
    usual=9,
)
TAX_CODE: Final = Topic(
    "tax id",
    Kind.TAX_ID,
    """
    gst, gstin, gst number, gst no, gstin number, g s t i n, g s t number, gst in, pan, pan
    card, pan number, pan no, permanent account number, p a n, pan card number, pan of, nino,
    ni number, n i number, ni no, national insurance, national insurance number, vat, vat
    number, vat no, vat id, vat reg, vat reg number, vat reg no, vat registration number, vat
    registration, v a t number, v a t no, tva, tva number, numero de tva, numero tva, ust id,
    ust idnr, umsatzsteuer id, ustid, partita iva, p iva, btw nummer, btw number, btw, mwst,
    nif, nie, dni, cif, rfc, curp, codice fiscale, fiscal code, tax code number, kra pin, ghana
    card number, ghana card, nric, fin number, uen, eori, eori number, vies, moms, steuer-id
    nummer, uid che, che number, cpf cnpj, tax registration number, trn number, pps number,
    pps, pps no, ppsn, pps num, personal public service number, cod fiscale, cod fisc, codice
    fisc, italian tax code, italian tax number, spanish tax number, numero de identificacion
    fiscal, dni number, documento nacional de identidad, nie number, nric number, n r i c,
    singapore ic, ic number, fin, my ni, nat ins, nat ins number, nat insurance, national ins,
    national ins number, ni num, nino number, tva intracommunautaire, nif iva, btw nr, btw id,
    vat registration no, vat nr, ust nr, partita iva numero, p i va, p iva numero, gst
    registration, gst registration number, gst reg no, gstin uin, gst id, permanent account no,
    pan id, iva number, vat code, mva, moms nr, c.f., p.p.s., p p s number, ic, ni, kra pin|
    number|no|, gst|vat|tva|iva|btw|mwst|moms|ust registration|reg|tax|identification number|
    no|num|id|nr|
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
