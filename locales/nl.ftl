### Nederlands. Met „u”, korte zinnen, geen uitroeptekens.

language-name = Nederlands

## De assistent

bot-greeting = Goedendag. Ik verzamel wat ons team nodig heeft om u te helpen: uw naam, uw bestanden en een e-mailadres. Het duurt ongeveer twee minuten.
bot-promise = Als u weggaat voordat u uw e-mailadres hebt gegeven, wordt alles wat u hebt gestuurd verwijderd.
bot-ask-name = Hoe mogen we u noemen?
bot-name-missing = Geef ons een naam, zodat we weten hoe we u noemen.
bot-name-too-long = Die naam is langer dan 100 tekens. Een kortere vorm is goed.
bot-name-strange = Die naam bevat tekens die niet getoond kunnen worden. Typ hem nog een keer.
bot-thanks = Dank u, { $name }.
bot-ask-files = Welke documenten moeten we bekijken? Foto’s en scans zijn goed, tot { $size } per stuk. U kunt ook zonder bestanden verder.
bot-files-count = Geef aan hoeveel bestanden u hebt toegevoegd, of 0 om zonder verder te gaan.
bot-files-heard =
    { $count ->
        [0] Geen bestanden, dat is goed.
        [one] Uw bestand is aangekomen.
       *[other] Uw { $count } bestanden zijn aangekomen.
    }
bot-ask-email = Waar kunnen we u schrijven? We sturen één link naar dit adres om zeker te weten dat het van u is.
bot-email-missing = We hebben een e-mailadres nodig om u te antwoorden.
bot-email-wrong = Dat lijkt niet op een e-mailadres. Het hoort eruit te zien als naam@example.org.
bot-ask-consent = Tot slot twee beslissingen die aan u zijn. De tweede is vrijblijvend.
bot-consent-needed = We mogen uw gegevens alleen bewaren als u met het eerste punt instemt. Anders kunt u weggaan, en alles wat u hebt gestuurd wordt verwijderd.
bot-consent-stale = De tekst van de toestemmingen is veranderd. Lees hem opnieuw en beslis daarna.
bot-ask-inbox = Kijk in uw inbox: we hebben u een link gestuurd. Zodra u die hebt gebruikt, ligt alles bij ons team.
bot-done = Bevestigd. Alles ligt nu bij ons team, en u hoort van ons per e-mail.

## De toestemmingen

consent-personal-data = Ik ga ermee akkoord dat mijn naam, mijn e-mailadres en de bestanden die ik heb gestuurd worden bewaard en gebruikt om mijn verzoek te behandelen. Ik kan dit op elk moment intrekken.
consent-ai-training = Ik ga ermee akkoord dat de bestanden die ik heb gestuurd ook mogen worden gebruikt om AI-modellen te trainen. Nee zeggen verandert niets aan mijn verzoek, en ik kan dit op elk moment intrekken.

## Weigeringen en fouten

problem-not-found = Hier is niets.
problem-request-timeout = Het verzoek kwam te langzaam binnen. Probeer het opnieuw.
problem-session-gone = Uw bezoek is beëindigd. Er is niets bewaard. U kunt opnieuw beginnen.
problem-session-pending = Uw gegevens zijn al opgeslagen. Bevestig ze met de link in onze e-mail.
problem-session-complete = Dit bezoek is afgerond. Begin een nieuw bezoek om meer te sturen.
problem-contact-missing = Er is nog geen e-mailadres om een link naartoe te sturen.
problem-files-differ = De aangekomen bestanden zijn niet de bestanden die u ziet. Bekijk de lijst nog eens en stuur hem dan opnieuw.
problem-upload-running = Een bestand is nog onderweg. Wacht tot het is aangekomen, of verwijder het.
problem-body-too-large = Het verzoek is te groot.
problem-file-too-large = Het bestand is groter dan we aannemen.
problem-quota-exceeded = Dat is meer dan u in één bezoek kunt sturen. Verwijder eerst een bestand.
problem-file-type-refused = We kunnen dit soort bestand niet aannemen.
problem-file-refused = Onze virusscanner heeft iets schadelijks in het bestand gevonden. Stuur een schone kopie of een ander bestand.
problem-empty-file = Het bestand is leeg. Kies het opnieuw.
problem-rate-limited = Dat was veel tegelijk. Wacht even en ga dan verder.
problem-link-gone = Deze link is verlopen of was nooit geldig.
problem-unavailable = We kunnen dit nu niet aannemen. Er is niets bewaard. Probeer het zo meteen opnieuw.
problem-internal = Er is een fout opgetreden in het systeem. De beheerder is op de hoogte gebracht om het te onderzoeken. Probeer het later opnieuw.
problem-unsure = We weten niet of dit bewaard is. Probeer het zo meteen opnieuw.
problem-upload-cut = Het versturen is voortijdig afgebroken. Er is niets bewaard. Stuur het bestand opnieuw.
problem-too-many-files =
    { $count ->
        [one] In één bezoek kunt u 1 bestand sturen. Verwijder het eerst.
       *[other] In één bezoek kunt u { $count } bestanden sturen. Verwijder er eerst een.
    }
problem-visit-full = In één bezoek kunt u in totaal { $size } sturen. Verwijder eerst een bestand.
problem-too-large = “{ $name }” is te groot. Bestanden mogen tot { $size } groot zijn.
problem-not-text = “{ $name }” bevat geen platte tekst. Sla het opnieuw op als tekst.
problem-type =
    { $others ->
        [0] “{ $name }” is van een soort die we niet kunnen aannemen. We nemen { $types } aan.
        [one] “{ $name }” is van een soort die we niet kunnen aannemen. We nemen { $types } en 1 andere soort aan.
       *[other] “{ $name }” is van een soort die we niet kunnen aannemen. We nemen { $types } en { $others } andere soorten aan.
    }
problem-disguised = De inhoud van “{ $name }” is niet die van een .{ $ending }-bestand. Sla het opnieuw op in dat formaat.
problem-other-type = “{ $name }” is in werkelijkheid een .{ $ending }-bestand. Verander de extensie in .{ $ending } en stuur het opnieuw.
problem-password = “{ $name }” is met een wachtwoord beveiligd. Verwijder het in het programma waarmee het bestand gemaakt is en stuur het opnieuw.
problem-infected = “{ $name }” is geweigerd: onze virusscanner heeft er iets schadelijks in gevonden. Er is niets van bewaard. Controleer uw apparaat en stuur daarna een schone kopie of een ander bestand.
problem-unscanned = We kunnen “{ $name }” nu niet op virussen controleren. Er is niets van bewaard. Probeer het zo meteen opnieuw of stuur een kleiner bestand.
problem-files-missing =
    { $count ->
        [one] Een van uw bestanden is niet meer bij ons. Stuur het opnieuw of ga zonder verder.
       *[other] { $count } van uw bestanden zijn niet meer bij ons. Stuur ze opnieuw of ga zonder verder.
    }

## Groottes, tijden, data

decimal-mark = ,
size-bytes = { $number } bytes
size-kb = { $number } KB
size-mb = { $number } MB
size-gb = { $number } GB
size-tb = { $number } TB
duration-years =
    { $count ->
        [one] { $count } jaar
       *[other] { $count } jaar
    }
duration-months =
    { $count ->
        [one] { $count } maand
       *[other] { $count } maanden
    }
duration-days =
    { $count ->
        [one] { $count } dag
       *[other] { $count } dagen
    }
duration-hours =
    { $count ->
        [one] { $count } uur
       *[other] { $count } uur
    }
duration-minutes =
    { $count ->
        [one] { $count } minuut
       *[other] { $count } minuten
    }
duration-seconds =
    { $count ->
        [one] { $count } seconde
       *[other] { $count } seconden
    }
date-moment = { date-weekday } { $day } { date-month }, { $time } UTC
date-day = { $day } { date-month } { $year }
date-full = { date-day }, { $time } UTC
date-weekday =
    { $weekday ->
        [1] maandag
        [2] dinsdag
        [3] woensdag
        [4] donderdag
        [5] vrijdag
        [6] zaterdag
       *[7] zondag
    }
date-month =
    { $month ->
        [1] januari
        [2] februari
        [3] maart
        [4] april
        [5] mei
        [6] juni
        [7] juli
        [8] augustus
        [9] september
        [10] oktober
        [11] november
       *[12] december
    }

## De e-mail met de link

mail-subject = Bevestig uw e-mailadres voor { $site }
mail-hello = Goedendag,
mail-step = nog één stap: open deze link en bevestig dat dit e-mailadres van u is.
mail-button = Mijn adres bevestigen
mail-copy = Of kopieer deze link naar uw browser:
mail-until = De link werkt één keer, tot { $until }.
mail-not-you = Hebt u hier niet om gevraagd? Iemand heeft uw adres opgegeven, misschien per ongeluk. Deze link verwijdert het verzoek en alles wat erbij hoort:
mail-not-me = Dit was ik niet
mail-why = { $site } heeft u dit gestuurd omdat uw e-mailadres in de chat is ingevuld.

mail-own-subject = Uw gegevens bij { $site }
mail-own-text = deze link opent de pagina waarop u kunt inzien, downloaden, verbeteren of wissen wat { $site } onder uw e-mailadres bewaart.
mail-own-button = Mijn gegevens inzien
mail-own-until = De link werkt één keer, een uur lang.
mail-own-not-you = Hebt u hier niet om gevraagd? Dan heeft iemand uw adres ingevuld. Er is niets veranderd, en niemand anders dan u kan de link gebruiken: verwijder deze e-mail.
mail-own-why = { $site } heeft u dit gestuurd omdat uw e-mailadres op de privacypagina is ingevuld.

## De pagina’s achter de links

page-confirm-title = Bevestig uw e-mailadres
page-confirm-text = Met één klik is alles afgerond. Daarna kan iemand bekijken wat u hebt gestuurd en u schrijven.
page-confirm-button = Mijn adres bevestigen
page-confirm-not-you = Bent u dit niet begonnen?
page-not-me = Dit was ik niet
page-confirmed-title = Dank u. Uw adres is bevestigd
page-confirmed-text = Alles is afgerond. We hebben wat u hebt gestuurd en schrijven u per e-mail.
page-confirmed-close = U kunt deze pagina sluiten. Als de chat nog in een ander venster openstaat, toont die hetzelfde.
page-notice = Wat we bewaren, en uw rechten
page-already-title = Al bevestigd
page-already-text = Deze link is gebruikt en alles is afgerond. U hoeft niets meer te doen.
page-gone-title = Deze link werkt niet meer
page-gone-text = Hij is verlopen, een nieuwer adres is ervoor in de plaats gekomen, of het bezoek erachter is verwijderd.
page-gone-what = Wat u kunt doen
page-gone-again = Als de chat nog openstaat, kies daar “Opnieuw sturen” en gebruik de nieuwste e-mail.
page-gone-copied = Als u de link met de hand hebt gekopieerd, controleer dan of hij helemaal in de adresbalk staat.
page-gone-anew = Begin anders opnieuw in de chat. Het duurt ongeveer twee minuten.
page-decline-title = Was u dit niet?
page-decline-text = Iemand heeft uw e-mailadres in een chat opgegeven, misschien door een typefout. Verwijder het verzoek, en het adres, de bestanden en al het andere worden gewist. Er komt geen e-mail meer over.
page-decline-button = Verzoek verwijderen
page-decline-was-you = Als u het wel was, sluit dan deze pagina en gebruik de andere link in de e-mail.
page-declined-title = Het verzoek is verwijderd
page-declined-text = Uw adres en alles wat ermee is gestuurd worden nu gewist. U krijgt er geen e-mail meer over.
page-declined-close = U hoeft niets meer te doen. U kunt deze pagina sluiten.
page-late-title = Dit verzoek is al bevestigd
page-late-text = Iemand heeft de link in de e-mail gebruikt, dus het verzoek kan hier niet meer worden verwijderd.
page-late-what = Om de gegevens te laten wissen, beantwoordt u de e-mail of schrijft u het bedrijf dat hem stuurde, en zegt u dat u het verzoek niet hebt gedaan. Het moet binnen een maand antwoorden.

## Fouten

page-error-title = Dat is niet gelukt
page-error-missing = Deze pagina bestaat niet
page-error-ours = Er is iets mis aan onze kant
page-error-home = Naar de startpagina

## De privacyverklaring

privacy-title = Privacyverklaring
privacy-intro = Deze chat neemt uw gegevens en bestanden aan voor het bedrijf van wiens pagina u komt. Dat bedrijf beslist waarvoor ze worden gebruikt en is er verantwoordelijk voor.
privacy-kept = Wat wordt bewaard, en wanneer het wordt verwijderd
privacy-before = Voordat u uw e-mailadres geeft:
privacy-before-text = uw bestanden, onder een willekeurig nummer. Uw naam en uw antwoorden blijven in uw browser. Als u weggaat, worden de bestanden verwijderd, uiterlijk { $within } na het laatste teken van uw browser. “Weggaan en alles verwijderen” in het menu van de chat verwijdert ze meteen.
privacy-agreed = Wanneer u hebt ingestemd en uw adres hebt gegeven:
privacy-agreed-text = uw naam, uw e-mailadres, uw bestanden, uw internetadres op dat moment, en waarmee u hebt ingestemd of wat u hebt geweigerd, met de tekst en de tijd. We sturen u één link om te controleren of het adres van u is. Hij werkt { $valid }.
privacy-never = Als u de link nooit opent:
privacy-never-text = alles wordt na { $kept } verwijderd.
privacy-confirmed = Wanneer het adres is bevestigd:
privacy-confirmed-text = het bedrijf bewaart uw verzoek tot het dat niet meer nodig heeft voor zijn doel, of tot u om verwijdering vraagt.
privacy-why = Waarom
privacy-why-text = Om uw verzoek te ontvangen en te beantwoorden, op grond van uw toestemming (Algemene verordening gegevensbescherming, artikel 6, lid 1, onder a). Bestanden worden alleen gebruikt om de assistent te trainen als u daar apart mee hebt ingestemd. Weigeren verandert verder niets.
privacy-browser = In uw browser
privacy-browser-text = Vanaf het moment dat u de chat opent, bewaart uw browser het willekeurige nummer van uw bezoek. Dit tabblad bewaart ook uw antwoorden tot u klaar bent, zodat er bij opnieuw laden niets verloren gaat. Er zijn geen cookies en u wordt niet gevolgd.
privacy-rights = Uw rechten
privacy-right-see = Zien wat er over u wordt bewaard en er een kopie van krijgen.
privacy-right-correct = Het laten verbeteren of wissen, of het gebruik ervan laten beperken.
privacy-right-withdraw = Een toestemming op elk moment intrekken, even gemakkelijk als u haar gaf. Wat daarvoor is gedaan, blijft rechtmatig.
privacy-right-complain = Een klacht indienen bij een gegevensbeschermingsautoriteit, bijvoorbeeld waar u woont.
privacy-how = Schrijf daarvoor het bedrijf of beantwoord de e-mail die u hebt gekregen. U krijgt binnen een maand antwoord.
privacy-fault = Fout
privacy-all = Alles wat bewaard wordt, en hoe lang
privacy-own = Uw gegevens inzien, verbeteren of wissen
privacy-own-text = U kunt dit nu zelf doen. Geef het e-mailadres dat u in de chat hebt gegeven; wij sturen er een link heen.
privacy-own-label = E-mailadres
privacy-own-button = Stuur mij een link
privacy-ended = Uw halfuur hier is voorbij, of het is nog niet begonnen. Vraag een link aan om verder te gaan.
privacy-finished = U bent uitgelogd. Niemand kan nog iets inzien vanuit deze browser.
privacy-sent-title = Kijk in uw inbox
privacy-sent-text = Als wij iets onder dat adres bewaren, is er een e-mail met een link onderweg. De link werkt één keer, een uur lang.
privacy-sent-nothing = Na een paar minuten nog niets?
privacy-sent-spam = Kijk bij de ongewenste e-mail.
privacy-sent-spelt = Controleer hoe het adres is gespeld: het moet het adres zijn dat u in de chat hebt gegeven.
privacy-sent-wait = Wacht een minuut en vraag de link dan opnieuw aan.
privacy-sent-none = Of wij bewaren er niets onder. Deze pagina zegt in beide gevallen hetzelfde, zodat niemand kan achterhalen wie ons heeft geschreven.
privacy-again = Nieuwe link aanvragen
privacy-link-text = De volgende pagina laat zien wat onder uw e-mailadres wordt bewaard. Daar kunt u het downloaden, verbeteren of wissen.
privacy-link-button = Mijn gegevens tonen
privacy-link-once = De link werkt één keer. Na een halfuur wordt u uitgelogd, of wanneer u “{ privacy-finish }” kiest.
privacy-gone-text = De link is gebruikt, is ouder dan een uur, of er wordt niets meer onder het adres bewaard.
privacy-data-title = Uw gegevens
privacy-data-text = Dit is alles wat onder { $address } wordt bewaard. Na een halfuur wordt u uitgelogd.
privacy-download = Alles downloaden
privacy-finish = Afsluiten
privacy-nothing = Er wordt niets bewaard.
privacy-visit = Uw bezoek van { $at }
privacy-restricted = Beperkt.
privacy-restricted-since = Sinds { $at }.
privacy-restricted-accuracy = U zegt dat de gegevens onjuist zijn; ze blijven onaangeroerd tot dat is nagegaan.
privacy-restricted-unlawful = De gegevens worden op uw wens bewaard en niet gebruikt.
privacy-restricted-claims = De gegevens worden voor uw rechtsvordering bewaard en niet gebruikt.
privacy-restricted-objection = U maakt bezwaar tegen het gebruik; de gegevens blijven onaangeroerd tot dat is afgewogen.
privacy-restricted-by-us = Dit hebben wij zelf beperkt. Schrijf ons om de beperking te laten opheffen.
privacy-name = Naam
privacy-confirmed-at = Bevestigd
privacy-not-confirmed = Nog niet: de link in onze eerste e-mail is niet gebruikt.
privacy-language = Taal
privacy-ip = Internetadres
privacy-not-kept = Niet bewaard
privacy-files = Bestanden
privacy-no-files = Geen
privacy-correct = Naam of adres verbeteren
privacy-correct-hint = Een ander adres krijgt een e-mail met een link om het te bevestigen. Vanaf dan hoort dit bezoek bij het nieuwe adres en kan het oude het niet meer openen: kijk goed hoe het is gespeld.
privacy-correct-button = Verbetering opslaan
privacy-leave-it = Laten zoals het is
privacy-moved-title = Bevestig het nieuwe adres
privacy-moved-text = Het bezoek hoort nu bij { $address }. Er is een e-mail met een link naar dat adres onderweg; tot de link is gebruikt, is het adres niet bevestigd.
privacy-moved-old = { $address } kan dat bezoek niet meer openen.
privacy-moved-again = Vraag met het nieuwe adres een link aan om uw gegevens weer in te zien.
privacy-back = Terug naar uw andere bezoeken
privacy-decided = Wat u hebt besloten
privacy-purpose-request = Behandeling van uw verzoek
privacy-purpose-training = Training van AI
privacy-decision-agreed = Ingestemd
privacy-decision-withdrawn = Ingetrokken
privacy-decision-refused = Geweigerd
privacy-no-training = Geen training met mijn bestanden
privacy-restrict = Gebruik beperken
privacy-restrict-text = Wij bewaren de gegevens en laten ze onaangeroerd: ze worden niet voor training gebruikt, en alleen wie privacyverzoeken beantwoordt kan ze lezen. Uw verzoek ligt zolang stil. U kunt de beperking hier op elk moment opheffen.
privacy-restrict-training = Stoort alleen de training u? “{ privacy-no-training }” op de vorige pagina is genoeg.
privacy-restrict-why = Waarom?
privacy-restrict-choose = Kies een van deze redenen.
privacy-reason-accuracy = De gegevens zijn onjuist en moeten worden nagegaan
privacy-reason-objection = Ik maak bezwaar tegen het gebruik
privacy-reason-unlawful = Het gebruik is onrechtmatig, maar wis de gegevens niet
privacy-reason-claims = Ik heb de gegevens nodig voor een rechtsvordering
privacy-lift = Beperking opheffen
privacy-withdraw = Mijn toestemming intrekken
privacy-withdraw-title = Toestemming intrekken
privacy-withdraw-text = Zonder uw toestemming mogen wij niets van dit bezoek bewaren. Intrekken betekent dus: het bezoek wordt gewist, en niemand kan uw verzoek nog behandelen. Wat daarvoor is gedaan, blijft rechtmatig.
privacy-erase = Alles wissen
privacy-erase-text = Elk bezoek hierboven, met de bestanden, voorgoed. Voordat er iets wordt gewist, vragen wij het u nog één keer.
privacy-erase-good = Dit is voorgoed. Niets brengt het terug, ook geen reservekopie.
privacy-goes = Wat wordt gewist
privacy-goes-visits =
    { $count ->
        [one] De naam en het adres { $address } van dit bezoek
       *[other] { $count } bezoeken, met hun namen en het adres { $address }
    }
privacy-goes-files =
    { $count ->
        [0] Geen bestanden: er zijn er geen gestuurd
        [one] { $count } bestand, met alle kopieën
       *[other] { $count } bestanden, met alle kopieën
    }
privacy-goes-rest = Wat u hebt besloten, elke link en e-mail die nog moet worden verstuurd
privacy-stays = Wat blijft
privacy-stays-receipt = Een bewijs dat zegt dat, wanneer en hoeveel er is gewist, en niemand noemt
privacy-stays-trail = Regels die bewijzen wat er is gedaan, en ook niemand noemen
privacy-sure = Ja, wissen
privacy-sure-fault = Vink het vakje aan om te zeggen dat u het zeker weet.
privacy-erase-button = Voorgoed wissen
privacy-keep = Bewaren
privacy-erased-title = Gewist
privacy-erased-text = Naam, adres en besluiten zijn gewist. De bestanden worden nu gewist; het bewijs zegt wanneer de laatste kopie weg is.
privacy-receipts =
    { $count ->
        [one] Uw bewijs
       *[other] Uw bewijzen
    }
privacy-receipt-keep = Een bewijs noemt niemand. Bewaar het nummer als u later wilt aantonen dat u erom hebt gevraagd.
privacy-receipt-done = Alles is gewist
privacy-receipt-done-text = De opslag van de bestanden is het laatst gevraagd en bevat er niets meer van.
privacy-receipt-running = Bezig met wissen
privacy-receipt-running-text = De persoonsgegevens zijn gewist. De bestanden worden nu gewist.
privacy-receipt-look = Opnieuw kijken
privacy-receipt-asked = Gevraagd
privacy-receipt-finished = Klaar
privacy-receipt-not-yet = Nog niet
privacy-receipt-copies = Gewiste kopieën
privacy-receipt-counted = Wordt aan het eind geteld
privacy-receipt = Bewijs
privacy-did-corrected = De verbetering is opgeslagen.
privacy-did-training = Uw bestanden worden niet meer voor training gebruikt.
privacy-did-restricted = Het gebruik is beperkt. Wij bewaren de gegevens en laten ze onaangeroerd.
privacy-did-lifted = De beperking is opgeheven.
privacy-accessibility = Toegankelijkheid van deze chat
page-languages = Deze pagina in andere talen

kept-caption = Wat wordt bewaard, waarvoor, op welke grond en hoe lang
kept-what = Wat
kept-for = Waarvoor
kept-basis = Grond
kept-time = Hoe lang
kept-open = Bestanden van een bezoek zonder adres
kept-open-for = Om bestanden te bewaren tot de bezoeker heeft besloten, en ze te wissen als de bezoeker weggaat
kept-pending = Naam, e-mailadres en bestanden, voordat het adres is bevestigd
kept-pending-for = Om het verzoek te ontvangen en te controleren of het adres van de persoon is
kept-complete = Naam, e-mailadres en bestanden, zodra het adres is bevestigd
kept-complete-for = Om het verzoek te beantwoorden; bestanden trainen AI alleen als de persoon daarmee heeft ingestemd
kept-ip = Internetadres op het moment van een besluit
kept-ip-for = Om misbruik te onderzoeken en aan te tonen wie heeft besloten
kept-consents = Gegeven en geweigerde toestemmingen, met tekst en tijd
kept-consents-for = Om aan te tonen waarmee is ingestemd
kept-links = Verstuurde links, als controlegetallen, en wachtende e-mails
kept-links-for = Om te controleren of het adres van de persoon is
kept-ways = Links en aanmeldingen van wie de eigen gegevens inziet
kept-ways-for = Om iedereen de eigen gegevens zelf te laten inzien, verbeteren en wissen
kept-trail = Het logboek: wat met welk bezoek is gedaan, en door wie, zonder namen
kept-trail-for = Om te verantwoorden wat is gedaan en na te gaan wat een incident heeft geraakt
kept-receipts = Bewijzen van wissing, zonder namen
kept-receipts-for = Om aan te tonen dat, wanneer en hoeveel is gewist
kept-requests = Verzoeken per post of telefoon: wie om wat heeft gevraagd, en wanneer is geantwoord
kept-requests-for = Om op tijd te antwoorden, en dat aan te tonen
kept-funnel = Hoe ver bezoeken kwamen: aantallen per dag
kept-funnel-for = Om te zien waar bezoeken stoppen
kept-consent = Toestemming, artikel 6, lid 1, onder a
kept-interest = Gerechtvaardigd belang, artikel 6, lid 1, onder f
kept-duty = Wettelijke plicht, artikel 6, lid 1, onder c, met de artikelen { $articles }
kept-nobody = Niemands gegevens: uit aantallen is niemand te herkennen
kept-time-open = Uiterlijk { $time } na het laatste teken van de browser
kept-time-pending = { $time } nadat ze het laatst zijn gegeven
kept-until-confirmed = Tot de persoon bevestigt, weigert of om verwijdering vraagt
kept-time-complete = { $time } na de bevestiging
kept-until-needed = Tot het verzoek ze niet meer nodig heeft, of de persoon om verwijdering vraagt
kept-time-ip = { $time } nadat het is genoteerd
kept-as-long = Even lang als de naam en het e-mailadres
kept-time-links = Even lang als de naam en het e-mailadres; een e-mail tot die is verstuurd
kept-time-ways = Een link werkt 1 uur, een aanmelding 30 minuten; beide worden kort daarna gewist
kept-time-trail = { $time } na de handeling
kept-proof = Bewaard als bewijs
kept-time-receipts = { $time } na de wissing
kept-time-requests = { $time } na het antwoord; dan wordt gewist wie het vroeg
kept-always = Bewaard

## De kopie van de eigen gegevens: de pagina in het archief

copy-text = Een kopie van alles wat over u wordt bewaard, op { $at }. Deze pagina heeft niets anders nodig dan haar map.
copy-missing =
    { $count ->
        [one] Er ontbreekt één bestand. Het is aangekomen, maar de opslag bevat het niet meer. De lijst hieronder zegt welk.
       *[other] Er ontbreken { $count } bestanden. Ze zijn aangekomen, maar de opslag bevat ze niet meer. De lijst hieronder zegt welke.
    }
copy-changed = Laatst gewijzigd
copy-number = Nummer van het bezoek
copy-file-missing = Ontbreekt in de opslag
copy-file-differs = De opslag bevat { $size }
copy-no-wording = De tekst van deze versie is hier niet vastgelegd.
copy-version = Versie
copy-links = Per e-mail verstuurde links
copy-link-used = Verstuurd op { $sent }, gebruikt op { $used }
copy-link-unused = Verstuurd op { $sent }, niet gebruikt, geldig tot { $until }
copy-waiting = Sinds { $at } wacht een e-mail op verzending
copy-requests = Wat per post of telefoon is gevraagd
copy-request-received = Ontvangen op { $day }
copy-request-open = Nog niet beantwoord, uiterlijk op { $day }
copy-request-extended = Met twee maanden verlengd, meegedeeld op { $day }
copy-request-done = Beantwoord op { $at }
copy-request-refused = Geweigerd op { $at }
copy-request-unidentified = Gesloten op { $at }: het was niet vast te stellen om wiens gegevens het ging
copy-happened = Wat er is gebeurd
copy-did-given = De contactgegevens zijn gegeven
copy-did-changed = De contactgegevens zijn vóór de bevestiging verbeterd
copy-did-confirmed = Het adres is bevestigd
copy-did-corrected = De gegevens zijn verbeterd
copy-did-agreed = Het vorige adres is ermee akkoord gegaan dat het nieuwe ziet wat eerder is gestuurd
copy-did-read = De gegevens zijn gelezen
copy-did-downloaded = Een bestand is gedownload
copy-did-copied = Een kopie zoals deze is gemaakt
copy-did-asked = Een link naar de pagina met deze gegevens is gevraagd
copy-did-opened = Die link is gebruikt
copy-did-withdrawn = Een toestemming is ingetrokken
copy-did-restricted = Het gebruik is beperkt
copy-did-lifted = De beperking is opgeheven
copy-by-visitor = de bezoeker
copy-by-staff = het personeel
copy-by-operator = de beheerder
copy-by-system = een regel van de beheerder
copy-by-unknown = onbekende persoon
copy-programs = Voor programma’s:

## De demonstratie: een verzonnen kantoor

demo-ask = Hulp vragen
demo-how = Zo werkt het
demo-developers = Voor ontwikkelaars
demo-headline = Een brief die u niet begrijpt? Breng hem mee.
demo-promise = Huur, werk, uitkeringen: laat ons de papieren zien, en iemand die het recht kent leest ze. U hoort binnen twee werkdagen van ons. Het kost niets.
demo-start = Laat ons uw papieren zien
demo-small = Ongeveer twee minuten. Als u voor het einde weggaat, wordt alles verwijderd.
demo-picture = Een open deur met licht erachter, en een envelop op de mat
demo-name = Geef ons uw naam
demo-name-text = Elke naam, in elk schrift. Geen account, geen wachtwoord.
demo-papers = Voeg uw papieren toe
demo-papers-text = Brieven, contracten, foto’s van pagina’s. Of niets, als u alleen een vraag hebt.
demo-link = Open één link
demo-link-text = We sturen hem naar uw e-mailadres. Hij bewijst dat het adres van u is, en u bent klaar.
demo-made-up = Dit kantoor is verzonnen. De chat niet
demo-line = Met één regel staat hij op elke pagina. Die maakt de knop in de hoek en laadt verder niets tot iemand hem opent.
demo-line-label = De regel om toe te voegen
demo-also = Ook:
demo-scripts = In scripts:
demo-api = API-documentatie
demo-mail = Onderschepte e-mail
demo-sign-in-as = Aanmelden als { $name }
demo-sign-out = { $name } afmelden

## De widget

widget-title = Intake
frame-noscript = JavaScript staat uit. Schrijf het bedrijf van wiens pagina u komt.
frame-description = Een kort gesprek: uw naam, uw bestanden, uw e-mailadres.
frame-still = De chat heeft scripts en een eigen plek in de browser nodig.
frame-new-tab = In een nieuw tabblad openen
frame-failed = De chat laadt niet.
widget-assistant = Assistent
widget-you = U
widget-conversation = Gesprek
widget-close = Sluiten
widget-menu = Meer
widget-notice = Privacyverklaring
widget-accessibility = Toegankelijkheid
widget-edit-answer = Dit antwoord wijzigen
widget-note-open = Wordt verwijderd als u eerder weggaat
widget-note-pending = Wacht op uw bevestiging
widget-note-complete = Bevestigd
widget-note-gone = Er is niets bewaard
widget-send = Sturen
widget-back = Terug
widget-retry = Opnieuw proberen
widget-label-text = Uw antwoord
widget-label-name = Uw naam
widget-label-email = Uw e-mailadres
widget-did-you-mean = Bedoelde u { $address }?
widget-choose = Bestanden toevoegen
widget-photo = Een foto maken
widget-drop = Zet de bestanden hier neer
widget-which = Welke bestanden?
widget-allowed =
    { $count ->
        [one] 1 bestand van hoogstens { $size }: { $types }.
       *[other] Tot { $count } bestanden van elk { $size }: { $types }.
    }
widget-go-on =
    { $count ->
        [0] Verder zonder bestanden
        [one] Verder met 1 bestand
       *[other] Verder met { $count } bestanden
    }
widget-total =
    { $count ->
        [one] { $count } bestand, { $size }
       *[other] { $count } bestanden, { $size }
    }
widget-total-of = { widget-total } van { $most }
widget-still-sending =
    { $count ->
        [one] 1 bestand is nog onderweg. Wacht even, of annuleer wat u niet nodig hebt.
       *[other] { $count } bestanden zijn nog onderweg. Wacht even, of annuleer wat u niet nodig hebt.
    }
widget-not-arrived =
    { $count ->
        [one] 1 bestand is niet aangekomen. Probeer het opnieuw of verwijder het.
       *[other] { $count } bestanden zijn niet aangekomen. Probeer het opnieuw of verwijder ze.
    }
widget-no-files = Geen bestanden
widget-cut = Het versturen is afgebroken. Voeg het bestand opnieuw toe.
widget-cut-off = Het versturen is afgebroken. Het gaat verder als er weer verbinding is.
widget-waiting = Wacht
widget-storing = Wordt opgeslagen
widget-stored = Aangekomen
widget-arrived = { $name } is aangekomen.
widget-cancel-file = { $name } annuleren
widget-retry-file = { $name } opnieuw proberen
widget-remove-file = { $name } verwijderen
widget-just-over = iets meer dan { $size }
widget-refused-type = “{ $name }” is een { $ending }-bestand, dat hier niet geopend kan worden. Probeer een pdf of een afbeelding van dezelfde pagina’s.
widget-refused-size = “{ $name }” is { $size }. Bestanden mogen tot { $most } groot zijn. Probeer een pdf van dezelfde pagina’s.
widget-refused-empty = “{ $name }” is leeg. Controleer het op uw apparaat en voeg het dan opnieuw toe.
widget-refused-count =
    { $count ->
        [one] “{ $name }” is er een te veel. Er is plaats voor 1 bestand. Verwijder het om dit toe te voegen.
       *[other] “{ $name }” is er een te veel. Er is plaats voor { $count } bestanden. Verwijder er een om dit toe te voegen.
    }
widget-refused-total = “{ $name }” past er niet bij. Alle bestanden samen mogen tot { $size } groot zijn. Verwijder er een om dit toe te voegen.
widget-refused-twice = “{ $name }” staat al in de lijst.
widget-refused-changed = “{ $name }” is gewijzigd of verplaatst sinds u het koos. Kies het opnieuw.
widget-refused-folder = “{ $name }” is een map. Kies de bestanden die erin staan.
widget-optional = Vrijblijvend.
widget-full-notice = Lees de hele verklaring
widget-opens = (opent in een nieuw tabblad)
widget-agree = Akkoord en sturen
widget-agreed = Ik ga akkoord. Geen AI-training
widget-agreed-training = Ik ga akkoord, en mijn bestanden mogen de assistent trainen
widget-inbox-title = Kijk in uw inbox
widget-inbox-once = De link werkt één keer. Als u hem opent, is alles afgerond.
widget-inbox-until = De link werkt één keer, tot { $until }. Als u hem opent, is alles afgerond.
widget-inbox-to = We hebben naar { $address } geschreven.
widget-inbox-unknown = We hebben een link gestuurd naar het adres dat u gaf.
widget-undelivered-title = De e-mail kon niet worden bezorgd
widget-undelivered-to = De mailserver zegt dat dit adres niet bestaat of geen e-mail aanneemt: { $address }.
widget-undelivered-unknown = De mailserver zegt dat dit adres niet bestaat of geen e-mail aanneemt.
widget-undelivered-help = Controleer of het adres goed geschreven is, of gebruik een ander adres. Wat u hebt gestuurd, blijft bewaard.
widget-again = Opnieuw sturen
widget-again-in = Opnieuw sturen over { $seconds } s
widget-sent-again = Opnieuw gestuurd. Het kan een minuut duren; kijk ook in de spammap.
widget-wrong = Adres wijzigen
widget-change = Wijzigen en sturen
widget-keep = Zo laten
widget-changed = We hebben een nieuwe link naar { $address } gestuurd. Oudere links werken niet meer.
widget-done-title = Dank u. Alles is bevestigd
widget-done = We hebben wat u hebt gestuurd en schrijven u. U kunt dit venster sluiten.
widget-new-visit = Een nieuw bezoek beginnen
widget-ended = { problem-session-gone }
widget-start-again = Opnieuw beginnen
widget-welcome-back = Welkom terug. U was in deze browser al begonnen. Verdergaan of opnieuw beginnen? Opnieuw beginnen verwijdert wat u hebt gestuurd.
widget-go-on-visit = Verdergaan
widget-start-over = Opnieuw beginnen
widget-leave = Weggaan en alles verwijderen
widget-leave-title = Alles verwijderen wat u hebt gestuurd?
widget-leave-text = Uw antwoorden en bestanden worden nu verwijderd. Dit kan niet ongedaan worden gemaakt.
widget-leave-yes = Verwijderen en weggaan
widget-leave-no = Blijven
widget-failure = { problem-internal }
widget-offline = Er is nu geen verbinding. Wat u hebt ingevuld, staat er nog.
widget-differ = Sommige bestanden zijn niet aangekomen. Bekijk de lijst en ga dan verder.
widget-reference = Kenmerk { $id }

## De toegankelijkheidsverklaring

access-intro = Iedereen moet deze chat en zijn pagina’s kunnen gebruiken. Ze zijn gemaakt om te voldoen aan de WCAG 2.2, niveau AA.
access-count-on = Waar u op kunt rekenen
access-keyboard = Toetsenbord:
access-keyboard-text = alles werkt zonder muis. De focus is altijd zichtbaar en gaat naar de volgende vraag. Escape sluit de chat, en niets houdt u erin vast.
access-readers = Schermlezers:
access-readers-text = nieuwe berichten en aangekomen bestanden worden aangekondigd zonder u te onderbreken. Elk veld, elke knop en elke afbeelding heeft een naam. Een fout staat naast het veld en zegt wat u kunt doen.
access-zoom = Grote tekst en zoom:
access-zoom-text = bij 400 % is niets afgesneden, en u scrolt in één richting.
access-colours = Kleuren:
access-colours-text = tekst heeft een contrast van minstens 4,5 op 1, welke kleur het bedrijf ook koos. De donkere modus en de kleuren met hoog contrast van uw systeem worden gevolgd. Geen informatie zit alleen in kleur.
access-touch = Aanraken:
access-touch-text = elke knop is minstens 44 pixels hoog en breed.
access-calm = Rust:
access-calm-text = niets knippert. Als uw systeem om minder beweging vraagt, beweegt er niets.
access-time = Tijd:
access-time-text = er loopt geen klok terwijl u schrijft. Een open chat wordt tot een dag bewaard; een gesloten of vergeten chat wordt verwijderd, en de chat zegt u dat.
access-memory = Geheugen:
access-memory-text = niets wordt twee keer gevraagd. U kunt teruggaan en een antwoord wijzigen, en bij opnieuw laden gaat niets verloren. Er is geen puzzel om op te lossen.
access-how = Hoe we dat weten
access-how-text = Elke versie wordt machinaal (axe) gecontroleerd in elke toestand van de chat, licht en donker, in beide schrijfrichtingen, en met routes met alleen het toetsenbord, bij 400 % zoom, met minder beweging en met geforceerde kleuren. Machines vinden niet alles.
access-not-yet = Wat nog niet werkt
access-not-pictures = Afbeeldingen en documenten die u stuurt, worden alleen met hun naam en een kleine afbeelding getoond; we beschrijven ze niet.
access-not-scripts = Zonder JavaScript is er geen chat. Schrijf het bedrijf van wiens pagina u komt; de link in onze e-mail werkt zonder.
access-tell = Laat het ons weten
access-tell-text = Als iets u in de weg staat, schrijf dan het bedrijf van wiens pagina u komt, of beantwoord de e-mail die u hebt gekregen. Zeg wat u wilde doen en wat er gebeurde; u hoeft niet uit te leggen waarom.

# The mail to an earlier address, and its page
mail-changed-subject = Het e-mailadres van uw bezoek aan { $site } is gewijzigd
mail-changed-text = een bezoek aan { $site } dat onder dit e-mailadres werd bewaard, wordt nu onder een ander adres bewaard.
mail-changed-hidden = Het nieuwe adres ziet niet wat vóór de wijziging is gestuurd, zoals bestanden. Hebt u het adres zelf gewijzigd en mag het nieuwe adres dit zien, open dan deze link:
mail-changed-button = Aan het nieuwe adres laten zien
mail-changed-not-you = Hebt u niets gewijzigd? Open de link dan niet en laat het { $site } weten.
mail-changed-why = { $site } heeft u geschreven omdat dit e-mailadres bij een bezoek daar hoorde.
page-earlier-title = Mag het nieuwe adres zien wat er is gestuurd?
page-earlier-text = Het bezoek werd eerder onder uw e-mailadres bewaard. Als u akkoord gaat, ziet het nieuwe adres wat in die tijd is gestuurd en kan het dat downloaden.
page-earlier-not-you = Hebt u het adres niet gewijzigd? Sluit deze pagina, dan wordt er niets getoond.
page-earlier-done = Het nieuwe adres kan het nu zien
privacy-withheld = Wat vóór de wijziging van het e-mailadres is gestuurd, wordt niet getoond. We hebben het vorige adres geschreven; dat kan ermee akkoord gaan.
privacy-not-shown = Wordt niet getoond
privacy-moved-agree = We hebben { $address } geschreven. Totdat u met de link in dat bericht akkoord gaat, ziet het nieuwe adres niet wat er tot nu toe is gestuurd.
kept-earlier = Een vorig e-mailadres, na een wijziging
kept-earlier-for = Om de eigenaar te waarschuwen en het nieuwe adres niet te tonen wat het vorige kon zien
kept-time-earlier = { $time } na de wijziging
kept-mails = Hoeveel e-mails een mailbox kreeg en hoeveel een netwerk onbevestigd heeft geüpload, onder een hash die alleen onze sleutel kan maken
kept-mails-for = Om mailboxen tegen te veel e-mails te beschermen en de opslag tegen vollopen
kept-time-mails = Twee uur na de laatste e-mail, een dag na de laatste upload

## De assistent van leden

chat-greeting = Hallo, ik ben de assistent van deze site. Wat kan ik voor u doen?
chat-notice = U praat met een computerprogramma. Het kan zich vergissen: controleer wat belangrijk is. Uw berichten worden bewaard zodat u het gesprek kunt voortzetten; u kunt ze op elk moment verwijderen.
assistant-restricted = Het gebruik van uw gegevens is hier beperkt, daarom antwoordt de assistent niet. U kunt uw gesprekken nog lezen, kopiëren en verwijderen.
chat-title = Assistent
chat-description = Stel de assistent van deze site een vraag. Uw gesprekken gaan mee naar elk apparaat.
chat-noscript = De assistent heeft JavaScript nodig.
chat-conversations = Gesprekken
chat-conversation = { widget-conversation }
chat-menu = { widget-menu }
chat-begin = Nieuw gesprek
chat-search = Zoeken in uw gesprekken
chat-more = Oudere tonen
chat-earlier = Eerdere berichten tonen
chat-none = Nog geen gesprekken.
chat-nothing = Niets gevonden.
chat-untitled = Zonder titel
chat-rename = Naam wijzigen
chat-remove = Dit gesprek verwijderen
chat-remove-title = Dit gesprek verwijderen?
chat-remove-text = Het wordt op al uw apparaten verwijderd en kan niet worden teruggehaald.
chat-clear = Alle gesprekken verwijderen
chat-clear-title = Alle gesprekken verwijderen?
chat-clear-text = Al uw berichten en alle antwoorden worden verwijderd, op al uw apparaten. Ze kunnen niet worden teruggehaald.
chat-copy-all = Dit gesprek kopiëren
chat-download = Mijn gegevens downloaden
chat-cancel = Annuleren
chat-save = Opslaan
chat-label = Schrijf een bericht
chat-empty = Schrijf eerst een bericht.
chat-send = { widget-send }
chat-stop = Antwoord stoppen
chat-editing = Uw bericht wordt opnieuw verzonden en wat erna kwam wordt vervangen.
chat-edit = Dit bericht wijzigen
chat-copy = Dit antwoord kopiëren
chat-copied = Gekopieerd.
chat-good = Nuttig
chat-bad = Niet nuttig
chat-again = Opnieuw antwoorden
chat-stopped = Gestopt. Wat er al was, is bewaard.
chat-broke-off = Het antwoord brak af. Wat er al was, is bewaard.
chat-no-answer = Er kwam geen antwoord. Probeer het zo meteen opnieuw.
chat-signed-out = U bent afgemeld. Meld u aan op de site om uw gesprekken te zien.
chat-you = { widget-you }
chat-assistant = { widget-assistant }
chat-close = { widget-close }
chat-retry = { widget-retry }
chat-opens = { widget-opens }
chat-notices = { widget-notice }
chat-accessibility = { widget-accessibility }
chat-failure = { widget-failure }
chat-offline = { widget-offline }
chat-reference = Referentie { $id }
chat-found =
    { $count ->
        [one] { $count } gevonden
       *[other] { $count } gevonden
    }
kept-time-member = { $time } na het laatste bericht van het lid
kept-time-conversation = { $time } na het laatste bericht
kept-time-action = { $time } nadat die gedaan of weggelegd is
kept-member-for-ever = Tot het lid het verwijdert
# Answers to members from documents, without a model
assistant-nothing = Hierover heb ik niets gevonden in de documenten die ik ken. Vraag het met andere woorden, of vraag het de mensen van deze site.
assistant-filtered = Het model mag hierop niet antwoorden. Probeer het in andere woorden te vragen.
# $source: such as “Opening hours (opening.md)”
assistant-source = Bron: { $source }

# The member's messenger.
messenger-title = Berichten
messenger-lead = Koppel uw WhatsApp-account en zie wat er in uw berichten te doen is.
messenger-phone = Uw telefoonnummer
messenger-phone-hint = Met landnummer, zoals +31 6 12345678
messenger-continue = Verder
messenger-link-title = Uw account koppelen
messenger-notice = Een programma leest uw berichten, ook wat anderen u schrijven, om te vinden wat er te doen is, en verwijdert ze daarna; alleen de zin waaruit een actie komt blijft bewaard. Door de code te scannen stemt u daarmee in. U kunt de koppeling altijd verbreken. WhatsApp biedt dit niet aan andere programma’s aan en kan uw account beperken.
messenger-qr = QR-code om met WhatsApp op uw telefoon te scannen
messenger-qr-wait = De code komt eraan
messenger-qr-time = Resterende tijd voor deze code
messenger-step-open = Open WhatsApp op uw telefoon.
messenger-step-menu = Ga naar Instellingen, Gekoppelde apparaten, Apparaat koppelen.
messenger-step-scan = Richt de telefoon op deze code.
messenger-again = Nieuwe code tonen
messenger-type-instead = In plaats daarvan een code op de telefoon typen
messenger-known = Dit nummer is al gekoppeld
messenger-code = Code die in uw eigen chat kwam
messenger-verify = Bevestigen
messenger-other-number = Ander nummer gebruiken
messenger-resume = Verbinden
messenger-pause = Pauzeren
messenger-restart = Opnieuw starten
messenger-unlink = Ontkoppelen
messenger-sign-out = Afmelden
messenger-actions = Wat er te doen is
messenger-pending = Te doen
messenger-done = Gedaan
messenger-dismissed = Weggelegd
messenger-empty = Hier is niets. Nieuwe dingen verschijnen vanzelf.
messenger-more = Oudere tonen
messenger-news = Nieuw:
messenger-quote = Uit het bericht
messenger-mark-done = Gedaan
messenger-dismiss = Wegleggen
messenger-reopen = Terugzetten
messenger-edit = Corrigeren
messenger-edit-title = Wat
messenger-edit-day = Dag
messenger-edit-time = Tijd
messenger-save = Opslaan
messenger-cancel = Annuleren
messenger-share = Anderen laten meelezen
messenger-share-text = Zij zien wat er te doen is, met de zinnen waar het uit komt. Ze kunnen niets wijzigen en zien geen andere berichten.
messenger-share-phone = Hun telefoonnummer
messenger-share-add = Delen
messenger-share-end = Niet meer delen
messenger-share-read = Lezen
messenger-received = Met u gedeeld
messenger-unlink-title = Dit account ontkoppelen?
messenger-unlink-text = Het wordt bij WhatsApp afgemeld en de sleutels worden vernietigd. Uw lijst blijft.
messenger-failure = Dat lukte niet. Probeer het zo nog eens.
messenger-offline = Geen verbinding. Probeer het opnieuw als u online bent.
messenger-noscript = Deze pagina heeft JavaScript nodig.
messenger-state-none = Niet gekoppeld
messenger-state-stopped = Gepauzeerd
messenger-state-starting = Start
messenger-state-pairing = Wacht op uw telefoon
messenger-state-online = Verbonden
messenger-state-offline = Opnieuw verbinden
messenger-state-asleep = Slaapt tot u komt
messenger-state-logged-out = Uw telefoon heeft de koppeling beëindigd
messenger-state-replaced = Een ander programma gebruikt deze koppeling
messenger-state-banned = WhatsApp heeft het account tijdelijk geblokkeerd
messenger-state-failed = Geen verbinding. Start later opnieuw.
messenger-state-other-number = De telefoon van een ander nummer heeft gescand; er is niets bewaard
messenger-kind-task = Taak
messenger-kind-meeting = Afspraak
messenger-kind-payment = Betaling
messenger-kind-call = Telefoontje
messenger-kind-purchase = Aankoop
