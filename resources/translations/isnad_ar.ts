<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar" sourcelanguage="en">
<context>
    <name>AnswerTurn</name>
    <message>
        <source>Answer</source>
        <translation>الجواب</translation>
    </message>
    <message>
        <source>The documents do not answer this.</source>
        <translation>لا جواب عن هذا في المستندات.</translation>
    </message>
    <message numerus="yes">
        <source>%n sentences have no support in the documents.</source>
        <translation>
            <numerusform>لا جمل بلا سند.</numerusform>
            <numerusform>جملة واحدة لا سند لها في المستندات.</numerusform>
            <numerusform>جملتان لا سند لهما في المستندات.</numerusform>
            <numerusform>%n جمل لا سند لها في المستندات.</numerusform>
            <numerusform>%n جملة لا سند لها في المستندات.</numerusform>
            <numerusform>%n جملة لا سند لها في المستندات.</numerusform>
        </translation>
    </message>
    <message>
        <source>no source</source>
        <translation>بلا مصدر</translation>
    </message>
    <message>
        <source>Source {number}: {words}</source>
        <translation>المصدر {number}: {words}</translation>
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
        <source>Copy the answer</source>
        <translation>انسخ الجواب</translation>
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
        <source>Ask a question about your documents. The agent looks for passages first and answers from them; each number in the answer leads to the page it comes from, on the right. A dotted line and the words “no source” mark what no passage carries. Enter sends, Shift+Enter makes a new line.</source>
        <translation>اسأل عن مستنداتك. يبحث الوكيل أولًا عن المقاطع ثم يجيب منها؛ وكل رقم في الجواب يقود إلى صفحته في اللوحة الجانبية. والخط المنقّط مع عبارة «بلا مصدر» يعلّم ما لا يسنده مقطع. مفتاح الإدخال يرسل السؤال، ومعه Shift يبدأ سطرًا جديدًا.</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>محادثة جديدة</translation>
    </message>
    <message>
        <source>looking for passages…</source>
        <translation>يبحث عن المقاطع…</translation>
    </message>
    <message>
        <source>no answer came</source>
        <translation>لم يأتِ جواب</translation>
    </message>
    <message numerus="yes">
        <source>reading %n passages…</source>
        <translation>
            <numerusform>لا مقاطع…</numerusform>
            <numerusform>يقرأ مقطعًا واحدًا…</numerusform>
            <numerusform>يقرأ مقطعين…</numerusform>
            <numerusform>يقرأ %n مقاطع…</numerusform>
            <numerusform>يقرأ %n مقطعًا…</numerusform>
            <numerusform>يقرأ %n مقطع…</numerusform>
        </translation>
    </message>
    <message>
        <source>writing…</source>
        <translation>يكتب…</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>الجواب</translation>
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
        <source>Delete the chat</source>
        <translation>احذف المحادثة</translation>
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
        <source>Chats</source>
        <translation>المحادثات</translation>
    </message>
    <message>
        <source>Ask your documents</source>
        <translation>اسأل مستنداتك</translation>
    </message>
    <message>
        <source>The answer comes from passages of your documents, and each sentence shows its page. What the documents do not say is marked.</source>
        <translation>يأتي الجواب من مقاطع في مستنداتك، وكل جملة تدلّ على صفحتها. وما لا تقوله المستندات يُعلَّم.</translation>
    </message>
    <message>
        <source>Write your question below, in English or Arabic.</source>
        <translation>اكتب سؤالك أدناه بالعربية أو الإنكليزية.</translation>
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
    <name>DocumentsTab</name>
    <message>
        <source>Choose a document or a passage, and its page is shown here.</source>
        <translation>اختر مستندًا أو مقطعًا لتظهر صفحته هنا.</translation>
    </message>
    <message>
        <source>Let go to add these files</source>
        <translation>أفلِت الملفات لتضيفها</translation>
    </message>
    <message>
        <source>Here are your documents. Drop files or whole folders anywhere on this view. Every page is accounted for: its text was in the document, or was read from the image, or it failed and the row says why. Search finds passages in all of them (Ctrl+F); Escape brings the documents back.</source>
        <translation>هنا مستنداتك. أفلِت الملفات أو المجلدات في أي موضع من هذه الواجهة. كل صفحة محسوبة: إمّا أن نصّها كان في المستند، أو قُرئ من الصورة، أو تعذّرت قراءته ويقول السطر لماذا. البحث يجد المقاطع فيها كلها (Ctrl+F)، ومفتاح Escape يعيد قائمة المستندات.</translation>
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
    <message>
        <source>Its name</source>
        <translation>الاسم</translation>
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
        <source>{found} for {query}, in {seconds} s</source>
        <translation>{found} عن {query} في {seconds} ث</translation>
    </message>
    <message>
        <source>corrected from {typed}</source>
        <translation>صُحّح من {typed}</translation>
    </message>
    <message>
        <source>page {number}</source>
        <translation>صفحة {number}</translation>
    </message>
    <message>
        <source>Search all passages</source>
        <translation>ابحث في كل المقاطع</translation>
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
        <source>Read the failed pages again</source>
        <translation>أعد قراءة الصفحات المتعذّرة</translation>
    </message>
    <message>
        <source>Collections</source>
        <translation>المجموعات</translation>
    </message>
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
        <source>Filter by name</source>
        <translation>صفِّ بالاسم</translation>
    </message>
    <message>
        <source>Add your documents</source>
        <translation>أضف مستنداتك</translation>
    </message>
    <message>
        <source>PDF, scans, Word files, images and text, in English, Arabic or both. They are read here and kept encrypted; nothing leaves this computer.</source>
        <translation>ملفات PDF والمسوح الضوئية وWord والصور والنصوص، بالعربية أو الإنكليزية أو بهما معًا. تُقرأ هنا وتُحفظ مشفّرة، ولا يغادر شيء هذا الحاسوب.</translation>
    </message>
    <message>
        <source>or drop files and folders here</source>
        <translation>أو أفلِت الملفات والمجلدات هنا</translation>
    </message>
    <message>
        <source>Back to the documents</source>
        <translation>عودة إلى المستندات</translation>
    </message>
    <message>
        <source>No passage holds this</source>
        <translation>لا مقطع فيه هذا</translation>
    </message>
    <message>
        <source>Try fewer words, or another word for the same thing.</source>
        <translation>جرّب كلمات أقل، أو كلمة أخرى للشيء نفسه.</translation>
    </message>
    <message>
        <source>could not be read</source>
        <translation>تعذّرت قراءته</translation>
    </message>
    <message>
        <source>waiting to be read</source>
        <translation>ينتظر القراءة</translation>
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
        <source>{n} failed</source>
        <translation>{n} متعذّرة</translation>
    </message>
    <message>
        <source>, </source>
        <translation>، </translation>
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
</context>
<context>
    <name>MessageWindow</name>
    <message>
        <source>Isnad</source>
        <translation>إسناد</translation>
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
    <name>PageViewer</name>
    <message>
        <source>Page text</source>
        <translation>نصّ الصفحة</translation>
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
        <source>Zoom in</source>
        <translation>تكبير</translation>
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
        <source>Image only</source>
        <translation>الصورة وحدها</translation>
    </message>
    <message>
        <source>Image and text</source>
        <translation>الصورة والنصّ</translation>
    </message>
    <message>
        <source>Text only</source>
        <translation>النصّ وحده</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Your question</source>
        <translation>سؤالك</translation>
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
        <source>could not be read</source>
        <translation>تعذّرت قراءته</translation>
    </message>
    <message>
        <source>read from the image, {sure} sure</source>
        <translation>قُرئ من الصورة بثقة {sure}</translation>
    </message>
    <message>
        <source>text of the document</source>
        <translation>نصّ المستند</translation>
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
</TS>
