### English, the reference: the other languages have the same messages with the same variables.
### docs/languages.md tells how this works. Plain, short, no exclamation marks; errors say what to do next.

language-name = English

## The assistant

bot-greeting = Hello. I collect what our team needs to help you: your name, your files and an e-mail address. It takes about two minutes.
bot-promise = If you leave before giving your e-mail, everything you sent is deleted.
bot-ask-name = What may we call you?
bot-name-missing = Tell us a name, so that we know what to call you.
bot-name-too-long = That name is longer than 100 characters. A shorter form is fine.
bot-name-strange = That name contains characters that cannot be shown. Type it again.
bot-thanks = Thank you, { $name }.
# $size: such as “100 MB”
bot-ask-files = Which documents should we look at? Photos and scans are fine, up to { $size } each. You can also go on without files.
bot-files-count = Say how many files you added, or 0 to go on without.
bot-files-heard =
    { $count ->
        [0] No files, that is fine.
        [one] Your file has arrived.
       *[other] Your { $count } files have arrived.
    }
bot-ask-email = Where can we write to you? We send one link to this address to make sure that it is yours.
bot-email-missing = We need an e-mail address to answer you.
bot-email-wrong = That does not look like an e-mail address. It should look like name@example.org.
bot-ask-consent = Last, two decisions that are yours. The second one is optional.
bot-consent-needed = We may only keep your details with your consent to the first point. Without it you can leave, and everything you sent is deleted.
bot-consent-stale = The wording of the consents has changed. Read them again, then decide.
bot-ask-inbox = Check your inbox: we have sent you a link. Once you have used it, everything is with our team.
bot-done = Confirmed. Everything is with our team now, and you will hear from us by e-mail.

## The consents. A changed word, in any language, needs a new version: src/intake/consent.rs

consent-personal-data = I agree that my name, my e-mail address and the files I sent are stored and used to handle my request. I can withdraw this at any time.
consent-ai-training = I agree that the files I sent may also be used to train AI models. Saying no changes nothing about my request, and I can withdraw this at any time.

## Refusals and failures, in the chat and on pages

problem-not-found = There is nothing here.
problem-request-timeout = The request came too slowly. Try again.
problem-session-gone = Your visit has ended. Nothing was kept. You can start again.
problem-session-pending = Your details are stored already. Confirm them with the link in our mail.
problem-session-complete = This visit is complete. Start a new one to send more.
problem-contact-missing = There is no e-mail address yet to send a link to.
problem-files-differ = The files that arrived are not the ones you see. Look at the list again, then send it once more.
problem-upload-running = A file is still on its way. Wait until it has arrived, or remove it.
problem-body-too-large = The request is larger than this call accepts.
problem-file-too-large = The file is larger than we accept.
problem-quota-exceeded = That is more than one visit may send. Remove a file first.
problem-file-type-refused = We cannot take this type of file.
problem-file-refused = Our virus scanner found something harmful in the file. Send a clean copy, or another file.
problem-empty-file = The file is empty. Choose it again.
problem-rate-limited = That was a lot at once. Wait a moment, then go on.
problem-link-gone = This link has expired or was never valid.
problem-unavailable = We cannot take this right now. Nothing was kept. Try again in a moment.
problem-internal = The system has encountered an error, which has been notified to the administrator to investigate. Please try again later.
problem-unsure = We cannot tell whether this was kept. Try again in a moment.
problem-upload-cut = The upload ended early. Nothing was kept. Send the file again.
problem-too-many-files =
    { $count ->
        [one] One visit can send 1 file. Remove it first.
       *[other] One visit can send { $count } files. Remove one first.
    }
problem-visit-full = One visit can send { $size } altogether. Remove a file first.
problem-too-large = “{ $name }” is too large. Files can be up to { $size }.
problem-not-text = “{ $name }” is not plain text inside. Save it again as text.
# $types: such as “.pdf, .docx, .jpg”; $others: how many more there are
problem-type =
    { $others ->
        [0] “{ $name }” is of a type that we cannot take. We take { $types }.
        [one] “{ $name }” is of a type that we cannot take. We take { $types } and 1 other type.
       *[other] “{ $name }” is of a type that we cannot take. We take { $types } and { $others } other types.
    }
problem-disguised = “{ $name }” does not look like a .{ $ending } inside. Save it again in that format.
problem-other-type = “{ $name }” is a .{ $ending } file inside. Change its ending to .{ $ending } and send it again.
problem-password = “{ $name }” is protected with a password. Remove it in the program that made the file, and send it again.
problem-infected = “{ $name }” was refused: our virus scanner found something harmful in it. Nothing of it was kept. Check your device, then send a clean copy or another file.
problem-unscanned = We cannot check “{ $name }” for viruses right now. Nothing of it was kept. Try again in a moment, or send a smaller file.
problem-files-missing =
    { $count ->
        [one] One of your files is not with us any more. Send it again, or go on without it.
       *[other] { $count } of your files are not with us any more. Send them again, or go on without them.
    }

## Sizes, times, dates

# Between a number and its tenths
decimal-mark = .
size-bytes = { $number } bytes
size-kb = { $number } KB
size-mb = { $number } MB
size-gb = { $number } GB
size-tb = { $number } TB
duration-years =
    { $count ->
        [one] { $count } year
       *[other] { $count } years
    }
duration-months =
    { $count ->
        [one] { $count } month
       *[other] { $count } months
    }
duration-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
duration-hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
duration-minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
duration-seconds =
    { $count ->
        [one] { $count } second
       *[other] { $count } seconds
    }
# The day and the hour at which a link stops working. Monday is 1.
date-moment = { date-weekday } { $day } { date-month }, { $time } UTC
# A day of any year
date-day = { $day } { date-month } { $year }
date-full = { date-day }, { $time } UTC
date-weekday =
    { $weekday ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[7] Sunday
    }
date-month =
    { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }

## The mail with the link

mail-subject = Confirm your e-mail address for { $site }
mail-hello = Hello,
mail-step = one step completes your intake: open this link and confirm that this e-mail address is yours.
mail-button = Confirm my address
mail-copy = Or copy this link into your browser:
mail-until = The link works once, until { $until }.
mail-not-you = You did not ask for this? Somebody gave your address, perhaps by mistake. This link deletes the request and everything in it:
mail-not-me = This wasn’t me
mail-why = { $site } sent you this because your e-mail address was entered in its intake chat.

## The mail with the way to one’s own data

mail-own-subject = Your data at { $site }
mail-own-text = this link opens the page where you see, download, correct or delete what { $site } keeps under your e-mail address.
mail-own-button = See my data
mail-own-until = The link works once, for one hour.
mail-own-not-you = You did not ask for this? Then somebody typed your address. Nothing has changed, and nobody but you can use the link: delete this mail.
mail-own-why = { $site } sent you this because your e-mail address was entered on its privacy page.

## Pages behind the mail's links

page-confirm-title = Confirm your e-mail address
page-confirm-text = One click completes your intake. After it, a person can look at what you sent and write to you.
page-confirm-button = Confirm my address
page-confirm-not-you = You did not start this?
page-not-me = This wasn’t me
page-confirmed-title = Thank you. Your address is confirmed
page-confirmed-text = Your intake is complete. We have what you sent and will write to you by e-mail.
page-confirmed-close = You can close this page. If the chat is still open in another window, it shows the same.
page-notice = What we keep, and your rights
page-already-title = Already confirmed
page-already-text = This link has been used, and your intake is complete. There is nothing more to do.
page-gone-title = This link does not work any more
page-gone-text = It has expired, a newer address has taken its place, or the visit behind it was deleted.
page-gone-what = What you can do
page-gone-again = If the chat is still open, choose “Send it again” there and use the newest e-mail.
page-gone-copied = If you copied the link by hand, check that all of it is in the address bar.
page-gone-anew = Otherwise start again in the chat. It takes about two minutes.
page-decline-title = This wasn’t you?
page-decline-text = Somebody gave your e-mail address in a chat, perhaps by a typing mistake. Delete the request, and the address, the files and everything else in it are erased. No more mail comes from it.
page-decline-button = Delete the request
page-decline-was-you = If it was you, close this page and use the other link in the e-mail.
page-declined-title = The request is deleted
page-declined-text = Your address and everything sent with it are being erased now. You get no more mail from it.
page-declined-close = There is nothing more to do. You can close this page.
page-late-title = This request is already confirmed
page-late-text = Somebody used the link in the e-mail, so the request can no longer be deleted from here.
page-late-what = To have the data erased, answer the e-mail or write to the company that sent it, and say that you did not make the request. They must answer within one month.

## Errors as pages

page-error-title = That did not work
page-error-missing = This page does not exist
page-error-ours = Something is wrong on our side
page-error-home = Go to the start page

## The privacy notice

privacy-title = Privacy notice
privacy-intro = This chat takes your details and files for the company whose page you came from. That company decides what they are used for and answers for them.
privacy-kept = What is kept, and when it is deleted
privacy-before = Before you give your e-mail address:
# $within: such as “11 minutes”
privacy-before-text = your files, under a random number. Your name and your answers stay in your browser. If you leave, the files are deleted, at the latest { $within } after your browser last contacted us. “Leave and delete everything” in the chat’s menu deletes them at once.
privacy-agreed = When you have agreed and given your address:
privacy-agreed-text = your name, your e-mail address, your files, your internet address at that time, and what you agreed to or refused, with the wording and the time. We send you one link to check that the address is yours. It works for { $valid }.
privacy-never = If you never open the link:
privacy-never-text = everything is deleted after { $kept }.
privacy-confirmed = When the address is confirmed:
privacy-confirmed-text = the company keeps your request until it no longer needs it for its purpose, or until you ask for its deletion.
privacy-why = Why
privacy-why-text = To receive and answer your request, on the basis of your consent (General Data Protection Regulation, Article 6(1)(a)). Files are used to train the assistant only if you agreed to that separately. Refusing it changes nothing else.
privacy-browser = In your browser
privacy-browser-text = From the moment you open the chat, your browser keeps the random number of your visit. This tab also keeps your answers until you are done, so that a reload loses nothing. There are no cookies and no tracking.
privacy-rights = Your rights
privacy-right-see = See and receive a copy of what is kept about you.
privacy-right-correct = Have it corrected, erased, or its use restricted.
privacy-right-withdraw = Withdraw a consent at any time, as easily as you gave it. What was done before stays lawful.
privacy-right-complain = Complain to a data protection authority, for example where you live.
privacy-how = To use them, write to the company, or answer the e-mail you received. You get an answer within one month.
privacy-fault = Error
privacy-all = All of it, and for how long
privacy-own = See, correct or delete your data
privacy-own-text = You can do it yourself, now. Enter the e-mail address that you gave in the chat; we send a link to it.
privacy-own-label = E-mail address
privacy-own-button = Send me a link
privacy-ended = Your half hour here is over, or you are not signed in. Ask for a link to continue.
privacy-finished = You are signed out. Your data can no longer be seen from this browser.
privacy-sent-title = Check your inbox
privacy-sent-text = If we keep something under that address, a mail with a link is on its way. The link works once, for one hour.
privacy-sent-nothing = Nothing there after a few minutes?
privacy-sent-spam = Look in the spam folder too.
privacy-sent-spelt = Check how the address is spelt: it has to be the one that you gave in the chat.
privacy-sent-wait = Wait a minute, then ask again.
privacy-sent-none = Or we keep nothing under it. This page says the same in both cases, so that no one can find out who has written to us.
privacy-again = Ask for a new link
privacy-link-text = The next page shows what is kept under your e-mail address. There you can download, correct or delete it.
privacy-link-button = Show my data
privacy-link-once = The link works once. You are signed out after half an hour, or when you press “{ privacy-finish }”.
privacy-gone-text = It was used, it is older than an hour, or nothing is kept under its address any more.
privacy-data-title = Your data
privacy-data-text = This is all that is kept under { $address }. You are signed out after half an hour.
privacy-download = Download everything
privacy-finish = Finish
privacy-nothing = Nothing is kept.
# $at: a day and its time
privacy-visit = Your visit of { $at }
privacy-restricted = Restricted.
privacy-restricted-since = Since { $at }.
privacy-restricted-accuracy = You say that the data is wrong; it is left alone until that is checked.
privacy-restricted-unlawful = The data is kept at your wish, and not used.
privacy-restricted-claims = The data is kept for your legal claims, and not used.
privacy-restricted-objection = You object to the use; the data is left alone until that is weighed.
privacy-restricted-by-us = We restricted this ourselves. Write to us to have it lifted.
privacy-name = Name
privacy-confirmed-at = Confirmed
privacy-not-confirmed = Not yet: the link in our first mail was not used.
privacy-language = Language
privacy-ip = Internet address
privacy-not-kept = Not kept
privacy-files = Files
privacy-no-files = None
privacy-correct = Correct name or address
privacy-correct-hint = Another address gets a mail with a link to confirm it. From then on this visit belongs to the new address, and the old one can no longer open it: check the spelling carefully.
privacy-correct-button = Save the correction
privacy-leave-it = Leave it as it is
privacy-moved-title = Confirm the new address
privacy-moved-text = The visit belongs to { $address } now. A mail with a link is on its way there; until the link is used the address is not confirmed.
privacy-moved-old = { $address } can no longer open that visit.
privacy-moved-again = To see your data again, ask for a link with the new address.
privacy-back = Back to your other visits
privacy-decided = What you decided
privacy-purpose-request = Handling your request
privacy-purpose-training = Training of AI
privacy-decision-agreed = Agreed
privacy-decision-withdrawn = Withdrawn
privacy-decision-refused = Refused
privacy-no-training = No training with my files
privacy-restrict = Restrict the use
privacy-restrict-text = We keep the data and leave it alone: it is not used for training, and only the people who answer privacy requests can read it. Your request is on hold meanwhile. You can lift it here at any time.
privacy-restrict-training = Only the training bothers you? “{ privacy-no-training }” on the page before is enough.
privacy-restrict-why = Why?
privacy-restrict-choose = Choose one of these.
privacy-reason-accuracy = The data is wrong, and has to be checked
privacy-reason-objection = I object to the use
privacy-reason-unlawful = The use is unlawful, but do not delete it
privacy-reason-claims = I need the data for a legal claim
privacy-lift = Lift the restriction
privacy-withdraw = Withdraw my consent
privacy-withdraw-title = Withdraw your consent
privacy-withdraw-text = Without your consent we may keep nothing of this visit. If you withdraw it, the visit is deleted, and your request can no longer be handled. What was done before stays lawful.
privacy-erase = Delete everything
privacy-erase-text = Every visit above, with its files, for good. You are asked again before anything is deleted.
privacy-erase-good = This is permanent. Nothing can be brought back, not even from a backup.
privacy-goes = What is deleted
privacy-goes-visits =
    { $count ->
        [one] The name and the address { $address } of this visit
       *[other] { $count } visits, with their names and the address { $address }
    }
privacy-goes-files =
    { $count ->
        [0] No files: none were sent
        [one] { $count } file, with all its copies
       *[other] { $count } files, with all their copies
    }
privacy-goes-rest = What you decided, every link, and mail that is waiting to be sent
privacy-stays = What stays
privacy-stays-receipt = A receipt of when and how much was deleted, without any name
privacy-stays-trail = Lines that prove what was done, also without any name
privacy-sure = Yes, delete it
privacy-sure-fault = Tick the box to confirm.
privacy-erase-button = Delete for good
privacy-keep = Keep it
privacy-erased-title = Deleted
privacy-erased-text = Name, address and decisions are deleted. The files follow now; the receipt says when the last copy is deleted.
privacy-receipts =
    { $count ->
        [one] Your receipt
       *[other] Your receipts
    }
privacy-receipt-keep = A receipt contains no name. Keep its number if you want to prove later that you asked.
privacy-receipt-done = Everything is deleted
privacy-receipt-done-text = A last check found nothing of it in the file store.
privacy-receipt-running = Deleting
privacy-receipt-running-text = The personal data is deleted. The files follow now.
privacy-receipt-look = Look again
privacy-receipt-asked = Asked for
privacy-receipt-finished = Finished
privacy-receipt-not-yet = Not yet
privacy-receipt-copies = Copies deleted
privacy-receipt-counted = Counted at the end
privacy-receipt = Receipt
privacy-did-corrected = The correction is saved.
privacy-did-training = Your files are not used for training any more.
privacy-did-restricted = The use is restricted. We keep the data and leave it alone.
privacy-did-lifted = The restriction is lifted.
privacy-accessibility = Accessibility of this chat
page-languages = This page in other languages

## What is kept and for how long: the table of the notice

kept-caption = What is kept, why, on which legal basis and for how long
kept-what = What
kept-for = Purpose
kept-basis = Legal basis
kept-time = For how long
kept-open = Files of a visit without an address
kept-open-for = To keep files until the visitor has decided, and to delete them when the visitor leaves
kept-pending = Name, e-mail address and files, before the address is confirmed
kept-pending-for = To receive the request and to check that the address is the person’s own
kept-complete = Name, e-mail address and files, once the address is confirmed
kept-complete-for = To answer the request; files train AI only where the person agreed to it
kept-ip = Internet address at the time of a decision
kept-ip-for = To look into abuse, and to prove who decided
kept-consents = Consents given and refused, with wording and time
kept-consents-for = To prove what was agreed to
kept-links = Mailed links, as hashes, and mails waiting to be sent
kept-links-for = To check that the address is the person’s own
kept-ways = Links and sign-ins of those who look at their own data
kept-ways-for = To let people see, correct and delete their data by themselves
kept-trail = The trail: what was done to which visit, and by whom, without names
kept-trail-for = To account for what was done, and to find out what a breach has touched
kept-receipts = Receipts of erasures, without names
kept-receipts-for = To prove when and how much was erased
kept-requests = Requests by mail or telephone: who asked for what, and when it was answered
kept-requests-for = To answer in time, and to prove it
kept-funnel = How far visitors came: counts of a day
kept-funnel-for = To see where visitors leave
kept-consent = Consent, article 6(1)(a)
kept-interest = Legitimate interest, article 6(1)(f)
kept-duty = Legal duty, article 6(1)(c) with articles { $articles }
kept-nobody = No personal data: counts identify no one
kept-time-open = { $time } after the browser last contacted us, at the latest
kept-time-pending = { $time } after they were last given
kept-until-confirmed = Until the person confirms, declines, or asks for deletion
kept-time-complete = { $time } after the confirmation
kept-until-needed = Until the request no longer needs them, or the person asks for deletion
kept-time-ip = { $time } after it was recorded
kept-as-long = As long as the name and the e-mail address
kept-time-links = As long as the name and the e-mail address; a mail until it is sent
kept-time-ways = A link works for 1 hour, a sign-in for 30 minutes; both are deleted soon after
kept-time-trail = { $time } after the event
kept-proof = Kept as proof
kept-time-receipts = { $time } after the erasure
kept-time-requests = { $time } after the answer; then who asked is deleted
kept-always = Kept

## The copy of one’s own data: the page in its archive

copy-text = A copy of all that is kept about you, as of { $at }. This page needs nothing but its folder.
copy-missing =
    { $count ->
        [one] One file is missing. It was received, but the store no longer has it. The list below says which one.
       *[other] { $count } files are missing. They were received, but the store no longer has them. The list below says which ones.
    }
copy-changed = Last changed
copy-number = Number of the visit
copy-file-missing = Missing from the store
copy-file-differs = The store has { $size }
copy-no-wording = The wording of this version is not on record here.
copy-version = Version
copy-links = Links sent by e-mail
copy-link-used = Sent { $sent }, used { $used }
copy-link-unused = Sent { $sent }, not used, valid until { $until }
copy-waiting = A mail has been waiting to be sent since { $at }
copy-requests = What was asked for by mail or telephone
copy-request-received = Received { $day }
copy-request-open = Not answered yet, due { $day }
copy-request-extended = Extended by two months, told { $day }
copy-request-done = Answered { $at }
copy-request-refused = Refused { $at }
copy-request-unidentified = Closed { $at }, because the person could not be identified
copy-happened = What happened
copy-did-given = The contact was given
copy-did-changed = The contact was corrected before it was confirmed
copy-did-confirmed = The address was confirmed
copy-did-corrected = The data was corrected
copy-did-agreed = The earlier address agreed that the new one sees what was sent before
copy-did-read = The data was read
copy-did-downloaded = A file was downloaded
copy-did-copied = A copy like this one was made
copy-did-asked = A link to the page with this data was requested
copy-did-opened = That link was used
copy-did-withdrawn = A consent was withdrawn
copy-did-restricted = The use was restricted
copy-did-lifted = The restriction was lifted
copy-by-visitor = the visitor
copy-by-staff = a staff member
copy-by-operator = the operator
copy-by-system = a rule set by the operator
copy-by-unknown = an unknown person
copy-programs = For programs:

## The demo: a made-up office

demo-ask = Ask for help
demo-how = How it works
demo-developers = For developers
demo-headline = A letter you don’t understand? Bring it in.
demo-promise = Rent, work, benefits: show us the papers, and a person who knows the law reads them. You hear from us within two working days. It costs nothing.
demo-start = Show us your papers
demo-small = About two minutes. If you leave before the end, everything is deleted.
demo-picture = An open door with light behind it, and an envelope on the mat
demo-name = Tell us your name
demo-name-text = Any name, in any script. No account, no password.
demo-papers = Add your papers
demo-papers-text = Letters, contracts, photos of pages. Or none, if you only have a question.
demo-link = Open one link
demo-link-text = We send it to your e-mail address. It proves that the address is yours, and you are done.
demo-made-up = This office is made up. The chat is not
demo-line = One line puts it on any page. It makes the button in the corner, and loads nothing more until somebody opens it.
demo-line-label = The line to add
demo-also = Also:
demo-scripts = In scripts:
demo-api = API documentation
demo-mail = Captured mail
demo-sign-in-as = Sign in as { $name }
demo-sign-out = Sign { $name } out

## The widget

widget-title = Intake
frame-noscript = JavaScript is off. Without it, write to the company whose page you came from.
frame-description = A short conversation: your name, your files, your e-mail address.
frame-still = The chat needs scripts and its own place in the browser.
frame-new-tab = Open in a new tab
frame-failed = The chat does not load.
widget-assistant = Assistant
widget-you = You
widget-conversation = Conversation
widget-close = Close
widget-menu = More
widget-notice = Privacy notice
widget-accessibility = Accessibility
widget-edit-answer = Change this answer
widget-note-open = Deleted if you leave before the end
widget-note-pending = Waiting for your confirmation
widget-note-complete = Confirmed
widget-note-gone = Nothing was kept
widget-send = Send
widget-back = Back
widget-retry = Try again
widget-label-text = Your answer
widget-label-name = Your name
widget-label-email = Your e-mail address
widget-did-you-mean = Did you mean { $address }?
widget-choose = Add files
widget-photo = Take a photo
widget-drop = Drop the files here
widget-which = Which files?
widget-allowed =
    { $count ->
        [one] 1 file of up to { $size }: { $types }.
       *[other] Up to { $count } files of { $size } each: { $types }.
    }
widget-go-on =
    { $count ->
        [0] Go on without files
        [one] Go on with 1 file
       *[other] Go on with { $count } files
    }
widget-total =
    { $count ->
        [one] { $count } file, { $size }
       *[other] { $count } files, { $size }
    }
widget-total-of = { widget-total } of { $most }
widget-still-sending =
    { $count ->
        [one] 1 file is still on the way. Wait a moment, or cancel what you do not need.
       *[other] { $count } files are still on the way. Wait a moment, or cancel what you do not need.
    }
widget-not-arrived =
    { $count ->
        [one] 1 file has not arrived. Try again or remove it.
       *[other] { $count } files have not arrived. Try again or remove it.
    }
widget-no-files = No files
widget-cut = The upload was cut off. Add the file again.
widget-cut-off = The upload was cut off. It goes on when the connection is back.
widget-waiting = Waiting
widget-storing = Storing
widget-stored = Arrived
widget-arrived = { $name } has arrived.
widget-cancel-file = Cancel { $name }
widget-retry-file = Try { $name } again
widget-remove-file = Remove { $name }
widget-just-over = just over { $size }
widget-refused-type = “{ $name }” is a { $ending } file, which cannot be opened here. Try a PDF or a picture of the same pages.
widget-refused-size = “{ $name }” is { $size }. Files can be up to { $most }. Try a PDF of the same pages.
widget-refused-empty = “{ $name }” is empty. Check it on your device, then add it again.
widget-refused-count =
    { $count ->
        [one] “{ $name }” is one too many. There is room for 1 file. Remove it to add this one.
       *[other] “{ $name }” is one too many. There is room for { $count } files. Remove one to add it.
    }
widget-refused-total = “{ $name }” does not fit. All files together can be up to { $size }. Remove one to add it.
widget-refused-twice = “{ $name }” is already in the list.
widget-refused-changed = “{ $name }” has changed or was moved since it was chosen. Choose it again.
widget-refused-folder = “{ $name }” is a folder. Choose the files in it.
widget-optional = Optional.
widget-full-notice = Read the full notice
widget-opens = (opens in a new tab)
widget-agree = Agree and send
widget-agreed = I agree. No AI training
widget-agreed-training = I agree, and my files may train the assistant
widget-inbox-title = Look in your inbox
widget-inbox-once = The link works once. Opening it completes your intake.
widget-inbox-until = The link works once, until { $until }. Opening it completes your intake.
widget-inbox-to = We wrote to { $address }.
widget-inbox-unknown = We sent a link to the address you gave.
widget-undelivered-title = The mail could not be delivered
widget-undelivered-to = The mail server says that this address does not exist or takes no mail: { $address }.
widget-undelivered-unknown = The mail server says that this address does not exist or takes no mail.
widget-undelivered-help = Check the address for typing errors, or use another one. What you sent is kept.
widget-again = Send it again
widget-again-in = Send it again in { $seconds } s
widget-sent-again = Sent again. It can take a minute; look in the spam folder too.
widget-wrong = Change address
widget-change = Change and send
widget-keep = Keep as it is
widget-changed = We sent a new link to { $address }. Older links no longer work.
widget-done-title = Thank you. You are confirmed
widget-done = We have what you sent and will write to you. You can close this window.
widget-new-visit = Start a new visit
widget-ended = { problem-session-gone }
widget-start-again = Start again
widget-welcome-back = Welcome back. You had begun an intake in this browser. Continue, or start over? Starting over deletes what you sent.
widget-go-on-visit = Continue
widget-start-over = Start over
widget-leave = Leave and delete everything
widget-leave-title = Delete everything you sent?
widget-leave-text = Your answers and files are deleted now. This cannot be undone.
widget-leave-yes = Delete and leave
widget-leave-no = Stay
widget-failure = { problem-internal }
widget-offline = There is no connection right now. What you entered is still here.
widget-differ = Some files did not arrive. Look through the list, then go on.
widget-reference = Reference { $id }

## The accessibility statement

access-intro = Everyone should be able to use this chat and its pages. They are made to meet the Web Content Accessibility Guidelines 2.2, level AA.
access-count-on = What you can count on
access-keyboard = Keyboard:
access-keyboard-text = everything works without a mouse. The focus is always visible and goes to the next question. Escape closes the chat, and the focus is never trapped in it.
access-readers = Screen readers:
access-readers-text = new messages and arrived files are announced without interrupting you. Every field, button and picture has a name. An error appears beside its field and says what to do.
access-zoom = Large text and zoom:
access-zoom-text = at 400 % nothing is cut off, and you scroll in one direction only.
access-colours = Colours:
access-colours-text = text has a contrast of at least 4.5 to 1, whatever colour the company chose. Dark mode and your system’s high contrast colours are followed. No information is in colour alone.
access-touch = Touch:
access-touch-text = every button is at least 44 pixels high and wide.
access-calm = Calm:
access-calm-text = nothing blinks. If your system asks for less motion, nothing moves.
access-time = Time:
access-time-text = there is no countdown while you write. An open chat is kept for up to a day; one that is closed or forgotten is deleted, which the chat tells you.
access-memory = Memory:
access-memory-text = nothing is asked twice. You can go back and change an answer, and a reload loses nothing. There is no puzzle to solve.
access-how = How we know
access-how-text = Each version is checked by machine (axe) in every state of the chat, light and dark, in both writing directions, and by journeys with the keyboard only, at 400 % zoom, with reduced motion and with forced colours. Machines do not find everything.
access-not-yet = What does not work yet
access-not-pictures = Pictures and documents that you send are shown by their name and a small picture only; we do not describe them.
access-not-scripts = Without JavaScript there is no chat. Write to the company whose page you came from; the link in our e-mail works without it.
access-tell = Tell us
access-tell-text = If something stands in your way, write to the company whose page you came from, or answer the e-mail you received. Say what you wanted to do and what happened; you need not explain why.

# The mail to an earlier address, and its page
mail-changed-subject = The e-mail address of your visit to { $site } was changed
mail-changed-text = a visit to { $site } that was kept under this e-mail address is now kept under another one.
mail-changed-hidden = The new address does not see what was sent before the change, such as files. If you made the change and want the new address to see it, open this link:
mail-changed-button = Let the new address see it
mail-changed-not-you = You did not change it? Then do not open the link, and tell { $site }.
mail-changed-why = { $site } sent you this because this e-mail address belonged to a visit there.
page-earlier-title = Let the new address see what was sent?
page-earlier-text = The visit was kept under your e-mail address before. If you agree, the new address sees and downloads what was sent while yours belonged to it.
page-earlier-not-you = You did not change the address? Close this page, and nothing is shown.
page-earlier-done = The new address can see it now
privacy-withheld = What was sent before the e-mail address was changed is not shown. We wrote to the earlier address, which can agree to show it.
privacy-not-shown = Not shown
privacy-moved-agree = We wrote to { $address }. Until you agree by the link in that mail, the new address does not see what was sent so far.
kept-earlier = An earlier e-mail address, after a change
kept-earlier-for = To tell its owner, and to keep what it could see from the new address
kept-time-earlier = { $time } after the change
kept-mails = How many mails a mailbox was sent and how much one network has uploaded that is not confirmed, under a hash that only our key can make
kept-mails-for = To protect mailboxes from too many mails, and the storage from filling up
kept-time-mails = Two hours after the last mail, a day after the last upload

## The assistant of members

chat-greeting = Hello, I am the assistant of this site. What can I do for you?
chat-notice = You are talking to a computer program. It can be wrong: check what matters. Your messages are kept so that you can go on with the conversation; you can delete them at any time.
assistant-restricted = The use of your data here is restricted, so the assistant does not answer. You can still read, copy and delete your conversations.
chat-title = Assistant
chat-description = Ask the assistant of this site. Your conversations follow you to every device.
chat-noscript = The assistant needs JavaScript.
chat-conversations = Conversations
chat-conversation = { widget-conversation }
chat-menu = { widget-menu }
chat-begin = New conversation
chat-search = Search your conversations
chat-more = Show older ones
chat-earlier = Show earlier messages
chat-none = No conversations yet.
chat-nothing = Nothing was found.
chat-untitled = Untitled
chat-rename = Rename
chat-remove = Delete this conversation
chat-remove-title = Delete this conversation?
chat-remove-text = It is deleted on all your devices and cannot be brought back.
chat-clear = Delete all conversations
chat-clear-title = Delete all conversations?
chat-clear-text = All your messages and all answers are deleted, on all your devices. They cannot be brought back.
chat-copy-all = Copy this conversation
chat-download = Download my data
chat-cancel = Cancel
chat-save = Save
chat-label = Write a message
chat-empty = Write a message first.
chat-send = { widget-send }
chat-stop = Stop the answer
chat-editing = Your message is sent again, and what came after it is replaced.
chat-edit = Edit this message
chat-copy = Copy this answer
chat-copied = Copied.
chat-good = Helpful
chat-bad = Not helpful
chat-again = Answer again
chat-stopped = Stopped. What had come is kept.
chat-broke-off = The answer broke off. What had come is kept.
chat-no-answer = No answer came. Try again in a moment.
chat-signed-out = You are signed out. Sign in at the site to see your conversations.
chat-you = { widget-you }
chat-assistant = { widget-assistant }
chat-close = { widget-close }
chat-retry = { widget-retry }
chat-opens = { widget-opens }
chat-notices = { widget-notice }
chat-accessibility = { widget-accessibility }
chat-failure = { widget-failure }
chat-offline = { widget-offline }
chat-reference = Reference { $id }
chat-found =
    { $count ->
        [one] { $count } found
       *[other] { $count } found
    }
kept-time-member = { $time } after the member’s last message
kept-time-conversation = { $time } after its last message
kept-time-action = { $time } after it is done or dismissed
kept-member-for-ever = Until the member deletes it
# Answers to members from documents, without a model
assistant-nothing = I found nothing about this in the documents that I know. Ask in other words, or ask the people of this site.
assistant-filtered = The model is not allowed to answer this. Try to ask in other words.
# $source: such as “Opening hours (opening.md)”
assistant-source = Source: { $source }

# The member's messenger.
messenger-title = Messenger
messenger-lead = Link your WhatsApp account, and see what is to be done in your messages.
messenger-phone = Your telephone number
messenger-phone-hint = With its country, such as +44 7700 900123
messenger-continue = Continue
messenger-link-title = Link your account
messenger-notice = Your messages, with what other people write to you, are read by a program for things to be done, and then deleted; only the sentence that an action comes from is kept. By scanning the code you agree. You can unlink the account at any time. WhatsApp does not offer this to other programs and may restrict your account.
messenger-qr = QR code to scan with WhatsApp on your phone
messenger-qr-wait = The code is on its way…
messenger-qr-time = Time left for this code
messenger-step-open = Open WhatsApp on your phone.
messenger-step-menu = Go to Settings, then Linked devices, then Link a device.
messenger-step-scan = Point the phone at this code.
messenger-again = Show a new code
messenger-type-instead = Type a code on the phone instead
messenger-known = This number is linked already
messenger-code = Code that came into your own chat
messenger-verify = Confirm
messenger-other-number = Use another number
messenger-resume = Connect
messenger-pause = Pause
messenger-restart = Restart
messenger-unlink = Unlink
messenger-sign-out = Sign out
messenger-actions = What is to be done
messenger-pending = To do
messenger-done = Done
messenger-dismissed = Dismissed
messenger-empty = Nothing here. New things appear by themselves.
messenger-more = Show older ones
messenger-news = New:
messenger-quote = From the message
messenger-mark-done = Done
messenger-dismiss = Dismiss
messenger-reopen = Put back
messenger-edit = Correct
messenger-edit-title = What
messenger-edit-day = Day
messenger-edit-time = Time
messenger-save = Save
messenger-cancel = Cancel
messenger-share = Let others read this board
messenger-share-text = They see what is to be done, with the sentences it comes from. They cannot change anything, and see no other messages.
messenger-share-phone = Their telephone number
messenger-share-add = Share
messenger-share-end = Stop sharing
messenger-share-read = Read
messenger-received = Shared with you
messenger-unlink-title = Unlink this account?
messenger-unlink-text = It is signed out at WhatsApp, and its keys are destroyed. Your board stays.
messenger-failure = That did not work. Try again in a moment.
messenger-offline = There is no connection. Try again once you are online.
messenger-noscript = This page needs JavaScript.
messenger-state-none = Not linked
messenger-state-stopped = Paused
messenger-state-starting = Starting…
messenger-state-pairing = Waiting for your phone
messenger-state-online = Connected
messenger-state-offline = Connecting again…
messenger-state-asleep = Asleep, to be woken by you
messenger-state-logged-out = Your phone has ended the link
messenger-state-replaced = Another program uses this link
messenger-state-banned = WhatsApp has shut the account out for a time
messenger-state-failed = It does not connect. Restart it later.
messenger-state-other-number = Another number’s phone has scanned the code; nothing is kept
messenger-kind-task = Task
messenger-kind-meeting = Meeting
messenger-kind-payment = Payment
messenger-kind-call = Call
messenger-kind-purchase = Purchase
