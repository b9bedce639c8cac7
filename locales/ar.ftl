### العربية الفصحى، بصيغة مهذبة ومحايدة قدر الإمكان، جمل قصيرة، بلا علامات تعجب.

language-name = العربية

## المساعد

bot-greeting = مرحبًا. أجمع ما يحتاج إليه فريقنا لمساعدتك: اسمك وملفاتك وعنوان بريد إلكتروني. يستغرق ذلك نحو دقيقتين.
bot-promise = في حال المغادرة قبل إعطاء البريد الإلكتروني، يُحذف كل ما أُرسل.
bot-ask-name = بأي اسم نخاطبك؟
bot-name-missing = يُرجى ذكر اسم، كي نعرف كيف نخاطبك.
bot-name-too-long = هذا الاسم أطول من 100 حرف. تكفي صيغة أقصر.
bot-name-strange = يحتوي هذا الاسم على رموز لا يمكن عرضها. يُرجى كتابته مرة أخرى.
bot-thanks = شكرًا، { $name }.
bot-ask-files = ما المستندات التي ينبغي أن نطّلع عليها؟ الصور والنسخ الممسوحة مناسبة، حتى { $size } لكل ملف. ويمكن أيضًا المتابعة بلا ملفات.
bot-files-count = يُرجى ذكر عدد الملفات المضافة، أو 0 للمتابعة بلا ملفات.
bot-files-heard =
    { $count ->
        [0] بلا ملفات، لا بأس.
        [one] وصل ملفك.
        [two] وصل ملفاك.
        [few] وصلت ملفاتك وعددها { $count }.
        [many] وصلت ملفاتك وعددها { $count }.
       *[other] وصلت ملفاتك وعددها { $count }.
    }
bot-ask-email = إلى أين يمكننا الكتابة إليك؟ نرسل رابطًا واحدًا إلى هذا العنوان للتأكد من أنه لك.
bot-email-missing = نحتاج إلى عنوان بريد إلكتروني كي نرد عليك.
bot-email-wrong = لا يبدو هذا عنوان بريد إلكتروني. ينبغي أن يكون مثل name@example.org.
bot-ask-consent = أخيرًا، قراران يعودان إليك. الثاني اختياري.
bot-consent-needed = لا يجوز لنا حفظ بياناتك إلا بموافقتك على النقطة الأولى. ومن دونها يمكنك المغادرة، ويُحذف كل ما أُرسل.
bot-consent-stale = تغيّر نص الموافقات. يُرجى قراءته مرة أخرى ثم اتخاذ القرار.
bot-ask-inbox = يُرجى الاطلاع على صندوق الوارد: أرسلنا إليك رابطًا. بعد استخدامه يصبح كل شيء لدى فريقنا.
bot-done = تم التأكيد. كل شيء الآن لدى فريقنا، وسنكتب إليك بالبريد الإلكتروني.

## الموافقات

consent-personal-data = أوافق على حفظ اسمي وعنوان بريدي الإلكتروني والملفات التي أرسلتها واستخدامها لمعالجة طلبي. يمكنني سحب هذه الموافقة في أي وقت.
consent-ai-training = أوافق على جواز استخدام الملفات التي أرسلتها أيضًا لتدريب نماذج الذكاء الاصطناعي. الرفض لا يغيّر شيئًا في طلبي، ويمكنني سحب هذه الموافقة في أي وقت.

## الرفض والأخطاء

problem-not-found = لا شيء هنا.
problem-request-timeout = وصل الطلب ببطء شديد. يُرجى المحاولة مرة أخرى.
problem-session-gone = انتهت زيارتك. لم يُحفظ شيء. يمكنك البدء من جديد.
problem-session-pending = بياناتك محفوظة بالفعل. يُرجى تأكيدها بالرابط الموجود في رسالتنا.
problem-session-complete = اكتملت هذه الزيارة. لإرسال المزيد يُرجى بدء زيارة جديدة.
problem-contact-missing = لا يوجد بعد عنوان بريد إلكتروني لإرسال رابط إليه.
problem-files-differ = الملفات التي وصلت ليست هي المعروضة. يُرجى مراجعة القائمة ثم إرسالها مرة أخرى.
problem-upload-running = ما زال أحد الملفات في الطريق. يُرجى الانتظار حتى يصل، أو إزالته.
problem-body-too-large = الطلب أكبر من اللازم.
problem-file-too-large = الملف أكبر مما نقبله.
problem-quota-exceeded = هذا أكثر مما يمكن إرساله في زيارة واحدة. يُرجى إزالة ملف أولًا.
problem-file-type-refused = لا يمكننا قبول هذا النوع من الملفات.
problem-file-refused = وجد برنامج فحص الفيروسات لدينا شيئًا ضارًا في الملف. يُرجى إرسال نسخة سليمة أو ملف آخر.
problem-empty-file = الملف فارغ. يُرجى اختياره مرة أخرى.
problem-rate-limited = كان ذلك كثيرًا دفعة واحدة. يُرجى الانتظار قليلًا ثم المتابعة.
problem-link-gone = انتهت صلاحية هذا الرابط أو لم يكن صالحًا قط.
problem-unavailable = لا يمكننا استلام هذا الآن. لم يُحفظ شيء. يُرجى المحاولة مرة أخرى بعد قليل.
problem-internal = حدث خطأ في النظام، وقد أُبلغ المسؤول به للتحقيق فيه. يُرجى المحاولة مرة أخرى لاحقًا.
problem-unsure = لا نعرف هل حُفظ هذا أم لا. يُرجى المحاولة مرة أخرى بعد قليل.
problem-upload-cut = انقطع الإرسال قبل نهايته. لم يُحفظ شيء. يُرجى إرسال الملف مرة أخرى.
problem-too-many-files =
    { $count ->
        [zero] لا يمكن إرسال ملفات في هذه الزيارة.
        [one] يمكن إرسال ملف واحد في الزيارة. يُرجى إزالته أولًا.
        [two] يمكن إرسال ملفين في الزيارة. يُرجى إزالة أحدهما أولًا.
        [few] يمكن إرسال { $count } ملفات في الزيارة. يُرجى إزالة أحدها أولًا.
        [many] يمكن إرسال { $count } ملفًا في الزيارة. يُرجى إزالة أحدها أولًا.
       *[other] يمكن إرسال { $count } ملف في الزيارة. يُرجى إزالة أحدها أولًا.
    }
problem-visit-full = يمكن إرسال { $size } إجمالًا في الزيارة. يُرجى إزالة ملف أولًا.
problem-too-large = «{ $name }» أكبر من اللازم. يمكن أن يصل حجم الملفات إلى { $size }.
problem-not-text = لا يحتوي «{ $name }» على نص عادي. يُرجى حفظه مرة أخرى كنص.
problem-type =
    { $others ->
        [0] «{ $name }» من نوع لا يمكننا قبوله. نقبل { $types }.
        [one] «{ $name }» من نوع لا يمكننا قبوله. نقبل { $types } ونوعًا آخر.
        [two] «{ $name }» من نوع لا يمكننا قبوله. نقبل { $types } ونوعين آخرين.
        [few] «{ $name }» من نوع لا يمكننا قبوله. نقبل { $types } و{ $others } أنواع أخرى.
        [many] «{ $name }» من نوع لا يمكننا قبوله. نقبل { $types } و{ $others } نوعًا آخر.
       *[other] «{ $name }» من نوع لا يمكننا قبوله. نقبل { $types } و{ $others } نوع آخر.
    }
problem-disguised = لا يبدو محتوى «{ $name }» من صيغة .{ $ending }. يُرجى حفظه مرة أخرى بهذه الصيغة.
problem-other-type = «{ $name }» ملف من صيغة .{ $ending } في الواقع. يُرجى تغيير امتداده إلى .{ $ending } وإرساله مرة أخرى.
problem-password = «{ $name }» محمي بكلمة مرور. يُرجى إزالتها في البرنامج الذي أُنشئ به الملف، ثم إرساله مرة أخرى.
problem-infected = رُفض «{ $name }»: وجد برنامج فحص الفيروسات لدينا شيئًا ضارًا فيه. لم يُحفظ منه شيء. يُرجى فحص جهازك ثم إرسال نسخة سليمة أو ملف آخر.
problem-unscanned = لا يمكننا الآن فحص «{ $name }» بحثًا عن الفيروسات. لم يُحفظ منه شيء. يُرجى المحاولة مرة أخرى بعد قليل، أو إرسال ملف أصغر.
problem-files-missing =
    { $count ->
        [zero] لا ملفات مفقودة.
        [one] أحد ملفاتك لم يعد لدينا. يُرجى إرساله مرة أخرى، أو المتابعة من دونه.
        [two] ملفان من ملفاتك لم يعودا لدينا. يُرجى إرسالهما مرة أخرى، أو المتابعة من دونهما.
        [few] { $count } من ملفاتك لم تعد لدينا. يُرجى إرسالها مرة أخرى، أو المتابعة من دونها.
        [many] { $count } من ملفاتك لم تعد لدينا. يُرجى إرسالها مرة أخرى، أو المتابعة من دونها.
       *[other] { $count } من ملفاتك لم تعد لدينا. يُرجى إرسالها مرة أخرى، أو المتابعة من دونها.
    }

## الأحجام والأوقات والتواريخ

decimal-mark = .
size-bytes = { $number } بايت
size-kb = { $number } كيلوبايت
size-mb = { $number } ميغابايت
size-gb = { $number } غيغابايت
size-tb = { $number } تيرابايت
duration-years =
    { $count ->
        [zero] { $count } سنة
        [one] سنة واحدة
        [two] سنتين
        [few] { $count } سنوات
        [many] { $count } سنة
       *[other] { $count } سنة
    }
duration-months =
    { $count ->
        [zero] { $count } شهر
        [one] شهر واحد
        [two] شهرين
        [few] { $count } أشهر
        [many] { $count } شهرًا
       *[other] { $count } شهر
    }
duration-days =
    { $count ->
        [zero] { $count } يوم
        [one] يوم واحد
        [two] يومين
        [few] { $count } أيام
        [many] { $count } يومًا
       *[other] { $count } يوم
    }
duration-hours =
    { $count ->
        [zero] { $count } ساعة
        [one] ساعة واحدة
        [two] ساعتين
        [few] { $count } ساعات
        [many] { $count } ساعة
       *[other] { $count } ساعة
    }
duration-minutes =
    { $count ->
        [zero] { $count } دقيقة
        [one] دقيقة واحدة
        [two] دقيقتين
        [few] { $count } دقائق
        [many] { $count } دقيقة
       *[other] { $count } دقيقة
    }
duration-seconds =
    { $count ->
        [zero] { $count } ثانية
        [one] ثانية واحدة
        [two] ثانيتين
        [few] { $count } ثوانٍ
        [many] { $count } ثانية
       *[other] { $count } ثانية
    }
date-moment = { date-weekday } { $day } { date-month }، الساعة { $time } بالتوقيت العالمي
date-day = { $day } { date-month } { $year }
date-full = { date-day }، الساعة { $time } بالتوقيت العالمي
date-weekday =
    { $weekday ->
        [1] الاثنين
        [2] الثلاثاء
        [3] الأربعاء
        [4] الخميس
        [5] الجمعة
        [6] السبت
       *[7] الأحد
    }
date-month =
    { $month ->
        [1] يناير
        [2] فبراير
        [3] مارس
        [4] أبريل
        [5] مايو
        [6] يونيو
        [7] يوليو
        [8] أغسطس
        [9] سبتمبر
        [10] أكتوبر
        [11] نوفمبر
       *[12] ديسمبر
    }

## الرسالة مع الرابط

mail-subject = تأكيد عنوان بريدك الإلكتروني لدى { $site }
mail-hello = مرحبًا،
mail-step = بقيت خطوة واحدة: يُرجى فتح هذا الرابط وتأكيد أن عنوان البريد الإلكتروني هذا لك.
mail-button = تأكيد عنواني
mail-copy = أو يُرجى نسخ هذا الرابط إلى المتصفح:
mail-until = يعمل الرابط مرة واحدة، حتى { $until }.
mail-not-you = لم تطلب ذلك؟ أعطى شخص ما عنوانك، ربما عن طريق الخطأ. هذا الرابط يحذف الطلب وكل ما فيه:
mail-not-me = لست أنا
mail-why = أرسل { $site } هذه الرسالة لأن عنوان بريدك الإلكتروني أُدخل في الدردشة لديه.

mail-own-subject = بياناتك لدى { $site }
mail-own-text = يفتح هذا الرابط الصفحة التي يمكنك فيها الاطلاع على ما يحفظه { $site } تحت عنوان بريدك الإلكتروني، أو تنزيله أو تصحيحه أو حذفه.
mail-own-button = الاطلاع على بياناتي
mail-own-until = يعمل الرابط مرة واحدة، لمدة ساعة.
mail-own-not-you = لم تطلب ذلك؟ إذن كتب شخص ما عنوانك. لم يتغيّر شيء، ولا يمكن لأحد غيرك استخدام الرابط: يُرجى حذف هذه الرسالة.
mail-own-why = أرسل { $site } هذه الرسالة لأن عنوان بريدك الإلكتروني أُدخل في صفحة الخصوصية لديه.

## الصفحات خلف الروابط

page-confirm-title = تأكيد عنوان بريدك الإلكتروني
page-confirm-text = نقرة واحدة وتكتمل العملية. بعدها يمكن لشخص الاطلاع على ما أُرسل والكتابة إليك.
page-confirm-button = تأكيد عنواني
page-confirm-not-you = لم تبدأ ذلك؟
page-not-me = لست أنا
page-confirmed-title = شكرًا. تم تأكيد عنوانك
page-confirmed-text = اكتمل كل شيء. لدينا ما أُرسل، وسنكتب إليك بالبريد الإلكتروني.
page-confirmed-close = يمكنك إغلاق هذه الصفحة. إذا كانت الدردشة ما زالت مفتوحة في نافذة أخرى، فهي تعرض الأمر نفسه.
page-notice = ما نحفظه، وحقوقك
page-already-title = تم التأكيد من قبل
page-already-text = استُخدم هذا الرابط، واكتمل كل شيء. لا يلزم فعل أي شيء آخر.
page-gone-title = لم يعد هذا الرابط يعمل
page-gone-text = انتهت صلاحيته، أو حلّ محله عنوان أحدث، أو حُذفت الزيارة التي يؤدي إليها.
page-gone-what = ما يمكنك فعله
page-gone-again = إذا كانت الدردشة ما زالت مفتوحة، فيُرجى اختيار «إرسال مرة أخرى» فيها واستخدام أحدث رسالة.
page-gone-copied = إذا نُسخ الرابط يدويًا، فيُرجى التأكد من وجوده كاملًا في شريط العنوان.
page-gone-anew = وإلا فيُرجى البدء من جديد في الدردشة. يستغرق ذلك نحو دقيقتين.
page-decline-title = لست أنت؟
page-decline-text = أعطى شخص ما عنوان بريدك الإلكتروني في دردشة، ربما بسبب خطأ في الكتابة. عند حذف الطلب يُمحى العنوان والملفات وكل شيء آخر فيه. ولن تصل رسائل أخرى بشأنه.
page-decline-button = حذف الطلب
page-decline-was-you = إذا كان الطلب منك، فيُرجى إغلاق هذه الصفحة واستخدام الرابط الآخر في الرسالة.
page-declined-title = حُذف الطلب
page-declined-text = يُمحى الآن عنوانك وكل ما أُرسل معه. لن تصلك رسائل أخرى بشأنه.
page-declined-close = لا يلزم فعل أي شيء آخر. يمكنك إغلاق هذه الصفحة.
page-late-title = تم تأكيد هذا الطلب من قبل
page-late-text = استخدم شخص ما الرابط الموجود في الرسالة، لذلك لم يعد ممكنًا حذف الطلب من هنا.
page-late-what = لمحو البيانات، يُرجى الرد على الرسالة أو الكتابة إلى الشركة التي أرسلتها، وذكر أن الطلب ليس منك. وعليها أن ترد خلال شهر واحد.

## صفحات الأخطاء

page-error-title = لم ينجح ذلك
page-error-missing = هذه الصفحة غير موجودة
page-error-ours = هناك خلل من جهتنا
page-error-home = الانتقال إلى صفحة البداية

## إشعار الخصوصية

privacy-title = إشعار الخصوصية
privacy-intro = تستلم هذه الدردشة بياناتك وملفاتك لصالح الشركة التي جئت من صفحتها. وتلك الشركة هي التي تقرر فيمَ تُستخدم وتتحمل المسؤولية عنها.
privacy-kept = ما الذي يُحفظ، ومتى يُحذف
privacy-before = قبل إعطاء عنوان بريدك الإلكتروني:
privacy-before-text = ملفاتك، تحت رقم عشوائي. يبقى اسمك وإجاباتك في متصفحك. عند المغادرة تُحذف الملفات، في غضون { $within } على الأكثر من آخر إشارة من متصفحك. خيار «المغادرة وحذف كل شيء» في قائمة الدردشة يحذفها فورًا.
privacy-agreed = بعد الموافقة وإعطاء عنوانك:
privacy-agreed-text = اسمك، وعنوان بريدك الإلكتروني، وملفاتك، وعنوانك على الإنترنت في ذلك الوقت، وما وافقت عليه أو رفضته، مع النص والوقت. نرسل إليك رابطًا واحدًا للتحقق من أن العنوان لك. مدة صلاحيته: { $valid }.
privacy-never = إذا لم يُفتح الرابط قط:
privacy-never-text = يُحذف كل شيء بعد { $kept }.
privacy-confirmed = بعد تأكيد العنوان:
privacy-confirmed-text = تحتفظ الشركة بطلبك إلى أن لا تعود بحاجة إليه لغرضه، أو إلى أن تطلب حذفه.
privacy-why = لماذا
privacy-why-text = لاستلام طلبك والرد عليه، على أساس موافقتك (اللائحة العامة لحماية البيانات، المادة 6، الفقرة 1، البند أ). لا تُستخدم الملفات لتدريب المساعد إلا إذا وافقت على ذلك بشكل منفصل. والرفض لا يغيّر شيئًا آخر.
privacy-browser = في متصفحك
privacy-browser-text = منذ لحظة فتح الدردشة يحفظ متصفحك الرقم العشوائي لزيارتك. ويحفظ هذا التبويب أيضًا إجاباتك حتى النهاية، كي لا تفقد شيئًا عند إعادة التحميل. لا توجد ملفات تعريف ارتباط ولا تتبّع.
privacy-rights = حقوقك
privacy-right-see = الاطلاع على ما هو محفوظ عنك والحصول على نسخة منه.
privacy-right-correct = طلب تصحيحه أو محوه، أو تقييد استخدامه.
privacy-right-withdraw = سحب أي موافقة في أي وقت، بالسهولة نفسها التي أُعطيت بها. وما جرى قبل ذلك يبقى مشروعًا.
privacy-right-complain = تقديم شكوى إلى هيئة لحماية البيانات، في مكان إقامتك مثلًا.
privacy-how = لاستخدامها، يُرجى الكتابة إلى الشركة أو الرد على الرسالة التي وصلتك. ويصلك الرد خلال شهر واحد.
privacy-fault = خطأ
privacy-all = كل ما يُحفظ ومدة حفظه
privacy-own = الاطلاع على بياناتك أو تصحيحها أو حذفها
privacy-own-text = يمكنك فعل ذلك بنفسك الآن. اكتب عنوان البريد الإلكتروني الذي قدمته في المحادثة، وسنرسل إليه رابطًا.
privacy-own-label = عنوان البريد الإلكتروني
privacy-own-button = أرسل إليّ رابطًا
privacy-ended = انتهت نصف الساعة المتاحة لك هنا، أو لم تبدأ بعد. يُرجى طلب رابط للمتابعة.
privacy-finished = تم تسجيل خروجك. لا يمكن لأحد الاطلاع على شيء من هذا المتصفح بعد الآن.
privacy-sent-title = يُرجى النظر في صندوق الوارد
privacy-sent-text = إذا كنا نحفظ شيئًا تحت هذا العنوان، فهناك رسالة فيها رابط في الطريق إليه. يعمل الرابط مرة واحدة، لمدة ساعة.
privacy-sent-nothing = لم يصل شيء بعد بضع دقائق؟
privacy-sent-spam = يُرجى البحث في الرسائل غير المرغوب فيها.
privacy-sent-spelt = يُرجى التحقق من كتابة العنوان: يجب أن يكون العنوان الذي قدمته في الدردشة.
privacy-sent-wait = يُرجى الانتظار دقيقة، ثم الطلب مرة أخرى.
privacy-sent-none = أو أننا لا نحفظ شيئًا تحته. تقول هذه الصفحة الشيء نفسه في الحالتين، كي لا يعرف أحد من كتب إلينا.
privacy-again = طلب رابط جديد
privacy-link-text = تعرض الصفحة التالية ما هو محفوظ تحت عنوان بريدك الإلكتروني. ويمكنك هناك تنزيله أو تصحيحه أو حذفه.
privacy-link-button = عرض بياناتي
privacy-link-once = يعمل الرابط مرة واحدة. يُسجَّل خروجك بعد نصف ساعة، أو عند اختيار «{ privacy-finish }».
privacy-gone-text = لقد استُخدم، أو مضت عليه أكثر من ساعة، أو لم يعد شيء محفوظًا تحت عنوانه.
privacy-data-title = بياناتك
privacy-data-text = هذا كل ما هو محفوظ تحت { $address }. يُسجَّل خروجك بعد نصف ساعة.
privacy-download = تنزيل كل شيء
privacy-finish = إنهاء
privacy-nothing = لا شيء محفوظ.
privacy-visit = زيارتك بتاريخ { $at }
privacy-restricted = الاستخدام مقيَّد.
privacy-restricted-since = منذ { $at }.
privacy-restricted-accuracy = ذكرت أن البيانات غير صحيحة، وتبقى دون مساس إلى أن يتم التحقق من ذلك.
privacy-restricted-unlawful = البيانات محفوظة بناءً على رغبتك، ولا تُستخدم.
privacy-restricted-claims = البيانات محفوظة من أجل مطالباتك القانونية، ولا تُستخدم.
privacy-restricted-objection = اعترضت على الاستخدام، وتبقى البيانات دون مساس إلى أن يُنظر في ذلك.
privacy-restricted-by-us = نحن من قيّد هذا الاستخدام. يُرجى الكتابة إلينا لرفع التقييد.
privacy-name = الاسم
privacy-confirmed-at = التأكيد
privacy-not-confirmed = ليس بعد: لم يُستخدم الرابط الوارد في رسالتنا الأولى.
privacy-language = اللغة
privacy-ip = العنوان على الإنترنت
privacy-not-kept = غير محفوظ
privacy-files = الملفات
privacy-no-files = لا توجد
privacy-correct = تصحيح الاسم أو العنوان
privacy-correct-hint = تُرسَل إلى العنوان الآخر رسالة فيها رابط لتأكيده. ومن ذلك الحين تصبح هذه الزيارة تابعة للعنوان الجديد، ولا يفتحها العنوان القديم: يُرجى التحقق من كتابته جيدًا.
privacy-correct-button = حفظ التصحيح
privacy-leave-it = تركه كما هو
privacy-moved-title = يُرجى تأكيد العنوان الجديد
privacy-moved-text = أصبحت الزيارة تابعة للعنوان { $address }. هناك رسالة فيها رابط في الطريق إليه، ولا يُعدّ العنوان مؤكدًا قبل استخدام الرابط.
privacy-moved-old = لم يعد { $address } يفتح تلك الزيارة.
privacy-moved-again = للاطلاع على بياناتك من جديد، يُرجى طلب رابط بالعنوان الجديد.
privacy-back = العودة إلى زياراتك الأخرى
privacy-decided = ما قررته
privacy-purpose-request = معالجة طلبك
privacy-purpose-training = تدريب الذكاء الاصطناعي
privacy-decision-agreed = موافقة
privacy-decision-withdrawn = سُحبت الموافقة
privacy-decision-refused = رفض
privacy-no-training = لا تدريب بملفاتي
privacy-restrict = تقييد الاستخدام
privacy-restrict-text = نحتفظ بالبيانات ولا نمسّها: لا تُستخدم للتدريب، ولا يقرؤها إلا من يجيبون عن طلبات الخصوصية. ويتوقف العمل على طلبك في هذه الأثناء. يمكنك رفع التقييد هنا في أي وقت.
privacy-restrict-training = يزعجك التدريب فقط؟ يكفي «{ privacy-no-training }» في الصفحة السابقة.
privacy-restrict-why = لماذا؟
privacy-restrict-choose = يُرجى اختيار أحد هذه الأسباب.
privacy-reason-accuracy = البيانات غير صحيحة ويجب التحقق منها
privacy-reason-objection = أعترض على الاستخدام
privacy-reason-unlawful = الاستخدام غير مشروع، لكن لا تحذفوا البيانات
privacy-reason-claims = أحتاج إلى البيانات من أجل مطالبة قانونية
privacy-lift = رفع التقييد
privacy-withdraw = سحب موافقتي
privacy-withdraw-title = سحب موافقتك
privacy-withdraw-text = بدون موافقتك لا يجوز لنا الاحتفاظ بأي شيء من هذه الزيارة. لذلك فإن سحبها يعني: تُحذف الزيارة، ولا يعود بإمكان أحد معالجة طلبك. وما جرى قبل ذلك يبقى مشروعًا.
privacy-erase = حذف كل شيء
privacy-erase-text = كل الزيارات أعلاه مع ملفاتها، نهائيًا. نسألك مرة أخرى قبل حذف أي شيء.
privacy-erase-good = هذا نهائي. لا شيء يعيده، ولا حتى نسخة احتياطية.
privacy-goes = ما الذي يُحذف
privacy-goes-visits =
    { $count ->
        [one] الاسم والعنوان { $address } لهذه الزيارة
        [two] زيارتان، مع الاسمين والعنوان { $address }
        [zero] لا زيارات، تحت العنوان { $address }
        [few] { $count } زيارات، مع الأسماء والعنوان { $address }
        [many] { $count } زيارة، مع الأسماء والعنوان { $address }
       *[other] { $count } زيارة، مع الأسماء والعنوان { $address }
    }
privacy-goes-files =
    { $count ->
        [0] لا ملفات: لم يُرسَل أي ملف
        [one] ملف واحد، مع كل نسخه
        [two] ملفان، مع كل نسخهما
        [few] { $count } ملفات، مع كل نسخها
        [many] { $count } ملفًا، مع كل نسخها
       *[other] { $count } ملف، مع كل نسخها
    }
privacy-goes-rest = ما قررته، وكل الروابط، والرسائل التي لم تُرسَل بعد
privacy-stays = ما الذي يبقى
privacy-stays-receipt = إيصال يذكر أن الحذف تم، ومتى وكم حُذف، ولا يسمّي أحدًا
privacy-stays-trail = سطور تثبت ما جرى، ولا تسمّي أحدًا أيضًا
privacy-sure = نعم، حذف
privacy-sure-fault = يُرجى وضع علامة في المربع لتأكيد القرار.
privacy-erase-button = حذف نهائي
privacy-keep = الاحتفاظ به
privacy-erased-title = تم الحذف
privacy-erased-text = حُذف الاسم والعنوان والقرارات. تُحذف الملفات الآن، ويذكر الإيصال متى زالت آخر نسخة.
privacy-receipts =
    { $count ->
        [zero] إيصالاتك
        [one] إيصالك
        [two] إيصالاك
        [few] إيصالاتك
        [many] إيصالاتك
       *[other] إيصالاتك
    }
privacy-receipt-keep = لا يسمّي الإيصال أحدًا. يُرجى الاحتفاظ برقمه لإثبات الطلب لاحقًا عند الحاجة.
privacy-receipt-done = تم حذف كل شيء
privacy-receipt-done-text = سُئل مخزن الملفات آخر الأمر، ولم يعد فيه شيء منها.
privacy-receipt-running = جارٍ الحذف
privacy-receipt-running-text = حُذفت البيانات الشخصية. تُحذف الملفات الآن.
privacy-receipt-look = النظر مرة أخرى
privacy-receipt-asked = تاريخ الطلب
privacy-receipt-finished = تاريخ الانتهاء
privacy-receipt-not-yet = ليس بعد
privacy-receipt-copies = النسخ المحذوفة
privacy-receipt-counted = تُحصى في النهاية
privacy-receipt = الإيصال
privacy-did-corrected = تم حفظ التصحيح.
privacy-did-training = لم تعد ملفاتك تُستخدم للتدريب.
privacy-did-restricted = تم تقييد الاستخدام. نحتفظ بالبيانات ولا نمسّها.
privacy-did-lifted = تم رفع التقييد.
privacy-accessibility = إمكانية الوصول في هذه الدردشة
page-languages = هذه الصفحة بلغات أخرى

kept-caption = ما الذي يُحفظ، ولأي غرض، وعلى أي أساس، وكم من الوقت
kept-what = ماذا
kept-for = الغرض
kept-basis = الأساس
kept-time = المدة
kept-open = ملفات زيارة بلا عنوان
kept-open-for = لحفظ الملفات إلى حين اتخاذ القرار، وحذفها عند المغادرة
kept-pending = الاسم وعنوان البريد الإلكتروني والملفات، قبل تأكيد العنوان
kept-pending-for = لاستلام الطلب والتحقق من أن العنوان للشخص نفسه
kept-complete = الاسم وعنوان البريد الإلكتروني والملفات، بعد تأكيد العنوان
kept-complete-for = للرد على الطلب؛ ولا تُستخدم الملفات لتدريب الذكاء الاصطناعي إلا بموافقة الشخص
kept-ip = العنوان على الإنترنت وقت اتخاذ قرار
kept-ip-for = للنظر في حالات إساءة الاستخدام وإثبات من اتخذ القرار
kept-consents = الموافقات المعطاة والمرفوضة، مع النص والوقت
kept-consents-for = لإثبات ما تمت الموافقة عليه
kept-links = الروابط المرسلة، على شكل بصمات رقمية، والرسائل المنتظرة
kept-links-for = للتحقق من أن العنوان للشخص نفسه
kept-ways = روابط من يطّلعون على بياناتهم وتسجيلات دخولهم
kept-ways-for = كي يتمكن كل شخص من الاطلاع على بياناته وتصحيحها وحذفها بنفسه
kept-trail = السجل: ما جرى لأي زيارة، ومن قام به، دون أسماء
kept-trail-for = للمساءلة عما جرى، ومعرفة ما مسّه أي خرق
kept-receipts = إيصالات الحذف، دون أسماء
kept-receipts-for = لإثبات أن الحذف تم، ومتى وكم حُذف
kept-requests = الطلبات بالبريد أو الهاتف: من طلب ماذا، ومتى أُجيب عنها
kept-requests-for = للرد في الوقت المحدد، وإثبات ذلك
kept-funnel = إلى أين وصلت الزيارات: أعداد يومية
kept-funnel-for = لمعرفة أين تتوقف الزيارات
kept-consent = الموافقة، المادة 6(1)(أ)
kept-interest = المصلحة المشروعة، المادة 6(1)(و)
kept-duty = واجب قانوني، المادة 6(1)(ج) مع المواد { $articles }
kept-nobody = ليست بيانات أحد: لا يُعرف أحد من الأعداد
kept-time-open = بعد { $time } على الأكثر من آخر إشارة من المتصفح
kept-time-pending = بعد { $time } من آخر مرة قُدّمت فيها
kept-until-confirmed = إلى أن يؤكد الشخص أو يرفض أو يطلب الحذف
kept-time-complete = بعد { $time } من التأكيد
kept-until-needed = إلى أن لا يحتاج إليها الطلب، أو إلى أن يطلب الشخص الحذف
kept-time-ip = بعد { $time } من تسجيله
kept-as-long = ما دام الاسم وعنوان البريد الإلكتروني محفوظين
kept-time-links = ما دام الاسم وعنوان البريد الإلكتروني محفوظين؛ والرسالة إلى حين إرسالها
kept-time-ways = يعمل الرابط ساعة واحدة، وتسجيل الدخول 30 دقيقة؛ ويُحذف كلاهما بعد ذلك بقليل
kept-time-trail = بعد { $time } من الفعل
kept-proof = يُحفظ كإثبات
kept-time-receipts = بعد { $time } من الحذف
kept-time-requests = بعد { $time } من الرد؛ ثم يُمحى اسم من طلب
kept-always = يُحفظ

## نسخة البيانات: الصفحة في الأرشيف

copy-text = نسخة من كل ما يُحفظ عنك، بتاريخ { $at }. لا تحتاج هذه الصفحة إلا إلى مجلدها.
copy-missing =
    { $count ->
        [zero] لا ملفات مفقودة.
        [one] ملف واحد مفقود. وصل، لكن مخزن الملفات لم يعد يحتوي عليه. تبيّن القائمة أدناه أي ملف هو.
        [two] ملفان مفقودان. وصلا، لكن مخزن الملفات لم يعد يحتوي عليهما. تبيّن القائمة أدناه أي ملفين هما.
        [few] { $count } من الملفات مفقودة. وصلت، لكن مخزن الملفات لم يعد يحتوي عليها. تبيّن القائمة أدناه أيها.
        [many] { $count } من الملفات مفقودة. وصلت، لكن مخزن الملفات لم يعد يحتوي عليها. تبيّن القائمة أدناه أيها.
       *[other] { $count } من الملفات مفقودة. وصلت، لكن مخزن الملفات لم يعد يحتوي عليها. تبيّن القائمة أدناه أيها.
    }
copy-changed = آخر تغيير
copy-number = رقم الزيارة
copy-file-missing = مفقود من مخزن الملفات
copy-file-differs = يحتوي مخزن الملفات على { $size }
copy-no-wording = نص هذه الصيغة غير مسجل هنا.
copy-version = الصيغة
copy-links = الروابط المرسلة بالبريد الإلكتروني
copy-link-used = أُرسل بتاريخ { $sent }، واستُخدم بتاريخ { $used }
copy-link-unused = أُرسل بتاريخ { $sent }، ولم يُستخدم، وهو صالح حتى { $until }
copy-waiting = رسالة تنتظر الإرسال منذ { $at }
copy-requests = ما طُلب بالبريد أو الهاتف
copy-request-received = ورد بتاريخ { $day }
copy-request-open = لم يُجب عنه بعد، والموعد { $day }
copy-request-extended = مُدّد شهرين، وتم الإبلاغ بتاريخ { $day }
copy-request-done = أُجيب عنه بتاريخ { $at }
copy-request-refused = رُفض بتاريخ { $at }
copy-request-unidentified = أُغلق بتاريخ { $at }: تعذّرت معرفة صاحب البيانات
copy-happened = ما الذي جرى
copy-did-given = أُعطيت بيانات الاتصال
copy-did-changed = صُحّحت بيانات الاتصال قبل التأكيد
copy-did-confirmed = تم تأكيد العنوان
copy-did-corrected = صُحّحت البيانات
copy-did-agreed = وافق العنوان السابق على أن يرى العنوان الجديد ما أُرسل من قبل
copy-did-read = قُرئت البيانات
copy-did-downloaded = نُزّل ملف
copy-did-copied = أُنشئت نسخة كهذه
copy-did-asked = طُلب رابط إلى صفحة هذه البيانات
copy-did-opened = استُخدم ذلك الرابط
copy-did-withdrawn = سُحبت موافقة
copy-did-restricted = قُيّد الاستخدام
copy-did-lifted = رُفع التقييد
copy-by-visitor = الزائر
copy-by-staff = الموظفون
copy-by-operator = المشغّل
copy-by-system = قاعدة وضعها المشغّل
copy-by-unknown = شخص مجهول
copy-programs = للبرامج:

## العرض: مكتب متخيَّل

demo-ask = طلب المساعدة
demo-how = كيف يعمل
demo-developers = للمطورين
demo-headline = رسالة غير مفهومة؟ هاتها.
demo-promise = الإيجار والعمل والإعانات: أرنا الأوراق، ويقرؤها شخص يعرف القانون. يصلك ردنا خلال يومي عمل. ولا يكلف ذلك شيئًا.
demo-start = عرض الأوراق
demo-small = نحو دقيقتين. وعند المغادرة قبل النهاية يُحذف كل شيء.
demo-picture = باب مفتوح وراءه ضوء، وظرف على الممسحة
demo-name = ذكر الاسم
demo-name-text = أي اسم، بأي كتابة. بلا حساب وبلا كلمة مرور.
demo-papers = إضافة الأوراق
demo-papers-text = رسائل وعقود وصور صفحات. أو لا شيء، إذا كان لديك سؤال فقط.
demo-link = فتح رابط واحد
demo-link-text = نرسله إلى عنوان بريدك الإلكتروني. وهو يثبت أن العنوان لك، وهكذا ينتهي الأمر.
demo-made-up = هذا المكتب متخيَّل. أما الدردشة فحقيقية
demo-line = سطر واحد يضعها في أي صفحة. يصنع الزر في الزاوية، ولا يحمّل أي شيء آخر حتى يفتحها أحد.
demo-line-label = السطر المطلوب إضافته
demo-also = وأيضًا:
demo-scripts = في النصوص البرمجية:
demo-api = توثيق واجهة البرمجة
demo-mail = الرسائل المحتجزة
demo-sign-in-as = الدخول باسم { $name }
demo-sign-out = تسجيل خروج { $name }

## الأداة

widget-title = طلبك
frame-noscript = JavaScript متوقف. يُرجى الكتابة إلى الشركة التي جئت من صفحتها.
frame-description = محادثة قصيرة: اسمك وملفاتك وعنوان بريدك الإلكتروني.
frame-still = تحتاج الدردشة إلى نصوص برمجية وإلى مكان خاص بها في المتصفح.
frame-new-tab = الفتح في تبويب جديد
frame-failed = تعذّر تحميل الدردشة.
widget-assistant = المساعد
widget-you = أنت
widget-conversation = المحادثة
widget-close = إغلاق
widget-menu = المزيد
widget-notice = إشعار الخصوصية
widget-accessibility = إمكانية الوصول
widget-edit-answer = تغيير هذه الإجابة
widget-note-open = يُحذف عند المغادرة قبل النهاية
widget-note-pending = في انتظار تأكيدك
widget-note-complete = تم التأكيد
widget-note-gone = لم يُحفظ شيء
widget-send = إرسال
widget-back = رجوع
widget-retry = المحاولة مرة أخرى
widget-label-text = إجابتك
widget-label-name = اسمك
widget-label-email = عنوان بريدك الإلكتروني
widget-did-you-mean = هل تقصد { $address }؟
widget-choose = إضافة ملفات
widget-photo = التقاط صورة
widget-drop = إفلات الملفات هنا
widget-which = أي ملفات؟
widget-allowed =
    { $count ->
        [zero] بلا ملفات. الحجم: { $size }، الأنواع: { $types }.
        [one] ملف واحد حتى { $size }: { $types }.
        [two] ملفان حتى { $size } لكل منهما: { $types }.
        [few] حتى { $count } ملفات، { $size } لكل منها: { $types }.
        [many] حتى { $count } ملفًا، { $size } لكل منها: { $types }.
       *[other] حتى { $count } ملف، { $size } لكل منها: { $types }.
    }
widget-go-on =
    { $count ->
        [0] المتابعة بلا ملفات
        [one] المتابعة بملف واحد
        [two] المتابعة بملفين
        [few] المتابعة بـ{ $count } ملفات
        [many] المتابعة بـ{ $count } ملفًا
       *[other] المتابعة بـ{ $count } ملف
    }
widget-total =
    { $count ->
        [zero] بلا ملفات، { $size }
        [one] ملف واحد، { $size }
        [two] ملفان، { $size }
        [few] { $count } ملفات، { $size }
        [many] { $count } ملفًا، { $size }
       *[other] { $count } ملف، { $size }
    }
widget-total-of = { widget-total } من أصل { $most }
widget-still-sending =
    { $count ->
        [zero] لا ملفات في الطريق.
        [one] ما زال ملف واحد في الطريق. يُرجى الانتظار قليلًا، أو إلغاء ما لا حاجة إليه.
        [two] ما زال ملفان في الطريق. يُرجى الانتظار قليلًا، أو إلغاء ما لا حاجة إليه.
        [few] ما زالت { $count } ملفات في الطريق. يُرجى الانتظار قليلًا، أو إلغاء ما لا حاجة إليه.
        [many] ما زال { $count } ملفًا في الطريق. يُرجى الانتظار قليلًا، أو إلغاء ما لا حاجة إليه.
       *[other] ما زال { $count } ملف في الطريق. يُرجى الانتظار قليلًا، أو إلغاء ما لا حاجة إليه.
    }
widget-not-arrived =
    { $count ->
        [zero] وصلت كل الملفات.
        [one] لم يصل ملف واحد. يُرجى المحاولة مرة أخرى أو إزالته.
        [two] لم يصل ملفان. يُرجى المحاولة مرة أخرى أو إزالتهما.
        [few] لم تصل { $count } ملفات. يُرجى المحاولة مرة أخرى أو إزالتها.
        [many] لم يصل { $count } ملفًا. يُرجى المحاولة مرة أخرى أو إزالتها.
       *[other] لم يصل { $count } ملف. يُرجى المحاولة مرة أخرى أو إزالتها.
    }
widget-no-files = بلا ملفات
widget-cut = انقطع الإرسال. يُرجى إضافة الملف مرة أخرى.
widget-cut-off = انقطع الإرسال. وسيُستأنف عند عودة الاتصال.
widget-waiting = في الانتظار
widget-storing = جارٍ الحفظ
widget-stored = وصل
widget-arrived = وصل { $name }.
widget-cancel-file = إلغاء { $name }
widget-retry-file = إعادة محاولة { $name }
widget-remove-file = إزالة { $name }
widget-just-over = أكثر بقليل من { $size }
widget-refused-type = «{ $name }» ملف من نوع { $ending } ولا يمكن فتحه هنا. يُرجى تجربة ملف PDF أو صورة للصفحات نفسها.
widget-refused-size = حجم «{ $name }» هو { $size }. يمكن أن يصل حجم الملفات إلى { $most }. يُرجى تجربة ملف PDF للصفحات نفسها.
widget-refused-empty = «{ $name }» فارغ. يُرجى التحقق منه على جهازك ثم إضافته مرة أخرى.
widget-refused-count =
    { $count ->
        [zero] لا مكان للملف «{ $name }».
        [one] «{ $name }» زائد عن العدد. يوجد مكان لملف واحد. يُرجى إزالته لإضافة هذا.
        [two] «{ $name }» زائد عن العدد. يوجد مكان لملفين. يُرجى إزالة أحدهما لإضافة هذا.
        [few] «{ $name }» زائد عن العدد. يوجد مكان لـ{ $count } ملفات. يُرجى إزالة أحدها لإضافة هذا.
        [many] «{ $name }» زائد عن العدد. يوجد مكان لـ{ $count } ملفًا. يُرجى إزالة أحدها لإضافة هذا.
       *[other] «{ $name }» زائد عن العدد. يوجد مكان لـ{ $count } ملف. يُرجى إزالة أحدها لإضافة هذا.
    }
widget-refused-total = لا يتسع المكان لملف «{ $name }». يمكن أن يصل حجم الملفات كلها معًا إلى { $size }. يُرجى إزالة أحدها لإضافة هذا.
widget-refused-twice = «{ $name }» موجود في القائمة من قبل.
widget-refused-changed = تغيّر «{ $name }» أو نُقل من مكانه بعد اختياره. يُرجى اختياره مرة أخرى.
widget-refused-folder = «{ $name }» مجلد. يُرجى اختيار الملفات الموجودة فيه.
widget-optional = اختياري.
widget-full-notice = قراءة الإشعار كاملًا
widget-opens = (يُفتح في تبويب جديد)
widget-agree = الموافقة والإرسال
widget-agreed = أوافق. بلا تدريب للذكاء الاصطناعي
widget-agreed-training = أوافق، ويجوز أن تُستخدم ملفاتي لتدريب المساعد
widget-inbox-title = يُرجى الاطلاع على صندوق الوارد
widget-inbox-once = يعمل الرابط مرة واحدة. وبفتحه يكتمل كل شيء.
widget-inbox-until = يعمل الرابط مرة واحدة، حتى { $until }. وبفتحه يكتمل كل شيء.
widget-inbox-to = كتبنا إلى { $address }.
widget-inbox-unknown = أرسلنا رابطًا إلى العنوان الذي أُعطي.
widget-undelivered-title = تعذّر تسليم الرسالة
widget-undelivered-to = يقول خادم البريد إن هذا العنوان غير موجود أو لا يقبل الرسائل: { $address }.
widget-undelivered-unknown = يقول خادم البريد إن هذا العنوان غير موجود أو لا يقبل الرسائل.
widget-undelivered-help = يُرجى التحقق من كتابة العنوان أو استخدام عنوان آخر. ما أرسلته محفوظ.
widget-again = إرسال مرة أخرى
widget-again-in = إرسال مرة أخرى بعد { $seconds } ث
widget-sent-again = أُرسل مرة أخرى. قد يستغرق ذلك دقيقة؛ يُرجى الاطلاع على مجلد الرسائل غير المرغوب فيها أيضًا.
widget-wrong = تغيير العنوان
widget-change = التغيير والإرسال
widget-keep = الإبقاء كما هو
widget-changed = أرسلنا رابطًا جديدًا إلى { $address }. لم تعد الروابط الأقدم تعمل.
widget-done-title = شكرًا. تم التأكيد
widget-done = لدينا ما أُرسل، وسنكتب إليك. يمكنك إغلاق هذه النافذة.
widget-new-visit = بدء زيارة جديدة
widget-ended = { problem-session-gone }
widget-start-again = البدء من جديد
widget-welcome-back = أهلًا بعودتك. سبق أن بدأت في هذا المتصفح. هل تريد المتابعة أم البدء من الصفر؟ البدء من الصفر يحذف ما أُرسل.
widget-go-on-visit = المتابعة
widget-start-over = البدء من الصفر
widget-leave = المغادرة وحذف كل شيء
widget-leave-title = حذف كل ما أُرسل؟
widget-leave-text = تُحذف إجاباتك وملفاتك الآن. لا يمكن التراجع عن ذلك.
widget-leave-yes = الحذف والمغادرة
widget-leave-no = البقاء
widget-failure = { problem-internal }
widget-offline = لا يوجد اتصال الآن. ما أدخلته ما زال هنا.
widget-differ = لم تصل بعض الملفات. يُرجى مراجعة القائمة ثم المتابعة.
widget-reference = المرجع { $id }

## بيان إمكانية الوصول

access-intro = ينبغي أن يتمكن الجميع من استخدام هذه الدردشة وصفحاتها. وهي مصممة لتستوفي إرشادات WCAG 2.2 بالمستوى AA.
access-count-on = ما يمكنك الاعتماد عليه
access-keyboard = لوحة المفاتيح:
access-keyboard-text = كل شيء يعمل بلا فأرة. موضع التركيز ظاهر دائمًا وينتقل إلى السؤال التالي. مفتاح Escape يغلق الدردشة، ولا شيء يحبسك فيها.
access-readers = قارئات الشاشة:
access-readers-text = تُعلَن الرسائل الجديدة والملفات الواصلة من دون مقاطعتك. لكل حقل وزر وصورة اسم. ويظهر الخطأ بجانب حقله ويقول ما العمل.
access-zoom = النص الكبير والتكبير:
access-zoom-text = عند تكبير 400 % لا يُقطع شيء، والتمرير في اتجاه واحد فقط.
access-colours = الألوان:
access-colours-text = للنص تباين لا يقل عن 4.5 إلى 1، أيًا كان اللون الذي اختارته الشركة. ويُراعى الوضع الداكن وألوان التباين العالي في نظامك. ولا توجد معلومة باللون وحده.
access-touch = اللمس:
access-touch-text = لا يقل ارتفاع كل زر وعرضه عن 44 بكسل.
access-calm = الهدوء:
access-calm-text = لا شيء يومض. وإذا طلب نظامك حركة أقل، فلا شيء يتحرك.
access-time = الوقت:
access-time-text = لا عدّ تنازلي أثناء الكتابة. تُحفظ الدردشة المفتوحة يومًا واحدًا على الأكثر؛ أما المغلقة أو المنسية فتُحذف، وتخبرك الدردشة بذلك.
access-memory = الذاكرة:
access-memory-text = لا يُسأل عن شيء مرتين. يمكنك الرجوع وتغيير إجابة، ولا تفقد شيئًا عند إعادة التحميل. ولا يوجد لغز للحل.
access-how = كيف نعرف ذلك
access-how-text = يُفحص كل إصدار آليًا (axe) في كل حالات الدردشة، بالوضعين الفاتح والداكن، وفي اتجاهي الكتابة، وبمسارات بلوحة المفاتيح وحدها، وبتكبير 400 %، وبحركة مخفّضة، وبألوان مفروضة. والآلات لا تجد كل شيء.
access-not-yet = ما لا يعمل بعد
access-not-pictures = الصور والمستندات المرسلة تُعرض باسمها وبصورة صغيرة فقط؛ ولا نصفها.
access-not-scripts = بلا JavaScript لا توجد دردشة. يُرجى الكتابة إلى الشركة التي جئت من صفحتها؛ أما الرابط في رسالتنا فيعمل من دونه.
access-tell = أخبرنا
access-tell-text = إذا اعترض طريقك شيء، فيُرجى الكتابة إلى الشركة التي جئت من صفحتها أو الرد على الرسالة التي وصلتك. اذكر ما أردت فعله وما حدث؛ ولا حاجة إلى شرح السبب.

# The mail to an earlier address, and its page
mail-changed-subject = تغيّر عنوان البريد الإلكتروني لزيارتك إلى { $site }
mail-changed-text = زيارة إلى { $site } كانت محفوظة تحت عنوان البريد الإلكتروني هذا أصبحت محفوظة تحت عنوان آخر.
mail-changed-hidden = لا يرى العنوان الجديد ما أُرسل قبل التغيير، مثل الملفات. إذا أجريت التغيير بنفسك وتريد أن يراه العنوان الجديد، فافتح هذا الرابط:
mail-changed-button = إظهاره للعنوان الجديد
mail-changed-not-you = لم تُجرِ هذا التغيير؟ إذن لا تفتح الرابط، وأخبر { $site }.
mail-changed-why = أرسل إليك { $site } هذه الرسالة لأن عنوان البريد الإلكتروني هذا كان يخص زيارة هناك.
page-earlier-title = هل يُسمح للعنوان الجديد برؤية ما أُرسل؟
page-earlier-text = كانت الزيارة محفوظة تحت عنوان بريدك الإلكتروني. إذا وافقت، فسيرى العنوان الجديد ما أُرسل في تلك المدة ويمكنه تنزيله.
page-earlier-not-you = لم تغيّر العنوان؟ أغلق هذه الصفحة ولن يظهر شيء.
page-earlier-done = يستطيع العنوان الجديد رؤيته الآن
privacy-withheld = لا يظهر ما أُرسل قبل تغيير عنوان البريد الإلكتروني. كتبنا إلى العنوان السابق، ويمكنه الموافقة على إظهاره.
privacy-not-shown = غير ظاهر
privacy-moved-agree = كتبنا إلى { $address }. إلى أن توافق عبر الرابط في تلك الرسالة، لا يرى العنوان الجديد ما أُرسل حتى الآن.
kept-earlier = عنوان بريد إلكتروني سابق، بعد تغييره
kept-earlier-for = لإخبار صاحبه، ولئلا يرى العنوان الجديد ما كان السابق يراه
kept-time-earlier = { $time } بعد التغيير
kept-mails = عدد الرسائل التي أُرسلت إلى صندوق بريد، وحجم ما رُفع من شبكة ولم يُؤكَّد بعد، تحت بصمة لا يصنعها إلا مفتاحنا
kept-mails-for = لحماية صناديق البريد من كثرة الرسائل، ومساحة التخزين من الامتلاء
kept-time-mails = ساعتان بعد آخر رسالة، ويوم بعد آخر رفع

## مساعد الأعضاء

chat-greeting = مرحبًا، أنا مساعد هذا الموقع. كيف يمكنني مساعدتك؟
chat-notice = أنت تتحدث إلى برنامج حاسوبي. قد يخطئ، فتحقّق مما هو مهم. تُحفظ رسائلك لكي تتمكن من متابعة المحادثة، ويمكنك حذفها في أي وقت.
assistant-restricted = استخدام بياناتك مقيَّد هنا، لذلك لا يجيب المساعد. ما زال بإمكانك قراءة محادثاتك ونسخها وحذفها.
chat-title = المساعد
chat-description = اسأل مساعد هذا الموقع. ترافقك محادثاتك على كل أجهزتك.
chat-noscript = يحتاج المساعد إلى JavaScript.
chat-conversations = المحادثات
chat-conversation = { widget-conversation }
chat-menu = { widget-menu }
chat-begin = محادثة جديدة
chat-search = ابحث في محادثاتك
chat-more = إظهار الأقدم
chat-earlier = إظهار الرسائل السابقة
chat-none = لا توجد محادثات بعد.
chat-nothing = لم يُعثر على شيء.
chat-untitled = بلا عنوان
chat-rename = إعادة التسمية
chat-remove = حذف هذه المحادثة
chat-remove-title = هل تريد حذف هذه المحادثة؟
chat-remove-text = ستُحذف من كل أجهزتك ولا يمكن استعادتها.
chat-clear = حذف كل المحادثات
chat-clear-title = هل تريد حذف كل المحادثات؟
chat-clear-text = ستُحذف كل رسائلك وكل الإجابات من كل أجهزتك. لا يمكن استعادتها.
chat-copy-all = نسخ هذه المحادثة
chat-download = تنزيل بياناتي
chat-cancel = إلغاء
chat-save = حفظ
chat-label = اكتب رسالة
chat-empty = اكتب رسالة أولًا.
chat-send = { widget-send }
chat-stop = إيقاف الإجابة
chat-editing = تُرسل رسالتك من جديد ويُستبدل ما جاء بعدها.
chat-edit = تعديل هذه الرسالة
chat-copy = نسخ هذه الإجابة
chat-copied = تم النسخ.
chat-good = مفيدة
chat-bad = غير مفيدة
chat-again = الإجابة مرة أخرى
chat-stopped = أُوقفت. ما وصل محفوظ.
chat-broke-off = انقطعت الإجابة. ما وصل محفوظ.
chat-no-answer = لم تصل أي إجابة. حاول مرة أخرى بعد قليل.
chat-signed-out = لقد سجلت الخروج. سجّل الدخول في الموقع لترى محادثاتك.
chat-you = { widget-you }
chat-assistant = { widget-assistant }
chat-close = { widget-close }
chat-retry = { widget-retry }
chat-opens = { widget-opens }
chat-notices = { widget-notice }
chat-accessibility = { widget-accessibility }
chat-failure = { widget-failure }
chat-offline = { widget-offline }
chat-reference = المرجع { $id }
chat-found =
    { $count ->
        [zero] لا نتائج
        [one] نتيجة واحدة
        [two] نتيجتان
        [few] { $count } نتائج
        [many] { $count } نتيجة
       *[other] { $count } نتيجة
    }
kept-time-member = { $time } بعد آخر رسالة من العضو
kept-time-conversation = { $time } بعد آخر رسالة
kept-time-action = { $time } بعد إنجازه أو تجاهله
kept-member-for-ever = إلى أن يحذفها العضو
# Answers to members from documents, without a model
assistant-nothing = لم أجد شيئًا عن هذا في المستندات التي أعرفها. اسأل بكلمات أخرى، أو اسأل فريق هذا الموقع.
assistant-filtered = لا يُسمح للنموذج بالإجابة عن هذا. حاول أن تسأل بكلمات أخرى.
# $source: such as “Opening hours (opening.md)”
assistant-source = المصدر: { $source }

# The member's messenger.
messenger-title = المراسلة
messenger-lead = اربط حسابك في واتساب وشاهد ما يجب فعله في رسائلك.
messenger-phone = رقم هاتفك
messenger-phone-hint = مع رمز البلد، مثل ‎+971 50 123 4567
messenger-continue = متابعة
messenger-link-title = ربط حسابك
messenger-notice = يقرأ برنامج رسائلك، ومنها ما يكتبه لك الآخرون، بحثا عما يجب فعله، ثم يحذفها؛ ولا تبقى إلا الجملة التي جاءت منها المهمة. بمسح الرمز توافق على ذلك. يمكنك إلغاء ربط الحساب في أي وقت. لا يوفر واتساب هذا لبرامج أخرى وقد يقيد حسابك.
messenger-qr = رمز QR لمسحه بواتساب على هاتفك
messenger-qr-wait = الرمز في الطريق
messenger-qr-time = الوقت المتبقي لهذا الرمز
messenger-step-open = افتح واتساب على هاتفك.
messenger-step-menu = انتقل إلى الإعدادات ثم الأجهزة المرتبطة ثم ربط جهاز.
messenger-step-scan = وجّه الهاتف نحو هذا الرمز.
messenger-again = عرض رمز جديد
messenger-type-instead = كتابة رمز على الهاتف بدلا من ذلك
messenger-known = هذا الرقم مرتبط بالفعل
messenger-code = الرمز الذي وصل إلى محادثتك مع نفسك
messenger-verify = تأكيد
messenger-other-number = استخدام رقم آخر
messenger-resume = اتصال
messenger-pause = إيقاف مؤقت
messenger-restart = إعادة التشغيل
messenger-unlink = إلغاء الربط
messenger-sign-out = تسجيل الخروج
messenger-actions = ما يجب فعله
messenger-pending = قيد الانتظار
messenger-done = منجز
messenger-dismissed = متجاهل
messenger-empty = لا شيء هنا. يظهر الجديد من تلقاء نفسه.
messenger-more = عرض الأقدم
messenger-news = جديد:
messenger-quote = من الرسالة
messenger-mark-done = تم
messenger-dismiss = تجاهل
messenger-reopen = إعادة
messenger-edit = تصحيح
messenger-edit-title = ماذا
messenger-edit-day = اليوم
messenger-edit-time = الوقت
messenger-save = حفظ
messenger-cancel = إلغاء
messenger-share = السماح للآخرين بقراءة هذه اللوحة
messenger-share-text = يرون ما يجب فعله مع الجمل التي جاء منها. لا يمكنهم تغيير شيء ولا يرون رسائل أخرى.
messenger-share-phone = رقم هاتفهم
messenger-share-add = مشاركة
messenger-share-end = إيقاف المشاركة
messenger-share-read = قراءة
messenger-received = مشترك معك
messenger-unlink-title = إلغاء ربط هذا الحساب؟
messenger-unlink-text = يُسجَّل خروجه من واتساب وتُتلف مفاتيحه. تبقى لوحتك.
messenger-failure = لم ينجح ذلك. حاول مرة أخرى بعد قليل.
messenger-offline = لا يوجد اتصال. حاول مرة أخرى عند الاتصال بالإنترنت.
messenger-noscript = تحتاج هذه الصفحة إلى JavaScript.
messenger-state-none = غير مرتبط
messenger-state-stopped = متوقف مؤقتا
messenger-state-starting = جار البدء
messenger-state-pairing = في انتظار هاتفك
messenger-state-online = متصل
messenger-state-offline = جار إعادة الاتصال
messenger-state-asleep = نائم، يستيقظ بقدومك
messenger-state-logged-out = أنهى هاتفك الربط
messenger-state-replaced = برنامج آخر يستخدم هذا الربط
messenger-state-banned = حظر واتساب الحساب لبعض الوقت
messenger-state-failed = لا يتصل. أعد التشغيل لاحقا.
messenger-state-other-number = مسح هاتف برقم آخر الرمز؛ لم يُحفظ شيء
messenger-kind-task = مهمة
messenger-kind-meeting = لقاء
messenger-kind-payment = دفع
messenger-kind-call = مكالمة
messenger-kind-purchase = شراء
