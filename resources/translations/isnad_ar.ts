<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar" sourcelanguage="en">
<context>
    <name>AboutChips</name>
    <message>
        <source>About:</source>
        <translation>عن:</translation>
    </message>
    <message>
        <source>Reading {name}…</source>
        <translation>تجري قراءة {name}…</translation>
    </message>
    <message>
        <source>No longer about {name}</source>
        <translation>لا يقتصر السؤال على {name} بعد الآن</translation>
    </message>
</context>
<context>
    <name>AboutPane</name>
    <message>
        <source>About the document</source>
        <translation>عن المستند</translation>
    </message>
    <message>
        <source>Enter its password</source>
        <translation>أدخل كلمة مروره</translation>
    </message>
    <message>
        <source>locked with a password</source>
        <translation>مقفل بكلمة مرور</translation>
    </message>
    <message>
        <source>waiting to be read</source>
        <translation>ينتظر القراءة</translation>
    </message>
    <message>
        <source>every page was read</source>
        <translation>قُرئت كل صفحاته</translation>
    </message>
    <message>
        <source>some pages could not be read</source>
        <translation>تعذّرت قراءة بعض صفحاته</translation>
    </message>
    <message>
        <source>could not be read</source>
        <translation>تعذّرت قراءته</translation>
    </message>
    <message numerus="yes">
        <source>and %n more pages</source>
        <translation>
            <numerusform>وما من صفحات أخرى</numerusform>
            <numerusform>وصفحة أخرى</numerusform>
            <numerusform>وصفحتان أخريان</numerusform>
            <numerusform>و%n صفحات أخرى</numerusform>
            <numerusform>و%n صفحة أخرى</numerusform>
            <numerusform>و%n صفحة أخرى</numerusform>
        </translation>
    </message>
    <message>
        <source>Page {number}</source>
        <translation>صفحة {number}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>أعد المحاولة</translation>
    </message>
    <message>
        <source>With {engine}</source>
        <translation>باستعمال {engine}</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>المؤلف</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>كُتب</translation>
    </message>
    <message>
        <source>Altered</source>
        <translation>عُدّل</translation>
    </message>
    <message>
        <source>Collection</source>
        <translation>المجموعة</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>اللغة</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message>
        <source>File</source>
        <translation>الملف</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>يحوي</translation>
    </message>
    <message numerus="yes">
        <source>%n files</source>
        <translation>
            <numerusform>لا ملفات</numerusform>
            <numerusform>ملف واحد</numerusform>
            <numerusform>ملفان</numerusform>
            <numerusform>%n ملفات</numerusform>
            <numerusform>%n ملفًا</numerusform>
            <numerusform>%n ملف</numerusform>
        </translation>
    </message>
    <message>
        <source>Found in</source>
        <translation>وُجد في</translation>
    </message>
    <message>
        <source>Add a tag</source>
        <translation>أضف وسمًا</translation>
    </message>
    <message>
        <source>Take the tag {tag} off</source>
        <translation>أزل الوسم {tag}</translation>
    </message>
    <message>
        <source>{share} alike</source>
        <translation>تشابه {share}</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>الصفحات</translation>
    </message>
    <message>
        <source>Could not be read</source>
        <translation>ما تعذّرت قراءته</translation>
    </message>
    <message>
        <source>Much like it</source>
        <translation>ما يشبهه</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>الوسوم</translation>
    </message>
    <message>
        <source>The file</source>
        <translation>الملف</translation>
    </message>
</context>
<context>
    <name>AgentDialog</name>
    <message>
        <source>Create an agent</source>
        <translation>أنشئ وكيلًا</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>إنشاء</translation>
    </message>
    <message>
        <source>It answers from your documents, each sentence with its page.</source>
        <translation>يجيب من مستنداتك، كل جملة مع صفحتها.</translation>
    </message>
    <message>
        <source>for example: bridge inquiry</source>
        <translation>مثلًا: تحقيق الجسر</translation>
    </message>
    <message>
        <source>All documents</source>
        <translation>كل المستندات</translation>
    </message>
    <message>
        <source>Leave empty for the usual instructions</source>
        <translation>اتركه فارغًا للتعليمات المعتادة</translation>
    </message>
    <message>
        <source>Made of</source>
        <translation>مبني على</translation>
    </message>
    <message>
        <source>Edit the agent</source>
        <translation>تعديل الوكيل</translation>
    </message>
    <message>
        <source>New agent</source>
        <translation>وكيل جديد</translation>
    </message>
    <message>
        <source>Release the change</source>
        <translation>إصدار التعديل</translation>
    </message>
    <message>
        <source>Make it</source>
        <translation>إنشاء</translation>
    </message>
    <message>
        <source>What is changed is a new release; the one before can be taken back.</source>
        <translation>كل تعديل إصدار جديد، ويمكن الرجوع إلى ما قبله.</translation>
    </message>
    <message>
        <source>version</source>
        <translation>نسخة</translation>
    </message>
    <message>
        <source>base model</source>
        <translation>نموذج أساس</translation>
    </message>
    <message>
        <source>Answers as a table: {columns}.</source>
        <translation>يجيب بجدول: {columns}.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Begins from</source>
        <translation>يبدأ من</translation>
    </message>
    <message>
        <source>Speaks through</source>
        <translation>يتكلم بـ</translation>
    </message>
    <message>
        <source>Looks in</source>
        <translation>يبحث في</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>التعليمات</translation>
    </message>
    <message>
        <source>Search and writing</source>
        <translation>البحث والكتابة</translation>
    </message>
</context>
<context>
    <name>AnswerTurn</name>
    <message>
        <source>Answer</source>
        <translation>الجواب</translation>
    </message>
    <message>
        <source>Asked as: {question}</source>
        <translation>فُهم السؤال هكذا: {question}</translation>
    </message>
    <message>
        <source>no answer in the documents</source>
        <translation>لا جواب في المستندات</translation>
    </message>
    <message>
        <source>Withheld from this answer: {what}.</source>
        <translation>حُجب من هذا الجواب: {what}.</translation>
    </message>
    <message>
        <source>no answer came</source>
        <translation>لم يأت جواب</translation>
    </message>
    <message>
        <source>Source {number}: {words}</source>
        <translation>المصدر {number}: {words}</translation>
    </message>
    <message>
        <source>Copy the quotation with its source</source>
        <translation>نسخ الاقتباس مع مصدره</translation>
    </message>
    <message>
        <source>Copy what is selected</source>
        <translation>نسخ المحدد</translation>
    </message>
    <message>
        <source>Copy with its sources</source>
        <translation>نسخ الجواب مع مصادره</translation>
    </message>
    <message>
        <source>The nearest passages</source>
        <translation>أقرب المقاطع</translation>
    </message>
    <message>
        <source>What the sources say</source>
        <translation>ما تقوله المصادر</translation>
    </message>
    <message>
        <source>A good answer</source>
        <translation>جواب جيّد</translation>
    </message>
    <message>
        <source>A bad answer</source>
        <translation>جواب سيّئ</translation>
    </message>
    <message>
        <source>Answer once more</source>
        <translation>أجب مرة أخرى</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>انسخ الجواب</translation>
    </message>
</context>
<context>
    <name>App</name>
    <message>
        <source>The passphrase file {path} cannot be read.</source>
        <translation>تعذّرت قراءة ملف عبارة المرور {path}.</translation>
    </message>
    <message>
        <source>Check its name and its rights.</source>
        <translation>تحقّق من اسمه وصلاحياته.</translation>
    </message>
    <message>
        <source>The workspace {path} is already open in another window.</source>
        <translation>مساحة العمل {path} مفتوحة في نافذة أخرى.</translation>
    </message>
    <message>
        <source>Switch to that window, or close it first.</source>
        <translation>انتقل إلى تلك النافذة أو أغلقها أولًا.</translation>
    </message>
</context>
<context>
    <name>Ask</name>
    <message>
        <source>Isnad</source>
        <translation>إسناد</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>و%n غيرها</numerusform>
            <numerusform>وواحد غيرها</numerusform>
            <numerusform>واثنان غيرها</numerusform>
            <numerusform>و%n غيرها</numerusform>
            <numerusform>و%n غيرها</numerusform>
            <numerusform>و%n غيرها</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BatchDialog</name>
    <message>
        <source>Answer a file of questions</source>
        <translation>الإجابة عن ملف أسئلة</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>ابدأ</translation>
    </message>
    <message>
        <source>Each line of the file is a question: {example}. The answers go into another file, a line each with its sources; what is answered there already is not asked again.</source>
        <translation>كل سطر في الملف سؤال: {example}. تُكتب الأجوبة في ملف آخر، كل جواب في سطر مع مصادره، ولا يُعاد سؤال ما أُجيب عنه فيه.</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>الوكيل</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>الأسئلة</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>الأجوبة</translation>
    </message>
    <message>
        <source>It stops after the question at hand…</source>
        <translation>سيتوقف بعد السؤال الجاري…</translation>
    </message>
    <message>
        <source>{done} of {total} questions answered</source>
        <translation>أُجيب عن {done} من {total} من الأسئلة</translation>
    </message>
    <message numerus="yes">
        <source>%n questions got no answer.</source>
        <translation>
            <numerusform>لم يبق سؤال بلا جواب.</numerusform>
            <numerusform>سؤال واحد بلا جواب.</numerusform>
            <numerusform>سؤالان بلا جواب.</numerusform>
            <numerusform>%n أسئلة بلا جواب.</numerusform>
            <numerusform>%n سؤالًا بلا جواب.</numerusform>
            <numerusform>%n سؤال بلا جواب.</numerusform>
        </translation>
    </message>
    <message>
        <source>Begin again to ask these once more.</source>
        <translation>ابدأ من جديد لإعادة طرحها.</translation>
    </message>
    <message>
        <source>Begin again to go on from here.</source>
        <translation>ابدأ من جديد للمتابعة من هنا.</translation>
    </message>
    <message numerus="yes">
        <source>All %n questions are answered.</source>
        <translation>
            <numerusform>لا أسئلة.</numerusform>
            <numerusform>أُجيب عن السؤال الوحيد.</numerusform>
            <numerusform>أُجيب عن السؤالين.</numerusform>
            <numerusform>أُجيب عن %n أسئلة كلها.</numerusform>
            <numerusform>أُجيب عن %n سؤالًا كلها.</numerusform>
            <numerusform>أُجيب عن %n سؤال كلها.</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>اختيار</translation>
    </message>
    <message>
        <source>A file of questions</source>
        <translation>ملف أسئلة</translation>
    </message>
    <message>
        <source>Questions (*.jsonl)</source>
        <translation>أسئلة (*.jsonl)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>كل الملفات (*)</translation>
    </message>
    <message>
        <source>A file for the answers</source>
        <translation>ملف للأجوبة</translation>
    </message>
</context>
<context>
    <name>BranchSwitch</name>
    <message>
        <source>The branch before</source>
        <translation>الفرع السابق</translation>
    </message>
    <message>
        <source>The next branch</source>
        <translation>الفرع التالي</translation>
    </message>
    <message>
        <source>Branch {at} of {total}</source>
        <translation>الفرع {at} من {total}</translation>
    </message>
</context>
<context>
    <name>BuildDialog</name>
    <message>
        <source>Build from documents</source>
        <translation>ابنِ من المستندات</translation>
    </message>
    <message>
        <source>Build</source>
        <translation>بناء</translation>
    </message>
    <message numerus="yes">
        <source>{name} (%n documents)</source>
        <translation>
            <numerusform>{name} (لا مستندات)</numerusform>
            <numerusform>{name} (مستند واحد)</numerusform>
            <numerusform>{name} (مستندان)</numerusform>
            <numerusform>{name} (%n مستندات)</numerusform>
            <numerusform>{name} (%n مستندًا)</numerusform>
            <numerusform>{name} (%n مستند)</numerusform>
        </translation>
    </message>
    <message>
        <source>Questions and answers</source>
        <translation>أسئلة وأجوبة</translation>
    </message>
    <message>
        <source>for example: bridge questions</source>
        <translation>مثلًا: أسئلة الجسر</translation>
    </message>
    <message>
        <source>Each example is made of what stands on a page, keeps that page, and waits for your review. Questions are written by the local model, everything else is read off by rules.</source>
        <translation>كل مثال مأخوذ مما في الصفحة، ويحتفظ بصفحته، وينتظر مراجعتك. الأسئلة يكتبها النموذج المحلي، وما عداها تستخرجه القواعد.</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>المستندات</translation>
    </message>
    <message>
        <source>What to make</source>
        <translation>ماذا يُصنع</translation>
    </message>
    <message>
        <source>Name of the dataset</source>
        <translation>اسم مجموعة البيانات</translation>
    </message>
    <message>
        <source>Days and events</source>
        <translation>الأيام والأحداث</translation>
    </message>
    <message>
        <source>Sums of money</source>
        <translation>المبالغ</translation>
    </message>
    <message>
        <source>Articles and sections, word for word</source>
        <translation>المواد والأقسام حرفيًا</translation>
    </message>
    <message>
        <source>Labels: personal, secret, threat, abuse</source>
        <translation>تصنيفات: شخصي، سري، تهديد، إساءة</translation>
    </message>
    <message>
        <source>Lines of code and rows of tables</source>
        <translation>أسطر الشفرة وصفوف الجداول</translation>
    </message>
    <message>
        <source>Lines in English and Arabic</source>
        <translation>أسطر بالإنجليزية والعربية</translation>
    </message>
</context>
<context>
    <name>Chat words</name>
    <message>
        <source>How to search</source>
        <translation>طريقة البحث</translation>
    </message>
    <message>
        <source>Passages searched for</source>
        <translation>عدد المقاطع المطلوبة</translation>
    </message>
    <message>
        <source>Best sentences read (0: all)</source>
        <translation>أفضل الجمل المقروءة (0: الكل)</translation>
    </message>
    <message>
        <source>Share of the question needed</source>
        <translation>حصة السؤال اللازمة</translation>
    </message>
    <message>
        <source>Room for passages, tokens</source>
        <translation>سعة المقاطع بالرموز</translation>
    </message>
    <message>
        <source>Answers by quotation alone</source>
        <translation>يجيب بالاقتباس وحده</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>درجة العشوائية</translation>
    </message>
    <message>
        <source>Longest answer, tokens</source>
        <translation>أطول جواب بالرموز</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>حد الاحتمال التراكمي (Top-p)</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>عدد الرموز المرشحة (Top-k)</translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation>أدنى احتمال (Min-p)</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>البذرة</translation>
    </message>
    <message>
        <source>By words and by meaning</source>
        <translation>بالكلمات والمعنى</translation>
    </message>
    <message>
        <source>By words</source>
        <translation>بالكلمات</translation>
    </message>
    <message>
        <source>By meaning</source>
        <translation>بالمعنى</translation>
    </message>
    <message>
        <source>partly</source>
        <translation>جزئيًا</translation>
    </message>
    <message>
        <source>no source</source>
        <translation>بلا مصدر</translation>
    </message>
    <message>
        <source>Its passage carries this sentence in part.</source>
        <translation>مقطعها يسند هذه الجملة جزئيًا.</translation>
    </message>
    <message>
        <source>No passage carries this sentence.</source>
        <translation>لا مقطع يسند هذه الجملة.</translation>
    </message>
    <message>
        <source>Private keys</source>
        <translation>المفاتيح الخاصة</translation>
    </message>
    <message>
        <source>Access tokens</source>
        <translation>رموز الوصول</translation>
    </message>
    <message>
        <source>Connection strings</source>
        <translation>سلاسل الاتصال</translation>
    </message>
    <message>
        <source>Passwords</source>
        <translation>كلمات السر</translation>
    </message>
    <message>
        <source>Other secrets</source>
        <translation>أسرار أخرى</translation>
    </message>
    <message>
        <source>Numbers of payment cards</source>
        <translation>أرقام بطاقات الدفع</translation>
    </message>
    <message>
        <source>Numbers of bank accounts</source>
        <translation>أرقام الحسابات المصرفية</translation>
    </message>
    <message>
        <source>Numbers of identity cards</source>
        <translation>أرقام الهويات</translation>
    </message>
    <message>
        <source>Numbers of passports</source>
        <translation>أرقام جوازات السفر</translation>
    </message>
    <message>
        <source>Telephone numbers</source>
        <translation>أرقام الهاتف</translation>
    </message>
    <message>
        <source>Mail addresses</source>
        <translation>عناوين البريد</translation>
    </message>
    <message>
        <source>{name}, page {page}</source>
        <translation>{name}، صفحة {page}</translation>
    </message>
    <message>
        <source>first word after {seconds} s, {rate} tokens per second</source>
        <translation>أول كلمة بعد {seconds} ث، {rate} رمزًا في الثانية</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>التعليمات</translation>
    </message>
    <message>
        <source>Passages</source>
        <translation>المقاطع</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>المحادثة</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>السؤال</translation>
    </message>
    <message>
        <source>Room for the answer</source>
        <translation>متسع الجواب</translation>
    </message>
    <message>
        <source>{name}: {count} tokens</source>
        <translation>{name}: {count} من الرموز</translation>
    </message>
    <message>
        <source>the others summarised</source>
        <translation>وما عداها ملخص</translation>
    </message>
    <message>
        <source>The model reads {count} tokens at most.</source>
        <translation>يقرأ النموذج {count} من الرموز على الأكثر.</translation>
    </message>
</context>
<context>
    <name>ChatList</name>
    <message>
        <source>Chats</source>
        <translation>المحادثات</translation>
    </message>
    <message>
        <source>Search the chats</source>
        <translation>البحث في المحادثات</translation>
    </message>
    <message>
        <source>Nothing was said of this.</source>
        <translation>لم يُذكر شيء عن هذا.</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>محادثة جديدة</translation>
    </message>
</context>
<context>
    <name>ChatTab</name>
    <message>
        <source>Agents</source>
        <translation>الوكلاء</translation>
    </message>
    <message>
        <source>Choose an agent to begin a new chat with it</source>
        <translation>اختر وكيلًا لتبدأ معه محادثة جديدة</translation>
    </message>
    <message>
        <source>Choose a citation, and the page that it quotes is shown here.</source>
        <translation>اختر إحالة لتظهر هنا الصفحة التي تقتبس منها.</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>محادثة جديدة</translation>
    </message>
    <message>
        <source>Ask a question about your documents. The agent looks for passages first and answers from them; each number in the answer leads to the page it comes from, on the right. A line under a sentence and the word “partly” mark what its passage carries in part, a dotted line and the words “no source” what no passage carries. Enter sends, Shift+Enter makes a new line, Escape stops. The pencil at a question asks it anew as a branch, the arrows beside “2 / 3” go through the branches. Drop a file here to ask about it alone. Ctrl+Shift+F searches all chats, Ctrl+E exports this one.</source>
        <translation>اطرح سؤالًا عن مستنداتك. يبحث الوكيل أولًا عن مقاطع ويجيب منها، وكل رقم في الجواب يقود إلى الصفحة التي جاء منها في جانب النافذة. الخط تحت الجملة وكلمة «جزئيًا» يعلّمان ما يسنده مقطعه جزئيًا، والخط المنقط وعبارة «بلا مصدر» ما لا يسنده مقطع. مفتاح Enter يرسل، وShift+Enter يبدأ سطرًا، وEscape يوقف. القلم عند السؤال يطرحه من جديد في فرع، والسهمان بجانب «2 / 3» ينتقلان بين الفروع. أفلت ملفًا هنا للسؤال عنه وحده. يبحث Ctrl+Shift+F في كل المحادثات، ويصدّر Ctrl+E هذه المحادثة.</translation>
    </message>
    <message>
        <source>Rename the chat</source>
        <translation>غيّر اسم المحادثة</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Its questions, answers and ratings go with it.</source>
        <translation>تُحذف معها أسئلتها وأجوبتها وتقييماتها.</translation>
    </message>
    <message>
        <source>Delete this chat?</source>
        <translation>أتحذف هذه المحادثة؟</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
    <message>
        <source>Export the chat</source>
        <translation>تصدير المحادثة</translation>
    </message>
    <message>
        <source>Word (*.docx)</source>
        <translation>مستند Word ‏(*.docx)</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>نص Markdown ‏(*.md)</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>كُتب الملف: {path}</translation>
    </message>
    <message numerus="yes">
        <source>%n chats with it go too.</source>
        <translation>
            <numerusform>لا تُحذف معه محادثات.</numerusform>
            <numerusform>تُحذف معه محادثة واحدة.</numerusform>
            <numerusform>تُحذف معه محادثتان.</numerusform>
            <numerusform>تُحذف معه %n محادثات.</numerusform>
            <numerusform>تُحذف معه %n محادثة.</numerusform>
            <numerusform>تُحذف معه %n محادثة.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete this agent?</source>
        <translation>أتريد حذف هذا الوكيل؟</translation>
    </message>
    <message>
        <source>{name} returns from release {number} to the one before it. Nothing is lost.</source>
        <translation>يعود {name} من الإصدار {number} إلى ما قبله، ولا يضيع شيء.</translation>
    </message>
    <message>
        <source>Take the release back?</source>
        <translation>أتريد الرجوع عن الإصدار؟</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>الرجوع عنه</translation>
    </message>
    <message>
        <source>Delete the chat</source>
        <translation>احذف المحادثة</translation>
    </message>
    <message>
        <source>Search the chats</source>
        <translation>البحث في المحادثات</translation>
    </message>
    <message>
        <source>Ask about some documents alone</source>
        <translation>السؤال عن مستندات بعينها</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>إرسال</translation>
    </message>
    <message>
        <source>Send the question (Enter)</source>
        <translation>أرسل السؤال (Enter)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>Stop the answer (Escape)</source>
        <translation>أوقف الجواب (Escape)</translation>
    </message>
    <message>
        <source>Compare agents</source>
        <translation>مقارنة الوكلاء</translation>
    </message>
    <message>
        <source>Figures of the agents</source>
        <translation>أرقام الوكلاء</translation>
    </message>
    <message>
        <source>New agent</source>
        <translation>وكيل جديد</translation>
    </message>
    <message>
        <source>Edit the agent</source>
        <translation>تعديل الوكيل</translation>
    </message>
    <message>
        <source>Take a release back</source>
        <translation>الرجوع عن إصدار</translation>
    </message>
    <message>
        <source>Delete the agent</source>
        <translation>حذف الوكيل</translation>
    </message>
    <message>
        <source>What must not leave in an answer</source>
        <translation>ما لا يجوز أن يخرج في جواب</translation>
    </message>
    <message>
        <source>Answer a file of questions</source>
        <translation>الإجابة عن ملف أسئلة</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>ما يُعرض</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>المحادثة</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>مقارنة</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>أرقام</translation>
    </message>
    <message>
        <source>More</source>
        <translation>المزيد</translation>
    </message>
</context>
<context>
    <name>ChecksPane</name>
    <message>
        <source>Back to the source</source>
        <translation>عودة إلى المصدر</translation>
    </message>
    <message numerus="yes">
        <source>%n things to look at</source>
        <translation>
            <numerusform>لا شيء يُنظر فيه</numerusform>
            <numerusform>أمر واحد يُنظر فيه</numerusform>
            <numerusform>أمران يُنظر فيهما</numerusform>
            <numerusform>%n أمور يُنظر فيها</numerusform>
            <numerusform>%n أمرًا يُنظر فيه</numerusform>
            <numerusform>%n أمر يُنظر فيه</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing to look at</source>
        <translation>لا شيء يُنظر فيه</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>All actions</source>
        <translation>كل الأوامر</translation>
    </message>
    <message>
        <source>What would you like to do?</source>
        <translation>ماذا تريد أن تفعل؟</translation>
    </message>
    <message>
        <source>Search the actions</source>
        <translation>ابحث في الأوامر</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>One question to all of them</source>
        <translation>سؤال واحد لهم جميعًا</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>مقارنة</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>إيقاف</translation>
    </message>
    <message numerus="yes">
        <source>reading %n passages…</source>
        <translation>
            <numerusform>تجري القراءة…</numerusform>
            <numerusform>تجري قراءة مقطع واحد…</numerusform>
            <numerusform>تجري قراءة مقطعين…</numerusform>
            <numerusform>تجري قراءة %n مقاطع…</numerusform>
            <numerusform>تجري قراءة %n مقطعًا…</numerusform>
            <numerusform>تجري قراءة %n مقطع…</numerusform>
        </translation>
    </message>
    <message>
        <source>writing…</source>
        <translation>تجري الكتابة…</translation>
    </message>
    <message>
        <source>waiting…</source>
        <translation>في الانتظار…</translation>
    </message>
    <message>
        <source>Choose two to four agents.</source>
        <translation>اختر وكيلين إلى أربعة.</translation>
    </message>
    <message>
        <source>There is one agent alone: make another.</source>
        <translation>ليس هناك إلا وكيل واحد: أنشئ آخر.</translation>
    </message>
    <message>
        <source>Compare agents</source>
        <translation>مقارنة الوكلاء</translation>
    </message>
    <message>
        <source>The same question to two or more agents, their answers and sources side by side.</source>
        <translation>السؤال نفسه لوكيلين أو أكثر، وأجوبتهم ومصادرها جنبًا إلى جنب.</translation>
    </message>
</context>
<context>
    <name>ConversationPane</name>
    <message>
        <source>Let go to ask about these files alone</source>
        <translation>أفلت للسؤال عن هذه الملفات وحدها</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>الجواب</translation>
    </message>
    <message>
        <source>looking for passages…</source>
        <translation>يجري البحث عن مقاطع…</translation>
    </message>
    <message numerus="yes">
        <source>reading %n passages…</source>
        <translation>
            <numerusform>تجري القراءة…</numerusform>
            <numerusform>تجري قراءة مقطع واحد…</numerusform>
            <numerusform>تجري قراءة مقطعين…</numerusform>
            <numerusform>تجري قراءة %n مقاطع…</numerusform>
            <numerusform>تجري قراءة %n مقطعًا…</numerusform>
            <numerusform>تجري قراءة %n مقطع…</numerusform>
        </translation>
    </message>
    <message>
        <source>going over the documents…</source>
        <translation>يجري المرور على المستندات…</translation>
    </message>
    <message>
        <source>writing…</source>
        <translation>تجري الكتابة…</translation>
    </message>
    <message>
        <source>There are no documents yet.</source>
        <translation>لا مستندات بعد.</translation>
    </message>
    <message>
        <source>Drop a file here.</source>
        <translation>أفلت ملفًا هنا.</translation>
    </message>
    <message>
        <source>{name} could not be read.</source>
        <translation>تعذرت قراءة {name}.</translation>
    </message>
    <message>
        <source>The Documents view says why.</source>
        <translation>يُذكر السبب في تبويب المستندات.</translation>
    </message>
    <message>
        <source>Ask your documents</source>
        <translation>اسأل مستنداتك</translation>
    </message>
    <message>
        <source>The answer comes from passages of your documents, and each sentence shows its page. What the documents do not say is marked.</source>
        <translation>يأتي الجواب من مقاطع مستنداتك، وتُظهر كل جملة صفحتها، ويُعلَّم ما لا تقوله المستندات.</translation>
    </message>
    <message>
        <source>Write your question below, in English or Arabic, or drop a file here to ask about it alone.</source>
        <translation>اكتب سؤالك في الأسفل بالعربية أو الإنجليزية، أو أفلت ملفًا هنا للسؤال عنه وحده.</translation>
    </message>
    <message>
        <source>Your question</source>
        <translation>سؤالك</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>الوكيل</translation>
    </message>
</context>
<context>
    <name>CorrectPane</name>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Save (Ctrl+S)</source>
        <translation>حفظ (Ctrl+S)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Show what was read</source>
        <translation>أظهر ما قُرئ</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>استرجاع</translation>
    </message>
    <message>
        <source>Back to what was read, without the correction</source>
        <translation>العودة إلى ما قُرئ بلا تصحيح</translation>
    </message>
    <message>
        <source>What was read</source>
        <translation>ما قُرئ</translation>
    </message>
    <message>
        <source>Correct the page</source>
        <translation>تصحيح الصفحة</translation>
    </message>
    <message>
        <source>Correct {name}, page {number}</source>
        <translation>تصحيح {name}، صفحة {number}</translation>
    </message>
    <message>
        <source>Give up what you typed?</source>
        <translation>أتترك ما كتبته؟</translation>
    </message>
    <message>
        <source>The corrections of this page are not saved.</source>
        <translation>تصحيحات هذه الصفحة لم تُحفظ.</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>اتركه</translation>
    </message>
</context>
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>%n sentences are supported in part</source>
        <translation>
            <numerusform>لا جمل مسندة جزئيًا</numerusform>
            <numerusform>جملة واحدة مسندة جزئيًا</numerusform>
            <numerusform>جملتان مسندتان جزئيًا</numerusform>
            <numerusform>%n جمل مسندة جزئيًا</numerusform>
            <numerusform>%n جملة مسندة جزئيًا</numerusform>
            <numerusform>%n جملة مسندة جزئيًا</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sentences have no source</source>
        <translation>
            <numerusform>لا جمل بلا مصدر</numerusform>
            <numerusform>جملة واحدة بلا مصدر</numerusform>
            <numerusform>جملتان بلا مصدر</numerusform>
            <numerusform>%n جمل بلا مصدر</numerusform>
            <numerusform>%n جملة بلا مصدر</numerusform>
            <numerusform>%n جملة بلا مصدر</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{read} of %n passages</source>
        <translation>
            <numerusform>{read} من صفر من المقاطع</numerusform>
            <numerusform>{read} من مقطع واحد</numerusform>
            <numerusform>{read} من مقطعين</numerusform>
            <numerusform>{read} من %n مقاطع</numerusform>
            <numerusform>{read} من %n مقطعًا</numerusform>
            <numerusform>{read} من %n مقطع</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{read} of %n earlier turns</source>
        <translation>
            <numerusform>{read} من صفر من الأسئلة السابقة</numerusform>
            <numerusform>{read} من سؤال سابق واحد</numerusform>
            <numerusform>{read} من سؤالين سابقين</numerusform>
            <numerusform>{read} من %n أسئلة سابقة</numerusform>
            <numerusform>{read} من %n سؤالًا سابقًا</numerusform>
            <numerusform>{read} من %n سؤال سابق</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CrashWindow</name>
    <message>
        <source>A fault in Isnad</source>
        <translation>خلل في إسناد</translation>
    </message>
    <message>
        <source>Your documents are safe: everything finished is kept. Close this window to go on; if it happens again, send the report to whoever looks after Isnad for you.</source>
        <translation>مستنداتك سليمة، وكل ما أُنجز محفوظ. أغلق هذه النافذة لتتابع؛ وإن تكرّر الأمر فأرسل التقرير إلى من يعتني لك بإسناد.</translation>
    </message>
    <message>
        <source>Something went wrong that is Isnad&apos;s own fault.</source>
        <translation>حدث خلل سببه إسناد نفسه.</translation>
    </message>
    <message>
        <source>The report was saved in {path}</source>
        <translation>حُفظ التقرير في {path}</translation>
    </message>
</context>
<context>
    <name>Dataset words</name>
    <message>
        <source>to review</source>
        <translation>للمراجعة</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>مقبول</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>مرفوض</translation>
    </message>
    <message>
        <source>training</source>
        <translation>التدريب</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>التحقّق</translation>
    </message>
    <message>
        <source>test</source>
        <translation>الاختبار</translation>
    </message>
    <message>
        <source>conversations</source>
        <translation>محادثات</translation>
    </message>
    <message>
        <source>questions and answers</source>
        <translation>أسئلة وأجوبة</translation>
    </message>
    <message>
        <source>texts and labels</source>
        <translation>نصوص ووسوم</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>التعليمات</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>السؤال</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>الجواب</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>النصّ</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>الوسم</translation>
    </message>
    <message>
        <source>not split yet</source>
        <translation>لم تُقسَّم بعد</translation>
    </message>
    <message>
        <source>{document}, page {number}</source>
        <translation>{document}، صفحة {number}</translation>
    </message>
</context>
<context>
    <name>DatasetsTab</name>
    <message>
        <source>Choose an example, and the page it was made from is shown here.</source>
        <translation>اختر مثالًا لتظهر هنا الصفحة التي صُنع منها.</translation>
    </message>
    <message>
        <source>Let go to import this file as a dataset</source>
        <translation>أفلِت الملف لاستيراده مجموعةَ بيانات</translation>
    </message>
    <message>
        <source>Here you make what a model learns from. Import a file, or let the local model write questions and answers about your documents; then review them: A accepts, E edits, R rejects, ↓ goes to the next. The page each example was made from stands beside it. Only accepted examples train.</source>
        <translation>هنا تصنع ما يتعلّم منه النموذج. استورد ملفًا، أو دع النموذج المحلي يكتب أسئلة وأجوبة عن مستنداتك، ثم راجعها: A للقبول، وE للتحرير، وR للرفض، و↓ للتالي. وإلى جانب كل مثال صفحته التي صُنع منها. ولا يدخل التدريبَ إلا المقبول.</translation>
    </message>
    <message numerus="yes">
        <source>%n to review</source>
        <translation>
            <numerusform>لا شيء للمراجعة</numerusform>
            <numerusform>واحد للمراجعة</numerusform>
            <numerusform>اثنان للمراجعة</numerusform>
            <numerusform>%n للمراجعة</numerusform>
            <numerusform>%n للمراجعة</numerusform>
            <numerusform>%n للمراجعة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n accepted</source>
        <translation>
            <numerusform>لا مقبول</numerusform>
            <numerusform>مقبول واحد</numerusform>
            <numerusform>مقبولان</numerusform>
            <numerusform>%n مقبولة</numerusform>
            <numerusform>%n مقبولًا</numerusform>
            <numerusform>%n مقبول</numerusform>
        </translation>
    </message>
    <message>
        <source>from {source}</source>
        <translation>من {source}</translation>
    </message>
    <message>
        <source>Fingerprint {hash}</source>
        <translation>البصمة {hash}</translation>
    </message>
    <message>
        <source>All</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>للمراجعة</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>المقبول</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>المرفوض</translation>
    </message>
    <message>
        <source>Import a dataset</source>
        <translation>استورد مجموعة بيانات</translation>
    </message>
    <message>
        <source>Datasets</source>
        <translation>مجموعات البيانات</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>كل الملفات</translation>
    </message>
    <message>
        <source>There are no documents to build from yet.</source>
        <translation>لا مستندات بعدُ للبناء منها.</translation>
    </message>
    <message>
        <source>Add some in the first view, then come back.</source>
        <translation>أضف مستندات في الواجهة الأولى ثم عد.</translation>
    </message>
    <message>
        <source>Export the dataset</source>
        <translation>صدّر مجموعة البيانات</translation>
    </message>
    <message>
        <source>{name} was written to {path}.</source>
        <translation>كُتبت {name} في {path}.</translation>
    </message>
    <message>
        <source>The file is not encrypted.</source>
        <translation>الملف غير مشفّر.</translation>
    </message>
    <message>
        <source>Delete the dataset {name}?</source>
        <translation>أتحذف مجموعة البيانات {name}؟</translation>
    </message>
    <message numerus="yes">
        <source>Its %n examples go, with all that was reviewed and edited.</source>
        <translation>
            <numerusform>تُحذف مع كل ما رُوجع وحُرّر.</numerusform>
            <numerusform>يُحذف مثالها الوحيد مع كل ما رُوجع وحُرّر.</numerusform>
            <numerusform>يُحذف مثالاها مع كل ما رُوجع وحُرّر.</numerusform>
            <numerusform>تُحذف أمثلتها الـ%n مع كل ما رُوجع وحُرّر.</numerusform>
            <numerusform>تُحذف أمثلتها الـ%n مع كل ما رُوجع وحُرّر.</numerusform>
            <numerusform>تُحذف أمثلتها الـ%n مع كل ما رُوجع وحُرّر.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
    <message>
        <source>Build from documents</source>
        <translation>ابنِ من المستندات</translation>
    </message>
    <message>
        <source>Import a file</source>
        <translation>استورد ملفًا</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>قبول</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>تحرير</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>رفض</translation>
    </message>
    <message>
        <source>Back to review</source>
        <translation>إعادة إلى المراجعة</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>التالي</translation>
    </message>
    <message>
        <source>Check the dataset</source>
        <translation>افحص مجموعة البيانات</translation>
    </message>
    <message>
        <source>Split the dataset</source>
        <translation>قسّم مجموعة البيانات</translation>
    </message>
    <message>
        <source>Delete the dataset</source>
        <translation>احذف مجموعة البيانات</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>الرقم</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>السؤال</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>الجواب</translation>
    </message>
    <message>
        <source>Source page</source>
        <translation>صفحة المصدر</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>التقسيم</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>الأمثلة</translation>
    </message>
    <message>
        <source>{state}, edited</source>
        <translation>{state}، محرَّر</translation>
    </message>
    <message>
        <source>Make your first dataset</source>
        <translation>اصنع أول مجموعة بيانات</translation>
    </message>
    <message>
        <source>What a model learns from: questions with good answers. Let the local model write them about your documents and review them here, or import what you have.</source>
        <translation>ما يتعلّم منه النموذج: أسئلة مع أجوبة جيّدة. دع النموذج المحلي يكتبها عن مستنداتك وراجعها هنا، أو استورد ما عندك.</translation>
    </message>
    <message>
        <source>or drop a JSONL, CSV or Parquet file here</source>
        <translation>أو أفلِت هنا ملف JSONL أو CSV أو Parquet</translation>
    </message>
    <message>
        <source>More</source>
        <translation>المزيد</translation>
    </message>
    <message>
        <source>Filter by words</source>
        <translation>صفِّ بالكلمات</translation>
    </message>
    <message>
        <source>Which examples are shown</source>
        <translation>أيّ الأمثلة يُعرض</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>لا مختار</numerusform>
            <numerusform>مختار واحد</numerusform>
            <numerusform>مختاران</numerusform>
            <numerusform>%n مختارة</numerusform>
            <numerusform>%n مختارًا</numerusform>
            <numerusform>%n مختار</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Details</source>
        <translation>التفاصيل</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>نسخ</translation>
    </message>
</context>
<context>
    <name>Document words</name>
    <message>
        <source>text of the document</source>
        <translation>نصّ المستند</translation>
    </message>
    <message>
        <source>read from the image</source>
        <translation>قُرئ من الصورة</translation>
    </message>
    <message>
        <source>corrected by hand</source>
        <translation>صُحّح يدويًا</translation>
    </message>
    <message>
        <source>could not be read</source>
        <translation>تعذّرت قراءته</translation>
    </message>
    <message>
        <source>it has no text layer</source>
        <translation>لا طبقة نصّ فيه</translation>
    </message>
    <message>
        <source>text inside pictures was added</source>
        <translation>أُضيف ما في الصور من نصّ</translation>
    </message>
    <message>
        <source>the letters of its text layer cannot be told</source>
        <translation>حروف طبقة نصّه لا تُعرف</translation>
    </message>
    <message>
        <source>Arabic that stood backwards was mended</source>
        <translation>أُصلحت عربية كانت معكوسة</translation>
    </message>
    <message>
        <source>Arabic letter forms were mended</source>
        <translation>أُصلحت أشكال الحروف العربية</translation>
    </message>
    <message>
        <source>a hidden slide</source>
        <translation>شريحة مخفية</translation>
    </message>
    <message>
        <source>its text layer says something else than its picture</source>
        <translation>طبقة نصّه تخالف صورته</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>يوم</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>مبلغ</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>هاتف</translation>
    </message>
    <message>
        <source>Mail address</source>
        <translation>عنوان بريد</translation>
    </message>
    <message>
        <source>Web address</source>
        <translation>عنوان على الشبكة</translation>
    </message>
    <message>
        <source>Bank account</source>
        <translation>حساب مصرفي</translation>
    </message>
    <message>
        <source>Identity number</source>
        <translation>رقم معرّف</translation>
    </message>
    <message>
        <source>IP address</source>
        <translation>عنوان إنترنت IP</translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation>بصمة رقمية</translation>
    </message>
    <message>
        <source>Coordinates</source>
        <translation>إحداثيات</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>شخص</translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation>جهة</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>مكان</translation>
    </message>
    <message>
        <source>{day}, no year told</source>
        <translation>{day} بلا سنة مذكورة</translation>
    </message>
    <message>
        <source>{words}: {reason}</source>
        <translation>{words}: {reason}</translation>
    </message>
    <message>
        <source>read from the image, {sure} sure</source>
        <translation>قُرئ من الصورة بثقة {sure}</translation>
    </message>
    <message>
        <source>read from the image by {engine}, {sure} sure</source>
        <translation>قُرئ من الصورة باستعمال {engine} بثقة {sure}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>، </translation>
    </message>
</context>
<context>
    <name>DocumentPane</name>
    <message>
        <source>Choose a document or a passage, and its page is shown here.</source>
        <translation>اختر مستندًا أو مقطعًا لتظهر صفحته هنا.</translation>
    </message>
    <message>
        <source>This file is locked</source>
        <translation>هذا الملف مقفل</translation>
    </message>
    <message>
        <source>It can be read once you enter its password.</source>
        <translation>يُقرأ متى أدخلت كلمة مروره.</translation>
    </message>
    <message>
        <source>Enter its password</source>
        <translation>أدخل كلمة مروره</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>ما يُعرض</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>الصفحة</translation>
    </message>
    <message>
        <source>Ledger and details</source>
        <translation>السجل والتفاصيل</translation>
    </message>
</context>
<context>
    <name>DocumentTable</name>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>الصفحات</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>كيف قُرئ</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>اللغة</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>أُضيف</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>المستندات</translation>
    </message>
    <message>
        <source>in {name}</source>
        <translation>في {name}</translation>
    </message>
</context>
<context>
    <name>DocumentsDialog</name>
    <message>
        <source>Ask about some documents alone</source>
        <translation>السؤال عن مستندات بعينها</translation>
    </message>
    <message>
        <source>Ask about these</source>
        <translation>اسأل عن هذه</translation>
    </message>
    <message>
        <source>Nothing else is looked into in this chat. With none chosen, the agent looks in all.</source>
        <translation>لا يُبحث في غيرها في هذه المحادثة. وإن لم يُختر شيء بحث الوكيل فيها جميعًا.</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>تصفية</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>المستندات</translation>
    </message>
</context>
<context>
    <name>DocumentsTab</name>
    <message>
        <source>Let go to add these files</source>
        <translation>أفلِت الملفات لتضيفها</translation>
    </message>
    <message>
        <source>All documents</source>
        <translation>كل المستندات</translation>
    </message>
    <message numerus="yes">
        <source>%n documents</source>
        <translation>
            <numerusform>لا مستندات</numerusform>
            <numerusform>مستند واحد</numerusform>
            <numerusform>مستندان</numerusform>
            <numerusform>%n مستندات</numerusform>
            <numerusform>%n مستندًا</numerusform>
            <numerusform>%n مستند</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need a look</source>
        <translation>
            <numerusform>%n تحتاج إلى نظر</numerusform>
            <numerusform>واحد يحتاج إلى نظر</numerusform>
            <numerusform>اثنان يحتاجان إلى نظر</numerusform>
            <numerusform>%n تحتاج إلى نظر</numerusform>
            <numerusform>%n تحتاج إلى نظر</numerusform>
            <numerusform>%n تحتاج إلى نظر</numerusform>
        </translation>
    </message>
    <message>
        <source>Add documents</source>
        <translation>أضف مستندات</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>أضف مجلدًا</translation>
    </message>
    <message>
        <source>New collection</source>
        <translation>مجموعة جديدة</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n documents?</source>
        <translation>
            <numerusform>أتحذف %n مستندات؟</numerusform>
            <numerusform>أتحذف هذا المستند؟</numerusform>
            <numerusform>أتحذف هذين المستندين؟</numerusform>
            <numerusform>أتحذف %n مستندات؟</numerusform>
            <numerusform>أتحذف %n مستندًا؟</numerusform>
            <numerusform>أتحذف %n مستند؟</numerusform>
        </translation>
    </message>
    <message>
        <source>Their pages, passages and originals go from the workspace. Your own files stay.</source>
        <translation>تُحذف صفحاتها ومقاطعها وأصولها من مساحة العمل، وتبقى ملفاتك أنت.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>الوسوم</translation>
    </message>
    <message>
        <source>Here are your documents. Drop files or whole folders anywhere on this view, or onto a collection. Every page is accounted for: its text was in the document, was read from the image, was corrected by hand, or it failed and the ledger says why (F5 tries again). Ctrl+Shift+F searches all passages, Ctrl+F the document that is shown; Escape goes back. Ctrl+E corrects the page, Ctrl+G goes to a page, Ctrl+T puts a tag on, Alt+Page Up and Alt+Page Down turn the pages.</source>
        <translation>هنا مستنداتك. أفلت ملفات أو مجلدات كاملة في أي موضع من هذه الصفحة أو على مجموعة. كل صفحة محسوبة: نصّها كان في المستند، أو قُرئ من الصورة، أو صُحّح يدويًا، أو تعذّرت قراءتها ويقول السجل لماذا (F5 يعيد المحاولة). يبحث Ctrl+Shift+F في كل المقاطع وCtrl+F في المستند المعروض، ويعيدك Escape. يصحّح Ctrl+E الصفحة، ويذهب Ctrl+G إلى صفحة، ويضيف Ctrl+T وسمًا، وتقلب Alt+Page Up وAlt+Page Down الصفحات.</translation>
    </message>
    <message>
        <source>Any tag</source>
        <translation>أي وسم</translation>
    </message>
    <message>
        <source>Make it</source>
        <translation>أنشئها</translation>
    </message>
    <message>
        <source>Rename the collection</source>
        <translation>غيّر اسم المجموعة</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>غيّر الاسم</translation>
    </message>
    <message>
        <source>Delete the collection {name}?</source>
        <translation>أتحذف المجموعة {name}؟</translation>
    </message>
    <message numerus="yes">
        <source>%n documents go with it, with their pages, passages and originals.</source>
        <translation>
            <numerusform>لا مستندات فيها.</numerusform>
            <numerusform>يُحذف معها مستند واحد بصفحاته ومقاطعه وأصله.</numerusform>
            <numerusform>يُحذف معها مستندان بصفحاتهما ومقاطعهما وأصليهما.</numerusform>
            <numerusform>تُحذف معها %n مستندات بصفحاتها ومقاطعها وأصولها.</numerusform>
            <numerusform>يُحذف معها %n مستندًا بصفحاتها ومقاطعها وأصولها.</numerusform>
            <numerusform>يُحذف معها %n مستند بصفحاتها ومقاطعها وأصولها.</numerusform>
        </translation>
    </message>
    <message>
        <source>Your own files stay.</source>
        <translation>تبقى ملفاتك أنت كما هي.</translation>
    </message>
    <message>
        <source>Add a tag</source>
        <translation>أضف وسمًا</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>أضف</translation>
    </message>
    <message numerus="yes">
        <source>%n files found within them go too.</source>
        <translation>
            <numerusform>لا ملفات بداخلها.</numerusform>
            <numerusform>ويُحذف ملف وُجد بداخلها.</numerusform>
            <numerusform>ويُحذف ملفان وُجدا بداخلها.</numerusform>
            <numerusform>وتُحذف %n ملفات وُجدت بداخلها.</numerusform>
            <numerusform>ويُحذف %n ملفًا وُجدت بداخلها.</numerusform>
            <numerusform>ويُحذف %n ملف وُجدت بداخلها.</numerusform>
        </translation>
    </message>
    <message>
        <source>Search all passages</source>
        <translation>ابحث في كل المقاطع</translation>
    </message>
    <message>
        <source>Find similar passages</source>
        <translation>ابحث عن مقاطع مشابهة</translation>
    </message>
    <message>
        <source>Keep this search</source>
        <translation>احفظ هذا البحث</translation>
    </message>
    <message>
        <source>Searches that are kept</source>
        <translation>عمليات البحث المحفوظة</translation>
    </message>
    <message>
        <source>Export what was found</source>
        <translation>صدّر ما وُجد</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>صحّح</translation>
    </message>
    <message>
        <source>Correct this page by hand, line by line</source>
        <translation>صحّح هذه الصفحة يدويًا سطرًا سطرًا</translation>
    </message>
    <message>
        <source>Failures first</source>
        <translation>المتعذّر أولًا</translation>
    </message>
    <message>
        <source>What could not be read stands on top</source>
        <translation>ما تعذّرت قراءته يأتي في الأعلى</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>افتح</translation>
    </message>
    <message>
        <source>Read the failed pages again</source>
        <translation>أعد قراءة الصفحات المتعذّرة</translation>
    </message>
    <message>
        <source>Enter the password</source>
        <translation>أدخل كلمة المرور</translation>
    </message>
    <message>
        <source>Try all failures again</source>
        <translation>أعد محاولة كل ما تعذّر</translation>
    </message>
    <message>
        <source>Delete the collection</source>
        <translation>احذف المجموعة</translation>
    </message>
    <message>
        <source>Collections</source>
        <translation>المجموعات</translation>
    </message>
    <message>
        <source>Read pictures with</source>
        <translation>اقرأ الصور باستعمال</translation>
    </message>
    <message>
        <source>Read again with</source>
        <translation>أعد القراءة باستعمال</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>انقل إلى</translation>
    </message>
    <message>
        <source>Take a tag off</source>
        <translation>أزل وسمًا</translation>
    </message>
    <message>
        <source>The usual engine</source>
        <translation>المحرّك المعتاد</translation>
    </message>
    <message>
        <source>What is listed</source>
        <translation>ما يُسرد</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>المستندات</translation>
    </message>
    <message>
        <source>Names and dates</source>
        <translation>الأسماء والتواريخ</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>الخط الزمني</translation>
    </message>
    <message>
        <source>PDF, scans, office files, mails, archives, images and text, in English, Arabic or both. They are read here and kept encrypted; nothing leaves this computer.</source>
        <translation>ملفات PDF ومسوح ضوئية وملفات مكتبية ورسائل ومحفوظات وصور ونصوص، بالعربية أو الإنجليزية أو كلتيهما. تُقرأ هنا وتُحفظ معمّاة، ولا يغادر شيء هذا الحاسوب.</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>صفِّ بالاسم</translation>
    </message>
    <message>
        <source>Add your documents</source>
        <translation>أضف مستنداتك</translation>
    </message>
    <message>
        <source>Keep no longer</source>
        <translation>لا تحفظ بعد الآن</translation>
    </message>
    <message>
        <source>No search is kept yet</source>
        <translation>لا يوجد بحث محفوظ بعد</translation>
    </message>
    <message>
        <source>The search {name} is kept no longer.</source>
        <translation>لم يعد البحث {name} محفوظا.</translation>
    </message>
    <message>
        <source>or drop files and folders here</source>
        <translation>أو أفلِت الملفات والمجلدات هنا</translation>
    </message>
    <message>
        <source>Back to the documents</source>
        <translation>عودة إلى المستندات</translation>
    </message>
</context>
<context>
    <name>ExamplePane</name>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Save (Ctrl+Enter)</source>
        <translation>احفظ (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Leave it as it was (Escape)</source>
        <translation>اتركه كما كان (Escape)</translation>
    </message>
    <message>
        <source>Edited: show the original</source>
        <translation>محرَّر: أظهر الأصل</translation>
    </message>
    <message>
        <source>Example {number}</source>
        <translation>المثال {number}</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export the version</source>
        <translation>صدّر الإصدار</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>تصدير</translation>
    </message>
    <message>
        <source>Its weights as GGUF, its card and its chain of sources. The files are not encrypted, and trained weights can give back parts of the documents: treat them like those.</source>
        <translation>أوزانه بصيغة GGUF وبطاقته وسلسلة مصادره. الملفات غير مشفّرة، والأوزان المدرَّبة قد تُظهر أجزاء من المستندات: فعاملها معاملتها.</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>اختيار</translation>
    </message>
    <message>
        <source>As one whole model (takes longer, needs more room)</source>
        <translation>نموذجًا واحدًا كاملًا (يأخذ وقتًا أطول ومساحة أكبر)</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>المجلد</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>اختر مجلدًا</translation>
    </message>
</context>
<context>
    <name>Facets</name>
    <message>
        <source>No limits</source>
        <translation>بلا قيود</translation>
    </message>
    <message>
        <source>Collection</source>
        <translation>المجموعة</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>الوسم</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>اللغة</translation>
    </message>
    <message>
        <source>Kind of file</source>
        <translation>نوع الملف</translation>
    </message>
    <message>
        <source>Text from</source>
        <translation>مصدر النص</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>السنة</translation>
    </message>
    <message>
        <source>{field}: {values}</source>
        <translation>{field}: {values}</translation>
    </message>
</context>
<context>
    <name>Field</name>
    <message>
        <source>yes</source>
        <translation>نعم</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this document</source>
        <translation>ابحث في هذا المستند</translation>
    </message>
    <message>
        <source>Previous place (Shift+Enter)</source>
        <translation>الموضع السابق (Shift+Enter)</translation>
    </message>
    <message>
        <source>Next place (Enter)</source>
        <translation>الموضع التالي (Enter)</translation>
    </message>
    <message>
        <source>Close (Escape)</source>
        <translation>إغلاق (Escape)</translation>
    </message>
    <message>
        <source>{at} of {total}</source>
        <translation>{at} من {total}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>لا شيء</translation>
    </message>
</context>
<context>
    <name>ForecastCard</name>
    <message>
        <source>Memory the run needs, of what is free</source>
        <translation>الذاكرة التي يحتاجها التدريب من المتاح</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>الذاكرة</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>Choose a dataset and a model</source>
        <translation>اختر مجموعة بيانات ونموذجًا</translation>
    </message>
    <message numerus="yes">
        <source>%n settings need to be put right</source>
        <translation>
            <numerusform>لا إعدادات تحتاج إلى تصحيح</numerusform>
            <numerusform>إعداد واحد يحتاج إلى تصحيح</numerusform>
            <numerusform>إعدادان يحتاجان إلى تصحيح</numerusform>
            <numerusform>%n إعدادات تحتاج إلى تصحيح</numerusform>
            <numerusform>%n إعدادًا يحتاج إلى تصحيح</numerusform>
            <numerusform>%n إعداد يحتاج إلى تصحيح</numerusform>
        </translation>
    </message>
    <message>
        <source>No forecast</source>
        <translation>لا تقدير</translation>
    </message>
    <message>
        <source>Fits into memory</source>
        <translation>تتّسع له الذاكرة</translation>
    </message>
    <message>
        <source>Needs more memory than is free</source>
        <translation>يحتاج إلى ذاكرة أكثر من المتاح</translation>
    </message>
    <message>
        <source>{needed} of {free} free</source>
        <translation>{needed} من {free} متاحة</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>نحو {time}</translation>
    </message>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>لا خطوات</numerusform>
            <numerusform>خطوة واحدة</numerusform>
            <numerusform>خطوتان</numerusform>
            <numerusform>%n خطوات</numerusform>
            <numerusform>%n خطوة</numerusform>
            <numerusform>%n خطوة</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} رمزًا</translation>
    </message>
    <message>
        <source>{count} weights trained</source>
        <translation>{count} وزنًا يُدرَّب</translation>
    </message>
</context>
<context>
    <name>FormDialog</name>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import a dataset</source>
        <translation>استورد مجموعة بيانات</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>استيراد</translation>
    </message>
    <message>
        <source>File</source>
        <translation>الملف</translation>
    </message>
    <message>
        <source>Name of the dataset</source>
        <translation>اسم مجموعة البيانات</translation>
    </message>
    <message>
        <source>JSON, JSONL, CSV or Parquet with conversations, instructions, prompts with completions, or texts with labels. Rows that cannot be used are listed with the reason.</source>
        <translation>ملف JSON أو JSONL أو CSV أو Parquet فيه محادثات أو تعليمات أو مطالبات مع تتمّاتها أو نصوص مع وسوم. والأسطر التي لا تصلح تُسرد مع السبب.</translation>
    </message>
</context>
<context>
    <name>ImportModelDialog</name>
    <message>
        <source>Bring a model</source>
        <translation>أدخل نموذجًا</translation>
    </message>
    <message>
        <source>Bring it</source>
        <translation>أدخله</translation>
    </message>
    <message>
        <source>The file stays where it is. It is checked and loaded once, in a process of its own.</source>
        <translation>يبقى الملف في مكانه، ويُفحص ويُحمَّل مرة واحدة في عملية منفصلة.</translation>
    </message>
    <message>
        <source>English</source>
        <translation>الإنكليزية</translation>
    </message>
    <message>
        <source>Arabic</source>
        <translation>العربية</translation>
    </message>
    <message>
        <source>as its maker states it</source>
        <translation>كما يذكره صانعه</translation>
    </message>
    <message>
        <source>File</source>
        <translation>الملف</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>اللغات</translation>
    </message>
    <message>
        <source>It is used for these languages only; a known model brings its own.</source>
        <translation>يُستعمل لهذه اللغات وحدها؛ والنموذج المعروف يأتي بلغاته.</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>الترخيص</translation>
    </message>
</context>
<context>
    <name>ImportReportBar</name>
    <message>
        <source>Show the rows</source>
        <translation>أظهر الأسطر</translation>
    </message>
    <message>
        <source>Copy the list</source>
        <translation>انسخ القائمة</translation>
    </message>
    <message>
        <source>Dismiss the message</source>
        <translation>أخفِ الرسالة</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>السطر</translation>
    </message>
    <message>
        <source>Why it was left out</source>
        <translation>لماذا تُرك</translation>
    </message>
    <message>
        <source>Rows that were left out</source>
        <translation>الأسطر المتروكة</translation>
    </message>
    <message numerus="yes">
        <source>{name}: %n examples were imported.</source>
        <translation>
            <numerusform>{name}: لم يُستورد أي مثال.</numerusform>
            <numerusform>{name}: استُورد مثال واحد.</numerusform>
            <numerusform>{name}: استُورد مثالان.</numerusform>
            <numerusform>{name}: استُوردت %n أمثلة.</numerusform>
            <numerusform>{name}: استُورد %n مثالًا.</numerusform>
            <numerusform>{name}: استُورد %n مثال.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rows were left out.</source>
        <translation>
            <numerusform>لم يُترك أي سطر.</numerusform>
            <numerusform>تُرك سطر واحد.</numerusform>
            <numerusform>تُرك سطران.</numerusform>
            <numerusform>تُركت %n أسطر.</numerusform>
            <numerusform>تُرك %n سطرًا.</numerusform>
            <numerusform>تُرك %n سطر.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InlineMessage</name>
    <message>
        <source>Show the details</source>
        <translation>أظهر التفاصيل</translation>
    </message>
    <message>
        <source>Copy the message</source>
        <translation>انسخ الرسالة</translation>
    </message>
    <message>
        <source>Dismiss the message</source>
        <translation>أخفِ الرسالة</translation>
    </message>
</context>
<context>
    <name>JobBar</name>
    <message>
        <source>Jobs</source>
        <translation>المهام</translation>
    </message>
    <message numerus="yes">
        <source>and %n more jobs</source>
        <translation>
            <numerusform>و%n مهام أخرى</numerusform>
            <numerusform>ومهمة أخرى</numerusform>
            <numerusform>ومهمتان أخريان</numerusform>
            <numerusform>و%n مهام أخرى</numerusform>
            <numerusform>و%n مهمة أخرى</numerusform>
            <numerusform>و%n مهمة أخرى</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JobRow</name>
    <message>
        <source>Pause</source>
        <translation>إيقاف مؤقت</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>استئناف</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>إخفاء</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>أعد المحاولة</translation>
    </message>
    <message>
        <source>Adding documents</source>
        <translation>إضافة مستندات</translation>
    </message>
    <message>
        <source>Making pages findable by meaning</source>
        <translation>إتاحة البحث في الصفحات بالمعنى</translation>
    </message>
    <message>
        <source>Building a dataset</source>
        <translation>بناء مجموعة بيانات</translation>
    </message>
    <message>
        <source>Training a model</source>
        <translation>تدريب نموذج</translation>
    </message>
    <message>
        <source>Evaluating a model</source>
        <translation>تقييم نموذج</translation>
    </message>
    <message>
        <source>Checking a model</source>
        <translation>فحص نموذج</translation>
    </message>
    <message>
        <source>Making a model smaller</source>
        <translation>تصغير نموذج</translation>
    </message>
    <message>
        <source>waiting for its turn</source>
        <translation>تنتظر دورها</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>بقي {time}</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>تبدأ</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>موقوف مؤقتًا</translation>
    </message>
    <message>
        <source>paused at {done} of {total}</source>
        <translation>موقوف مؤقتًا عند {done} من {total}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Views</source>
        <translation>الواجهات</translation>
    </message>
    <message>
        <source>All actions</source>
        <translation>كل الأوامر</translation>
    </message>
    <message>
        <source>Look and language</source>
        <translation>المظهر واللغة</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>المستندات</translation>
    </message>
    <message>
        <source>Datasets</source>
        <translation>مجموعات البيانات</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>التدريب</translation>
    </message>
    <message>
        <source>Registry</source>
        <translation>سجلّ النماذج</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>المحادثة</translation>
    </message>
    <message>
        <source>Explain this view</source>
        <translation>اشرح هذه الواجهة</translation>
    </message>
    <message>
        <source>Lock the workspace</source>
        <translation>أقفل مساحة العمل</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>إنهاء</translation>
    </message>
    <message>
        <source>Go to {view}</source>
        <translation>انتقل إلى {view}</translation>
    </message>
    <message>
        <source>Light or dark as the system</source>
        <translation>فاتح أو داكن مثل النظام</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>فاتح</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>داكن</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>النافذة</translation>
    </message>
    <message>
        <source>What you typed in {view} is not saved.</source>
        <translation>ما كتبته في {view} لم يُحفظ.</translation>
    </message>
    <message>
        <source>Leave without saving?</source>
        <translation>أتغادر بلا حفظ؟</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>غادر</translation>
    </message>
</context>
<context>
    <name>MeasureDialog</name>
    <message>
        <source>Measure the version</source>
        <translation>قِس الإصدار</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>قياس</translation>
    </message>
    <message>
        <source>Both models answer the same held-out questions; this takes a while.</source>
        <translation>يجيب النموذجان عن الأسئلة المحجوزة نفسها، ويستغرق ذلك بعض الوقت.</translation>
    </message>
    <message>
        <source>its base model</source>
        <translation>نموذجه الأساس</translation>
    </message>
    <message>
        <source>On the dataset</source>
        <translation>على مجموعة البيانات</translation>
    </message>
    <message>
        <source>Against</source>
        <translation>مقابل</translation>
    </message>
</context>
<context>
    <name>MessageWindow</name>
    <message>
        <source>Isnad</source>
        <translation>إسناد</translation>
    </message>
</context>
<context>
    <name>ModelPane</name>
    <message>
        <source>Facts about the model</source>
        <translation>حقائق عن النموذج</translation>
    </message>
    <message>
        <source>From</source>
        <translation>المنشأ</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>الترخيص</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>غير مذكور</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>اللغات</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>الأوزان</translation>
    </message>
    <message>
        <source>Built as</source>
        <translation>البنية</translation>
    </message>
    <message>
        <source>Squeezed to</source>
        <translation>مضغوط إلى</translation>
    </message>
    <message>
        <source>Reads at once</source>
        <translation>يقرأ دفعة واحدة</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} رمزًا</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>المكان</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
</context>
<context>
    <name>NamesPage</name>
    <message>
        <source>Kind</source>
        <translation>النوع</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>تصفية</translation>
    </message>
    <message>
        <source>found by rules: some are missed, some are wrong</source>
        <translation>وُجدت بقواعد: بعضها يفوت وبعضها خطأ</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>كل الأنواع</translation>
    </message>
    <message>
        <source>Name or day</source>
        <translation>الاسم أو اليوم</translation>
    </message>
    <message>
        <source>Mentions</source>
        <translation>المرات</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>المستندات</translation>
    </message>
    <message>
        <source>Names and dates</source>
        <translation>الأسماء والتواريخ</translation>
    </message>
    <message>
        <source>As it is written</source>
        <translation>كما كُتب</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>المستند</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>الصفحة</translation>
    </message>
    <message>
        <source>Where it is mentioned</source>
        <translation>مواضع ذكره</translation>
    </message>
    <message>
        <source>No names yet</source>
        <translation>لا أسماء بعد</translation>
    </message>
    <message>
        <source>People, places, days, amounts and numbers found in your documents are listed here.</source>
        <translation>يُسرد هنا ما يوجد في مستنداتك من أشخاص وأماكن وأيام ومبالغ وأرقام.</translation>
    </message>
</context>
<context>
    <name>PageImage</name>
    <message>
        <source>Page image</source>
        <translation>صورة الصفحة</translation>
    </message>
</context>
<context>
    <name>PageSquares</name>
    <message>
        <source>Pages</source>
        <translation>الصفحات</translation>
    </message>
</context>
<context>
    <name>PageViewer</name>
    <message>
        <source>Page text</source>
        <translation>نصّ الصفحة</translation>
    </message>
    <message>
        <source>Image over text</source>
        <translation>الصورة فوق النصّ</translation>
    </message>
    <message>
        <source>Image beside text</source>
        <translation>الصورة بجانب النصّ</translation>
    </message>
    <message>
        <source>{number} / {total}</source>
        <translation>{number} / {total}</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>الصفحة السابقة</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>الصفحة التالية</translation>
    </message>
    <message>
        <source>Go to a page</source>
        <translation>اذهب إلى صفحة</translation>
    </message>
    <message>
        <source>Find in this document</source>
        <translation>ابحث في هذا المستند</translation>
    </message>
    <message>
        <source>Next place found</source>
        <translation>الموضع التالي</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>تكبير</translation>
    </message>
    <message>
        <source>printed: {label}</source>
        <translation>المطبوع: {label}</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>تصغير</translation>
    </message>
    <message>
        <source>Fit the width</source>
        <translation>بعرض اللوحة</translation>
    </message>
    <message>
        <source>Fit the page</source>
        <translation>الصفحة كاملة</translation>
    </message>
    <message>
        <source>Page number</source>
        <translation>رقم الصفحة</translation>
    </message>
    <message>
        <source>Image only</source>
        <translation>الصورة وحدها</translation>
    </message>
    <message>
        <source>Text only</source>
        <translation>النصّ وحده</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>This file is locked</source>
        <translation>هذا الملف مقفل</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>افتحه</translation>
    </message>
    <message>
        <source>The password is kept in the encrypted workspace, to show the file&apos;s pages later.</source>
        <translation>تُحفظ كلمة المرور في مساحة العمل المعمّاة لعرض صفحات الملف فيما بعد.</translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>أظهر كلمة المرور</translation>
    </message>
    <message>
        <source>File</source>
        <translation>الملف</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>كلمة المرور</translation>
    </message>
    <message>
        <source>This password does not open it.</source>
        <translation>كلمة المرور هذه لا تفتحه.</translation>
    </message>
    <message>
        <source>Try another one.</source>
        <translation>جرّب غيرها.</translation>
    </message>
</context>
<context>
    <name>QuantiseDialog</name>
    <message>
        <source>Quantise</source>
        <translation>تكميم</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>ابدأ</translation>
    </message>
    <message>
        <source>Fewer bits for each weight: a smaller, faster file that answers a little worse.</source>
        <translation>بتات أقل لكل وزن: ملف أصغر وأسرع، وجوابه أضعف قليلًا.</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>من</translation>
    </message>
    <message>
        <source>As</source>
        <translation>إلى</translation>
    </message>
</context>
<context>
    <name>QuestionTurn</name>
    <message>
        <source>Your question</source>
        <translation>سؤالك</translation>
    </message>
    <message>
        <source>Edit the question and ask again</source>
        <translation>تعديل السؤال وطرحه من جديد</translation>
    </message>
    <message>
        <source>Copy the question</source>
        <translation>نسخ السؤال</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>اسأل من جديد</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
</context>
<context>
    <name>ReasonField</name>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>No reason</source>
        <translation>بلا سبب</translation>
    </message>
    <message>
        <source>What was good about it?</source>
        <translation>ما الجيد فيه؟</translation>
    </message>
    <message>
        <source>What was wrong with it?</source>
        <translation>ما الخطأ فيه؟</translation>
    </message>
</context>
<context>
    <name>Registry words</name>
    <message>
        <source>for search: turns text into numbers</source>
        <translation>للبحث: يحوّل النصّ إلى أعداد</translation>
    </message>
    <message>
        <source>for scans: reads text in pictures</source>
        <translation>للمسوح: يقرأ النصّ في الصور</translation>
    </message>
    <message>
        <source>chat model: answers, and can be trained</source>
        <translation>نموذج محادثة: يجيب ويمكن تدريبه</translation>
    </message>
    <message>
        <source>passed the gate</source>
        <translation>اجتاز البوابة</translation>
    </message>
    <message>
        <source>The exported model was compared with the trained one, answer by answer, and answers as it did. It can be released.</source>
        <translation>قورن النموذج المصدَّر بالمدرَّب جوابًا بجواب، وهو يجيب كما كان يجيب. ويمكن نشره.</translation>
    </message>
    <message>
        <source>failed the gate</source>
        <translation>لم يجتز البوابة</translation>
    </message>
    <message>
        <source>The exported model does not answer as the trained one did: it cannot be released or exported.</source>
        <translation>النموذج المصدَّر لا يجيب كما كان المدرَّب يجيب، فلا يمكن نشره ولا تصديره.</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>لم يُقَس بعد</translation>
    </message>
    <message>
        <source>The exported model has not been compared with the trained one yet. Until it has, it cannot be released or exported.</source>
        <translation>لم يُقارَن النموذج المصدَّر بالمدرَّب بعد، ولا يمكن نشره أو تصديره قبل ذلك.</translation>
    </message>
    <message>
        <source>Difference of the answers, on average</source>
        <translation>الفرق بين الأجوبة في المتوسط</translation>
    </message>
    <message>
        <source>How far the exported model&apos;s odds for the next word are from the trained one&apos;s (nats).</source>
        <translation>بُعد احتمالات النموذج المصدَّر للكلمة التالية عن احتمالات المدرَّب (بوحدة nat).</translation>
    </message>
    <message>
        <source>The same, at the worst place</source>
        <translation>الفرق نفسه في أسوأ موضع</translation>
    </message>
    <message>
        <source>One bad place would not show in the average.</source>
        <translation>موضع سيّئ واحد لا يظهر في المتوسط.</translation>
    </message>
    <message>
        <source>For comparison: the untouched base</source>
        <translation>للمقارنة: الأساس كما هو</translation>
    </message>
    <message>
        <source>The two engines differ by this much even where nothing was trained.</source>
        <translation>يختلف المحرّكان بهذا القدر حتى حيث لم يُدرَّب شيء.</translation>
    </message>
    <message>
        <source>For comparison: what training changed</source>
        <translation>للمقارنة: ما غيّره التدريب</translation>
    </message>
    <message>
        <source>The difference between the trained model and its base.</source>
        <translation>الفرق بين النموذج المدرَّب وأساسه.</translation>
    </message>
    <message>
        <source>{n} of {total}</source>
        <translation>{n} من {total}</translation>
    </message>
    <message>
        <source>Prompts read alike</source>
        <translation>مطالبات قُرئت سواءً</translation>
    </message>
    <message>
        <source>all</source>
        <translation>كلها</translation>
    </message>
    <message>
        <source>Both engines cut the held-out questions into the very same tokens.</source>
        <translation>يقطّع المحرّكان الأسئلة المحجوزة إلى الرموز نفسها تمامًا.</translation>
    </message>
    <message>
        <source>Same next word where it is clear</source>
        <translation>الكلمة التالية نفسها حيث هي واضحة</translation>
    </message>
    <message>
        <source>at least {value}</source>
        <translation>{value} على الأقل</translation>
    </message>
    <message>
        <source>Where the trained model clearly prefers one word, the exported one must too.</source>
        <translation>حيث يفضّل النموذج المدرَّب كلمة بوضوح يجب أن يفضّلها المصدَّر أيضًا.</translation>
    </message>
    <message>
        <source>at most {value}</source>
        <translation>{value} على الأكثر</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>الخسارة</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>الحيرة</translation>
    </message>
    <message>
        <source>Right labels</source>
        <translation>وسوم صحيحة</translation>
    </message>
    <message>
        <source>F1 over all labels</source>
        <translation>F1 على كل الوسوم</translation>
    </message>
    <message>
        <source>Answers exactly right</source>
        <translation>أجوبة صحيحة تمامًا</translation>
    </message>
    <message>
        <source>Words in common (F1)</source>
        <translation>كلمات مشتركة (F1)</translation>
    </message>
    <message>
        <source>agent</source>
        <translation>وكيل</translation>
    </message>
    <message>
        <source>version</source>
        <translation>إصدار</translation>
    </message>
    <message>
        <source>training run</source>
        <translation>دورة تدريب</translation>
    </message>
    <message>
        <source>dataset</source>
        <translation>مجموعة بيانات</translation>
    </message>
    <message>
        <source>base model</source>
        <translation>نموذج أساس</translation>
    </message>
    <message>
        <source>document</source>
        <translation>مستند</translation>
    </message>
    <message>
        <source>page</source>
        <translation>صفحة</translation>
    </message>
    <message>
        <source>8 bits: hardly any loss, largest</source>
        <translation>8 بتات: لا فقد يُذكر، الأكبر حجمًا</translation>
    </message>
    <message>
        <source>6 bits: very little loss</source>
        <translation>6 بتات: فقد ضئيل جدًا</translation>
    </message>
    <message>
        <source>5 bits: little loss</source>
        <translation>5 بتات: فقد قليل</translation>
    </message>
    <message>
        <source>4 bits: the usual choice</source>
        <translation>4 بتات: الخيار المعتاد</translation>
    </message>
    <message>
        <source>4 bits, simple: fast on old processors</source>
        <translation>4 بتات بسيطة: سريعة على المعالجات القديمة</translation>
    </message>
    <message>
        <source>3 bits: small, clearly worse</source>
        <translation>3 بتات: صغير وأضعف بوضوح</translation>
    </message>
    <message>
        <source>16 bits: no rounding, twice the size of 8</source>
        <translation>16 بتًّا: بلا تقريب، وضعف حجم 8</translation>
    </message>
</context>
<context>
    <name>RegistryTab</name>
    <message>
        <source>Versions</source>
        <translation>الإصدارات</translation>
    </message>
    <message>
        <source>Chain of sources</source>
        <translation>سلسلة المصادر</translation>
    </message>
    <message>
        <source>Choose a document or a page above, and it is shown here.</source>
        <translation>اختر مستندًا أو صفحة من الأعلى لتظهر هنا.</translation>
    </message>
    <message>
        <source>Let go to bring this model</source>
        <translation>أفلِت لإدخال هذا النموذج</translation>
    </message>
    <message>
        <source>Here is what training made. The gate compares the exported model with the trained one; only a version that passed can be released to an agent or exported. The chain beside it goes from the agents that use it down to the pages it learnt from: choose a page to read it.</source>
        <translation>هنا ما أنتجه التدريب. تقارن البوابة النموذج المصدَّر بالمدرَّب؛ ولا يُنشر لوكيل ولا يُصدَّر إلا إصدار اجتازها. والسلسلة إلى جانبه تنزل من الوكلاء الذين يستعملونه إلى الصفحات التي تعلّم منها: اختر صفحة لتقرأها.</translation>
    </message>
    <message>
        <source>Bring a chat model</source>
        <translation>أدخل نموذج محادثة</translation>
    </message>
    <message>
        <source>GGUF models</source>
        <translation>نماذج GGUF</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>كل الملفات</translation>
    </message>
    <message>
        <source>Bring an embedder</source>
        <translation>أدخل نموذج تضمين</translation>
    </message>
    <message numerus="yes">
        <source>%n files were written to {folder}.</source>
        <translation>
            <numerusform>لم يُكتب شيء في {folder}.</numerusform>
            <numerusform>كُتب ملف واحد في {folder}.</numerusform>
            <numerusform>كُتب ملفان في {folder}.</numerusform>
            <numerusform>كُتبت %n ملفات في {folder}.</numerusform>
            <numerusform>كُتب %n ملفًا في {folder}.</numerusform>
            <numerusform>كُتب %n ملف في {folder}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Release</source>
        <translation>نشر</translation>
    </message>
    <message>
        <source>Create an agent</source>
        <translation>أنشئ وكيلًا</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>تصدير</translation>
    </message>
    <message>
        <source>Quantise</source>
        <translation>تكميم</translation>
    </message>
    <message>
        <source>Take a release back</source>
        <translation>اسحب النشر</translation>
    </message>
    <message>
        <source>Run the gate again</source>
        <translation>أعد فحص البوابة</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>قياس</translation>
    </message>
    <message>
        <source>More</source>
        <translation>المزيد</translation>
    </message>
    <message>
        <source>Bring a model</source>
        <translation>أدخل نموذجًا</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>النماذج</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>لا نموذج بعد</translation>
    </message>
    <message>
        <source>Bring a chat model as a GGUF file. What you train on it becomes a version here, with the chain of sources it came from.</source>
        <translation>أدخل نموذج محادثة بملف GGUF. وما تدرّبه عليه يصير هنا إصدارًا مع سلسلة المصادر التي جاء منها.</translation>
    </message>
    <message>
        <source>or drop a file or folder here</source>
        <translation>أو أفلِت هنا ملفًا أو مجلدًا</translation>
    </message>
    <message>
        <source>A version shows here what it was made from, down to each page.</source>
        <translation>يُظهر الإصدار هنا ما صُنع منه، حتى كل صفحة.</translation>
    </message>
    <message>
        <source>Run the gate</source>
        <translation>شغّل فحص البوابة</translation>
    </message>
    <message>
        <source>There is no agent yet: create one of this version.</source>
        <translation>لا وكيل بعد: أنشئ واحدًا من هذا الإصدار.</translation>
    </message>
</context>
<context>
    <name>ReleaseDialog</name>
    <message>
        <source>Release to an agent</source>
        <translation>انشر لوكيل</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>نشر</translation>
    </message>
    <message>
        <source>From its next answer on, the agent speaks through this version. It can be taken back.</source>
        <translation>من جوابه التالي يتكلم الوكيل بهذا الإصدار، ويمكن سحبه.</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>الإصدار</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>الوكيل</translation>
    </message>
    <message>
        <source>Speaks now through</source>
        <translation>يتكلم الآن بـ</translation>
    </message>
</context>
<context>
    <name>Remark</name>
    <message>
        <source>Show the details</source>
        <translation>إظهار التفاصيل</translation>
    </message>
</context>
<context>
    <name>ResultsPage</name>
    <message>
        <source>Search as typed</source>
        <translation>ابحث كما كُتب</translation>
    </message>
    <message>
        <source>Search for exactly what was typed, with no spelling put right</source>
        <translation>ابحث عما كُتب بحروفه دون تصحيح الإملاء</translation>
    </message>
    <message>
        <source>passages like page {number} of {name}</source>
        <translation>مقاطع تشبه الصفحة {number} من {name}</translation>
    </message>
    <message>
        <source>{found} for {query}, in {seconds} s</source>
        <translation>{found} عن {query} في {seconds} ث</translation>
    </message>
    <message numerus="yes">
        <source>%n passages</source>
        <translation>
            <numerusform>لا مقاطع</numerusform>
            <numerusform>مقطع واحد</numerusform>
            <numerusform>مقطعان</numerusform>
            <numerusform>%n مقاطع</numerusform>
            <numerusform>%n مقطعًا</numerusform>
            <numerusform>%n مقطع</numerusform>
        </translation>
    </message>
    <message>
        <source>corrected from {typed}</source>
        <translation>صُحّح من {typed}</translation>
    </message>
    <message>
        <source>looking for the meaning too…</source>
        <translation>يبحث بالمعنى أيضًا…</translation>
    </message>
    <message>
        <source>page {number}</source>
        <translation>صفحة {number}</translation>
    </message>
    <message>
        <source>Keep this search</source>
        <translation>احفظ هذا البحث</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>احفظ</translation>
    </message>
    <message>
        <source>Export what was found</source>
        <translation>صدّر ما وُجد</translation>
    </message>
    <message>
        <source>The passages were written to {path}.</source>
        <translation>كُتبت المقاطع في {path}.</translation>
    </message>
    <message>
        <source>The file is not encrypted.</source>
        <translation>الملف غير مشفر.</translation>
    </message>
    <message>
        <source>No passage holds this</source>
        <translation>لا مقطع فيه هذا</translation>
    </message>
    <message>
        <source>Try fewer words, another word for the same thing, or fewer limits.</source>
        <translation>جرّب كلمات أقل، أو كلمة أخرى للمعنى نفسه، أو قيودا أقل.</translation>
    </message>
</context>
<context>
    <name>RollbackDialog</name>
    <message>
        <source>Take a release back</source>
        <translation>اسحب النشر</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>اسحبه</translation>
    </message>
    <message>
        <source>The agent returns to the release before its present one. Nothing is lost.</source>
        <translation>يعود الوكيل إلى ما نُشر قبل الحالي، ولا يضيع شيء.</translation>
    </message>
    <message>
        <source>{name}, release {number}</source>
        <translation>{name}، النشرة {number}</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>الوكيل</translation>
    </message>
</context>
<context>
    <name>RunPane</name>
    <message>
        <source>Loss</source>
        <translation>الخسارة</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>الخطوة</translation>
    </message>
    <message>
        <source>Tokens per second</source>
        <translation>الرموز في الثانية</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>الذاكرة</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>بقي {time}</translation>
    </message>
    <message>
        <source>Its figures are kept, but it cannot become a version.</source>
        <translation>أرقامه محفوظة، لكنه لا يصير إصدارًا.</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>السرعة</translation>
    </message>
    <message>
        <source>tokens per second</source>
        <translation>رمزًا في الثانية</translation>
    </message>
    <message>
        <source>at most</source>
        <translation>على الأكثر</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>How surprised the model is by answers it was not trained on: lower is better. The base model is measured on the very same ones.</source>
        <translation>مقدار مفاجأة النموذج بأجوبة لم يُدرَّب عليها: الأقل أفضل. ويُقاس النموذج الأساس عليها نفسها.</translation>
    </message>
    <message>
        <source>base model {loss}</source>
        <translation>النموذج الأساس {loss}</translation>
    </message>
    <message>
        <source>Held-out loss</source>
        <translation>الخسارة على المحجوز</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>التغيّر</translation>
    </message>
    <message>
        <source>better</source>
        <translation>أفضل</translation>
    </message>
    <message>
        <source>not better</source>
        <translation>ليس أفضل</translation>
    </message>
    <message numerus="yes">
        <source>%n examples</source>
        <translation>
            <numerusform>لا أمثلة</numerusform>
            <numerusform>مثال واحد</numerusform>
            <numerusform>مثالان</numerusform>
            <numerusform>%n أمثلة</numerusform>
            <numerusform>%n مثالًا</numerusform>
            <numerusform>%n مثال</numerusform>
        </translation>
    </message>
    <message>
        <source>training</source>
        <translation>التدريب</translation>
    </message>
    <message>
        <source>held out</source>
        <translation>المحجوز</translation>
    </message>
    <message>
        <source>base model, held out</source>
        <translation>النموذج الأساس على المحجوز</translation>
    </message>
    <message>
        <source>tokens/s</source>
        <translation>رمز/ث</translation>
    </message>
    <message>
        <source>GB</source>
        <translation>غ.ب</translation>
    </message>
</context>
<context>
    <name>SettingFields</name>
    <message>
        <source>Search</source>
        <translation>البحث</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>الكتابة</translation>
    </message>
    <message>
        <source>As suits it</source>
        <translation>كما يناسبه</translation>
    </message>
    <message>
        <source>as suits it</source>
        <translation>كما يناسبه</translation>
    </message>
</context>
<context>
    <name>SettingsForm</name>
    <message>
        <source>Dataset</source>
        <translation>مجموعة البيانات</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>النموذج الأساس</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>الطريقة</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>إعداد جاهز</translation>
    </message>
    <message>
        <source>Advanced settings</source>
        <translation>إعدادات متقدمة</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>دورة جديدة</translation>
    </message>
    <message numerus="yes">
        <source>%n accepted examples</source>
        <translation>
            <numerusform>لا أمثلة مقبولة</numerusform>
            <numerusform>مثال مقبول واحد</numerusform>
            <numerusform>مثالان مقبولان</numerusform>
            <numerusform>%n أمثلة مقبولة</numerusform>
            <numerusform>%n مثالًا مقبولًا</numerusform>
            <numerusform>%n مثال مقبول</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait for review</source>
        <translation>
            <numerusform>لا شيء ينتظر المراجعة</numerusform>
            <numerusform>واحد ينتظر المراجعة</numerusform>
            <numerusform>اثنان ينتظران المراجعة</numerusform>
            <numerusform>%n تنتظر المراجعة</numerusform>
            <numerusform>%n تنتظر المراجعة</numerusform>
            <numerusform>%n تنتظر المراجعة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n differ from the preset</source>
        <translation>
            <numerusform>لا شيء يخالف الإعداد الجاهز</numerusform>
            <numerusform>واحد يخالف الإعداد الجاهز</numerusform>
            <numerusform>اثنان يخالفان الإعداد الجاهز</numerusform>
            <numerusform>%n تخالف الإعداد الجاهز</numerusform>
            <numerusform>%n تخالف الإعداد الجاهز</numerusform>
            <numerusform>%n تخالف الإعداد الجاهز</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShieldWindow</name>
    <message>
        <source>Offline</source>
        <translation>بلا شبكة</translation>
    </message>
    <message>
        <source>Isnad works without a network</source>
        <translation>يعمل إسناد بلا شبكة</translation>
    </message>
    <message>
        <source>Every part of the program refuses to open a connection or to look up a name, and writes down whatever tries all the same. Nothing listens on a port. On Linux, the parts that read documents and run models have no network at all.</source>
        <translation>كل جزء من البرنامج يرفض فتح اتصال أو الاستعلام عن اسم في الشبكة، ويدوّن كل ما يحاول ذلك. ولا شيء يُصغي على منفذ. وفي لينكس لا شبكة أصلًا للأجزاء التي تقرأ المستندات وتشغّل النماذج.</translation>
    </message>
    <message numerus="yes">
        <source>%n attempts were refused and recorded in this workspace.</source>
        <translation>
            <numerusform>لم تُسجَّل في مساحة العمل هذه أي محاولة.</numerusform>
            <numerusform>رُفضت محاولة واحدة وسُجّلت في مساحة العمل هذه.</numerusform>
            <numerusform>رُفضت محاولتان وسُجّلتا في مساحة العمل هذه.</numerusform>
            <numerusform>رُفضت %n محاولات وسُجّلت في مساحة العمل هذه.</numerusform>
            <numerusform>رُفضت %n محاولة وسُجّلت في مساحة العمل هذه.</numerusform>
            <numerusform>رُفضت %n محاولة وسُجّلت في مساحة العمل هذه.</numerusform>
        </translation>
    </message>
    <message>
        <source>To have it proved on this computer, run: {command}</source>
        <translation>لإثبات ذلك على هذا الحاسوب شغّل: {command}</translation>
    </message>
</context>
<context>
    <name>SourcePane</name>
    <message>
        <source>The source</source>
        <translation>المصدر</translation>
    </message>
    <message>
        <source>Choose something, and the page it comes from is shown here.</source>
        <translation>اختر شيئًا لتظهر هنا الصفحة التي جاء منها.</translation>
    </message>
    <message>
        <source>{name} has no pages to show.</source>
        <translation>ليس في {name} صفحات تُعرض.</translation>
    </message>
    <message>
        <source>There is no page {label}.</source>
        <translation>لا توجد صفحة {label}.</translation>
    </message>
    <message>
        <source>Mark names and dates</source>
        <translation>علّم الأسماء والتواريخ</translation>
    </message>
</context>
<context>
    <name>SplitDialog</name>
    <message>
        <source>Split the dataset</source>
        <translation>قسّم مجموعة البيانات</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>التقسيم</translation>
    </message>
    <message>
        <source>Part of the examples is held back from training, to measure what was learnt. Examples of one document always stay together, so that the measure is honest.</source>
        <translation>يُحجز جزء من الأمثلة عن التدريب لقياس ما جرى تعلّمه. وتبقى أمثلة المستند الواحد معًا دائمًا، ليكون القياس صادقًا.</translation>
    </message>
    <message>
        <source>For validation</source>
        <translation>للتحقّق</translation>
    </message>
    <message>
        <source>measured while training goes on</source>
        <translation>يُقاس أثناء التدريب</translation>
    </message>
    <message>
        <source>For the test</source>
        <translation>للاختبار</translation>
    </message>
    <message>
        <source>measured once, at the end</source>
        <translation>يُقاس مرة واحدة في النهاية</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>البذرة</translation>
    </message>
    <message>
        <source>the same number splits the same way again</source>
        <translation>العدد نفسه يعطي التقسيم نفسه</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Lock</source>
        <translation>إقفال</translation>
    </message>
    <message>
        <source>Lock the workspace (Ctrl+L)</source>
        <translation>أقفل مساحة العمل (Ctrl+L)</translation>
    </message>
    <message>
        <source>No workspace is open</source>
        <translation>لا مساحة عمل مفتوحة</translation>
    </message>
    <message>
        <source>Workspace {path}</source>
        <translation>مساحة العمل {path}</translation>
    </message>
    <message numerus="yes">
        <source>Offline, %n attempts</source>
        <translation>
            <numerusform>بلا شبكة، لا محاولات</numerusform>
            <numerusform>بلا شبكة، محاولة واحدة</numerusform>
            <numerusform>بلا شبكة، محاولتان</numerusform>
            <numerusform>بلا شبكة، %n محاولات</numerusform>
            <numerusform>بلا شبكة، %n محاولة</numerusform>
            <numerusform>بلا شبكة، %n محاولة</numerusform>
        </translation>
    </message>
    <message>
        <source>What this means</source>
        <translation>ماذا يعني هذا</translation>
    </message>
    <message>
        <source>{size} of memory free</source>
        <translation>ذاكرة متاحة {size}</translation>
    </message>
    <message>
        <source>memory is short</source>
        <translation>الذاكرة تكاد تنفد</translation>
    </message>
    <message>
        <source>{used} of {all} in use</source>
        <translation>{used} من {all} مستعملة</translation>
    </message>
</context>
<context>
    <name>StepBar</name>
    <message>
        <source>Document {done} of {total}: {name}</source>
        <translation>المستند {done} من {total}: ‏{name}</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>بقي {time}</translation>
    </message>
</context>
<context>
    <name>TimelinePage</name>
    <message>
        <source>Filter</source>
        <translation>تصفية</translation>
    </message>
    <message numerus="yes">
        <source>%n days and times told</source>
        <translation>
            <numerusform>لا أيام مذكورة</numerusform>
            <numerusform>يوم واحد مذكور</numerusform>
            <numerusform>يومان مذكوران</numerusform>
            <numerusform>%n أيام مذكورة</numerusform>
            <numerusform>%n يومًا مذكورًا</numerusform>
            <numerusform>%n يوم مذكور</numerusform>
        </translation>
    </message>
    <message>
        <source>Day</source>
        <translation>يوم</translation>
    </message>
    <message>
        <source>What is told</source>
        <translation>ما يُروى</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>المستند</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>الصفحة</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>الخط الزمني</translation>
    </message>
    <message>
        <source>No days yet</source>
        <translation>لا أيام بعد</translation>
    </message>
    <message>
        <source>Days that your documents name stand here in their order, Gregorian and Hijri together.</source>
        <translation>تُسرد هنا الأيام التي تذكرها مستنداتك بترتيبها، الميلادية والهجرية معًا.</translation>
    </message>
</context>
<context>
    <name>Training words</name>
    <message>
        <source>waiting</source>
        <translation>بالانتظار</translation>
    </message>
    <message>
        <source>running</source>
        <translation>يعمل</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>متوقف مؤقتًا</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>اكتمل</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>فشل</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>أُوقف</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>انقطع</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>Small updates beside the frozen model; the usual choice.</source>
        <translation>تعديلات صغيرة إلى جانب النموذج المجمَّد؛ الخيار المعتاد.</translation>
    </message>
    <message>
        <source>DoRA</source>
        <translation>DoRA</translation>
    </message>
    <message>
        <source>LoRA with magnitudes apart; slower, sometimes better at low ranks.</source>
        <translation>LoRA مع فصل المقادير؛ أبطأ، وأفضل أحيانًا عند الرتب الصغيرة.</translation>
    </message>
    <message>
        <source>QLoRA</source>
        <translation>QLoRA</translation>
    </message>
    <message>
        <source>LoRA over a model squeezed into 4 bits; less memory, slower.</source>
        <translation>LoRA فوق نموذج مضغوط إلى 4 بتات؛ ذاكرة أقل وأبطأ.</translation>
    </message>
    <message>
        <source>All weights</source>
        <translation>كل الأوزان</translation>
    </message>
    <message>
        <source>Trains every weight; needs much memory and many examples.</source>
        <translation>يدرّب كل وزن؛ يحتاج إلى ذاكرة كبيرة وأمثلة كثيرة.</translation>
    </message>
    <message>
        <source>Prompt tuning</source>
        <translation>ضبط المطالبة</translation>
    </message>
    <message>
        <source>Learns a few vectors before each input; the smallest result.</source>
        <translation>يتعلّم بضعة متجهات قبل كل مدخل؛ أصغر نتيجة.</translation>
    </message>
    <message>
        <source>LoRA with EWC</source>
        <translation>LoRA مع EWC</translation>
    </message>
    <message>
        <source>LoRA that is held back where the model&apos;s old knowledge lies.</source>
        <translation>LoRA تُكبح حيث تكمن معرفة النموذج القديمة.</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>سريع</translation>
    </message>
    <message>
        <source>A first look: a few steps with a small update.</source>
        <translation>نظرة أولى: خطوات قليلة بتعديل صغير.</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>متوازن</translation>
    </message>
    <message>
        <source>Good for most datasets.</source>
        <translation>مناسب لمعظم مجموعات البيانات.</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>متأنٍّ</translation>
    </message>
    <message>
        <source>More passes with a large update; takes several times as long.</source>
        <translation>مرات أكثر بتعديل كبير؛ يستغرق أضعاف الوقت.</translation>
    </message>
    <message>
        <source>Passes</source>
        <translation>المرات</translation>
    </message>
    <message>
        <source>How often all examples are gone through.</source>
        <translation>كم مرة يُمرّ على كل الأمثلة.</translation>
    </message>
    <message>
        <source>Steps at most</source>
        <translation>أقصى عدد للخطوات</translation>
    </message>
    <message>
        <source>0: as many as the passes need.</source>
        <translation>0: بقدر ما تحتاجه المرات.</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>معدّل التعلّم</translation>
    </message>
    <message>
        <source>How far each step goes, at its highest.</source>
        <translation>مدى كل خطوة في أقصاه.</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>الرتبة</translation>
    </message>
    <message>
        <source>How much the update can hold; more needs more memory.</source>
        <translation>سعة التعديل؛ الأكبر يحتاج إلى ذاكرة أكثر.</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>ألفا</translation>
    </message>
    <message>
        <source>How strongly the update counts: alpha divided by rank.</source>
        <translation>وزن التعديل: ألفا مقسومة على الرتبة.</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>الإسقاط</translation>
    </message>
    <message>
        <source>Share of the update left out at random, against learning by heart.</source>
        <translation>جزء من التعديل يُترك عشوائيًا اتقاء الحفظ عن ظهر قلب.</translation>
    </message>
    <message>
        <source>Examples at a time</source>
        <translation>أمثلة في الدفعة</translation>
    </message>
    <message>
        <source>More is faster and needs more memory.</source>
        <translation>الأكثر أسرع ويحتاج إلى ذاكرة أكبر.</translation>
    </message>
    <message>
        <source>Batches in a step</source>
        <translation>دفعات في الخطوة</translation>
    </message>
    <message>
        <source>Several batches count as one step: like more examples at a time, without the memory.</source>
        <translation>عدة دفعات تُحسب خطوة واحدة: كأمثلة أكثر في الدفعة من غير ذاكرة أكبر.</translation>
    </message>
    <message>
        <source>Tokens of an example</source>
        <translation>رموز المثال</translation>
    </message>
    <message>
        <source>Longer examples are cut.</source>
        <translation>الأمثلة الأطول تُقصّ.</translation>
    </message>
    <message>
        <source>Pack examples</source>
        <translation>ارصص الأمثلة</translation>
    </message>
    <message>
        <source>Several short examples share one row: faster where examples are short.</source>
        <translation>عدة أمثلة قصيرة في صف واحد: أسرع حين تكون الأمثلة قصيرة.</translation>
    </message>
    <message>
        <source>Rate falls as</source>
        <translation>ينخفض المعدّل على هيئة</translation>
    </message>
    <message>
        <source>How the learning rate goes down towards the end.</source>
        <translation>كيف ينخفض معدّل التعلّم نحو النهاية.</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>الإحماء</translation>
    </message>
    <message>
        <source>Share of the steps in which the learning rate rises.</source>
        <translation>حصة الخطوات التي يرتفع فيها معدّل التعلّم.</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>تضاؤل الأوزان</translation>
    </message>
    <message>
        <source>Pull of the trained weights towards zero.</source>
        <translation>شدّ الأوزان المدرَّبة نحو الصفر.</translation>
    </message>
    <message>
        <source>Measure every (steps)</source>
        <translation>القياس كل (خطوات)</translation>
    </message>
    <message>
        <source>0: ten times in a run.</source>
        <translation>0: عشر مرات في الدورة.</translation>
    </message>
    <message>
        <source>Measured examples</source>
        <translation>الأمثلة المقيسة</translation>
    </message>
    <message>
        <source>How many held-out examples the curve is measured on.</source>
        <translation>على كم مثال محجوز يُقاس المنحنى.</translation>
    </message>
    <message>
        <source>Save every (steps)</source>
        <translation>الحفظ كل (خطوات)</translation>
    </message>
    <message>
        <source>0: as often as it is measured.</source>
        <translation>0: كلما قيس.</translation>
    </message>
    <message>
        <source>Spare memory</source>
        <translation>توفير الذاكرة</translation>
    </message>
    <message>
        <source>Computes some things twice instead of keeping them.</source>
        <translation>يحسب بعض الأشياء مرتين بدل الاحتفاظ بها.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>البذرة</translation>
    </message>
    <message>
        <source>The same number gives the same run again.</source>
        <translation>العدد نفسه يعيد الدورة نفسها.</translation>
    </message>
    <message>
        <source>Learnt vectors</source>
        <translation>المتجهات المتعلَّمة</translation>
    </message>
    <message>
        <source>How many vectors stand before each input.</source>
        <translation>كم متجهًا يسبق كل مدخل.</translation>
    </message>
    <message>
        <source>Weight of the old</source>
        <translation>وزن القديم</translation>
    </message>
    <message>
        <source>How much the old knowledge counts against the new.</source>
        <translation>كم تُحسب المعرفة القديمة مقابل الجديدة.</translation>
    </message>
    <message>
        <source>Texts for the old</source>
        <translation>نصوص للقديم</translation>
    </message>
    <message>
        <source>How many texts the old knowledge is measured by.</source>
        <translation>بكم نصّ تُقاس المعرفة القديمة.</translation>
    </message>
    <message>
        <source>a curve</source>
        <translation>منحنى</translation>
    </message>
    <message>
        <source>a line</source>
        <translation>خطّ</translation>
    </message>
    <message>
        <source>not at all</source>
        <translation>لا ينخفض</translation>
    </message>
    <message>
        <source>as needed</source>
        <translation>عند الحاجة</translation>
    </message>
    <message>
        <source>always</source>
        <translation>دائمًا</translation>
    </message>
    <message>
        <source>never</source>
        <translation>أبدًا</translation>
    </message>
</context>
<context>
    <name>TrainingTab</name>
    <message>
        <source>Runs</source>
        <translation>الدورات</translation>
    </message>
    <message>
        <source>Train your first model</source>
        <translation>درّب أول نموذج</translation>
    </message>
    <message>
        <source>Choose a dataset and a preset beside this, see what it will take, and start. The curves appear here while it learns; it can be stopped and resumed at any time.</source>
        <translation>اختر إلى جانب هذا مجموعة بيانات وإعدادًا جاهزًا، وانظر ما سيستغرقه، ثم ابدأ. تظهر المنحنيات هنا وهو يتعلّم، ويمكن إيقافه واستئنافه في أي وقت.</translation>
    </message>
    <message>
        <source>Here a model learns from a dataset. Choose a preset; the forecast says what it takes before anything starts. The held-out loss is measured on examples that were kept back: when it falls below the dashed line, the model answers them better than its base. Runs wait for each other, survive a crash and go on where they stopped.</source>
        <translation>هنا يتعلّم نموذج من مجموعة بيانات. اختر إعدادًا جاهزًا؛ والتقدير يقول ما يلزم قبل أن يبدأ أي شيء. تُقاس الخسارة على أمثلة محجوزة: فإذا نزلت تحت الخط المتقطع كان النموذج يجيب عنها خيرًا من أساسه. تنتظر الدورات بعضها بعضًا، وتصمد أمام الانهيار، وتتابع من حيث توقفت.</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>ابدأ التدريب</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>Stop after this step; it can be resumed</source>
        <translation>أوقف بعد هذه الخطوة، ويمكن استئنافها</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>استئناف</translation>
    </message>
    <message>
        <source>Go on from the last checkpoint</source>
        <translation>تابع من آخر نقطة حفظ</translation>
    </message>
    <message>
        <source>Use its settings</source>
        <translation>استعمل إعداداتها</translation>
    </message>
    <message>
        <source>Put the settings of this run into the form</source>
        <translation>ضع إعدادات هذه الدورة في النموذج</translation>
    </message>
    <message>
        <source>Show the version</source>
        <translation>أظهر الإصدار</translation>
    </message>
</context>
<context>
    <name>UsageView</name>
    <message>
        <source>Over</source>
        <translation>خلال</translation>
    </message>
    <message numerus="yes">
        <source>the last %n days</source>
        <translation>
            <numerusform>اليوم</numerusform>
            <numerusform>آخر يوم</numerusform>
            <numerusform>آخر يومين</numerusform>
            <numerusform>آخر %n أيام</numerusform>
            <numerusform>آخر %n يومًا</numerusform>
            <numerusform>آخر %n يوم</numerusform>
        </translation>
    </message>
    <message>
        <source>What the curve shows</source>
        <translation>ما يعرضه المنحنى</translation>
    </message>
    <message>
        <source>Answers a day</source>
        <translation>الأجوبة في اليوم</translation>
    </message>
    <message>
        <source>First word</source>
        <translation>أول كلمة</translation>
    </message>
    <message>
        <source>Tokens per second</source>
        <translation>الرموز في الثانية</translation>
    </message>
    <message>
        <source>Day by day</source>
        <translation>يومًا بيوم</translation>
    </message>
    <message>
        <source>days before today</source>
        <translation>أيام قبل اليوم</translation>
    </message>
    <message numerus="yes">
        <source>of %n rated</source>
        <translation>
            <numerusform>من صفر</numerusform>
            <numerusform>من جواب واحد مقيَّم</numerusform>
            <numerusform>من جوابين مقيَّمين</numerusform>
            <numerusform>من %n أجوبة مقيَّمة</numerusform>
            <numerusform>من %n جوابًا مقيَّمًا</numerusform>
            <numerusform>من %n جواب مقيَّم</numerusform>
        </translation>
    </message>
    <message>
        <source>none rated yet</source>
        <translation>لم يُقيَّم شيء بعد</translation>
    </message>
    <message>
        <source>95 of 100 within {time}</source>
        <translation>95 من 100 خلال {time}</translation>
    </message>
    <message>
        <source>Without an answer</source>
        <translation>بلا جواب</translation>
    </message>
    <message>
        <source>First word after</source>
        <translation>أول كلمة بعد</translation>
    </message>
    <message>
        <source>Whole answer after</source>
        <translation>الجواب كله بعد</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>الوكيل</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>الأجوبة</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>بلا جواب</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>أخطاء</translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation>رمز/ث</translation>
    </message>
    <message>
        <source>Satisfied</source>
        <translation>الرضا</translation>
    </message>
    <message>
        <source>Agents</source>
        <translation>الوكلاء</translation>
    </message>
    <message>
        <source>No answers yet</source>
        <translation>لا أجوبة بعد</translation>
    </message>
    <message>
        <source>How long answers take, and what people think of them, is counted here for each agent.</source>
        <translation>تُحصى هنا لكل وكيل مدة الأجوبة ورأي الناس فيها.</translation>
    </message>
</context>
<context>
    <name>VersionPane</name>
    <message>
        <source>What is shown</source>
        <translation>ما المعروض</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>ما وُجد</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>بطاقة النموذج</translation>
    </message>
    <message>
        <source>Gate report</source>
        <translation>تقرير البوابة</translation>
    </message>
    <message>
        <source>Figures against the base model</source>
        <translation>أرقام مقابل النموذج الأساس</translation>
    </message>
    <message>
        <source>made from {base}</source>
        <translation>مبني على {base}</translation>
    </message>
    <message>
        <source>learnt from {dataset}</source>
        <translation>تعلّم من {dataset}</translation>
    </message>
    <message>
        <source>The gate</source>
        <translation>البوابة</translation>
    </message>
    <message>
        <source>Against the base model</source>
        <translation>مقابل النموذج الأساس</translation>
    </message>
    <message>
        <source>Held-out loss</source>
        <translation>الخسارة على المحجوز</translation>
    </message>
    <message>
        <source>base model {loss}</source>
        <translation>النموذج الأساس {loss}</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>التغيّر</translation>
    </message>
    <message>
        <source>better</source>
        <translation>أفضل</translation>
    </message>
    <message>
        <source>not better</source>
        <translation>ليس أفضل</translation>
    </message>
    <message numerus="yes">
        <source>%n held out</source>
        <translation>
            <numerusform>لا محجوز</numerusform>
            <numerusform>محجوز واحد</numerusform>
            <numerusform>محجوزان</numerusform>
            <numerusform>%n محجوزة</numerusform>
            <numerusform>%n محجوزًا</numerusform>
            <numerusform>%n محجوز</numerusform>
        </translation>
    </message>
    <message>
        <source>Learnt from</source>
        <translation>تعلّم من</translation>
    </message>
    <message numerus="yes">
        <source>%n examples</source>
        <translation>
            <numerusform>لا أمثلة</numerusform>
            <numerusform>مثال واحد</numerusform>
            <numerusform>مثالان</numerusform>
            <numerusform>%n أمثلة</numerusform>
            <numerusform>%n مثالًا</numerusform>
            <numerusform>%n مثال</numerusform>
        </translation>
    </message>
    <message>
        <source>What was compared</source>
        <translation>ما قورن</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>المقيس</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>المطلوب</translation>
    </message>
    <message>
        <source>met</source>
        <translation>تحقّق</translation>
    </message>
    <message>
        <source>not met</source>
        <translation>لم يتحقّق</translation>
    </message>
    <message>
        <source>Measure it on held-out examples: both models are asked the same, and every figure comes with the range that it very likely lies in (95 %).</source>
        <translation>قِسه على أمثلة محجوزة: يُسأل النموذجان الأسئلة نفسها، ويأتي كل رقم مع المدى الذي يقع فيه على الأرجح (95 %).</translation>
    </message>
    <message numerus="yes">
        <source>%n held-out examples of {dataset}, against {rival}.</source>
        <translation>
            <numerusform>لا أمثلة محجوزة من {dataset} مقابل {rival}.</numerusform>
            <numerusform>مثال محجوز واحد من {dataset} مقابل {rival}.</numerusform>
            <numerusform>مثالان محجوزان من {dataset} مقابل {rival}.</numerusform>
            <numerusform>%n أمثلة محجوزة من {dataset} مقابل {rival}.</numerusform>
            <numerusform>%n مثالًا محجوزًا من {dataset} مقابل {rival}.</numerusform>
            <numerusform>%n مثال محجوز من {dataset} مقابل {rival}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>الرقم</translation>
    </message>
    <message>
        <source>This version</source>
        <translation>هذا الإصدار</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>مقارنةً بـ</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>الفرق</translation>
    </message>
    <message>
        <source>not to be told apart</source>
        <translation>لا يتميّزان</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>أسوأ</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Passphrase</source>
        <translation>عبارة المرور</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>العبارة ثانيةً</translation>
    </message>
    <message>
        <source>Make a workspace</source>
        <translation>أنشئ مساحة عمل</translation>
    </message>
    <message>
        <source>Unlock the workspace</source>
        <translation>افتح مساحة العمل</translation>
    </message>
    <message>
        <source>Everything you add is kept encrypted in this folder, on this computer only. The passphrase is the only way in: nobody can restore it.</source>
        <translation>كل ما تضيفه يُحفظ مشفّرًا في هذا المجلد، على هذا الحاسوب وحده. وعبارة المرور هي السبيل الوحيد إليه، ولا يستطيع أحد استرجاعها.</translation>
    </message>
    <message>
        <source>It is encrypted. Its passphrase opens it.</source>
        <translation>هي مشفّرة، وعبارة المرور تفتحها.</translation>
    </message>
    <message>
        <source>Make the workspace</source>
        <translation>أنشئ مساحة العمل</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>افتح</translation>
    </message>
    <message>
        <source>The two passphrases differ.</source>
        <translation>عبارتا المرور مختلفتان.</translation>
    </message>
    <message>
        <source>Type the same one in both fields.</source>
        <translation>اكتب العبارة نفسها في الحقلين.</translation>
    </message>
    <message>
        <source>Show what is typed</source>
        <translation>أظهر المكتوب</translation>
    </message>
    <message>
        <source>The workspace&apos;s folder</source>
        <translation>مجلد مساحة العمل</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>اختر مجلدًا</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>المجلد</translation>
    </message>
</context>
<context>
    <name>WithheldDialog</name>
    <message>
        <source>What must not leave in an answer</source>
        <translation>ما لا يجوز أن يخرج في جواب</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>What a rule finds is taken out of every answer, of all agents. That it was is noted with the answer and in the log; what it was is not.</source>
        <translation>ما تجده القاعدة يُحذف من كل جواب لكل الوكلاء. يُذكر مع الجواب وفي السجل أنه حُذف، ولا يُذكر ما هو.</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>{n} s</source>
        <translation>{n} ث</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} د</translation>
    </message>
    <message>
        <source>{h} h {m} min</source>
        <translation>{h} س و{m} د</translation>
    </message>
    <message>
        <source>{n} bytes</source>
        <translation>{n} بايت</translation>
    </message>
    <message>
        <source>{n} KB</source>
        <translation>{n} ك.ب</translation>
    </message>
    <message>
        <source>{n} MB</source>
        <translation>{n} م.ب</translation>
    </message>
    <message>
        <source>{n} GB</source>
        <translation>{n} غ.ب</translation>
    </message>
    <message>
        <source>English</source>
        <translation>الإنكليزية</translation>
    </message>
    <message>
        <source>Arabic</source>
        <translation>العربية</translation>
    </message>
    <message>
        <source>French</source>
        <translation>الفرنسية</translation>
    </message>
    <message>
        <source>German</source>
        <translation>الألمانية</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>الإسبانية</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>أخرى</translation>
    </message>
    <message>
        <source>, </source>
        <translation>، </translation>
    </message>
</context>
<context>
    <name>_Told</name>
    <message>
        <source>needs its password</source>
        <translation>يحتاج كلمة مرور</translation>
    </message>
    <message>
        <source>could not be read</source>
        <translation>تعذّرت قراءته</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>بالانتظار</translation>
    </message>
    <message>
        <source>{n} text</source>
        <translation>{n} من النصّ</translation>
    </message>
    <message>
        <source>{n} from image</source>
        <translation>{n} من صورة</translation>
    </message>
    <message>
        <source>{n} corrected</source>
        <translation>{n} مصحّحة</translation>
    </message>
    <message>
        <source>{n} failed</source>
        <translation>{n} متعذّرة</translation>
    </message>
    <message>
        <source>, </source>
        <translation>، </translation>
    </message>
    <message numerus="yes">
        <source>holds %n files</source>
        <translation>
            <numerusform>لا يحوي ملفات</numerusform>
            <numerusform>يحوي ملفًا واحدًا</numerusform>
            <numerusform>يحوي ملفين</numerusform>
            <numerusform>يحوي %n ملفات</numerusform>
            <numerusform>يحوي %n ملفًا</numerusform>
            <numerusform>يحوي %n ملف</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Turn</name>
    <message>
        <source>Originally</source>
        <translation>الأصل</translation>
    </message>
</context>
</TS>
