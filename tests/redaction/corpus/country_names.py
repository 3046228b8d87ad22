"""What people of sixteen countries call a number."""

# ruff: noqa: E501, SIM905 - a template reads best on its line; odd characters are the subject

NAMES = {
    "card": "card number|credit card|debit card no|the long number on the front|Visa|MasterCard|my Amex|PAN on the plastic|cc#|card no.|card details|16 digits|the card I pay with|corporate card|RuPay card|Verve card|virtual card number|business Barclaycard|payment card|Kreditkarte|Kartennummer|numéro de carte|carte bleue|número de tarjeta|tarjeta|numero della carta|número do cartão|kaartnummer|Maestro|Discover card|card on file|new card|replacement card|primary account number|CC number|plastic|fleet card|Diners|JCB|UnionPay card|front of the card".split(
        "|"
    ),
    "cvv": "CVV|cvc|CVV2|security code|three digits on the back|three numbers at the back|card security code|CVC code|the code on the back|card verification value|cvn|signature strip number|Prüfnummer|cryptogramme|código de seguridad|last three on the back of the card|sec code|back-of-card code|codice di sicurezza|código de segurança".split(
        "|"
    ),
    "cid": "CID|four digits on the front of the Amex|Amex security code|four-digit code above the number".split(
        "|"
    ),
    "iban": "IBAN|iban no|international account number|IBAN number|account IBAN|Kontoverbindung|payee IBAN|our IBAN in full|beneficiary IBAN|coordonnées bancaires|bank details".split(
        "|"
    ),
    "us_account": "account number|checking account|acct #|acct no|bank acct|DDA number|savings account|account|checking|Acct Number|deposit account|bank account ending up being|ACH account|operating account".split(
        "|"
    ),
    "routing": "routing number|routing transit|ABA|routing|RTN|ABA routing number|bank routing|routing #|transit routing number|rtg no|routing transit number|ABA no.".split(
        "|"
    ),
    "uk_account": "account number|acc no|a/c|account no.|bank account|acct|current account|account|Acc. No|business account number".split(
        "|"
    ),
    "sort_code": "sort code|sort-code|sortcode|s/c|Sort Code|bank sort code|sorting code|SC".split(
        "|"
    ),
    "nuban": "account number|NUBAN|GTBank account|Zenith acct|Access Bank account number|my account number|Kuda account|naira account|UBA acct no|First Bank account|settlement account|Opay wallet account".split(
        "|"
    ),
    "in_account": "A/c no.|account number|bank a/c|savings a/c|khata number|current a/c no|SBI account|HDFC a/c|beneficiary account|A/C|account no|salary account".split(
        "|"
    ),
    "ifsc": "IFSC|IFSC code|ifsc|IFS code|branch IFSC|NEFT code".split("|"),
    "ssn": "SSN|social|my social|social security|Social Security number|social security no.|SS#|soc|ssn#|soc sec number|full social|owner's social".split(
        "|"
    ),
    "itin": "ITIN|individual taxpayer ID|I-TIN|individual tax number|ITIN number|taxpayer identification number".split(
        "|"
    ),
    "ein": "EIN|federal tax ID|FEIN|employer identification number|tax ID|fed ID|employer ID|federal EIN|TIN on the W-9|IRS number|tax id number".split(
        "|"
    ),
    "vat": "VAT number|VAT ID|VAT reg no|USt-IdNr.|TVA|Partita IVA|btw-nummer|VAT registration|numéro de TVA|USt-ID|NIF-IVA|BTW nr|TVA intracommunautaire|VAT no|EU VAT|P.IVA|our VAT".split(
        "|"
    ),
    "gstin": "GSTIN|GST number|GST no|GST registration|gst in|GSTIN/UIN|GST|our GST".split("|"),
    "in_pan": "PAN|PAN number|PAN card|permanent account number|pan no|PAN card number|director's PAN|company PAN".split(
        "|"
    ),
    "nino": "NINO|National Insurance number|NI number|NI no|national insurance|N.I. number|Nat Ins number|my NI".split(
        "|"
    ),
    "utr": "UTR|unique taxpayer reference|self-assessment number|tax reference|UTR number|HMRC reference|Unique Tax Reference|self assessment UTR|SA UTR".split(
        "|"
    ),
    "bvn": "BVN|bank verification number|BVN number|Bank Verification No|my BVN|b v n".split("|"),
    "ng_tin": "TIN|FIRS TIN|tax identification number|JTB TIN|company TIN|tax ID|TIN number".split(
        "|"
    ),
    "nin": "NIN|national identity number|NIN number|NIMC number|national ID number|NIN slip number".split(
        "|"
    ),
    "otp": "OTP|one-time code|verification code|one time password|code from the text|2FA code|passcode|SMS code|login code|authenticator code|security code by text|confirmation code|six-digit code|auth code|MFA code|the code you sent|one-time passcode|code de vérification|Bestätigungscode|código de verificación|TAN|activation code|access code|two-factor".split(
        "|"
    ),
    "pin": "PIN|card PIN|ATM pin|telephone banking PIN|pin number|my pin|debit PIN|phone PIN|secret PIN|voicemail pin|4-digit PIN|transaction PIN|UPI PIN|mPIN|Geheimzahl|code PIN".split(
        "|"
    ),
    "password": "password|login pw|pwd|passwd|portal password|Passwort|mot de passe|contraseña|temp password|passphrase|wachtwoord|senha|the pass|login password|PW|admin password|pass word|root password|new password|parola d'ordine".split(
        "|"
    ),
    "aadhaar": "Aadhaar|Aadhaar number|Aadhar card|Aadhaar ID|UID|UIDAI number|adhaar no|aadhaar card number|Adhar".split(
        "|"
    ),
    "sin": "SIN|SIN:|social insurance number|S.I.N.|social insurance|NAS|SIN number".split("|"),
    "tfn": "TFN|tax file number|tax file no|TFN:|my tax file".split("|"),
    "cpf": "CPF|CPF do titular|meu CPF|CPF nº|cadastro de pessoa física".split("|"),
    "steuer": "Steuer-ID|steuerliche Identifikationsnummer|Steuernummer|IdNr|German tax ID|Steuer-Identnummer|steuer id".split(
        "|"
    ),
    "nif": "DNI|NIF|número de identificación fiscal|DNI number|Spanish tax number".split("|"),
    "codice": "codice fiscale|C.F.|Italian tax code|cod. fiscale|codice fisc".split("|"),
    "bsn": "BSN|burgerservicenummer|BSN-nummer|sofinummer".split("|"),
    "ppsn": "PPS number|PPSN|PPS no|PPS".split("|"),
    "nir": "numéro de sécurité sociale|NIR|numéro de sécu|French social security number|INSEE number".split(
        "|"
    ),
    "said": "SA ID|South African ID number|ID number|RSA ID|identity number".split("|"),
    "nric": "NRIC|FIN|NRIC number|Singapore IC|IC number".split("|"),
    "emirates": "Emirates ID|EID|Emirates ID number|UAE ID".split("|"),
    "bsb": "BSB|bsb number|BSB no|B.S.B.".split("|"),
    "au_account": "account number|account|acc no|Commbank account|acct".split("|"),
    "transit": "transit|transit number|branch transit|transit no".split("|"),
    "ca_account": "account|account number|chequing account|acct no.".split("|"),
}
NAMES["misheard"] = NAMES["card"]
COUNTRY = {
    "US": "ssn itin ein us_account routing",
    "UK": "nino utr uk_account sort_code",
    "IN": "in_account ifsc gstin in_pan aadhaar",
    "NG": "nuban bvn ng_tin nin",
    "AU": "tfn bsb au_account",
    "CA": "sin transit ca_account",
    "DE": "steuer",
    "FR": "nir",
    "ES": "nif",
    "IT": "codice",
    "NL": "bsn",
    "IE": "ppsn",
    "ZA": "said",
    "SG": "nric",
    "BR": "cpf",
    "AE": "emirates",
}
LANG = {"DE": "de", "FR": "fr", "ES": "es", "IT": "it", "NL": "nl", "BR": "pt", "IN": "hi"}
