<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AboutPane</name>
    <message numerus="yes">
        <source>and %n more pages</source>
        <translation>
            <numerusform>and %n more page</numerusform>
            <numerusform>and %n more pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Ask</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BatchDialog</name>
    <message numerus="yes">
        <source>%n questions got no answer.</source>
        <translation>
            <numerusform>%n question got no answer.</numerusform>
            <numerusform>%n questions got no answer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n questions are answered.</source>
        <translation>
            <numerusform>The only question is answered.</numerusform>
            <numerusform>All %n questions are answered.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BuildDialog</name>
    <message numerus="yes">
        <source>{name} (%n documents)</source>
        <translation>
            <numerusform>{name} (%n document)</numerusform>
            <numerusform>{name} (%n documents)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChatTab</name>
    <message numerus="yes">
        <source>%n chats with it go too.</source>
        <translation>
            <numerusform>%n chat with it goes too.</numerusform>
            <numerusform>%n chats with it go too.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChecksPane</name>
    <message numerus="yes">
        <source>%n things to look at</source>
        <translation>
            <numerusform>%n thing to look at</numerusform>
            <numerusform>%n things to look at</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message numerus="yes">
        <source>reading %n passages…</source>
        <translation>
            <numerusform>reading %n passage…</numerusform>
            <numerusform>reading %n passages…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConversationPane</name>
    <message numerus="yes">
        <source>reading %n passages…</source>
        <translation>
            <numerusform>reading %n passage…</numerusform>
            <numerusform>reading %n passages…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>%n sentences are supported in part</source>
        <translation>
            <numerusform>%n sentence is supported in part</numerusform>
            <numerusform>%n sentences are supported in part</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sentences have no source</source>
        <translation>
            <numerusform>%n sentence has no source</numerusform>
            <numerusform>%n sentences have no source</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{read} of %n passages</source>
        <translation>
            <numerusform>{read} of %n passage</numerusform>
            <numerusform>{read} of %n passages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{read} of %n earlier turns</source>
        <translation>
            <numerusform>{read} of %n earlier turn</numerusform>
            <numerusform>{read} of %n earlier turns</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DatasetsTab</name>
    <message numerus="yes">
        <source>%n to review</source>
        <translation>
            <numerusform>%n to review</numerusform>
            <numerusform>%n to review</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n accepted</source>
        <translation>
            <numerusform>%n accepted</numerusform>
            <numerusform>%n accepted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Its %n examples go, with all that was reviewed and edited.</source>
        <translation>
            <numerusform>Its example goes, with all that was reviewed and edited.</numerusform>
            <numerusform>Its %n examples go, with all that was reviewed and edited.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DocumentsTab</name>
    <message numerus="yes">
        <source>%n documents</source>
        <translation>
            <numerusform>%n document</numerusform>
            <numerusform>%n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need a look</source>
        <translation>
            <numerusform>%n needs a look</numerusform>
            <numerusform>%n need a look</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n documents go with it, with their pages, passages and originals.</source>
        <translation>
            <numerusform>%n document goes with it, with its pages, passages and original.</numerusform>
            <numerusform>%n documents go with it, with their pages, passages and originals.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n documents?</source>
        <translation>
            <numerusform>Delete this document?</numerusform>
            <numerusform>Delete %n documents?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files found within them go too.</source>
        <translation>
            <numerusform>%n file found within them goes too.</numerusform>
            <numerusform>%n files found within them go too.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ForecastCard</name>
    <message numerus="yes">
        <source>%n settings need to be put right</source>
        <translation>
            <numerusform>%n setting needs to be put right</numerusform>
            <numerusform>%n settings need to be put right</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportReportBar</name>
    <message numerus="yes">
        <source>{name}: %n examples were imported.</source>
        <translation>
            <numerusform>{name}: %n example was imported.</numerusform>
            <numerusform>{name}: %n examples were imported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rows were left out.</source>
        <translation>
            <numerusform>%n row was left out.</numerusform>
            <numerusform>%n rows were left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JobBar</name>
    <message numerus="yes">
        <source>and %n more jobs</source>
        <translation>
            <numerusform>and %n more job</numerusform>
            <numerusform>and %n more jobs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RegistryTab</name>
    <message numerus="yes">
        <source>%n files were written to {folder}.</source>
        <translation>
            <numerusform>%n file was written to {folder}.</numerusform>
            <numerusform>%n files were written to {folder}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResultsPage</name>
    <message numerus="yes">
        <source>%n passages</source>
        <translation>
            <numerusform>%n passage</numerusform>
            <numerusform>%n passages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunPane</name>
    <message numerus="yes">
        <source>%n examples</source>
        <translation>
            <numerusform>%n example</numerusform>
            <numerusform>%n examples</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsForm</name>
    <message numerus="yes">
        <source>%n accepted examples</source>
        <translation>
            <numerusform>%n accepted example</numerusform>
            <numerusform>%n accepted examples</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait for review</source>
        <translation>
            <numerusform>%n waits for review</numerusform>
            <numerusform>%n wait for review</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n differ from the preset</source>
        <translation>
            <numerusform>%n differs from the preset</numerusform>
            <numerusform>%n differ from the preset</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShieldWindow</name>
    <message numerus="yes">
        <source>%n attempts were refused and recorded in this workspace.</source>
        <translation>
            <numerusform>%n attempt was refused and recorded in this workspace.</numerusform>
            <numerusform>%n attempts were refused and recorded in this workspace.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message numerus="yes">
        <source>Offline, %n attempts</source>
        <translation>
            <numerusform>Offline, %n attempt</numerusform>
            <numerusform>Offline, %n attempts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimelinePage</name>
    <message numerus="yes">
        <source>%n days and times told</source>
        <translation>
            <numerusform>%n day told</numerusform>
            <numerusform>%n days told</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UsageView</name>
    <message numerus="yes">
        <source>the last %n days</source>
        <translation>
            <numerusform>the last day</numerusform>
            <numerusform>the last %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>of %n rated</source>
        <translation>
            <numerusform>of %n rated</numerusform>
            <numerusform>of %n rated</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VersionPane</name>
    <message numerus="yes">
        <source>%n held out</source>
        <translation>
            <numerusform>%n held out</numerusform>
            <numerusform>%n held out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n examples</source>
        <translation>
            <numerusform>%n example</numerusform>
            <numerusform>%n examples</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n held-out examples of {dataset}, against {rival}.</source>
        <translation>
            <numerusform>%n held-out example of {dataset}, against {rival}.</numerusform>
            <numerusform>%n held-out examples of {dataset}, against {rival}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Told</name>
    <message numerus="yes">
        <source>holds %n files</source>
        <translation>
            <numerusform>holds %n file</numerusform>
            <numerusform>holds %n files</numerusform>
        </translation>
    </message>
</context>
</TS>
