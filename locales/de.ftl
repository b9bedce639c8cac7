### Deutsch. Höflich mit „Sie“, kurz, ohne Ausrufezeichen.

language-name = Deutsch

## Der Assistent

bot-greeting = Guten Tag. Ich nehme auf, was unser Team braucht, um Ihnen zu helfen: Ihren Namen, Ihre Dateien und eine E-Mail-Adresse. Das dauert etwa zwei Minuten.
bot-promise = Wenn Sie gehen, bevor Sie Ihre E-Mail-Adresse angegeben haben, wird alles gelöscht, was Sie gesendet haben.
bot-ask-name = Wie dürfen wir Sie nennen?
bot-name-missing = Nennen Sie uns einen Namen, damit wir wissen, wie wir Sie ansprechen.
bot-name-too-long = Dieser Name hat mehr als 100 Zeichen. Eine kürzere Form genügt.
bot-name-strange = Dieser Name enthält Zeichen, die sich nicht anzeigen lassen. Geben Sie ihn noch einmal ein.
bot-thanks = Danke, { $name }.
bot-ask-files = Welche Unterlagen sollen wir uns ansehen? Fotos und Scans sind in Ordnung, bis zu { $size } pro Datei. Sie können auch ohne Dateien weitermachen.
bot-files-count = Geben Sie an, wie viele Dateien Sie hinzugefügt haben, oder 0, um ohne Dateien weiterzumachen.
bot-files-heard =
    { $count ->
        [0] Keine Dateien, das ist in Ordnung.
        [one] Ihre Datei ist angekommen.
       *[other] Ihre { $count } Dateien sind angekommen.
    }
bot-ask-email = Wohin können wir Ihnen schreiben? Wir senden einen Link an diese Adresse, um sicher zu sein, dass sie Ihnen gehört.
bot-email-missing = Wir brauchen eine E-Mail-Adresse, um Ihnen zu antworten.
bot-email-wrong = Das sieht nicht nach einer E-Mail-Adresse aus. Sie sollte aussehen wie name@example.org.
bot-ask-consent = Zum Schluss zwei Entscheidungen, die bei Ihnen liegen. Die zweite ist freiwillig.
bot-consent-needed = Wir dürfen Ihre Angaben nur behalten, wenn Sie dem ersten Punkt zustimmen. Andernfalls können Sie gehen, und alles, was Sie gesendet haben, wird gelöscht.
bot-consent-stale = Der Wortlaut der Einwilligungen hat sich geändert. Lesen Sie ihn noch einmal und entscheiden Sie dann.
bot-ask-inbox = Sehen Sie in Ihr Postfach: Wir haben Ihnen einen Link gesendet. Sobald Sie ihn geöffnet haben, liegt alles bei unserem Team.
bot-done = Bestätigt. Jetzt liegt alles bei unserem Team, und Sie hören per E-Mail von uns.

## Die Einwilligungen

consent-personal-data = Ich bin damit einverstanden, dass mein Name, meine E-Mail-Adresse und die Dateien, die ich gesendet habe, gespeichert und zur Bearbeitung meines Anliegens verwendet werden. Ich kann dies jederzeit widerrufen.
consent-ai-training = Ich bin damit einverstanden, dass die Dateien, die ich gesendet habe, auch zum Trainieren von KI-Modellen verwendet werden dürfen. Wenn ich ablehne, ändert das nichts an meinem Anliegen, und ich kann dies jederzeit widerrufen.

## Ablehnungen und Fehler

problem-not-found = Hier ist nichts.
problem-request-timeout = Die Anfrage kam zu langsam an. Versuchen Sie es noch einmal.
problem-session-gone = Ihr Besuch ist beendet. Es wurde nichts behalten. Sie können neu beginnen.
problem-session-pending = Ihre Angaben sind schon gespeichert. Bestätigen Sie sie mit dem Link in unserer E-Mail.
problem-session-complete = Dieser Besuch ist abgeschlossen. Beginnen Sie einen neuen, um mehr zu senden.
problem-contact-missing = Es gibt noch keine E-Mail-Adresse, an die ein Link gehen könnte.
problem-files-differ = Die angekommenen Dateien sind nicht die, die Sie sehen. Sehen Sie die Liste noch einmal durch und senden Sie sie dann erneut.
problem-upload-running = Eine Datei ist noch unterwegs. Warten Sie, bis sie angekommen ist, oder entfernen Sie sie.
problem-body-too-large = Die Anfrage ist zu groß.
problem-file-too-large = Die Datei ist größer, als wir annehmen können.
problem-quota-exceeded = Das ist mehr, als bei einem Besuch gesendet werden kann. Entfernen Sie zuerst eine Datei.
problem-file-type-refused = Diese Art von Datei können wir nicht annehmen.
problem-file-refused = Unser Virenscanner hat in der Datei etwas Schädliches gefunden. Senden Sie eine saubere Kopie oder eine andere Datei.
problem-empty-file = Die Datei ist leer. Wählen Sie sie noch einmal aus.
problem-rate-limited = Das war viel auf einmal. Warten Sie einen Moment und machen Sie dann weiter.
problem-link-gone = Dieser Link ist abgelaufen oder war nie gültig.
problem-unavailable = Wir können das gerade nicht annehmen. Es wurde nichts behalten. Versuchen Sie es gleich noch einmal.
problem-internal = Im System ist ein Fehler aufgetreten. Der Administrator wurde benachrichtigt und geht dem nach. Bitte versuchen Sie es später noch einmal.
problem-unsure = Wir wissen nicht, ob dies gespeichert wurde. Versuchen Sie es gleich noch einmal.
problem-upload-cut = Der Upload ist vorzeitig abgebrochen. Es wurde nichts behalten. Senden Sie die Datei noch einmal.
problem-too-many-files =
    { $count ->
        [one] Bei einem Besuch kann 1 Datei gesendet werden. Entfernen Sie sie zuerst.
       *[other] Bei einem Besuch können { $count } Dateien gesendet werden. Entfernen Sie zuerst eine.
    }
problem-visit-full = Bei einem Besuch können insgesamt { $size } gesendet werden. Entfernen Sie zuerst eine Datei.
problem-too-large = „{ $name }“ ist zu groß. Dateien können bis zu { $size } groß sein.
problem-not-text = „{ $name }“ enthält keinen reinen Text. Speichern Sie die Datei noch einmal als Text.
problem-type =
    { $others ->
        [0] „{ $name }“ ist von einer Art, die wir nicht annehmen können. Wir nehmen { $types }.
        [one] „{ $name }“ ist von einer Art, die wir nicht annehmen können. Wir nehmen { $types } und 1 weitere Art.
       *[other] „{ $name }“ ist von einer Art, die wir nicht annehmen können. Wir nehmen { $types } und { $others } weitere Arten.
    }
problem-disguised = „{ $name }“ ist dem Inhalt nach keine .{ $ending }-Datei. Speichern Sie sie noch einmal in diesem Format.
problem-other-type = „{ $name }“ ist dem Inhalt nach eine .{ $ending }-Datei. Ändern Sie die Endung in .{ $ending } und schicken Sie sie noch einmal.
problem-password = „{ $name }“ ist mit einem Passwort geschützt. Entfernen Sie es in dem Programm, aus dem die Datei stammt, und schicken Sie sie noch einmal.
problem-infected = „{ $name }“ wurde abgelehnt: Unser Virenscanner hat darin etwas Schädliches gefunden. Davon wurde nichts behalten. Prüfen Sie Ihr Gerät und senden Sie dann eine saubere Kopie oder eine andere Datei.
problem-unscanned = Wir können „{ $name }“ gerade nicht auf Viren prüfen. Davon wurde nichts behalten. Versuchen Sie es gleich noch einmal oder senden Sie eine kleinere Datei.
problem-files-missing =
    { $count ->
        [one] Eine Ihrer Dateien ist nicht mehr bei uns. Senden Sie sie noch einmal oder machen Sie ohne sie weiter.
       *[other] { $count } Ihrer Dateien sind nicht mehr bei uns. Senden Sie sie noch einmal oder machen Sie ohne sie weiter.
    }

## Größen, Zeiten, Daten

decimal-mark = ,
size-bytes = { $number } Byte
size-kb = { $number } KB
size-mb = { $number } MB
size-gb = { $number } GB
size-tb = { $number } TB
duration-years =
    { $count ->
        [one] { $count } Jahr
       *[other] { $count } Jahre
    }
duration-months =
    { $count ->
        [one] { $count } Monat
       *[other] { $count } Monate
    }
duration-days =
    { $count ->
        [one] { $count } Tag
       *[other] { $count } Tage
    }
duration-hours =
    { $count ->
        [one] { $count } Stunde
       *[other] { $count } Stunden
    }
duration-minutes =
    { $count ->
        [one] { $count } Minute
       *[other] { $count } Minuten
    }
duration-seconds =
    { $count ->
        [one] { $count } Sekunde
       *[other] { $count } Sekunden
    }
date-moment = { date-weekday }, { $day }. { date-month }, { $time } Uhr UTC
date-day = { $day }. { date-month } { $year }
date-full = { date-day }, { $time } Uhr UTC
date-weekday =
    { $weekday ->
        [1] Montag
        [2] Dienstag
        [3] Mittwoch
        [4] Donnerstag
        [5] Freitag
        [6] Samstag
       *[7] Sonntag
    }
date-month =
    { $month ->
        [1] Januar
        [2] Februar
        [3] März
        [4] April
        [5] Mai
        [6] Juni
        [7] Juli
        [8] August
        [9] September
        [10] Oktober
        [11] November
       *[12] Dezember
    }

## Die E-Mail mit dem Link

mail-subject = Bestätigen Sie Ihre E-Mail-Adresse für { $site }
mail-hello = Guten Tag,
mail-step = ein Schritt fehlt noch: Öffnen Sie diesen Link und bestätigen Sie, dass diese E-Mail-Adresse Ihnen gehört.
mail-button = Meine Adresse bestätigen
mail-copy = Oder kopieren Sie diesen Link in Ihren Browser:
mail-until = Der Link funktioniert einmal, bis { $until }.
mail-not-you = Das waren nicht Sie? Jemand hat Ihre Adresse angegeben, vielleicht aus Versehen. Dieser Link löscht die Anfrage und alles, was dazugehört:
mail-not-me = Das war ich nicht
mail-why = { $site } hat Ihnen dies gesendet, weil Ihre E-Mail-Adresse dort im Chat eingegeben wurde.

mail-own-subject = Ihre Daten bei { $site }
mail-own-text = dieser Link öffnet die Seite, auf der Sie ansehen, herunterladen, berichtigen oder löschen können, was { $site } unter Ihrer E-Mail-Adresse speichert.
mail-own-button = Meine Daten ansehen
mail-own-until = Der Link funktioniert einmal, eine Stunde lang.
mail-own-not-you = Sie haben das nicht angefordert? Dann hat jemand Ihre Adresse eingegeben. Es hat sich nichts geändert, und niemand außer Ihnen kann den Link benutzen: Löschen Sie diese E-Mail.
mail-own-why = { $site } hat Ihnen dies gesendet, weil Ihre E-Mail-Adresse auf der dortigen Datenschutzseite eingegeben wurde.

## Seiten hinter den Links der E-Mail

page-confirm-title = Bestätigen Sie Ihre E-Mail-Adresse
page-confirm-text = Mit einem Klick ist alles abgeschlossen. Danach kann sich jemand ansehen, was Sie gesendet haben, und Ihnen schreiben.
page-confirm-button = Meine Adresse bestätigen
page-confirm-not-you = Sie haben das nicht begonnen?
page-not-me = Das war ich nicht
page-confirmed-title = Danke. Ihre Adresse ist bestätigt
page-confirmed-text = Alles ist abgeschlossen. Wir haben, was Sie gesendet haben, und schreiben Ihnen per E-Mail.
page-confirmed-close = Sie können diese Seite schließen. Falls der Chat noch in einem anderen Fenster offen ist, zeigt er dasselbe an.
page-notice = Was wir speichern, und Ihre Rechte
page-already-title = Schon bestätigt
page-already-text = Dieser Link wurde benutzt, und alles ist abgeschlossen. Sie müssen nichts weiter tun.
page-gone-title = Dieser Link funktioniert nicht mehr
page-gone-text = Er ist abgelaufen, eine neuere Adresse ist an seine Stelle getreten, oder der Besuch dahinter wurde gelöscht.
page-gone-what = Was Sie tun können
page-gone-again = Wenn der Chat noch offen ist, wählen Sie dort „Noch einmal senden“ und benutzen Sie die neueste E-Mail.
page-gone-copied = Wenn Sie den Link von Hand kopiert haben, prüfen Sie, ob er vollständig in der Adresszeile steht.
page-gone-anew = Beginnen Sie sonst im Chat von vorn. Das dauert etwa zwei Minuten.
page-decline-title = Das waren nicht Sie?
page-decline-text = Jemand hat Ihre E-Mail-Adresse in einem Chat angegeben, vielleicht durch einen Tippfehler. Löschen Sie die Anfrage, dann werden die Adresse, die Dateien und alles andere darin gelöscht. Weitere E-Mails kommen dann nicht.
page-decline-button = Anfrage löschen
page-decline-was-you = Wenn Sie es waren, schließen Sie diese Seite und benutzen Sie den anderen Link in der E-Mail.
page-declined-title = Die Anfrage ist gelöscht
page-declined-text = Ihre Adresse und alles, was damit gesendet wurde, wird jetzt gelöscht. Sie erhalten keine weitere E-Mail dazu.
page-declined-close = Sie müssen nichts weiter tun. Sie können diese Seite schließen.
page-late-title = Diese Anfrage ist schon bestätigt
page-late-text = Jemand hat den Link in der E-Mail benutzt. Deshalb lässt sich die Anfrage von hier aus nicht mehr löschen.
page-late-what = Um die Daten löschen zu lassen, antworten Sie auf die E-Mail oder schreiben Sie der Firma, die sie gesendet hat, und teilen Sie mit, dass Sie die Anfrage nicht gestellt haben. Sie muss innerhalb eines Monats antworten.

## Fehler als Seiten

page-error-title = Das hat nicht geklappt
page-error-missing = Diese Seite gibt es nicht
page-error-ours = Bei uns stimmt etwas nicht
page-error-home = Zur Startseite

## Die Datenschutzhinweise

privacy-title = Datenschutzhinweise
privacy-intro = Dieser Chat nimmt Ihre Angaben und Dateien für die Firma entgegen, von deren Seite Sie kommen. Diese Firma entscheidet, wofür sie verwendet werden, und ist dafür verantwortlich.
privacy-kept = Was gespeichert wird und wann es gelöscht wird
privacy-before = Bevor Sie Ihre E-Mail-Adresse angeben:
privacy-before-text = Ihre Dateien, unter einer Zufallsnummer. Ihr Name und Ihre Antworten bleiben in Ihrem Browser. Wenn Sie gehen, werden die Dateien gelöscht, spätestens { $within } nach dem letzten Lebenszeichen Ihres Browsers. „Gehen und alles löschen“ im Menü des Chats löscht sie sofort.
privacy-agreed = Wenn Sie zugestimmt und Ihre Adresse angegeben haben:
privacy-agreed-text = Ihr Name, Ihre E-Mail-Adresse, Ihre Dateien, Ihre damalige Internetadresse und worin Sie eingewilligt oder was Sie abgelehnt haben, mit Wortlaut und Zeitpunkt. Wir senden Ihnen einen Link, um zu prüfen, ob die Adresse Ihnen gehört. Gültigkeit: { $valid }.
privacy-never = Wenn Sie den Link nie öffnen:
privacy-never-text = Alles wird nach Ablauf der Frist gelöscht ({ $kept }).
privacy-confirmed = Wenn die Adresse bestätigt ist:
privacy-confirmed-text = Die Firma behält Ihre Anfrage, bis sie sie für ihren Zweck nicht mehr braucht oder bis Sie die Löschung verlangen.
privacy-why = Warum
privacy-why-text = Um Ihre Anfrage entgegenzunehmen und zu beantworten, auf Grundlage Ihrer Einwilligung (Datenschutz-Grundverordnung, Artikel 6 Absatz 1 Buchstabe a). Dateien werden nur dann zum Trainieren des Assistenten verwendet, wenn Sie dem gesondert zugestimmt haben. Wenn Sie das ablehnen, ändert sich sonst nichts.
privacy-browser = In Ihrem Browser
privacy-browser-text = Ab dem Moment, in dem Sie den Chat öffnen, merkt sich Ihr Browser die Zufallsnummer Ihres Besuchs. Dieser Tab merkt sich außerdem Ihre Antworten, bis Sie fertig sind, damit beim Neuladen nichts verloren geht. Es gibt keine Cookies und kein Tracking.
privacy-rights = Ihre Rechte
privacy-right-see = Einsehen, was über Sie gespeichert ist, und eine Kopie davon erhalten.
privacy-right-correct = Es berichtigen oder löschen lassen oder seine Verwendung einschränken lassen.
privacy-right-withdraw = Eine Einwilligung jederzeit widerrufen, so einfach, wie Sie sie gegeben haben. Was vorher geschah, bleibt rechtmäßig.
privacy-right-complain = Sich bei einer Datenschutzbehörde beschweren, zum Beispiel an Ihrem Wohnort.
privacy-how = Um sie auszuüben, schreiben Sie der Firma oder antworten Sie auf die E-Mail, die Sie erhalten haben. Sie bekommen innerhalb eines Monats eine Antwort.
privacy-fault = Fehler
privacy-all = Alles im Einzelnen, und wie lange
privacy-own = Ihre Daten ansehen, berichtigen oder löschen
privacy-own-text = Das können Sie jetzt selbst tun. Geben Sie die E-Mail-Adresse an, die Sie im Chat genannt haben; wir senden einen Link dorthin.
privacy-own-label = E-Mail-Adresse
privacy-own-button = Link senden
privacy-ended = Ihre halbe Stunde hier ist vorbei, oder sie hat noch nicht begonnen. Fordern Sie einen Link an, um fortzufahren.
privacy-finished = Sie sind abgemeldet. Von diesem Browser aus kann niemand mehr etwas ansehen.
privacy-sent-title = Sehen Sie in Ihrem Posteingang nach
privacy-sent-text = Wenn wir unter dieser Adresse etwas speichern, ist eine E-Mail mit einem Link unterwegs. Der Link funktioniert einmal, eine Stunde lang.
privacy-sent-nothing = Nach einigen Minuten ist nichts da?
privacy-sent-spam = Sehen Sie im Spam-Ordner nach.
privacy-sent-spelt = Prüfen Sie, wie die Adresse geschrieben ist: Es muss die sein, die Sie im Chat angegeben haben.
privacy-sent-wait = Warten Sie eine Minute und fordern Sie den Link dann noch einmal an.
privacy-sent-none = Oder wir speichern nichts unter ihr. Diese Seite sagt in beiden Fällen dasselbe, damit niemand herausfinden kann, wer uns geschrieben hat.
privacy-again = Neuen Link anfordern
privacy-link-text = Die nächste Seite zeigt, was unter Ihrer E-Mail-Adresse gespeichert ist. Dort können Sie es herunterladen, berichtigen oder löschen.
privacy-link-button = Meine Daten zeigen
privacy-link-once = Der Link funktioniert einmal. Nach einer halben Stunde werden Sie abgemeldet, oder wenn Sie „{ privacy-finish }“ wählen.
privacy-gone-text = Er wurde benutzt, er ist älter als eine Stunde, oder unter seiner Adresse ist nichts mehr gespeichert.
privacy-data-title = Ihre Daten
privacy-data-text = Das ist alles, was unter { $address } gespeichert ist. Nach einer halben Stunde werden Sie abgemeldet.
privacy-download = Alles herunterladen
privacy-finish = Beenden
privacy-nothing = Es ist nichts gespeichert.
privacy-visit = Ihr Besuch vom { $at }
privacy-restricted = Eingeschränkt.
privacy-restricted-since = Seit { $at }.
privacy-restricted-accuracy = Sie sagen, dass die Daten falsch sind; sie bleiben unberührt, bis das geprüft ist.
privacy-restricted-unlawful = Die Daten bleiben auf Ihren Wunsch gespeichert und werden nicht verwendet.
privacy-restricted-claims = Die Daten bleiben für Ihre Rechtsansprüche gespeichert und werden nicht verwendet.
privacy-restricted-objection = Sie widersprechen der Verwendung; die Daten bleiben unberührt, bis das abgewogen ist.
privacy-restricted-by-us = Das haben wir selbst eingeschränkt. Schreiben Sie uns, um es aufheben zu lassen.
privacy-name = Name
privacy-confirmed-at = Bestätigt
privacy-not-confirmed = Noch nicht: Der Link in unserer ersten E-Mail wurde nicht benutzt.
privacy-language = Sprache
privacy-ip = Internetadresse
privacy-not-kept = Nicht gespeichert
privacy-files = Dateien
privacy-no-files = Keine
privacy-correct = Name oder Adresse berichtigen
privacy-correct-hint = An eine andere Adresse geht eine E-Mail mit einem Link, um sie zu bestätigen. Von da an gehört dieser Besuch zur neuen Adresse, und mit der alten lässt er sich nicht mehr öffnen: Prüfen Sie die Schreibweise genau.
privacy-correct-button = Berichtigung speichern
privacy-leave-it = So lassen
privacy-moved-title = Bestätigen Sie die neue Adresse
privacy-moved-text = Der Besuch gehört jetzt zu { $address }. Eine E-Mail mit einem Link ist dorthin unterwegs; bis der Link benutzt wird, ist die Adresse nicht bestätigt.
privacy-moved-old = Mit { $address } lässt sich dieser Besuch nicht mehr öffnen.
privacy-moved-again = Um Ihre Daten wieder zu sehen, fordern Sie mit der neuen Adresse einen Link an.
privacy-back = Zurück zu Ihren anderen Besuchen
privacy-decided = Was Sie entschieden haben
privacy-purpose-request = Bearbeitung Ihrer Anfrage
privacy-purpose-training = Training von KI
privacy-decision-agreed = Eingewilligt
privacy-decision-withdrawn = Widerrufen
privacy-decision-refused = Abgelehnt
privacy-no-training = Kein Training mit meinen Dateien
privacy-restrict = Verwendung einschränken
privacy-restrict-text = Wir behalten die Daten und lassen sie unberührt: Sie werden nicht für das Training verwendet, und nur wer Datenschutzanfragen beantwortet, kann sie lesen. Ihre Anfrage ruht so lange. Sie können die Einschränkung hier jederzeit aufheben.
privacy-restrict-training = Nur das Training stört Sie? „{ privacy-no-training }“ auf der Seite davor genügt.
privacy-restrict-why = Warum?
privacy-restrict-choose = Wählen Sie einen dieser Gründe.
privacy-reason-accuracy = Die Daten sind falsch und müssen geprüft werden
privacy-reason-objection = Ich widerspreche der Verwendung
privacy-reason-unlawful = Die Verwendung ist unrechtmäßig, aber löschen Sie die Daten nicht
privacy-reason-claims = Ich brauche die Daten für einen Rechtsanspruch
privacy-lift = Einschränkung aufheben
privacy-withdraw = Meine Einwilligung widerrufen
privacy-withdraw-title = Einwilligung widerrufen
privacy-withdraw-text = Ohne Ihre Einwilligung dürfen wir von diesem Besuch nichts behalten. Ein Widerruf bedeutet also: Der Besuch wird gelöscht, und niemand kann Ihre Anfrage mehr bearbeiten. Was vorher geschah, bleibt rechtmäßig.
privacy-erase = Alles löschen
privacy-erase-text = Jeder Besuch oben, mit seinen Dateien, endgültig. Bevor etwas gelöscht wird, werden Sie noch einmal gefragt.
privacy-erase-good = Das ist endgültig. Nichts bringt es zurück, auch keine Sicherungskopie.
privacy-goes = Was gelöscht wird
privacy-goes-visits =
    { $count ->
        [one] Der Name und die Adresse { $address } dieses Besuchs
       *[other] { $count } Besuche, mit ihren Namen und der Adresse { $address }
    }
privacy-goes-files =
    { $count ->
        [0] Keine Dateien: Es wurden keine gesendet
        [one] { $count } Datei, mit allen Kopien
       *[other] { $count } Dateien, mit allen Kopien
    }
privacy-goes-rest = Was Sie entschieden haben, jeder Link und E-Mails, die noch zu senden sind
privacy-stays = Was bleibt
privacy-stays-receipt = Ein Beleg, der sagt, dass, wann und wie viel gelöscht wurde, und niemanden nennt
privacy-stays-trail = Zeilen, die belegen, was geschah, und ebenfalls niemanden nennen
privacy-sure = Ja, löschen
privacy-sure-fault = Setzen Sie das Häkchen, wenn Sie sicher sind.
privacy-erase-button = Endgültig löschen
privacy-keep = Behalten
privacy-erased-title = Gelöscht
privacy-erased-text = Name, Adresse und Entscheidungen sind gelöscht. Die Dateien werden jetzt gelöscht; der Beleg sagt, wann die letzte Kopie weg ist.
privacy-receipts =
    { $count ->
        [one] Ihr Beleg
       *[other] Ihre Belege
    }
privacy-receipt-keep = Ein Beleg nennt niemanden. Bewahren Sie seine Nummer auf, wenn Sie später nachweisen möchten, dass Sie die Löschung verlangt haben.
privacy-receipt-done = Alles ist gelöscht
privacy-receipt-done-text = Der Dateispeicher wurde zuletzt gefragt und enthält nichts mehr davon.
privacy-receipt-running = Wird gelöscht
privacy-receipt-running-text = Die persönlichen Daten sind gelöscht. Die Dateien werden jetzt gelöscht.
privacy-receipt-look = Noch einmal nachsehen
privacy-receipt-asked = Verlangt am
privacy-receipt-finished = Abgeschlossen
privacy-receipt-not-yet = Noch nicht
privacy-receipt-copies = Gelöschte Kopien
privacy-receipt-counted = Wird am Ende gezählt
privacy-receipt = Beleg
privacy-did-corrected = Die Berichtigung ist gespeichert.
privacy-did-training = Ihre Dateien werden nicht mehr für das Training verwendet.
privacy-did-restricted = Die Verwendung ist eingeschränkt. Wir behalten die Daten und lassen sie unberührt.
privacy-did-lifted = Die Einschränkung ist aufgehoben.
privacy-accessibility = Barrierefreiheit dieses Chats
page-languages = Diese Seite in anderen Sprachen

kept-caption = Was gespeichert wird, wofür, auf welcher Grundlage und wie lange
kept-what = Was
kept-for = Wofür
kept-basis = Grundlage
kept-time = Wie lange
kept-open = Dateien eines Besuchs ohne Adresse
kept-open-for = Um Dateien aufzubewahren, bis die Person entschieden hat, und sie zu löschen, wenn sie geht
kept-pending = Name, E-Mail-Adresse und Dateien, bevor die Adresse bestätigt ist
kept-pending-for = Um die Anfrage anzunehmen und zu prüfen, ob die Adresse der Person gehört
kept-complete = Name, E-Mail-Adresse und Dateien, sobald die Adresse bestätigt ist
kept-complete-for = Um die Anfrage zu beantworten; Dateien trainieren KI nur, wenn die Person darin eingewilligt hat
kept-ip = Internetadresse zum Zeitpunkt einer Entscheidung
kept-ip-for = Um Missbrauch nachzugehen und nachzuweisen, wer entschieden hat
kept-consents = Erteilte und abgelehnte Einwilligungen, mit Wortlaut und Zeitpunkt
kept-consents-for = Um nachzuweisen, worin eingewilligt wurde
kept-links = Gesendete Links, als Prüfsummen, und wartende E-Mails
kept-links-for = Um zu prüfen, ob die Adresse der Person gehört
kept-ways = Links und Anmeldungen derer, die ihre eigenen Daten ansehen
kept-ways-for = Damit jeder die eigenen Daten selbst ansehen, berichtigen und löschen kann
kept-trail = Das Protokoll: was mit welchem Besuch geschah und durch wen, ohne Namen
kept-trail-for = Um Rechenschaft über das Getane zu geben und herauszufinden, was von einem Vorfall betroffen ist
kept-receipts = Belege über Löschungen, ohne Namen
kept-receipts-for = Um nachzuweisen, dass, wann und wie viel gelöscht wurde
kept-requests = Anfragen per Post, E-Mail oder Telefon: wer was verlangt hat und wann es beantwortet wurde
kept-requests-for = Um rechtzeitig zu antworten und es nachzuweisen
kept-funnel = Wie weit Besuche kamen: Zahlen eines Tages
kept-funnel-for = Um zu sehen, wo Besuche abbrechen
kept-consent = Einwilligung, Artikel 6 Absatz 1 Buchstabe a
kept-interest = Berechtigtes Interesse, Artikel 6 Absatz 1 Buchstabe f
kept-duty = Rechtliche Pflicht, Artikel 6 Absatz 1 Buchstabe c mit den Artikeln { $articles }
kept-nobody = Niemandes Daten: Aus Zahlen ist niemand zu erkennen
kept-time-open = Spätestens { $time } nach dem letzten Lebenszeichen des Browsers
kept-time-pending = { $time } ab der letzten Angabe
kept-until-confirmed = Bis die Person bestätigt, ablehnt oder die Löschung verlangt
kept-time-complete = { $time } ab der Bestätigung
kept-until-needed = Bis die Anfrage sie nicht mehr braucht oder die Person die Löschung verlangt
kept-time-ip = { $time } ab der Erfassung
kept-as-long = So lange wie Name und E-Mail-Adresse
kept-time-links = So lange wie Name und E-Mail-Adresse; eine E-Mail, bis sie gesendet ist
kept-time-ways = Ein Link funktioniert 1 Stunde, eine Anmeldung 30 Minuten; beide werden bald danach gelöscht
kept-time-trail = { $time } ab dem Vorgang
kept-proof = Wird als Nachweis aufbewahrt
kept-time-receipts = { $time } ab der Löschung
kept-time-requests = { $time } ab der Antwort; danach wird getilgt, wer angefragt hat
kept-always = Wird aufbewahrt

## Die Kopie der eigenen Daten: die Seite in ihrem Archiv

copy-text = Eine Kopie von allem, was über Sie gespeichert ist. Stand: { $at }. Diese Seite braucht nichts außer ihrem Ordner.
copy-missing =
    { $count ->
        [one] Eine Datei fehlt. Sie ist angekommen, aber der Dateispeicher enthält sie nicht mehr. Die Liste unten sagt, welche es ist.
       *[other] { $count } Dateien fehlen. Sie sind angekommen, aber der Dateispeicher enthält sie nicht mehr. Die Liste unten sagt, welche es sind.
    }
copy-changed = Zuletzt geändert
copy-number = Nummer des Besuchs
copy-file-missing = Fehlt im Dateispeicher
copy-file-differs = Der Dateispeicher enthält { $size }
copy-no-wording = Der Wortlaut dieser Fassung ist hier nicht hinterlegt.
copy-version = Fassung
copy-links = Per E-Mail gesendete Links
copy-link-used = Gesendet am { $sent }, benutzt am { $used }
copy-link-unused = Gesendet am { $sent }, nicht benutzt, gültig bis { $until }
copy-waiting = Seit { $at } wartet eine E-Mail darauf, gesendet zu werden
copy-requests = Was per Post, E-Mail oder Telefon verlangt wurde
copy-request-received = Eingegangen am { $day }
copy-request-open = Noch nicht beantwortet, fällig am { $day }
copy-request-extended = Um zwei Monate verlängert, mitgeteilt am { $day }
copy-request-done = Beantwortet am { $at }
copy-request-refused = Abgelehnt am { $at }
copy-request-unidentified = Geschlossen am { $at }: Es ließ sich nicht feststellen, um wessen Daten es geht
copy-happened = Was geschehen ist
copy-did-given = Die Kontaktdaten wurden angegeben
copy-did-changed = Die Kontaktdaten wurden vor der Bestätigung berichtigt
copy-did-confirmed = Die Adresse wurde bestätigt
copy-did-corrected = Die Daten wurden berichtigt
copy-did-agreed = Die frühere Adresse hat zugestimmt, dass die neue sieht, was vorher gesendet wurde
copy-did-read = Die Daten wurden gelesen
copy-did-downloaded = Eine Datei wurde heruntergeladen
copy-did-copied = Eine Kopie wie diese wurde erstellt
copy-did-asked = Ein Link zur Seite mit diesen Daten wurde angefordert
copy-did-opened = Dieser Link wurde benutzt
copy-did-withdrawn = Eine Einwilligung wurde widerrufen
copy-did-restricted = Die Verwendung wurde eingeschränkt
copy-did-lifted = Die Einschränkung wurde aufgehoben
copy-by-visitor = die besuchende Person
copy-by-staff = das Personal
copy-by-operator = der Betreiber
copy-by-system = eine Regel des Betreibers
copy-by-unknown = unbekannte Person
copy-programs = Für Programme:

## Die Vorführung: ein erfundenes Büro

demo-ask = Hilfe anfragen
demo-how = So geht es
demo-developers = Für Entwickler
demo-headline = Ein Brief, den Sie nicht verstehen? Bringen Sie ihn mit.
demo-promise = Miete, Arbeit, Sozialleistungen: Zeigen Sie uns die Papiere, und jemand, der das Recht kennt, liest sie. Sie hören innerhalb von zwei Werktagen von uns. Es kostet nichts.
demo-start = Zeigen Sie uns Ihre Papiere
demo-small = Etwa zwei Minuten. Wenn Sie vor dem Ende gehen, wird alles gelöscht.
demo-picture = Eine offene Tür, hinter der Licht brennt, und ein Briefumschlag auf der Matte
demo-name = Sagen Sie uns Ihren Namen
demo-name-text = Irgendeinen Namen, in jeder Schrift. Kein Konto, kein Passwort.
demo-papers = Fügen Sie Ihre Papiere hinzu
demo-papers-text = Briefe, Verträge, Fotos von Seiten. Oder keine, wenn Sie nur eine Frage haben.
demo-link = Öffnen Sie einen Link
demo-link-text = Wir senden ihn an Ihre E-Mail-Adresse. Er zeigt, dass die Adresse Ihnen gehört, und Sie sind fertig.
demo-made-up = Dieses Büro ist erfunden. Der Chat nicht
demo-line = Eine Zeile setzt ihn auf jede Seite. Sie macht den Knopf in der Ecke und lädt nichts weiter, bis jemand ihn öffnet.
demo-line-label = Die Zeile zum Einfügen
demo-also = Außerdem:
demo-scripts = In Skripten:
demo-api = API-Dokumentation
demo-mail = Abgefangene E-Mails
demo-sign-in-as = Als { $name } anmelden
demo-sign-out = { $name } abmelden

## Das Widget

widget-title = Ihr Anliegen
frame-noscript = JavaScript ist ausgeschaltet. Schreiben Sie sonst der Firma, von deren Seite Sie kommen.
frame-description = Ein kurzes Gespräch: Ihr Name, Ihre Dateien, Ihre E-Mail-Adresse.
frame-still = Der Chat braucht Skripte und einen eigenen Platz im Browser.
frame-new-tab = In einem neuen Tab öffnen
frame-failed = Der Chat lädt nicht.
widget-assistant = Assistent
widget-you = Sie
widget-conversation = Gespräch
widget-close = Schließen
widget-menu = Mehr
widget-notice = Datenschutzhinweise
widget-accessibility = Barrierefreiheit
widget-edit-answer = Diese Antwort ändern
widget-note-open = Wird gelöscht, wenn Sie vorher gehen
widget-note-pending = Wartet auf Ihre Bestätigung
widget-note-complete = Bestätigt
widget-note-gone = Es wurde nichts behalten
widget-send = Senden
widget-back = Zurück
widget-retry = Noch einmal versuchen
widget-label-text = Ihre Antwort
widget-label-name = Ihr Name
widget-label-email = Ihre E-Mail-Adresse
widget-did-you-mean = Meinten Sie { $address }?
widget-choose = Dateien hinzufügen
widget-photo = Foto aufnehmen
widget-drop = Dateien hier ablegen
widget-which = Welche Dateien?
widget-allowed =
    { $count ->
        [one] 1 Datei mit bis zu { $size }: { $types }.
       *[other] Bis zu { $count } Dateien mit je { $size }: { $types }.
    }
widget-go-on =
    { $count ->
        [0] Ohne Dateien weiter
        [one] Weiter mit 1 Datei
       *[other] Weiter mit { $count } Dateien
    }
widget-total =
    { $count ->
        [one] { $count } Datei, { $size }
       *[other] { $count } Dateien, { $size }
    }
widget-total-of = { widget-total } von { $most }
widget-still-sending =
    { $count ->
        [one] 1 Datei ist noch unterwegs. Warten Sie einen Moment oder brechen Sie ab, was Sie nicht brauchen.
       *[other] { $count } Dateien sind noch unterwegs. Warten Sie einen Moment oder brechen Sie ab, was Sie nicht brauchen.
    }
widget-not-arrived =
    { $count ->
        [one] 1 Datei ist nicht angekommen. Versuchen Sie es noch einmal oder entfernen Sie sie.
       *[other] { $count } Dateien sind nicht angekommen. Versuchen Sie es noch einmal oder entfernen Sie sie.
    }
widget-no-files = Keine Dateien
widget-cut = Der Upload wurde unterbrochen. Fügen Sie die Datei noch einmal hinzu.
widget-cut-off = Der Upload wurde unterbrochen. Er geht weiter, sobald die Verbindung wieder da ist.
widget-waiting = Wartet
widget-storing = Wird gespeichert
widget-stored = Angekommen
widget-arrived = { $name } ist angekommen.
widget-cancel-file = { $name } abbrechen
widget-retry-file = { $name } noch einmal versuchen
widget-remove-file = { $name } entfernen
widget-just-over = etwas über { $size }
widget-refused-type = „{ $name }“ ist eine { $ending }-Datei, die sich hier nicht öffnen lässt. Versuchen Sie es mit einem PDF oder einem Bild derselben Seiten.
widget-refused-size = „{ $name }“ hat { $size }. Dateien können bis zu { $most } groß sein. Versuchen Sie es mit einem PDF derselben Seiten.
widget-refused-empty = „{ $name }“ ist leer. Prüfen Sie die Datei auf Ihrem Gerät und fügen Sie sie dann noch einmal hinzu.
widget-refused-count =
    { $count ->
        [one] „{ $name }“ ist eine zu viel. Es ist Platz für 1 Datei. Entfernen Sie sie, um diese hinzuzufügen.
       *[other] „{ $name }“ ist eine zu viel. Es ist Platz für { $count } Dateien. Entfernen Sie eine, um diese hinzuzufügen.
    }
widget-refused-total = „{ $name }“ passt nicht mehr dazu. Alle Dateien zusammen können bis zu { $size } groß sein. Entfernen Sie eine, um diese hinzuzufügen.
widget-refused-twice = „{ $name }“ ist schon in der Liste.
widget-refused-changed = „{ $name }“ wurde nach dem Auswählen geändert oder verschoben. Wählen Sie die Datei noch einmal aus.
widget-refused-folder = „{ $name }“ ist ein Ordner. Wählen Sie die Dateien darin aus.
widget-optional = Freiwillig.
widget-full-notice = Alle Hinweise lesen
widget-opens = (öffnet einen neuen Tab)
widget-agree = Zustimmen und senden
widget-agreed = Ich stimme zu. Kein KI-Training
widget-agreed-training = Ich stimme zu, und meine Dateien dürfen den Assistenten trainieren
widget-inbox-title = Sehen Sie in Ihr Postfach
widget-inbox-once = Der Link funktioniert einmal. Wenn Sie ihn öffnen, ist alles abgeschlossen.
widget-inbox-until = Der Link funktioniert einmal, bis { $until }. Wenn Sie ihn öffnen, ist alles abgeschlossen.
widget-inbox-to = Wir haben an { $address } geschrieben.
widget-inbox-unknown = Wir haben einen Link an die Adresse gesendet, die Sie angegeben haben.
widget-undelivered-title = Die E-Mail kam nicht an
widget-undelivered-to = Der Mailserver sagt, dass es diese Adresse nicht gibt oder dass sie keine E-Mails annimmt: { $address }.
widget-undelivered-unknown = Der Mailserver sagt, dass es diese Adresse nicht gibt oder dass sie keine E-Mails annimmt.
widget-undelivered-help = Prüfen Sie die Adresse auf Tippfehler oder nehmen Sie eine andere. Was Sie geschickt haben, bleibt erhalten.
widget-again = Noch einmal senden
widget-again-in = Noch einmal senden in { $seconds } s
widget-sent-again = Noch einmal gesendet. Es kann eine Minute dauern; sehen Sie auch im Spam-Ordner nach.
widget-wrong = Adresse ändern
widget-change = Ändern und senden
widget-keep = So lassen
widget-changed = Wir haben einen neuen Link an { $address } gesendet. Ältere Links funktionieren nicht mehr.
widget-done-title = Danke. Alles ist bestätigt
widget-done = Wir haben, was Sie gesendet haben, und schreiben Ihnen. Sie können dieses Fenster schließen.
widget-new-visit = Neuen Besuch beginnen
widget-ended = { problem-session-gone }
widget-start-again = Neu beginnen
widget-welcome-back = Willkommen zurück. Sie hatten in diesem Browser schon begonnen. Möchten Sie weitermachen oder neu beginnen? Wenn Sie neu beginnen, wird gelöscht, was Sie gesendet haben.
widget-go-on-visit = Weitermachen
widget-start-over = Neu beginnen
widget-leave = Gehen und alles löschen
widget-leave-title = Alles löschen, was Sie gesendet haben?
widget-leave-text = Ihre Antworten und Dateien werden jetzt gelöscht. Das lässt sich nicht rückgängig machen.
widget-leave-yes = Löschen und gehen
widget-leave-no = Bleiben
widget-failure = { problem-internal }
widget-offline = Gerade besteht keine Verbindung. Was Sie eingegeben haben, ist noch da.
widget-differ = Einige Dateien sind nicht angekommen. Sehen Sie die Liste durch und machen Sie dann weiter.
widget-reference = Kennung { $id }

## Die Erklärung zur Barrierefreiheit

access-intro = Alle sollen diesen Chat und seine Seiten benutzen können. Sie sind so gemacht, dass sie die Web Content Accessibility Guidelines 2.2, Stufe AA, erfüllen.
access-count-on = Worauf Sie sich verlassen können
access-keyboard = Tastatur:
access-keyboard-text = Alles geht ohne Maus. Der Fokus ist immer sichtbar und folgt der nächsten Frage. Escape schließt den Chat, und nichts hält Sie darin fest.
access-readers = Screenreader:
access-readers-text = Neue Nachrichten und angekommene Dateien werden angesagt, ohne Sie zu unterbrechen. Jedes Feld, jeder Knopf und jedes Bild hat einen Namen. Ein Fehler steht neben seinem Feld und sagt, was zu tun ist.
access-zoom = Große Schrift und Zoom:
access-zoom-text = Bei 400 % ist nichts abgeschnitten, und Sie scrollen nur in eine Richtung.
access-colours = Farben:
access-colours-text = Text hat einen Kontrast von mindestens 4,5 zu 1, welche Farbe die Firma auch gewählt hat. Der dunkle Modus und die Kontrastfarben Ihres Systems werden übernommen. Keine Information steckt nur in der Farbe.
access-touch = Berührung:
access-touch-text = Jeder Knopf ist mindestens 44 Pixel hoch und breit.
access-calm = Ruhe:
access-calm-text = Nichts blinkt. Wenn Ihr System weniger Bewegung wünscht, bewegt sich nichts.
access-time = Zeit:
access-time-text = Während Sie schreiben, läuft keine Uhr. Ein offener Chat wird bis zu einem Tag behalten; ein geschlossener oder vergessener wird gelöscht, und der Chat sagt Ihnen das.
access-memory = Gedächtnis:
access-memory-text = Nichts wird zweimal gefragt. Sie können zurückgehen und eine Antwort ändern, und beim Neuladen geht nichts verloren. Es gibt kein Rätsel zu lösen.
access-how = Woher wir das wissen
access-how-text = Jede Version wird maschinell (axe) in jedem Zustand des Chats geprüft, hell und dunkel, in beiden Schreibrichtungen, und dazu auf Wegen nur mit der Tastatur, bei 400 % Zoom, mit verringerter Bewegung und mit erzwungenen Farben. Maschinen finden nicht alles.
access-not-yet = Was noch nicht geht
access-not-pictures = Bilder und Dokumente, die Sie senden, werden nur mit ihrem Namen und einem kleinen Bild gezeigt; wir beschreiben sie nicht.
access-not-scripts = Ohne JavaScript gibt es keinen Chat. Schreiben Sie der Firma, von deren Seite Sie kommen; der Link in unserer E-Mail funktioniert ohne.
access-tell = Sagen Sie es uns
access-tell-text = Wenn Ihnen etwas im Weg steht, schreiben Sie der Firma, von deren Seite Sie kommen, oder antworten Sie auf die E-Mail, die Sie erhalten haben. Sagen Sie, was Sie tun wollten und was geschah; warum, müssen Sie nicht erklären.

# The mail to an earlier address, and its page
mail-changed-subject = Die E-Mail-Adresse Ihres Besuchs bei { $site } wurde geändert
mail-changed-text = ein Besuch bei { $site }, der unter dieser E-Mail-Adresse gespeichert war, ist jetzt unter einer anderen gespeichert.
mail-changed-hidden = Die neue Adresse sieht nicht, was vor der Änderung gesendet wurde, zum Beispiel Dateien. Wenn Sie die Adresse selbst geändert haben und die neue es sehen soll, öffnen Sie diesen Link:
mail-changed-button = Der neuen Adresse zeigen
mail-changed-not-you = Sie haben nichts geändert? Dann öffnen Sie den Link nicht und sagen Sie { $site } Bescheid.
mail-changed-why = { $site } hat Ihnen geschrieben, weil diese E-Mail-Adresse zu einem Besuch dort gehörte.
page-earlier-title = Darf die neue Adresse sehen, was gesendet wurde?
page-earlier-text = Der Besuch war vorher unter Ihrer E-Mail-Adresse gespeichert. Wenn Sie zustimmen, sieht die neue Adresse, was in dieser Zeit gesendet wurde, und kann es herunterladen.
page-earlier-not-you = Sie haben die Adresse nicht geändert? Schließen Sie diese Seite, dann wird nichts gezeigt.
page-earlier-done = Die neue Adresse kann es jetzt sehen
privacy-withheld = Was vor der Änderung der E-Mail-Adresse gesendet wurde, wird nicht gezeigt. Wir haben an die frühere Adresse geschrieben; sie kann zustimmen, es zu zeigen.
privacy-not-shown = Wird nicht gezeigt
privacy-moved-agree = Wir haben an { $address } geschrieben. Bis Sie dort mit dem Link zustimmen, sieht die neue Adresse nicht, was bisher gesendet wurde.
kept-earlier = Eine frühere E-Mail-Adresse, nach einer Änderung
kept-earlier-for = Um ihrem Inhaber Bescheid zu sagen und der neuen Adresse nicht zu zeigen, was nur die frühere sehen durfte
kept-time-earlier = { $time } nach der Änderung
kept-mails = Wie viele E-Mails ein Postfach bekommen hat und wie viel ein Netz unbestätigt hochgeladen hat, unter einem Hash, den nur unser Schlüssel bilden kann
kept-mails-for = Um Postfächer vor zu vielen E-Mails und den Speicher vor dem Volllaufen zu schützen
kept-time-mails = Zwei Stunden nach der letzten E-Mail, ein Tag nach dem letzten Hochladen

## Der Assistent der Mitglieder

chat-greeting = Hallo, ich bin der Assistent dieser Seite. Was kann ich für Sie tun?
chat-notice = Sie sprechen mit einem Computerprogramm. Es kann sich irren: Prüfen Sie, was wichtig ist. Ihre Nachrichten werden aufbewahrt, damit Sie das Gespräch fortsetzen können; Sie können sie jederzeit löschen.
assistant-restricted = Die Nutzung Ihrer Daten ist hier eingeschränkt, deshalb antwortet der Assistent nicht. Sie können Ihre Gespräche weiterhin lesen, kopieren und löschen.
chat-title = Assistent
chat-description = Fragen Sie den Assistenten dieser Seite. Ihre Gespräche begleiten Sie auf jedes Gerät.
chat-noscript = Der Assistent braucht JavaScript.
chat-conversations = Gespräche
chat-conversation = { widget-conversation }
chat-menu = { widget-menu }
chat-begin = Neues Gespräch
chat-search = Gespräche durchsuchen
chat-more = Ältere zeigen
chat-earlier = Frühere Nachrichten zeigen
chat-none = Noch keine Gespräche.
chat-nothing = Nichts gefunden.
chat-untitled = Ohne Titel
chat-rename = Umbenennen
chat-remove = Dieses Gespräch löschen
chat-remove-title = Dieses Gespräch löschen?
chat-remove-text = Es wird auf allen Ihren Geräten gelöscht und lässt sich nicht zurückholen.
chat-clear = Alle Gespräche löschen
chat-clear-title = Alle Gespräche löschen?
chat-clear-text = Alle Ihre Nachrichten und alle Antworten werden gelöscht, auf allen Ihren Geräten. Sie lassen sich nicht zurückholen.
chat-copy-all = Dieses Gespräch kopieren
chat-download = Meine Daten herunterladen
chat-cancel = Abbrechen
chat-save = Speichern
chat-label = Nachricht schreiben
chat-empty = Schreiben Sie zuerst eine Nachricht.
chat-send = { widget-send }
chat-stop = Antwort anhalten
chat-editing = Ihre Nachricht wird neu gesendet; was danach kam, wird ersetzt.
chat-edit = Diese Nachricht ändern
chat-copy = Diese Antwort kopieren
chat-copied = Kopiert.
chat-good = Hilfreich
chat-bad = Nicht hilfreich
chat-again = Noch einmal antworten
chat-stopped = Angehalten. Was gekommen war, bleibt erhalten.
chat-broke-off = Die Antwort brach ab. Was gekommen war, bleibt erhalten.
chat-no-answer = Es kam keine Antwort. Versuchen Sie es gleich noch einmal.
chat-signed-out = Sie sind abgemeldet. Melden Sie sich auf der Seite an, um Ihre Gespräche zu sehen.
chat-you = { widget-you }
chat-assistant = { widget-assistant }
chat-close = { widget-close }
chat-retry = { widget-retry }
chat-opens = { widget-opens }
chat-notices = { widget-notice }
chat-accessibility = { widget-accessibility }
chat-failure = { widget-failure }
chat-offline = { widget-offline }
chat-reference = Referenz { $id }
chat-found =
    { $count ->
        [one] { $count } Treffer
       *[other] { $count } Treffer
    }
kept-time-member = { $time } nach der letzten Nachricht des Mitglieds
kept-time-conversation = { $time } nach der letzten Nachricht
kept-time-action = { $time }, nachdem sie erledigt oder verworfen ist
kept-member-for-ever = Bis das Mitglied es löscht
# Answers to members from documents, without a model
assistant-nothing = Dazu habe ich in den Unterlagen, die ich kenne, nichts gefunden. Fragen Sie in anderen Worten, oder fragen Sie die Menschen dieser Website.
assistant-filtered = Das Modell darf darauf nicht antworten. Versuchen Sie, anders zu fragen.
# $source: such as “Opening hours (opening.md)”
assistant-source = Quelle: { $source }

# The member's messenger.
messenger-title = Messenger
messenger-lead = Verknüpfen Sie Ihr WhatsApp-Konto und sehen Sie, was in Ihren Nachrichten zu tun ist.
messenger-phone = Ihre Telefonnummer
messenger-phone-hint = Mit Ländervorwahl, etwa +49 151 23456789
messenger-continue = Weiter
messenger-link-title = Konto verknüpfen
messenger-notice = Ihre Nachrichten, auch was andere Ihnen schreiben, liest ein Programm auf Aufgaben durch und löscht sie danach; nur der Satz, aus dem eine Aufgabe stammt, bleibt. Mit dem Scannen stimmen Sie zu. Sie können die Verknüpfung jederzeit lösen. WhatsApp bietet das anderen Programmen nicht an und kann Ihr Konto einschränken.
messenger-qr = QR-Code zum Scannen mit WhatsApp auf Ihrem Telefon
messenger-qr-wait = Der Code kommt gleich
messenger-qr-time = Restzeit dieses Codes
messenger-step-open = Öffnen Sie WhatsApp auf Ihrem Telefon.
messenger-step-menu = Gehen Sie zu Einstellungen, Verknüpfte Geräte, Gerät hinzufügen.
messenger-step-scan = Halten Sie das Telefon auf diesen Code.
messenger-again = Neuen Code anzeigen
messenger-type-instead = Stattdessen am Telefon einen Code eintippen
messenger-known = Diese Nummer ist schon verknüpft
messenger-code = Code, der in Ihren eigenen Chat kam
messenger-verify = Bestätigen
messenger-other-number = Andere Nummer verwenden
messenger-resume = Verbinden
messenger-pause = Pausieren
messenger-restart = Neu starten
messenger-unlink = Verknüpfung lösen
messenger-sign-out = Abmelden
messenger-actions = Was zu tun ist
messenger-pending = Offen
messenger-done = Erledigt
messenger-dismissed = Verworfen
messenger-empty = Hier ist nichts. Neues erscheint von selbst.
messenger-more = Ältere anzeigen
messenger-news = Neu:
messenger-quote = Aus der Nachricht
messenger-mark-done = Erledigt
messenger-dismiss = Verwerfen
messenger-reopen = Zurückholen
messenger-edit = Korrigieren
messenger-edit-title = Was
messenger-edit-day = Tag
messenger-edit-time = Uhrzeit
messenger-save = Speichern
messenger-cancel = Abbrechen
messenger-share = Andere mitlesen lassen
messenger-share-text = Sie sehen, was zu tun ist, mit den Sätzen, aus denen es stammt. Ändern können sie nichts, und andere Nachrichten sehen sie nicht.
messenger-share-phone = Deren Telefonnummer
messenger-share-add = Teilen
messenger-share-end = Nicht mehr teilen
messenger-share-read = Lesen
messenger-received = Mit Ihnen geteilt
messenger-unlink-title = Verknüpfung lösen?
messenger-unlink-text = Es wird bei WhatsApp abgemeldet, und die Schlüssel werden vernichtet. Ihre Liste bleibt.
messenger-failure = Das hat nicht geklappt. Versuchen Sie es gleich noch einmal.
messenger-offline = Keine Verbindung. Versuchen Sie es wieder, sobald Sie online sind.
messenger-noscript = Diese Seite braucht JavaScript.
messenger-state-none = Nicht verknüpft
messenger-state-stopped = Pausiert
messenger-state-starting = Startet
messenger-state-pairing = Wartet auf Ihr Telefon
messenger-state-online = Verbunden
messenger-state-offline = Verbindet neu
messenger-state-asleep = Schläft, bis Sie kommen
messenger-state-logged-out = Ihr Telefon hat die Verknüpfung beendet
messenger-state-replaced = Ein anderes Programm nutzt diese Verknüpfung
messenger-state-banned = WhatsApp hat das Konto zeitweise gesperrt
messenger-state-failed = Keine Verbindung. Starten Sie später neu.
messenger-state-other-number = Das Telefon einer anderen Nummer hat gescannt; nichts ist gespeichert
messenger-kind-task = Aufgabe
messenger-kind-meeting = Treffen
messenger-kind-payment = Zahlung
messenger-kind-call = Anruf
messenger-kind-purchase = Einkauf
