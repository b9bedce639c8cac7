### Español. De usted, frases sencillas, sin exclamaciones.

language-name = Español

## El asistente

bot-greeting = Hola. Recojo lo que nuestro equipo necesita para ayudarle: su nombre, sus archivos y una dirección de correo. Lleva unos dos minutos.
bot-promise = Si se va antes de dar su correo, se borra todo lo que haya enviado.
bot-ask-name = ¿Cómo podemos llamarle?
bot-name-missing = Díganos un nombre, para saber cómo llamarle.
bot-name-too-long = Ese nombre tiene más de 100 caracteres. Basta una forma más corta.
bot-name-strange = Ese nombre contiene caracteres que no se pueden mostrar. Escríbalo otra vez.
bot-thanks = Gracias, { $name }.
bot-ask-files = ¿Qué documentos debemos mirar? Valen fotos y escaneos, de hasta { $size } cada uno. También puede seguir sin archivos.
bot-files-count = Diga cuántos archivos ha añadido, o 0 para seguir sin archivos.
bot-files-heard =
    { $count ->
        [0] Sin archivos, está bien.
        [one] Su archivo ha llegado.
       *[other] Sus { $count } archivos han llegado.
    }
bot-ask-email = ¿Adónde podemos escribirle? Enviamos un enlace a esa dirección para asegurarnos de que es suya.
bot-email-missing = Necesitamos una dirección de correo para responderle.
bot-email-wrong = Eso no parece una dirección de correo. Debería ser como nombre@example.org.
bot-ask-consent = Por último, dos decisiones que son suyas. La segunda es opcional.
bot-consent-needed = Solo podemos guardar sus datos si acepta el primer punto. Si no, puede irse, y se borra todo lo que haya enviado.
bot-consent-stale = El texto de los consentimientos ha cambiado. Léalo otra vez y decida después.
bot-ask-inbox = Mire su bandeja de entrada: le hemos enviado un enlace. En cuanto lo haya usado, nuestro equipo lo tendrá todo.
bot-done = Confirmado. Nuestro equipo ya lo tiene todo, y tendrá noticias nuestras por correo.

## Los consentimientos

consent-personal-data = Acepto que mi nombre, mi dirección de correo y los archivos que he enviado se guarden y se usen para tramitar mi solicitud. Puedo retirar este consentimiento en cualquier momento.
consent-ai-training = Acepto que los archivos que he enviado puedan usarse también para entrenar modelos de IA. Decir que no no cambia nada en mi solicitud, y puedo retirar este consentimiento en cualquier momento.

## Rechazos y errores

problem-not-found = Aquí no hay nada.
problem-request-timeout = La petición llegó demasiado despacio. Inténtelo otra vez.
problem-session-gone = Su visita ha terminado. No se ha guardado nada. Puede empezar de nuevo.
problem-session-pending = Sus datos ya están guardados. Confírmelos con el enlace de nuestro correo.
problem-session-complete = Esta visita está completa. Empiece una nueva para enviar más.
problem-contact-missing = Todavía no hay ninguna dirección de correo a la que enviar un enlace.
problem-files-differ = Los archivos que han llegado no son los que usted ve. Revise la lista y envíela otra vez.
problem-upload-running = Un archivo sigue en camino. Espere a que llegue o quítelo.
problem-body-too-large = La petición es demasiado grande.
problem-file-too-large = El archivo es más grande de lo que aceptamos.
problem-quota-exceeded = Es más de lo que se puede enviar en una visita. Quite antes un archivo.
problem-file-type-refused = No podemos aceptar este tipo de archivo.
problem-file-refused = Nuestro antivirus ha encontrado algo dañino en el archivo. Envíe una copia limpia u otro archivo.
problem-empty-file = El archivo está vacío. Elíjalo otra vez.
problem-rate-limited = Ha sido mucho de una vez. Espere un momento y siga después.
problem-link-gone = Este enlace ha caducado o nunca fue válido.
problem-unavailable = Ahora mismo no podemos recibir esto. No se ha guardado nada. Inténtelo otra vez en un momento.
problem-internal = Se ha producido un error en el sistema. Se ha avisado al administrador para que lo investigue. Por favor, inténtelo más tarde.
problem-unsure = No sabemos si esto se ha guardado. Inténtelo otra vez en un momento.
problem-upload-cut = El envío se ha interrumpido. No se ha guardado nada. Envíe el archivo otra vez.
problem-too-many-files =
    { $count ->
        [one] En una visita se puede enviar 1 archivo. Quítelo antes.
       *[other] En una visita se pueden enviar { $count } archivos. Quite antes uno.
    }
problem-visit-full = En una visita se pueden enviar { $size } en total. Quite antes un archivo.
problem-too-large = «{ $name }» es demasiado grande. Los archivos pueden tener hasta { $size }.
problem-not-text = «{ $name }» no contiene texto sin formato. Guárdelo otra vez como texto.
problem-type =
    { $others ->
        [0] «{ $name }» es de un tipo que no podemos aceptar. Aceptamos { $types }.
        [one] «{ $name }» es de un tipo que no podemos aceptar. Aceptamos { $types } y 1 tipo más.
       *[other] «{ $name }» es de un tipo que no podemos aceptar. Aceptamos { $types } y { $others } tipos más.
    }
problem-disguised = El contenido de «{ $name }» no es el de un archivo .{ $ending }. Guárdelo otra vez en ese formato.
problem-other-type = «{ $name }» es por dentro un archivo .{ $ending }. Cambie la extensión a .{ $ending } y envíelo otra vez.
problem-password = «{ $name }» está protegido con una contraseña. Quítela en el programa con el que se hizo el archivo y envíelo otra vez.
problem-infected = «{ $name }» se ha rechazado: nuestro antivirus ha encontrado algo dañino en él. No se ha guardado nada de él. Revise su dispositivo y envíe después una copia limpia u otro archivo.
problem-unscanned = Ahora mismo no podemos comprobar si «{ $name }» tiene virus. No se ha guardado nada de él. Inténtelo otra vez en un momento o envíe un archivo más pequeño.
problem-files-missing =
    { $count ->
        [one] Uno de sus archivos ya no está con nosotros. Envíelo otra vez o siga sin él.
       *[other] { $count } de sus archivos ya no están con nosotros. Envíelos otra vez o siga sin ellos.
    }

## Tamaños, tiempos, fechas

decimal-mark = ,
size-bytes = { $number } bytes
size-kb = { $number } KB
size-mb = { $number } MB
size-gb = { $number } GB
size-tb = { $number } TB
duration-years =
    { $count ->
        [one] { $count } año
       *[other] { $count } años
    }
duration-months =
    { $count ->
        [one] { $count } mes
       *[other] { $count } meses
    }
duration-days =
    { $count ->
        [one] { $count } día
       *[other] { $count } días
    }
duration-hours =
    { $count ->
        [one] { $count } hora
       *[other] { $count } horas
    }
duration-minutes =
    { $count ->
        [one] { $count } minuto
       *[other] { $count } minutos
    }
duration-seconds =
    { $count ->
        [one] { $count } segundo
       *[other] { $count } segundos
    }
date-moment = { date-weekday } { $day } de { date-month }, { $time } UTC
date-day = { $day } de { date-month } de { $year }
date-full = { date-day }, { $time } UTC
date-weekday =
    { $weekday ->
        [1] lunes
        [2] martes
        [3] miércoles
        [4] jueves
        [5] viernes
        [6] sábado
       *[7] domingo
    }
date-month =
    { $month ->
        [1] enero
        [2] febrero
        [3] marzo
        [4] abril
        [5] mayo
        [6] junio
        [7] julio
        [8] agosto
        [9] septiembre
        [10] octubre
        [11] noviembre
       *[12] diciembre
    }

## El correo con el enlace

mail-subject = Confirme su dirección de correo para { $site }
mail-hello = Hola:
mail-step = Falta un paso: abra este enlace y confirme que esta dirección de correo es suya.
mail-button = Confirmar mi dirección
mail-copy = O copie este enlace en su navegador:
mail-until = El enlace funciona una vez, hasta el { $until }.
mail-not-you = ¿No lo ha pedido usted? Alguien dio su dirección, quizá por error. Este enlace borra la solicitud y todo lo que contiene:
mail-not-me = No fui yo
mail-why = { $site } le ha enviado este mensaje porque su dirección de correo se escribió en su chat.

mail-own-subject = Sus datos en { $site }
mail-own-text = Este enlace abre la página donde puede ver, descargar, corregir o borrar lo que { $site } guarda con su dirección de correo.
mail-own-button = Ver mis datos
mail-own-until = El enlace funciona una vez, durante una hora.
mail-own-not-you = ¿No lo ha pedido usted? Entonces alguien escribió su dirección. No ha cambiado nada, y nadie más que usted puede usar el enlace: borre este mensaje.
mail-own-why = { $site } le ha enviado este mensaje porque su dirección de correo se escribió en su página de privacidad.

## Las páginas de los enlaces

page-confirm-title = Confirme su dirección de correo
page-confirm-text = Con un clic queda todo completo. Después, una persona puede mirar lo que ha enviado y escribirle.
page-confirm-button = Confirmar mi dirección
page-confirm-not-you = ¿No lo empezó usted?
page-not-me = No fui yo
page-confirmed-title = Gracias. Su dirección está confirmada
page-confirmed-text = Todo está completo. Tenemos lo que ha enviado y le escribiremos por correo.
page-confirmed-close = Puede cerrar esta página. Si el chat sigue abierto en otra ventana, muestra lo mismo.
page-notice = Lo que guardamos y sus derechos
page-already-title = Ya confirmado
page-already-text = Este enlace ya se ha usado y todo está completo. No tiene que hacer nada más.
page-gone-title = Este enlace ya no funciona
page-gone-text = Ha caducado, una dirección más reciente ha ocupado su lugar o se borró la visita a la que llevaba.
page-gone-what = Lo que puede hacer
page-gone-again = Si el chat sigue abierto, elija allí «Enviar otra vez» y use el correo más reciente.
page-gone-copied = Si copió el enlace a mano, compruebe que está entero en la barra de direcciones.
page-gone-anew = Si no, empiece otra vez en el chat. Lleva unos dos minutos.
page-decline-title = ¿No fue usted?
page-decline-text = Alguien dio su dirección de correo en un chat, quizá por una errata. Borre la solicitud y se borrarán la dirección, los archivos y todo lo demás. No llegarán más correos por ella.
page-decline-button = Borrar la solicitud
page-decline-was-you = Si fue usted, cierre esta página y use el otro enlace del correo.
page-declined-title = La solicitud está borrada
page-declined-text = Su dirección y todo lo que se envió con ella se están borrando ahora. No recibirá más correos por ella.
page-declined-close = No tiene que hacer nada más. Puede cerrar esta página.
page-late-title = Esta solicitud ya está confirmada
page-late-text = Alguien usó el enlace del correo, así que la solicitud ya no se puede borrar desde aquí.
page-late-what = Para que se borren los datos, responda al correo o escriba a la empresa que lo envió y diga que usted no hizo la solicitud. Debe responderle en el plazo de un mes.

## Errores

page-error-title = No ha funcionado
page-error-missing = Esta página no existe
page-error-ours = Algo va mal por nuestra parte
page-error-home = Ir a la página de inicio

## El aviso de privacidad

privacy-title = Aviso de privacidad
privacy-intro = Este chat recibe sus datos y archivos para la empresa de cuya página viene. Esa empresa decide para qué se usan y responde de ello.
privacy-kept = Qué se guarda y cuándo se borra
privacy-before = Antes de que dé su dirección de correo:
privacy-before-text = sus archivos, con un número aleatorio. Su nombre y sus respuestas se quedan en su navegador. Si se va, los archivos se borran, como muy tarde { $within } después de la última señal de su navegador. «Salir y borrar todo», en el menú del chat, los borra al momento.
privacy-agreed = Cuando ha aceptado y ha dado su dirección:
privacy-agreed-text = su nombre, su dirección de correo, sus archivos, su dirección de internet en ese momento y lo que aceptó o rechazó, con el texto y la hora. Le enviamos un enlace para comprobar que la dirección es suya. Funciona durante { $valid }.
privacy-never = Si nunca abre el enlace:
privacy-never-text = todo se borra al cabo de { $kept }.
privacy-confirmed = Cuando la dirección está confirmada:
privacy-confirmed-text = la empresa guarda su solicitud hasta que deja de necesitarla para su fin o hasta que usted pide que se borre.
privacy-why = Por qué
privacy-why-text = Para recibir y responder su solicitud, sobre la base de su consentimiento (Reglamento General de Protección de Datos, artículo 6, apartado 1, letra a). Los archivos se usan para entrenar al asistente solo si lo aceptó por separado. Rechazarlo no cambia nada más.
privacy-browser = En su navegador
privacy-browser-text = Desde el momento en que abre el chat, su navegador guarda el número aleatorio de su visita. Esta pestaña guarda además sus respuestas hasta que termine, para que no se pierda nada al recargar. No hay cookies ni seguimiento.
privacy-rights = Sus derechos
privacy-right-see = Ver lo que se guarda sobre usted y recibir una copia.
privacy-right-correct = Hacer que se corrija o se borre, o que se limite su uso.
privacy-right-withdraw = Retirar un consentimiento en cualquier momento, con la misma facilidad con que lo dio. Lo hecho antes sigue siendo lícito.
privacy-right-complain = Presentar una reclamación ante una autoridad de protección de datos, por ejemplo donde vive.
privacy-how = Para ejercerlos, escriba a la empresa o responda al correo que recibió. Tendrá una respuesta en el plazo de un mes.
privacy-fault = Error
privacy-all = Todo lo que se guarda y durante cuánto tiempo
privacy-own = Ver, corregir o borrar sus datos
privacy-own-text = Puede hacerlo usted ahora. Indique la dirección de correo que dio en el chat; le enviamos un enlace.
privacy-own-label = Dirección de correo
privacy-own-button = Enviarme un enlace
privacy-ended = Su media hora aquí ha terminado o todavía no ha empezado. Pida un enlace para continuar.
privacy-finished = Ha salido. Nadie puede ver nada más desde este navegador.
privacy-sent-title = Mire en su bandeja de entrada
privacy-sent-text = Si guardamos algo con esa dirección, un correo con un enlace está en camino. El enlace funciona una vez, durante una hora.
privacy-sent-nothing = ¿No hay nada después de unos minutos?
privacy-sent-spam = Mire entre los correos no deseados.
privacy-sent-spelt = Compruebe cómo está escrita la dirección: tiene que ser la que dio en el chat.
privacy-sent-wait = Espere un minuto y pídalo otra vez.
privacy-sent-none = O no guardamos nada con ella. Esta página dice lo mismo en los dos casos, para que nadie pueda averiguar quién nos ha escrito.
privacy-again = Pedir otro enlace
privacy-link-text = La página siguiente muestra lo que se guarda con su dirección de correo. Allí puede descargarlo, corregirlo o borrarlo.
privacy-link-button = Mostrar mis datos
privacy-link-once = El enlace funciona una vez. La sesión se cierra después de media hora o cuando elija «{ privacy-finish }».
privacy-gone-text = Se ha usado, tiene más de una hora o ya no se guarda nada con su dirección.
privacy-data-title = Sus datos
privacy-data-text = Esto es todo lo que se guarda con { $address }. La sesión se cierra después de media hora.
privacy-download = Descargar todo
privacy-finish = Terminar
privacy-nothing = No se guarda nada.
privacy-visit = Su visita del { $at }
privacy-restricted = Uso limitado.
privacy-restricted-since = Desde el { $at }.
privacy-restricted-accuracy = Usted dice que los datos son incorrectos; no se tocan hasta que se compruebe.
privacy-restricted-unlawful = Los datos se guardan por deseo suyo y no se usan.
privacy-restricted-claims = Los datos se guardan para sus reclamaciones legales y no se usan.
privacy-restricted-objection = Usted se opone al uso; los datos no se tocan hasta que eso se valore.
privacy-restricted-by-us = Este uso lo hemos limitado nosotros. Escríbanos para que se levante la limitación.
privacy-name = Nombre
privacy-confirmed-at = Confirmada
privacy-not-confirmed = Todavía no: el enlace de nuestro primer correo no se ha usado.
privacy-language = Idioma
privacy-ip = Dirección de internet
privacy-not-kept = No se guarda
privacy-files = Archivos
privacy-no-files = Ninguno
privacy-correct = Corregir el nombre o la dirección
privacy-correct-hint = A otra dirección se envía un correo con un enlace para confirmarla. Desde ese momento esta visita pertenece a la dirección nueva, y la antigua ya no la abre: revise bien cómo está escrita.
privacy-correct-button = Guardar la corrección
privacy-leave-it = Dejarlo como está
privacy-moved-title = Confirme la dirección nueva
privacy-moved-text = La visita pertenece ahora a { $address }. Un correo con un enlace está en camino; hasta que se use el enlace, la dirección no está confirmada.
privacy-moved-old = { $address } ya no abre esa visita.
privacy-moved-again = Para volver a ver sus datos, pida un enlace con la dirección nueva.
privacy-back = Volver a sus otras visitas
privacy-decided = Lo que usted decidió
privacy-purpose-request = Tramitar su solicitud
privacy-purpose-training = Entrenar una IA
privacy-decision-agreed = Aceptado
privacy-decision-withdrawn = Retirado
privacy-decision-refused = Rechazado
privacy-no-training = No entrenar con mis archivos
privacy-restrict = Limitar el uso
privacy-restrict-text = Guardamos los datos y no los tocamos: no se usan para entrenar, y solo pueden leerlos quienes responden a las solicitudes de privacidad. Mientras tanto, su solicitud queda en pausa. Puede levantar la limitación aquí en cualquier momento.
privacy-restrict-training = ¿Solo le molesta el entrenamiento? Basta con «{ privacy-no-training }» en la página anterior.
privacy-restrict-why = ¿Por qué?
privacy-restrict-choose = Elija uno de estos motivos.
privacy-reason-accuracy = Los datos son incorrectos y hay que comprobarlos
privacy-reason-objection = Me opongo al uso
privacy-reason-unlawful = El uso es ilícito, pero no borren los datos
privacy-reason-claims = Necesito los datos para una reclamación legal
privacy-lift = Levantar la limitación
privacy-withdraw = Retirar mi consentimiento
privacy-withdraw-title = Retirar su consentimiento
privacy-withdraw-text = Sin su consentimiento no podemos guardar nada de esta visita. Por eso, retirarlo significa: la visita se borra y nadie puede tramitar ya su solicitud. Lo hecho antes sigue siendo lícito.
privacy-erase = Borrar todo
privacy-erase-text = Todas las visitas de arriba, con sus archivos, para siempre. Antes de borrar nada se le preguntará una vez más.
privacy-erase-good = Esto es definitivo. Nada lo recupera, ni siquiera una copia de seguridad.
privacy-goes = Lo que se borra
privacy-goes-visits =
    { $count ->
        [one] El nombre y la dirección { $address } de esta visita
       *[other] { $count } visitas, con sus nombres y la dirección { $address }
    }
privacy-goes-files =
    { $count ->
        [0] Ningún archivo: no se envió ninguno
        [one] { $count } archivo, con todas sus copias
       *[other] { $count } archivos, con todas sus copias
    }
privacy-goes-rest = Lo que usted decidió, todos los enlaces y los correos pendientes de envío
privacy-stays = Lo que queda
privacy-stays-receipt = Un recibo que dice que se borró, cuándo y cuánto, y no nombra a nadie
privacy-stays-trail = Líneas que prueban lo que se hizo y tampoco nombran a nadie
privacy-sure = Sí, borrarlo
privacy-sure-fault = Marque la casilla para decir que está seguro.
privacy-erase-button = Borrar para siempre
privacy-keep = Conservarlo
privacy-erased-title = Borrado
privacy-erased-text = El nombre, la dirección y las decisiones se han borrado. Los archivos se borran ahora; el recibo dice cuándo ha desaparecido la última copia.
privacy-receipts =
    { $count ->
        [one] Su recibo
       *[other] Sus recibos
    }
privacy-receipt-keep = Un recibo no nombra a nadie. Guarde su número si quiere probar más adelante que lo pidió.
privacy-receipt-done = Todo está borrado
privacy-receipt-done-text = El almacén de los archivos se consultó al final y ya no contiene nada de ello.
privacy-receipt-running = Borrando
privacy-receipt-running-text = Los datos personales se han borrado. Los archivos se borran ahora.
privacy-receipt-look = Mirar otra vez
privacy-receipt-asked = Pedido
privacy-receipt-finished = Terminado
privacy-receipt-not-yet = Todavía no
privacy-receipt-copies = Copias borradas
privacy-receipt-counted = Se cuentan al final
privacy-receipt = Recibo
privacy-did-corrected = La corrección está guardada.
privacy-did-training = Sus archivos ya no se usan para entrenar.
privacy-did-restricted = El uso está limitado. Guardamos los datos y no los tocamos.
privacy-did-lifted = La limitación se ha levantado.
privacy-accessibility = Accesibilidad de este chat
page-languages = Esta página en otros idiomas

kept-caption = Qué se guarda, para qué, con qué base y durante cuánto tiempo
kept-what = Qué
kept-for = Para qué
kept-basis = Base
kept-time = Cuánto tiempo
kept-open = Archivos de una visita sin dirección
kept-open-for = Para guardar los archivos hasta que la persona haya decidido, y borrarlos si se va
kept-pending = Nombre, dirección de correo y archivos, antes de confirmar la dirección
kept-pending-for = Para recibir la solicitud y comprobar que la dirección es de la persona
kept-complete = Nombre, dirección de correo y archivos, una vez confirmada la dirección
kept-complete-for = Para responder a la solicitud; los archivos entrenan una IA solo si la persona lo aceptó
kept-ip = Dirección de internet en el momento de una decisión
kept-ip-for = Para investigar abusos y probar quién decidió
kept-consents = Consentimientos dados y rechazados, con el texto y la hora
kept-consents-for = Para probar lo que se aceptó
kept-links = Enlaces enviados, como resúmenes cifrados, y correos en espera
kept-links-for = Para comprobar que la dirección es de la persona
kept-ways = Enlaces y accesos de quienes miran sus propios datos
kept-ways-for = Para que cada persona pueda ver, corregir y borrar sus datos sin ayuda
kept-trail = El registro: qué se hizo con qué visita y quién lo hizo, sin nombres
kept-trail-for = Para rendir cuentas de lo hecho y averiguar a qué afectó un incidente
kept-receipts = Recibos de borrados, sin nombres
kept-receipts-for = Para probar que se borró, cuándo y cuánto
kept-requests = Solicitudes por correo o teléfono: quién pidió qué y cuándo se respondió
kept-requests-for = Para responder a tiempo y probarlo
kept-funnel = Hasta dónde llegaron las visitas: números por día
kept-funnel-for = Para ver dónde se abandonan las visitas
kept-consent = Consentimiento, artículo 6, apartado 1, letra a
kept-interest = Interés legítimo, artículo 6, apartado 1, letra f
kept-duty = Obligación legal, artículo 6, apartado 1, letra c, con los artículos { $articles }
kept-nobody = Datos de nadie: por unos números no se reconoce a nadie
kept-time-open = Como muy tarde { $time } después de la última señal del navegador
kept-time-pending = { $time } después de darlos por última vez
kept-until-confirmed = Hasta que la persona confirme, rechace o pida que se borren
kept-time-complete = { $time } después de la confirmación
kept-until-needed = Hasta que la solicitud ya no los necesite o la persona pida que se borren
kept-time-ip = { $time } después de anotarla
kept-as-long = Tanto como el nombre y la dirección de correo
kept-time-links = Tanto como el nombre y la dirección de correo; un correo, hasta que se envía
kept-time-ways = Un enlace funciona 1 hora, un acceso 30 minutos; ambos se borran poco después
kept-time-trail = { $time } después del hecho
kept-proof = Se guarda como prueba
kept-time-receipts = { $time } después del borrado
kept-time-requests = { $time } después de la respuesta; entonces se borra quién lo pidió
kept-always = Se guarda

## La copia de los propios datos: la página de su archivo

copy-text = Una copia de todo lo que se guarda sobre usted, a fecha de { $at }. Esta página no necesita nada más que su carpeta.
copy-missing =
    { $count ->
        [one] Falta un archivo. Llegó, pero el almacén ya no lo contiene. La lista de abajo dice cuál.
       *[other] Faltan { $count } archivos. Llegaron, pero el almacén ya no los contiene. La lista de abajo dice cuáles.
    }
copy-changed = Último cambio
copy-number = Número de la visita
copy-file-missing = Falta en el almacén
copy-file-differs = El almacén contiene { $size }
copy-no-wording = El texto de esta versión no consta aquí.
copy-version = Versión
copy-links = Enlaces enviados por correo
copy-link-used = Enviado el { $sent }, usado el { $used }
copy-link-unused = Enviado el { $sent }, sin usar, válido hasta el { $until }
copy-waiting = Un correo espera su envío desde el { $at }
copy-requests = Lo que se pidió por correo o teléfono
copy-request-received = Recibida el { $day }
copy-request-open = Aún sin respuesta, plazo hasta el { $day }
copy-request-extended = Ampliada dos meses, aviso del { $day }
copy-request-done = Respondida el { $at }
copy-request-refused = Rechazada el { $at }
copy-request-unidentified = Cerrada el { $at }: no se pudo saber de quién eran los datos
copy-happened = Qué ha pasado
copy-did-given = Se dieron los datos de contacto
copy-did-changed = Se corrigieron los datos de contacto antes de confirmarlos
copy-did-confirmed = Se confirmó la dirección
copy-did-corrected = Se corrigieron los datos
copy-did-agreed = La dirección anterior aceptó que la nueva vea lo que se envió antes
copy-did-read = Se leyeron los datos
copy-did-downloaded = Se descargó un archivo
copy-did-copied = Se hizo una copia como esta
copy-did-asked = Se pidió un enlace a la página de estos datos
copy-did-opened = Se usó ese enlace
copy-did-withdrawn = Se retiró un consentimiento
copy-did-restricted = Se limitó el uso
copy-did-lifted = Se levantó la limitación
copy-by-visitor = la persona de la visita
copy-by-staff = el personal
copy-by-operator = el operador
copy-by-system = una regla del operador
copy-by-unknown = persona desconocida
copy-programs = Para programas:

## La demostración: un despacho inventado

demo-ask = Pedir ayuda
demo-how = Cómo funciona
demo-developers = Para desarrolladores
demo-headline = ¿Una carta que no entiende? Tráigala.
demo-promise = Alquiler, trabajo, prestaciones: enséñenos los papeles y los lee una persona que conoce la ley. Tendrá noticias nuestras en dos días laborables. No cuesta nada.
demo-start = Enséñenos sus papeles
demo-small = Unos dos minutos. Si se va antes del final, se borra todo.
demo-picture = Una puerta abierta con luz al fondo y un sobre en el felpudo
demo-name = Díganos su nombre
demo-name-text = Cualquier nombre, en cualquier escritura. Sin cuenta ni contraseña.
demo-papers = Añada sus papeles
demo-papers-text = Cartas, contratos, fotos de páginas. O nada, si solo tiene una pregunta.
demo-link = Abra un enlace
demo-link-text = Lo enviamos a su dirección de correo. Demuestra que la dirección es suya, y ya está.
demo-made-up = Este despacho es inventado. El chat no
demo-line = Una línea lo pone en cualquier página. Crea el botón de la esquina y no carga nada más hasta que alguien lo abre.
demo-line-label = La línea que hay que añadir
demo-also = Además:
demo-scripts = En scripts:
demo-api = Documentación de la API
demo-mail = Correos interceptados
demo-sign-in-as = Entrar como { $name }
demo-sign-out = Cerrar la sesión de { $name }

## El widget

widget-title = Su solicitud
frame-noscript = JavaScript está desactivado. Escriba a la empresa de cuya página viene.
frame-description = Una conversación breve: su nombre, sus archivos, su dirección de correo.
frame-still = El chat necesita scripts y un lugar propio en el navegador.
frame-new-tab = Abrir en una pestaña nueva
frame-failed = El chat no se carga.
widget-assistant = Asistente
widget-you = Usted
widget-conversation = Conversación
widget-close = Cerrar
widget-menu = Más
widget-notice = Aviso de privacidad
widget-accessibility = Accesibilidad
widget-edit-answer = Cambiar esta respuesta
widget-note-open = Se borra si se va antes del final
widget-note-pending = A la espera de su confirmación
widget-note-complete = Confirmado
widget-note-gone = No se ha guardado nada
widget-send = Enviar
widget-back = Atrás
widget-retry = Intentar otra vez
widget-label-text = Su respuesta
widget-label-name = Su nombre
widget-label-email = Su dirección de correo
widget-did-you-mean = ¿Quería decir { $address }?
widget-choose = Añadir archivos
widget-photo = Hacer una foto
widget-drop = Suelte aquí los archivos
widget-which = ¿Qué archivos?
widget-allowed =
    { $count ->
        [one] 1 archivo de hasta { $size }: { $types }.
       *[other] Hasta { $count } archivos de { $size } cada uno: { $types }.
    }
widget-go-on =
    { $count ->
        [0] Seguir sin archivos
        [one] Seguir con 1 archivo
       *[other] Seguir con { $count } archivos
    }
widget-total =
    { $count ->
        [one] { $count } archivo, { $size }
       *[other] { $count } archivos, { $size }
    }
widget-total-of = { widget-total } de { $most }
widget-still-sending =
    { $count ->
        [one] 1 archivo sigue en camino. Espere un momento o cancele lo que no necesite.
       *[other] { $count } archivos siguen en camino. Espere un momento o cancele lo que no necesite.
    }
widget-not-arrived =
    { $count ->
        [one] 1 archivo no ha llegado. Inténtelo otra vez o quítelo.
       *[other] { $count } archivos no han llegado. Inténtelo otra vez o quítelos.
    }
widget-no-files = Sin archivos
widget-cut = El envío se interrumpió. Añada el archivo otra vez.
widget-cut-off = El envío se interrumpió. Sigue cuando vuelva la conexión.
widget-waiting = En espera
widget-storing = Guardando
widget-stored = Ha llegado
widget-arrived = { $name } ha llegado.
widget-cancel-file = Cancelar { $name }
widget-retry-file = Intentar otra vez { $name }
widget-remove-file = Quitar { $name }
widget-just-over = algo más de { $size }
widget-refused-type = «{ $name }» es un archivo { $ending }, que no se puede abrir aquí. Pruebe con un PDF o una imagen de las mismas páginas.
widget-refused-size = «{ $name }» tiene { $size }. Los archivos pueden tener hasta { $most }. Pruebe con un PDF de las mismas páginas.
widget-refused-empty = «{ $name }» está vacío. Compruébelo en su dispositivo y añádalo otra vez.
widget-refused-count =
    { $count ->
        [one] «{ $name }» sobra. Hay sitio para 1 archivo. Quítelo para añadir este.
       *[other] «{ $name }» sobra. Hay sitio para { $count } archivos. Quite uno para añadirlo.
    }
widget-refused-total = «{ $name }» no cabe. Todos los archivos juntos pueden tener hasta { $size }. Quite uno para añadirlo.
widget-refused-twice = «{ $name }» ya está en la lista.
widget-refused-changed = «{ $name }» ha cambiado o se ha movido desde que lo eligió. Elíjalo otra vez.
widget-refused-folder = «{ $name }» es una carpeta. Elija los archivos que contiene.
widget-optional = Opcional.
widget-full-notice = Leer el aviso completo
widget-opens = (se abre en una pestaña nueva)
widget-agree = Aceptar y enviar
widget-agreed = Acepto. Sin entrenamiento de IA
widget-agreed-training = Acepto, y mis archivos pueden entrenar al asistente
widget-inbox-title = Mire su bandeja de entrada
widget-inbox-once = El enlace funciona una vez. Al abrirlo queda todo completo.
widget-inbox-until = El enlace funciona una vez, hasta el { $until }. Al abrirlo queda todo completo.
widget-inbox-to = Hemos escrito a { $address }.
widget-inbox-unknown = Hemos enviado un enlace a la dirección que dio.
widget-undelivered-title = No se pudo entregar el correo
widget-undelivered-to = El servidor de correo dice que esta dirección no existe o no acepta correos: { $address }.
widget-undelivered-unknown = El servidor de correo dice que esta dirección no existe o no acepta correos.
widget-undelivered-help = Compruebe que la dirección esté bien escrita o use otra. Lo que ha enviado se conserva.
widget-again = Enviar otra vez
widget-again-in = Enviar otra vez en { $seconds } s
widget-sent-again = Enviado otra vez. Puede tardar un minuto; mire también en la carpeta de correo no deseado.
widget-wrong = Cambiar la dirección
widget-change = Cambiar y enviar
widget-keep = Dejarlo así
widget-changed = Hemos enviado un enlace nuevo a { $address }. Los anteriores ya no funcionan.
widget-done-title = Gracias. Está confirmado
widget-done = Tenemos lo que ha enviado y le escribiremos. Puede cerrar esta ventana.
widget-new-visit = Empezar otra visita
widget-ended = { problem-session-gone }
widget-start-again = Empezar de nuevo
widget-welcome-back = Le damos la bienvenida de nuevo. Ya había empezado en este navegador. ¿Quiere seguir o empezar de cero? Empezar de cero borra lo que ha enviado.
widget-go-on-visit = Seguir
widget-start-over = Empezar de cero
widget-leave = Salir y borrar todo
widget-leave-title = ¿Borrar todo lo que ha enviado?
widget-leave-text = Sus respuestas y archivos se borran ahora. No se puede deshacer.
widget-leave-yes = Borrar y salir
widget-leave-no = Quedarme
widget-failure = { problem-internal }
widget-offline = Ahora mismo no hay conexión. Lo que ha escrito sigue aquí.
widget-differ = Algunos archivos no han llegado. Revise la lista y siga después.
widget-reference = Referencia { $id }

## La declaración de accesibilidad

access-intro = Todo el mundo debe poder usar este chat y sus páginas. Están hechos para cumplir las pautas WCAG 2.2, nivel AA.
access-count-on = Con lo que puede contar
access-keyboard = Teclado:
access-keyboard-text = todo funciona sin ratón. El foco siempre se ve y va a la pregunta siguiente. Escape cierra el chat, y nada le retiene en él.
access-readers = Lectores de pantalla:
access-readers-text = los mensajes nuevos y los archivos que llegan se anuncian sin interrumpirle. Cada campo, botón e imagen tiene un nombre. Un error está junto a su campo y dice qué hacer.
access-zoom = Letra grande y zoom:
access-zoom-text = al 400 % no se corta nada, y solo hay que desplazarse en una dirección.
access-colours = Colores:
access-colours-text = el texto tiene un contraste de al menos 4,5 a 1, sea cual sea el color que eligió la empresa. Se respetan el modo oscuro y los colores de alto contraste de su sistema. Ninguna información está solo en el color.
access-touch = Tacto:
access-touch-text = cada botón mide al menos 44 píxeles de alto y de ancho.
access-calm = Calma:
access-calm-text = nada parpadea. Si su sistema pide menos movimiento, nada se mueve.
access-time = Tiempo:
access-time-text = no hay cuenta atrás mientras escribe. Un chat abierto se conserva hasta un día; uno cerrado u olvidado se borra, y el chat se lo dice.
access-memory = Memoria:
access-memory-text = nada se pregunta dos veces. Puede volver atrás y cambiar una respuesta, y al recargar no se pierde nada. No hay acertijos que resolver.
access-how = Cómo lo sabemos
access-how-text = Cada versión se comprueba a máquina (axe) en todos los estados del chat, en claro y en oscuro, en las dos direcciones de escritura, y con recorridos solo con el teclado, al 400 % de zoom, con movimiento reducido y con colores forzados. Las máquinas no lo encuentran todo.
access-not-yet = Lo que todavía no funciona
access-not-pictures = Las imágenes y los documentos que envía se muestran solo con su nombre y una imagen pequeña; no los describimos.
access-not-scripts = Sin JavaScript no hay chat. Escriba a la empresa de cuya página viene; el enlace de nuestro correo funciona sin él.
access-tell = Díganoslo
access-tell-text = Si algo se interpone en su camino, escriba a la empresa de cuya página viene o responda al correo que recibió. Diga qué quería hacer y qué pasó; no hace falta explicar por qué.

# The mail to an earlier address, and its page
mail-changed-subject = Se cambió la dirección de correo de su visita a { $site }
mail-changed-text = una visita a { $site } que estaba guardada con esta dirección de correo ahora está guardada con otra.
mail-changed-hidden = La nueva dirección no ve lo que se envió antes del cambio, por ejemplo archivos. Si usted hizo el cambio y quiere que la nueva dirección lo vea, abra este enlace:
mail-changed-button = Mostrar a la nueva dirección
mail-changed-not-you = ¿No hizo usted el cambio? Entonces no abra el enlace y avise a { $site }.
mail-changed-why = { $site } le ha escrito porque esta dirección de correo pertenecía a una visita a ese sitio.
page-earlier-title = ¿Mostrar a la nueva dirección lo que se envió?
page-earlier-text = La visita estaba guardada con su dirección de correo. Si acepta, la nueva dirección ve y descarga lo que se envió en ese tiempo.
page-earlier-not-you = ¿No cambió usted la dirección? Cierre esta página y no se mostrará nada.
page-earlier-done = La nueva dirección ya puede verlo
privacy-withheld = No se muestra lo que se envió antes de cambiar la dirección de correo. Hemos escrito a la dirección anterior, que puede aceptar que se muestre.
privacy-not-shown = No se muestra
privacy-moved-agree = Hemos escrito a { $address }. Hasta que acepte con el enlace de ese mensaje, la nueva dirección no ve lo que se ha enviado hasta ahora.
kept-earlier = Una dirección de correo anterior, después de un cambio
kept-earlier-for = Avisar a su titular y no mostrar a la nueva dirección lo que podía ver la anterior
kept-time-earlier = { $time } después del cambio
kept-mails = Cuántos mensajes recibió un buzón y cuánto subió una red sin confirmar, con un hash que solo nuestra clave puede crear
kept-mails-for = Proteger los buzones de demasiados mensajes y evitar que se llene el almacenamiento
kept-time-mails = Dos horas después del último mensaje, un día después de la última subida

## El asistente de los miembros

chat-greeting = Hola, soy el asistente de este sitio. ¿En qué puedo ayudarle?
chat-notice = Está hablando con un programa informático. Puede equivocarse: compruebe lo importante. Sus mensajes se guardan para que pueda continuar la conversación; puede borrarlos en cualquier momento.
assistant-restricted = El uso de sus datos está limitado aquí, por eso el asistente no responde. Puede seguir leyendo, copiando y eliminando sus conversaciones.
chat-title = Asistente
chat-description = Pregunte al asistente de este sitio. Sus conversaciones le acompañan en todos sus dispositivos.
chat-noscript = El asistente necesita JavaScript.
chat-conversations = Conversaciones
chat-conversation = { widget-conversation }
chat-menu = { widget-menu }
chat-begin = Nueva conversación
chat-search = Buscar en sus conversaciones
chat-more = Mostrar anteriores
chat-earlier = Mostrar mensajes anteriores
chat-none = Todavía no hay conversaciones.
chat-nothing = No se ha encontrado nada.
chat-untitled = Sin título
chat-rename = Cambiar el nombre
chat-remove = Eliminar esta conversación
chat-remove-title = ¿Eliminar esta conversación?
chat-remove-text = Se elimina en todos sus dispositivos y no se puede recuperar.
chat-clear = Eliminar todas las conversaciones
chat-clear-title = ¿Eliminar todas las conversaciones?
chat-clear-text = Se eliminan todos sus mensajes y todas las respuestas, en todos sus dispositivos. No se pueden recuperar.
chat-copy-all = Copiar esta conversación
chat-download = Descargar mis datos
chat-cancel = Cancelar
chat-save = Guardar
chat-label = Escriba un mensaje
chat-empty = Escriba primero un mensaje.
chat-send = { widget-send }
chat-stop = Detener la respuesta
chat-editing = Su mensaje se envía de nuevo y lo que vino después se sustituye.
chat-edit = Editar este mensaje
chat-copy = Copiar esta respuesta
chat-copied = Copiado.
chat-good = Útil
chat-bad = No es útil
chat-again = Responder otra vez
chat-stopped = Detenida. Lo que había llegado se conserva.
chat-broke-off = La respuesta se interrumpió. Lo que había llegado se conserva.
chat-no-answer = No ha llegado ninguna respuesta. Inténtelo de nuevo en un momento.
chat-signed-out = Ha cerrado la sesión. Inicie sesión en el sitio para ver sus conversaciones.
chat-you = { widget-you }
chat-assistant = { widget-assistant }
chat-close = { widget-close }
chat-retry = { widget-retry }
chat-opens = { widget-opens }
chat-notices = { widget-notice }
chat-accessibility = { widget-accessibility }
chat-failure = { widget-failure }
chat-offline = { widget-offline }
chat-reference = Referencia { $id }
chat-found =
    { $count ->
        [one] { $count } resultado
        [many] { $count } resultados
       *[other] { $count } resultados
    }
kept-time-member = { $time } después del último mensaje del miembro
kept-time-conversation = { $time } después del último mensaje
kept-time-action = { $time } después de hacerse o descartarse
kept-member-for-ever = Hasta que el miembro lo borre
# Answers to members from documents, without a model
assistant-nothing = No he encontrado nada sobre esto en los documentos que conozco. Pregunte con otras palabras, o pregunte al equipo de este sitio.
assistant-filtered = El modelo no puede responder a esto. Intente preguntarlo con otras palabras.
# $source: such as “Opening hours (opening.md)”
assistant-source = Fuente: { $source }

# The member's messenger.
messenger-title = Mensajería
messenger-lead = Vincule su cuenta de WhatsApp y vea qué hay que hacer en sus mensajes.
messenger-phone = Su número de teléfono
messenger-phone-hint = Con el prefijo del país, como +34 612 345 678
messenger-continue = Continuar
messenger-link-title = Vincular la cuenta
messenger-notice = Un programa lee sus mensajes, también lo que otros le escriben, en busca de tareas, y después los borra; solo se guarda la frase de la que sale cada tarea. Al escanear el código, acepta esto. Puede desvincular la cuenta en cualquier momento. WhatsApp no ofrece esto a otros programas y puede restringir su cuenta.
messenger-qr = Código QR para escanear con WhatsApp en su teléfono
messenger-qr-wait = El código está en camino
messenger-qr-time = Tiempo que queda para este código
messenger-step-open = Abra WhatsApp en su teléfono.
messenger-step-menu = Vaya a Ajustes, Dispositivos vinculados, Vincular dispositivo.
messenger-step-scan = Apunte el teléfono a este código.
messenger-again = Mostrar otro código
messenger-type-instead = Escribir un código en el teléfono
messenger-known = Este número ya está vinculado
messenger-code = Código que llegó a su propio chat
messenger-verify = Confirmar
messenger-other-number = Usar otro número
messenger-resume = Conectar
messenger-pause = Pausar
messenger-restart = Reiniciar
messenger-unlink = Desvincular
messenger-sign-out = Cerrar sesión
messenger-actions = Lo que hay que hacer
messenger-pending = Pendiente
messenger-done = Hecho
messenger-dismissed = Descartado
messenger-empty = Aquí no hay nada. Lo nuevo aparece solo.
messenger-more = Mostrar anteriores
messenger-news = Nuevo:
messenger-quote = Del mensaje
messenger-mark-done = Hecho
messenger-dismiss = Descartar
messenger-reopen = Volver a abrir
messenger-edit = Corregir
messenger-edit-title = Qué
messenger-edit-day = Día
messenger-edit-time = Hora
messenger-save = Guardar
messenger-cancel = Cancelar
messenger-share = Dejar que otros lean este tablero
messenger-share-text = Ven lo que hay que hacer, con las frases de origen. No pueden cambiar nada ni ven otros mensajes.
messenger-share-phone = Su número de teléfono
messenger-share-add = Compartir
messenger-share-end = Dejar de compartir
messenger-share-read = Leer
messenger-received = Compartidos con usted
messenger-unlink-title = ¿Desvincular esta cuenta?
messenger-unlink-text = Se cierra la sesión en WhatsApp y se destruyen las claves. Su tablero se queda.
messenger-failure = No ha funcionado. Inténtelo de nuevo en un momento.
messenger-offline = No hay conexión. Inténtelo de nuevo cuando esté en línea.
messenger-noscript = Esta página necesita JavaScript.
messenger-state-none = Sin vincular
messenger-state-stopped = En pausa
messenger-state-starting = Iniciando
messenger-state-pairing = Esperando a su teléfono
messenger-state-online = Conectado
messenger-state-offline = Conectando de nuevo
messenger-state-asleep = En reposo hasta que vuelva
messenger-state-logged-out = Su teléfono ha terminado la vinculación
messenger-state-replaced = Otro programa usa esta vinculación
messenger-state-banned = WhatsApp ha bloqueado la cuenta por un tiempo
messenger-state-failed = No conecta. Reinicie más tarde.
messenger-state-other-number = Escaneó el teléfono de otro número; no se guarda nada
messenger-kind-task = Tarea
messenger-kind-meeting = Cita
messenger-kind-payment = Pago
messenger-kind-call = Llamada
messenger-kind-purchase = Compra
