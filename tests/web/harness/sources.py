"""The sources that the tests index: invented, a little hostile, in several scripts."""
import itertools
import json
import random

YEARS = (2019, 2020, 2021, 2022, 2023)
COUNTRIES = ("Thailand", "Cambodia", "Kenya", "Nepal", "Peru", "Malta", "Qatar", "Norway")

WHO = ("deckhands", "weavers", "cleaners", "cooks", "brickmakers", "porters", "fruit pickers",
       "shepherds", "welders", "glaziers", "seamstresses", "bakers")
WHERE = ("a harbour shed", "the harbour office", "a warehouse by the harbour",
         "a harbour canteen", "the old harbour mill", "a quay behind the harbour")
DID = ("kept their passports in a drawer", "held back their wages for a season",
       "charged them a fee for each night", "locked the gate after dark",
       "told their families that they had left", "took their telephones away",
       "moved them to another place before each visit", "paid them in vouchers only")
THEN = ("an inspector counted the beds", "a baker wrote to the labour court",
        "two sisters walked to the police post", "a translator noticed the ledger",
        "a nurse asked who signed the contract", "the union sent a lawyer",
        "a teacher missed three pupils", "a radio reporter read the letters aloud")
RESULT = ("the owner was fined", "the court heard the case in spring", "nobody was charged",
          "a shelter opened its doors", "the permit was withdrawn", "the wages were paid at last",
          "the papers were returned", "a second inquiry began")


def _account(dice, country):
    """Some eighty invented words on `country`."""
    return " ".join(
        f"In {place} of {country}, {dice.randint(3, 90)} {who} worked where a foreman {did}. "
        f"After {dice.randint(2, 40)} weeks {then}, and {result}."
        for place, who, did, then, result in
        zip(dice.sample(WHERE, 2), dice.sample(WHO, 2), dice.sample(DID, 2), dice.sample(THEN, 2),
            dice.sample(RESULT, 2)))


def _chapter(dice, country):
    return (f"## {country}\n\n### What was seen in {country}\n\n{_account(dice, country)}\n\n"
            f"### What was done in {country}\n\n{_account(dice, country)}\n")


def _report(year):
    dice = random.Random(year)
    chapters = "\n".join(_chapter(dice, country) for country in COUNTRIES[: year - 2015])
    return f"""---
id: harbour-{year}
title: Harbour Watch {year}
publisher: The invented desk
date: June {year}
year: {year}
---

# Harbours

{chapters}
# Figures

| Country | Sheds visited | Ledgers found |
| --- | --- | --- |
| Kenya | {year - 2000} | {year - 2010} |
| Peru | {year - 1990} | {year - 2012} |

# Advice

Those who visit a harbour shed should do this:

- count the beds and ask who sleeps in them
- ask each worker of the harbour alone, in {year} as before
- look for a ledger of debts

> "The ledger was the lock on the door, in {year} and in each year before it," said a cook.

# Debt

A recruiter lent the fare and wrote the debt into a book. The debt grew with each meal of {year}, \
and debt bondage is what the court called it: a worker who could never repay, and an employer who \
never showed the account.
"""


def _records(*records):
    return "\n".join(json.dumps(record) for record in records) + "\n"


MARK = "window.tipSentinel=1"
IMAGE = f"<img src=x onerror={MARK}>"
SCRIPT = f"<script>{MARK}</script>"
# An address that must not become a link to anywhere but the server.
ADDRESS = f"javascript:{MARK}"

HOSTILE = _records(
    {"id": "hostile-title", "title": f"Ledger {IMAGE} & \"quotes\" 'and' {SCRIPT}", "year": 2022,
     "section": [f"Part {IMAGE}", f"Chapter \"'>{SCRIPT}"], "countries": ["KE"], "page": f"4{IMAGE}",
     "text": f"A watchman wrote peculiar signs {IMAGE} into the ledger, {SCRIPT} and <b>bold</b> "
             "words, &lt;i&gt; and &amp; as he had seen them on a screen; he never knew what "
             "they meant."},
    {"id": f"hostile\"'>{IMAGE}", "title": "</title></textarea>" + SCRIPT, "year": 2021,
     "url": ADDRESS, "publisher": SCRIPT, "section": "]]>-->" + IMAGE, "countries": ["PE"],
     "text": "Another watchman kept peculiar signs in the margin, ]]> and --> and {{7*7}} and "
             "${7*7} and a last \" quote ' of them, until the ink was gone."})

LONG_WORD = "harbourmasterledgerkeeper" * 16
KHMER = ("នៅ​កំពង់ផែ​ថ្មី កម្មករ​ដប់ពីរ​នាក់​បាន​ប្រាប់​អធិការ​ថា "
         "ថៅកែ​រក្សា​លិខិត​ឆ្លង​ដែន​របស់​ពួកគេ ហើយ​មិន​បើក​ប្រាក់​ខែ។")
ARABIC = ("قال اثنا عشر عاملا في الميناء الجديد للمفتش إن صاحب العمل يحتفظ بجوازات سفرهم "
          "ولا يدفع أجورهم منذ سبعة أشهر.")
SCRIPTS = _records(
    {"id": "khmer-case", "title": "កំពង់ផែ", "year": 2023, "language": "km", "countries": ["KH"],
     "section": "កម្មករ", "text": KHMER},
    {"id": "arabic-case", "title": "الميناء الجديد", "year": 2023, "language": "ar",
     "countries": ["QA"], "section": "العمال", "text": ARABIC},
    {"id": "long-case", "title": "Ledger of " + LONG_WORD[:90], "year": 2020,
     "section": LONG_WORD[:120], "countries": ["MT"],
     "text": f"The clerk wrote an overlong entry: {LONG_WORD} and nothing else on that page, as "
             "https://example.invalid/" + "very/" * 40 + "deep had no room."})

REPORTS = {**{f"harbour-{year}.md": _report(year) for year in YEARS},
           "hostile.jsonl": HOSTILE, "scripts.jsonl": SCRIPTS}

# One report that only some may see, and one for all.
SHARED = {name: REPORTS[name] for name in itertools.islice(REPORTS, 2)}
