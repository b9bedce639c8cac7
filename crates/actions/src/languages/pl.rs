//! Polish.

use super::{Script, Tables};

pub const TABLES: Tables = Tables {
    script: Script::Latin,
    common: "i w z na do nie się jest są to ten ta że co jak kiedy gdzie czy możesz mógłbyś mogłabyś proszę dziękuję dzięki cześć hej jutro dziś \
             dzisiaj mi mnie ci cię ja ty my wy on ona o po od za dla przez ale już jeszcze tylko tak mam masz ma wyślij zadzwoń kup kupić \
             zapłać zapłacić trzeba musisz pamiętaj mój moja twój twoja będę będzie jestem godzinie też no u ze we",
    greetings: "cześć hej witam witaj dzień dobry wieczór kochanie skarbie mamo tato pani pan panie państwo wszyscy ok dzięki dziękuję przepraszam sorry \
                tak nie ach och hejka siema kochani drodzy ludzie dobra słuchaj słuchajcie",
    fillers: "proszę i potem też jeszcze ok więc teraz ale lub przypominam pilne ważne najpierw no to a aha przypomnienie jutro dziś dzisiaj",
    requests: "proszę|prosze|prośba|prosiłbym|prosiłabym|prosimy|możesz|mozesz|mógłbyś|mogłabyś|moglbys|moglabys|może pan|może pani|czy mógłby|czy mogłaby|możecie|moglibyście|\
               mogą państwo|czy możesz|nie zapomnij|nie zapomnijcie|nie zapomnieć|pamiętaj|pamietaj|pamiętajcie|proszę pamiętać|przypomnij mi|musisz|musicie|musi pan|musi pani|\
               powinieneś|powinnaś|trzeba|potrzebuję od|potrzebuję * do|potrzebuję żebyś|potrzebujemy|chciałbym żebyś|chciałabym żebyś|chcę żebyś|daj znać|dajcie znać|\
               proszę dać znać|daj mi znać|powiedz mi czy|zadzwoń do mnie|oddzwoń|odezwij się|upewnij się|zadbaj o|weźmiesz|kupisz|zrobisz|wyślesz|odbierzesz|przyniesiesz|\
               zadzwonisz|przywieziesz|zapłacisz|podrzucisz|ogarniesz|pomożesz|pożyczysz|sprawdzisz|zarezerwujesz|umówisz|wpadniesz po|termin mija|termin do|ostateczny termin|\
               najpóźniej|koniecznie|czekam na twoj-|czekamy na twoj-|czekam na pana|czekam na pani|wciąż czekam|brakuje twoj-|brakuje jeszcze|twoja kolej|teraz ty|bądź tak miły|bądź tak miła|\
               dasz radę|dałbyś radę|dałabyś radę|należy|uprzejmie proszę",
    imperatives: [
        "wyślij|wyslij|wyślijcie|prześlij|przeslij|prześlijcie|podeślij|podeslij|przynieś|przynieście|przywieź|zabierz|zabierzcie|weź|weźcie|daj|dajcie|powiedz|powiedzcie|zapytaj|spytaj|\
         zobacz|sprawdź|sprawdz|sprawdźcie|przeczytaj|podpisz|podpiszcie|wypełnij|wypełnijcie|wydrukuj|zarezerwuj|anuluj|odwołaj|potwierdź|potwierdz|potwierdźcie|przygotuj|\
         przygotujcie|skończ|dokończ|zrób|zróbcie|posprzątaj|podlej|nakarm|wyprowadź|postaw|połóż|włóż|wgraj|odpowiedz|odpisz|odpiszcie|napisz|napiszcie|pokaż|pomóż|poczekaj|zaczekaj|przyjdź|\
         przyjdźcie|idź|jedź|zorganizuj|wyłącz|włącz|zamknij|otwórz|wypierz|pobierz|dodaj|znajdź|poszukaj|udostępnij|popraw|zmień|zostaw|odbierz|odbierzcie|oddaj|oddajcie|zwróć|dostarcz|zgłoś|\
         zgłoście|umów|załatw|zaktualizuj|wyrzuć|napraw|zapisz|zapiszcie|pamiętaj|odnów|skontaktuj|uzupełnij|zeskanuj|skopiuj|przelej|wpadnij|podrzuć|zaproś|odezwij|dołącz|wstaw|wynieś|odkurz|usuń|przesuń|zostań|odwieź|zawieź|naładuj|ogarnij|pożycz",
        "spotkajmy|wpadnij do",
        "zapłać|zaplac|zapłaćcie|przelej|opłać|ureguluj|wpłać|wpłaćcie|zwróć pieniądze|rozlicz",
        "zadzwoń|zadzwon|zadzwońcie|oddzwoń|oddzwon|przedzwoń|dzwoń",
        "kup|kupcie|zamów|zamówcie|weź mleko|weź chleb",
    ],
    notes: [
        "wysłać|przesłać|przynieść|przywieźć|zabrać|wziąć|dać|powiedzieć|zapytać|spytać|zobaczyć|sprawdzić|przeczytać|podpisać|wypełnić|wydrukować|zarezerwować|anulować|\
         odwołać|potwierdzić|przygotować|skończyć|dokończyć|zrobić|posprzątać|podlać|nakarmić|wgrać|odpowiedzieć|odpisać|napisać|zorganizować|wyprać|pobrać|dodać|znaleźć|\
         poszukać|poprawić|zmienić|odebrać|oddać|zwrócić|dostarczyć|zgłosić|umówić|umówić się|załatwić|zaktualizować|wyrzucić|naprawić|zapisać|odnowić|przedłużyć|nauczyć|\
         zatankować|przegląd|nie zapomnieć|pamiętać|trzeba|złożyć|wypowiedzieć|zaprosić|spakować|zaplanować|porozmawiać|wymienić|nadać|przełożyć|zeskanować|wynieść|odkurzyć|zawieźć",
        "spotkanie|dentysta|lekarz|wizyta|zebranie|wywiadówka|fryzjer|obiad z|kolacja z|kawa z|rozmowa kwalifikacyjna|weterynarz|pediatra|fizjoterapeuta",
        "zapłacić|przelać|czynsz|rachunek|faktura|opłacić|przelew",
        "zadzwonić|oddzwonić|telefon do",
        "kupić|zakupy|zamówić",
    ],
    hints: [
        "zapłać|zapłacić|zapłacisz|przelew|przelej|przelać|czynsz|wpłać|opłacić|opłać|kaucj-|pieniądze|wpłacić|uregulować|zapłacę|przeleję|oddam pieniądze|ureguluj",
        "zadzwoń|zadzwonić|zadzwonisz|oddzwoń|oddzwonić|telefon|przedzwoń|dzwoń|zadzwon|zadzwonię|oddzwonię|telefonu",
        "kup|kupić|kupisz|kupcie|zamów|zamówić|mleko|chleb|jajka|masło|zakupy|sklepu|sklepie|bułki",
    ],
    invitations: "spotkajmy się|spotkamy się|spotkać się|możemy się spotkać|spotkanie|masz czas|ma pan czas|ma pani czas|macie czas|pasuje ci|pasuje wam|pasuje panu|pasuje pani|\
                  pasuje|jesteś wolny|jesteś wolna|zapraszam|zapraszamy|obiad|kolacj-|kawa|na kawę|na piwo|wpadniesz|wpadniecie|przyjdziesz|przyjdziecie|widzimy się|zebranie|wywiadówka|\
                  próba jest|może być|co powiesz na|odpowiada ci|umówmy się|umówimy się|jesteś dostępn-|urodziny",
    demands: "jesteś mi winien|jesteś mi winna|wisisz mi|czynsz jest|czynsz nie|faktura jest|po terminie|zaległość|zaległa|nie wpłynęła|nie otrzymałem przelewu|nie otrzymałam przelewu|\
              nie dostałem przelewu|nie dostałam przelewu|do zapłaty|twoja część|na moje konto|mój numer konta|składka wynosi|kwota do|nadal nie zapłac-|wychodzi po|składamy się po",
    promises: "wyślę|prześlę|podeślę|zadzwonię|oddzwonię|zrobię|przyniosę|przywiozę|kupię|zapłacę|przeleję|zrobię przelew|sprawdzę|dam znać|dam ci znać|odpiszę|odpowiem|\
               napiszę|przygotuję|skończę|dokończę|zajmę się|załatwię|odbiorę|zabiorę|wezmę|oddam|zwrócę|podpiszę|zapytam|spytam|zarezerwuję|umówię|wpadnę|przyjadę|przyjdę|będę o|\
               pomogę|ogarnę|potwierdzę|wydrukuję|zamówię|dostarczę|podrzucę|zgłoszę|wypełnię|dokończę|pójdę|pojadę|posprzątam|ugotuję|upiekę|poprawię|przekażę|zerknę|obejrzę i",
    blockers: "nie musisz|nie musicie|nie trzeba|nie ma potrzeby|nie potrzeba|nie martw|spokojnie|już|byłbym|gdybym|gdybyś|dzięki za|dziękuję za|dziękujemy za|kliknij|rabat|promocja|kup teraz|\
               zamów teraz|wysłałem|wysłałam|zapłaciłem|zapłaciłam|przekaż dalej|prześlij dalej|wyślij to dalej|podaj dalej|wyobraź|wyobrażasz|możesz uwierzyć|możesz sobie wyobrazić|\
               pamiętasz|trzymaj się|uważaj na siebie|śpij dobrze|miłego dnia|baw się|wszystkiego najlepszego|gratulacje|jak możesz|co możesz|daj spokój|nieważne|nie szkodzi|\
               nie spiesz|haha|żartuję|nie będę|nigdy|powinieneś był|szkoda że|zobacz jak|zobacz jaki|zobacz jaka|chodź tu|no weź|dajcie spokój|darmowa dostawa|zobaczę|zastanowię|\
               pomyślę|nie dam rady|nie zadzwonię|czy wysłałeś|czy kupiłeś|czy zrobiłeś|zdrowia|wczoraj|w zeszłym tygodniu|byliśmy|byłyśmy|byłem|byłam|było|spotkaliśmy|jedliśmy|zjedliśmy",
    questions: "co|gdzie|kiedy|kto|dlaczego|czemu|jaki|jaka|jakie|jak|ile|czy|czyj|który|która|skąd|o której|jest|są|masz|wiesz|macie|byłeś|byłaś",
    days: "dziś=0|dzisiaj=0|dzis=0|dziś wieczorem=0|jutro=1|jutra=1|pojutrze=2|dziś po południu=0",
    weekdays: "poniedziałek poniedziałku poniedzialek poniedziałkiem|wtorek wtorku wtorkiem|środa środę środy sroda środą|czwartek czwartku czwartkiem|\
               piątek piątku piatek piatku piątkiem|sobota sobotę soboty sobotą|niedziela niedzielę niedzieli niedzielą",
    months: "styczeń stycznia|luty lutego|marzec marca|kwiecień kwietnia|maj maja|czerwiec czerwca|lipiec lipca|sierpień sierpnia|wrzesień września|\
             październik października|listopad listopada|grudzień grudnia",
    next_week: "przyszłym tygodniu|następnym tygodniu|przyszły tydzień|przyszłego tygodnia|w przyszłym tygodniu",
    weekend: "weekend|weekendu",
    within: "za ciągu",
    units: "dzień=1|dni=1|tydzień=7|tygodnie=7|tygodni=7|miesiąc=30|miesiące=30|godzinę=0|godziny=0|godzin=0",
    at: "o|o godzinie|o godz|godzinie|do|przed|po|około|od|koło",
    oclock: "rano wieczorem godz",
    afternoon: "po południu|wieczorem|wieczór|popołudniu",
    half: ("wpół", 0),
};
