### Français. Vouvoiement, phrases simples, pas de point d’exclamation.
### Une espace insécable avant « : ; ? » et à l’intérieur des guillemets.

language-name = Français

## L’assistant

bot-greeting = Bonjour. Je recueille ce dont notre équipe a besoin pour vous aider : votre nom, vos fichiers et une adresse e-mail. Cela prend environ deux minutes.
bot-promise = Si vous partez avant d’avoir donné votre adresse e-mail, tout ce que vous avez envoyé est supprimé.
bot-ask-name = Comment pouvons-nous vous appeler ?
bot-name-missing = Indiquez-nous un nom, pour que nous sachions comment vous appeler.
bot-name-too-long = Ce nom dépasse 100 caractères. Une forme plus courte suffit.
bot-name-strange = Ce nom contient des caractères qui ne peuvent pas être affichés. Saisissez-le de nouveau.
bot-thanks = Merci, { $name }.
bot-ask-files = Quels documents devons-nous regarder ? Les photos et les scans conviennent, jusqu’à { $size } chacun. Vous pouvez aussi continuer sans fichier.
bot-files-count = Indiquez combien de fichiers vous avez ajoutés, ou 0 pour continuer sans fichier.
bot-files-heard =
    { $count ->
        [0] Aucun fichier, c’est très bien.
        [one] Votre fichier est arrivé.
       *[other] Vos { $count } fichiers sont arrivés.
    }
bot-ask-email = Où pouvons-nous vous écrire ? Nous envoyons un lien à cette adresse pour nous assurer qu’elle est bien la vôtre.
bot-email-missing = Il nous faut une adresse e-mail pour vous répondre.
bot-email-wrong = Cela ne ressemble pas à une adresse e-mail. Elle devrait avoir la forme nom@example.org.
bot-ask-consent = Pour finir, deux décisions qui vous appartiennent. La seconde est facultative.
bot-consent-needed = Nous ne pouvons conserver vos informations qu’avec votre accord sur le premier point. Sans lui, vous pouvez partir, et tout ce que vous avez envoyé est supprimé.
bot-consent-stale = Le texte des consentements a changé. Relisez-le, puis décidez.
bot-ask-inbox = Regardez votre boîte de réception : nous vous avons envoyé un lien. Dès que vous l’aurez utilisé, notre équipe aura tout reçu.
bot-done = C’est confirmé. Notre équipe a maintenant tout reçu, et nous vous répondrons par e-mail.

## Les consentements

consent-personal-data = J’accepte que mon nom, mon adresse e-mail et les fichiers que j’ai envoyés soient conservés et utilisés pour traiter ma demande. Je peux retirer cet accord à tout moment.
consent-ai-training = J’accepte que les fichiers que j’ai envoyés puissent aussi être utilisés pour entraîner des modèles d’IA. Un refus ne change rien à ma demande, et je peux retirer cet accord à tout moment.

## Refus et erreurs

problem-not-found = Il n’y a rien ici.
problem-request-timeout = La demande est arrivée trop lentement. Réessayez.
problem-session-gone = Votre visite est terminée. Rien n’a été conservé. Vous pouvez recommencer.
problem-session-pending = Vos informations sont déjà enregistrées. Confirmez-les avec le lien dans notre e-mail.
problem-session-complete = Cette visite est terminée. Commencez-en une nouvelle pour envoyer autre chose.
problem-contact-missing = Il n’y a pas encore d’adresse e-mail à laquelle envoyer un lien.
problem-files-differ = Les fichiers arrivés ne sont pas ceux que vous voyez. Vérifiez la liste, puis envoyez-la de nouveau.
problem-upload-running = Un fichier est encore en route. Attendez qu’il soit arrivé, ou retirez-le.
problem-body-too-large = La demande est trop volumineuse.
problem-file-too-large = Le fichier est plus volumineux que ce que nous acceptons.
problem-quota-exceeded = C’est plus que ce qu’une visite peut envoyer. Retirez d’abord un fichier.
problem-file-type-refused = Nous ne pouvons pas accepter ce type de fichier.
problem-file-refused = Notre antivirus a trouvé quelque chose de dangereux dans le fichier. Envoyez une copie saine, ou un autre fichier.
problem-empty-file = Le fichier est vide. Choisissez-le de nouveau.
problem-rate-limited = C’était beaucoup à la fois. Attendez un instant, puis continuez.
problem-link-gone = Ce lien a expiré ou n’a jamais été valable.
problem-unavailable = Nous ne pouvons pas recevoir cela pour le moment. Rien n’a été conservé. Réessayez dans un instant.
problem-internal = Une erreur s’est produite dans le système. L’administrateur en a été averti et va l’examiner. Veuillez réessayer plus tard.
problem-unsure = Nous ne savons pas si cela a été conservé. Réessayez dans un instant.
problem-upload-cut = L’envoi s’est interrompu. Rien n’a été conservé. Envoyez le fichier de nouveau.
problem-too-many-files =
    { $count ->
        [one] Une visite peut envoyer { $count } fichier. Retirez-le d’abord.
       *[other] Une visite peut envoyer { $count } fichiers. Retirez-en d’abord un.
    }
problem-visit-full = Une visite peut envoyer { $size } en tout. Retirez d’abord un fichier.
problem-too-large = « { $name } » est trop volumineux. Les fichiers peuvent aller jusqu’à { $size }.
problem-not-text = « { $name } » ne contient pas de texte brut. Enregistrez-le de nouveau comme texte.
problem-type =
    { $others ->
        [0] « { $name } » est d’un type que nous ne pouvons pas accepter. Nous acceptons { $types }.
        [one] « { $name } » est d’un type que nous ne pouvons pas accepter. Nous acceptons { $types } et { $others } autre type.
       *[other] « { $name } » est d’un type que nous ne pouvons pas accepter. Nous acceptons { $types } et { $others } autres types.
    }
problem-disguised = Le contenu de « { $name } » n’est pas celui d’un fichier .{ $ending }. Enregistrez-le de nouveau dans ce format.
problem-other-type = « { $name } » est en réalité un fichier .{ $ending }. Changez son extension en .{ $ending } et envoyez-le de nouveau.
problem-password = « { $name } » est protégé par un mot de passe. Retirez-le dans le programme qui a créé le fichier, puis envoyez-le de nouveau.
problem-infected = « { $name } » a été refusé : notre antivirus y a trouvé quelque chose de dangereux. Rien n’en a été conservé. Vérifiez votre appareil, puis envoyez une copie saine ou un autre fichier.
problem-unscanned = Nous ne pouvons pas vérifier « { $name } » avec l’antivirus pour le moment. Rien n’en a été conservé. Réessayez dans un instant, ou envoyez un fichier plus petit.
problem-files-missing =
    { $count ->
        [one] Un de vos fichiers n’est plus chez nous. Envoyez-le de nouveau, ou continuez sans lui.
       *[other] { $count } de vos fichiers ne sont plus chez nous. Envoyez-les de nouveau, ou continuez sans eux.
    }

## Tailles, durées, dates

decimal-mark = ,
size-bytes = { $number } octets
size-kb = { $number } Ko
size-mb = { $number } Mo
size-gb = { $number } Go
size-tb = { $number } To
duration-years =
    { $count ->
        [one] { $count } an
       *[other] { $count } ans
    }
duration-months =
    { $count ->
        [one] { $count } mois
       *[other] { $count } mois
    }
duration-days =
    { $count ->
        [one] { $count } jour
       *[other] { $count } jours
    }
duration-hours =
    { $count ->
        [one] { $count } heure
       *[other] { $count } heures
    }
duration-minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
duration-seconds =
    { $count ->
        [one] { $count } seconde
       *[other] { $count } secondes
    }
date-moment = { date-weekday } { $day } { date-month } à { $time } UTC
date-day = { $day } { date-month } { $year }
date-full = { date-day } à { $time } UTC
date-weekday =
    { $weekday ->
        [1] lundi
        [2] mardi
        [3] mercredi
        [4] jeudi
        [5] vendredi
        [6] samedi
       *[7] dimanche
    }
date-month =
    { $month ->
        [1] janvier
        [2] février
        [3] mars
        [4] avril
        [5] mai
        [6] juin
        [7] juillet
        [8] août
        [9] septembre
        [10] octobre
        [11] novembre
       *[12] décembre
    }

## L’e-mail avec le lien

mail-subject = Confirmez votre adresse e-mail pour { $site }
mail-hello = Bonjour,
mail-step = il reste une étape : ouvrez ce lien et confirmez que cette adresse e-mail est la vôtre.
mail-button = Confirmer mon adresse
mail-copy = Ou copiez ce lien dans votre navigateur :
mail-until = Le lien fonctionne une seule fois, jusqu’au { $until }.
mail-not-you = Vous n’avez rien demandé ? Quelqu’un a donné votre adresse, peut-être par erreur. Ce lien supprime la demande et tout ce qu’elle contient :
mail-not-me = Ce n’était pas moi
mail-why = { $site } vous a envoyé cet e-mail parce que votre adresse a été saisie dans son chat.

mail-own-subject = Vos données chez { $site }
mail-own-text = ce lien ouvre la page où vous pouvez voir, télécharger, corriger ou supprimer ce que { $site } conserve sous votre adresse e-mail.
mail-own-button = Voir mes données
mail-own-until = Le lien fonctionne une seule fois, pendant une heure.
mail-own-not-you = Vous n’avez rien demandé ? Quelqu’un a alors saisi votre adresse. Rien n’a changé, et personne d’autre que vous ne peut utiliser le lien : supprimez cet e-mail.
mail-own-why = { $site } vous a envoyé cet e-mail parce que votre adresse a été saisie sur sa page de confidentialité.

## Les pages derrière les liens de l’e-mail

page-confirm-title = Confirmez votre adresse e-mail
page-confirm-text = Un clic suffit pour terminer. Ensuite, une personne peut regarder ce que vous avez envoyé et vous écrire.
page-confirm-button = Confirmer mon adresse
page-confirm-not-you = Vous n’avez rien commencé ?
page-not-me = Ce n’était pas moi
page-confirmed-title = Merci. Votre adresse est confirmée
page-confirmed-text = Tout est terminé. Nous avons ce que vous avez envoyé et nous vous écrirons par e-mail.
page-confirmed-close = Vous pouvez fermer cette page. Si le chat est encore ouvert dans une autre fenêtre, il affiche la même chose.
page-notice = Ce que nous conservons, et vos droits
page-already-title = Déjà confirmé
page-already-text = Ce lien a été utilisé et tout est terminé. Vous n’avez plus rien à faire.
page-gone-title = Ce lien ne fonctionne plus
page-gone-text = Il a expiré, une adresse plus récente l’a remplacé, ou la visite à laquelle il menait a été supprimée.
page-gone-what = Ce que vous pouvez faire
page-gone-again = Si le chat est encore ouvert, choisissez-y « Renvoyer » et utilisez l’e-mail le plus récent.
page-gone-copied = Si vous avez copié le lien à la main, vérifiez qu’il est entier dans la barre d’adresse.
page-gone-anew = Sinon, recommencez dans le chat. Cela prend environ deux minutes.
page-decline-title = Ce n’était pas vous ?
page-decline-text = Quelqu’un a donné votre adresse e-mail dans un chat, peut-être par une faute de frappe. Supprimez la demande, et l’adresse, les fichiers et tout le reste seront effacés. Vous ne recevrez plus d’e-mail à ce sujet.
page-decline-button = Supprimer la demande
page-decline-was-you = Si c’était vous, fermez cette page et utilisez l’autre lien de l’e-mail.
page-declined-title = La demande est supprimée
page-declined-text = Votre adresse et tout ce qui a été envoyé avec elle sont en cours d’effacement. Vous ne recevrez plus d’e-mail à ce sujet.
page-declined-close = Vous n’avez plus rien à faire. Vous pouvez fermer cette page.
page-late-title = Cette demande est déjà confirmée
page-late-text = Quelqu’un a utilisé le lien de l’e-mail, la demande ne peut donc plus être supprimée d’ici.
page-late-what = Pour faire effacer les données, répondez à l’e-mail ou écrivez à l’entreprise qui l’a envoyé, et dites que la demande ne vient pas de vous. Elle doit répondre dans un délai d’un mois.

## Les erreurs

page-error-title = Cela n’a pas marché
page-error-missing = Cette page n’existe pas
page-error-ours = Quelque chose ne va pas de notre côté
page-error-home = Aller à la page d’accueil

## La notice de confidentialité

privacy-title = Notice de confidentialité
privacy-intro = Ce chat reçoit vos informations et vos fichiers pour l’entreprise dont vous venez de quitter la page. Cette entreprise décide de leur utilisation et en répond.
privacy-kept = Ce qui est conservé, et quand c’est supprimé
privacy-before = Avant que vous donniez votre adresse e-mail :
privacy-before-text = vos fichiers, sous un numéro aléatoire. Votre nom et vos réponses restent dans votre navigateur. Si vous partez, les fichiers sont supprimés, au plus tard { $within } après le dernier signe de votre navigateur. « Partir et tout supprimer » dans le menu du chat les supprime aussitôt.
privacy-agreed = Quand vous avez donné votre accord et votre adresse :
privacy-agreed-text = votre nom, votre adresse e-mail, vos fichiers, votre adresse internet à ce moment-là, et ce que vous avez accepté ou refusé, avec le texte et l’heure. Nous vous envoyons un lien pour vérifier que l’adresse est la vôtre. Il fonctionne pendant { $valid }.
privacy-never = Si vous n’ouvrez jamais le lien :
privacy-never-text = tout est supprimé au bout de { $kept }.
privacy-confirmed = Quand l’adresse est confirmée :
privacy-confirmed-text = l’entreprise conserve votre demande jusqu’à ce qu’elle n’en ait plus besoin, ou jusqu’à ce que vous en demandiez la suppression.
privacy-why = Pourquoi
privacy-why-text = Pour recevoir votre demande et y répondre, sur la base de votre consentement (règlement général sur la protection des données, article 6, paragraphe 1, point a). Les fichiers ne servent à entraîner l’assistant que si vous l’avez accepté séparément. Un refus ne change rien d’autre.
privacy-browser = Dans votre navigateur
privacy-browser-text = Dès que vous ouvrez le chat, votre navigateur conserve le numéro aléatoire de votre visite. Cet onglet conserve aussi vos réponses jusqu’à ce que vous ayez terminé, pour qu’un rechargement ne fasse rien perdre. Il n’y a ni cookies ni pistage.
privacy-rights = Vos droits
privacy-right-see = Voir ce qui est conservé sur vous et en recevoir une copie.
privacy-right-correct = Le faire corriger ou effacer, ou en faire limiter l’utilisation.
privacy-right-withdraw = Retirer un consentement à tout moment, aussi simplement que vous l’avez donné. Ce qui a été fait avant reste licite.
privacy-right-complain = Déposer une plainte auprès d’une autorité de protection des données, par exemple là où vous habitez.
privacy-how = Pour les exercer, écrivez à l’entreprise ou répondez à l’e-mail que vous avez reçu. Vous recevrez une réponse dans un délai d’un mois.
privacy-fault = Erreur
privacy-all = Tout ce qui est conservé, et combien de temps
privacy-own = Voir, corriger ou supprimer vos données
privacy-own-text = Vous pouvez le faire vous-même, maintenant. Indiquez l’adresse e-mail que vous avez donnée dans le chat ; nous y envoyons un lien.
privacy-own-label = Adresse e-mail
privacy-own-button = M’envoyer un lien
privacy-ended = Votre demi-heure ici est écoulée, ou n’a pas commencé. Demandez un lien pour continuer.
privacy-finished = Vous êtes déconnecté. Plus personne ne peut rien voir depuis ce navigateur.
privacy-sent-title = Regardez dans votre boîte de réception
privacy-sent-text = Si nous conservons quelque chose sous cette adresse, un e-mail avec un lien est en route. Le lien fonctionne une seule fois, pendant une heure.
privacy-sent-nothing = Toujours rien après quelques minutes ?
privacy-sent-spam = Regardez parmi les messages indésirables.
privacy-sent-spelt = Vérifiez l’orthographe de l’adresse : ce doit être celle que vous avez donnée dans le chat.
privacy-sent-wait = Attendez une minute, puis faites une nouvelle demande.
privacy-sent-none = Ou nous ne conservons rien sous cette adresse. Cette page dit la même chose dans les deux cas, pour que personne ne puisse savoir qui nous a écrit.
privacy-again = Demander un nouveau lien
privacy-link-text = La page suivante montre ce qui est conservé sous votre adresse e-mail. Vous pouvez y télécharger, corriger ou supprimer ces données.
privacy-link-button = Montrer mes données
privacy-link-once = Le lien fonctionne une seule fois. Vous êtes déconnecté au bout d’une demi-heure, ou quand vous choisissez « { privacy-finish } ».
privacy-gone-text = Il a été utilisé, il date de plus d’une heure, ou plus rien n’est conservé sous son adresse.
privacy-data-title = Vos données
privacy-data-text = Voici tout ce qui est conservé sous { $address }. Vous serez déconnecté au bout d’une demi-heure.
privacy-download = Tout télécharger
privacy-finish = Terminer
privacy-nothing = Rien n’est conservé.
privacy-visit = Votre visite du { $at }
privacy-restricted = Utilisation limitée.
privacy-restricted-since = Depuis le { $at }.
privacy-restricted-accuracy = Vous dites que les données sont fausses ; nous n’y touchons pas jusqu’à ce que ce soit vérifié.
privacy-restricted-unlawful = Les données sont conservées à votre demande et ne sont pas utilisées.
privacy-restricted-claims = Les données sont conservées pour vos droits en justice et ne sont pas utilisées.
privacy-restricted-objection = Vous vous opposez à l’utilisation ; nous ne touchons pas aux données jusqu’à ce que ce soit examiné.
privacy-restricted-by-us = Nous avons nous-mêmes limité cette utilisation. Écrivez-nous pour faire lever la limitation.
privacy-name = Nom
privacy-confirmed-at = Confirmée
privacy-not-confirmed = Pas encore : le lien de notre premier e-mail n’a pas été utilisé.
privacy-language = Langue
privacy-ip = Adresse internet
privacy-not-kept = Non conservée
privacy-files = Fichiers
privacy-no-files = Aucun
privacy-correct = Corriger le nom ou l’adresse
privacy-correct-hint = Une autre adresse reçoit un e-mail avec un lien pour la confirmer. Dès lors, cette visite appartient à la nouvelle adresse, et l’ancienne ne l’ouvre plus : vérifiez bien l’orthographe.
privacy-correct-button = Enregistrer la correction
privacy-leave-it = Laisser tel quel
privacy-moved-title = Confirmez la nouvelle adresse
privacy-moved-text = La visite appartient maintenant à { $address }. Un e-mail avec un lien y est en route ; tant que le lien n’est pas utilisé, l’adresse n’est pas confirmée.
privacy-moved-old = { $address } n’ouvre plus cette visite.
privacy-moved-again = Pour revoir vos données, demandez un lien avec la nouvelle adresse.
privacy-back = Retour à vos autres visites
privacy-decided = Ce que vous avez décidé
privacy-purpose-request = Traitement de votre demande
privacy-purpose-training = Entraînement d’une IA
privacy-decision-agreed = Accepté
privacy-decision-withdrawn = Retiré
privacy-decision-refused = Refusé
privacy-no-training = Pas d’entraînement avec mes fichiers
privacy-restrict = Limiter l’utilisation
privacy-restrict-text = Nous conservons les données et n’y touchons pas : elles ne servent pas à l’entraînement, et seules les personnes qui répondent aux demandes sur les données peuvent les lire. Pendant ce temps, votre demande est suspendue. Vous pouvez lever la limitation ici à tout moment.
privacy-restrict-training = Seul l’entraînement vous gêne ? « { privacy-no-training } », sur la page précédente, suffit.
privacy-restrict-why = Pourquoi ?
privacy-restrict-choose = Choisissez l’une de ces raisons.
privacy-reason-accuracy = Les données sont fausses et doivent être vérifiées
privacy-reason-objection = Je m’oppose à l’utilisation
privacy-reason-unlawful = L’utilisation est illicite, mais ne supprimez pas les données
privacy-reason-claims = J’ai besoin des données pour faire valoir un droit en justice
privacy-lift = Lever la limitation
privacy-withdraw = Retirer mon consentement
privacy-withdraw-title = Retirer votre consentement
privacy-withdraw-text = Sans votre consentement, nous ne pouvons rien conserver de cette visite. Le retirer signifie donc : la visite est supprimée, et plus personne ne peut traiter votre demande. Ce qui a été fait avant reste licite.
privacy-erase = Tout supprimer
privacy-erase-text = Toutes les visites ci-dessus, avec leurs fichiers, définitivement. Une question vous sera encore posée avant toute suppression.
privacy-erase-good = C’est définitif. Rien ne permet de revenir en arrière, pas même une sauvegarde.
privacy-goes = Ce qui disparaît
privacy-goes-visits =
    { $count ->
        [one] Le nom et l’adresse { $address } de cette visite
       *[other] { $count } visites, avec leurs noms et l’adresse { $address }
    }
privacy-goes-files =
    { $count ->
        [0] Aucun fichier : il n’y en avait pas
        [one] { $count } fichier, avec toutes ses copies
       *[other] { $count } fichiers, avec toutes leurs copies
    }
privacy-goes-rest = Ce que vous avez décidé, tous les liens et les e-mails en attente d’envoi
privacy-stays = Ce qui reste
privacy-stays-receipt = Un reçu qui dit que, quand et combien on a supprimé, et qui ne nomme personne
privacy-stays-trail = Des lignes qui prouvent ce qui a été fait et ne nomment personne non plus
privacy-sure = Oui, supprimer
privacy-sure-fault = Cochez la case pour dire que vous en êtes sûr.
privacy-erase-button = Supprimer définitivement
privacy-keep = Conserver
privacy-erased-title = Supprimé
privacy-erased-text = Le nom, l’adresse et les décisions sont supprimés. Les fichiers le sont en ce moment ; le reçu dit quand la dernière copie a disparu.
privacy-receipts =
    { $count ->
        [one] Votre reçu
       *[other] Vos reçus
    }
privacy-receipt-keep = Un reçu ne nomme personne. Gardez son numéro si vous voulez prouver plus tard que vous l’avez demandé.
privacy-receipt-done = Tout est supprimé
privacy-receipt-done-text = L’espace de stockage des fichiers a été interrogé en dernier, et n’en contient plus rien.
privacy-receipt-running = Suppression en cours
privacy-receipt-running-text = Les données personnelles sont supprimées. Les fichiers le sont en ce moment.
privacy-receipt-look = Regarder à nouveau
privacy-receipt-asked = Demandé
privacy-receipt-finished = Terminé
privacy-receipt-not-yet = Pas encore
privacy-receipt-copies = Copies supprimées
privacy-receipt-counted = Comptées à la fin
privacy-receipt = Reçu
privacy-did-corrected = La correction est enregistrée.
privacy-did-training = Vos fichiers ne servent plus à l’entraînement.
privacy-did-restricted = L’utilisation est limitée. Nous conservons les données et n’y touchons pas.
privacy-did-lifted = La limitation est levée.
privacy-accessibility = Accessibilité de ce chat
page-languages = Cette page dans d’autres langues

kept-caption = Ce qui est conservé, pourquoi, sur quelle base et combien de temps
kept-what = Quoi
kept-for = Pourquoi
kept-basis = Base
kept-time = Combien de temps
kept-open = Fichiers d’une visite sans adresse
kept-open-for = Pour garder les fichiers jusqu’à ce que la personne ait décidé, et les supprimer si elle part
kept-pending = Nom, adresse e-mail et fichiers, avant la confirmation de l’adresse
kept-pending-for = Pour recevoir la demande et vérifier que l’adresse appartient à la personne
kept-complete = Nom, adresse e-mail et fichiers, une fois l’adresse confirmée
kept-complete-for = Pour répondre à la demande ; les fichiers n’entraînent une IA que si la personne l’a accepté
kept-ip = Adresse internet au moment d’une décision
kept-ip-for = Pour examiner les abus et prouver qui a décidé
kept-consents = Consentements donnés et refusés, avec le texte et l’heure
kept-consents-for = Pour prouver ce qui a été accepté
kept-links = Liens envoyés, sous forme d’empreintes, et e-mails en attente
kept-links-for = Pour vérifier que l’adresse appartient à la personne
kept-ways = Liens et connexions de ceux qui consultent leurs propres données
kept-ways-for = Pour que chacun puisse voir, corriger et supprimer ses données lui-même
kept-trail = Le journal : ce qui a été fait de quelle visite, et par qui, sans noms
kept-trail-for = Pour rendre compte de ce qui a été fait et savoir ce qu’un incident a touché
kept-receipts = Reçus de suppression, sans noms
kept-receipts-for = Pour prouver que, quand et combien on a supprimé
kept-requests = Demandes par courrier ou téléphone : qui a demandé quoi, et quand la réponse a été donnée
kept-requests-for = Pour répondre à temps, et le prouver
kept-funnel = Jusqu’où les visites sont allées : des nombres par jour
kept-funnel-for = Pour voir où les visites s’arrêtent
kept-consent = Consentement, article 6, paragraphe 1, point a
kept-interest = Intérêt légitime, article 6, paragraphe 1, point f
kept-duty = Obligation légale, article 6, paragraphe 1, point c, avec les articles { $articles }
kept-nobody = Les données de personne : des nombres ne désignent personne
kept-time-open = Au plus tard { $time } après le dernier signe du navigateur
kept-time-pending = { $time } après la dernière saisie
kept-until-confirmed = Jusqu’à ce que la personne confirme, refuse ou demande la suppression
kept-time-complete = { $time } après la confirmation
kept-until-needed = Jusqu’à ce que la demande n’en ait plus besoin, ou que la personne demande la suppression
kept-time-ip = { $time } après l’enregistrement
kept-as-long = Aussi longtemps que le nom et l’adresse e-mail
kept-time-links = Aussi longtemps que le nom et l’adresse e-mail ; un e-mail jusqu’à son envoi
kept-time-ways = Un lien fonctionne 1 heure, une connexion 30 minutes ; les deux sont supprimés peu après
kept-time-trail = { $time } après l’acte
kept-proof = Conservé comme preuve
kept-time-receipts = { $time } après la suppression
kept-time-requests = { $time } après la réponse ; ensuite, le nom de qui a demandé est effacé
kept-always = Conservé

## La copie de ses propres données : la page dans son archive

copy-text = Une copie de tout ce qui est conservé sur vous, à la date du { $at }. Cette page n’a besoin que de son dossier.
copy-missing =
    { $count ->
        [one] Un fichier manque. Il est arrivé, mais l’espace de stockage ne le contient plus. La liste ci-dessous dit lequel.
       *[other] { $count } fichiers manquent. Ils sont arrivés, mais l’espace de stockage ne les contient plus. La liste ci-dessous dit lesquels.
    }
copy-changed = Dernière modification
copy-number = Numéro de la visite
copy-file-missing = Manque dans l’espace de stockage
copy-file-differs = L’espace de stockage en contient { $size }
copy-no-wording = Le texte de cette version n’est pas enregistré ici.
copy-version = Version
copy-links = Liens envoyés par e-mail
copy-link-used = Envoyé le { $sent }, utilisé le { $used }
copy-link-unused = Envoyé le { $sent }, pas utilisé, valable jusqu’au { $until }
copy-waiting = Un e-mail attend d’être envoyé depuis le { $at }
copy-requests = Ce qui a été demandé par courrier ou téléphone
copy-request-received = Reçu le { $day }
copy-request-open = Pas encore de réponse, attendue le { $day } au plus tard
copy-request-extended = Prolongé de deux mois, annoncé le { $day }
copy-request-done = Réponse donnée le { $at }
copy-request-refused = Refusé le { $at }
copy-request-unidentified = Clos le { $at } : impossible de savoir de qui étaient les données
copy-happened = Ce qui s’est passé
copy-did-given = Les coordonnées ont été données
copy-did-changed = Les coordonnées ont été corrigées avant la confirmation
copy-did-confirmed = L’adresse a été confirmée
copy-did-corrected = Les données ont été corrigées
copy-did-agreed = L’adresse précédente a accepté que la nouvelle voie ce qui avait été envoyé avant
copy-did-read = Les données ont été lues
copy-did-downloaded = Un fichier a été téléchargé
copy-did-copied = Une copie comme celle-ci a été faite
copy-did-asked = Un lien vers la page de ces données a été demandé
copy-did-opened = Ce lien a été utilisé
copy-did-withdrawn = Un consentement a été retiré
copy-did-restricted = L’utilisation a été limitée
copy-did-lifted = La limitation a été levée
copy-by-visitor = la personne de la visite
copy-by-staff = le personnel
copy-by-operator = l’exploitant
copy-by-system = une règle de l’exploitant
copy-by-unknown = personne inconnue
copy-programs = Pour les programmes :

## La démonstration : un cabinet imaginaire

demo-ask = Demander de l’aide
demo-how = Comment ça marche
demo-developers = Pour les développeurs
demo-headline = Une lettre que vous ne comprenez pas ? Apportez-la.
demo-promise = Loyer, travail, aides sociales : montrez-nous les papiers, et une personne qui connaît le droit les lit. Vous avez de nos nouvelles sous deux jours ouvrés. C’est gratuit.
demo-start = Montrez-nous vos papiers
demo-small = Environ deux minutes. Si vous partez avant la fin, tout est supprimé.
demo-picture = Une porte ouverte sur la lumière, et une enveloppe sur le paillasson
demo-name = Dites-nous votre nom
demo-name-text = N’importe quel nom, dans n’importe quelle écriture. Ni compte, ni mot de passe.
demo-papers = Ajoutez vos papiers
demo-papers-text = Lettres, contrats, photos de pages. Ou rien, si vous avez seulement une question.
demo-link = Ouvrez un lien
demo-link-text = Nous l’envoyons à votre adresse e-mail. Il prouve que l’adresse est la vôtre, et c’est terminé.
demo-made-up = Ce cabinet est imaginaire. Le chat ne l’est pas
demo-line = Une ligne suffit pour l’ajouter à une page. Elle crée le bouton dans le coin et ne charge rien d’autre avant que quelqu’un l’ouvre.
demo-line-label = La ligne à ajouter
demo-also = Aussi :
demo-scripts = Dans les scripts :
demo-api = Documentation de l’API
demo-mail = E-mails interceptés
demo-sign-in-as = Se connecter en tant que { $name }
demo-sign-out = Déconnecter { $name }

## Le widget

widget-title = Votre demande
frame-noscript = JavaScript est désactivé. Écrivez à l’entreprise dont vous venez de quitter la page.
frame-description = Une courte conversation : votre nom, vos fichiers, votre adresse e-mail.
frame-still = Le chat a besoin de scripts et de sa propre place dans le navigateur.
frame-new-tab = Ouvrir dans un nouvel onglet
frame-failed = Le chat ne se charge pas.
widget-assistant = Assistant
widget-you = Vous
widget-conversation = Conversation
widget-close = Fermer
widget-menu = Plus
widget-notice = Notice de confidentialité
widget-accessibility = Accessibilité
widget-edit-answer = Modifier cette réponse
widget-note-open = Supprimé si vous partez avant la fin
widget-note-pending = En attente de votre confirmation
widget-note-complete = Confirmé
widget-note-gone = Rien n’a été conservé
widget-send = Envoyer
widget-back = Retour
widget-retry = Réessayer
widget-label-text = Votre réponse
widget-label-name = Votre nom
widget-label-email = Votre adresse e-mail
widget-did-you-mean = Vouliez-vous écrire { $address } ?
widget-choose = Ajouter des fichiers
widget-photo = Prendre une photo
widget-drop = Déposez les fichiers ici
widget-which = Quels fichiers ?
widget-allowed =
    { $count ->
        [one] { $count } fichier de { $size } au plus : { $types }.
       *[other] Jusqu’à { $count } fichiers de { $size } chacun : { $types }.
    }
widget-go-on =
    { $count ->
        [0] Continuer sans fichier
        [one] Continuer avec { $count } fichier
       *[other] Continuer avec { $count } fichiers
    }
widget-total =
    { $count ->
        [one] { $count } fichier, { $size }
       *[other] { $count } fichiers, { $size }
    }
widget-total-of = { widget-total } sur { $most }
widget-still-sending =
    { $count ->
        [one] { $count } fichier est encore en route. Attendez un instant, ou annulez ce qui est inutile.
       *[other] { $count } fichiers sont encore en route. Attendez un instant, ou annulez ce qui est inutile.
    }
widget-not-arrived =
    { $count ->
        [one] { $count } fichier n’est pas arrivé. Réessayez ou retirez-le.
       *[other] { $count } fichiers ne sont pas arrivés. Réessayez ou retirez-les.
    }
widget-no-files = Aucun fichier
widget-cut = L’envoi a été interrompu. Ajoutez le fichier de nouveau.
widget-cut-off = L’envoi a été interrompu. Il reprend dès que la connexion revient.
widget-waiting = En attente
widget-storing = Enregistrement
widget-stored = Arrivé
widget-arrived = { $name } est arrivé.
widget-cancel-file = Annuler { $name }
widget-retry-file = Réessayer { $name }
widget-remove-file = Retirer { $name }
widget-just-over = un peu plus de { $size }
widget-refused-type = « { $name } » est un fichier { $ending }, qui ne peut pas être ouvert ici. Essayez un PDF ou une image des mêmes pages.
widget-refused-size = « { $name } » fait { $size }. Les fichiers peuvent aller jusqu’à { $most }. Essayez un PDF des mêmes pages.
widget-refused-empty = « { $name } » est vide. Vérifiez-le sur votre appareil, puis ajoutez-le de nouveau.
widget-refused-count =
    { $count ->
        [one] « { $name } » est de trop. Il y a de la place pour { $count } fichier. Retirez-le pour ajouter celui-ci.
       *[other] « { $name } » est de trop. Il y a de la place pour { $count } fichiers. Retirez-en un pour ajouter celui-ci.
    }
widget-refused-total = « { $name } » ne tient plus. Tous les fichiers ensemble peuvent aller jusqu’à { $size }. Retirez-en un pour ajouter celui-ci.
widget-refused-twice = « { $name } » est déjà dans la liste.
widget-refused-changed = « { $name } » a été modifié ou déplacé depuis que vous l’avez choisi. Choisissez-le de nouveau.
widget-refused-folder = « { $name } » est un dossier. Choisissez les fichiers qu’il contient.
widget-optional = Facultatif.
widget-full-notice = Lire la notice complète
widget-opens = (s’ouvre dans un nouvel onglet)
widget-agree = Accepter et envoyer
widget-agreed = J’accepte. Pas d’entraînement d’IA
widget-agreed-training = J’accepte, et mes fichiers peuvent entraîner l’assistant
widget-inbox-title = Regardez votre boîte de réception
widget-inbox-once = Le lien fonctionne une seule fois. L’ouvrir termine tout.
widget-inbox-until = Le lien fonctionne une seule fois, jusqu’au { $until }. L’ouvrir termine tout.
widget-inbox-to = Nous avons écrit à { $address }.
widget-inbox-unknown = Nous avons envoyé un lien à l’adresse que vous avez donnée.
widget-undelivered-title = L’e-mail n’a pas pu être remis
widget-undelivered-to = Le serveur de messagerie indique que cette adresse n’existe pas ou n’accepte pas d’e-mails : { $address }.
widget-undelivered-unknown = Le serveur de messagerie indique que cette adresse n’existe pas ou n’accepte pas d’e-mails.
widget-undelivered-help = Vérifiez que l’adresse est bien écrite, ou utilisez-en une autre. Ce que vous avez envoyé est conservé.
widget-again = Renvoyer
widget-again-in = Renvoyer dans { $seconds } s
widget-sent-again = Renvoyé. Cela peut prendre une minute ; regardez aussi dans les courriers indésirables.
widget-wrong = Changer d’adresse
widget-change = Changer et envoyer
widget-keep = Laisser tel quel
widget-changed = Nous avons envoyé un nouveau lien à { $address }. Les anciens liens ne fonctionnent plus.
widget-done-title = Merci. C’est confirmé
widget-done = Nous avons ce que vous avez envoyé et nous vous écrirons. Vous pouvez fermer cette fenêtre.
widget-new-visit = Commencer une nouvelle visite
widget-ended = { problem-session-gone }
widget-start-again = Recommencer
widget-welcome-back = Bienvenue à nouveau. Vous aviez déjà commencé dans ce navigateur. Continuer, ou tout reprendre ? Tout reprendre supprime ce que vous avez envoyé.
widget-go-on-visit = Continuer
widget-start-over = Tout reprendre
widget-leave = Partir et tout supprimer
widget-leave-title = Supprimer tout ce que vous avez envoyé ?
widget-leave-text = Vos réponses et vos fichiers sont supprimés maintenant. C’est définitif.
widget-leave-yes = Supprimer et partir
widget-leave-no = Rester
widget-failure = { problem-internal }
widget-offline = Il n’y a pas de connexion pour le moment. Ce que vous avez saisi est toujours là.
widget-differ = Certains fichiers ne sont pas arrivés. Vérifiez la liste, puis continuez.
widget-reference = Référence { $id }

## La déclaration d’accessibilité

access-intro = Tout le monde doit pouvoir utiliser ce chat et ses pages. Ils sont conçus pour respecter les règles WCAG 2.2, niveau AA.
access-count-on = Ce sur quoi vous pouvez compter
access-keyboard = Clavier :
access-keyboard-text = tout fonctionne sans souris. Le focus est toujours visible et va à la question suivante. Échap ferme le chat, et rien ne vous y retient.
access-readers = Lecteurs d’écran :
access-readers-text = les nouveaux messages et les fichiers arrivés sont annoncés sans vous interrompre. Chaque champ, bouton et image a un nom. Une erreur se trouve à côté de son champ et dit quoi faire.
access-zoom = Grands caractères et zoom :
access-zoom-text = à 400 %, rien n’est coupé, et vous ne faites défiler que dans un sens.
access-colours = Couleurs :
access-colours-text = le texte a un contraste d’au moins 4,5 pour 1, quelle que soit la couleur choisie par l’entreprise. Le mode sombre et les couleurs à fort contraste de votre système sont respectés. Aucune information ne repose sur la seule couleur.
access-touch = Toucher :
access-touch-text = chaque bouton fait au moins 44 pixels de haut et de large.
access-calm = Calme :
access-calm-text = rien ne clignote. Si votre système demande moins de mouvement, rien ne bouge.
access-time = Temps :
access-time-text = il n’y a pas de compte à rebours pendant que vous écrivez. Un chat ouvert est conservé jusqu’à un jour ; un chat fermé ou oublié est supprimé, et le chat vous le dit.
access-memory = Mémoire :
access-memory-text = rien n’est demandé deux fois. Vous pouvez revenir en arrière et modifier une réponse, et un rechargement ne fait rien perdre. Il n’y a pas d’énigme à résoudre.
access-how = Comment nous le savons
access-how-text = Chaque version est vérifiée par une machine (axe) dans tous les états du chat, en clair et en sombre, dans les deux sens d’écriture, ainsi que par des parcours au clavier seul, à 400 % de zoom, avec des mouvements réduits et des couleurs imposées. Les machines ne trouvent pas tout.
access-not-yet = Ce qui ne fonctionne pas encore
access-not-pictures = Les images et les documents que vous envoyez ne sont présentés que par leur nom et une petite image ; nous ne les décrivons pas.
access-not-scripts = Sans JavaScript, il n’y a pas de chat. Écrivez à l’entreprise dont vous venez de quitter la page ; le lien de notre e-mail fonctionne sans.
access-tell = Dites-le-nous
access-tell-text = Si quelque chose vous gêne, écrivez à l’entreprise dont vous venez de quitter la page ou répondez à l’e-mail que vous avez reçu. Dites ce que vous vouliez faire et ce qui s’est passé ; vous n’avez pas à expliquer pourquoi.

# The mail to an earlier address, and its page
mail-changed-subject = L’adresse e-mail de votre visite sur { $site } a été modifiée
mail-changed-text = une visite sur { $site } qui était enregistrée sous cette adresse e-mail l’est maintenant sous une autre.
mail-changed-hidden = La nouvelle adresse ne voit pas ce qui a été envoyé avant la modification, par exemple des fichiers. Si vous avez fait cette modification et voulez que la nouvelle adresse le voie, ouvrez ce lien :
mail-changed-button = Montrer à la nouvelle adresse
mail-changed-not-you = Vous n’avez rien modifié ? Alors n’ouvrez pas le lien et prévenez { $site }.
mail-changed-why = { $site } vous a écrit parce que cette adresse e-mail appartenait à une visite sur ce site.
page-earlier-title = Montrer à la nouvelle adresse ce qui a été envoyé ?
page-earlier-text = La visite était enregistrée sous votre adresse e-mail. Si vous acceptez, la nouvelle adresse voit et télécharge ce qui a été envoyé pendant ce temps.
page-earlier-not-you = Vous n’avez pas modifié l’adresse ? Fermez cette page, et rien ne sera montré.
page-earlier-done = La nouvelle adresse peut maintenant le voir
privacy-withheld = Ce qui a été envoyé avant la modification de l’adresse e-mail n’est pas montré. Nous avons écrit à l’adresse précédente, qui peut accepter de le montrer.
privacy-not-shown = Non montré
privacy-moved-agree = Nous avons écrit à { $address }. Tant que vous n’avez pas accepté par le lien de ce message, la nouvelle adresse ne voit pas ce qui a été envoyé jusqu’ici.
kept-earlier = Une adresse e-mail précédente, après une modification
kept-earlier-for = Prévenir son titulaire et ne pas montrer à la nouvelle adresse ce que la précédente pouvait voir
kept-time-earlier = { $time } après la modification
kept-mails = Le nombre d’e-mails envoyés à une boîte et le volume envoyé par un réseau sans confirmation, sous une empreinte que seule notre clé peut produire
kept-mails-for = Protéger les boîtes contre un trop grand nombre d’e-mails, et le stockage contre la saturation
kept-time-mails = Deux heures après le dernier e-mail, un jour après le dernier envoi de fichier

## L’assistant des membres

chat-greeting = Bonjour, je suis l’assistant de ce site. Que puis-je faire pour vous ?
chat-notice = Vous parlez à un programme informatique. Il peut se tromper : vérifiez ce qui compte. Vos messages sont conservés pour que vous puissiez poursuivre la conversation ; vous pouvez les supprimer à tout moment.
assistant-restricted = L’utilisation de vos données est limitée ici, l’assistant ne répond donc pas. Vous pouvez toujours lire, copier et supprimer vos conversations.
chat-title = Assistant
chat-description = Interrogez l’assistant de ce site. Vos conversations vous suivent sur tous vos appareils.
chat-noscript = L’assistant a besoin de JavaScript.
chat-conversations = Conversations
chat-conversation = { widget-conversation }
chat-menu = { widget-menu }
chat-begin = Nouvelle conversation
chat-search = Rechercher dans vos conversations
chat-more = Afficher les plus anciennes
chat-earlier = Afficher les messages précédents
chat-none = Aucune conversation pour l’instant.
chat-nothing = Rien n’a été trouvé.
chat-untitled = Sans titre
chat-rename = Renommer
chat-remove = Supprimer cette conversation
chat-remove-title = Supprimer cette conversation ?
chat-remove-text = Elle est supprimée sur tous vos appareils et ne peut pas être récupérée.
chat-clear = Supprimer toutes les conversations
chat-clear-title = Supprimer toutes les conversations ?
chat-clear-text = Tous vos messages et toutes les réponses sont supprimés, sur tous vos appareils. Ils ne peuvent pas être récupérés.
chat-copy-all = Copier cette conversation
chat-download = Télécharger mes données
chat-cancel = Annuler
chat-save = Enregistrer
chat-label = Écrivez un message
chat-empty = Écrivez d’abord un message.
chat-send = { widget-send }
chat-stop = Arrêter la réponse
chat-editing = Votre message est envoyé à nouveau et ce qui suivait est remplacé.
chat-edit = Modifier ce message
chat-copy = Copier cette réponse
chat-copied = Copié.
chat-good = Utile
chat-bad = Pas utile
chat-again = Répondre à nouveau
chat-stopped = Arrêtée. Ce qui était arrivé est conservé.
chat-broke-off = La réponse s’est interrompue. Ce qui était arrivé est conservé.
chat-no-answer = Aucune réponse n’est arrivée. Réessayez dans un instant.
chat-signed-out = Vous êtes déconnecté. Connectez-vous sur le site pour voir vos conversations.
chat-you = { widget-you }
chat-assistant = { widget-assistant }
chat-close = { widget-close }
chat-retry = { widget-retry }
chat-opens = { widget-opens }
chat-notices = { widget-notice }
chat-accessibility = { widget-accessibility }
chat-failure = { widget-failure }
chat-offline = { widget-offline }
chat-reference = Référence { $id }
chat-found =
    { $count ->
        [one] { $count } résultat
        [many] { $count } résultats
       *[other] { $count } résultats
    }
kept-time-member = { $time } après le dernier message du membre
kept-time-conversation = { $time } après le dernier message
kept-time-action = { $time } après avoir été faite ou écartée
kept-member-for-ever = Jusqu’à ce que le membre le supprime
# Answers to members from documents, without a model
assistant-nothing = Je n’ai rien trouvé à ce sujet dans les documents que je connais. Posez la question autrement, ou demandez à l’équipe de ce site.
assistant-filtered = Le modèle n’a pas le droit de répondre à cela. Essayez de poser la question autrement.
# $source: such as “Opening hours (opening.md)”
assistant-source = Source : { $source }

# The member's messenger.
messenger-title = Messagerie
messenger-lead = Associez votre compte WhatsApp et voyez ce qu’il y a à faire dans vos messages.
messenger-phone = Votre numéro de téléphone
messenger-phone-hint = Avec l’indicatif du pays, par exemple +33 6 12 34 56 78
messenger-continue = Continuer
messenger-link-title = Associer votre compte
messenger-notice = Vos messages, y compris ce que d’autres vous écrivent, sont lus par un programme qui y cherche des choses à faire, puis supprimés ; seule la phrase d’où vient une action est conservée. En scannant le code, vous l’acceptez. Vous pouvez dissocier le compte à tout moment. WhatsApp ne propose pas cela à d’autres programmes et peut restreindre votre compte.
messenger-qr = Code QR à scanner avec WhatsApp sur votre téléphone
messenger-qr-wait = Le code arrive
messenger-qr-time = Temps restant pour ce code
messenger-step-open = Ouvrez WhatsApp sur votre téléphone.
messenger-step-menu = Allez dans Réglages, Appareils connectés, Connecter un appareil.
messenger-step-scan = Pointez le téléphone vers ce code.
messenger-again = Afficher un nouveau code
messenger-type-instead = Saisir plutôt un code sur le téléphone
messenger-known = Ce numéro est déjà associé
messenger-code = Code reçu dans votre propre discussion
messenger-verify = Confirmer
messenger-other-number = Utiliser un autre numéro
messenger-resume = Connecter
messenger-pause = Mettre en pause
messenger-restart = Redémarrer
messenger-unlink = Dissocier
messenger-sign-out = Se déconnecter
messenger-actions = Ce qu’il y a à faire
messenger-pending = À faire
messenger-done = Fait
messenger-dismissed = Écarté
messenger-empty = Rien ici. Les nouveautés apparaissent d’elles-mêmes.
messenger-more = Afficher les plus anciens
messenger-news = Nouveau :
messenger-quote = Extrait du message
messenger-mark-done = Fait
messenger-dismiss = Écarter
messenger-reopen = Remettre
messenger-edit = Corriger
messenger-edit-title = Quoi
messenger-edit-day = Jour
messenger-edit-time = Heure
messenger-save = Enregistrer
messenger-cancel = Annuler
messenger-share = Laisser d’autres lire ce tableau
messenger-share-text = Ils voient ce qu’il y a à faire, avec les phrases d’origine. Ils ne peuvent rien modifier et ne voient pas d’autres messages.
messenger-share-phone = Leur numéro de téléphone
messenger-share-add = Partager
messenger-share-end = Ne plus partager
messenger-share-read = Lire
messenger-received = Partagés avec vous
messenger-unlink-title = Dissocier ce compte ?
messenger-unlink-text = Il est déconnecté de WhatsApp et ses clés sont détruites. Votre tableau reste.
messenger-failure = Cela n’a pas marché. Réessayez dans un instant.
messenger-offline = Pas de connexion. Réessayez une fois en ligne.
messenger-noscript = Cette page a besoin de JavaScript.
messenger-state-none = Non associé
messenger-state-stopped = En pause
messenger-state-starting = Démarrage
messenger-state-pairing = En attente de votre téléphone
messenger-state-online = Connecté
messenger-state-offline = Reconnexion
messenger-state-asleep = En veille, votre venue le réveille
messenger-state-logged-out = Votre téléphone a mis fin à l’association
messenger-state-replaced = Un autre programme utilise cette association
messenger-state-banned = WhatsApp a suspendu le compte pour un temps
messenger-state-failed = Pas de connexion. Redémarrez plus tard.
messenger-state-other-number = Le téléphone d’un autre numéro a scanné le code ; rien n’est conservé
messenger-kind-task = Tâche
messenger-kind-meeting = Rendez-vous
messenger-kind-payment = Paiement
messenger-kind-call = Appel
messenger-kind-purchase = Achat
