### Português, de modo a servir no Brasil e em Portugal: formal, frases simples, sem pontos de exclamação.

language-name = Português

## O assistente

bot-greeting = Olá. Recolho o que a nossa equipe precisa para ajudar: o seu nome, os seus arquivos e um endereço de e-mail. Leva cerca de dois minutos.
bot-promise = Se sair antes de dar o seu e-mail, tudo o que enviou é apagado.
bot-ask-name = Como podemos chamar você?
bot-name-missing = Diga um nome, para sabermos como chamar você.
bot-name-too-long = Esse nome tem mais de 100 caracteres. Basta uma forma mais curta.
bot-name-strange = Esse nome contém caracteres que não podem ser mostrados. Escreva-o mais uma vez.
bot-thanks = Agradecemos, { $name }.
bot-ask-files = Que documentos devemos ver? Fotos e digitalizações servem, até { $size } cada. Também pode continuar sem arquivos.
bot-files-count = Diga quantos arquivos adicionou, ou 0 para continuar sem arquivos.
bot-files-heard =
    { $count ->
        [0] Sem arquivos, não há problema.
        [one] O seu arquivo chegou.
       *[other] Os seus { $count } arquivos chegaram.
    }
bot-ask-email = Para onde podemos escrever? Enviamos um link a esse endereço para ter certeza de que é seu.
bot-email-missing = Precisamos de um endereço de e-mail para responder.
bot-email-wrong = Isso não parece um endereço de e-mail. Deve ser como nome@example.org.
bot-ask-consent = Por último, duas decisões que são suas. A segunda é opcional.
bot-consent-needed = Só podemos guardar os seus dados se aceitar o primeiro ponto. Se não aceitar, pode sair, e tudo o que enviou é apagado.
bot-consent-stale = O texto dos consentimentos mudou. Leia-o de novo e decida depois.
bot-ask-inbox = Veja a sua caixa de entrada: enviamos um link. Assim que o usar, tudo estará com a nossa equipe.
bot-done = Confirmado. Agora tudo está com a nossa equipe, e receberá notícias nossas por e-mail.

## Os consentimentos

consent-personal-data = Aceito que o meu nome, o meu endereço de e-mail e os arquivos que enviei sejam guardados e usados para tratar o meu pedido. Posso retirar este consentimento a qualquer momento.
consent-ai-training = Aceito que os arquivos que enviei também possam ser usados para treinar modelos de IA. Dizer não não muda nada no meu pedido, e posso retirar este consentimento a qualquer momento.

## Recusas e erros

problem-not-found = Não há nada aqui.
problem-request-timeout = O pedido chegou devagar demais. Tente de novo.
problem-session-gone = A sua visita terminou. Nada foi guardado. Pode começar de novo.
problem-session-pending = Os seus dados já estão guardados. Confirme-os com o link no nosso e-mail.
problem-session-complete = Esta visita está completa. Comece uma nova para enviar mais.
problem-contact-missing = Ainda não há um endereço de e-mail para onde enviar um link.
problem-files-differ = Os arquivos que chegaram não são os que está vendo. Veja a lista de novo e envie-a mais uma vez.
problem-upload-running = Um arquivo ainda está a caminho. Espere até que chegue, ou retire-o.
problem-body-too-large = O pedido é grande demais.
problem-file-too-large = O arquivo é maior do que aceitamos.
problem-quota-exceeded = Isso é mais do que se pode enviar numa visita. Retire primeiro um arquivo.
problem-file-type-refused = Não podemos aceitar este tipo de arquivo.
problem-file-refused = O nosso antivírus encontrou algo nocivo no arquivo. Envie uma cópia limpa ou outro arquivo.
problem-empty-file = O arquivo está vazio. Escolha-o de novo.
problem-rate-limited = Foi muito de uma vez. Espere um momento e continue depois.
problem-link-gone = Este link expirou ou nunca foi válido.
problem-unavailable = Não podemos receber isto agora. Nada foi guardado. Tente de novo daqui a pouco.
problem-internal = Ocorreu um erro no sistema. O administrador foi avisado para o investigar. Por favor, tente de novo mais tarde.
problem-unsure = Não sabemos se isto foi guardado. Tente de novo daqui a pouco.
problem-upload-cut = O envio foi interrompido. Nada foi guardado. Envie o arquivo de novo.
problem-too-many-files =
    { $count ->
        [one] Numa visita pode-se enviar { $count } arquivo. Retire-o primeiro.
       *[other] Numa visita podem-se enviar { $count } arquivos. Retire primeiro um.
    }
problem-visit-full = Numa visita podem-se enviar { $size } no total. Retire primeiro um arquivo.
problem-too-large = “{ $name }” é grande demais. Os arquivos podem ter até { $size }.
problem-not-text = “{ $name }” não contém texto simples. Guarde-o de novo como texto.
problem-type =
    { $others ->
        [0] “{ $name }” é de um tipo que não podemos aceitar. Aceitamos { $types }.
        [one] “{ $name }” é de um tipo que não podemos aceitar. Aceitamos { $types } e mais { $others } tipo.
       *[other] “{ $name }” é de um tipo que não podemos aceitar. Aceitamos { $types } e mais { $others } tipos.
    }
problem-disguised = O conteúdo de “{ $name }” não é o de um arquivo .{ $ending }. Guarde-o de novo nesse formato.
problem-other-type = “{ $name }” é na verdade um arquivo .{ $ending }. Mude a extensão para .{ $ending } e envie-o de novo.
problem-password = “{ $name }” está protegido por uma senha. Retire-a no programa em que o arquivo foi feito e envie-o de novo.
problem-infected = “{ $name }” foi recusado: o nosso antivírus encontrou nele algo nocivo. Nada dele foi guardado. Verifique o seu dispositivo e envie depois uma cópia limpa ou outro arquivo.
problem-unscanned = Não podemos verificar agora se “{ $name }” tem vírus. Nada dele foi guardado. Tente de novo daqui a pouco ou envie um arquivo menor.
problem-files-missing =
    { $count ->
        [one] Um dos seus arquivos já não está conosco. Envie-o de novo ou continue sem ele.
       *[other] { $count } dos seus arquivos já não estão conosco. Envie-os de novo ou continue sem eles.
    }

## Tamanhos, durações, datas

decimal-mark = ,
size-bytes = { $number } bytes
size-kb = { $number } KB
size-mb = { $number } MB
size-gb = { $number } GB
size-tb = { $number } TB
duration-years =
    { $count ->
        [one] { $count } ano
       *[other] { $count } anos
    }
duration-months =
    { $count ->
        [one] { $count } mês
       *[other] { $count } meses
    }
duration-days =
    { $count ->
        [one] { $count } dia
       *[other] { $count } dias
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
date-moment = { date-weekday }, { $day } de { date-month }, { $time } UTC
date-day = { $day } de { date-month } de { $year }
date-full = { date-day }, { $time } UTC
date-weekday =
    { $weekday ->
        [1] segunda-feira
        [2] terça-feira
        [3] quarta-feira
        [4] quinta-feira
        [5] sexta-feira
        [6] sábado
       *[7] domingo
    }
date-month =
    { $month ->
        [1] janeiro
        [2] fevereiro
        [3] março
        [4] abril
        [5] maio
        [6] junho
        [7] julho
        [8] agosto
        [9] setembro
        [10] outubro
        [11] novembro
       *[12] dezembro
    }

## O e-mail com o link

mail-subject = Confirme o seu endereço de e-mail para { $site }
mail-hello = Olá,
mail-step = falta um passo: abra este link e confirme que este endereço de e-mail é seu.
mail-button = Confirmar o meu endereço
mail-copy = Ou copie este link para o seu navegador:
mail-until = O link funciona uma vez, até { $until }.
mail-not-you = Não fez este pedido? Alguém deu o seu endereço, talvez por engano. Este link apaga o pedido e tudo o que ele contém:
mail-not-me = Não fui eu
mail-why = { $site } enviou esta mensagem porque o seu endereço de e-mail foi escrito no chat.

mail-own-subject = Os seus dados em { $site }
mail-own-text = este link abre a página onde pode ver, baixar, corrigir ou apagar o que { $site } guarda com o seu endereço de e-mail.
mail-own-button = Ver os meus dados
mail-own-until = O link funciona uma vez, durante uma hora.
mail-own-not-you = Não fez este pedido? Então alguém escreveu o seu endereço. Nada mudou, e ninguém além de você pode usar o link: apague esta mensagem.
mail-own-why = { $site } enviou esta mensagem porque o seu endereço de e-mail foi escrito na sua página de privacidade.

## As páginas dos links

page-confirm-title = Confirme o seu endereço de e-mail
page-confirm-text = Com um clique fica tudo completo. Depois, uma pessoa pode ver o que enviou e escrever para você.
page-confirm-button = Confirmar o meu endereço
page-confirm-not-you = Não começou isto?
page-not-me = Não fui eu
page-confirmed-title = Agradecemos. O seu endereço está confirmado
page-confirmed-text = Está tudo completo. Temos o que enviou e escreveremos por e-mail.
page-confirmed-close = Pode fechar esta página. Se o chat ainda estiver aberto noutra janela, mostra o mesmo.
page-notice = O que guardamos, e os seus direitos
page-already-title = Já confirmado
page-already-text = Este link já foi usado, e está tudo completo. Não é preciso fazer mais nada.
page-gone-title = Este link já não funciona
page-gone-text = Expirou, um endereço mais recente tomou o seu lugar, ou a visita a que levava foi apagada.
page-gone-what = O que pode fazer
page-gone-again = Se o chat ainda estiver aberto, escolha nele “Enviar de novo” e use o e-mail mais recente.
page-gone-copied = Se copiou o link à mão, verifique se está inteiro na barra de endereço.
page-gone-anew = Se não, comece de novo no chat. Leva cerca de dois minutos.
page-decline-title = Não foi você?
page-decline-text = Alguém deu o seu endereço de e-mail num chat, talvez por um erro de digitação. Apague o pedido, e o endereço, os arquivos e tudo o resto serão apagados. Não virão mais e-mails por causa dele.
page-decline-button = Apagar o pedido
page-decline-was-you = Se foi você, feche esta página e use o outro link do e-mail.
page-declined-title = O pedido está apagado
page-declined-text = O seu endereço e tudo o que foi enviado com ele estão sendo apagados agora. Não receberá mais e-mails por causa dele.
page-declined-close = Não é preciso fazer mais nada. Pode fechar esta página.
page-late-title = Este pedido já está confirmado
page-late-text = Alguém usou o link do e-mail, por isso o pedido já não pode ser apagado a partir daqui.
page-late-what = Para que os dados sejam apagados, responda ao e-mail ou escreva à empresa que o enviou, e diga que não fez o pedido. Ela tem de responder no prazo de um mês.

## Erros

page-error-title = Não funcionou
page-error-missing = Esta página não existe
page-error-ours = Há um problema do nosso lado
page-error-home = Ir para a página inicial

## O aviso de privacidade

privacy-title = Aviso de privacidade
privacy-intro = Este chat recebe os seus dados e arquivos para a empresa de cuja página veio. Essa empresa decide para que são usados e responde por eles.
privacy-kept = O que é guardado, e quando é apagado
privacy-before = Antes de dar o seu endereço de e-mail:
privacy-before-text = os seus arquivos, com um número aleatório. O seu nome e as suas respostas ficam no seu navegador. Se sair, os arquivos são apagados, o mais tardar { $within } depois do último sinal do seu navegador. “Sair e apagar tudo”, no menu do chat, apaga-os de imediato.
privacy-agreed = Quando aceitou e deu o seu endereço:
privacy-agreed-text = o seu nome, o seu endereço de e-mail, os seus arquivos, o seu endereço de internet nesse momento, e o que aceitou ou recusou, com o texto e a hora. Enviamos um link para verificar se o endereço é seu. Funciona durante { $valid }.
privacy-never = Se nunca abrir o link:
privacy-never-text = tudo é apagado ao fim de { $kept }.
privacy-confirmed = Quando o endereço está confirmado:
privacy-confirmed-text = a empresa guarda o seu pedido até deixar de precisar dele para o seu fim, ou até que peça para o apagar.
privacy-why = Por quê
privacy-why-text = Para receber e responder ao seu pedido, com base no seu consentimento (Regulamento Geral sobre a Proteção de Dados, artigo 6.º, n.º 1, alínea a). Os arquivos só são usados para treinar o assistente se aceitou isso em separado. Recusar não muda mais nada.
privacy-browser = No seu navegador
privacy-browser-text = A partir do momento em que abre o chat, o seu navegador guarda o número aleatório da sua visita. Esta aba guarda também as suas respostas até terminar, para que nada se perca ao recarregar. Não há cookies nem rastreamento.
privacy-rights = Os seus direitos
privacy-right-see = Ver o que está guardado sobre você e receber uma cópia.
privacy-right-correct = Pedir que seja corrigido ou apagado, ou que o seu uso seja limitado.
privacy-right-withdraw = Retirar um consentimento a qualquer momento, com a mesma facilidade com que o deu. O que foi feito antes continua lícito.
privacy-right-complain = Apresentar queixa a uma autoridade de proteção de dados, por exemplo onde mora.
privacy-how = Para os exercer, escreva à empresa ou responda ao e-mail que recebeu. Terá uma resposta no prazo de um mês.
privacy-fault = Erro
privacy-all = Tudo o que é guardado e por quanto tempo
privacy-own = Ver, corrigir ou apagar os seus dados
privacy-own-text = Pode fazê-lo agora, sem ajuda. Indique o endereço de e-mail que deu no chat; enviamos um link para lá.
privacy-own-label = Endereço de e-mail
privacy-own-button = Enviar um link
privacy-ended = A sua meia hora aqui terminou, ou ainda não começou. Peça um link para continuar.
privacy-finished = Saiu. Ninguém pode ver mais nada a partir deste navegador.
privacy-sent-title = Veja a sua caixa de entrada
privacy-sent-text = Se guardamos algo com esse endereço, um e-mail com um link está a caminho. O link funciona uma vez, durante uma hora.
privacy-sent-nothing = Nada chegou após alguns minutos?
privacy-sent-spam = Procure entre as mensagens indesejadas.
privacy-sent-spelt = Verifique como o endereço está escrito: tem de ser o que deu no chat.
privacy-sent-wait = Espere um minuto e peça outra vez.
privacy-sent-none = Ou não guardamos nada com ele. Esta página diz o mesmo nos dois casos, para que ninguém possa descobrir quem nos escreveu.
privacy-again = Pedir outro link
privacy-link-text = A página seguinte mostra o que está guardado com o seu endereço de e-mail. Lá pode baixar, corrigir ou apagar esses dados.
privacy-link-button = Mostrar os meus dados
privacy-link-once = O link funciona uma vez. A sessão termina após meia hora, ou quando escolher “{ privacy-finish }”.
privacy-gone-text = Foi usado, tem mais de uma hora, ou já nada está guardado com o seu endereço.
privacy-data-title = Os seus dados
privacy-data-text = Isto é tudo o que está guardado com { $address }. A sessão termina após meia hora.
privacy-download = Baixar tudo
privacy-finish = Terminar
privacy-nothing = Nada está guardado.
privacy-visit = A sua visita de { $at }
privacy-restricted = Uso limitado.
privacy-restricted-since = Desde { $at }.
privacy-restricted-accuracy = Diz que os dados estão errados; não mexemos neles até que isso seja verificado.
privacy-restricted-unlawful = Os dados são guardados a seu pedido e não são usados.
privacy-restricted-claims = Os dados são guardados para os seus direitos em justiça e não são usados.
privacy-restricted-objection = Opõe-se ao uso; não mexemos nos dados até que isso seja ponderado.
privacy-restricted-by-us = Fomos nós que limitámos este uso. Escreva-nos para que a limitação seja levantada.
privacy-name = Nome
privacy-confirmed-at = Confirmado
privacy-not-confirmed = Ainda não: o link do nosso primeiro e-mail não foi usado.
privacy-language = Língua
privacy-ip = Endereço de internet
privacy-not-kept = Não guardado
privacy-files = Arquivos
privacy-no-files = Nenhum
privacy-correct = Corrigir o nome ou o endereço
privacy-correct-hint = Outro endereço recebe um e-mail com um link para o confirmar. A partir daí, esta visita pertence ao novo endereço, e o antigo já não a abre: verifique bem como está escrito.
privacy-correct-button = Guardar a correção
privacy-leave-it = Deixar como está
privacy-moved-title = Confirme o novo endereço
privacy-moved-text = A visita pertence agora a { $address }. Um e-mail com um link está a caminho; até que o link seja usado, o endereço não está confirmado.
privacy-moved-old = { $address } já não abre essa visita.
privacy-moved-again = Para ver os seus dados outra vez, peça um link com o novo endereço.
privacy-back = Voltar às suas outras visitas
privacy-decided = O que decidiu
privacy-purpose-request = Tratamento do seu pedido
privacy-purpose-training = Treino de IA
privacy-decision-agreed = Aceite
privacy-decision-withdrawn = Retirado
privacy-decision-refused = Recusado
privacy-no-training = Não treinar com os meus arquivos
privacy-restrict = Limitar o uso
privacy-restrict-text = Guardamos os dados e não mexemos neles: não são usados para treino, e só quem responde a pedidos de privacidade os pode ler. Entretanto, o seu pedido fica parado. Pode levantar a limitação aqui a qualquer momento.
privacy-restrict-training = Só o treino incomoda? Basta “{ privacy-no-training }” na página anterior.
privacy-restrict-why = Por quê?
privacy-restrict-choose = Escolha um destes motivos.
privacy-reason-accuracy = Os dados estão errados e têm de ser verificados
privacy-reason-objection = Oponho-me ao uso
privacy-reason-unlawful = O uso é ilícito, mas não apaguem os dados
privacy-reason-claims = Preciso dos dados para defender um direito em justiça
privacy-lift = Levantar a limitação
privacy-withdraw = Retirar o meu consentimento
privacy-withdraw-title = Retirar o seu consentimento
privacy-withdraw-text = Sem o seu consentimento não podemos guardar nada desta visita. Por isso, retirá-lo significa: a visita é apagada, e ninguém pode continuar a tratar do seu pedido. O que foi feito antes continua lícito.
privacy-erase = Apagar tudo
privacy-erase-text = Todas as visitas acima, com os seus arquivos, para sempre. Antes de apagar, perguntamos mais uma vez.
privacy-erase-good = É definitivo. Nada os traz de volta, nem mesmo uma cópia de segurança.
privacy-goes = O que é apagado
privacy-goes-visits =
    { $count ->
        [one] O nome e o endereço { $address } desta visita
       *[other] { $count } visitas, com os seus nomes e o endereço { $address }
    }
privacy-goes-files =
    { $count ->
        [0] Nenhum arquivo: não foi enviado nenhum
        [one] { $count } arquivo, com todas as suas cópias
       *[other] { $count } arquivos, com todas as suas cópias
    }
privacy-goes-rest = O que decidiu, todos os links e os e-mails que esperam envio
privacy-stays = O que fica
privacy-stays-receipt = Um recibo que diz que, quando e quanto foi apagado, e não nomeia ninguém
privacy-stays-trail = Linhas que provam o que foi feito, e que também não nomeiam ninguém
privacy-sure = Sim, apagar
privacy-sure-fault = Marque a caixa para dizer que tem certeza.
privacy-erase-button = Apagar para sempre
privacy-keep = Manter
privacy-erased-title = Apagado
privacy-erased-text = O nome, o endereço e as decisões foram apagados. Os arquivos são apagados agora; o recibo diz quando a última cópia desapareceu.
privacy-receipts =
    { $count ->
        [one] O seu recibo
       *[other] Os seus recibos
    }
privacy-receipt-keep = Um recibo não nomeia ninguém. Guarde o número se quiser provar mais tarde que o pediu.
privacy-receipt-done = Tudo está apagado
privacy-receipt-done-text = O armazenamento dos arquivos foi consultado por último, e já nada contém.
privacy-receipt-running = A apagar
privacy-receipt-running-text = Os dados pessoais foram apagados. Os arquivos são apagados agora.
privacy-receipt-look = Ver outra vez
privacy-receipt-asked = Pedido
privacy-receipt-finished = Terminado
privacy-receipt-not-yet = Ainda não
privacy-receipt-copies = Cópias apagadas
privacy-receipt-counted = Contadas no fim
privacy-receipt = Recibo
privacy-did-corrected = A correção foi guardada.
privacy-did-training = Os seus arquivos já não são usados para treino.
privacy-did-restricted = O uso está limitado. Guardamos os dados e não mexemos neles.
privacy-did-lifted = A limitação foi levantada.
privacy-accessibility = Acessibilidade deste chat
page-languages = Esta página noutras línguas

kept-caption = O que é guardado, para quê, com que base e por quanto tempo
kept-what = O quê
kept-for = Para quê
kept-basis = Base
kept-time = Por quanto tempo
kept-open = Arquivos de uma visita sem endereço
kept-open-for = Para guardar os arquivos até a pessoa decidir, e apagá-los se sair
kept-pending = Nome, endereço de e-mail e arquivos, antes de o endereço ser confirmado
kept-pending-for = Para receber o pedido e verificar se o endereço é da pessoa
kept-complete = Nome, endereço de e-mail e arquivos, depois de o endereço ser confirmado
kept-complete-for = Para responder ao pedido; os arquivos só treinam uma IA se a pessoa aceitou
kept-ip = Endereço de internet no momento de uma decisão
kept-ip-for = Para investigar abusos e provar quem decidiu
kept-consents = Consentimentos dados e recusados, com o texto e a hora
kept-consents-for = Para provar o que foi aceite
kept-links = Links enviados, como resumos cifrados, e e-mails em espera
kept-links-for = Para verificar se o endereço é da pessoa
kept-ways = Links e acessos de quem vê os próprios dados
kept-ways-for = Para que cada pessoa possa ver, corrigir e apagar os seus dados sem ajuda
kept-trail = O registo: o que foi feito a que visita, e por quem, sem nomes
kept-trail-for = Para prestar contas do que foi feito e descobrir o que um incidente afetou
kept-receipts = Recibos de eliminações, sem nomes
kept-receipts-for = Para provar que, quando e quanto foi apagado
kept-requests = Pedidos por correio ou telefone: quem pediu o quê, e quando foi respondido
kept-requests-for = Para responder a tempo, e prová-lo
kept-funnel = Até onde chegaram as visitas: números por dia
kept-funnel-for = Para ver onde as visitas são abandonadas
kept-consent = Consentimento, artigo 6.º, n.º 1, alínea a
kept-interest = Interesse legítimo, artigo 6.º, n.º 1, alínea f
kept-duty = Obrigação legal, artigo 6.º, n.º 1, alínea c, com os artigos { $articles }
kept-nobody = Dados de ninguém: por números não se reconhece ninguém
kept-time-open = O mais tardar { $time } depois do último sinal do navegador
kept-time-pending = { $time } depois de dados pela última vez
kept-until-confirmed = Até que a pessoa confirme, recuse ou peça para apagar
kept-time-complete = { $time } depois da confirmação
kept-until-needed = Até que o pedido já não precise deles, ou a pessoa peça para apagar
kept-time-ip = { $time } depois de anotado
kept-as-long = Tanto tempo como o nome e o endereço de e-mail
kept-time-links = Tanto tempo como o nome e o endereço de e-mail; um e-mail, até ser enviado
kept-time-ways = Um link funciona 1 hora, um acesso 30 minutos; ambos são apagados pouco depois
kept-time-trail = { $time } depois do ato
kept-proof = Guardado como prova
kept-time-receipts = { $time } depois da eliminação
kept-time-requests = { $time } depois da resposta; então apaga-se quem pediu
kept-always = Guardado

## A cópia dos próprios dados: a página do seu arquivo

copy-text = Uma cópia de tudo o que é guardado sobre si, com data de { $at }. Esta página não precisa de nada além da sua pasta.
copy-missing =
    { $count ->
        [one] Falta um arquivo. Chegou, mas o armazenamento já não o contém. A lista abaixo diz qual.
       *[other] Faltam { $count } arquivos. Chegaram, mas o armazenamento já não os contém. A lista abaixo diz quais.
    }
copy-changed = Última alteração
copy-number = Número da visita
copy-file-missing = Falta no armazenamento
copy-file-differs = O armazenamento contém { $size }
copy-no-wording = O texto desta versão não consta aqui.
copy-version = Versão
copy-links = Links enviados por e-mail
copy-link-used = Enviado em { $sent }, usado em { $used }
copy-link-unused = Enviado em { $sent }, não usado, válido até { $until }
copy-waiting = Um e-mail espera envio desde { $at }
copy-requests = O que foi pedido por correio ou telefone
copy-request-received = Recebido em { $day }
copy-request-open = Ainda sem resposta, prazo até { $day }
copy-request-extended = Prolongado por dois meses, comunicado em { $day }
copy-request-done = Respondido em { $at }
copy-request-refused = Recusado em { $at }
copy-request-unidentified = Encerrado em { $at }: não foi possível saber de quem eram os dados
copy-happened = O que aconteceu
copy-did-given = O contacto foi dado
copy-did-changed = O contacto foi corrigido antes de confirmado
copy-did-confirmed = O endereço foi confirmado
copy-did-corrected = Os dados foram corrigidos
copy-did-agreed = O endereço anterior concordou que o novo veja o que foi enviado antes
copy-did-read = Os dados foram lidos
copy-did-downloaded = Um arquivo foi baixado
copy-did-copied = Foi feita uma cópia como esta
copy-did-asked = Foi pedido um link para a página destes dados
copy-did-opened = Esse link foi usado
copy-did-withdrawn = Um consentimento foi retirado
copy-did-restricted = O uso foi limitado
copy-did-lifted = A limitação foi levantada
copy-by-visitor = a pessoa da visita
copy-by-staff = a equipa
copy-by-operator = o operador
copy-by-system = uma regra do operador
copy-by-unknown = pessoa desconhecida
copy-programs = Para programas:

## A demonstração: um escritório inventado

demo-ask = Pedir ajuda
demo-how = Como funciona
demo-developers = Para desenvolvedores
demo-headline = Uma carta que não entende? Traga-a.
demo-promise = Aluguel, trabalho, benefícios: mostre-nos os papéis, e uma pessoa que conhece a lei vai lê-los. Terá notícias nossas em dois dias úteis. Não custa nada.
demo-start = Mostre-nos os seus papéis
demo-small = Cerca de dois minutos. Se sair antes do fim, tudo é apagado.
demo-picture = Uma porta aberta com luz atrás dela, e um envelope no tapete
demo-name = Diga-nos o seu nome
demo-name-text = Qualquer nome, em qualquer escrita. Sem conta, sem senha.
demo-papers = Adicione os seus papéis
demo-papers-text = Cartas, contratos, fotos de páginas. Ou nada, se tem apenas uma pergunta.
demo-link = Abra um link
demo-link-text = Nós o enviamos para o seu endereço de e-mail. Ele prova que o endereço é seu, e está feito.
demo-made-up = Este escritório é inventado. O chat não
demo-line = Uma linha o põe em qualquer página. Ela faz o botão no canto e não carrega mais nada até que alguém o abra.
demo-line-label = A linha a adicionar
demo-also = Também:
demo-scripts = Em scripts:
demo-api = Documentação da API
demo-mail = E-mails interceptados
demo-sign-in-as = Entrar como { $name }
demo-sign-out = Terminar a sessão de { $name }

## O widget

widget-title = O seu pedido
frame-noscript = O JavaScript está desligado. Escreva à empresa de cuja página veio.
frame-description = Uma conversa curta: o seu nome, os seus arquivos, o seu endereço de e-mail.
frame-still = O chat precisa de scripts e de um lugar próprio no navegador.
frame-new-tab = Abrir numa nova aba
frame-failed = O chat não carrega.
widget-assistant = Assistente
widget-you = Você
widget-conversation = Conversa
widget-close = Fechar
widget-menu = Mais
widget-notice = Aviso de privacidade
widget-accessibility = Acessibilidade
widget-edit-answer = Mudar esta resposta
widget-note-open = Apagado se sair antes do fim
widget-note-pending = À espera da sua confirmação
widget-note-complete = Confirmado
widget-note-gone = Nada foi guardado
widget-send = Enviar
widget-back = Voltar
widget-retry = Tentar de novo
widget-label-text = A sua resposta
widget-label-name = O seu nome
widget-label-email = O seu endereço de e-mail
widget-did-you-mean = Quis dizer { $address }?
widget-choose = Adicionar arquivos
widget-photo = Tirar uma foto
widget-drop = Solte os arquivos aqui
widget-which = Que arquivos?
widget-allowed =
    { $count ->
        [one] { $count } arquivo de até { $size }: { $types }.
       *[other] Até { $count } arquivos de { $size } cada: { $types }.
    }
widget-go-on =
    { $count ->
        [0] Continuar sem arquivos
        [one] Continuar com { $count } arquivo
       *[other] Continuar com { $count } arquivos
    }
widget-total =
    { $count ->
        [one] { $count } arquivo, { $size }
       *[other] { $count } arquivos, { $size }
    }
widget-total-of = { widget-total } de { $most }
widget-still-sending =
    { $count ->
        [one] { $count } arquivo ainda está a caminho. Espere um momento ou cancele o que não precisa.
       *[other] { $count } arquivos ainda estão a caminho. Espere um momento ou cancele o que não precisa.
    }
widget-not-arrived =
    { $count ->
        [one] { $count } arquivo não chegou. Tente de novo ou retire-o.
       *[other] { $count } arquivos não chegaram. Tente de novo ou retire-os.
    }
widget-no-files = Sem arquivos
widget-cut = O envio foi interrompido. Adicione o arquivo de novo.
widget-cut-off = O envio foi interrompido. Continua quando a ligação voltar.
widget-waiting = À espera
widget-storing = Guardando
widget-stored = Chegou
widget-arrived = { $name } chegou.
widget-cancel-file = Cancelar { $name }
widget-retry-file = Tentar { $name } de novo
widget-remove-file = Retirar { $name }
widget-just-over = pouco mais de { $size }
widget-refused-type = “{ $name }” é um arquivo { $ending }, que não pode ser aberto aqui. Tente um PDF ou uma imagem das mesmas páginas.
widget-refused-size = “{ $name }” tem { $size }. Os arquivos podem ter até { $most }. Tente um PDF das mesmas páginas.
widget-refused-empty = “{ $name }” está vazio. Verifique-o no seu dispositivo e adicione-o de novo.
widget-refused-count =
    { $count ->
        [one] “{ $name }” está a mais. Há lugar para { $count } arquivo. Retire-o para adicionar este.
       *[other] “{ $name }” está a mais. Há lugar para { $count } arquivos. Retire um para adicionar este.
    }
widget-refused-total = “{ $name }” não cabe. Todos os arquivos juntos podem ter até { $size }. Retire um para adicionar este.
widget-refused-twice = “{ $name }” já está na lista.
widget-refused-changed = “{ $name }” mudou ou foi movido depois de ser escolhido. Escolha-o de novo.
widget-refused-folder = “{ $name }” é uma pasta. Escolha os arquivos que estão nela.
widget-optional = Opcional.
widget-full-notice = Ler o aviso completo
widget-opens = (abre numa nova aba)
widget-agree = Aceitar e enviar
widget-agreed = Aceito. Sem treino de IA
widget-agreed-training = Aceito, e os meus arquivos podem treinar o assistente
widget-inbox-title = Veja a sua caixa de entrada
widget-inbox-once = O link funciona uma vez. Abri-lo deixa tudo completo.
widget-inbox-until = O link funciona uma vez, até { $until }. Abri-lo deixa tudo completo.
widget-inbox-to = Escrevemos para { $address }.
widget-inbox-unknown = Enviamos um link para o endereço que deu.
widget-undelivered-title = Não foi possível entregar o e-mail
widget-undelivered-to = O servidor de e-mail diz que este endereço não existe ou não aceita e-mails: { $address }.
widget-undelivered-unknown = O servidor de e-mail diz que este endereço não existe ou não aceita e-mails.
widget-undelivered-help = Verifique se o endereço está bem escrito ou use outro. O que enviou continua guardado.
widget-again = Enviar de novo
widget-again-in = Enviar de novo em { $seconds } s
widget-sent-again = Enviado de novo. Pode levar um minuto; veja também a pasta de spam.
widget-wrong = Mudar o endereço
widget-change = Mudar e enviar
widget-keep = Deixar assim
widget-changed = Enviamos um novo link para { $address }. Os anteriores já não funcionam.
widget-done-title = Agradecemos. Está confirmado
widget-done = Temos o que enviou e escreveremos para você. Pode fechar esta janela.
widget-new-visit = Começar uma nova visita
widget-ended = { problem-session-gone }
widget-start-again = Começar de novo
widget-welcome-back = Que bom que voltou. Já tinha começado neste navegador. Continuar, ou recomeçar? Recomeçar apaga o que enviou.
widget-go-on-visit = Continuar
widget-start-over = Recomeçar
widget-leave = Sair e apagar tudo
widget-leave-title = Apagar tudo o que enviou?
widget-leave-text = As suas respostas e os seus arquivos são apagados agora. Não pode ser desfeito.
widget-leave-yes = Apagar e sair
widget-leave-no = Ficar
widget-failure = { problem-internal }
widget-offline = Não há ligação neste momento. O que escreveu ainda está aqui.
widget-differ = Alguns arquivos não chegaram. Veja a lista e continue depois.
widget-reference = Referência { $id }

## A declaração de acessibilidade

access-intro = Todas as pessoas devem poder usar este chat e as suas páginas. São feitos para cumprir as diretrizes WCAG 2.2, nível AA.
access-count-on = Com o que pode contar
access-keyboard = Teclado:
access-keyboard-text = tudo funciona sem mouse. O foco está sempre visível e vai para a pergunta seguinte. Escape fecha o chat, e nada prende você nele.
access-readers = Leitores de tela:
access-readers-text = novas mensagens e arquivos que chegam são anunciados sem interromper. Cada campo, botão e imagem tem um nome. Um erro está ao lado do seu campo e diz o que fazer.
access-zoom = Letra grande e zoom:
access-zoom-text = a 400 % nada fica cortado, e rola-se apenas numa direção.
access-colours = Cores:
access-colours-text = o texto tem um contraste de pelo menos 4,5 para 1, seja qual for a cor que a empresa escolheu. O modo escuro e as cores de alto contraste do seu sistema são respeitados. Nenhuma informação está só na cor.
access-touch = Toque:
access-touch-text = cada botão tem pelo menos 44 pixels de altura e de largura.
access-calm = Calma:
access-calm-text = nada pisca. Se o seu sistema pedir menos movimento, nada se move.
access-time = Tempo:
access-time-text = não há contagem regressiva enquanto escreve. Um chat aberto é guardado até um dia; um chat fechado ou esquecido é apagado, e o chat avisa disso.
access-memory = Memória:
access-memory-text = nada é perguntado duas vezes. Pode voltar atrás e mudar uma resposta, e recarregar não perde nada. Não há enigmas para resolver.
access-how = Como sabemos
access-how-text = Cada versão é verificada por máquina (axe) em todos os estados do chat, em claro e em escuro, nas duas direções de escrita, e com percursos só com o teclado, a 400 % de zoom, com movimento reduzido e com cores forçadas. As máquinas não encontram tudo.
access-not-yet = O que ainda não funciona
access-not-pictures = As imagens e os documentos que envia são mostrados apenas com o nome e uma imagem pequena; não os descrevemos.
access-not-scripts = Sem JavaScript não há chat. Escreva à empresa de cuja página veio; o link do nosso e-mail funciona sem ele.
access-tell = Diga-nos
access-tell-text = Se algo estiver no caminho, escreva à empresa de cuja página veio ou responda ao e-mail que recebeu. Diga o que queria fazer e o que aconteceu; não precisa explicar por quê.

# The mail to an earlier address, and its page
mail-changed-subject = O endereço de e-mail da sua visita a { $site } foi alterado
mail-changed-text = uma visita a { $site } que estava guardada com este endereço de e-mail está agora guardada com outro.
mail-changed-hidden = O novo endereço não vê o que foi enviado antes da alteração, por exemplo ficheiros. Se fez a alteração e quer que o novo endereço o veja, abra este link:
mail-changed-button = Mostrar ao novo endereço
mail-changed-not-you = Não fez a alteração? Então não abra o link e avise { $site }.
mail-changed-why = { $site } escreveu-lhe porque este endereço de e-mail pertencia a uma visita a esse site.
page-earlier-title = Mostrar ao novo endereço o que foi enviado?
page-earlier-text = A visita estava guardada com o seu endereço de e-mail. Se concordar, o novo endereço vê e descarrega o que foi enviado nesse tempo.
page-earlier-not-you = Não alterou o endereço? Feche esta página e nada será mostrado.
page-earlier-done = O novo endereço já o pode ver
privacy-withheld = O que foi enviado antes da alteração do endereço de e-mail não é mostrado. Escrevemos para o endereço anterior, que pode concordar em mostrá-lo.
privacy-not-shown = Não é mostrado
privacy-moved-agree = Escrevemos para { $address }. Até concordar através do link dessa mensagem, o novo endereço não vê o que foi enviado até agora.
kept-earlier = Um endereço de e-mail anterior, depois de uma alteração
kept-earlier-for = Avisar o seu titular e não mostrar ao novo endereço o que o anterior podia ver
kept-time-earlier = { $time } depois da alteração
kept-mails = Quantas mensagens uma caixa de correio recebeu e quanto uma rede enviou sem confirmação, sob um hash que só a nossa chave pode criar
kept-mails-for = Proteger as caixas de correio de demasiadas mensagens e o armazenamento de ficar cheio
kept-time-mails = Duas horas depois da última mensagem, um dia depois do último envio

## O assistente dos membros

chat-greeting = Olá, sou o assistente deste site. Em que posso ajudar?
chat-notice = Está a falar com um programa informático. Pode enganar-se: verifique o que é importante. As suas mensagens são guardadas para que possa continuar a conversa; pode apagá-las a qualquer momento.
assistant-restricted = O uso dos seus dados está limitado aqui, por isso o assistente não responde. Pode continuar a ler, copiar e apagar as suas conversas.
chat-title = Assistente
chat-description = Pergunte ao assistente deste site. As suas conversas acompanham-no em todos os dispositivos.
chat-noscript = O assistente precisa de JavaScript.
chat-conversations = Conversas
chat-conversation = { widget-conversation }
chat-menu = { widget-menu }
chat-begin = Nova conversa
chat-search = Procurar nas suas conversas
chat-more = Mostrar anteriores
chat-earlier = Mostrar mensagens anteriores
chat-none = Ainda não há conversas.
chat-nothing = Nada foi encontrado.
chat-untitled = Sem título
chat-rename = Mudar o nome
chat-remove = Eliminar esta conversa
chat-remove-title = Eliminar esta conversa?
chat-remove-text = É eliminada em todos os seus dispositivos e não pode ser recuperada.
chat-clear = Eliminar todas as conversas
chat-clear-title = Eliminar todas as conversas?
chat-clear-text = Todas as suas mensagens e todas as respostas são eliminadas, em todos os seus dispositivos. Não podem ser recuperadas.
chat-copy-all = Copiar esta conversa
chat-download = Descarregar os meus dados
chat-cancel = Cancelar
chat-save = Guardar
chat-label = Escreva uma mensagem
chat-empty = Escreva primeiro uma mensagem.
chat-send = { widget-send }
chat-stop = Parar a resposta
chat-editing = A sua mensagem é enviada de novo e o que veio depois é substituído.
chat-edit = Editar esta mensagem
chat-copy = Copiar esta resposta
chat-copied = Copiado.
chat-good = Útil
chat-bad = Não é útil
chat-again = Responder outra vez
chat-stopped = Parada. O que tinha chegado foi guardado.
chat-broke-off = A resposta foi interrompida. O que tinha chegado foi guardado.
chat-no-answer = Não chegou nenhuma resposta. Tente de novo dentro de momentos.
chat-signed-out = Terminou a sessão. Inicie sessão no site para ver as suas conversas.
chat-you = { widget-you }
chat-assistant = { widget-assistant }
chat-close = { widget-close }
chat-retry = { widget-retry }
chat-opens = { widget-opens }
chat-notices = { widget-notice }
chat-accessibility = { widget-accessibility }
chat-failure = { widget-failure }
chat-offline = { widget-offline }
chat-reference = Referência { $id }
chat-found =
    { $count ->
        [one] { $count } resultado
        [many] { $count } resultados
       *[other] { $count } resultados
    }
kept-time-member = { $time } após a última mensagem do membro
kept-time-conversation = { $time } após a última mensagem
kept-time-action = { $time } depois de feita ou descartada
kept-member-for-ever = Até o membro o apagar
# Answers to members from documents, without a model
assistant-nothing = Não encontrei nada sobre isto nos documentos que conheço. Pergunte por outras palavras, ou pergunte à equipa deste site.
assistant-filtered = O modelo não pode responder a isto. Tente perguntar por outras palavras.
# $source: such as “Opening hours (opening.md)”
assistant-source = Fonte: { $source }

# The member's messenger.
messenger-title = Mensagens
messenger-lead = Ligue a sua conta do WhatsApp e veja o que há a fazer nas suas mensagens.
messenger-phone = O seu número de telefone
messenger-phone-hint = Com o indicativo do país, como +351 912 345 678
messenger-continue = Continuar
messenger-link-title = Ligar a conta
messenger-notice = Um programa lê as suas mensagens, também o que outros lhe escrevem, à procura de coisas a fazer, e depois apaga-as; só fica a frase de onde vem uma tarefa. Ao ler o código, concorda com isto. Pode desligar a conta a qualquer momento. O WhatsApp não oferece isto a outros programas e pode restringir a sua conta.
messenger-qr = Código QR para ler com o WhatsApp no telefone
messenger-qr-wait = O código está a chegar
messenger-qr-time = Tempo que resta para este código
messenger-step-open = Abra o WhatsApp no telefone.
messenger-step-menu = Vá a Definições, Dispositivos associados, Associar dispositivo.
messenger-step-scan = Aponte o telefone para este código.
messenger-again = Mostrar outro código
messenger-type-instead = Escrever antes um código no telefone
messenger-known = Este número já está ligado
messenger-code = Código que chegou à sua própria conversa
messenger-verify = Confirmar
messenger-other-number = Usar outro número
messenger-resume = Ligar
messenger-pause = Pausar
messenger-restart = Reiniciar
messenger-unlink = Desligar
messenger-sign-out = Sair
messenger-actions = O que há a fazer
messenger-pending = Por fazer
messenger-done = Feito
messenger-dismissed = Descartado
messenger-empty = Nada aqui. O que for novo aparece sozinho.
messenger-more = Mostrar mais antigos
messenger-news = Novo:
messenger-quote = Da mensagem
messenger-mark-done = Feito
messenger-dismiss = Descartar
messenger-reopen = Repor
messenger-edit = Corrigir
messenger-edit-title = O quê
messenger-edit-day = Dia
messenger-edit-time = Hora
messenger-save = Guardar
messenger-cancel = Cancelar
messenger-share = Deixar outros ler este quadro
messenger-share-text = Veem o que há a fazer, com as frases de origem. Não podem mudar nada nem veem outras mensagens.
messenger-share-phone = O número de telefone
messenger-share-add = Partilhar
messenger-share-end = Deixar de partilhar
messenger-share-read = Ler
messenger-received = Partilhados consigo
messenger-unlink-title = Desligar esta conta?
messenger-unlink-text = É terminada a sessão no WhatsApp e as chaves são destruídas. O quadro fica.
messenger-failure = Não resultou. Tente de novo daqui a pouco.
messenger-offline = Não há ligação. Tente de novo quando estiver online.
messenger-noscript = Esta página precisa de JavaScript.
messenger-state-none = Não ligado
messenger-state-stopped = Em pausa
messenger-state-starting = A iniciar
messenger-state-pairing = À espera do seu telefone
messenger-state-online = Ligado
messenger-state-offline = A ligar de novo
messenger-state-asleep = Em repouso até voltar
messenger-state-logged-out = O telefone terminou a ligação
messenger-state-replaced = Outro programa usa esta ligação
messenger-state-banned = O WhatsApp bloqueou a conta por um tempo
messenger-state-failed = Não liga. Reinicie mais tarde.
messenger-state-other-number = O telefone de outro número leu o código; nada foi guardado
messenger-kind-task = Tarefa
messenger-kind-meeting = Encontro
messenger-kind-payment = Pagamento
messenger-kind-call = Chamada
messenger-kind-purchase = Compra
