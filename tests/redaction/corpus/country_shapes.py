"""The sentences around it, and dialogues: N the name, X the value, <x> what stays."""

# ruff: noqa: E501, SIM905 - a template reads best on its line; odd characters are the subject

# one name N, one value X; used by every kind
SHAPES = """N: X|N X|N is X|N = X|The N is X.|the N they gave was X|Their N reads X, per the caller.|X is the N.|X - that's the N|N on record: X, please verify.|N (X) was captured on the recorded line.|My N is X, thanks.|I'm just gonna read you my N, X.
yeah so N, X, got it?|Caller volunteered the N: X.|Updated N to X in the vendor master.|changed N from nothing to X|N -> X|"N": "X"|*N*: X|Old N no longer valid; use X.|For N use X|Can you put X down as the N?|Please note the N X for the next run.|N. X.
so it's the N you're after, right, X|the N's X|He repeated the N twice: X.|N came through as X on the line.|N/X|Re N: X|N given - X|N I have here is X|I've got X for the N|That N? X.|Here's the N again: X|N ... X ... and that's it|N; X|N, which is X, needs updating.|N as follows: X|N following: X
[N] X|N | X|N	X|ok the N goes X|N starts now: X|quoted X as N|X (N)|X <- N|It's X, the N I mean.|They typed X into the N field|Field N has X in it|entered N as X by mistake|N was read out to us, X, and then the line dropped.|N would be X.|N should be X, not what you have.|N equals X|Hi, N X, pls update|Got the N. It's X.|N? Sure: X|He goes "X" when I asked the N
I would like to give the N which is X only.|kindly take down N, X|Please do the needful, N is X.|N na X o, abeg confirm|mera N hai X|N X hai ji|My N, sha, is X|N it is X lah|la N es X|mon N c'est X|Mein N lautet X|o N é X|il N è X|N is dit: X|N, boet, X|N mate, X, cheers|N - she's X|So N would be, ehm, X|N just so you have it handy X|N (as spoken): X|N confirmed X|N verified against X|N on the slip: X|Attaching N X for the audit trail""".replace(
    "\n", "|"
).split("|")
SHAPES = [shape for shape in SHAPES if "X" in shape and len(shape.strip()) > 1] + ["N | X"]

BEFORE = """Spoke with <name> on <date>.|Regarding <inv>.|Ticket <tkt> reopened.|Caller disputes <amt>.|Follow-up to call <call>.|<pct> late fee waived.|Hi team,|Update on <ord>:|Client wants <amt> back.|Phoned at <time>.|Summary: renewal of <count> seats.|Note to self:|Customer paid <amt> on <date>.|See <stripe>.|Backlog item <tkt>, second call.|Regards the <amt> debit.|Plan: Team Annual, <count> users.|Call back on <phone>.|RE: <inv> overdue|Good morning, hope you are well.|Reason for contact: refund.|Ship to <zip>.|Voicemail, <time>:|Handled by <name>.""".split(
    "|"
)
AFTER = """Refund <amt> agreed.|Invoice <inv> stays open.|Next step by <date>.|Case <tkt>.|They will pay <amtw>.|Closing <tkt>.|Ref <ord>.|Call lasted <count> minutes.|cc <name>|Discount of <pct> applied.|Promised to pay by <date>.|Logged as <uuid>.|Charge <stripe> to be reversed.|Total came to <amtw>.|Thanks, <name>|Phone <phone>.|Tracking <trk>.|Case closed at <time>.|Balance <amt>.|Policy <policy> unaffected.|Version <ver> of the portal.|Old card ending <last4>.|Please action <inv> and <ord>.|Due <datew>.""".split(
    "|"
)

# dialogues: turns separated by ~, A agent, C caller
ASK = """A And the N?~C X|A Can I take the N please?~C Sure, X|A N?~C X|A Could you read me the N?~C Yeah it's X|A What's the N you've got there?~C One moment. X|A To find you I need the N.~C X, okay?|A Please confirm your N for security.~C X|A I'll need your N now.~C Erm, X, I think.|C Do you want the N?~A Yes please.~C X|C I'll give you the N.~A Go ahead.~C X|A N when you're ready.~C Ready? X|A Which N should we use?~C Use X|C My N has changed.~A What is it now?~C X|A Can you give me the N slowly?~C X~A Thank you.|A The N, kindly?~C X ma|A Your good N sir?~C Yes, X, only|A So it's about the N.~C Yep. X|C There's a problem with the N.~A Let me hear it.~C X|A Last thing, N.~C Okay, hold on. Got it. X|A Tell me the N, digit by digit.~C X|C N is X~A Okay noted.|C So my N, that's X~A Perfect.|A Do you have the N with you?~C I do, X|A Bitte die N.~C X|A Et le N ?~C X|A ¿Me da el N?~C Sí, X|A Mi dice il N?~C X|A N boliye.~C X|A Qual é o N?~C É X""".split(
    "|"
)
OPEN = """A Billing support, how can I help?~C I'd like a refund of <amt>.|A Good afternoon, <name> speaking.~C Hello, calling about <inv>.|C Hi, I was charged <amtw> twice.~A Let me look at <ord>.|A Thanks for holding.~C No worries.|C It's about invoice <inv>, dated <date>.~A I see it.|A You're through to accounts.~C I need to change how we pay.|A Hello?~C Yes hi, ticket <tkt>.|C The parcel <trk> never came.~A I am sorry.|A Is this still the best number, <phone>?~C It is.|C We have <count> seats, and you billed <pct> more.~A Checking.""".split(
    "|"
)
CLOSE = """A Great, <amt> will be taken on <date>.|A Thank you, <inv> is settled.~C Cheers.|A That's <amtw> all in.~C Fine.|A Your case is <tkt>.~C Ta.|A Done. Anything else?~C No, that's it.|A Refund reference <ord>.|A I've emailed it at <time>.~C Lovely.|A So <count> licences at <amt>.~C Correct.|A Matches what I have. Have a good day.|A The card ending <last4> is removed.~C Thank you.""".split(
    "|"
)
ACKS = [
    "Okay.",
    "Mm-hmm.",
    "Yes.",
    "Go on.",
    "Got it.",
    "Right.",
    "Uh-huh.",
    "And then?",
    "Carry on.",
    "Yep, next.",
    "Sure.",
    "Haan ji.",
    "Continue please.",
    "I'm listening.",
    "Sorry, line's bad, go on.",
    "Okay and the rest?",
    "Alright.",
    "Noted.",
]
LABELS = [
    ("Agent", "Caller"),
    ("Rep", "Client"),
    ("Assistant", "User"),
    ("AGENT", "CUSTOMER"),
    ("A", "B"),
    ("Speaker 1", "Speaker 2"),
    ("Priya", "Mr Bauer"),
    ("Support", "Chidi"),
    ("bot", "human"),
    ("Advisor", "Member"),
    ("Collections", "Debtor"),
    ("Agent (Lagos)", "Caller"),
    ("spk_0", "spk_1"),
    ("Operator", "Guest"),
]

MULTI = """Took card {card} cvv {cvv}, charged <amt> to <inv>.|card {card} cvc {cvv} — <amt>|{card}, three on the back {cvv}, for order <ord>|Pay by Visa {card}; security code {cvv}; zip <zip>.|amex {card} and the code is {cid}, ref <ord>|Refund <amt> to sort code {sort_code} account {uk_account}.|s/c {sort_code} a/c {uk_account}, ref <inv>|Bank: routing {routing}, account {us_account}. Draft <amt>.|ABA {routing} acct # {us_account} (<name>)|ach: {routing} / {us_account}|BSB {bsb} acc {au_account}, <amt>|transit {transit} account {ca_account}, void cheque on file, <inv>|NEFT to A/c {in_account}, IFSC {ifsc}, <amt>|{ifsc} {in_account} is where the money goes, bill <inv>|GSTIN {gstin} PAN {in_pan} on invoice <inv>|UTR {utr}, NI number {nino}, repayment <amt>|BVN {bvn} and NUBAN {nuban}, credit <amt>|My user is <name>, password {password}, and the OTP was {otp}.|Card {card}. PIN {pin}. Yes he really said it. <tkt>|IBAN {iban}, VAT {vat}, invoice <inv>.|EIN {ein}; owner's SSN {ssn}; credit limit <amt>|card one {card}, card two {card}, split <amt> in half|Old card {card} new card {card} for <inv>|SIN {sin}, transit {transit}, account {ca_account}|Aadhaar {aadhaar}, PAN {in_pan}, a/c {in_account}, KYC for <ord>|the long number's {card} and the three digits are {cvv}. That was for <inv>, not <ord>.|First {card} declined, then {misheard} declined as well, <amt> still due|login {password} / pin {pin} for <policy>|TFN {tfn}, BSB {bsb}, account {au_account}, pay <amt> by <date>|iban {iban} oder Karte {card}, Betrag <amt>""".split(
    "|"
)
MDIAL = """A Card number?~C {card}~A And the three on the back?~C {cvv}~A <amt> charged.|A Routing?~C {routing}~A Account?~C {us_account}~A ACH of <amt> on <date>.|A Sort code first.~C {sort_code}~A And account number?~C {uk_account}~A Reference <inv>.|A IFSC?~C {ifsc}~A Account number bataiye.~C {in_account}~A <amt> will reach by <date>.|A BVN?~C {bvn}~A And the account to credit?~C {nuban}~A Okay, <amt>.|A Long number on the card?~C {card}~A Security code?~C {cvv}~A And the text message we sent, what does it say?~C {otp}~A Approved, <amtw>.|A BSB?~C {bsb}~A Account?~C {au_account}~A Beauty, <inv> settled.|A Transit and account please.~C Transit {transit}, account {ca_account}~A And your SIN?~C {sin}~A Thanks, <tkt>.|A Tax ID for the W-9?~C {ein}~A And yours personally?~C You mean my social? {ssn}~A OK, <amt>.|A I have invoice <inv> and order <ord>. Which card?~C {card}~A And the expiry?~C It's fine, same as before.~A Then the CVV.~C {cvv}|A What's the invoice?~C <inv>~A And the card?~C {card}~A Amount?~C <amt>|C Password's {password} by the way.~A You shouldn't tell me. And the PIN?~C {pin}~A Oh dear. <tkt>.""".split(
    "|"
)

DECOYS = """Invoice <inv> for <amt> was paid on <date>.|Order <ord> shipped with tracking <trk>.|Ticket <tkt> merged into <tkt>.|Policy <policy>, claim <claim>, payout <amt>.|Card ending <last4> declined for <amt>.|The card on file is <mask>, expires next year.|Call <call> lasted <count> minutes, <pct> talk time.|Log <uuid> at <date> <time>.|Refunded <stripe> for <amt>.|Upgrade <count> seats to Business, <pct> off, version <ver>.|Reach me on <phone>, after <time>.|Deliver to <zip>, PO <ord>.|Laptop serial <serial> under warranty, order <ord>.|They owe <amtw>, due <datew>.|<amt> plus <amt> makes the total; <pct> VAT included.|{"invoice":"<inv>","amount":"<amt>","id":"<uuid>"}|{"call_id":"<call>","duration_s":<count>,"status":"ended"}|/orders/<ordraw>?page=<count>&per_page=<count>|?invoice=<inv>&amount_minor=<bare>&currency=EUR|> On <date>, <name> wrote:\n> Please see <inv>, total <amt>.\n\nThanks, looks right.|Agent: Which order?\nCaller: <ordw>\nAgent: And how much was it?\nCaller: <amtw>|Agent: Can I get the invoice number?\nCaller: It's <spokeninv>.\nAgent: For <amtw>?|Agent: Last four of the card?\nCaller: <last4w>\nAgent: Thanks.|User: my order number is <spokeninv>. Assistant: Found it, <amt>.|Bot: your ticket is <tkt>. Human: ok, and my claim <claim>?|No card was taken; customer pays <amt> by bank transfer next week.|We never ask for your PIN or password. Case <tkt>.|CVV mismatch on <stripe>, amount <amt>.|The OTP expired after <count> minutes; resent at <time>.|Password reset mail sent <date> at <time>, ticket <tkt>.|IBAN missing on <inv>; asked <name> for it.|Security code check failed <count> times, order <ord>.|Card declined <count> times between <time> and <time>.|SSN not collected. Account manager: <name>. Balance <amt>.|Account <acctid> upgraded to Enterprise on <date>.|Customer number <custno>, contract <contract>.|Batch <batch> of <count> payments, sum <amt>.|Receipt <batch> and quote <ord>.|Exchange rate <rate>, fee <pct>, net <amt>.|Subscription <sub> renews <date> at <amt>/mo.|Shipment <trk> held at customs, duty <amt>.|rev <ver>, build <batch>, commit <sha>|Traceroute to <ip>, port <count>, ticket <tkt>|Room <count>, floor <count>, <zip>|Bank holiday on <date>; wire of <amt> goes next day.|The routing of tickets like <tkt> is broken since <date>.|Sort codes changed? No. Only <inv> is open, <amtw>.|Visa application fee <amt>, file <claim>.|Master agreement <contract> signed <date>.|Discover plan, <count> users, <amt>.|PIN pad serial <serial> replaced.|Chip and PIN terminal <serial>, till total <amt>.|Token count <bare>, latency <count> ms, model <ver>.|Gate code not needed, parcel <trk>.|meter reading <bare>, account manager <name>|flight BA<count>, booking <booking>, fare <amt>|Card ending in <last4w> was charged <amtw> on <datew>.|between <date> and <date> we sent <count> reminders about <inv>|Statement <batch>: opening <amt>, closing <amt>|Amount in words: <amtw>. Invoice <inv>.|Due date <datew>, <pctw> interest.|Checked <uuid> and <uuid>, same customer <name>.|Chargeback <claim>, reason code 10.4, <amt>|SKU <serial> x <count> @ <amt>|The account was opened <date> and the card issued <date>.|EUR <plainamt>; USD <plainamt>; GBP <plainamt>|Rechnung <inv> vom <date>: <amt>|Facture <inv>, montant <amt>, échéance <date>|Factura <inv> por <amt>|Fattura <inv>, importo <amt>|₹<lakh> received against <inv>|Rs <lakh> pending, bill <inv>, since <date>|<lakhw> is outstanding on <inv>|N<plainamt> debited, narration <inv>|AED <plainamt> against <contract>|R <plainamt> for <ord>|S$<plainamt>, GST <pct>|reference number <batch>, confirmation number <booking>|Merchant ID <batch>, terminal <serial>|Job <batch> ran at <time>, <count> rows|UTC timestamp <epoch>, request <uuid>|She is on <phone>, extension <count>.|WhatsApp <phone>, invoice <inv>|Dispute <claim> was filed on <datew> for <amtw>.|user <name> logged in from <ip> at <time>|We bill <count> hours at <amt>, minus <pct>.|{"customer":"<name>","phone":"<phone>","order":"<ord>","last4":"<last4>"}|{"event":"invoice.paid","data":{"id":"<stripe>","number":"<inv>","created":<epoch>}}|[00:0<d>] Agent: <count> seats, yes?\n[00:1<d>] Caller: yes, <count>.|I pressed option <d>, then <d>, then waited <count> minutes.|Lot <batch>, weight <bare> g, <zip>""".split(
    "|"
)
