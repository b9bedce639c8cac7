### Polski. Uprzejmie, bezosobowo lub „Państwo”, krótko, bez wykrzykników.

language-name = Polski

## Asystent

bot-greeting = Dzień dobry. Zbieram to, czego nasz zespół potrzebuje, żeby pomóc: imię lub nazwisko, pliki i adres e-mail. Zajmie to około dwóch minut.
bot-promise = Jeśli opuszczą Państwo rozmowę przed podaniem adresu e-mail, wszystko, co zostało przesłane, zostanie usunięte.
bot-ask-name = Jak możemy się do Państwa zwracać?
bot-name-missing = Prosimy podać imię lub nazwisko, żebyśmy wiedzieli, jak się zwracać.
bot-name-too-long = Ta nazwa ma więcej niż 100 znaków. Wystarczy krótsza forma.
bot-name-strange = Ta nazwa zawiera znaki, których nie można wyświetlić. Prosimy wpisać ją jeszcze raz.
bot-thanks = Dziękujemy, { $name }.
bot-ask-files = Które dokumenty mamy obejrzeć? Mogą to być zdjęcia i skany, każdy do { $size }. Można też przejść dalej bez plików.
bot-files-count = Prosimy podać, ile plików zostało dodanych, albo 0, żeby przejść dalej bez plików.
bot-files-heard =
    { $count ->
        [0] Bez plików, to w porządku.
        [one] Plik dotarł.
        [few] Dotarły { $count } pliki.
       *[many] Dotarło { $count } plików.
    }
bot-ask-email = Dokąd możemy napisać? Wyślemy na ten adres jeden link, żeby mieć pewność, że należy do Państwa.
bot-email-missing = Potrzebujemy adresu e-mail, żeby odpowiedzieć.
bot-email-wrong = To nie wygląda na adres e-mail. Powinien wyglądać tak: nazwa@example.org.
bot-ask-consent = Na koniec dwie decyzje, które należą do Państwa. Druga jest dobrowolna.
bot-consent-needed = Dane możemy zachować tylko za zgodą na pierwszy punkt. Bez niej można zakończyć rozmowę, a wszystko, co zostało przesłane, zostanie usunięte.
bot-consent-stale = Treść zgód się zmieniła. Prosimy przeczytać ją jeszcze raz, a potem zdecydować.
bot-ask-inbox = Prosimy zajrzeć do skrzynki: wysłaliśmy link. Gdy zostanie użyty, wszystko będzie u naszego zespołu.
bot-done = Potwierdzone. Wszystko jest już u naszego zespołu, odezwiemy się e-mailem.

## Zgody

consent-personal-data = Zgadzam się, aby moje imię i nazwisko, mój adres e-mail i przesłane przeze mnie pliki były przechowywane i używane do rozpatrzenia mojej sprawy. Mogę tę zgodę w każdej chwili wycofać.
consent-ai-training = Zgadzam się, aby przesłane przeze mnie pliki mogły być także używane do trenowania modeli AI. Odmowa nie zmienia niczego w mojej sprawie, a zgodę mogę w każdej chwili wycofać.

## Odmowy i błędy

problem-not-found = Tu niczego nie ma.
problem-request-timeout = Żądanie dotarło zbyt wolno. Prosimy spróbować ponownie.
problem-session-gone = Wizyta się zakończyła. Niczego nie zachowano. Można zacząć od nowa.
problem-session-pending = Dane są już zapisane. Prosimy potwierdzić je linkiem z naszego e-maila.
problem-session-complete = Ta wizyta jest zakończona. Żeby przesłać więcej, trzeba zacząć nową.
problem-contact-missing = Nie ma jeszcze adresu e-mail, na który można wysłać link.
problem-files-differ = Pliki, które dotarły, różnią się od tych na liście. Prosimy przejrzeć listę i wysłać ją jeszcze raz.
problem-upload-running = Plik jest jeszcze w drodze. Prosimy poczekać, aż dotrze, albo go usunąć.
problem-body-too-large = Żądanie jest zbyt duże.
problem-file-too-large = Plik jest większy, niż możemy przyjąć.
problem-quota-exceeded = To więcej, niż można przesłać podczas jednej wizyty. Prosimy najpierw usunąć plik.
problem-file-type-refused = Nie możemy przyjąć plików tego typu.
problem-file-refused = Nasz skaner antywirusowy znalazł w pliku coś szkodliwego. Prosimy przesłać czystą kopię albo inny plik.
problem-empty-file = Plik jest pusty. Prosimy wybrać go jeszcze raz.
problem-rate-limited = To było dużo naraz. Prosimy chwilę poczekać i kontynuować.
problem-link-gone = Ten link wygasł albo nigdy nie był ważny.
problem-unavailable = W tej chwili nie możemy tego przyjąć. Niczego nie zachowano. Prosimy spróbować za chwilę.
problem-internal = W systemie wystąpił błąd. Administrator został powiadomiony i go zbada. Prosimy spróbować ponownie później.
problem-unsure = Nie wiemy, czy to zostało zachowane. Prosimy spróbować za chwilę.
problem-upload-cut = Przesyłanie zostało przerwane. Niczego nie zachowano. Prosimy przesłać plik jeszcze raz.
problem-too-many-files =
    { $count ->
        [one] Podczas jednej wizyty można przesłać { $count } plik. Prosimy go najpierw usunąć.
        [few] Podczas jednej wizyty można przesłać { $count } pliki. Prosimy najpierw usunąć jeden.
       *[many] Podczas jednej wizyty można przesłać { $count } plików. Prosimy najpierw usunąć jeden.
    }
problem-visit-full = Podczas jednej wizyty można przesłać łącznie { $size }. Prosimy najpierw usunąć plik.
problem-too-large = „{ $name }” jest zbyt duży. Pliki mogą mieć do { $size }.
problem-not-text = „{ $name }” nie zawiera zwykłego tekstu. Prosimy zapisać go jeszcze raz jako tekst.
problem-type =
    { $others ->
        [0] „{ $name }” jest plikiem typu, którego nie możemy przyjąć. Przyjmujemy { $types }.
        [one] „{ $name }” jest plikiem typu, którego nie możemy przyjąć. Przyjmujemy { $types } i { $others } inny typ.
        [few] „{ $name }” jest plikiem typu, którego nie możemy przyjąć. Przyjmujemy { $types } i { $others } inne typy.
       *[many] „{ $name }” jest plikiem typu, którego nie możemy przyjąć. Przyjmujemy { $types } i { $others } innych typów.
    }
problem-disguised = Zawartość „{ $name }” nie odpowiada plikowi .{ $ending }. Prosimy zapisać go jeszcze raz w tym formacie.
problem-other-type = „{ $name }” to w rzeczywistości plik .{ $ending }. Prosimy zmienić rozszerzenie na .{ $ending } i wysłać go jeszcze raz.
problem-password = „{ $name }” jest chroniony hasłem. Prosimy usunąć je w programie, w którym powstał plik, i wysłać go jeszcze raz.
problem-infected = „{ $name }” został odrzucony: nasz skaner antywirusowy znalazł w nim coś szkodliwego. Niczego z niego nie zachowano. Prosimy sprawdzić urządzenie, a potem przesłać czystą kopię albo inny plik.
problem-unscanned = W tej chwili nie możemy sprawdzić, czy „{ $name }” zawiera wirusy. Niczego z niego nie zachowano. Prosimy spróbować za chwilę albo przesłać mniejszy plik.
problem-files-missing =
    { $count ->
        [one] Jednego z plików już u nas nie ma. Prosimy przesłać go jeszcze raz albo przejść dalej bez niego.
        [few] { $count } plików już u nas nie ma. Prosimy przesłać je jeszcze raz albo przejść dalej bez nich.
       *[many] { $count } plików już u nas nie ma. Prosimy przesłać je jeszcze raz albo przejść dalej bez nich.
    }

## Rozmiary, czas, daty

decimal-mark = ,
size-bytes = { $number } B
size-kb = { $number } KB
size-mb = { $number } MB
size-gb = { $number } GB
size-tb = { $number } TB
# W bierniku: „przez 1 godzinę”
duration-years =
    { $count ->
        [one] { $count } rok
        [few] { $count } lata
       *[many] { $count } lat
    }
duration-months =
    { $count ->
        [one] { $count } miesiąc
        [few] { $count } miesiące
       *[many] { $count } miesięcy
    }
duration-days =
    { $count ->
        [one] { $count } dzień
        [few] { $count } dni
       *[many] { $count } dni
    }
duration-hours =
    { $count ->
        [one] { $count } godzinę
        [few] { $count } godziny
       *[many] { $count } godzin
    }
duration-minutes =
    { $count ->
        [one] { $count } minutę
        [few] { $count } minuty
       *[many] { $count } minut
    }
duration-seconds =
    { $count ->
        [one] { $count } sekundę
        [few] { $count } sekundy
       *[many] { $count } sekund
    }
date-moment = { date-weekday }, { $day } { date-month }, { $time } UTC
date-day = { $day } { date-month } { $year }
date-full = { date-day }, { $time } UTC
date-weekday =
    { $weekday ->
        [1] poniedziałek
        [2] wtorek
        [3] środa
        [4] czwartek
        [5] piątek
        [6] sobota
       *[7] niedziela
    }
date-month =
    { $month ->
        [1] stycznia
        [2] lutego
        [3] marca
        [4] kwietnia
        [5] maja
        [6] czerwca
        [7] lipca
        [8] sierpnia
        [9] września
        [10] października
        [11] listopada
       *[12] grudnia
    }

## E-mail z linkiem

mail-subject = Potwierdzenie adresu e-mail dla { $site }
mail-hello = Dzień dobry,
mail-step = został jeden krok: prosimy otworzyć ten link i potwierdzić, że ten adres e-mail należy do Państwa.
mail-button = Potwierdzam mój adres
mail-copy = Można też skopiować ten link do przeglądarki:
mail-until = Link działa jeden raz. Ważny do: { $until }.
mail-not-you = To nie Państwo? Ktoś podał ten adres, być może przez pomyłkę. Ten link usuwa zgłoszenie i wszystko, co do niego należy:
mail-not-me = To nie ja
mail-why = Wiadomość wysłał { $site }, ponieważ ten adres e-mail został wpisany na czacie.

mail-own-subject = Państwa dane w { $site }
mail-own-text = ten link otwiera stronę, na której można zobaczyć, pobrać, poprawić lub usunąć to, co { $site } przechowuje pod Państwa adresem e-mail.
mail-own-button = Zobacz moje dane
mail-own-until = Link działa jeden raz, przez godzinę.
mail-own-not-you = To nie Państwo o to prosili? W takim razie ktoś wpisał ten adres. Nic się nie zmieniło i nikt poza Państwem nie może użyć linku: prosimy usunąć tę wiadomość.
mail-own-why = Wiadomość wysłał { $site }, ponieważ ten adres e-mail został wpisany na stronie o prywatności.

## Strony pod linkami z e-maila

page-confirm-title = Potwierdzenie adresu e-mail
page-confirm-text = Jedno kliknięcie i wszystko gotowe. Potem ktoś może obejrzeć to, co zostało przesłane, i napisać do Państwa.
page-confirm-button = Potwierdzam mój adres
page-confirm-not-you = To nie Państwo zaczęli?
page-not-me = To nie ja
page-confirmed-title = Dziękujemy. Adres jest potwierdzony
page-confirmed-text = Wszystko gotowe. Mamy to, co zostało przesłane, i napiszemy e-mailem.
page-confirmed-close = Tę stronę można zamknąć. Jeśli czat jest jeszcze otwarty w innym oknie, pokazuje to samo.
page-notice = Co przechowujemy i jakie mają Państwo prawa
page-already-title = Już potwierdzone
page-already-text = Ten link został użyty i wszystko jest gotowe. Nic więcej nie trzeba robić.
page-gone-title = Ten link już nie działa
page-gone-text = Wygasł, zastąpił go nowszy adres albo wizyta, do której prowadził, została usunięta.
page-gone-what = Co można zrobić
page-gone-again = Jeśli czat jest jeszcze otwarty, prosimy wybrać w nim „Wyślij ponownie” i użyć najnowszego e-maila.
page-gone-copied = Jeśli link został skopiowany ręcznie, prosimy sprawdzić, czy w pasku adresu jest cały.
page-gone-anew = W innym razie można zacząć od nowa na czacie. Zajmie to około dwóch minut.
page-decline-title = To nie Państwo?
page-decline-text = Ktoś podał ten adres e-mail na czacie, być może przez literówkę. Po usunięciu zgłoszenia zostaną usunięte adres, pliki i wszystko inne. Więcej e-maili w tej sprawie nie będzie.
page-decline-button = Usuń zgłoszenie
page-decline-was-you = Jeśli jednak to Państwo, prosimy zamknąć tę stronę i użyć drugiego linku z e-maila.
page-declined-title = Zgłoszenie jest usunięte
page-declined-text = Adres i wszystko, co z nim przesłano, jest teraz usuwane. Więcej e-maili w tej sprawie nie będzie.
page-declined-close = Nic więcej nie trzeba robić. Tę stronę można zamknąć.
page-late-title = To zgłoszenie jest już potwierdzone
page-late-text = Ktoś użył linku z e-maila, więc zgłoszenia nie można już usunąć stąd.
page-late-what = Żeby dane zostały usunięte, prosimy odpowiedzieć na e-mail albo napisać do firmy, która go wysłała, że zgłoszenie nie pochodzi od Państwa. Firma musi odpowiedzieć w ciągu miesiąca.

## Błędy

page-error-title = To się nie udało
page-error-missing = Tej strony nie ma
page-error-ours = Coś jest nie tak po naszej stronie
page-error-home = Przejdź do strony głównej

## Informacja o prywatności

privacy-title = Informacja o prywatności
privacy-intro = Ten czat przyjmuje dane i pliki dla firmy, z której strony Państwo przychodzą. Ta firma decyduje, do czego będą użyte, i za nie odpowiada.
privacy-kept = Co jest przechowywane i kiedy jest usuwane
privacy-before = Przed podaniem adresu e-mail:
privacy-before-text = pliki, pod losowym numerem. Imię i odpowiedzi pozostają w przeglądarce. Po opuszczeniu rozmowy pliki są usuwane, najpóźniej { $within } po ostatnim sygnale z przeglądarki. „Wyjdź i usuń wszystko” w menu czatu usuwa je od razu.
privacy-agreed = Po wyrażeniu zgody i podaniu adresu:
privacy-agreed-text = imię lub nazwisko, adres e-mail, pliki, ówczesny adres internetowy oraz to, na co wyrażono zgodę lub czego odmówiono, wraz z treścią i czasem. Wysyłamy jeden link, żeby sprawdzić, czy adres należy do Państwa. Działa przez { $valid }.
privacy-never = Jeśli link nigdy nie zostanie otwarty:
privacy-never-text = wszystko jest usuwane (przechowujemy to przez { $kept }).
privacy-confirmed = Po potwierdzeniu adresu:
privacy-confirmed-text = firma przechowuje zgłoszenie, dopóki potrzebuje go do swojego celu albo dopóki nie zażądają Państwo jego usunięcia.
privacy-why = Dlaczego
privacy-why-text = Żeby przyjąć zgłoszenie i na nie odpowiedzieć, na podstawie Państwa zgody (ogólne rozporządzenie o ochronie danych, artykuł 6 ustęp 1 litera a). Pliki służą do trenowania asystenta tylko wtedy, gdy wyrażono na to osobną zgodę. Odmowa niczego innego nie zmienia.
privacy-browser = W przeglądarce
privacy-browser-text = Od chwili otwarcia czatu przeglądarka przechowuje losowy numer wizyty. Ta karta przechowuje też odpowiedzi do końca rozmowy, żeby odświeżenie strony niczego nie zgubiło. Nie ma plików cookie ani śledzenia.
privacy-rights = Państwa prawa
privacy-right-see = Wgląd w to, co o Państwu przechowujemy, i otrzymanie kopii.
privacy-right-correct = Sprostowanie lub usunięcie tego albo ograniczenie użycia.
privacy-right-withdraw = Wycofanie zgody w każdej chwili, równie łatwo, jak została wyrażona. To, co zrobiono wcześniej, pozostaje zgodne z prawem.
privacy-right-complain = Skarga do organu ochrony danych, na przykład w miejscu zamieszkania.
privacy-how = Żeby z nich skorzystać, prosimy napisać do firmy albo odpowiedzieć na otrzymany e-mail. Odpowiedź przyjdzie w ciągu miesiąca.
privacy-fault = Błąd
privacy-all = Wszystko, co jest przechowywane, i jak długo
privacy-own = Zobacz, popraw lub usuń swoje dane
privacy-own-text = Można to zrobić samodzielnie, teraz. Prosimy podać adres e-mail podany na czacie; wyślemy na niego link.
privacy-own-label = Adres e-mail
privacy-own-button = Wyślij mi link
privacy-ended = Pół godziny tutaj minęło albo jeszcze się nie zaczęło. Prosimy poprosić o link, żeby przejść dalej.
privacy-finished = Wylogowano. Z tej przeglądarki nikt już niczego nie zobaczy.
privacy-sent-title = Prosimy zajrzeć do skrzynki
privacy-sent-text = Jeśli coś przechowujemy pod tym adresem, wiadomość z linkiem jest w drodze. Link działa jeden raz, przez godzinę.
privacy-sent-nothing = Po kilku minutach nic nie przyszło?
privacy-sent-spam = Prosimy zajrzeć do folderu ze spamem.
privacy-sent-spelt = Prosimy sprawdzić pisownię adresu: musi to być ten, który podano na czacie.
privacy-sent-wait = Prosimy odczekać minutę i poprosić jeszcze raz.
privacy-sent-none = Albo niczego pod nim nie przechowujemy. Ta strona mówi w obu przypadkach to samo, żeby nikt nie mógł się dowiedzieć, kto do nas napisał.
privacy-again = Poproś o nowy link
privacy-link-text = Następna strona pokazuje, co jest przechowywane pod Państwa adresem e-mail. Można to tam pobrać, poprawić lub usunąć.
privacy-link-button = Pokaż moje dane
privacy-link-once = Link działa jeden raz. Wylogowanie następuje po pół godzinie albo po wybraniu „{ privacy-finish }”.
privacy-gone-text = Został użyty, ma więcej niż godzinę albo pod jego adresem nic już nie jest przechowywane.
privacy-data-title = Państwa dane
privacy-data-text = To wszystko, co jest przechowywane pod { $address }. Wylogowanie następuje po pół godzinie.
privacy-download = Pobierz wszystko
privacy-finish = Zakończ
privacy-nothing = Nic nie jest przechowywane.
privacy-visit = Państwa wizyta: { $at }
privacy-restricted = Ograniczone.
privacy-restricted-since = Od: { $at }.
privacy-restricted-accuracy = Twierdzą Państwo, że dane są błędne; pozostają nietknięte, dopóki tego nie sprawdzimy.
privacy-restricted-unlawful = Dane są przechowywane na Państwa życzenie i nie są używane.
privacy-restricted-claims = Dane są przechowywane do Państwa roszczeń prawnych i nie są używane.
privacy-restricted-objection = Sprzeciwiają się Państwo użyciu; dane pozostają nietknięte, dopóki tego nie rozważymy.
privacy-restricted-by-us = To ograniczenie ustawiliśmy sami. Prosimy do nas napisać, żeby je znieść.
privacy-name = Imię lub nazwisko
privacy-confirmed-at = Potwierdzono
privacy-not-confirmed = Jeszcze nie: link z naszej pierwszej wiadomości nie został użyty.
privacy-language = Język
privacy-ip = Adres internetowy
privacy-not-kept = Nie jest przechowywany
privacy-files = Pliki
privacy-no-files = Brak
privacy-correct = Popraw imię lub adres
privacy-correct-hint = Na inny adres wyślemy wiadomość z linkiem do potwierdzenia. Od tej chwili wizyta należy do nowego adresu, a stary już jej nie otworzy: prosimy dokładnie sprawdzić pisownię.
privacy-correct-button = Zapisz poprawkę
privacy-leave-it = Zostaw bez zmian
privacy-moved-title = Prosimy potwierdzić nowy adres
privacy-moved-text = Wizyta należy teraz do adresu { $address }. Wiadomość z linkiem jest w drodze; dopóki link nie zostanie użyty, adres nie jest potwierdzony.
privacy-moved-old = { $address } nie otwiera już tej wizyty.
privacy-moved-again = Żeby znów zobaczyć swoje dane, prosimy poprosić o link na nowy adres.
privacy-back = Wróć do innych wizyt
privacy-decided = Państwa decyzje
privacy-purpose-request = Obsługa zgłoszenia
privacy-purpose-training = Trenowanie AI
privacy-decision-agreed = Zgoda
privacy-decision-withdrawn = Wycofano
privacy-decision-refused = Odmowa
privacy-no-training = Bez trenowania na moich plikach
privacy-restrict = Ogranicz użycie
privacy-restrict-text = Przechowujemy dane i pozostawiamy je nietknięte: nie służą do trenowania, a czytać je mogą tylko osoby odpowiadające na wnioski o prywatność. Zgłoszenie czeka w tym czasie. Ograniczenie można tu znieść w każdej chwili.
privacy-restrict-training = Przeszkadza tylko trenowanie? Wystarczy „{ privacy-no-training }” na poprzedniej stronie.
privacy-restrict-why = Dlaczego?
privacy-restrict-choose = Prosimy wybrać jeden z tych powodów.
privacy-reason-accuracy = Dane są błędne i trzeba je sprawdzić
privacy-reason-objection = Sprzeciwiam się użyciu
privacy-reason-unlawful = Użycie jest niezgodne z prawem, ale proszę nie usuwać danych
privacy-reason-claims = Dane są mi potrzebne do roszczenia prawnego
privacy-lift = Znieś ograniczenie
privacy-withdraw = Wycofaj moją zgodę
privacy-withdraw-title = Wycofanie zgody
privacy-withdraw-text = Bez Państwa zgody nie możemy niczego z tej wizyty przechowywać. Wycofanie oznacza więc: wizyta zostaje usunięta i nikt nie może już obsłużyć zgłoszenia. To, co zrobiono wcześniej, pozostaje zgodne z prawem.
privacy-erase = Usuń wszystko
privacy-erase-text = Wszystkie powyższe wizyty, z plikami, na zawsze. Zanim cokolwiek usuniemy, zapytamy jeszcze raz.
privacy-erase-good = To na zawsze. Nic tego nie przywróci, nawet kopia zapasowa.
privacy-goes = Co zostanie usunięte
privacy-goes-visits =
    { $count ->
        [one] Imię lub nazwisko i adres { $address } z tej wizyty
        [few] { $count } wizyty, z imionami i adresem { $address }
        [many] { $count } wizyt, z imionami i adresem { $address }
       *[other] { $count } wizyty, z imionami i adresem { $address }
    }
privacy-goes-files =
    { $count ->
        [0] Żadnych plików: nie wysłano żadnego
        [one] { $count } plik, ze wszystkimi kopiami
        [few] { $count } pliki, ze wszystkimi kopiami
        [many] { $count } plików, ze wszystkimi kopiami
       *[other] { $count } pliku, ze wszystkimi kopiami
    }
privacy-goes-rest = Państwa decyzje, wszystkie linki i wiadomości czekające na wysłanie
privacy-stays = Co zostaje
privacy-stays-receipt = Pokwitowanie, które mówi, że, kiedy i ile usunięto, i nikogo nie wymienia
privacy-stays-trail = Wpisy, które dowodzą, co zrobiono, i też nikogo nie wymieniają
privacy-sure = Tak, usuń
privacy-sure-fault = Prosimy zaznaczyć pole, żeby potwierdzić decyzję.
privacy-erase-button = Usuń na zawsze
privacy-keep = Zostaw
privacy-erased-title = Usunięto
privacy-erased-text = Imię, adres i decyzje są usunięte. Pliki są teraz usuwane; pokwitowanie mówi, kiedy zniknęła ostatnia kopia.
privacy-receipts =
    { $count ->
        [one] Pokwitowanie
        [few] Pokwitowania
        [many] Pokwitowania
       *[other] Pokwitowania
    }
privacy-receipt-keep = Pokwitowanie nikogo nie wymienia. Warto zachować jego numer, żeby móc później udowodnić żądanie.
privacy-receipt-done = Wszystko jest usunięte
privacy-receipt-done-text = Magazyn plików zapytaliśmy na końcu i nic z tego już nie zawiera.
privacy-receipt-running = Usuwanie
privacy-receipt-running-text = Dane osobowe są usunięte. Pliki są teraz usuwane.
privacy-receipt-look = Sprawdź ponownie
privacy-receipt-asked = Zażądano
privacy-receipt-finished = Zakończono
privacy-receipt-not-yet = Jeszcze nie
privacy-receipt-copies = Usunięte kopie
privacy-receipt-counted = Liczone na końcu
privacy-receipt = Pokwitowanie
privacy-did-corrected = Poprawka jest zapisana.
privacy-did-training = Pliki nie są już używane do trenowania.
privacy-did-restricted = Użycie jest ograniczone. Przechowujemy dane i pozostawiamy je nietknięte.
privacy-did-lifted = Ograniczenie jest zniesione.
privacy-accessibility = Dostępność tego czatu
page-languages = Ta strona w innych językach

kept-caption = Co jest przechowywane, po co, na jakiej podstawie i jak długo
kept-what = Co
kept-for = Po co
kept-basis = Podstawa
kept-time = Jak długo
kept-open = Pliki z wizyty bez adresu
kept-open-for = Żeby przechować pliki do chwili decyzji i usunąć je, gdy rozmowa zostanie opuszczona
kept-pending = Imię lub nazwisko, adres e-mail i pliki, przed potwierdzeniem adresu
kept-pending-for = Żeby przyjąć zgłoszenie i sprawdzić, czy adres należy do tej osoby
kept-complete = Imię lub nazwisko, adres e-mail i pliki, po potwierdzeniu adresu
kept-complete-for = Żeby odpowiedzieć na zgłoszenie; pliki służą do trenowania AI tylko za zgodą tej osoby
kept-ip = Adres internetowy w chwili decyzji
kept-ip-for = Żeby wyjaśniać nadużycia i udowodnić, kto zdecydował
kept-consents = Zgody i odmowy, z treścią i czasem
kept-consents-for = Żeby udowodnić, na co wyrażono zgodę
kept-links = Wysłane linki, jako skróty, i czekające wiadomości
kept-links-for = Żeby sprawdzić, czy adres należy do tej osoby
kept-ways = Linki i logowania osób, które przeglądają swoje dane
kept-ways-for = Żeby każdy mógł samodzielnie zobaczyć, poprawić i usunąć swoje dane
kept-trail = Dziennik: co zrobiono z którą wizytą i kto to zrobił, bez nazwisk
kept-trail-for = Żeby rozliczyć się z tego, co zrobiono, i ustalić, czego dotyczył incydent
kept-receipts = Pokwitowania usunięcia, bez nazwisk
kept-receipts-for = Żeby udowodnić, że, kiedy i ile usunięto
kept-requests = Wnioski pocztą lub telefonem: kto o co prosił i kiedy odpowiedziano
kept-requests-for = Żeby odpowiedzieć na czas i to udowodnić
kept-funnel = Jak daleko doszły wizyty: liczby z jednego dnia
kept-funnel-for = Żeby zobaczyć, gdzie wizyty się kończą
kept-consent = Zgoda, artykuł 6 ustęp 1 litera a
kept-interest = Prawnie uzasadniony interes, artykuł 6 ustęp 1 litera f
kept-duty = Obowiązek prawny, artykuł 6 ustęp 1 litera c z artykułami { $articles }
kept-nobody = Niczyje dane: z liczb nikogo nie można rozpoznać
kept-time-open = Najpóźniej { $time } po ostatnim sygnale z przeglądarki
kept-time-pending = { $time } po ostatnim podaniu
kept-until-confirmed = Dopóki osoba nie potwierdzi, nie odmówi lub nie zażąda usunięcia
kept-time-complete = { $time } po potwierdzeniu
kept-until-needed = Dopóki zgłoszenie ich potrzebuje albo dopóki osoba nie zażąda usunięcia
kept-time-ip = { $time } po zapisaniu
kept-as-long = Tak długo jak imię i adres e-mail
kept-time-links = Tak długo jak imię i adres e-mail; wiadomość do chwili wysłania
kept-time-ways = Link działa 1 godzinę, logowanie 30 minut; oba są wkrótce potem usuwane
kept-time-trail = { $time } po zdarzeniu
kept-proof = Przechowywane jako dowód
kept-time-receipts = { $time } po usunięciu
kept-time-requests = { $time } po odpowiedzi; potem usuwamy, kto pytał
kept-always = Przechowywane

## Kopia własnych danych: strona w jej archiwum

copy-text = Kopia wszystkiego, co jest o Państwu przechowywane. Stan: { $at }. Ta strona nie potrzebuje niczego poza swoim folderem.
copy-missing =
    { $count ->
        [one] Brakuje jednego pliku. Dotarł, ale magazyn plików już go nie zawiera. Lista poniżej mówi, którego.
        [few] Brakuje { $count } plików. Dotarły, ale magazyn plików już ich nie zawiera. Lista poniżej mówi, których.
       *[many] Brakuje { $count } plików. Dotarły, ale magazyn plików już ich nie zawiera. Lista poniżej mówi, których.
    }
copy-changed = Ostatnia zmiana
copy-number = Numer wizyty
copy-file-missing = Brak w magazynie plików
copy-file-differs = Magazyn plików zawiera { $size }
copy-no-wording = Treść tej wersji nie jest tu zapisana.
copy-version = Wersja
copy-links = Linki wysłane e-mailem
copy-link-used = Wysłano: { $sent }, użyto: { $used }
copy-link-unused = Wysłano: { $sent }, nie użyto, ważny do: { $until }
copy-waiting = Wiadomość czeka na wysłanie od: { $at }
copy-requests = O co poproszono pocztą lub telefonem
copy-request-received = Otrzymano: { $day }
copy-request-open = Jeszcze bez odpowiedzi, termin: { $day }
copy-request-extended = Przedłużono o dwa miesiące, powiadomiono: { $day }
copy-request-done = Odpowiedziano: { $at }
copy-request-refused = Odmówiono: { $at }
copy-request-unidentified = Zamknięto: { $at }. Nie dało się ustalić, czyich danych dotyczy
copy-happened = Co się wydarzyło
copy-did-given = Podano dane kontaktowe
copy-did-changed = Poprawiono dane kontaktowe przed potwierdzeniem
copy-did-confirmed = Potwierdzono adres
copy-did-corrected = Poprawiono dane
copy-did-agreed = Poprzedni adres zgodził się, żeby nowy widział to, co wysłano wcześniej
copy-did-read = Odczytano dane
copy-did-downloaded = Pobrano plik
copy-did-copied = Utworzono kopię taką jak ta
copy-did-asked = Poproszono o link do strony z tymi danymi
copy-did-opened = Użyto tego linku
copy-did-withdrawn = Wycofano zgodę
copy-did-restricted = Ograniczono użycie
copy-did-lifted = Zniesiono ograniczenie
copy-by-visitor = osoba odwiedzająca
copy-by-staff = personel
copy-by-operator = operator
copy-by-system = reguła operatora
copy-by-unknown = nieznana osoba
copy-programs = Dla programów:

## Pokaz: wymyślone biuro

demo-ask = Poproś o pomoc
demo-how = Jak to działa
demo-developers = Dla programistów
demo-headline = List, którego nie da się zrozumieć? Prosimy go przynieść.
demo-promise = Czynsz, praca, zasiłki: prosimy pokazać nam papiery, a przeczyta je ktoś, kto zna prawo. Odezwiemy się w ciągu dwóch dni roboczych. To nic nie kosztuje.
demo-start = Pokaż nam papiery
demo-small = Około dwóch minut. Po wyjściu przed końcem wszystko zostaje usunięte.
demo-picture = Otwarte drzwi, za nimi światło, a na wycieraczce koperta
demo-name = Podanie imienia
demo-name-text = Dowolne imię, w dowolnym piśmie. Bez konta, bez hasła.
demo-papers = Dodanie papierów
demo-papers-text = Listy, umowy, zdjęcia stron. Albo nic, jeśli jest tylko pytanie.
demo-link = Otwarcie jednego linku
demo-link-text = Wysyłamy go na podany adres e-mail. Dowodzi, że adres należy do Państwa, i gotowe.
demo-made-up = To biuro jest wymyślone. Czat nie
demo-line = Jeden wiersz umieszcza go na dowolnej stronie. Tworzy przycisk w rogu i nie ładuje niczego więcej, dopóki ktoś go nie otworzy.
demo-line-label = Wiersz do dodania
demo-also = Ponadto:
demo-scripts = W skryptach:
demo-api = Dokumentacja API
demo-mail = Przechwycone e-maile
demo-sign-in-as = Zaloguj się jako { $name }
demo-sign-out = Wyloguj: { $name }

## Widżet

widget-title = Zgłoszenie
frame-noscript = JavaScript jest wyłączony. Prosimy napisać do firmy, z której strony Państwo przychodzą.
frame-description = Krótka rozmowa: imię lub nazwisko, pliki, adres e-mail.
frame-still = Czat potrzebuje skryptów i własnego miejsca w przeglądarce.
frame-new-tab = Otwórz w nowej karcie
frame-failed = Czat się nie wczytuje.
widget-assistant = Asystent
widget-you = Państwo
widget-conversation = Rozmowa
widget-close = Zamknij
widget-menu = Więcej
widget-notice = Informacja o prywatności
widget-accessibility = Dostępność
widget-edit-answer = Zmień tę odpowiedź
widget-note-open = Usuwane po wyjściu przed końcem
widget-note-pending = Czeka na potwierdzenie
widget-note-complete = Potwierdzone
widget-note-gone = Niczego nie zachowano
widget-send = Wyślij
widget-back = Wstecz
widget-retry = Spróbuj ponownie
widget-label-text = Odpowiedź
widget-label-name = Imię lub nazwisko
widget-label-email = Adres e-mail
widget-did-you-mean = Czy chodziło o { $address }?
widget-choose = Dodaj pliki
widget-photo = Zrób zdjęcie
widget-drop = Upuść pliki tutaj
widget-which = Jakie pliki?
widget-allowed =
    { $count ->
        [one] { $count } plik do { $size }: { $types }.
        [few] Do { $count } plików po { $size }: { $types }.
       *[many] Do { $count } plików po { $size }: { $types }.
    }
widget-go-on =
    { $count ->
        [0] Dalej bez plików
        [one] Dalej z { $count } plikiem
        [few] Dalej z { $count } plikami
       *[many] Dalej z { $count } plikami
    }
widget-total =
    { $count ->
        [one] { $count } plik, { $size }
        [few] { $count } pliki, { $size }
       *[many] { $count } plików, { $size }
    }
widget-total-of = { widget-total } z { $most }
widget-still-sending =
    { $count ->
        [one] { $count } plik jest jeszcze w drodze. Prosimy chwilę poczekać albo anulować to, co niepotrzebne.
        [few] { $count } pliki są jeszcze w drodze. Prosimy chwilę poczekać albo anulować to, co niepotrzebne.
       *[many] { $count } plików jest jeszcze w drodze. Prosimy chwilę poczekać albo anulować to, co niepotrzebne.
    }
widget-not-arrived =
    { $count ->
        [one] { $count } plik nie dotarł. Prosimy spróbować ponownie albo go usunąć.
        [few] { $count } pliki nie dotarły. Prosimy spróbować ponownie albo je usunąć.
       *[many] { $count } plików nie dotarło. Prosimy spróbować ponownie albo je usunąć.
    }
widget-no-files = Bez plików
widget-cut = Przesyłanie zostało przerwane. Prosimy dodać plik jeszcze raz.
widget-cut-off = Przesyłanie zostało przerwane. Ruszy dalej, gdy wróci połączenie.
widget-waiting = Czeka
widget-storing = Zapisywanie
widget-stored = Dotarł
widget-arrived = Dotarł plik { $name }.
widget-cancel-file = Anuluj { $name }
widget-retry-file = Spróbuj ponownie: { $name }
widget-remove-file = Usuń { $name }
widget-just-over = nieco ponad { $size }
widget-refused-type = „{ $name }” to plik { $ending }, którego nie można tu otworzyć. Prosimy spróbować z plikiem PDF albo obrazem tych samych stron.
widget-refused-size = „{ $name }” ma { $size }. Pliki mogą mieć do { $most }. Prosimy spróbować z plikiem PDF tych samych stron.
widget-refused-empty = „{ $name }” jest pusty. Prosimy sprawdzić go na swoim urządzeniu, a potem dodać jeszcze raz.
widget-refused-count =
    { $count ->
        [one] „{ $name }” to o jeden plik za dużo. Jest miejsce na { $count } plik. Prosimy go usunąć, żeby dodać ten.
        [few] „{ $name }” to o jeden plik za dużo. Jest miejsce na { $count } pliki. Prosimy usunąć jeden, żeby dodać ten.
       *[many] „{ $name }” to o jeden plik za dużo. Jest miejsce na { $count } plików. Prosimy usunąć jeden, żeby dodać ten.
    }
widget-refused-total = „{ $name }” się nie mieści. Wszystkie pliki razem mogą mieć do { $size }. Prosimy usunąć jeden, żeby dodać ten.
widget-refused-twice = „{ $name }” jest już na liście.
widget-refused-changed = „{ $name }” został zmieniony lub przeniesiony po wybraniu. Prosimy wybrać go jeszcze raz.
widget-refused-folder = „{ $name }” to folder. Prosimy wybrać pliki, które się w nim znajdują.
widget-optional = Dobrowolne.
widget-full-notice = Przeczytaj całą informację
widget-opens = (otwiera się w nowej karcie)
widget-agree = Zgadzam się i wysyłam
widget-agreed = Zgadzam się. Bez trenowania AI
widget-agreed-training = Zgadzam się, a moje pliki mogą służyć do trenowania asystenta
widget-inbox-title = Prosimy zajrzeć do skrzynki
widget-inbox-once = Link działa jeden raz. Po jego otwarciu wszystko będzie gotowe.
widget-inbox-until = Link działa jeden raz. Ważny do: { $until }. Po jego otwarciu wszystko będzie gotowe.
widget-inbox-to = Napisaliśmy na adres { $address }.
widget-inbox-unknown = Wysłaliśmy link na podany adres.
widget-undelivered-title = Nie udało się dostarczyć wiadomości
widget-undelivered-to = Serwer poczty informuje, że ten adres nie istnieje lub nie przyjmuje wiadomości: { $address }.
widget-undelivered-unknown = Serwer poczty informuje, że ten adres nie istnieje lub nie przyjmuje wiadomości.
widget-undelivered-help = Prosimy sprawdzić, czy adres jest poprawny, albo podać inny. To, co zostało przesłane, jest zachowane.
widget-again = Wyślij ponownie
widget-again-in = Wyślij ponownie za { $seconds } s
widget-sent-again = Wysłano ponownie. Może to potrwać minutę; warto zajrzeć też do folderu ze spamem.
widget-wrong = Zmień adres
widget-change = Zmień i wyślij
widget-keep = Zostaw bez zmian
widget-changed = Wysłaliśmy nowy link na adres { $address }. Starsze linki już nie działają.
widget-done-title = Dziękujemy. Wszystko potwierdzone
widget-done = Mamy to, co zostało przesłane, i napiszemy. To okno można zamknąć.
widget-new-visit = Zacznij nową wizytę
widget-ended = { problem-session-gone }
widget-start-again = Zacznij od nowa
widget-welcome-back = Witamy ponownie. W tej przeglądarce rozmowa już się zaczęła. Kontynuować czy zacząć od początku? Zaczęcie od początku usuwa to, co zostało przesłane.
widget-go-on-visit = Kontynuuj
widget-start-over = Zacznij od początku
widget-leave = Wyjdź i usuń wszystko
widget-leave-title = Usunąć wszystko, co zostało przesłane?
widget-leave-text = Odpowiedzi i pliki zostaną teraz usunięte. Tego nie można cofnąć.
widget-leave-yes = Usuń i wyjdź
widget-leave-no = Zostań
widget-failure = { problem-internal }
widget-offline = W tej chwili nie ma połączenia. To, co wpisano, wciąż tu jest.
widget-differ = Niektóre pliki nie dotarły. Prosimy przejrzeć listę, a potem przejść dalej.
widget-reference = Numer { $id }

## Deklaracja dostępności

access-intro = Każdy powinien móc korzystać z tego czatu i jego stron. Są zrobione tak, żeby spełniały wytyczne WCAG 2.2 na poziomie AA.
access-count-on = Na co można liczyć
access-keyboard = Klawiatura:
access-keyboard-text = wszystko działa bez myszy. Fokus jest zawsze widoczny i przechodzi do następnego pytania. Escape zamyka czat i nic w nim nie zatrzymuje.
access-readers = Czytniki ekranu:
access-readers-text = nowe wiadomości i pliki, które dotarły, są ogłaszane bez przerywania. Każde pole, przycisk i obraz ma nazwę. Błąd stoi obok swojego pola i mówi, co zrobić.
access-zoom = Duży tekst i powiększenie:
access-zoom-text = przy 400 % nic nie jest ucięte, a przewija się tylko w jednym kierunku.
access-colours = Kolory:
access-colours-text = tekst ma kontrast co najmniej 4,5 do 1, niezależnie od koloru wybranego przez firmę. Tryb ciemny i systemowe kolory o wysokim kontraście są uwzględniane. Żadna informacja nie jest podana samym kolorem.
access-touch = Dotyk:
access-touch-text = każdy przycisk ma co najmniej 44 piksele wysokości i szerokości.
access-calm = Spokój:
access-calm-text = nic nie miga. Jeśli system prosi o mniej ruchu, nic się nie porusza.
access-time = Czas:
access-time-text = podczas pisania nie ma odliczania. Otwarty czat jest przechowywany do jednego dnia; zamknięty lub zapomniany jest usuwany, o czym czat informuje.
access-memory = Pamięć:
access-memory-text = o nic nie pytamy dwa razy. Można się cofnąć i zmienić odpowiedź, a odświeżenie strony niczego nie gubi. Nie ma zagadek do rozwiązania.
access-how = Skąd to wiemy
access-how-text = Każda wersja jest sprawdzana maszynowo (axe) w każdym stanie czatu, jasnym i ciemnym, w obu kierunkach pisma, oraz przejściami tylko z klawiaturą, przy powiększeniu 400 %, z ograniczonym ruchem i z wymuszonymi kolorami. Maszyny nie znajdują wszystkiego.
access-not-yet = Co jeszcze nie działa
access-not-pictures = Przesłane obrazy i dokumenty są pokazywane tylko z nazwą i małym obrazkiem; nie opisujemy ich.
access-not-scripts = Bez JavaScriptu nie ma czatu. Prosimy napisać do firmy, z której strony Państwo przychodzą; link z naszego e-maila działa bez niego.
access-tell = Prosimy o sygnał
access-tell-text = Jeśli coś przeszkadza, prosimy napisać do firmy, z której strony Państwo przychodzą, albo odpowiedzieć na otrzymany e-mail. Wystarczy powiedzieć, co miało się udać i co się stało; nie trzeba wyjaśniać dlaczego.

# The mail to an earlier address, and its page
mail-changed-subject = Adres e-mail Twojej wizyty w { $site } został zmieniony
mail-changed-text = wizyta w { $site }, przechowywana dotąd pod tym adresem e-mail, jest teraz przechowywana pod innym.
mail-changed-hidden = Nowy adres nie widzi tego, co wysłano przed zmianą, na przykład plików. Jeśli zmiana pochodzi od Ciebie i nowy adres ma to widzieć, otwórz ten link:
mail-changed-button = Pokaż nowemu adresowi
mail-changed-not-you = To nie była Twoja zmiana? Nie otwieraj linku i powiadom { $site }.
mail-changed-why = { $site } wysyła tę wiadomość, ponieważ ten adres e-mail należał do wizyty w tym serwisie.
page-earlier-title = Pokazać nowemu adresowi to, co wysłano?
page-earlier-text = Wizyta była przechowywana pod Twoim adresem e-mail. Jeśli wyrazisz zgodę, nowy adres zobaczy i będzie mógł pobrać to, co w tym czasie wysłano.
page-earlier-not-you = To nie była Twoja zmiana? Zamknij tę stronę, a nic nie zostanie pokazane.
page-earlier-done = Nowy adres może to teraz zobaczyć
privacy-withheld = To, co wysłano przed zmianą adresu e-mail, nie jest pokazywane. Napisaliśmy na poprzedni adres, który może się na to zgodzić.
privacy-not-shown = Nie jest pokazywane
privacy-moved-agree = Napisaliśmy na { $address }. Dopóki nie wyrazisz zgody przez link w tej wiadomości, nowy adres nie widzi tego, co dotąd wysłano.
kept-earlier = Poprzedni adres e-mail po zmianie
kept-earlier-for = Aby powiadomić jego właściciela i nie pokazywać nowemu adresowi tego, co widział poprzedni
kept-time-earlier = { $time } po zmianie
kept-mails = Liczba wiadomości wysłanych do skrzynki i ilość niepotwierdzonych danych przesłanych z jednej sieci, pod skrótem, który może utworzyć tylko nasz klucz
kept-mails-for = Aby chronić skrzynki przed zbyt wieloma wiadomościami, a miejsce na dane przed zapełnieniem
kept-time-mails = Dwie godziny po ostatniej wiadomości, dzień po ostatnim przesłaniu

## Asystent użytkowników

chat-greeting = Dzień dobry, jestem asystentem tej strony. W czym mogę pomóc?
chat-notice = Rozmawiasz z programem komputerowym. Może się mylić: sprawdź to, co ważne. Twoje wiadomości są przechowywane, aby można było kontynuować rozmowę; możesz je usunąć w każdej chwili.
assistant-restricted = Wykorzystanie Pani/Pana danych jest tu ograniczone, dlatego asystent nie odpowiada. Rozmowy można nadal czytać, kopiować i usuwać.
chat-title = Asystent
chat-description = Zapytaj asystenta tej strony. Twoje rozmowy są dostępne na każdym urządzeniu.
chat-noscript = Asystent wymaga JavaScriptu.
chat-conversations = Rozmowy
chat-conversation = { widget-conversation }
chat-menu = { widget-menu }
chat-begin = Nowa rozmowa
chat-search = Szukaj w rozmowach
chat-more = Pokaż starsze
chat-earlier = Pokaż wcześniejsze wiadomości
chat-none = Nie ma jeszcze rozmów.
chat-nothing = Nic nie znaleziono.
chat-untitled = Bez tytułu
chat-rename = Zmień nazwę
chat-remove = Usuń tę rozmowę
chat-remove-title = Usunąć tę rozmowę?
chat-remove-text = Zostanie usunięta na wszystkich urządzeniach i nie będzie można jej przywrócić.
chat-clear = Usuń wszystkie rozmowy
chat-clear-title = Usunąć wszystkie rozmowy?
chat-clear-text = Wszystkie wiadomości i odpowiedzi zostaną usunięte na wszystkich urządzeniach. Nie będzie można ich przywrócić.
chat-copy-all = Kopiuj tę rozmowę
chat-download = Pobierz moje dane
chat-cancel = Anuluj
chat-save = Zapisz
chat-label = Napisz wiadomość
chat-empty = Najpierw napisz wiadomość.
chat-send = { widget-send }
chat-stop = Zatrzymaj odpowiedź
chat-editing = Wiadomość zostanie wysłana ponownie, a to, co było po niej, zastąpione.
chat-edit = Edytuj tę wiadomość
chat-copy = Kopiuj tę odpowiedź
chat-copied = Skopiowano.
chat-good = Pomocna
chat-bad = Niepomocna
chat-again = Odpowiedz jeszcze raz
chat-stopped = Zatrzymano. To, co już przyszło, zostało zachowane.
chat-broke-off = Odpowiedź została przerwana. To, co już przyszło, zostało zachowane.
chat-no-answer = Nie nadeszła żadna odpowiedź. Spróbuj ponownie za chwilę.
chat-signed-out = Nie jesteś zalogowany. Zaloguj się na stronie, aby zobaczyć swoje rozmowy.
chat-you = { widget-you }
chat-assistant = { widget-assistant }
chat-close = { widget-close }
chat-retry = { widget-retry }
chat-opens = { widget-opens }
chat-notices = { widget-notice }
chat-accessibility = { widget-accessibility }
chat-failure = { widget-failure }
chat-offline = { widget-offline }
chat-reference = Numer { $id }
chat-found =
    { $count ->
        [one] { $count } wynik
        [few] { $count } wyniki
        [many] { $count } wyników
       *[other] { $count } wyniku
    }
kept-time-member = { $time } po ostatniej wiadomości użytkownika
kept-time-conversation = { $time } po ostatniej wiadomości
kept-time-action = { $time } po wykonaniu lub odrzuceniu
kept-member-for-ever = Do usunięcia przez użytkownika
# Answers to members from documents, without a model
assistant-nothing = Nie znalazłem nic na ten temat w dokumentach, które znam. Zapytaj innymi słowami albo zapytaj zespół tej strony.
assistant-filtered = Model nie może na to odpowiedzieć. Proszę spróbować zapytać innymi słowami.
# $source: such as “Opening hours (opening.md)”
assistant-source = Źródło: { $source }

# The member's messenger.
messenger-title = Komunikator
messenger-lead = Połącz swoje konto WhatsApp i zobacz, co jest do zrobienia w wiadomościach.
messenger-phone = Twój numer telefonu
messenger-phone-hint = Z numerem kraju, na przykład +48 512 345 678
messenger-continue = Dalej
messenger-link-title = Połącz konto
messenger-notice = Program czyta twoje wiadomości, także to, co piszą do ciebie inni, szuka w nich rzeczy do zrobienia, a potem je usuwa; zostaje tylko zdanie, z którego pochodzi zadanie. Skanując kod, zgadzasz się na to. Konto możesz odłączyć w każdej chwili. WhatsApp nie udostępnia tego innym programom i może ograniczyć twoje konto.
messenger-qr = Kod QR do zeskanowania w WhatsApp na telefonie
messenger-qr-wait = Kod zaraz się pojawi
messenger-qr-time = Czas pozostały dla tego kodu
messenger-step-open = Otwórz WhatsApp na telefonie.
messenger-step-menu = Przejdź do Ustawień, Połączone urządzenia, Połącz urządzenie.
messenger-step-scan = Skieruj telefon na ten kod.
messenger-again = Pokaż nowy kod
messenger-type-instead = Wpisz zamiast tego kod na telefonie
messenger-known = Ten numer jest już połączony
messenger-code = Kod, który przyszedł do twojego własnego czatu
messenger-verify = Potwierdź
messenger-other-number = Użyj innego numeru
messenger-resume = Połącz
messenger-pause = Wstrzymaj
messenger-restart = Uruchom ponownie
messenger-unlink = Odłącz
messenger-sign-out = Wyloguj się
messenger-actions = Co jest do zrobienia
messenger-pending = Do zrobienia
messenger-done = Zrobione
messenger-dismissed = Odrzucone
messenger-empty = Nic tu nie ma. Nowe rzeczy pojawiają się same.
messenger-more = Pokaż starsze
messenger-news = Nowe:
messenger-quote = Z wiadomości
messenger-mark-done = Zrobione
messenger-dismiss = Odrzuć
messenger-reopen = Przywróć
messenger-edit = Popraw
messenger-edit-title = Co
messenger-edit-day = Dzień
messenger-edit-time = Godzina
messenger-save = Zapisz
messenger-cancel = Anuluj
messenger-share = Pozwól innym czytać tę tablicę
messenger-share-text = Widzą, co jest do zrobienia, wraz ze zdaniami, z których to pochodzi. Nie mogą niczego zmienić i nie widzą innych wiadomości.
messenger-share-phone = Ich numer telefonu
messenger-share-add = Udostępnij
messenger-share-end = Przestań udostępniać
messenger-share-read = Czytaj
messenger-received = Udostępnione tobie
messenger-unlink-title = Odłączyć to konto?
messenger-unlink-text = Zostanie wylogowane z WhatsApp, a jego klucze zniszczone. Tablica zostaje.
messenger-failure = Nie udało się. Spróbuj ponownie za chwilę.
messenger-offline = Brak połączenia. Spróbuj ponownie, gdy będziesz online.
messenger-noscript = Ta strona wymaga JavaScriptu.
messenger-state-none = Niepołączone
messenger-state-stopped = Wstrzymane
messenger-state-starting = Uruchamianie
messenger-state-pairing = Czeka na twój telefon
messenger-state-online = Połączono
messenger-state-offline = Ponowne łączenie
messenger-state-asleep = Uśpione, obudzi się z tobą
messenger-state-logged-out = Telefon zakończył połączenie
messenger-state-replaced = Inny program używa tego połączenia
messenger-state-banned = WhatsApp czasowo zablokował konto
messenger-state-failed = Nie łączy się. Uruchom później ponownie.
messenger-state-other-number = Zeskanował telefon o innym numerze; nic nie zapisano
messenger-kind-task = Zadanie
messenger-kind-meeting = Spotkanie
messenger-kind-payment = Płatność
messenger-kind-call = Telefon
messenger-kind-purchase = Zakup
