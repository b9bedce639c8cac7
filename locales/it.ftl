### Italiano. Con il Lei, frasi semplici, senza punti esclamativi.

language-name = Italiano

## L’assistente

bot-greeting = Buongiorno. Raccolgo ciò che serve al nostro team per aiutarLa: il Suo nome, i Suoi file e un indirizzo e-mail. Ci vogliono circa due minuti.
bot-promise = Se va via prima di dare il Suo indirizzo e-mail, tutto ciò che ha inviato viene cancellato.
bot-ask-name = Come possiamo chiamarLa?
bot-name-missing = Ci dica un nome, così sappiamo come chiamarLa.
bot-name-too-long = Questo nome supera i 100 caratteri. Basta una forma più breve.
bot-name-strange = Questo nome contiene caratteri che non si possono mostrare. Lo scriva di nuovo.
bot-thanks = Grazie, { $name }.
bot-ask-files = Quali documenti dobbiamo guardare? Vanno bene foto e scansioni, fino a { $size } ciascuna. Può anche proseguire senza file.
bot-files-count = Indichi quanti file ha aggiunto, o 0 per proseguire senza file.
bot-files-heard =
    { $count ->
        [0] Nessun file, va bene così.
        [one] Il Suo file è arrivato.
       *[other] I Suoi { $count } file sono arrivati.
    }
bot-ask-email = Dove possiamo scriverLe? Inviamo un link a questo indirizzo per essere sicuri che sia Suo.
bot-email-missing = Ci serve un indirizzo e-mail per risponderLe.
bot-email-wrong = Questo non sembra un indirizzo e-mail. Dovrebbe essere come nome@example.org.
bot-ask-consent = Infine, due decisioni che spettano a Lei. La seconda è facoltativa.
bot-consent-needed = Possiamo conservare i Suoi dati solo con il Suo consenso al primo punto. Altrimenti può andare via, e tutto ciò che ha inviato viene cancellato.
bot-consent-stale = Il testo dei consensi è cambiato. Lo legga di nuovo, poi decida.
bot-ask-inbox = Guardi nella Sua casella di posta: Le abbiamo inviato un link. Appena lo avrà usato, il nostro team avrà tutto.
bot-done = Confermato. Ora il nostro team ha tutto, e Le scriveremo per e-mail.

## I consensi

consent-personal-data = Acconsento che il mio nome, il mio indirizzo e-mail e i file che ho inviato siano conservati e usati per trattare la mia richiesta. Posso revocare questo consenso in qualsiasi momento.
consent-ai-training = Acconsento che i file che ho inviato possano essere usati anche per addestrare modelli di IA. Dire di no non cambia nulla nella mia richiesta, e posso revocare questo consenso in qualsiasi momento.

## Rifiuti ed errori

problem-not-found = Qui non c’è nulla.
problem-request-timeout = La richiesta è arrivata troppo lentamente. Riprovi.
problem-session-gone = La Sua visita è terminata. Nulla è stato conservato. Può ricominciare.
problem-session-pending = I Suoi dati sono già salvati. Li confermi con il link nella nostra e-mail.
problem-session-complete = Questa visita è completa. Ne inizi una nuova per inviare altro.
problem-contact-missing = Non c’è ancora un indirizzo e-mail a cui inviare un link.
problem-files-differ = I file arrivati non sono quelli che vede. Controlli l’elenco e lo invii di nuovo.
problem-upload-running = Un file è ancora in viaggio. Aspetti che arrivi, oppure lo tolga.
problem-body-too-large = La richiesta è troppo grande.
problem-file-too-large = Il file è più grande di quanto accettiamo.
problem-quota-exceeded = È più di quanto si possa inviare in una visita. Tolga prima un file.
problem-file-type-refused = Non possiamo accettare questo tipo di file.
problem-file-refused = Il nostro antivirus ha trovato qualcosa di dannoso nel file. Invii una copia pulita o un altro file.
problem-empty-file = Il file è vuoto. Lo scelga di nuovo.
problem-rate-limited = Era molto in una volta sola. Aspetti un momento, poi prosegua.
problem-link-gone = Questo link è scaduto o non è mai stato valido.
problem-unavailable = In questo momento non possiamo riceverlo. Nulla è stato conservato. Riprovi tra un momento.
problem-internal = Si è verificato un errore nel sistema. L’amministratore è stato avvisato per esaminarlo. Riprovi più tardi, per favore.
problem-unsure = Non sappiamo se questo sia stato conservato. Riprovi tra un momento.
problem-upload-cut = L’invio si è interrotto. Nulla è stato conservato. Invii di nuovo il file.
problem-too-many-files =
    { $count ->
        [one] In una visita si può inviare 1 file. Lo tolga prima.
       *[other] In una visita si possono inviare { $count } file. Ne tolga prima uno.
    }
problem-visit-full = In una visita si possono inviare { $size } in tutto. Tolga prima un file.
problem-too-large = «{ $name }» è troppo grande. I file possono arrivare a { $size }.
problem-not-text = «{ $name }» non contiene testo semplice. Lo salvi di nuovo come testo.
problem-type =
    { $others ->
        [0] «{ $name }» è di un tipo che non possiamo accettare. Accettiamo { $types }.
        [one] «{ $name }» è di un tipo che non possiamo accettare. Accettiamo { $types } e 1 altro tipo.
       *[other] «{ $name }» è di un tipo che non possiamo accettare. Accettiamo { $types } e altri { $others } tipi.
    }
problem-disguised = Il contenuto di «{ $name }» non è quello di un file .{ $ending }. Lo salvi di nuovo in questo formato.
problem-other-type = «{ $name }» è in realtà un file .{ $ending }. Cambi l’estensione in .{ $ending } e lo invii di nuovo.
problem-password = «{ $name }» è protetto da una password. La tolga nel programma con cui è stato creato e invii di nuovo il file.
problem-infected = «{ $name }» è stato rifiutato: il nostro antivirus vi ha trovato qualcosa di dannoso. Non ne è stato conservato nulla. Controlli il Suo dispositivo, poi invii una copia pulita o un altro file.
problem-unscanned = In questo momento non possiamo controllare se «{ $name }» contiene virus. Non ne è stato conservato nulla. Riprovi tra un momento o invii un file più piccolo.
problem-files-missing =
    { $count ->
        [one] Uno dei Suoi file non è più da noi. Lo invii di nuovo o prosegua senza.
       *[other] { $count } dei Suoi file non sono più da noi. Li invii di nuovo o prosegua senza.
    }

## Dimensioni, durate, date

decimal-mark = ,
size-bytes = { $number } byte
size-kb = { $number } KB
size-mb = { $number } MB
size-gb = { $number } GB
size-tb = { $number } TB
duration-years =
    { $count ->
        [one] { $count } anno
       *[other] { $count } anni
    }
duration-months =
    { $count ->
        [one] { $count } mese
       *[other] { $count } mesi
    }
duration-days =
    { $count ->
        [one] { $count } giorno
       *[other] { $count } giorni
    }
duration-hours =
    { $count ->
        [one] { $count } ora
       *[other] { $count } ore
    }
duration-minutes =
    { $count ->
        [one] { $count } minuto
       *[other] { $count } minuti
    }
duration-seconds =
    { $count ->
        [one] { $count } secondo
       *[other] { $count } secondi
    }
date-moment = { date-weekday } { $day } { date-month }, { $time } UTC
date-day = { $day } { date-month } { $year }
date-full = { date-day }, { $time } UTC
date-weekday =
    { $weekday ->
        [1] lunedì
        [2] martedì
        [3] mercoledì
        [4] giovedì
        [5] venerdì
        [6] sabato
       *[7] domenica
    }
date-month =
    { $month ->
        [1] gennaio
        [2] febbraio
        [3] marzo
        [4] aprile
        [5] maggio
        [6] giugno
        [7] luglio
        [8] agosto
        [9] settembre
        [10] ottobre
        [11] novembre
       *[12] dicembre
    }

## L’e-mail con il link

mail-subject = Confermi il Suo indirizzo e-mail per { $site }
mail-hello = Buongiorno,
mail-step = manca un passo: apra questo link e confermi che questo indirizzo e-mail è Suo.
mail-button = Conferma il mio indirizzo
mail-copy = Oppure copi questo link nel Suo browser:
mail-until = Il link funziona una volta sola. Scadenza: { $until }.
mail-not-you = Non l’ha chiesto Lei? Qualcuno ha dato il Suo indirizzo, forse per errore. Questo link cancella la richiesta e tutto ciò che contiene:
mail-not-me = Non ero io
mail-why = { $site } Le ha inviato questa e-mail perché il Suo indirizzo è stato inserito nella sua chat.

mail-own-subject = I Suoi dati presso { $site }
mail-own-text = questo link apre la pagina in cui può vedere, scaricare, correggere o cancellare ciò che { $site } conserva sotto il Suo indirizzo e-mail.
mail-own-button = Vedi i miei dati
mail-own-until = Il link funziona una volta sola, per un’ora.
mail-own-not-you = Non l’ha chiesto Lei? Allora qualcuno ha scritto il Suo indirizzo. Non è cambiato nulla, e nessuno tranne Lei può usare il link: cancelli questa e-mail.
mail-own-why = { $site } Le ha inviato questa e-mail perché il Suo indirizzo è stato inserito nella sua pagina sulla privacy.

## Le pagine dei link

page-confirm-title = Confermi il Suo indirizzo e-mail
page-confirm-text = Basta un clic e tutto è completo. Poi una persona può guardare ciò che ha inviato e scriverLe.
page-confirm-button = Conferma il mio indirizzo
page-confirm-not-you = Non ha iniziato Lei?
page-not-me = Non ero io
page-confirmed-title = Grazie. Il Suo indirizzo è confermato
page-confirmed-text = Tutto è completo. Abbiamo ciò che ha inviato e Le scriveremo per e-mail.
page-confirmed-close = Può chiudere questa pagina. Se la chat è ancora aperta in un’altra finestra, mostra lo stesso.
page-notice = Che cosa conserviamo, e i Suoi diritti
page-already-title = Già confermato
page-already-text = Questo link è stato usato e tutto è completo. Non deve fare altro.
page-gone-title = Questo link non funziona più
page-gone-text = È scaduto, un indirizzo più recente ha preso il suo posto, o la visita a cui portava è stata cancellata.
page-gone-what = Che cosa può fare
page-gone-again = Se la chat è ancora aperta, scelga lì «Invia di nuovo» e usi l’e-mail più recente.
page-gone-copied = Se ha copiato il link a mano, controlli che sia intero nella barra degli indirizzi.
page-gone-anew = Altrimenti ricominci nella chat. Ci vogliono circa due minuti.
page-decline-title = Non era Lei?
page-decline-text = Qualcuno ha dato il Suo indirizzo e-mail in una chat, forse per un errore di battitura. Cancelli la richiesta, e l’indirizzo, i file e tutto il resto saranno cancellati. Non arriveranno altre e-mail.
page-decline-button = Cancella la richiesta
page-decline-was-you = Se era Lei, chiuda questa pagina e usi l’altro link nell’e-mail.
page-declined-title = La richiesta è cancellata
page-declined-text = Il Suo indirizzo e tutto ciò che è stato inviato con esso vengono cancellati ora. Non riceverà altre e-mail.
page-declined-close = Non deve fare altro. Può chiudere questa pagina.
page-late-title = Questa richiesta è già confermata
page-late-text = Qualcuno ha usato il link nell’e-mail, perciò la richiesta non si può più cancellare da qui.
page-late-what = Per far cancellare i dati, risponda all’e-mail o scriva all’azienda che l’ha inviata, e dica che la richiesta non è Sua. Deve rispondere entro un mese.

## Errori

page-error-title = Non ha funzionato
page-error-missing = Questa pagina non esiste
page-error-ours = Qualcosa non va dalla nostra parte
page-error-home = Vai alla pagina iniziale

## L’informativa sulla privacy

privacy-title = Informativa sulla privacy
privacy-intro = Questa chat riceve i Suoi dati e i Suoi file per l’azienda dalla cui pagina proviene. Quell’azienda decide per che cosa vengono usati e ne risponde.
privacy-kept = Che cosa viene conservato, e quando viene cancellato
privacy-before = Prima che dia il Suo indirizzo e-mail:
privacy-before-text = i Suoi file, sotto un numero casuale. Il Suo nome e le Sue risposte restano nel Suo browser. Se va via, i file vengono cancellati, al più tardi { $within } dopo l’ultimo segnale del Suo browser. «Esci e cancella tutto» nel menu della chat li cancella subito.
privacy-agreed = Quando ha acconsentito e dato il Suo indirizzo:
privacy-agreed-text = il Suo nome, il Suo indirizzo e-mail, i Suoi file, il Suo indirizzo internet in quel momento, e ciò a cui ha acconsentito o che ha rifiutato, con il testo e l’ora. Le inviamo un link per verificare che l’indirizzo sia Suo. Funziona per { $valid }.
privacy-never = Se non apre mai il link:
privacy-never-text = tutto viene cancellato dopo { $kept }.
privacy-confirmed = Quando l’indirizzo è confermato:
privacy-confirmed-text = l’azienda conserva la Sua richiesta finché le serve per il suo scopo, o finché non ne chiede la cancellazione.
privacy-why = Perché
privacy-why-text = Per ricevere la Sua richiesta e risponderLe, sulla base del Suo consenso (regolamento generale sulla protezione dei dati, articolo 6, paragrafo 1, lettera a). I file vengono usati per addestrare l’assistente solo se ha acconsentito a questo separatamente. Rifiutare non cambia nient’altro.
privacy-browser = Nel Suo browser
privacy-browser-text = Da quando apre la chat, il Suo browser conserva il numero casuale della Sua visita. Questa scheda conserva anche le Sue risposte finché non ha finito, così che ricaricando non si perda nulla. Non ci sono cookie né tracciamento.
privacy-rights = I Suoi diritti
privacy-right-see = Vedere che cosa è conservato su di Lei e riceverne una copia.
privacy-right-correct = Farlo correggere o cancellare, o farne limitare l’uso.
privacy-right-withdraw = Revocare un consenso in qualsiasi momento, con la stessa facilità con cui l’ha dato. Ciò che è stato fatto prima resta lecito.
privacy-right-complain = Presentare un reclamo a un’autorità per la protezione dei dati, per esempio dove vive.
privacy-how = Per esercitarli, scriva all’azienda o risponda all’e-mail che ha ricevuto. Riceverà una risposta entro un mese.
privacy-fault = Errore
privacy-all = Tutto ciò che si conserva, e per quanto tempo
privacy-own = Vedere, correggere o cancellare i Suoi dati
privacy-own-text = Può farlo da sé, adesso. Indichi l’indirizzo e-mail che ha dato nella chat; Le inviamo un link.
privacy-own-label = Indirizzo e-mail
privacy-own-button = Inviami un link
privacy-ended = La Sua mezz’ora qui è finita, o non è ancora iniziata. Chieda un link per continuare.
privacy-finished = È uscito. Da questo browser nessuno può più vedere nulla.
privacy-sent-title = Guardi nella Sua posta in arrivo
privacy-sent-text = Se conserviamo qualcosa sotto quell’indirizzo, un’e-mail con un link è in arrivo. Il link funziona una volta sola, per un’ora.
privacy-sent-nothing = Dopo qualche minuto non c’è nulla?
privacy-sent-spam = Guardi tra la posta indesiderata.
privacy-sent-spelt = Controlli come è scritto l’indirizzo: deve essere quello che ha dato nella chat.
privacy-sent-wait = Aspetti un minuto, poi lo chieda di nuovo.
privacy-sent-none = Oppure sotto quell’indirizzo non conserviamo nulla. Questa pagina dice lo stesso in entrambi i casi, così che nessuno possa scoprire chi ci ha scritto.
privacy-again = Chiedi un nuovo link
privacy-link-text = La pagina seguente mostra ciò che è conservato sotto il Suo indirizzo e-mail. Lì può scaricarlo, correggerlo o cancellarlo.
privacy-link-button = Mostra i miei dati
privacy-link-once = Il link funziona una volta sola. L’accesso termina dopo mezz’ora, o quando sceglie «{ privacy-finish }».
privacy-gone-text = È stato usato, ha più di un’ora, o sotto il suo indirizzo non è più conservato nulla.
privacy-data-title = I Suoi dati
privacy-data-text = Questo è tutto ciò che è conservato sotto { $address }. L’accesso termina dopo mezz’ora.
privacy-download = Scarica tutto
privacy-finish = Termina
privacy-nothing = Non è conservato nulla.
privacy-visit = La Sua visita del { $at }
privacy-restricted = Uso limitato.
privacy-restricted-since = Dal { $at }.
privacy-restricted-accuracy = Lei dice che i dati sono errati; non vengono toccati finché non è verificato.
privacy-restricted-unlawful = I dati sono conservati per Suo desiderio e non vengono usati.
privacy-restricted-claims = I dati sono conservati per i Suoi diritti in giudizio e non vengono usati.
privacy-restricted-objection = Lei si oppone all’uso; i dati non vengono toccati finché non è valutato.
privacy-restricted-by-us = Questo uso l’abbiamo limitato noi. Ci scriva per far togliere la limitazione.
privacy-name = Nome
privacy-confirmed-at = Confermato
privacy-not-confirmed = Non ancora: il link nella nostra prima e-mail non è stato usato.
privacy-language = Lingua
privacy-ip = Indirizzo internet
privacy-not-kept = Non conservato
privacy-files = File
privacy-no-files = Nessuno
privacy-correct = Correggi nome o indirizzo
privacy-correct-hint = Un altro indirizzo riceve un’e-mail con un link per confermarlo. Da quel momento questa visita appartiene al nuovo indirizzo, e quello vecchio non la apre più: controlli bene come è scritto.
privacy-correct-button = Salva la correzione
privacy-leave-it = Lascia com’è
privacy-moved-title = Confermi il nuovo indirizzo
privacy-moved-text = La visita appartiene ora a { $address }. Un’e-mail con un link è in arrivo; finché il link non viene usato, l’indirizzo non è confermato.
privacy-moved-old = { $address } non apre più quella visita.
privacy-moved-again = Per rivedere i Suoi dati, chieda un link con il nuovo indirizzo.
privacy-back = Torna alle altre visite
privacy-decided = Che cosa ha deciso
privacy-purpose-request = Gestione della Sua richiesta
privacy-purpose-training = Addestramento di IA
privacy-decision-agreed = Acconsentito
privacy-decision-withdrawn = Revocato
privacy-decision-refused = Rifiutato
privacy-no-training = Nessun addestramento con i miei file
privacy-restrict = Limita l’uso
privacy-restrict-text = Conserviamo i dati e non li tocchiamo: non vengono usati per l’addestramento, e li può leggere solo chi risponde alle richieste sulla privacy. Intanto la Sua richiesta è sospesa. Può togliere la limitazione qui in qualsiasi momento.
privacy-restrict-training = Le dà fastidio solo l’addestramento? Basta «{ privacy-no-training }» nella pagina precedente.
privacy-restrict-why = Perché?
privacy-restrict-choose = Scelga uno di questi motivi.
privacy-reason-accuracy = I dati sono errati e vanno verificati
privacy-reason-objection = Mi oppongo all’uso
privacy-reason-unlawful = L’uso è illecito, ma non cancellate i dati
privacy-reason-claims = I dati mi servono per far valere un diritto in giudizio
privacy-lift = Togli la limitazione
privacy-withdraw = Revoca il mio consenso
privacy-withdraw-title = Revocare il consenso
privacy-withdraw-text = Senza il Suo consenso non possiamo conservare nulla di questa visita. Revocarlo significa quindi: la visita viene cancellata, e nessuno può più occuparsi della Sua richiesta. Ciò che è stato fatto prima resta lecito.
privacy-erase = Cancella tutto
privacy-erase-text = Tutte le visite qui sopra, con i loro file, per sempre. Prima di cancellare glielo chiediamo ancora una volta.
privacy-erase-good = È definitivo. Nulla li riporta indietro, nemmeno una copia di sicurezza.
privacy-goes = Che cosa viene cancellato
privacy-goes-visits =
    { $count ->
        [one] Il nome e l’indirizzo { $address } di questa visita
       *[other] { $count } visite, con i loro nomi e l’indirizzo { $address }
    }
privacy-goes-files =
    { $count ->
        [0] Nessun file: non ne sono stati inviati
        [one] { $count } file, con tutte le sue copie
       *[other] { $count } file, con tutte le loro copie
    }
privacy-goes-rest = Ciò che ha deciso, tutti i link e le e-mail in attesa di invio
privacy-stays = Che cosa resta
privacy-stays-receipt = Una ricevuta che dice che, quando e quanto è stato cancellato, e non nomina nessuno
privacy-stays-trail = Righe che provano che cosa è stato fatto, e che non nominano nessuno
privacy-sure = Sì, cancella
privacy-sure-fault = Spunti la casella per dire che è sicuro.
privacy-erase-button = Cancella per sempre
privacy-keep = Conserva
privacy-erased-title = Cancellato
privacy-erased-text = Nome, indirizzo e decisioni sono cancellati. I file vengono cancellati ora; la ricevuta dice quando è scomparsa l’ultima copia.
privacy-receipts =
    { $count ->
        [one] La Sua ricevuta
       *[other] Le Sue ricevute
    }
privacy-receipt-keep = Una ricevuta non nomina nessuno. Ne conservi il numero se in seguito vuole provare di averlo chiesto.
privacy-receipt-done = Tutto è cancellato
privacy-receipt-done-text = L’archivio dei file è stato interrogato per ultimo, e non ne contiene più nulla.
privacy-receipt-running = Cancellazione in corso
privacy-receipt-running-text = I dati personali sono cancellati. I file vengono cancellati ora.
privacy-receipt-look = Guarda di nuovo
privacy-receipt-asked = Chiesto
privacy-receipt-finished = Concluso
privacy-receipt-not-yet = Non ancora
privacy-receipt-copies = Copie cancellate
privacy-receipt-counted = Contate alla fine
privacy-receipt = Ricevuta
privacy-did-corrected = La correzione è salvata.
privacy-did-training = I Suoi file non vengono più usati per l’addestramento.
privacy-did-restricted = L’uso è limitato. Conserviamo i dati e non li tocchiamo.
privacy-did-lifted = La limitazione è tolta.
privacy-accessibility = Accessibilità di questa chat
page-languages = Questa pagina in altre lingue

kept-caption = Che cosa si conserva, perché, su quale base e per quanto tempo
kept-what = Che cosa
kept-for = Perché
kept-basis = Base
kept-time = Per quanto tempo
kept-open = File di una visita senza indirizzo
kept-open-for = Per tenere i file finché la persona non ha deciso, e cancellarli se va via
kept-pending = Nome, indirizzo e-mail e file, prima che l’indirizzo sia confermato
kept-pending-for = Per ricevere la richiesta e verificare che l’indirizzo sia della persona
kept-complete = Nome, indirizzo e-mail e file, dopo la conferma dell’indirizzo
kept-complete-for = Per rispondere alla richiesta; i file addestrano un’IA solo se la persona vi ha acconsentito
kept-ip = Indirizzo internet al momento di una decisione
kept-ip-for = Per indagare sugli abusi e provare chi ha deciso
kept-consents = Consensi dati e rifiutati, con il testo e l’ora
kept-consents-for = Per provare a che cosa si è acconsentito
kept-links = Link inviati, come impronte, ed e-mail in attesa
kept-links-for = Per verificare che l’indirizzo sia della persona
kept-ways = Link e accessi di chi guarda i propri dati
kept-ways-for = Perché ognuno possa vedere, correggere e cancellare i propri dati da sé
kept-trail = Il registro: che cosa è stato fatto di quale visita, e da chi, senza nomi
kept-trail-for = Per rendere conto di ciò che è stato fatto e scoprire che cosa ha toccato un incidente
kept-receipts = Ricevute di cancellazioni, senza nomi
kept-receipts-for = Per provare che, quando e quanto è stato cancellato
kept-requests = Richieste per posta o telefono: chi ha chiesto che cosa, e quando si è risposto
kept-requests-for = Per rispondere in tempo, e provarlo
kept-funnel = Fin dove sono arrivate le visite: numeri al giorno
kept-funnel-for = Per vedere dove le visite si interrompono
kept-consent = Consenso, articolo 6, paragrafo 1, lettera a
kept-interest = Legittimo interesse, articolo 6, paragrafo 1, lettera f
kept-duty = Obbligo legale, articolo 6, paragrafo 1, lettera c, con gli articoli { $articles }
kept-nobody = Dati di nessuno: dai numeri non si riconosce nessuno
kept-time-open = Al più tardi { $time } dopo l’ultimo segnale del browser
kept-time-pending = { $time } dopo l’ultima volta che sono stati dati
kept-until-confirmed = Finché la persona non conferma, rifiuta o chiede la cancellazione
kept-time-complete = { $time } dopo la conferma
kept-until-needed = Finché la richiesta ne ha bisogno, o finché la persona non chiede la cancellazione
kept-time-ip = { $time } dopo l’annotazione
kept-as-long = Quanto il nome e l’indirizzo e-mail
kept-time-links = Quanto il nome e l’indirizzo e-mail; un’e-mail, finché non è inviata
kept-time-ways = Un link funziona 1 ora, un accesso 30 minuti; entrambi vengono cancellati poco dopo
kept-time-trail = { $time } dopo il fatto
kept-proof = Conservato come prova
kept-time-receipts = { $time } dopo la cancellazione
kept-time-requests = { $time } dopo la risposta; poi si cancella chi ha chiesto
kept-always = Conservato

## La copia dei propri dati: la pagina nel suo archivio

copy-text = Una copia di tutto ciò che si conserva su di Lei, aggiornata al { $at }. Questa pagina non ha bisogno di altro che della sua cartella.
copy-missing =
    { $count ->
        [one] Manca un file. È arrivato, ma l’archivio non lo contiene più. L’elenco qui sotto dice quale.
       *[other] Mancano { $count } file. Sono arrivati, ma l’archivio non li contiene più. L’elenco qui sotto dice quali.
    }
copy-changed = Ultima modifica
copy-number = Numero della visita
copy-file-missing = Manca nell’archivio
copy-file-differs = L’archivio ne contiene { $size }
copy-no-wording = Il testo di questa versione non è registrato qui.
copy-version = Versione
copy-links = Link inviati per e-mail
copy-link-used = Inviato il { $sent }, usato il { $used }
copy-link-unused = Inviato il { $sent }, non usato, valido fino al { $until }
copy-waiting = Un’e-mail attende di essere inviata dal { $at }
copy-requests = Ciò che è stato chiesto per posta o telefono
copy-request-received = Ricevuta il { $day }
copy-request-open = Ancora senza risposta, entro il { $day }
copy-request-extended = Prorogata di due mesi, comunicato il { $day }
copy-request-done = Risposta data il { $at }
copy-request-refused = Rifiutata il { $at }
copy-request-unidentified = Chiusa il { $at }: non si è potuto stabilire di chi fossero i dati
copy-happened = Che cosa è successo
copy-did-given = I recapiti sono stati dati
copy-did-changed = I recapiti sono stati corretti prima della conferma
copy-did-confirmed = L’indirizzo è stato confermato
copy-did-corrected = I dati sono stati corretti
copy-did-agreed = L’indirizzo precedente ha accettato che il nuovo veda ciò che è stato inviato prima
copy-did-read = I dati sono stati letti
copy-did-downloaded = Un file è stato scaricato
copy-did-copied = È stata fatta una copia come questa
copy-did-asked = È stato chiesto un link alla pagina di questi dati
copy-did-opened = Quel link è stato usato
copy-did-withdrawn = Un consenso è stato revocato
copy-did-restricted = L’uso è stato limitato
copy-did-lifted = La limitazione è stata tolta
copy-by-visitor = la persona della visita
copy-by-staff = il personale
copy-by-operator = il gestore
copy-by-system = una regola del gestore
copy-by-unknown = persona sconosciuta
copy-programs = Per i programmi:

## La dimostrazione: uno studio inventato

demo-ask = Chiedi aiuto
demo-how = Come funziona
demo-developers = Per sviluppatori
demo-headline = Una lettera che non capisce? La porti.
demo-promise = Affitto, lavoro, sussidi: ci mostri le carte, e una persona che conosce la legge le legge. Avrà nostre notizie entro due giorni lavorativi. Non costa nulla.
demo-start = Ci mostri le Sue carte
demo-small = Circa due minuti. Se va via prima della fine, tutto viene cancellato.
demo-picture = Una porta aperta con la luce dietro, e una busta sullo zerbino
demo-name = Ci dica il Suo nome
demo-name-text = Qualsiasi nome, in qualsiasi scrittura. Nessun account, nessuna password.
demo-papers = Aggiunga le Sue carte
demo-papers-text = Lettere, contratti, foto di pagine. O nulla, se ha solo una domanda.
demo-link = Apra un link
demo-link-text = Lo inviamo al Suo indirizzo e-mail. Dimostra che l’indirizzo è Suo, e ha finito.
demo-made-up = Questo studio è inventato. La chat no
demo-line = Una riga la mette su qualsiasi pagina. Crea il pulsante nell’angolo, e non carica altro finché qualcuno non lo apre.
demo-line-label = La riga da aggiungere
demo-also = Inoltre:
demo-scripts = Negli script:
demo-api = Documentazione dell’API
demo-mail = E-mail intercettate
demo-sign-in-as = Entra come { $name }
demo-sign-out = Fai uscire { $name }

## Il widget

widget-title = La Sua richiesta
frame-noscript = JavaScript è disattivato. Scriva all’azienda dalla cui pagina proviene.
frame-description = Una breve conversazione: il Suo nome, i Suoi file, il Suo indirizzo e-mail.
frame-still = La chat ha bisogno di script e di un posto proprio nel browser.
frame-new-tab = Apri in una nuova scheda
frame-failed = La chat non si carica.
widget-assistant = Assistente
widget-you = Lei
widget-conversation = Conversazione
widget-close = Chiudi
widget-menu = Altro
widget-notice = Informativa sulla privacy
widget-accessibility = Accessibilità
widget-edit-answer = Cambia questa risposta
widget-note-open = Cancellato se va via prima della fine
widget-note-pending = In attesa della Sua conferma
widget-note-complete = Confermato
widget-note-gone = Nulla è stato conservato
widget-send = Invia
widget-back = Indietro
widget-retry = Riprova
widget-label-text = La Sua risposta
widget-label-name = Il Suo nome
widget-label-email = Il Suo indirizzo e-mail
widget-did-you-mean = Intendeva { $address }?
widget-choose = Aggiungi file
widget-photo = Scatta una foto
widget-drop = Lasci qui i file
widget-which = Quali file?
widget-allowed =
    { $count ->
        [one] 1 file fino a { $size }: { $types }.
       *[other] Fino a { $count } file di { $size } ciascuno: { $types }.
    }
widget-go-on =
    { $count ->
        [0] Prosegui senza file
        [one] Prosegui con 1 file
       *[other] Prosegui con { $count } file
    }
widget-total =
    { $count ->
        [one] { $count } file, { $size }
       *[other] { $count } file, { $size }
    }
widget-total-of = { widget-total } di { $most }
widget-still-sending =
    { $count ->
        [one] 1 file è ancora in viaggio. Aspetti un momento, o annulli ciò che non serve.
       *[other] { $count } file sono ancora in viaggio. Aspetti un momento, o annulli ciò che non serve.
    }
widget-not-arrived =
    { $count ->
        [one] 1 file non è arrivato. Riprovi o lo tolga.
       *[other] { $count } file non sono arrivati. Riprovi o li tolga.
    }
widget-no-files = Nessun file
widget-cut = L’invio è stato interrotto. Aggiunga di nuovo il file.
widget-cut-off = L’invio è stato interrotto. Riprende quando torna la connessione.
widget-waiting = In attesa
widget-storing = Salvataggio
widget-stored = Arrivato
widget-arrived = { $name } è arrivato.
widget-cancel-file = Annulla { $name }
widget-retry-file = Riprova { $name }
widget-remove-file = Togli { $name }
widget-just-over = poco più di { $size }
widget-refused-type = «{ $name }» è un file { $ending }, che non si può aprire qui. Provi con un PDF o un’immagine delle stesse pagine.
widget-refused-size = «{ $name }» è di { $size }. I file possono arrivare a { $most }. Provi con un PDF delle stesse pagine.
widget-refused-empty = «{ $name }» è vuoto. Lo controlli sul Suo dispositivo, poi lo aggiunga di nuovo.
widget-refused-count =
    { $count ->
        [one] «{ $name }» è di troppo. C’è posto per 1 file. Lo tolga per aggiungere questo.
       *[other] «{ $name }» è di troppo. C’è posto per { $count } file. Ne tolga uno per aggiungere questo.
    }
widget-refused-total = «{ $name }» non ci sta. Tutti i file insieme possono arrivare a { $size }. Ne tolga uno per aggiungere questo.
widget-refused-twice = «{ $name }» è già nell’elenco.
widget-refused-changed = «{ $name }» è stato modificato o spostato dopo la scelta. Lo scelga di nuovo.
widget-refused-folder = «{ $name }» è una cartella. Scelga i file che contiene.
widget-optional = Facoltativo.
widget-full-notice = Leggi l’informativa completa
widget-opens = (si apre in una nuova scheda)
widget-agree = Accetta e invia
widget-agreed = Accetto. Nessun addestramento di IA
widget-agreed-training = Accetto, e i miei file possono addestrare l’assistente
widget-inbox-title = Guardi nella Sua casella di posta
widget-inbox-once = Il link funziona una volta sola. Aprirlo completa tutto.
widget-inbox-until = Il link funziona una volta sola. Scadenza: { $until }. Aprirlo completa tutto.
widget-inbox-to = Abbiamo scritto a { $address }.
widget-inbox-unknown = Abbiamo inviato un link all’indirizzo che ha dato.
widget-undelivered-title = L’e-mail non è stata recapitata
widget-undelivered-to = Il server di posta dice che questo indirizzo non esiste o non accetta e-mail: { $address }.
widget-undelivered-unknown = Il server di posta dice che questo indirizzo non esiste o non accetta e-mail.
widget-undelivered-help = Controlli che l’indirizzo sia scritto bene o ne usi un altro. Ciò che ha inviato resta conservato.
widget-again = Invia di nuovo
widget-again-in = Invia di nuovo tra { $seconds } s
widget-sent-again = Inviato di nuovo. Può volerci un minuto; guardi anche nella posta indesiderata.
widget-wrong = Cambia indirizzo
widget-change = Cambia e invia
widget-keep = Lascia così
widget-changed = Abbiamo inviato un nuovo link a { $address }. Quelli precedenti non funzionano più.
widget-done-title = Grazie. È tutto confermato
widget-done = Abbiamo ciò che ha inviato e Le scriveremo. Può chiudere questa finestra.
widget-new-visit = Inizia una nuova visita
widget-ended = { problem-session-gone }
widget-start-again = Ricomincia
widget-welcome-back = Eccola di nuovo. Aveva già iniziato in questo browser. Proseguire o ricominciare da capo? Ricominciare cancella ciò che ha inviato.
widget-go-on-visit = Prosegui
widget-start-over = Ricomincia da capo
widget-leave = Esci e cancella tutto
widget-leave-title = Cancellare tutto ciò che ha inviato?
widget-leave-text = Le Sue risposte e i Suoi file vengono cancellati ora. Non si può annullare.
widget-leave-yes = Cancella ed esci
widget-leave-no = Resta
widget-failure = { problem-internal }
widget-offline = In questo momento non c’è connessione. Ciò che ha inserito è ancora qui.
widget-differ = Alcuni file non sono arrivati. Controlli l’elenco, poi prosegua.
widget-reference = Riferimento { $id }

## La dichiarazione di accessibilità

access-intro = Tutti devono poter usare questa chat e le sue pagine. Sono fatte per rispettare le linee guida WCAG 2.2, livello AA.
access-count-on = Su che cosa può contare
access-keyboard = Tastiera:
access-keyboard-text = tutto funziona senza mouse. Il focus è sempre visibile e va alla domanda successiva. Esc chiude la chat, e nulla La trattiene.
access-readers = Lettori di schermo:
access-readers-text = i nuovi messaggi e i file arrivati vengono annunciati senza interromperLa. Ogni campo, pulsante e immagine ha un nome. Un errore sta accanto al suo campo e dice che cosa fare.
access-zoom = Testo grande e zoom:
access-zoom-text = al 400 % nulla è tagliato, e si scorre in una sola direzione.
access-colours = Colori:
access-colours-text = il testo ha un contrasto di almeno 4,5 a 1, qualunque colore l’azienda abbia scelto. La modalità scura e i colori ad alto contrasto del Suo sistema vengono rispettati. Nessuna informazione sta solo nel colore.
access-touch = Tocco:
access-touch-text = ogni pulsante è alto e largo almeno 44 pixel.
access-calm = Calma:
access-calm-text = nulla lampeggia. Se il Suo sistema chiede meno movimento, nulla si muove.
access-time = Tempo:
access-time-text = non c’è conto alla rovescia mentre scrive. Una chat aperta viene conservata fino a un giorno; una chiusa o dimenticata viene cancellata, e la chat glielo dice.
access-memory = Memoria:
access-memory-text = nulla viene chiesto due volte. Può tornare indietro e cambiare una risposta, e ricaricando non si perde nulla. Non ci sono enigmi da risolvere.
access-how = Come lo sappiamo
access-how-text = Ogni versione viene controllata a macchina (axe) in ogni stato della chat, in chiaro e in scuro, in entrambe le direzioni di scrittura, e con percorsi solo da tastiera, con lo zoom al 400 %, con movimento ridotto e con colori forzati. Le macchine non trovano tutto.
access-not-yet = Che cosa non funziona ancora
access-not-pictures = Le immagini e i documenti che invia vengono mostrati solo con il nome e una piccola immagine; non li descriviamo.
access-not-scripts = Senza JavaScript non c’è chat. Scriva all’azienda dalla cui pagina proviene; il link nella nostra e-mail funziona senza.
access-tell = Ce lo dica
access-tell-text = Se qualcosa La ostacola, scriva all’azienda dalla cui pagina proviene, o risponda all’e-mail che ha ricevuto. Dica che cosa voleva fare e che cosa è successo; non deve spiegare perché.

# The mail to an earlier address, and its page
mail-changed-subject = L’indirizzo e-mail della sua visita a { $site } è stato cambiato
mail-changed-text = una visita a { $site } che era conservata sotto questo indirizzo e-mail ora è conservata sotto un altro.
mail-changed-hidden = Il nuovo indirizzo non vede ciò che è stato inviato prima del cambio, per esempio i file. Se il cambio è suo e vuole che il nuovo indirizzo lo veda, apra questo link:
mail-changed-button = Mostra al nuovo indirizzo
mail-changed-not-you = Non ha fatto lei il cambio? Allora non apra il link e avvisi { $site }.
mail-changed-why = { $site } le ha scritto perché questo indirizzo e-mail apparteneva a una visita su quel sito.
page-earlier-title = Mostrare al nuovo indirizzo ciò che è stato inviato?
page-earlier-text = La visita era conservata sotto il suo indirizzo e-mail. Se accetta, il nuovo indirizzo vede e scarica ciò che è stato inviato in quel periodo.
page-earlier-not-you = Non ha cambiato lei l’indirizzo? Chiuda questa pagina e non sarà mostrato nulla.
page-earlier-done = Ora il nuovo indirizzo può vederlo
privacy-withheld = Ciò che è stato inviato prima del cambio dell’indirizzo e-mail non è mostrato. Abbiamo scritto all’indirizzo precedente, che può accettare di mostrarlo.
privacy-not-shown = Non mostrato
privacy-moved-agree = Abbiamo scritto a { $address }. Finché non accetta con il link di quel messaggio, il nuovo indirizzo non vede ciò che è stato inviato finora.
kept-earlier = Un indirizzo e-mail precedente, dopo un cambio
kept-earlier-for = Avvisare il titolare e non mostrare al nuovo indirizzo ciò che poteva vedere il precedente
kept-time-earlier = { $time } dopo il cambio
kept-mails = Quante e-mail ha ricevuto una casella e quanto ha caricato una rete senza conferma, sotto un hash che solo la nostra chiave può creare
kept-mails-for = Proteggere le caselle da troppe e-mail e lo spazio di archiviazione dal riempirsi
kept-time-mails = Due ore dopo l’ultima e-mail, un giorno dopo l’ultimo caricamento

## L’assistente dei membri

chat-greeting = Buongiorno, sono l’assistente di questo sito. Che cosa posso fare per Lei?
chat-notice = Sta parlando con un programma informatico. Può sbagliare: verifichi ciò che conta. I Suoi messaggi vengono conservati perché possa continuare la conversazione; può cancellarli in qualsiasi momento.
assistant-restricted = L’uso dei suoi dati qui è limitato, perciò l’assistente non risponde. Può ancora leggere, copiare ed eliminare le sue conversazioni.
chat-title = Assistente
chat-description = Chiedi all’assistente di questo sito. Le tue conversazioni ti seguono su ogni dispositivo.
chat-noscript = L’assistente ha bisogno di JavaScript.
chat-conversations = Conversazioni
chat-conversation = { widget-conversation }
chat-menu = { widget-menu }
chat-begin = Nuova conversazione
chat-search = Cerca nelle tue conversazioni
chat-more = Mostra le precedenti
chat-earlier = Mostra i messaggi precedenti
chat-none = Ancora nessuna conversazione.
chat-nothing = Non è stato trovato nulla.
chat-untitled = Senza titolo
chat-rename = Rinomina
chat-remove = Elimina questa conversazione
chat-remove-title = Eliminare questa conversazione?
chat-remove-text = Viene eliminata su tutti i tuoi dispositivi e non può essere recuperata.
chat-clear = Elimina tutte le conversazioni
chat-clear-title = Eliminare tutte le conversazioni?
chat-clear-text = Tutti i tuoi messaggi e tutte le risposte vengono eliminati, su tutti i tuoi dispositivi. Non possono essere recuperati.
chat-copy-all = Copia questa conversazione
chat-download = Scarica i miei dati
chat-cancel = Annulla
chat-save = Salva
chat-label = Scrivi un messaggio
chat-empty = Scrivi prima un messaggio.
chat-send = { widget-send }
chat-stop = Ferma la risposta
chat-editing = Il messaggio viene inviato di nuovo e ciò che seguiva viene sostituito.
chat-edit = Modifica questo messaggio
chat-copy = Copia questa risposta
chat-copied = Copiato.
chat-good = Utile
chat-bad = Non utile
chat-again = Rispondi di nuovo
chat-stopped = Fermata. Ciò che era arrivato è conservato.
chat-broke-off = La risposta si è interrotta. Ciò che era arrivato è conservato.
chat-no-answer = Non è arrivata nessuna risposta. Riprova tra un momento.
chat-signed-out = Non hai effettuato l’accesso. Accedi al sito per vedere le tue conversazioni.
chat-you = { widget-you }
chat-assistant = { widget-assistant }
chat-close = { widget-close }
chat-retry = { widget-retry }
chat-opens = { widget-opens }
chat-notices = { widget-notice }
chat-accessibility = { widget-accessibility }
chat-failure = { widget-failure }
chat-offline = { widget-offline }
chat-reference = Riferimento { $id }
chat-found =
    { $count ->
        [one] { $count } risultato
        [many] { $count } risultati
       *[other] { $count } risultati
    }
kept-time-member = { $time } dopo l’ultimo messaggio del membro
kept-time-conversation = { $time } dopo l’ultimo messaggio
kept-time-action = { $time } dopo che è stata fatta o scartata
kept-member-for-ever = Finché il membro non lo cancella
# Answers to members from documents, without a model
assistant-nothing = Non ho trovato nulla su questo nei documenti che conosco. Chieda con altre parole, o chieda alle persone di questo sito.
assistant-filtered = Il modello non può rispondere a questa domanda. Provi a formularla con altre parole.
# $source: such as “Opening hours (opening.md)”
assistant-source = Fonte: { $source }

# The member's messenger.
messenger-title = Messaggi
messenger-lead = Colleghi il suo account WhatsApp e veda che cosa c’è da fare nei suoi messaggi.
messenger-phone = Il suo numero di telefono
messenger-phone-hint = Con il prefisso del paese, come +39 312 345 6789
messenger-continue = Continua
messenger-link-title = Collegare l’account
messenger-notice = Un programma legge i suoi messaggi, anche ciò che altri le scrivono, per trovare cose da fare, e poi li cancella; resta solo la frase da cui viene un’attività. Scansionando il codice, lei accetta. Può scollegare l’account in qualsiasi momento. WhatsApp non offre questo ad altri programmi e può limitare il suo account.
messenger-qr = Codice QR da scansionare con WhatsApp sul telefono
messenger-qr-wait = Il codice sta arrivando
messenger-qr-time = Tempo rimasto per questo codice
messenger-step-open = Apra WhatsApp sul telefono.
messenger-step-menu = Vada su Impostazioni, Dispositivi collegati, Collega un dispositivo.
messenger-step-scan = Punti il telefono su questo codice.
messenger-again = Mostra un nuovo codice
messenger-type-instead = Digitare invece un codice sul telefono
messenger-known = Questo numero è già collegato
messenger-code = Codice arrivato nella sua chat personale
messenger-verify = Conferma
messenger-other-number = Usa un altro numero
messenger-resume = Connetti
messenger-pause = Sospendi
messenger-restart = Riavvia
messenger-unlink = Scollega
messenger-sign-out = Esci
messenger-actions = Che cosa c’è da fare
messenger-pending = Da fare
messenger-done = Fatto
messenger-dismissed = Scartato
messenger-empty = Qui non c’è niente. Le novità compaiono da sole.
messenger-more = Mostra i meno recenti
messenger-news = Nuovo:
messenger-quote = Dal messaggio
messenger-mark-done = Fatto
messenger-dismiss = Scarta
messenger-reopen = Riapri
messenger-edit = Correggi
messenger-edit-title = Che cosa
messenger-edit-day = Giorno
messenger-edit-time = Ora
messenger-save = Salva
messenger-cancel = Annulla
messenger-share = Far leggere questa bacheca ad altri
messenger-share-text = Vedono che cosa c’è da fare, con le frasi di origine. Non possono cambiare nulla e non vedono altri messaggi.
messenger-share-phone = Il loro numero di telefono
messenger-share-add = Condividi
messenger-share-end = Non condividere più
messenger-share-read = Leggi
messenger-received = Condivisi con lei
messenger-unlink-title = Scollegare questo account?
messenger-unlink-text = Viene disconnesso da WhatsApp e le chiavi vengono distrutte. La bacheca resta.
messenger-failure = Non ha funzionato. Riprovi tra un momento.
messenger-offline = Nessuna connessione. Riprovi quando è online.
messenger-noscript = Questa pagina richiede JavaScript.
messenger-state-none = Non collegato
messenger-state-stopped = In pausa
messenger-state-starting = Avvio
messenger-state-pairing = In attesa del telefono
messenger-state-online = Connesso
messenger-state-offline = Nuova connessione
messenger-state-asleep = In riposo, si sveglia con lei
messenger-state-logged-out = Il telefono ha chiuso il collegamento
messenger-state-replaced = Un altro programma usa questo collegamento
messenger-state-banned = WhatsApp ha sospeso l’account per un po’
messenger-state-failed = Non si connette. Riavvii più tardi.
messenger-state-other-number = Ha scansionato il telefono di un altro numero; nulla è conservato
messenger-kind-task = Attività
messenger-kind-meeting = Incontro
messenger-kind-payment = Pagamento
messenger-kind-call = Chiamata
messenger-kind-purchase = Acquisto
