//! Italian.

use super::{Script, Tables};

pub const TABLES: Tables = Tables {
    script: Script::Latin,
    common: "il lo la i gli le un una uno di del della dei e è sono io tu lei noi voi che per con in su al alla da dal mi ti si ci vi non \
             sì se domani oggi ciao grazie puoi potresti ma come quando dove questo questa mio mia tuo tua suo sua anche ancora già \
             piacere favore chiama manda compra comprare pagare entro prima poi ho hai ha stasera devi ricordati c'è l d un'",
    greetings: "ciao salve buongiorno buonasera caro cara mamma papà amore tesoro ragazzi tutti grazie ok scusa scusi sì no ah oh signora \
                signor dottore ehi buona buon giorno sera",
    fillers: "per favore perfavore e poi anche allora ok quindi ora adesso ma o promemoria urgente importante senti prima inoltre pf \
              cortesemente piacere domani oggi",
    requests: "per favore|perfavore|per piacere|per cortesia|cortesemente|gentilmente|puoi|potresti|può|potrebbe|potete|potreste|\
               mi puoi|mi potresti|mi può|ti dispiace|ti dispiacerebbe|le dispiace|non dimenticare|non dimenticarti|non dimenticate|\
               non dimentichi|non scordare|non scordarti|ricordati|ricordatevi|si ricordi|ricordami|ricordate|devi|deve|dovete|\
               dovresti|dovrebbe|dovreste|bisogna che|ho bisogno che|ho bisogno del|ho bisogno di te|mi serve il|mi serve la|mi servono|\
               ci serve|vorrei che|voglio che|mi piacerebbe che|assicurati|si assicuri|fammi sapere|mi faccia sapere|fateci sapere|\
               fatemi sapere|dimmi se|dimmi quando|mi dica|chiamami|mi chiami|mi richiami|richiamami|avvisami|mi avvisi|avvisatemi|\
               occupati|pensaci tu|ci pensi tu|te ne occupi|mi mandi|mi porti|mi compri|mi presti|mi passi a prendere|passi tu|passi a prendere|\
               porti tu|prendi tu|compri tu|scadenza è|la scadenza|entro e non oltre|al più tardi|manca solo il tuo|manca il tuo|manca la tua|\
               mancano i tuoi|aspetto la tua|aspetto il tuo|sto aspettando|tocca a te|siete pregati|si prega|è pregato|va consegnat-|vanno consegnat-|\
               riesci a|riuscite a|riusciresti a|ce la fai a|hai voglia di|ti va di * prendere",
    imperatives: [
        "manda|mandami|mandagli|mandale|mandaci|mandate|mandatemi|mandi|invia|inviami|inviate|invii|inoltra|inoltrami|porta|portami|portate|porti|prendi|\
         prendete|prenda|dai|dammi|dia|di|digli|dille|dica|chiedi|chiedigli|chiedile|chieda|guarda|controlla|controllate|controlli|verifica|verifichi|leggi|\
         legga|firma|firmi|firmate|compila|compili|compilate|stampa|stampami|stampi|prenota|prenotate|prenoti|annulla|conferma|confermami|confermate|confermi|prepara|\
         preparate|finisci|fai|fate|faccia|fammi|pulisci|annaffia|innaffia|sistema|metti|mettete|metta|carica|rispondi|rispondete|risponda|rispondimi|scrivi|scrivimi|\
         scrivete|scriva|mostra|aiuta|aiutami|aspetta|aspettami|vieni|venite|venga|va|vai|andate|organizza|spegni|chiudi|chiudete|apri|lava|scarica|\
         aggiungi|cerca|cercate|trova|condividi|correggi|cambia|lascia|lasciate|ritira|ritirate|riporta|restituisci|consegna|consegnate|avvisa|avvisate|avvisi|\
         richiedi|aggiorna|butta|ricorda|ricordati|ricordate|passa|passi|passate|iscriviti|allega|completa|rinnova|disdici|fissa|contatta|contatti|tieni|svuota|togli|accompagna|ripara",
        "vediamoci|incontriamoci|troviamoci|raggiungimi|raggiungici",
        "paga|pagate|paghi|pagami|salda|saldi|versa|versi|rimborsa|rimborsami|bonifica|fai il bonifico|fai un bonifico",
        "chiama|chiamami|chiamate|chiami|chiamalo|chiamala|telefona|telefonami|richiama|richiamami|fai uno squillo|fammi uno squillo|dammi un colpo di telefono",
        "compra|comprami|comprate|compri|ordina|ordinami|prendi il pane|prendi il latte",
    ],
    notes: [
        "mandare|inviare|inoltrare|portare|prendere|dare|dire|chiedere|guardare|controllare|verificare|leggere|firmare|compilare|stampare|\
         prenotare|annullare|confermare|preparare|finire|fare|pulire|annaffiare|innaffiare|sistemare|mettere|caricare|rispondere|scrivere|\
         organizzare|lavare|scaricare|aggiungere|cercare|trovare|condividere|correggere|cambiare|ritirare|riportare|restituire|\
         consegnare|avvisare|richiedere|aggiornare|buttare|rinnovare|disdire|fissare|studiare|iscrivere|iscrivermi|passare|riparare|ricordarsi|\
         ricordarmi|ricordare|non dimenticare|devo|bisogna|revisione|fare benzina|parlare con|spedire|invitare|svuotare|recuperare|sentire",
        "appuntamento|riunione|dentista|dottore|medico|pranzo con|cena con|caffè con|parrucchiere|colloquio|visita|veterinario|pediatra|fisioterapista",
        "pagare|bonifico|affitto|bolletta|fattura|saldare",
        "chiamare|telefonare|richiamare",
        "comprare|spesa|ordinare",
    ],
    hints: [
        "pagare|paga|paghi|pagate|bonifico|affitto|versare|rimborsare|saldare|caparra|soldi|pago|pagherò|rimborso|verso",
        "chiamare|chiama|chiamami|chiami|chiamarmi|chiamarlo|chiamarla|richiamare|richiamami|telefonare|telefona|telefonata|squillo|telefoni|telefonarmi|chiamo|chiamerò|richiamo|telefono io",
        "comprare|compra|compri|comprami|comprarmi|ordinare|latte|pane|uova|supermercato|burro|spesa|farmacia",
    ],
    invitations: "ci vediamo|vediamoci|incontriamoci|troviamoci|ti va|vi va|le va|ti va bene|vi va bene|le va bene|sei libero|sei libera|siete liberi|\
                  è libero|è libera|sei disponibile|siete disponibili|è disponibile|hai tempo|avete tempo|ha tempo|appuntamento|riunione|pranzo|pranziamo|cena|ceniamo|\
                  un caffè|aperitivo|vieni a|venite a|ti aspetto|vi aspetto|la aspetto|vi aspettiamo|ti aspettiamo|assemblea|prove|possiamo vederci|\
                  facciamo una call|facciamo una chiamata|ti andrebbe|vi andrebbe|festa|convocat-",
    demands: "mi devi|ci devi|mi deve|mi dovete|l'affitto non è|fattura è scaduta|è scadut-|fattura scade|da pagare entro|non ho ricevuto il pagamento|\
              non ho ancora ricevuto il bonifico|non ho ricevuto il bonifico|non è arrivato il bonifico|non è ancora arrivato|la tua quota|la quota è|\
              sono * a testa|sul mio conto|il mio iban|importo dovuto|resta da pagare|restano da pagare",
    promises: "ti mando|te lo mando|te la mando|vi mando|le mando|ti invio|te lo invio|le invio|vi invio|ti chiamo|la chiamo|vi chiamo|ti richiamo|la richiamo|ti chiamerò|\
               farò|lo faccio|la faccio|ci penso io|me ne occupo|mi occupo|ti porto|porto io|porterò|ti porterò|pago io|pago domani|pagherò|ti pago|compro io|\
               comprerò|compro|controllo|controllerò|guardo e|ti dico|ti faccio sapere|le faccio sapere|vi faccio sapere|ti confermo|le confermo|\
               rispondo|risponderò|preparo|preparerò|finisco|finirò|ti avviso|vi avviso|la avviso|invierò|manderò|ti manderò|ti invierò|passo a|passo da|passerò|ritiro io|\
               ritiro|ritirerò|andrò|sarò|verrò|vengo a prenderti|vengo a|prenoto|prenoterò|ti restituisco|restituirò|firmo|chiedo|chiederò|ti faccio|faccio io|\
               faccio il bonifico|le porto|vado a|vado io|mi informo|prendo io|ti rendo|sistemo|ti scrivo|le scrivo|vi scrivo|scrivo io",
    blockers: "non serve|non c'è bisogno|non devi|non dovete|non è necessario|non preoccuparti|non ti preoccupare|non si preoccupi|già|avrei|avresti|se fossi|\
               magari|grazie per|grazie di|grazie mille per|clicca qui|sconto|offerta|compra ora|acquista ora|approfitta|hai potuto|hai già|hai mandato|\
               ho mandato|ho pagato|inoltra questo|manda questo messaggio|condividi questo messaggio|fai girare|immagina|puoi immaginare|puoi credere|\
               ti ricordi|abbi cura|stammi bene|buona giornata|buon compleanno|auguri|complimenti|congratulazioni|dormi bene|divertiti|come puoi|\
               cosa puoi|lascia stare|lascia perdere|non importa|fai con calma|prenditi il tuo tempo|ahah|haha|scherzo|non andrò|non farò|mai|\
               avresti dovuto|guarda che bello|guarda che|ma dai|dai che|figurati|vediamo come|ci penserò|spedizione gratuita|in bocca al lupo|ho fatto|è fatta|ieri|la settimana scorsa|abbiamo|siamo stati|siamo andati|è stato|è stata|ero|eravamo|ho visto|era",
    questions: "che|cosa|dove|quando|chi|perché|quale|quali|come|quanto|quanta|quanti|hai|avete|ha|è|sono|sei|c'è|sai|lo sai|mi sa|a che",
    days: "oggi=0|stasera=0|questa sera=0|stamattina=0|oggi pomeriggio=0|domani=1|domani mattina=1|domani sera=1|domattina=1|dopodomani=2",
    weekdays: "lunedì lunedi|martedì martedi|mercoledì mercoledi|giovedì giovedi|venerdì venerdi|sabato|domenica",
    months: "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre",
    next_week: "settimana prossima|prossima settimana",
    weekend: "weekend|week-end|fine settimana",
    within: "tra fra entro",
    units: "giorno=1|giorni=1|settimana=7|settimane=7|mese=30|mesi=30|ora=0|ore=0",
    at: "alle|alle ore|all'|verso le|entro le|dalle|per le|prima delle|ore",
    oclock: "h",
    afternoon: "pomeriggio|sera|stasera|del pomeriggio|di sera",
    half: ("mezza", 0),
};
