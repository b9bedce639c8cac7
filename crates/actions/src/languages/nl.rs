//! Dutch.

use super::{Script, Tables};

pub const TABLES: Tables = Tables {
    script: Script::Latin,
    common: "de het een en is zijn ik jij je hij ze wij we jullie u niet met op voor van naar bij om te dat die dit deze mijn jouw zijn haar \
             ons onze kun kan kunt zou wil graag alsjeblieft aub morgen vandaag even nog ook maar of als wat wanneer waar hoe heb hebt heeft \
             wordt bedankt dankjewel hoi hallo stuur bel koop kopen betalen moet moeten vergeet er uur vanavond al",
    greetings: "hoi hallo hey hi dag goedemorgen goedemiddag goedenavond beste lieve mam pap schat jongens allemaal ok oké bedankt sorry ja nee \
                oh ah meneer mevrouw goeie morgen dank moi",
    fillers: "alsjeblieft alstublieft aub ajb en dan ook nog even ok oké dus nu graag maar of herinnering dringend belangrijk trouwens eerst \
              svp zeg morgen vandaag",
    requests: "alsjeblieft|alstublieft|aub|ajb|svp|kun je|kan je|kunt u|kan u|kunnen jullie|zou je|zou u|zouden jullie|wil je|wilt u|willen jullie|\
               graag voor|graag uiterlijk|vergeet niet|vergeet u niet|vergeten jullie niet|niet vergeten|denk aan|denk eraan|denk je aan|denken jullie aan|herinner me|\
               herinner mij|je moet|u moet|jullie moeten|moet je nog|zorg dat|zorg ervoor|zorgt u|zorg je|ik heb van je nodig|ik heb * nodig van|\
               heb ik van je nodig|wij hebben nodig|laat me weten|laat mij weten|laat even weten|laat weten|laat het me|laat het weten|geef even door|geef me|\
               bel me|bel mij|bel even|bel je|stuur je|breng je|haal je|neem je|koop je|regel je|check je|kijk je|doe je|geef je|betaal je|maak je|zet je * aub|\
               ik wil graag dat|ik zou graag willen|zou fijn zijn als je|zou tof zijn als je|zou handig zijn als|het zou fijn zijn|lukt het je om|lukt het om|\
               vind je het erg om|heb je zin om * te halen|moet uiterlijk|moet voor|moeten voor|moet nog voor|uiterlijk|deadline is|inleveren voor|\
               ik wacht nog op|we wachten nog op|ik mis nog|we missen nog|jij bent aan de beurt|is jouw beurt|graag even|gelieve|wees zo lief|wees zo goed|\
               ben je zo lief|zou jij|kun jij|kan jij|wil jij|mag ik van je",
    imperatives: [
        "stuur|zend|mail|app|breng|haal|neem|pak|geef|zeg|vraag|kijk|check|controleer|lees|teken|onderteken|vul|print|boek|reserveer|annuleer|\
         bevestig|bereid|maak|doe|ruim|poets|zet|leg|laad|beantwoord|antwoord|reageer|schrijf|laat|help|wacht|kom|ga|rij|denk|vergeet|regel|\
         organiseer|sluit|open|was|download|upload|voeg|zoek|vind|deel|verbeter|wissel|houd|hou|lever|meld|schrijf je|werk|ververs|verplaats|verzet|verwijder|\
         installeer|test|repareer|onthoud|zorg|plan|kook|bak|stofzuig|voer|gooi|doe mee|scan|kopieer|verleng|vernieuw|zeg op|draai|noteer|bewaar|leen|neem contact",
        "spreek af|ontmoet|kom langs",
        "betaal|maak over|voldoe|stort|tikkie",
        "bel|telefoneer|bel terug",
        "koop|bestel|haal melk|haal brood|haal even",
    ],
    notes: [
        "sturen|mailen|appen|brengen|halen|ophalen|meenemen|nemen|geven|zeggen|vragen|navragen|kijken|checken|controleren|lezen|tekenen|ondertekenen|\
         invullen|printen|uitprinten|boeken|reserveren|annuleren|bevestigen|voorbereiden|maken|afmaken|doen|opruimen|poetsen|schoonmaken|water geven|\
         uploaden|antwoorden|beantwoorden|reageren|schrijven|organiseren|regelen|wassen|inleveren|opzeggen|verlengen|aanvragen|repareren|plannen|\
         pakken|inpakken|aanmelden|afmelden|afzeggen|verzetten|tanken|leren|oefenen|uitnodigen|zoeken|verbeteren|testen|niet vergeten|denken aan|\
         terugbrengen|weggooien|apk|deadline|belastingaangifte|backup maken|opsturen|langsgaan|installeren|updaten|bespreken|zetten|legen|stofzuigen|aangeven",
        "afspraak|tandarts|dokter|huisarts|vergadering|overleg|ouderavond|kapper|lunch met|eten met|koffie met|sollicitatie|fysio|dierenarts|meeting",
        "betalen|overmaken|huur|rekening|factuur|tikkie",
        "bellen|terugbellen|opbellen",
        "kopen|boodschappen|bestellen",
    ],
    hints: [
        "betaal|betaalt|betalen|overmaken|maak * over|huur overmaken|tikkie|borg|geld|voldoen|betaal ik|maak ik over|stort",
        "bel|bellen|belt|terugbellen|belletje|telefoontje|opbellen|bel je",
        "koop|kopen|koopt|bestel|bestellen|melk|brood|eieren|boter|boodschappen|supermarkt|winkel",
    ],
    invitations: "zullen we|spreken we af|afspreken|afspraak|heb je tijd|heeft u tijd|hebben jullie tijd|heb jij tijd|past het|komt het uit|schikt het|schikt|kom je|\
                  komen jullie|komt u|vergadering|overleg|lunch|lunchen|koffie|eten we|kom je eten|borrel|ben je vrij|ben je beschikbaar|bent u beschikbaar|\
                  zijn jullie vrij|uitgenodigd|ouderavond|zien we elkaar|repetitie|even bijpraten|ben je erbij|barbecue|bbq",
    demands: "je krijgt nog|krijg nog * van je|krijg ik nog|je bent me|bent me nog|moet nog betaald worden|huur is nog niet|is nog niet binnen|nog niet ontvangen|factuur is vervallen|\
              factuur staat|openstaande|staat nog open|betalingsherinnering|jouw deel is|jouw deel|mijn rekening|mijn iban|te betalen voor|is verlopen betaling|achterstand",
    promises: "ik stuur|ik zal|ik bel|ik breng|ik neem|ik haal|ik maak|ik doe|ik ga * even|ik koop|ik betaal|ik maak * over|ik schrijf|ik regel|ik zorg|ik kijk|\
               ik check|ik controleer|ik geef|ik vraag|ik laat|ik print|ik boek|ik reserveer|ik zeg * door|ik zet|ik bak|ik mail|ik app|ik kom * halen|ik kom * langs|\
               ik bereid|ik lever|ik teken|ik bestel|ik help|ik pak|stuur ik|bel ik|breng ik|neem ik|haal ik|maak ik|doe ik|koop ik|betaal ik|regel ik|laat ik|\
               mail ik|check ik|zal ik je * sturen|wij zullen|we sturen|ik vul|ik lees|ik reageer|ik antwoord|ik ruim|ik plan|ik geef je",
    blockers: "hoeft niet|hoef je niet|hoeft u niet|hoeven jullie niet|niet nodig|geen zorgen|maak je geen|geen probleem|al gedaan|is al|heb al|heb ik al|had ik|zou ik|\
               als ik jou was|bedankt voor|dank je voor|dankjewel voor|dank voor|klik hier|korting|koop nu|bestel nu|heb je|heeft u|hebben jullie|stuur dit|stuur dit bericht door|\
               deel dit|doorsturen aan al|kun je je voorstellen|kan je je voorstellen|kun je geloven|stel je voor|weet je nog|pas goed op|slaap lekker|fijne dag|fijn weekend|\
               veel plezier|veel succes|beterschap|gefeliciteerd|van harte|hoe kun je|wat kun je|waar kan|laat maar|laat zitten|neem de tijd|neem je tijd|doe rustig|haha|grapje|\
               ik ga niet|ik zal nooit|ik zal niet|ik had|had moeten|kijk eens wat|kijk eens hoe|kom op|ik kom eraan|ik kom net|ik maak me|ik doe niets|ik denk erover|geen haast|\
               doe de groeten|doe niet zo|zou willen|gratis verzending|ik zal eens|ik neem aan|ik ga er|ik ga nu|ik ga naar bed|ik ga slapen|gisteren|vorige week|was gezellig|was leuk|waren we|we waren|geluncht|gegeten|was ik|ik was|gehad",
    questions: "wat|waar|wanneer|wie|waarom|welke|welk|hoe|is|zijn|was|ben|bent|heb|heeft|weet|weten|komt hij|komt ze|gaat|mag|wordt",
    days: "vandaag=0|vanavond=0|vanmiddag=0|vanochtend=0|morgen=1|morgenochtend=1|morgenavond=1|morgenmiddag=1|overmorgen=2|goede morgen=0|goeie morgen=0",
    weekdays: "maandag maandagavond maandagmiddag|dinsdag dinsdagavond dinsdagmiddag dinsdagochtend|woensdag woensdagavond woensdagmiddag|\
               donderdag donderdagavond donderdagmiddag|vrijdag vr vrijdagavond vrijdagmiddag vrijdagochtend|zaterdag zaterdagavond zaterdagmiddag|\
               zondag zondagavond zondagmiddag",
    months: "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december",
    next_week: "volgende week|komende week",
    weekend: "weekend",
    within: "over binnen",
    units: "dag=1|dagen=1|week=7|weken=7|maand=30|maanden=30|uur=0|uren=0",
    at: "om|rond|vanaf|voor|tot|tegen|na",
    oclock: "uur u h",
    afternoon: "middag|avond|vanavond|vanmiddag|'s avonds|'s middags|maandagavond|dinsdagavond|woensdagavond|donderdagavond|vrijdagavond|zaterdagavond|zondagavond|morgenavond|morgenmiddag",
    half: ("half", -1),
};
