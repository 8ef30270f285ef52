"""The translations of visavi's sentences: one file a language, English sentence to sentence.

Nothing here is read for English. A test holds every catalogue complete: it names what is lacking,
with its place, and what nobody says any more. Policies bring their own texts. Each word of the
domain has one term a language:

================  =============================  ==============================
English           Norwegian Bokmål (``nb``)      Swedish (``sv``)
================  =============================  ==============================
policy            regelverk                      regelverk
parameter         parameter                      parameter
rule              regel                          regel
modality          styrke: skal, bør, kan,        styrka: ska, bör, kan,
                  bør ikke, skal ikke            bör inte, ska inte
citation          kilde, kildehenvisning         källa, källhänvisning
register          register                       register
dossier           samtalemappe                   samtalsakt
matter            sak                            ärende
staff group       stillingsgruppe                personalgrupp
line              ledelseslinje                  chefslinje
delegation        delegering                     delegering
disqualification  inhabilitet                    jäv
pay route         lønnsvei                       löneväg
dialogue          samtale (medarbeidersamtale)   samtal (medarbetarsamtal)
cycle             syklus                         cykel
topic             tema                           ämne
question          spørsmål                       fråga
preparation       forberedelse                   förberedelse
record            referat                        dokumentation
view              syn                            synsätt
note              notat                          anteckning
plan              oppfølgingsplan, plan          handlingsplan, plan
activity          tiltak                         aktivitet
signature         signatur                       signatur
dissent           særmerknad                     avvikande mening
supplement        tillegg                        tillägg
obligation        plikt                          skyldighet
finding           funn                           iakttagelse
audience          lesere                         läsare
conductor         samtaleleder                   samtalsledare
manager           leder                          chef
employee          medarbeider                    medarbetare
keeper            forvalter                      förvaltare
store             lager                          lager
draft             utkast                         utkast
layer             lag                            skikt
passphrase        passfrase                      lösenfras
================  =============================  ==============================
"""

from collections.abc import Mapping
from functools import lru_cache


@lru_cache(maxsize=4)
def catalogue(language: str) -> Mapping[str, str]:
    """English sentence to sentence in the language; empty for one that visavi does not speak."""
    import json
    import os

    from visavi.messages import LANGUAGES

    if language not in LANGUAGES or language == "en":
        return {}
    path = os.path.join(os.path.dirname(__file__), f"{language}.json")
    with open(path, encoding="utf-8") as file:
        found: dict[str, str] = json.load(file)
    return found
