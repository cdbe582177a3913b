<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>CasesPanel</name>
    <message numerus="yes">
        <source>%n more: F4</source>
        <translation>
            <numerusform>%n more: F4</numerusform>
            <numerusform>%n more: F4</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DrillPage</name>
    <message numerus="yes">
        <source>%n residents with passes, all normal</source>
        <translation>
            <numerusform>%n resident with a pass, normal</numerusform>
            <numerusform>%n residents with passes, all normal</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s), {0} wrong, {1} s each</source>
        <translation>
            <numerusform>%n passage, {0} wrong, {1} s</numerusform>
            <numerusform>%n passages, {0} wrong, {1} s each</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportPage</name>
    <message numerus="yes">
        <source>%n file(s) from the centre taken.</source>
        <translation>
            <numerusform>%n file from the centre taken.</numerusform>
            <numerusform>%n files from the centre taken.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) are for others or older.</source>
        <translation>
            <numerusform>%n file is for another station, or older.</numerusform>
            <numerusform>%n files are for other stations, or older.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message numerus="yes">
        <source>⚠ second copy away, %n behind · </source>
        <translation>
            <numerusform>⚠ second copy away, %n behind · </numerusform>
            <numerusform>⚠ second copy away, %n behind · </numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>not exported: %n</source>
        <translation>
            <numerusform>not exported: %n</numerusform>
            <numerusform>not exported: %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportPage</name>
    <message numerus="yes">
        <source>Take %n row(s)</source>
        <translation>
            <numerusform>Take %n row</numerusform>
            <numerusform>Take %n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IncidentsPage</name>
    <message numerus="yes">
        <source>%n open item(s)</source>
        <translation>
            <numerusform>%n open item</numerusform>
            <numerusform>%n open items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ListsPage</name>
    <message numerus="yes">
        <source>%n row(s) with a problem</source>
        <translation>
            <numerusform>%n row with a problem</numerusform>
            <numerusform>%n rows with a problem</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PaceTitle</name>
    <message numerus="yes">
        <source>%n an hour</source>
        <translation>
            <numerusform>%n an hour</numerusform>
            <numerusform>%n an hour</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PaperPage</name>
    <message numerus="yes">
        <source>Print %n new sheets</source>
        <translation>
            <numerusform>Print %n new sheet</numerusform>
            <numerusform>Print %n new sheets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sheet(s) printed</source>
        <translation>
            <numerusform>%n sheet printed</numerusform>
            <numerusform>%n sheets printed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PassedPage</name>
    <message numerus="yes">
        <source>%n passage(s)</source>
        <translation>
            <numerusform>%n passage</numerusform>
            <numerusform>%n passages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n inside who are not residents, the longest first</source>
        <translation>
            <numerusform>%n inside who is not a resident</numerusform>
            <numerusform>%n inside who are not residents, the longest first</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecordsModel</name>
    <message numerus="yes">
        <source>%n person(s)</source>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n persons</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecordsView</name>
    <message numerus="yes">
        <source>all %n</source>
        <translation>
            <numerusform>all %n</numerusform>
            <numerusform>all %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>open %n</source>
        <translation>
            <numerusform>open %n</numerusform>
            <numerusform>open %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SafetyPage</name>
    <message numerus="yes">
        <source>away, %n behind</source>
        <translation>
            <numerusform>away, %n behind</numerusform>
            <numerusform>away, %n behind</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message numerus="yes">
        <source>person %n</source>
        <translation>
            <numerusform>person %n</numerusform>
            <numerusform>person %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StickPage</name>
    <message numerus="yes">
        <source>%n file(s) read</source>
        <translation>
            <numerusform>%n item read</numerusform>
            <numerusform>%n items read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StreetPage</name>
    <message numerus="yes">
        <source>%n batch(es) wait for enrolment</source>
        <translation>
            <numerusform>%n batch waits for enrolment</numerusform>
            <numerusform>%n batches wait for enrolment</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Suggestions</name>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n time</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
</context>
</TS>
