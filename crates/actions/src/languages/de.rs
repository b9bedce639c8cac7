//! German.

use super::{Script, Tables};

pub const TABLES: Tables = Tables {
    script: Script::Latin,
    common: "der die das den dem ein eine einen einem und ist sind war ich du wir ihr er sie es nicht mit auf für von zu zum zur im \
             am um bis bitte kannst könntest kann können morgen heute mal noch auch mir mich dir dich uns euch ja nein wenn wie was \
             wann wo hast habe hat wird werde schon doch dann aber oder bei aus nach wegen danke hallo moin schick ruf uhr kaufen \
             könnt sich dein deine mein meine unser nur gerne denk",
    greetings: "hallo hi hey moin servus liebe lieber guten morgen tag abend mama papa schatz leute zusammen alle sorry ok okay \
                danke ja nein oh ach so du ihr frau herr grüß gruezi grüezi hallöchen",
    fillers: "bitte und dann auch noch mal also ok okay so jetzt bitteschön dringend wichtig kurz übrigens aber oder erinnerung ps \
              achtung nochmal ach zuerst außerdem gerne morgen heute bis",
    requests: "bitte|kannst du|könntest du|kannst du mir|könnt ihr|könntet ihr|können sie|könnten sie|würdest du|würden sie|\
               würdet ihr|magst du * bitte|denk an|denk dran|denk bitte|denkt an|denkt dran|denken sie|vergiss nicht|vergesst nicht|\
               nicht vergessen|vergessen sie nicht|erinnere mich|erinner mich|du musst|ihr müsst|sie müssen|du solltest|ihr solltet|\
               sie sollten|du sollst|ich brauche von dir|ich brauche bis|ich brauch|wir brauchen * von|brauchen wir noch|\
               ich bräuchte|wir bräuchten|muss bis|müssen bis|muss noch|ruf mich|ruf mal|melde dich|meld dich|melden sie sich|\
               gib mir bescheid|gib bescheid|sag bescheid|sag mir|geben sie|lass mich wissen|lassen sie|wärst du so|wären sie so|\
               hättest du zeit * zu|bist du so lieb|bist so lieb|sei so gut|sei so lieb|schaffst du es|kümmer dich|kümmere dich|\
               kümmerst du dich|ist abzugeben|abgabe ist|bringst du|holst du|schickst du|schaust du|rufst du|kaufst du|machst du|\
               nimmst du|besorgst du|überweist du|gibst du|sagst du|erledigst du|druckst du|buchst du|sorgst du|leihst du|hilfst du|\
               schreibst du|bringt ihr|kommst du bitte|kannste|könntste|frist ist|fällig bis|wäre super wenn du|wäre toll wenn du|\
               wäre nett wenn du|wäre lieb wenn du|wäre schön wenn du|würde mich freuen wenn du|spätestens bis|ich warte noch auf|\
               wir warten noch auf|fehlt noch dein-|fehlen noch|es fehlt noch|pünktlich",
    imperatives: [
        "schick|schicke|schickt|sende|sendet|schreib|schreibe|schreibt|bring|bringe|bringt|hol|hole|holt|nimm|nehmt|gib|gebt|sag|\
         sagt|frag|frage|fragt|schau|schaue|schaut|guck|guckt|check|prüf|prüfe|prüft|lies|lest|unterschreib|unterschreibe|füll|\
         fülle|füllt|druck|drucke|druckt|buch|buche|reservier|reserviere|bestätige|bestätigt|bereite|mach|mache|macht|räum|räume|\
         räumt|putz|putze|gieß|gieße|fütter|füttere|stell|stelle|stellt|leg|lege|legt|lad|lade|ladet|leite|antworte|antwortet|\
         melde|meld|meldet|zeig|zeige|hilf|helft|warte|wartet|komm|kommt|geh|geht|fahr|fahrt|denk|denkt|vergiss|vergesst|besorg|\
         besorge|organisier|organisiere|kümmer|kümmere|erledige|erledigt|schalte|schließ|schließe|öffne|öffnet|wasch|wasche|\
         aktualisier|aktualisiere|trag|trage|tragt|zieh|nehmen sie|schicken sie|senden sie|bringen sie|geben sie|prüfen sie|\
         füllen sie|unterschreiben sie|melden sie|beachten sie|kommen sie|reichen sie|reich|reiche|lass|lasst|sorg|sorge|installier|\
         installiere|lösch|lösche|teste|teile|teilt|setz|setze|pack|packt|vereinbare|vereinbar|kündige|kündig|verschiebe|verschieb|\
         scan|scanne|kopier|kopiere|beantrage|wechsle|repariere|halt|haltet|sieh|seht|finde|such|suche|sucht|ergänze|korrigiere|lösche",
        "triff|trefft|komm vorbei|kommt vorbei",
        "zahl|zahle|zahlt|bezahl|bezahle|bezahlt|überweis|überweise|überweist|überweisen sie|zahlen sie|begleiche|begleichen sie",
        "ruf|rufe|ruft|rufen sie|telefonier|telefoniere",
        "kauf|kaufe|kauft|kaufen sie|bestell|bestelle|bestellt|besorg|besorge|besorgt",
    ],
    notes: [
        "schicken|senden|schreiben|bringen|holen|abholen|mitnehmen|geben|sagen|fragen|nachfragen|schauen|checken|prüfen|lesen|\
         unterschreiben|ausfüllen|drucken|ausdrucken|buchen|reservieren|bestätigen|vorbereiten|machen|fertigmachen|aufräumen|putzen|\
         gießen|füttern|hochladen|antworten|beantworten|melden|zeigen|organisieren|erledigen|waschen|aktualisieren|abgeben|einreichen|\
         kündigen|verlängern|beantragen|reparieren|planen|packen|anmelden|abmelden|vereinbaren|ausmachen|absagen|umbuchen|wechseln|\
         tanken|lernen|üben|einladen|suchen|korrigieren|testen|sichern|stornieren|verschicken|zurückgeben|zurückbringen|nicht vergessen|\
         denken|abschicken|backen|kochen|tüv|deadline|abgabe|steuererklärung|besprechen|klären|mitbringen|rausbringen|umtauschen|\
         weiterleiten|einwerfen|updaten|installieren|reinigen|wegbringen",
        "termin|treffen|zahnarzt|arzt|arzttermin|zahnarzttermin|meeting|besprechung|elternabend|friseur|mittagessen mit|essen mit|\
         kaffee mit|vorstellungsgespräch|physio|kinderarzt|tierarzt",
        "zahlen|bezahlen|überweisen|miete|rechnung|begleichen",
        "anrufen|telefonieren|zurückrufen",
        "kaufen|einkaufen|besorgen|bestellen",
    ],
    hints: [
        "zahl-|bezahl-|überweis-|miete überweisen|begleich-|kaution|geld|überweise|zahle|bezahle|tikkie",
        "ruf-|anruf-|anrufen|zurückrufen|rückruf|telefonier-|ruf * an|rufst",
        "kauf-|einkauf-|besorg-|bestell-|milch|brot|brötchen|eier|butter|supermarkt|mitbringen * supermarkt",
    ],
    invitations: "treffen|treffen wir|wollen wir|sollen wir|hast du zeit|habt ihr zeit|haben sie zeit|hättest du zeit|passt dir|\
                  passt es dir|passt euch|passt ihnen|passt es|lass uns|lasst uns|kommst du|kommt ihr|kommen sie|termin|meeting|\
                  besprechung|mittagessen|abendessen|kaffee|elternabend|sehen wir uns|sitzung|grillen|\
                  findet * statt|einladen|eingeladen|bist du dabei|seid ihr dabei|bist du frei",
    demands: "du schuldest|schuldest mir|bekomme noch|krieg noch|kriege noch|miete ist fällig|rechnung ist fällig|ist überfällig|\
              noch nicht eingegangen|zahlung ist fällig|offener betrag|offene rechnung|noch offen|bekomm ich noch|ist noch offen|\
              auf mein konto|dein anteil|ihr anteil|meine iban",
    promises: "ich schick-|ich schicke|ich ruf-|ich bring-|ich mach-|ich werde|ich komm-|ich hol-|ich kauf-|ich überweis-|ich zahl-|\
               ich bezahl-|ich schreib-|ich melde mich|ich meld mich|ich kümmer-|ich erledige|ich schau-|ich prüf-|ich geb-|ich frag-|\
               ich besorg-|ich bereite|ich druck-|ich buch-|ich reservier-|ich organisier-|ich sag-|ich nehm-|ich stell-|ich lad-|\
               ich back-|ich leg-|ich check-|ich guck-|ich sende|ich fahr-|ich reiche|ich unterschreib-|ich bestell-|ich helfe|\
               ich trag-|ich leite|ich übernehm-|schick ich|schicke ich|ruf ich|bring ich|bringe ich|mach ich|mache ich|hol ich|\
               kauf ich|kaufe ich|melde ich mich|kümmere ich mich|überweise ich|zahle ich|sag ich|erledige ich|gebe ich|geb ich|wir schicken|\
               wir bringen|werde ich|schreibe ich|besorge ich|hole ich|rufe ich|schaue ich|komme ich",
    blockers: "musst nicht|musst du nicht|müsst ihr nicht|müssen sie nicht|brauchst nicht|brauchst du nicht|nicht nötig|keine sorge|\
               kein problem|hat sich erledigt|schon erledigt|bereits|habe schon|hab schon|hast du schon|hätte|hättest * sollen|\
               wenn ich du wäre|danke für|danke dass|vielen dank für|hier klicken|jetzt kaufen|jetzt bestellen|% rabatt|nur noch heute|\
               leite das|leitet das|leite diese|leitet diese|an alle freunde|nehmt keine|keine anrufe|an zehn freunde|an * freunde weiter|schick das an alle|schicke diese nachricht|hast du|habt ihr|haben sie|kannst du dir vorstellen|\
               kannst du dich erinnern|kannst du glauben|stell dir vor|stellt euch vor|mach dir keine|macht euch keine|\
               mach's gut|machs gut|pass auf dich|schlaf gut|komm gut|kommt gut|hab einen|habt einen|viel spaß|viel erfolg|gute besserung|\
               herzlichen glückwunsch|alles gute|weißt du noch|wie kannst du|was kannst du|wo kann|wann kannst|wie soll|was soll|lass es|\
               lass gut sein|schon gut|nimm dir zeit|geh mir nicht|wäre schön gewesen|ich werde nie|ich werde nicht|ich ruf nicht|\
               ich mache nichts|habe ich|hab ich|haha|kleiner scherz|gerne geschehen|würde ich|ich würde|ich wollte|man müsste|\
               sag mal|sag bloß|ach komm|komm schon|ich mach mir|ich komme gerade|ich komm gerade|ich komme aus|ich mache gerade|\
               ich fahre gerade|ich hole gerade|ich schaue gerade|ich schau gerade|sei nicht traurig|schau mal wie|guck mal wie|gestern|letzte woche|waren wir|wir waren|war super|war lecker|war schön|hatten wir|wir hatten|haben wir gestern|war gut",
    questions: "was|wo|wann|wer|warum|wieso|weshalb|welche|welcher|welches|wie|wem|wen|woher|wohin|ist|sind|war|bist|seid|habt|hast|hat|\
                weißt|weiß|gibt|gab|gehts|geht's|kommt er|kommt sie|kommt das|darf",
    days: "heute=0|heute abend=0|heut=0|heut abend=0|heute nachmittag=0|morgen=1|morgen früh=1|morgen abend=1|übermorgen=2|\
           guten morgen=0",
    weekdays: "montag montags mo montagabend montagnachmittag montagmorgen|dienstag dienstagabend dienstagnachmittag|\
               mittwoch mittwochs mittwochabend mittwochnachmittag|donnerstag donnerstagabend donnerstagnachmittag|\
               freitag fr freitags freitagabend freitagnachmittag freitagmorgen|samstag sonnabend samstagabend samstagnachmittag|\
               sonntag sonntags sonntagabend sonntagnachmittag",
    months: "januar jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember",
    next_week: "nächste woche|nächster woche|kommende woche|kommender woche",
    weekend: "wochenende",
    within: "in innerhalb binnen",
    units: "tag=1|tage=1|tagen=1|woche=7|wochen=7|monat=30|monate=30|monaten=30|stunde=0|stunden=0",
    at: "um|ab|bis|gegen|vor|nach",
    oclock: "uhr h",
    afternoon: "nachmittag|nachmittags|abend|abends|montagabend|dienstagabend|mittwochabend|donnerstagabend|freitagabend|samstagabend|\
                sonntagabend|freitagnachmittag|montagnachmittag",
    half: ("halb", -1),
};
