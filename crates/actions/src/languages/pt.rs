//! Portuguese, of Portugal and of Brazil.

use super::{Script, Tables};

pub const TABLES: Tables = Tables {
    script: Script::Latin,
    common: "o a os as um uma de do da dos das e é são eu tu você ele ela nós vocês que qual para pra com em no na nos nas por ao à meu minha seu sua teu tua \
             me te se lhe não sim amanhã hoje obrigado obrigada olá oi podes pode poderia mas como quando onde isto isso este esta já ainda mais muito também \
             favor liga manda envia compra comprar pagar até antes depois tenho tens tem vou estou está aí aqui bom dia boa tarde",
    greetings: "olá oi bom dia boa tarde noite caro cara querido querida mãe pai amor pessoal gente todos obrigado obrigada ok desculpa desculpe sim não ah oh \
                senhor senhora dona ei e aí tudo bem galera alô viva meninas malta",
    fillers: "por favor pf pfv e depois também então ok agora mas ou lembrete urgente importante ah primeiro além disso só hoje amanhã olha olhe",
    requests: "por favor|pf|pfv|pfvr|podes|pode|poderias|poderia|podem|podiam|podias|consegues|consegue|conseguem|importas te|importa se|se importaria|importavas te|não te esqueças|\
               não esqueças|não se esqueça|não esqueça|não esquece|não esquecer|não se esqueçam|não esqueçam|lembra te|lembre se|lembrem se|lembra de|lembre de|não te esqueças|\
               lembra me|me lembra|me lembre|tens de|tens que|tem que|tem de|têm de|têm que|precisas de|precisa|precisam|deves|deve|devias|preciso que|precisamos que|preciso do teu|\
               preciso da tua|preciso do seu|preciso da sua|preciso de|quero que|queria que|gostava que|gostaria que|certifica te|certifique se|avisa me|me avisa|me avise|avise me|avisem|\
               diz me se|me diz se|me fala se|me diga|diga me|liga me|me liga|me ligue|ligue me|dá me|me manda|me envia|me traz|me passa|manda me|envia me|traz me|\
               tratas de|tratas disso|trazes|levas|compras tu|compra tu|passas|vais buscar|ficas com|cuida de|prazo é|o prazo|até sexta sem falta|sem falta|no máximo até|falta o teu|falta a tua|\
               falta o seu|falta a sua|estou à espera|ainda estou à espera|estou esperando|aguardo|ficamos à espera|é a tua vez|é a sua vez|é favor|solicitamos|pedimos|\
               dá para|dá pra|será que podes|será que pode|teria como|tem como|dava para|fazes me|faz me um favor|me faz um favor|faz o favor",
    imperatives: [
        "manda|mande|mandem|envia|envie|enviem|reenvia|reenvie|encaminha|encaminhe|traz|traga|tragam|leva|leve|levem|pega|pegue|apanha|apanhe|busca|busque|dá|dê|deem|diz|diga|fala|\
         fale|pergunta|pergunte|vê|veja|vejam|verifica|verifique|confere|confira|lê|leia|leiam|assina|assine|assinem|preenche|preencha|preencham|imprime|imprima|reserva|\
         reserve|cancela|cancele|confirma|confirme|confirmem|prepara|prepare|termina|termine|acaba|acabe|faz|faça|façam|limpa|limpe|rega|regue|arruma|arrume|põe|ponha|põe|coloca|\
         coloque|carrega|carregue|responde|responda|respondam|escreve|escreva|mostra|mostre|ajuda|ajude|espera|espere|vem|venha|venham|vai|vá|organiza|organize|desliga|desligue|fecha|\
         feche|abre|abra|lava|lave|baixa|baixe|descarrega|adiciona|adicione|procura|procure|encontra|encontre|partilha|partilhe|compartilha|corrige|corrija|troca|troque|muda|mude|deixa|deixe|\
         devolve|devolva|entrega|entregue|entreguem|avisa|avise|pede|peça|solicita|solicite|atualiza|atualize|joga|deita|conserta|arranja|marca|marque|marquem|lembra|renova|renove|inscreve|inscreva|\
         anexa|anexe|tira|tire|passa|passe|guarda|guarde|agenda|agende|digitaliza|completa|complete|testa|instala|apaga|muda|usa|chega|olha por|contacta|contacte|busca|recolhe|resolve|resolva",
        "encontra te|encontre me|vem ter|anda ter|junta te",
        "paga|pague|paguem|transfere|transfira|deposita|deposite|faz o pix|faz um pix|manda o pix|faça o pix|faz a transferência|faça a transferência|liquida|reembolsa",
        "liga|ligue|liguem|telefona|telefone|dá um toque|dá uma ligada",
        "compra|compre|comprem|encomenda|encomende|traz pão|traz leite|pede pizza",
    ],
    notes: [
        "mandar|enviar|reenviar|encaminhar|trazer|levar|pegar|apanhar|buscar|dar|dizer|falar|perguntar|ver|verificar|conferir|ler|assinar|preencher|imprimir|reservar|cancelar|\
         confirmar|preparar|terminar|acabar|fazer|limpar|regar|arrumar|pôr|colocar|carregar|responder|escrever|organizar|lavar|baixar|adicionar|procurar|encontrar|partilhar|\
         compartilhar|corrigir|trocar|mudar|devolver|entregar|avisar|pedir|solicitar|atualizar|renovar|consertar|arranjar|marcar|estudar|inscrever|passar|jogar fora|não esquecer|\
         lembrar|tenho que|tenho de|preciso|revisão|inspeção|abastecer|planear|planejar|tirar|levantar|agendar|convidar|digitalizar|deitar fora|tratar|resolver|declarar|entrega do|irs",
        "consulta|reunião|dentista|médico|almoço com|jantar com|café com|cabeleireiro|entrevista|veterinário|pediatra|fisioterapia|encontro com",
        "pagar|transferir|aluguel|renda|fatura|conta da|pix|boleto",
        "ligar|telefonar",
        "comprar|compras|encomendar|supermercado|mercado",
    ],
    hints: [
        "pagar|paga|pague|pagas|pagamento da|transferir|transferência|pix|renda|aluguel|depositar|boleto|caução|dinheiro|mbway|mb way|pago|pagarei|transfiro|reembolso",
        "ligar|liga|ligas|ligue|ligar me|me liga|me ligue|telefonar|telefona|telefonema|uma ligada|um toque|ligam|ligo|ligarei|telefono",
        "comprar|compra|compras|compre|encomendar|leite|pão|ovos|supermercado|manteiga|mercado|padaria|farmácia",
    ],
    invitations: "vamos encontrar|encontramo nos|nos encontramos|vemo nos|nos vemos|a gente se vê|podemos encontrar|podemos ver|podemos nos|queres|quer * café|apetece te|\
                  dá te jeito|dá vos jeito|dá lhe jeito|te convém|fica bem|estás livre|está livre|estão livres|estás disponível|está disponível|tens tempo|tem tempo|têm tempo|reunião|\
                  almoço|almoçamos|jantamos|jantar|almoçar|um café|tomar um café|vens|vem jantar|espero te|te espero|esperamos|ensaio|consulta|churrasco|bora|que tal|topas|topa|\
                  fazemos uma chamada|uma call|podemos falar|convidados|convidado|aniversário é",
    demands: "deves me|me deves|você me deve|me deve|está me a dever|ficaste a dever|falta pagar|está em atraso|em atraso|está vencid-|fatura vence|vence dia|venceu|pagamento pendente|não recebi o pagamento|\
              não recebi a transferência|ainda não recebi|não caiu|a tua parte|sua parte|são * por pessoa|são * a cada|dá * para cada|meu pix é|para a minha conta|meu iban|valor em dívida|por pagar",
    promises: "eu mando|mando te|te mando|vou mandar|envio te|te envio|eu envio|envio|vou enviar|ligo te|te ligo|vou ligar|ligo|vou|faço|farei|eu faço|eu trato|trato disso|trato|eu cuido|trago|\
               eu trago|levo|eu levo|pago|eu pago|compro|eu compro|verifico|vou verificar|vejo e|digo te|te digo|te aviso|aviso te|aviso|confirmo|te confirmo|respondo|preparo|termino|acabo|\
               passo aí|passo na|passo no|passo em|pego|apanho|vou buscar|eu busco|busco|estarei|irei|reservo|marco|devolvo|te devolvo|devolvo te|assino|pergunto|mandarei|enviarei|ligarei|pagarei|\
               transfiro|faço o pix|faço a transferência|entrego|imprimo|falo com|te passo|passo te|encaminho|resolvo|deixo",
    blockers: "não precisa|não precisas|não é preciso|não é necessário|não tens de|não tens que|não tem que|não te preocupes|não se preocupe|já|teria|terias|se eu fosse|oxalá|tomara|\
               obrigado por|obrigada por|obrigado pelo|obrigada pelo|obrigado pela|obrigada pela|clique aqui|clica aqui|desconto|promoção|compre agora|compre já|aproveite|conseguiste|enviei|paguei|reencaminha|\
               repasse|passa esta mensagem|envia esta mensagem|partilha esta|compartilhe esta|imaginas|podes imaginar|pode imaginar|podes crer|pode crer|lembras te|lembra quando|cuida te|se cuida|\
               dorme bem|bom fim de semana|diverte te|feliz aniversário|parabéns|como podes|o que podes|o que pode|deixa estar|deixa lá|deixa pra lá|não faz mal|sem pressa|haha|kkk|rsrs|brincadeira|\
               não vou|nunca|devias ter|deveria ter|olha que|olha só|vê lá se|anda lá|vamos lá|força|vou ver|vou pensar|frete grátis|portes grátis|vou bem|vou indo|vou dormir|vou sair agora|vou dormir|melhoras|ontem|na semana passada|almoçámos|almoçamos com|jantámos|jantamos com|fomos|estive|estivemos|foi|foram|estava|estávamos",
    questions: "o que|quê|onde|quando|quem|por que|porque|porquê|qual|quais|como|quanto|quanta|quantos|é|são|está|estão|estás|tens|sabes|sabe|há|tem|recebeste|recebeu|viste|viu|chegaste|a que horas|que horas",
    days: "hoje=0|esta tarde=0|esta noite=0|hoje à noite=0|hoje à tarde=0|amanhã=1|amanha=1|amanhã de manhã=1|amanhã à tarde=1|amanhã à noite=1|depois de amanhã=2",
    weekdays: "segunda segunda-feira|terça terça-feira|quarta quarta-feira|quinta quinta-feira|sexta sexta-feira|sábado|domingo",
    months: "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
    next_week: "próxima semana|semana que vem|na próxima semana|para a semana",
    weekend: "fim de semana|fds",
    within: "em dentro daqui de",
    units: "dia=1|dias=1|semana=7|semanas=7|mês=30|meses=30|hora=0|horas=0",
    at: "às|as|à|pelas|até às|antes das|por volta das|a partir das|lá pelas",
    oclock: "h horas hrs",
    afternoon: "tarde|noite|da tarde|da noite",
    half: ("meia", 0),
};
