<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AnswerTurn</name>
    <message numerus="yes">
        <source>%n sentences have no support in the documents.</source>
        <translation>
            <numerusform>%n sentence has no support in the documents.</numerusform>
            <numerusform>%n sentences have no support in the documents.</numerusform>
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
    <name>ChatTab</name>
    <message numerus="yes">
        <source>reading %n passages…</source>
        <translation>
            <numerusform>reading %n passage…</numerusform>
            <numerusform>reading %n passages…</numerusform>
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
        <source>Delete %n documents?</source>
        <translation>
            <numerusform>Delete this document?</numerusform>
            <numerusform>Delete %n documents?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n passages</source>
        <translation>
            <numerusform>%n passage</numerusform>
            <numerusform>%n passages</numerusform>
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
</TS>
