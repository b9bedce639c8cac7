//! French.

use super::{Script, Tables};

pub const TABLES: Tables = Tables {
    script: Script::Latin,
    common: "le la les un une des du de et est sont je tu il elle nous vous ils elles ne pas que qui ce cette pour avec sur dans au aux \
             mon ma mes ton ta tes son sa ses merci bonjour salut demain aujourd hui peux pourrais pouvez faut avant chez moi toi si \
             j'ai c'est mais ou où quand comment d'accord ça s'il plaît stp svp à y en n'oublie l d j c qu s t m appelle envoie \
             acheter soir matin heures",
    greetings: "bonjour salut coucou bonsoir cher chère hello maman papa chéri chérie tous toutes ok merci désolé désolée oui non ah oh \
                madame monsieur les gars tout le monde",
    fillers: "stp svp et puis aussi alors ok donc bon mais ou rappel urgent important surtout d'abord ensuite au fait ps s'il te \
              s'il vous plaît te vous il s plait",
    requests: "peux tu|tu peux|tu pourrais|pourrais tu|pouvez vous|vous pouvez|pourriez vous|vous pourriez|est-ce que tu peux|\
               est-ce que tu pourrais|est ce que tu peux|est-ce que vous pouvez|s'il te plaît|s'il te plait|s'il vous plaît|\
               s'il vous plait|stp|svp|merci de|merci d'|n'oublie pas|n'oubliez pas|pense à|pensez à|pense bien|pensez bien|oublie pas|\
               rappelle moi|rappelez moi|il faut que tu|il faut que vous|faut que tu|faudrait que tu|il faudrait que tu|\
               il faudrait que vous|tu dois|vous devez|tu devrais|vous devriez|j'ai besoin que tu|j'aurais besoin que|j'ai besoin de ton|\
               j'ai besoin du|j'ai besoin de ta|j'aimerais que tu|je voudrais que|je veux que tu|veille à|veillez à|assure toi|\
               assurez vous|tiens moi au courant|tenez moi|dis moi si|dites moi si|dis moi quand|fais moi signe|fais moi savoir|\
               faites moi savoir|appelle moi|rappelle-moi|tu veux bien|veux tu bien|voulez vous bien|tu me|tu nous * stp|doit être|\
               doivent être|à rendre|à remettre|à faire avant|avant vendredi sans faute|sans faute|dernier délai|j'attends ton|\
               j'attends ta|j'attends votre|j'attends toujours|on attend votre|il manque|il nous manque|tu passes prendre|tu ramènes|\
               tu ramènes le|tu apportes|tu prends|tu achètes|tu vas chercher|tu récupères|ça t'embête de|ça te dérange de|\
               ça vous dérange de|ça t'ennuie de|ce serait gentil de|ce serait bien que tu|ce serait cool que tu|serait il possible|\
               c'est à toi de|prière de|veuillez|penser à",
    imperatives: [
        "envoie|envoies|envoyez|renvoie|renvoyez|transfère|transférez|apporte|apportez|ramène|ramenez|prends|prenez|donne|donnez|dis|\
         dites|demande|demandez|regarde|regardez|vérifie|vérifiez|lis|lisez|signe|signez|remplis|remplissez|imprime|imprimez|réserve|\
         réservez|annule|annulez|confirme|confirmez|prépare|préparez|finis|finissez|termine|terminez|fais|faites|range|rangez|nettoie|\
         nettoyez|arrose|arrosez|nourris|mets|mettez|charge|réponds|répondez|écris|écrivez|montre|montrez|aide|aidez|attends|attendez|\
         viens|venez|va|allez|pense|pensez|oublie|organise|organisez|éteins|ferme|fermez|ouvre|ouvrez|lave|télécharge|téléchargez|\
         ajoute|ajoutez|récupère|récupérez|passe|passez|dépose|déposez|rends|rendez|remets|remettez|inscris|inscrivez|contacte|\
         contactez|préviens|prévenez|laisse|laissez|sors|cherche|cherchez|trouve|trouvez|partage|partagez|corrige|corrigez|tiens|\
         change|garde|gardez|relance|relancez|fixe|fixez|complète|complétez|n'oublie|n'oubliez|scanne|scannez|mange|emmène|emmenez|\
         poste|postez|règle le|modifie|modifiez|valide|validez",
        "rejoins|rejoignez|retrouve|retrouvez|viens manger",
        "paie|paye|payez|règle|réglez|vire|virez|rembourse|remboursez|verse|versez",
        "appelle|appelez|rappelle|rappelez|téléphone|téléphonez|passe un coup de fil|passe moi un coup de fil",
        "achète|achètes|achetez|commande|commandez|prends du|prends de la|prends des|prends le pain|ramène du|ramène des|ramène de la",
    ],
    notes: [
        "envoyer|renvoyer|apporter|ramener|prendre|donner|dire|demander|regarder|vérifier|lire|signer|remplir|imprimer|réserver|annuler|\
         confirmer|préparer|finir|terminer|faire|ranger|nettoyer|arroser|nourrir|mettre|répondre|écrire|montrer|aider|organiser|\
         laver|télécharger|ajouter|récupérer|passer|déposer|rendre|remettre|inscrire|contacter|prévenir|chercher|trouver|partager|\
         corriger|changer|relancer|renouveler|résilier|planifier|réviser|sortir|aller chercher|penser à|ne pas oublier|oublier pas|\
         n'oublie pas|déclaration|rdv à prendre|poster|réparer|trier|apprendre|sauvegarder|prolonger|vider|tondre|repasser",
        "rdv|rendez-vous|rendez vous|réunion|dentiste|médecin|déjeuner avec|dîner avec|café avec|coiffeur|entretien|véto|vétérinaire|\
         pédiatre|kiné",
        "payer|régler|virer|virement|loyer|facture|rembourser",
        "appeler|rappeler|téléphoner",
        "acheter|courses|commander|faire les courses",
    ],
    hints: [
        "payer|paie|paye|payez|payes|régler|règle|réglez|virement|loyer|rembourser|rembourses|verser|virer|caution|l'argent|rembourse|remboursez|paierai|je vire",
        "appeler|appelle|appelez|appelles|rappeler|rappelle moi|rappelles|rappelez|téléphoner|téléphone|coup de fil|coup de téléphone|coup de tel|appellerai|rappellerai",
        "acheter|achète|achètes|achetez|commander|courses|du pain|du lait|baguette|baguettes|des oeufs|des œufs|beurre|supermarché|boulangerie",
    ],
    invitations: "on se voit|on se retrouve|rdv|rendez vous|réunion|tu es dispo|t'es dispo|tu es libre|t'es libre|es tu libre|\
                  es tu disponible|êtes vous disponible|vous êtes disponible|êtes vous libre|vous êtes libre|ça te dit|ça vous dit|\
                  ça te va|ça vous va|ça te convient|vous convient|déjeuner|dîner|un café|un verre|on mange|on déjeune|on dîne|\
                  on fait un point|faire un point|tu viens|vous venez|venez|invite|invités|te conviendrait|apéro|répétition|\
                  entraînement|on peut se voir|peut on se voir|se rencontrer|il y a réunion|réunion des parents",
    demands: "tu me dois|vous me devez|tu nous dois|loyer * pas encore|est impayé-|facture est due|reste à payer|n'ai pas reçu le loyer|\
              n'ai pas reçu votre paiement|n'ai pas encore reçu le paiement|toujours pas reçu le virement|pas reçu le virement|\
              à payer avant|à régler avant|sur mon compte|ta part|votre part|mon rib|mon iban|montant dû|en retard de paiement",
    promises: "je t'envoie|je vous envoie|je te l'envoie|je vous l'envoie|j'envoie|je t'appelle|je vous appelle|je te rappelle|\
               je vous rappelle|je vais|je ferai|je fais le|je le fais|je la fais|je m'en occupe|je m'occupe|je passe|je passerai|j'apporte|\
               j'apporterai|je ramène|je prends|je prendrai|je paie|je paye|je paierai|je te paie|je te rembourse|je rembourse|j'achète|\
               j'achèterai|je vérifie|je regarde|je te dis|je te tiens|je vous tiens|je réponds|je répondrai|je prépare|je finis|\
               je termine|j'enverrai|je t'enverrai|je vous enverrai|je réserve|je viens te chercher|je viens chercher|je récupère|\
               je t'apporte|je fais un virement|je fais le virement|je vire|je dépose|je te dépose|je demande|je demanderai|j'irai|\
               je serai|je viendrai|je te fais|je vous fais|je rends|je signe|j'imprime|je commande|je m'y mets|je règle|je te donne|\
               j'appelle|je t'appellerai|je te rendrai|je reviens vers",
    blockers: "pas besoin|tu n'as pas besoin|tu n'es pas obligé|pas obligé|ce n'est pas la peine|c'est pas la peine|pas la peine|\
               ne t'inquiète|ne t'inquiète pas|t'inquiète|ne vous inquiétez|déjà|j'aurais|tu aurais|si j'étais|merci pour|merci d'avoir|\
               merci beaucoup pour|cliquez ici|profitez|% de réduction|offre limitée|as tu|tu as pu|avez vous|est-ce que tu as|\
               est ce que tu as|est-ce que vous avez|j'ai envoyé|j'ai payé|faites tourner|fais tourner|transfère ce message|\
               envoie ce message|tu peux imaginer|imagine|tu te souviens|prends soin|prenez soin|passe une bonne|passez une bonne|\
               bonne journée|bon courage|bon anniversaire|félicitations|amuse toi|dors bien|comment peux tu|que peux tu|laisse tomber|\
               laissez tomber|c'est pas grave|ce n'est pas grave|je n'irai|je ne vais pas|je vais bien|je vais mieux|prends ton temps|\
               fais attention à toi|haha|mdr|ptdr|je rigole|fais de beaux rêves|tu aurais dû|si seulement|on dirait|tu vois ce que|\
               je vais y réfléchir|je vais voir|dis donc|allez les|livraison gratuite|je ne peux pas|je ne fais pas|va savoir|c'est fait|hier|la semaine dernière|on a mangé|on a déjeuné|on a dîné|nous avons|on était|c'était|j'étais|on a fait|on a bu|j'ai vu|il était",
    questions: "que|quoi|où|quand|qui|pourquoi|quel|quelle|quels|quelles|comment|combien|est-ce que|est ce que|qu'est-ce|as tu|c'est|\
                tu as|vous avez|tu sais|il y a|y a",
    days: "aujourd'hui=0|ce soir=0|cet après-midi=0|cet aprem=0|ce matin=0|ce midi=0|demain=1|demain matin=1|demain soir=1|après-demain=2|\
           après demain=2",
    weekdays: "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    months: "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    next_week: "semaine prochaine|la semaine prochaine",
    weekend: "week-end|weekend|week end",
    within: "dans ici sous",
    units: "jour=1|jours=1|semaine=7|semaines=7|mois=30|heure=0|heures=0",
    at: "à|vers|avant|dès",
    oclock: "h heures heure",
    afternoon: "après-midi|aprem|soir|du soir|ce soir",
    half: ("demie", 0),
};
