//! Spanish.

use super::{Script, Tables};

pub const TABLES: Tables = Tables {
    script: Script::Latin,
    common: "el la los las un una unos de del y es son yo tú usted nos que qué para con en por al mi mis tu tus su sus me te se lo le no sí \
             si mañana hoy hola gracias puedes podrías pero como cuando dónde está están hay ya muy más favor llama manda envía compra \
             comprar pagar antes lunes martes jueves viernes tienes tengo luego también ahora casa",
    greetings: "hola buenas buenos días tardes noches querido querida mamá papá cariño amor chicos chicas todos gracias ok vale perdona \
                perdón oye oiga sí no ah oh señor señora hey",
    fillers: "por favor porfa y luego también entonces ok vale pues ahora pero o recordatorio urgente importante oye primero además \
              porfis pf mañana hoy",
    requests: "por favor|porfa|porfavor|porfis|puedes|podrías|puede usted|podría|pueden|podrían|podéis|podríais|me puedes|me podrías|\
               me puede|te importa|te importaría|le importaría|serías tan amable|sería tan amable|no olvides|no te olvides|no olvide|\
               no se olvide|no os olvidéis|no olviden|acuérdate|acuérdese|acordaos|recuerda|recuérdame|recordad|recuerden|\
               tienes que|tiene que|tenéis que|tienen que|debes|debe usted|deberías|deben|hace falta que|necesito que|necesitamos que|\
               quiero que|quisiera que|me gustaría que|asegúrate|asegúrese|avísame|avísenme|avisadme|avíseme|dime si|dime cuándo|\
               dime cuando|llámame|llámeme|llámanos|házmelo saber|hazme el favor|hazme un favor|hay que|tienes q|te encargas|\
               encárgate|hágame|haz el favor|me pasas|me mandas|me envías|me traes|me compras|me llamas|nos traes|nos mandas|me prestas|\
               me recoges|me dejas|traes tú|recoges tú|compras tú|plazo es|hay plazo hasta|como muy tarde|antes del viernes sin falta|\
               sin falta|falta tu|falta su|faltan tus|necesito tu|necesito el|necesito la|sigo esperando|espero tu|espero su|\
               estoy esperando tu|te toca|os toca|le toca|toca entregar|se ruega|rogamos",
    imperatives: [
        "manda|mándame|mándale|mándanos|mande|mándeme|envía|envíame|envíale|envíanos|envíe|envíeme|envíenos|reenvía|reenvíame|trae|tráeme|\
         traiga|traed|lleva|lleve|coge|recoge|recoja|da|dale|dame|deme|di|dile|diles|dígale|pregunta|pregúntale|mira|mire|revisa|revise|\
         comprueba|compruebe|lee|lea|firma|firme|rellena|rellene|imprime|imprima|reserva|reserve|cancela|cancele|confirma|confírmame|\
         confirme|confírmeme|prepara|prepare|termina|termine|acaba|haz|haga|hazme|limpia|riega|ordena|pon|ponga|pasa|pásame|páseme|sube|suba|responde|\
         responda|respóndeme|contesta|conteste|contéstame|escribe|escríbeme|escriba|enseña|ayuda|ayúdame|espera|espérame|ven|venga|ve|\
         vaya|organiza|apaga|cierra|abre|lava|descarga|añade|busca|busque|encuentra|comparte|corrige|cambia|guarda|deja|saca|devuelve|\
         devuélveme|entrega|entregue|avisa|avise|pide cita|pide|solicita|actualiza|echa|tira|arregla|recuerda|acuérdate|quita|mete|\
         adjunta|completa|complete|inscríbete|apúntate|llévale|llévame|sigue|consulta|imprímeme|mandadme|enviadme|traedme|mirad|haced|poned|venid",
        "quedamos|reúnete|ven a",
        "paga|pague|págame|pagad|transfiere|transfiera|hazme un bizum|haz un bizum|abona|abone|ingresa|ingrese|liquida",
        "llama|llámame|llámale|llámala|llame|llámeme|llamad|telefonea|dale un toque|dame un toque",
        "compra|cómprame|compre|comprad|encarga|pilla|trae pan|trae leche",
    ],
    notes: [
        "mandar|enviar|reenviar|traer|llevar|coger|recoger|dar|decir|preguntar|mirar|revisar|comprobar|leer|firmar|rellenar|imprimir|\
         reservar|cancelar|confirmar|preparar|terminar|acabar|hacer|limpiar|regar|ordenar|poner|subir|responder|contestar|escribir|\
         organizar|lavar|descargar|añadir|buscar|compartir|corregir|cambiar|sacar|devolver|entregar|avisar|pedir|solicitar|actualizar|\
         renovar|arreglar|planificar|estudiar|apuntar|apuntarse|inscribir|dar de baja|tirar|no olvidar|recordar|hay que|tengo que|\
         acordarme|quedar con|hablar con|itv|echar gasolina|invitar|reclamar|consultar|cerrar|pasar",
        "cita|reunión|dentista|médico|comida con|cena con|café con|peluquería|entrevista|quedada|veterinario|tutoría|pediatra|fisio",
        "pagar|transferir|alquiler|factura|recibo|bizum",
        "llamar|telefonear",
        "comprar|compra|encargar|supermercado",
    ],
    hints: [
        "pagar|paga|pague|págame|pagues|pagas|transferencia|transferir|alquiler|bizum|abonar|ingresar|fianza|dinero|pago|pagaré|te ingreso|transfiero|devuelvo el dinero|pagado",
        "llamar|llama|llamas|llámame|llámeme|llame|llamada|llamarme|llámala|llámalo|llamarle|telefonear|un toque|llamo|llamaré|llámanos",
        "comprar|compra|compras|compre|cómprame|leche|pan|huevos|supermercado|súper|mantequilla|mercadona|panadería",
    ],
    invitations: "quedamos|quedar|nos vemos|podemos vernos|podemos quedar|te apetece|os apetece|te viene bien|le viene bien|os viene bien|\
                  estás libre|estás disponible|está libre|está disponible|tienes tiempo|tiene tiempo|tenéis tiempo|tienes un rato|cita|\
                  reunión|comida|comemos|cenamos|cena|un café|tomamos|vienes a|venís a|te espero|os espero|le espero|os esperamos|ensayo|\
                  entrenamiento es|hacemos una videollamada|videollamada|nos juntamos|nos reunimos|te parece bien si|convocamos",
    demands: "me debes|nos debes|me debéis|me debe|te falta pagar|falta por pagar|está pendiente de pago|pago pendiente|factura pendiente|\
              factura vence|vence el|alquiler * todavía no|no he recibido el pago|no he recibido la transferencia|no me ha llegado el pago|\
              no ha llegado el pago|no ha llegado la transferencia|tu parte es|tu parte son|son * por persona|toca a|mi cuenta es|mi iban|importe pendiente",
    promises: "te mando|te lo mando|se lo mando|te envío|te lo envío|le envío|se lo envío|os envío|os mando|te llamo|le llamo|os llamo|\
               te llamaré|voy a|haré|te haré|lo haré|lo hago|la hago|me encargo|me ocupo|te traigo|traigo|llevo yo|yo llevo|llevaré|te pago|\
               pago mañana|pagaré|te pagaré|compro|compraré|yo compro|reviso|lo reviso|revisaré|lo miro|miro y|te digo|te confirmo|\
               le confirmo|os confirmo|respondo|responderé|preparo|prepararé|termino|terminaré|te aviso|le aviso|avisaré|enviaré|\
               te enviaré|mandaré|te mandaré|paso a|pasaré|recojo|recogeré|iré|estaré|vendré|te hago|hago la|hago el|hago un|reservo|reservaré|\
               te devuelvo|devolveré|firmo|pregunto|preguntaré|te paso|te lo paso|yo me|me acuerdo de|le paso|te ingreso|te hago un bizum|voy a por",
    blockers: "no hace falta|no es necesario|no tienes que|no tienes por qué|no te preocupes|no se preocupe|no os preocupéis|ya lo|ya la|ya he|\
               ya está|ya me|ya te|ya hemos|habría|hubiera|si fuera|ojalá|gracias por|muchas gracias por|haz clic|haga clic|descuento|\
               oferta|compra ya|compra ahora|pincha aquí|aprovecha|has podido|pudiste|he enviado|he pagado|reenvía este|\
               envía este mensaje|pásalo|comparte este mensaje|te imaginas|puedes creer|puedes imaginar|te acuerdas|cuídate|cuídese|\
               que descanses|que tengas|pásalo bien|feliz cumpleaños|felicidades|enhorabuena|duerme bien|cómo puedes|qué puedes|\
               déjalo|no pasa nada|tómate tu tiempo|jaja|es broma|no voy a|nunca|deberías haber|tenías que haber|mira qué|\
               mira que|fíjate|ven aquí que|venga ya|anda ya|voy a ver|voy a pensarlo|me lo pensaré|qué haces|envío gratis|voy bien|se me olvidó|llevo todo|llevo horas|llevo desde|llevo un|llevo dos|paso de|ayer|anoche|la semana pasada|comimos|cenamos con|estuvimos|estuve|fue muy|fuimos|estaba|hicimos|estuvo",
    questions: "qué|dónde|donde|cuándo|quién|por qué|cuál|cómo|cuánto|cuánta|cuántos|has|habéis|ha|es|está|están|estás|tienes|sabes|hay|te|se",
    days: "hoy=0|esta tarde=0|esta noche=0|esta mañana=0|mañana=1|mañana por la mañana=1|mañana por la tarde=1|pasado mañana=2|buenos días=0|\
           por la mañana=0",
    weekdays: "lunes|martes|miércoles miercoles|jueves|viernes|sábado sabado|domingo",
    months: "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre setiembre|octubre|noviembre|diciembre",
    next_week: "próxima semana|semana que viene|la semana que viene|semana próxima",
    weekend: "fin de semana|finde",
    within: "en dentro de",
    units: "día=1|días=1|semana=7|semanas=7|mes=30|meses=30|hora=0|horas=0",
    at: "a las|a la|sobre las|antes de las|hasta las|desde las|para las|las",
    oclock: "h horas",
    afternoon: "tarde|noche|de la tarde|de la noche",
    half: ("media", 0),
};
