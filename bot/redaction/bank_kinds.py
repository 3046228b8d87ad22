"""Accounts and the codes of their banks. How to write a kind: `kinds.py`."""

import re
from typing import Final

from bot.redaction.finding import Kind
from bot.redaction.topics import Topic

IBAN: Final = Topic(
    "IBAN",
    Kind.BANK,
    """
    iban, iban number, iban no, international bank account number, i b a n, eye ban,
    coordonnees bancaires, kontoverbindung, bankverbindung, international account number,
    international bank account, datos bancarios, coordinate bancarie, rekeningnummer
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
    num, account numbers, acct, acct no, acct number, a/c, a/c no, ac no, a c number, acc no,
    acc number, account digits, account nr, checking account, savings account, current account,
    current account number, nuban, nuban number, bank details, account to debit, direct debit
    account, beneficiary account, uba account, gtbank account, gtb account, zenith account,
    access bank account, kuda account, opay account, opay, moniepoint, palmpay, hdfc account,
    icici account, sbi account, axis account, barclays account, lloyds account, hsbc account,
    natwest account, chase account, wells fargo account, payout account, settlement account,
    salary account, deposit account, domiciliary account, receiving account, sender account,
    debit account, account ending, kontonummer, numero de cuenta, cuenta bancaria, cuenta,
    numero de compte, compte bancaire, conta, khata number, khata, bank no, bank number,
    institution account, clabe, bank acct, account numbre, bank a/c, dtmf account, dda, dda
    number, my account number, new account number, our account number, account in full, ach
    account, operating account, chequing account, cheque account, savings a/c, current a/c,
    current a/c no, bank a/c no, business account, business account number, naira account,
    dollar account, commbank account, westpac account, anz account, nab account, rbc account,
    td account, scotiabank account, ac number, a/c number, acc nr, konto nr, numero de conta,
    numero conto, conto corrente, girokonto, khata no, bank ac, bank ac no, bank|
    building+society|credit+union|beneficiary|payee|payout|settlement|salary|wages|pension|
    payroll|refund|destination|source|giro|savings|saving|current|checking|chequing|cheque|
    deposit|joint|personal|business|client|trust|corporate|domiciliary|receiving|recipient|
    sending|euro|sterling|collection|transmission account|acct|acc|a/c number|no|num|,
    telephone|phone|online|internet|mobile|e banking number|no|customer+number|
    membership+number|id, banking number|no, cuenta corriente, cuenta de ahorros|ahorro, conta
    poupanca, compte courant|epargne, releve d'identite bancaire, rib, bankkonto, kontonr,
    spaarrekening, betaalrekening, bankrekening, bankrekeningnummer, konto bankowe, numer
    konta|rachunku, rachunek|rachunku, nomor rekening, rekening bank, hesap numarasi|no|
    numaram, hesap, tilinumero, pankkitili, tili, lonnskonto, lonekonto, cbu, cvu, clabe
    interbancaria, chave pix, pix key, khaata, account ka number, account sankhya, numero de
    conta corrente, depotnummer,
    bacs|ach|eft|wire|neft|rtgs|imps|payout|remittance|payee|payment|banking|sepa|direct+debit|
    transfer|deposit|settlement details|info|information|instructions|coordinates,
    my|our|new|the|your account to debit|credit|charge|refund|pay
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
    account, to account, from account, into account, our account, my account, new account,
    checking, savings, chequing, acc, konto, conto, rekening, gtb, gtbank, zenith, uba, access
    bank, first bank, kuda, sbi, hdfc, icici, kotak, barclays, lloyds, hsbc, natwest, monzo,
    halifax, santander, revolut, starling, wells fargo, bank of america, commbank, westpac,
    scotiabank, sparkasse, posb, dbs, ocbc, uob, maybank, bdo, bpi, metrobank, absa, nedbank,
    fnb, capitec, standard bank, equity bank, kcb, stanbic, stanbic ibtc, fidelity bank,
    ecobank, gcb bank, bancolombia, itau, bradesco, nubank, caixa, bbva, ing, rabobank, abn
    amro, aib, bank of ireland, ulster bank, bmo, cibc, tangerine, desjardins, anz, nab, pnb,
    yes bank, indusind, canara, union bank, bank of baroda, sterling bank, wema, polaris, fcmb,
    easypaisa, jazzcash, hbl, meezan, nationwide, n26, wise, monese, volksbank, commerzbank,
    deutsche bank, bnp, societe generale, credit agricole, beneficiary, payee, pay to, remit to
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
    sort-code, bsb, bsb number, institution number, branch transit, bank code, branch code,
    blz, bankleitzahl, clearing number, wire routing, ach routing, fedwire, micr, micr code,
    routing transit, routing transit number, transit routing number, rtg, rtg no, rtg number,
    sorting code, sorting code number, sort code number, s/c, sc, b s b, bsb no, bank state
    branch, branch transit number, institution no, aba no, ifi code, codigo banco, bank
    transit, branch no, branch number, institution|branch|transit|bank|clearing|routing|sort|
    sorting|wire|ach|fed|aba|bsb|universal+branch|branch+sort|union number|code|no|num|digits,
    clearingnummer, clearingnr, bankcode, codigo de agencia, agencia, code guichet|banque,
    codice banca, abi, cab, kode bank, universal branch,
    rt, rt no|number, r t, sort|srt cd, srt code, nsc, nsc number|code|, bik, bik code, cnaps,
    cnaps code, bank key, bankschlussel, bc nr, bc nummer, bc number, branch sort
    """,
    shortest=5,
    longest=10,
    usual=6,
)
BRANCH_WORD: Final = Topic(
    "bank code",
    Kind.BANK,
    """
    branch, institution
    """,
    shortest=5,
    longest=9,
    weak=True,
    usual=5,
)
IFSC: Final = Topic(
    "bank code",
    Kind.BANK,
    """
    ifsc, ifsc code, i f s c, ifs code, rtgs code, neft code, swift code, swift, bic, bic code,
    swift bic, ifsc number, branch ifsc, ifsc no, i f s code, swiftcode
    """,
    shortest=8,
    longest=11,
    shape=re.compile(r"[A-Z]{4}[0O][A-Z0-9]{6}|[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?"),
)
