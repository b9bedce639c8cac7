### 日本語。です・ます調で、短く、感嘆符は使いません。

language-name = 日本語

## アシスタント

bot-greeting = こんにちは。担当者がお手伝いするために必要なもの、お名前、ファイル、メールアドレスをお預かりします。2分ほどで終わります。
bot-promise = メールアドレスを入力する前に離れると、送られたものはすべて削除されます。
bot-ask-name = 何とお呼びすればよいですか。
bot-name-missing = お呼びするためのお名前を入力してください。
bot-name-too-long = お名前が100文字を超えています。短い形でかまいません。
bot-name-strange = お名前に表示できない文字が含まれています。もう一度入力してください。
bot-thanks = { $name } 様、ありがとうございます。
bot-ask-files = どの書類を拝見しましょうか。写真やスキャンでもかまいません。1件あたり { $size } までです。ファイルなしで進むこともできます。
bot-files-count = 追加したファイルの数を入力してください。ファイルなしで進む場合は0を入力してください。
bot-files-heard =
    { $count ->
        [0] ファイルなしですね。わかりました。
       *[other] ファイルが{ $count }件届きました。
    }
bot-ask-email = どちらにご連絡すればよいですか。ご本人のアドレスであることを確かめるため、リンクを1通お送りします。
bot-email-missing = お返事をするためにメールアドレスが必要です。
bot-email-wrong = メールアドレスの形になっていないようです。name@example.org のように入力してください。
bot-ask-consent = 最後に、ご自身で決めていただくことが2つあります。2つ目は任意です。
bot-consent-needed = 1つ目に同意していただいた場合にだけ、情報を保管できます。同意しない場合はこのまま離れていただけます。送られたものはすべて削除されます。
bot-consent-stale = 同意の文面が変わりました。もう一度読んでから決めてください。
bot-ask-inbox = 受信トレイをご覧ください。リンクをお送りしました。リンクを開くと、すべてが担当者に届きます。
bot-done = 確認できました。すべて担当者に届きました。メールでご連絡します。

## 同意

consent-personal-data = 私の名前、メールアドレス、送信したファイルが、私の依頼に対応するために保管され使用されることに同意します。この同意はいつでも撤回できます。
consent-ai-training = 送信したファイルがAIモデルの学習にも使用されることに同意します。同意しなくても依頼には何の影響もなく、この同意はいつでも撤回できます。

## お断りとエラー

problem-not-found = ここには何もありません。
problem-request-timeout = 通信に時間がかかりすぎました。もう一度お試しください。
problem-session-gone = ご利用は終了しました。何も保管されていません。もう一度始めることができます。
problem-session-pending = 情報はすでに保存されています。メールのリンクで確認してください。
problem-session-complete = このご利用は完了しています。追加で送るには、新しく始めてください。
problem-contact-missing = リンクを送るメールアドレスがまだありません。
problem-files-differ = 届いたファイルが表示されているものと違います。一覧を確認してから、もう一度送ってください。
problem-upload-running = まだ送信中のファイルがあります。届くまで待つか、取り除いてください。
problem-body-too-large = 送られた内容が大きすぎます。
problem-file-too-large = ファイルが受け付けられる大きさを超えています。
problem-quota-exceeded = 一度に送れる量を超えています。先にファイルを1つ取り除いてください。
problem-file-type-refused = この種類のファイルは受け付けられません。
problem-file-refused = ウイルススキャナーがファイルの中に有害なものを見つけました。問題のないコピーか、別のファイルを送ってください。
problem-empty-file = ファイルが空です。もう一度選んでください。
problem-rate-limited = 一度に多くの操作がありました。少し待ってから続けてください。
problem-link-gone = このリンクは期限が切れているか、有効なものではありません。
problem-unavailable = 今は受け付けることができません。何も保管されていません。しばらくしてからもう一度お試しください。
problem-internal = システムでエラーが発生しました。管理者に通知され、調査が行われます。時間をおいてもう一度お試しください。
problem-unsure = 保管されたかどうかを確認できません。しばらくしてからもう一度お試しください。
problem-upload-cut = 送信が途中で終わりました。何も保管されていません。ファイルをもう一度送ってください。
problem-too-many-files = 一度に送れるファイルは{ $count }件までです。先に1つ取り除いてください。
problem-visit-full = 一度に送れるのは合計 { $size } までです。先にファイルを1つ取り除いてください。
problem-too-large = 「{ $name }」は大きすぎます。ファイルは { $size } まで送れます。
problem-not-text = 「{ $name }」の中身はテキストではありません。テキストとして保存し直してください。
problem-type =
    { $others ->
        [0] 「{ $name }」は受け付けられない種類です。受け付けているのは { $types } です。
       *[other] 「{ $name }」は受け付けられない種類です。受け付けているのは { $types } と、ほか{ $others }種類です。
    }
problem-disguised = 「{ $name }」の中身は .{ $ending } ではないようです。その形式で保存し直してください。
problem-other-type = 「{ $name }」の中身は .{ $ending } ファイルです。拡張子を .{ $ending } に変えて、もう一度送ってください。
problem-password = 「{ $name }」はパスワードで保護されています。作成したソフトでパスワードを外して、もう一度送ってください。
problem-infected = 「{ $name }」は受け付けられませんでした。ウイルススキャナーが有害なものを見つけました。このファイルは保管されていません。お使いの機器を確認してから、問題のないコピーか別のファイルを送ってください。
problem-unscanned = 今は「{ $name }」のウイルスチェックができません。このファイルは保管されていません。しばらくしてからもう一度試すか、小さいファイルを送ってください。
problem-files-missing = ファイルのうち{ $count }件がなくなっています。もう一度送るか、そのファイルなしで進んでください。

## 大きさ、時間、日付

decimal-mark = .
size-bytes = { $number } バイト
size-kb = { $number } KB
size-mb = { $number } MB
size-gb = { $number } GB
size-tb = { $number } TB
duration-years = { $count }年
duration-months = { $count }か月
duration-days = { $count }日
duration-hours = { $count }時間
duration-minutes = { $count }分
duration-seconds = { $count }秒
date-moment = { date-month }{ $day }日（{ date-weekday }）{ $time }（UTC）
date-day = { $year }年{ date-month }{ $day }日
date-full = { date-day } { $time }（UTC）
date-weekday =
    { $weekday ->
        [1] 月曜日
        [2] 火曜日
        [3] 水曜日
        [4] 木曜日
        [5] 金曜日
        [6] 土曜日
       *[7] 日曜日
    }
date-month =
    { $month ->
        [1] 1月
        [2] 2月
        [3] 3月
        [4] 4月
        [5] 5月
        [6] 6月
        [7] 7月
        [8] 8月
        [9] 9月
        [10] 10月
        [11] 11月
       *[12] 12月
    }

## リンクのメール

mail-subject = { $site }：メールアドレスの確認
mail-hello = こんにちは。
mail-step = あと1つで完了です。次のリンクを開いて、このメールアドレスがご本人のものであることを確認してください。
mail-button = アドレスを確認する
mail-copy = または、次のリンクをブラウザーに貼り付けてください。
mail-until = リンクは1回だけ使えます。有効期限：{ $until }
mail-not-you = お心当たりがありませんか。どなたかが、間違えてこのアドレスを入力した可能性があります。次のリンクで、依頼とその内容をすべて削除できます。
mail-not-me = 私ではありません
mail-why = このメールは、{ $site } のチャットにこのメールアドレスが入力されたためお送りしました。

mail-own-subject = { $site }：お預かりしているデータ
mail-own-text = 次のリンクから、{ $site } がこのメールアドレスのもとで保管しているデータの確認、ダウンロード、訂正、削除ができます。
mail-own-button = 自分のデータを見る
mail-own-until = リンクは1時間以内に1回だけ使えます。
mail-own-not-you = お心当たりがない場合は、どなたかがこのアドレスを入力した可能性があります。何も変わっておらず、リンクを使えるのはご本人だけです。このメールは削除してください。
mail-own-why = このメールは、{ $site } のプライバシーのページにこのメールアドレスが入力されたためお送りしました。

## リンク先のページ

page-confirm-title = メールアドレスの確認
page-confirm-text = クリック1回で完了です。その後、担当者が送られたものを見て、ご連絡します。
page-confirm-button = アドレスを確認する
page-confirm-not-you = お心当たりがありませんか。
page-not-me = 私ではありません
page-confirmed-title = ありがとうございます。アドレスを確認しました
page-confirmed-text = すべて完了しました。送られたものをお預かりしました。メールでご連絡します。
page-confirmed-close = このページは閉じてかまいません。チャットが別のウィンドウで開いている場合は、そこにも同じ内容が表示されます。
page-notice = 保管する情報とあなたの権利
page-already-title = 確認済みです
page-already-text = このリンクは使用済みで、すべて完了しています。これ以上の操作は必要ありません。
page-gone-title = このリンクは使えません
page-gone-text = 期限が切れたか、新しいアドレスに変わったか、元のご利用が削除されました。
page-gone-what = できること
page-gone-again = チャットがまだ開いている場合は、「もう一度送る」を選び、いちばん新しいメールを使ってください。
page-gone-copied = リンクを手で写した場合は、アドレスバーに全体が入っているか確認してください。
page-gone-anew = それ以外の場合は、チャットで最初からやり直してください。2分ほどで終わります。
page-decline-title = お心当たりがありませんか
page-decline-text = どなたかがチャットでこのメールアドレスを入力しました。打ち間違いかもしれません。依頼を削除すると、アドレス、ファイル、そのほかすべてが消去されます。この件のメールはもう届きません。
page-decline-button = 依頼を削除する
page-decline-was-you = ご本人の場合は、このページを閉じて、メールにあるもう一つのリンクを使ってください。
page-declined-title = 依頼を削除しました
page-declined-text = アドレスと、一緒に送られたものをすべて消去しています。この件のメールはもう届きません。
page-declined-close = これ以上の操作は必要ありません。このページは閉じてかまいません。
page-late-title = この依頼はすでに確認されています
page-late-text = メールのリンクがすでに使われたため、ここから依頼を削除することはできません。
page-late-what = データの消去を求めるには、メールに返信するか、送信元の会社に連絡して、ご自身の依頼ではないことを伝えてください。会社は1か月以内に回答しなければなりません。

## エラーのページ

page-error-title = うまくいきませんでした
page-error-missing = このページはありません
page-error-ours = こちら側に問題があります
page-error-home = トップページへ

## プライバシー通知

privacy-title = プライバシー通知
privacy-intro = このチャットは、ご覧になっていたページの会社のために、情報とファイルをお預かりします。その使い方はその会社が決め、責任を負います。
privacy-kept = 何が保管され、いつ削除されるか
privacy-before = メールアドレスを入力する前：
privacy-before-text = ファイルを、無作為な番号のもとで保管します。お名前と回答はブラウザーの中に残ります。離れるとファイルは削除されます。遅くとも、ブラウザーからの最後の通信から{ $within }後です。チャットのメニューの「離れてすべて削除」で、すぐに削除できます。
privacy-agreed = 同意してアドレスを入力した後：
privacy-agreed-text = お名前、メールアドレス、ファイル、その時点のインターネットアドレス、同意または拒否した内容とその文面と日時を保管します。アドレスがご本人のものか確かめるため、リンクを1通お送りします。有効期間は{ $valid }です。
privacy-never = リンクを一度も開かない場合：
privacy-never-text = { $kept }後にすべて削除されます。
privacy-confirmed = アドレスが確認された後：
privacy-confirmed-text = 会社は、目的のために必要でなくなるまで、または削除を求められるまで、依頼を保管します。
privacy-why = 理由
privacy-why-text = 同意に基づいて（一般データ保護規則 第6条第1項(a)）、依頼を受け付けて回答するためです。ファイルは、別に同意した場合にだけ、アシスタントの学習に使われます。拒否しても、ほかには何も変わりません。
privacy-browser = ブラウザーの中
privacy-browser-text = チャットを開いた時から、ブラウザーは無作為な番号を保存します。このタブは、終わるまで回答も保存します。再読み込みしても何も失われません。クッキーもトラッキングもありません。
privacy-rights = あなたの権利
privacy-right-see = 保管されている自分の情報を見て、写しを受け取ること。
privacy-right-correct = 訂正、消去、または使用の制限を求めること。
privacy-right-withdraw = 同意をいつでも、与えたときと同じくらい簡単に撤回すること。それまでに行われたことは適法のままです。
privacy-right-complain = 住んでいる場所などのデータ保護機関に苦情を申し立てること。
privacy-how = これらの権利を使うには、会社に連絡するか、受け取ったメールに返信してください。1か月以内に回答があります。
privacy-fault = エラー
privacy-all = 保存するすべての情報とその期間
privacy-own = ご自分のデータの確認・訂正・削除
privacy-own-text = 今すぐご自身で行えます。チャットで入力したメールアドレスをご記入ください。そのアドレスにリンクをお送りします。
privacy-own-label = メールアドレス
privacy-own-button = リンクを送る
privacy-ended = ここで使える30分が過ぎたか、まだ始まっていません。続けるにはリンクをお求めください。
privacy-finished = 終了しました。このブラウザーからは、もう誰も見ることができません。
privacy-sent-title = 受信トレイをご確認ください
privacy-sent-text = そのアドレスで保管しているものがあれば、リンクを記したメールをお送りしています。リンクは1時間以内に1回だけ使えます。
privacy-sent-nothing = 数分たっても届かない場合
privacy-sent-spam = 迷惑メールの中をご確認ください。
privacy-sent-spelt = アドレスのつづりをご確認ください。チャットで入力したものと同じである必要があります。
privacy-sent-wait = 1分ほど待ってから、もう一度お求めください。
privacy-sent-none = または、そのアドレスで保管しているものがありません。誰が連絡してきたかを他人に知られないように、このページはどちらの場合も同じことを表示します。
privacy-again = 新しいリンクを求める
privacy-link-text = 次のページに、このメールアドレスのもとで保管しているデータを表示します。そこでダウンロード、訂正、削除ができます。
privacy-link-button = 自分のデータを表示
privacy-link-once = リンクは1回だけ使えます。30分後、または「{ privacy-finish }」を選ぶと終了します。
privacy-gone-text = すでに使われたか、1時間を過ぎたか、そのアドレスで保管しているものがなくなりました。
privacy-data-title = あなたのデータ
privacy-data-text = { $address } で保管しているものは、これですべてです。30分後に自動的に終了します。
privacy-download = すべてダウンロード
privacy-finish = 終了
privacy-nothing = 保管しているものはありません。
privacy-visit = { $at } のご利用
privacy-restricted = 使用を制限中です。
privacy-restricted-since = { $at } から。
privacy-restricted-accuracy = データが誤っているとのお申し出です。確認が済むまで、そのままにします。
privacy-restricted-unlawful = データはご希望により保管しており、使用しません。
privacy-restricted-claims = データは法的請求のために保管しており、使用しません。
privacy-restricted-objection = 使用に異議をお持ちです。検討が済むまで、データはそのままにします。
privacy-restricted-by-us = この制限は当方で設けたものです。解除をご希望の場合はご連絡ください。
privacy-name = お名前
privacy-confirmed-at = 確認
privacy-not-confirmed = まだです。最初のメールのリンクが使われていません。
privacy-language = 言語
privacy-ip = インターネットアドレス
privacy-not-kept = 保管していません
privacy-files = ファイル
privacy-no-files = なし
privacy-correct = お名前またはアドレスを訂正
privacy-correct-hint = 別のアドレスには、確認用のリンクを記したメールをお送りします。それ以降、このご利用は新しいアドレスのものとなり、前のアドレスでは開けなくなります。つづりをよくご確認ください。
privacy-correct-button = 訂正を保存
privacy-leave-it = そのままにする
privacy-moved-title = 新しいアドレスをご確認ください
privacy-moved-text = このご利用は { $address } のものになりました。リンクを記したメールをお送りしています。リンクが使われるまで、アドレスは未確認です。
privacy-moved-old = { $address } では、このご利用を開けなくなりました。
privacy-moved-again = データをもう一度見るには、新しいアドレスでリンクをお求めください。
privacy-back = ほかのご利用に戻る
privacy-decided = あなたの決定
privacy-purpose-request = 依頼への対応
privacy-purpose-training = AIの学習
privacy-decision-agreed = 同意
privacy-decision-withdrawn = 撤回
privacy-decision-refused = 拒否
privacy-no-training = 自分のファイルを学習に使わせない
privacy-restrict = 使用を制限
privacy-restrict-text = データは保管したまま、使用しません。学習には使われず、読めるのはプライバシーに関する依頼に対応する担当者だけです。その間、あなたの依頼への対応は止まります。制限はここでいつでも解除できます。
privacy-restrict-training = 学習だけが気になる場合は、前のページの「{ privacy-no-training }」で十分です。
privacy-restrict-why = 理由
privacy-restrict-choose = 次の中から1つお選びください。
privacy-reason-accuracy = データが誤っており、確認が必要
privacy-reason-objection = 使用に異議がある
privacy-reason-unlawful = 使用は違法だが、削除はしないでほしい
privacy-reason-claims = 法的請求のためにデータが必要
privacy-lift = 制限を解除
privacy-withdraw = 同意を撤回
privacy-withdraw-title = 同意の撤回
privacy-withdraw-text = 同意がなければ、このご利用に関するものを何も保管できません。そのため、撤回するとこのご利用は削除され、依頼への対応もできなくなります。それまでに行われたことは適法のままです。
privacy-erase = すべて削除
privacy-erase-text = 上のすべてのご利用を、ファイルとともに完全に削除します。削除の前に、もう一度確認します。
privacy-erase-good = 元に戻すことはできません。バックアップからも戻せません。
privacy-goes = 削除されるもの
privacy-goes-visits =
    { $count ->
        [1] このご利用のお名前とアドレス { $address }
       *[other] { $count }件のご利用のお名前とアドレス { $address }
    }
privacy-goes-files =
    { $count ->
        [0] ファイルなし（送信されていません）
       *[other] ファイル{ $count }件と、そのすべての複製
    }
privacy-goes-rest = あなたの決定、すべてのリンク、送信待ちのメール
privacy-stays = 残るもの
privacy-stays-receipt = 削除した事実と日時と量を記した受領書（どなたの名前も記しません）
privacy-stays-trail = 何が行われたかを証明する記録（どなたの名前も記しません）
privacy-sure = はい、削除します
privacy-sure-fault = よろしければ、チェックを入れてください。
privacy-erase-button = 完全に削除
privacy-keep = 残す
privacy-erased-title = 削除しました
privacy-erased-text = お名前、アドレス、決定は削除されました。ファイルは今削除しています。最後の複製がなくなった日時は受領書に記されます。
privacy-receipts =
    { $count ->
       *[other] 受領書
    }
privacy-receipt-keep = 受領書には、どなたの名前も記されません。後で依頼したことを証明したい場合は、番号を控えておいてください。
privacy-receipt-done = すべて削除されました
privacy-receipt-done-text = 最後にファイルの保管先を確認し、何も残っていないことがわかっています。
privacy-receipt-running = 削除しています
privacy-receipt-running-text = 個人データは削除されました。ファイルは今削除しています。
privacy-receipt-look = もう一度見る
privacy-receipt-asked = 依頼
privacy-receipt-finished = 完了
privacy-receipt-not-yet = まだです
privacy-receipt-copies = 削除された複製
privacy-receipt-counted = 最後に数えます
privacy-receipt = 受領書
privacy-did-corrected = 訂正を保存しました。
privacy-did-training = ファイルは今後、学習に使われません。
privacy-did-restricted = 使用を制限しました。データは保管したまま、使用しません。
privacy-did-lifted = 制限を解除しました。
privacy-accessibility = このチャットのアクセシビリティ
page-languages = ほかの言語で見る

kept-caption = 何を、何のために、どの根拠で、いつまで保管するか
kept-what = 対象
kept-for = 目的
kept-basis = 根拠
kept-time = 期間
kept-open = アドレスのないご利用のファイル
kept-open-for = 決定までファイルを預かり、離れた場合に削除するため
kept-pending = お名前、メールアドレス、ファイル（アドレスの確認前）
kept-pending-for = 依頼を受け付け、アドレスがご本人のものか確かめるため
kept-complete = お名前、メールアドレス、ファイル（アドレスの確認後）
kept-complete-for = 依頼に回答するため。ファイルは、ご本人が同意した場合にだけAIの学習に使われます
kept-ip = 決定時のインターネットアドレス
kept-ip-for = 不正利用を調べ、誰が決定したかを証明するため
kept-consents = 同意と拒否の内容、その文面と日時
kept-consents-for = 何に同意されたかを証明するため
kept-links = 送信したリンク（ハッシュ値）と、送信待ちのメール
kept-links-for = アドレスがご本人のものか確かめるため
kept-ways = ご自分のデータを見る方のリンクとサインイン
kept-ways-for = ご自分のデータを自ら確認、訂正、削除できるようにするため
kept-trail = 記録：どのご利用に、誰が何をしたか（名前なし）
kept-trail-for = 行ったことを説明し、侵害の影響範囲を調べるため
kept-receipts = 削除の受領書（名前なし）
kept-receipts-for = 削除した事実と日時と量を証明するため
kept-requests = 郵便や電話での依頼：誰が何を求め、いつ回答したか
kept-requests-for = 期限内に回答し、それを証明するため
kept-funnel = ご利用がどこまで進んだか：1日ごとの数
kept-funnel-for = どこで離れるかを知るため
kept-consent = 同意、第6条第1項(a)
kept-interest = 正当な利益、第6条第1項(f)
kept-duty = 法的義務、第6条第1項(c)および第{ $articles }条
kept-nobody = 誰のデータでもありません。数からは誰も特定できません
kept-time-open = ブラウザーからの最後の通信から、遅くとも{ $time }後
kept-time-pending = 最後に入力されてから{ $time }後
kept-until-confirmed = ご本人が確認、辞退、または削除を求めるまで
kept-time-complete = 確認から{ $time }後
kept-until-needed = 依頼に必要でなくなるまで、またはご本人が削除を求めるまで
kept-time-ip = 記録から{ $time }後
kept-as-long = お名前とメールアドレスと同じ期間
kept-time-links = お名前とメールアドレスと同じ期間。メールは送信されるまで
kept-time-ways = リンクは1時間、サインインは30分間有効。どちらもその後まもなく削除
kept-time-trail = 行為から{ $time }後
kept-proof = 証明のために保管
kept-time-receipts = 削除から{ $time }後
kept-time-requests = 回答から{ $time }後に、依頼者の記載を消去
kept-always = 保管

## データの写し：アーカイブの中のページ

copy-text = 保管しているあなたの情報すべての写しです（{ $at } 現在）。このページに必要なのは、このフォルダーだけです。
copy-missing = { $count }件のファイルがありません。届きましたが、保管先に残っていません。どのファイルかは下の一覧にあります。
copy-changed = 最終変更
copy-number = ご利用の番号
copy-file-missing = 保管先にありません
copy-file-differs = 保管先にあるのは { $size } です
copy-no-wording = この版の文面は、ここには記録されていません。
copy-version = 版
copy-links = メールで送信したリンク
copy-link-used = 送信：{ $sent }、使用：{ $used }
copy-link-unused = 送信：{ $sent }、未使用、期限：{ $until }
copy-waiting = { $at } から送信を待っているメールがあります
copy-requests = 郵便や電話での依頼
copy-request-received = 受付：{ $day }
copy-request-open = 未回答、期限：{ $day }
copy-request-extended = 2か月延長、通知：{ $day }
copy-request-done = 回答：{ $at }
copy-request-refused = 拒否：{ $at }
copy-request-unidentified = 終了：{ $at }。どなたのデータか確認できませんでした
copy-happened = これまでの出来事
copy-did-given = 連絡先が入力されました
copy-did-changed = 確認の前に連絡先が訂正されました
copy-did-confirmed = アドレスが確認されました
copy-did-corrected = データが訂正されました
copy-did-agreed = 以前のアドレスが、それまでに送られた内容を新しいアドレスに表示することに同意しました
copy-did-read = データが閲覧されました
copy-did-downloaded = ファイルがダウンロードされました
copy-did-copied = このような写しが作成されました
copy-did-asked = このデータのページへのリンクが求められました
copy-did-opened = そのリンクが使われました
copy-did-withdrawn = 同意が撤回されました
copy-did-restricted = 使用が制限されました
copy-did-lifted = 制限が解除されました
copy-by-visitor = ご利用者
copy-by-staff = 担当者
copy-by-operator = 運営者
copy-by-system = 運営者の規則
copy-by-unknown = 不明な人
copy-programs = プログラム用：

## デモ：架空の事務所

demo-ask = 相談する
demo-how = 利用の流れ
demo-developers = 開発者の方へ
demo-headline = わからない手紙が届きましたか。お持ちください。
demo-promise = 家賃、仕事、給付。書類を見せていただければ、法律に詳しい担当者が読みます。2営業日以内にご連絡します。費用はかかりません。
demo-start = 書類を見せる
demo-small = 2分ほどです。途中で離れると、すべて削除されます。
demo-picture = 光の差す開いたドアと、マットの上の封筒
demo-name = お名前を入力
demo-name-text = どんなお名前でも、どの文字でもかまいません。登録もパスワードもいりません。
demo-papers = 書類を追加
demo-papers-text = 手紙、契約書、ページの写真。質問だけなら、なくてもかまいません。
demo-link = リンクを開く
demo-link-text = メールアドレスにお送りします。ご本人のアドレスだとわかれば、完了です。
demo-made-up = この事務所は架空です。チャットは本物です
demo-line = 1行で、どのページにも置けます。隅にボタンを作り、開かれるまでは何も読み込みません。
demo-line-label = 追加する行
demo-also = そのほか：
demo-scripts = スクリプトでは：
demo-api = APIの説明
demo-mail = 保存されたメール
demo-sign-in-as = { $name } としてサインイン
demo-sign-out = { $name } をサインアウト

## ウィジェット

widget-title = 受付
frame-noscript = JavaScriptがオフになっています。ご覧になっていたページの会社にご連絡ください。
frame-description = 短い会話です。お名前、ファイル、メールアドレスをお聞きします。
frame-still = チャットには、スクリプトとブラウザー内の保存場所が必要です。
frame-new-tab = 新しいタブで開く
frame-failed = チャットを読み込めません。
widget-assistant = アシスタント
widget-you = あなた
widget-conversation = 会話
widget-close = 閉じる
widget-menu = その他
widget-notice = プライバシー通知
widget-accessibility = アクセシビリティ
widget-edit-answer = この回答を変更
widget-note-open = 途中で離れると削除されます
widget-note-pending = 確認をお待ちしています
widget-note-complete = 確認済み
widget-note-gone = 何も保管されていません
widget-send = 送信
widget-back = 戻る
widget-retry = もう一度試す
widget-label-text = 回答
widget-label-name = お名前
widget-label-email = メールアドレス
widget-did-you-mean = { $address } ではありませんか。
widget-choose = ファイルを追加
widget-photo = 写真を撮る
widget-drop = ここにファイルをドロップ
widget-which = どのファイルを送れますか
widget-allowed = 1件 { $size } まで、{ $count }件まで：{ $types }
widget-go-on =
    { $count ->
        [0] ファイルなしで進む
       *[other] ファイル{ $count }件で進む
    }
widget-total = ファイル{ $count }件、{ $size }
widget-total-of = { widget-total }（{ $most } まで）
widget-still-sending = まだ送信中のファイルが{ $count }件あります。少し待つか、不要なものを取り消してください。
widget-not-arrived = 届いていないファイルが{ $count }件あります。もう一度試すか、取り除いてください。
widget-no-files = ファイルなし
widget-cut = 送信が中断されました。ファイルをもう一度追加してください。
widget-cut-off = 送信が中断されました。接続が戻ると続きから再開します。
widget-waiting = 待機中
widget-storing = 保存中
widget-stored = 届きました
widget-arrived = { $name } が届きました。
widget-cancel-file = { $name } を取り消す
widget-retry-file = { $name } をもう一度試す
widget-remove-file = { $name } を取り除く
widget-just-over = { $size } を少し超える大きさ
widget-refused-type = 「{ $name }」は { $ending } ファイルのため、ここでは開けません。同じページのPDFか画像をお試しください。
widget-refused-size = 「{ $name }」は { $size } です。ファイルは { $most } まで送れます。同じページのPDFをお試しください。
widget-refused-empty = 「{ $name }」は空です。お使いの機器で確認してから、もう一度追加してください。
widget-refused-count = 「{ $name }」は追加できません。ファイルは{ $count }件までです。1つ取り除くと追加できます。
widget-refused-total = 「{ $name }」は入りきりません。すべてのファイルを合わせて { $size } までです。1つ取り除くと追加できます。
widget-refused-twice = 「{ $name }」はすでに一覧にあります。
widget-refused-changed = 「{ $name }」は選択後に変更または移動されました。もう一度選択してください。
widget-refused-folder = 「{ $name }」はフォルダです。中のファイルを選択してください。
widget-optional = 任意：
widget-full-notice = 全文を読む
widget-opens = （新しいタブで開きます）
widget-agree = 同意して送信
widget-agreed = 同意します。AIの学習には使わないでください
widget-agreed-training = 同意します。ファイルをアシスタントの学習に使ってもかまいません
widget-inbox-title = 受信トレイをご覧ください
widget-inbox-once = リンクは1回だけ使えます。開くと完了します。
widget-inbox-until = リンクは1回だけ使えます（{ $until }まで）。開くと完了します。
widget-inbox-to = { $address } 宛てにお送りしました。
widget-inbox-unknown = 入力されたアドレスにリンクをお送りしました。
widget-undelivered-title = メールをお届けできませんでした
widget-undelivered-to = メールサーバーによると、このアドレスは存在しないか、メールを受け付けていません: { $address }。
widget-undelivered-unknown = メールサーバーによると、このアドレスは存在しないか、メールを受け付けていません。
widget-undelivered-help = アドレスに誤りがないかご確認いただくか、別のアドレスをご利用ください。お送りいただいた内容は保存されています。
widget-again = もう一度送る
widget-again-in = もう一度送る（{ $seconds }秒後）
widget-sent-again = もう一度送りました。1分ほどかかることがあります。迷惑メールのフォルダーもご確認ください。
widget-wrong = アドレスを変更
widget-change = 変更して送信
widget-keep = このままにする
widget-changed = { $address } に新しいリンクをお送りしました。以前のリンクは使えません。
widget-done-title = ありがとうございます。確認できました
widget-done = 送られたものをお預かりしました。ご連絡をお待ちください。このウィンドウは閉じてかまいません。
widget-new-visit = 新しく始める
widget-ended = { problem-session-gone }
widget-start-again = もう一度始める
widget-welcome-back = おかえりなさい。このブラウザーで途中まで進んでいました。続けますか、最初からやり直しますか。やり直すと、送られたものは削除されます。
widget-go-on-visit = 続ける
widget-start-over = 最初からやり直す
widget-leave = 離れてすべて削除
widget-leave-title = 送ったものをすべて削除しますか
widget-leave-text = 回答とファイルは今すぐ削除されます。元に戻すことはできません。
widget-leave-yes = 削除して離れる
widget-leave-no = 残る
widget-failure = { problem-internal }
widget-offline = 今は接続がありません。入力したものは残っています。
widget-differ = 届いていないファイルがあります。一覧を確認してから進んでください。
widget-reference = 参照番号 { $id }

## アクセシビリティについて

access-intro = このチャットとそのページは、だれもが使えるものでなければなりません。Web Content Accessibility Guidelines 2.2 のレベル AA を満たすように作られています。
access-count-on = お約束できること
access-keyboard = キーボード：
access-keyboard-text = すべてマウスなしで操作できます。フォーカスはいつも見え、次の質問に移ります。Escape でチャットが閉じ、中に閉じ込められることはありません。
access-readers = スクリーンリーダー：
access-readers-text = 新しいメッセージと届いたファイルは、読み上げを妨げずに知らされます。入力欄、ボタン、画像にはすべて名前があります。エラーは入力欄のそばに表示され、どうすればよいかを伝えます。
access-zoom = 大きな文字と拡大：
access-zoom-text = 400 % に拡大しても何も切れず、スクロールは一方向だけです。
access-colours = 色：
access-colours-text = 会社がどの色を選んでも、文字のコントラスト比は少なくとも 4.5 対 1 です。ダークモードと、お使いのシステムのハイコントラストの色に従います。色だけで伝える情報はありません。
access-touch = タッチ：
access-touch-text = どのボタンも縦横とも44ピクセル以上です。
access-calm = 落ち着き：
access-calm-text = 点滅するものはありません。動きを減らす設定では、何も動きません。
access-time = 時間：
access-time-text = 入力中に時間制限はありません。開いたままのチャットは最長1日保管されます。閉じたり忘れられたりしたものは削除され、チャットがそれを伝えます。
access-memory = 記憶：
access-memory-text = 同じことを二度聞くことはありません。戻って回答を変えることができ、再読み込みしても何も失われません。解くべきパズルもありません。
access-how = 確かめ方
access-how-text = 各バージョンは、チャットのすべての状態について、明るい表示と暗い表示、左右両方の書字方向で機械的に（axe）検査されます。さらに、キーボードだけ、400 % の拡大、動きを減らした設定、強制カラーでの操作も確かめています。機械ですべてが見つかるわけではありません。
access-not-yet = まだできないこと
access-not-pictures = 送られた画像や書類は、名前と小さな画像だけで表示されます。内容の説明はつきません。
access-not-scripts = JavaScript がないとチャットは使えません。ご覧になっていたページの会社にご連絡ください。メールのリンクは JavaScript なしで使えます。
access-tell = お知らせください
access-tell-text = 使いにくいところがあれば、ご覧になっていたページの会社に連絡するか、受け取ったメールに返信してください。何をしようとして何が起きたかを書いてください。理由の説明は必要ありません。

# The mail to an earlier address, and its page
mail-changed-subject = { $site } でのご訪問のメールアドレスが変更されました
mail-changed-text = このメールアドレスで保存されていた { $site } でのご訪問は、別のアドレスでの保存に変わりました。
mail-changed-hidden = 変更前に送られたファイルなどは、新しいアドレスには表示されません。ご自身で変更し、新しいアドレスにも表示したい場合は、このリンクを開いてください。
mail-changed-button = 新しいアドレスに表示する
mail-changed-not-you = お心当たりがない場合は、リンクを開かず、{ $site } にお知らせください。
mail-changed-why = このメールアドレスが { $site } でのご訪問に登録されていたため、お送りしています。
page-earlier-title = 送られた内容を新しいアドレスに表示しますか
page-earlier-text = このご訪問は、以前はお客様のメールアドレスで保存されていました。同意すると、その間に送られた内容を新しいアドレスで閲覧し、ダウンロードできるようになります。
page-earlier-not-you = アドレスを変更していない場合は、このページを閉じてください。何も表示されません。
page-earlier-done = 新しいアドレスに表示されるようになりました
privacy-withheld = メールアドレスの変更前に送られた内容は表示されません。以前のアドレスにメールを送りました。そこで同意すると表示されます。
privacy-not-shown = 表示されません
privacy-moved-agree = { $address } にメールを送りました。そのメールのリンクで同意するまで、これまでに送られた内容は新しいアドレスに表示されません。
kept-earlier = 変更前のメールアドレス
kept-earlier-for = 持ち主にお知らせし、以前のアドレスで見えていた内容を新しいアドレスに表示しないため
kept-time-earlier = 変更から { $time }
kept-mails = メールボックスに送ったメールの数と、一つのネットワークから送信され未確認のデータの量（当方の鍵でのみ作成できるハッシュで保存）
kept-mails-for = メールが多く届きすぎないように、また保存領域がいっぱいにならないようにするため
kept-time-mails = 最後のメールから 2 時間、最後の送信から 1 日

## 会員のアシスタント

chat-greeting = こんにちは。このサイトのアシスタントです。どのようなご用件でしょうか。
chat-notice = お話しの相手はコンピュータープログラムです。間違えることがありますので、大切なことはご確認ください。会話を続けられるよう、メッセージは保存されます。いつでも削除できます。
assistant-restricted = ここではお客様のデータの利用が制限されているため、アシスタントは回答しません。会話を読むこと、コピーすること、削除することは引き続きできます。
chat-title = アシスタント
chat-description = このサイトのアシスタントに質問できます。会話はどの端末でも続けられます。
chat-noscript = アシスタントには JavaScript が必要です。
chat-conversations = 会話の一覧
chat-conversation = { widget-conversation }
chat-menu = { widget-menu }
chat-begin = 新しい会話
chat-search = 会話を検索
chat-more = 以前の会話を表示
chat-earlier = 以前のメッセージを表示
chat-none = まだ会話はありません。
chat-nothing = 見つかりませんでした。
chat-untitled = 無題
chat-rename = 名前を変更
chat-remove = この会話を削除
chat-remove-title = この会話を削除しますか？
chat-remove-text = すべての端末で削除され、元に戻せません。
chat-clear = すべての会話を削除
chat-clear-title = すべての会話を削除しますか？
chat-clear-text = すべてのメッセージと回答が、すべての端末で削除されます。元に戻せません。
chat-copy-all = この会話をコピー
chat-download = 自分のデータをダウンロード
chat-cancel = キャンセル
chat-save = 保存
chat-label = メッセージを入力
chat-empty = 先にメッセージを入力してください。
chat-send = { widget-send }
chat-stop = 回答を止める
chat-editing = メッセージは送り直され、その後の内容は置き換えられます。
chat-edit = このメッセージを編集
chat-copy = この回答をコピー
chat-copied = コピーしました。
chat-good = 役に立った
chat-bad = 役に立たなかった
chat-again = もう一度回答する
chat-stopped = 停止しました。届いた分は保存されています。
chat-broke-off = 回答が途中で切れました。届いた分は保存されています。
chat-no-answer = 回答が届きませんでした。少し待ってからもう一度お試しください。
chat-signed-out = サインアウトしています。会話を見るには、サイトでサインインしてください。
chat-you = { widget-you }
chat-assistant = { widget-assistant }
chat-close = { widget-close }
chat-retry = { widget-retry }
chat-opens = { widget-opens }
chat-notices = { widget-notice }
chat-accessibility = { widget-accessibility }
chat-failure = { widget-failure }
chat-offline = { widget-offline }
chat-reference = 参照番号 { $id }
chat-found = { $count } 件見つかりました
kept-time-member = 会員の最後のメッセージから{ $time }後
kept-time-conversation = 最後のメッセージから{ $time }後
kept-time-action = 完了または却下してから{ $time }後
kept-member-for-ever = 会員が削除するまで
# Answers to members from documents, without a model
assistant-nothing = 私が知っている文書には、これについての記載が見つかりませんでした。別の言葉で質問するか、このサイトの担当者にお尋ねください。
assistant-filtered = モデルはこの質問に回答できません。別の言い方でお試しください。
# $source: such as “Opening hours (opening.md)”
assistant-source = 出典：{ $source }

# The member's messenger.
messenger-title = メッセンジャー
messenger-lead = WhatsAppのアカウントを連携すると、メッセージの中のやることが分かります。
messenger-phone = 電話番号
messenger-phone-hint = 国番号から（例：+81 90 1234 5678）
messenger-continue = 次へ
messenger-link-title = アカウントを連携する
messenger-notice = プログラムが、ほかの人からの内容を含むあなたのメッセージを読んでやることを探し、その後削除します。残るのは、やることのもとになった文だけです。コードを読み取ると同意したことになります。連携はいつでも解除できます。WhatsAppはこの機能をほかのプログラムに提供しておらず、アカウントが制限されることがあります。
messenger-qr = スマートフォンのWhatsAppで読み取るQRコード
messenger-qr-wait = コードを準備しています
messenger-qr-time = このコードの残り時間
messenger-step-open = スマートフォンでWhatsAppを開きます。
messenger-step-menu = 設定、リンク済みデバイス、デバイスをリンクの順に選びます。
messenger-step-scan = このコードにスマートフォンを向けます。
messenger-again = 新しいコードを表示
messenger-type-instead = 代わりにスマートフォンでコードを入力する
messenger-known = この番号はすでに連携されています
messenger-code = 自分とのチャットに届いたコード
messenger-verify = 確認
messenger-other-number = 別の番号を使う
messenger-resume = 接続
messenger-pause = 一時停止
messenger-restart = 再起動
messenger-unlink = 連携を解除
messenger-sign-out = サインアウト
messenger-actions = やること
messenger-pending = 未完了
messenger-done = 完了
messenger-dismissed = 却下
messenger-empty = 何もありません。新しいものは自動で表示されます。
messenger-more = 以前のものを表示
messenger-news = 新着：
messenger-quote = メッセージより
messenger-mark-done = 完了
messenger-dismiss = 却下
messenger-reopen = 戻す
messenger-edit = 修正
messenger-edit-title = 内容
messenger-edit-day = 日付
messenger-edit-time = 時刻
messenger-save = 保存
messenger-cancel = キャンセル
messenger-share = ほかの人に見せる
messenger-share-text = やることと、そのもとになった文が見えます。変更はできず、ほかのメッセージは見えません。
messenger-share-phone = 相手の電話番号
messenger-share-add = 共有
messenger-share-end = 共有をやめる
messenger-share-read = 見る
messenger-received = 共有されたもの
messenger-unlink-title = 連携を解除しますか？
messenger-unlink-text = WhatsAppからログアウトし、鍵を破棄します。一覧は残ります。
messenger-failure = うまくいきませんでした。少ししてからもう一度お試しください。
messenger-offline = 接続がありません。オンラインになったらもう一度お試しください。
messenger-noscript = このページにはJavaScriptが必要です。
messenger-state-none = 未連携
messenger-state-stopped = 一時停止中
messenger-state-starting = 起動中
messenger-state-pairing = スマートフォンを待っています
messenger-state-online = 接続済み
messenger-state-offline = 再接続中
messenger-state-asleep = 休止中（操作すると再開）
messenger-state-logged-out = スマートフォン側で解除されました
messenger-state-replaced = ほかのプログラムが使用中です
messenger-state-banned = WhatsAppにより一時的に制限されています
messenger-state-failed = 接続できません。後で再起動してください。
messenger-state-other-number = 別の番号で読み取られました。何も保存されていません
messenger-kind-task = タスク
messenger-kind-meeting = 予定
messenger-kind-payment = 支払い
messenger-kind-call = 電話
messenger-kind-purchase = 買い物
