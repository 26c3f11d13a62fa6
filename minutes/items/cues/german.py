"""What chairs say in German: Germany, Austria ("Postnummer", "gelangt zur Verhandlung"), Switzerland."""

from __future__ import annotations

import re

from minutes.items.cues.table import CueTable, any_of, words_of

_ITEM_DE = (
    r"(?:tagesordnungs?punkt\w*|tages ?ordnungs ?punkt\w*|top'?s?|tops|zusatzpunkt\w*|"
    r"zusatztagesordnungspunkt\w*|punkt\w*"
    r"|postnummer\w*|post nummer|traktand\w+|geschaeft nr|ziffer der tagesordnung)"
)
_BRIDGE_DE = (
    r"(?:jetzt|nun|dann|damit|daher|also|somit|hiermit|heute|gleich|nunmehr|noch|auch|schon|direkt|bereits"
    r"|wieder|so|weiter|als naechstes?)"
)

_ORDINAL_DE = (
    r"(?:erste|zweite|dritte|vierte|fuenfte|sechste|siebte|achte|neunte|zehnte|elfte|zwoelfte|"
    r"\w+zehnte|\w+zigste)"
    r"[rnms]?"
)

GERMAN = CueTable(
    call=any_of(
        r"\brufe?n?\b.{0,160}\bauf\b",
        r"\baufrufen\b|\baufgerufen\b",
        rf"\b(?:ich|wir) (?:{_BRIDGE_DE} )*(?:komme|kommen|gehe|gehen|gelange|"
        rf"gelangen)\b(?: \w+){{0,4}} (?:zu|zum|zur)\b",
        r"\b(?:komme|kommen|gehen|gelangen) (?:ich|wir)\b(?: \w+){0,4} (?:zu|zum|zur|ueber)\b",
        r"\b(?:zum|zur|zu) (?:\w+ ){0,4}(?:kommen|komme|uebergehen|ueberzugehen)\b",
        r"\bweiter geht es mit\b|\bes geht weiter mit\b|\bgeht es weiter mit\b|\b(?:fahren|"
        r"machen) wir (?:\w+ ){0,3}(?:fort|weiter)? ?mit\b",
        r"\bmachen (?:wir )?(?:\w+ ){0,3}mit .{1,80} weiter\b|\bfahren wir mit .{1,80} fort\b",
        rf"\b(?:wir sind|sind wir|bin ich) (?:{_BRIDGE_DE} )*(?:bei|beim)\b",
        rf"\b(?:naechste[rnms]?|letzte[rnms]?|folgende[rnms]?|einzige[rnms]?) (?:\w+ )?{_ITEM_DE}",
        r"\bgelangt (?:\w+ ){0,2}zur verhandlung\b|\bzur verhandlung steht\b",
        rf"\b{_ORDINAL_DE} (?:und letzte[rnms]? )?{_ITEM_DE}",
        r"\b(?:beginnen|starten|steigen) (?:wir |\w+ ){0,3}mit\b|\bwir (?:beginnen|starten|behandeln)\b|"
        r"\bbehandeln wir\b",
        r"\bes folgt\b|\bfolgt nun\b|\bgehen (?:wir )?ueber\b",
        r"\bnehmen .{1,60}\bwieder auf\b",
    ),
    announce=any_of(
        rf"\brufe\b.{{0,60}}\b{_ITEM_DE}.{{0,60}}\bauf\b|\brufe (?:ich )?(?:{_BRIDGE_DE} )*auf\b|"
        r"\bgelangt zur verhandlung\b",
        rf"\b(?:komme|kommen) (?:ich|wir) (?:{_BRIDGE_DE} )*zu(?:m|r)? (?:\w+ )?{_ITEM_DE}",
    ),
    bare_call=any_of(
        rf"(?:^|[ ,.])(?:ich )?(?:{_BRIDGE_DE} )*(?:rufe(?: ich)?(?: {_BRIDGE_DE})* auf|noch auf)[ :.\-]*$",
        rf"(?:komme|kommen|gehen|gelangen)(?: ich| wir)?(?: {_BRIDGE_DE})*(?: zu| zum| zur)[ :.\-]*$",
        r"weiter geht es mit[ :.\-]*$|wir sind (?:jetzt |nun )?bei[ :.\-]*$|(?:wir beginnen|"
        r"beginnen wir) mit(?: den| dem|"
        r" der)?[ :.\-]*$",
    ),
    step=any_of(
        r"\b(?:kommen|komme|gehen|treten|schreiten|uebergehen)\b.{0,60}\b(?:zur|zu der|zu den|zu einer|"
        r"in die|zum|zu) (?:\w+ ){0,3}"
        r"(?:\w*abstimmung\w*|\w*ueberweisung\w*|\w*beratung(?! (?:der|von|ueber) (?:tagesordn|top|"
        r"zusatz))|\w*aussprache|\w*debatte|\w*rede\w*|wahl|"
        r"wahlgang|beschlussfassung|zwischenfrage"
        r"|\w*redner\w*|schluss|ende|fragen?|antwort|stimmen|auszaehlung|gesetzentwurf|antrag|"
        r"beschlussempfehlung|entschliessungsantrag\w*|aenderungsantr\w+|wort\w*)\b",
        r"\b(?:lasse|lassen) (?:ich |wir )?(?:\w+ ){0,4}abstimmen\b",
        r"\brufe (?:ich )?(?:\w+ ){0,2}(?:herrn?|frau|kolleg\w+|sie|den (?:naechsten )?redner|"
        r"die (?:naechste )?rednerin)\b",
        r"\bzur sache\b.{0,20}\brufe\b|\bordnung\b.{0,12}\brufe|\brufe .{0,40}zur ordnung",
        r"\bkomme(?:n)? (?:ich |wir )?(?:\w+ ){0,3}zum (?:schluss|ende|punkt\b(?! \d))",
    ),
    mention=any_of(
        r"\bspaeter\b|\bvorhin\b|\bletzten? (?:niederschrift|sitzung|protokoll)\b|"
        r"\bin der niederschrift\b|\banmerkung\w* zu\b",
        rf"\b{_ITEM_DE}\b.{{0,40}}\b(?:beendet|abgeschlossen|erledigt|geschlossen|abgearbeitet)\b",
        r"\bdamit (?:ist|sind|haben wir)\b.{0,60}\b(?:beendet|abgeschlossen|erledigt|abgearbeitet)\b",
        r"\bnicht (?:auf\w+|behandel\w+|berat\w+)\b|\bbehandeln\b.{0,40}\bnicht\b",
        r"\bunter (?:dem )?(?:tagesordnungspunkt|top)\b|\bim zusammenhang mit\b|\bbei tagesordnungspunkt\b",
        r"\b(?:zusammen|gemeinsam) mit (?:dem )?(?:tagesordnungspunkt|top)\b",
        r"\bgehe (?:ich )?davon aus\b|\bschlage (?:ich )?vor\b|\bmoechte ich vorschlagen\b|"
        r"\bvorgeschlagen\b|\bvorziehen\b|\bvorgezogen\b",
        r"\bwerden wir\b|\bwuerden wir\b|\bsollen\b|\bsollten\b|\bsoll\b|\bkoennten\b|\bkoennen\b|"
        r"\bmuessten\b",
        r"\bzu(?:m)? (?:dem )?(?:tagesordnungspunkt|top) \S+ (?:habe|hat|gibt|liegt|liegen|moechte|wurde|"
        r"ist)\b",
        r"\bkonsensliste\b|\bfindet sich\b|\bgeaendert\w*\b.{0,20}\btagesordnung\b|\bzusetzungen?\b|"
        r"\babsetzungen?\b",
        r"\bbeantrag\w+\b|\bbitte(?:n)? (?:ich |wir )?(?:darum|den rat)\b|\bergaenz\w+\b|\berweitert\b",
        r"\bwir hatten\b|\bhaben wir\b|\bhatten wir\b|\bhaette\b",
    ),
    denial=any_of(
        r"\bspaeter\b|\bnachher\b|\berst (?:auf|wenn|dann)\b|\bnoch nicht\b|\berst (?:am|"
        r"zum) (?:ende|schluss)\b",
        r"\bnicht (?:auf\w+|behandel\w+|berat\w+|mehr)\b|\bbehandeln\b.{0,40}\bnicht\b|\bentfaell?t\b",
    ),
    agenda_talk=any_of(
        r"\bzu(?:setzung\w*|gesetzt\w*|zusetzen)\b|\babsetzung\w*\b|\bauf (?:der|die|unserer|"
        r"unsere) tagesordnung\b|\b(?:geaenderte[rn]?|heutige[rn]?) tagesordnung\b",
        r"\b(?:im|des) (?:nicht)?oeffentlichen teil\w*\b|\bliegt\b.{0,20}\bunter (?:top|"
        r"tagesordnungspunkt)\b|\bvorgezogen\b|\bvorziehen\b",
        r"\b(?:ergaenzung|erweiterung|aenderung|umstellung) der tagesordnung\b|\bdringlichkeitsantraegen?\b"
        r"|\bdringlichkeit (?:des|der|"
        r"dieses|zu)\b",
    ),
    settled=any_of(
        r"\b(?:treten|trete|steigen|steige|einsteigen|eintreten|einzusteigen|"
        r"einzutreten)\b.{0,60}\btagesordnung\b|\bin die tagesordnung (?:ein|einzusteigen|einzutreten|"
        r"einsteigen|eintreten)\b",
        r"\btagesordnung\b.{0,50}\b(?:beschlossen|genehmigt|festgestellt|angenommen|festgelegt|"
        r"gebilligt)\b",
    ),
    floor=any_of(
        r"\b(?:hat|haben|erhaelt|erteile|gebe|bekommt|hatte)\b.{0,80}\bdas wort\b|\bdas wort (?:hat|hatte|"
        r"zu)\b|\bnaechste[rn]? redner",
        r"\bnaechste[rsn]? (?:spricht|hat|ist|kolleg\w+|rednerin)\b|\bspricht\b|\bes spricht\b|"
        r"\bfuer die (?:fraktion|gruppe)\b|\b\w+fraktion\b.{0,12}$",
        r"\bwer stimmt\b|\bwer enthaelt\b|\babstimmen\b|\babstimmung\b|\bstimmen wir\b|\bwir stimmen\b|"
        r"\bgegenstimmen\b|\benthalt\w+\b|\bdagegen\b",
        r"^[ \-–]*(?:das sind|das ist|der|die|es enthalten|es enthaelt|keine|auch)\b.{0,50}\bfraktion|"
        r"\bmit den stimmen\b|\bgegen die stimmen\b|\bist (?:der|die|das)\b.{0,80}\b(?:abgelehnt|"
        r"angenommen)\b",
        r"\bschliesse (?:ich )?die aussprache\b|\binterfraktionell wird\b|\bvorgeschlagen\b|"
        r"\bueberweisungsvorschlag\b|\bzustimmen\b|\bzustimmung\b",
        r"\bbeifall\b|\bzuruf\b|\blachen\b|\bzwischenfrage\b|\bredezeit\b|\b(?:zum|"
        r"kommen sie zum) (?:ende|schluss)\b|^[(–-]",
    ),
    removed=any_of(
        r"\bzurueck ?gezogen\b|\bzieh\w+\b.{0,60}\bzurueck\b|\babgesetzt\b|\babsetzung\w*\b|\babgesagt\b|"
        r"\bentfaell?t\b|\bentfallen\b",
        r"\bvon der tagesordnung\b|\bvertagt\b|\bvertagen\b|\bverschoben\b|\bverschieben\b|\bverwiesen\b",
        r"\bsetzen\b.{0,60}\bab\b|\bzurueckgestellt\b",
    ),
    item_word=re.compile(rf"\b{_ITEM_DE}(?: (?:nummer|nr|der tagesordnung|oe|n))?[ .:,(]*$"),
    closing=any_of(
        r"\b(?:so|damit|dann|also|somit)\b.{0,60}\b(?:beschlossen|angenommen|abgelehnt|genehmigt|"
        r"verwiesen|vertagt|zugestimmt|gewaehlt|bestellt|verabschiedet)\b",
        r"\b(?:einstimmig|mehrheitlich)\b.{0,40}\b(?:beschlossen|angenommen|abgelehnt)?\b",
        r"\bzur kenntnis (?:genommen|genommen worden)\b|\bnehmen .{0,40}zur kenntnis\b|\bso beschlossen\b",
        r"\b(?:beendet|abgeschlossen|erledigt|abgearbeitet|geschlossen)\b",
        r"\bich schliesse (?:die aussprache|die debatte|den punkt|top|tagesordnungspunkt|diesen)",
        r"\bbeantwortet\b|\bantwort der verwaltung\b",
    ),
    opening=any_of(
        r"\bwortmeldung\w*|\bwird das wort\b|\bwer moechte\b|\bwer wuenscht\b|\bwuenscht jemand\b|"
        r"\brede[r]?liste\b|\brednerliste\b",
        r"\b(?:hat|erhaelt|erteile|gebe|eroeffne)\b.{0,60}\b(?:wort|aussprache|debatte)\b|\bdas wort\b",
        r"\binterfraktionell\w*|\bfuer die aussprache\b|\baussprache\b.{0,30}\bminuten\b|"
        r"\bliegt\b.{0,40}\bvor\b|\bliegen\b.{0,60}\bvor\b",
        r"\bgibt es (?:dazu|hierzu|fragen|wortmeldungen|gegenstimmen)\b|\bgegenstimmen\b|"
        r"\bwir stimmen ab\b|\bvorlage\b|\bbeschlussvorschlag\b",
        r"\bfuehren? sie\b.{0,30}\bein\b|\berlaeutert\b|\bberichtet\b|\bbericht\b|\bzur begruendung\b|"
        r"\bist jemand befangen\b",
        r"\baenderungswuensche\b|\beinwaende\b|\banregungen\b|\bberichterstatter\w*\b",
    ),
    count_question=any_of(
        r"\b(?:gegenstimmen|enthaltungen|enthaltung|gegenprobe|dafuer|dagegen|zustimm\w*|ja-stimmen|"
        r"nein-stimmen|stimmen|handzeichen|enthaelt)\b[^.]{0,30}$"
    ),
    chairing=any_of(
        r"\brufe\b.{0,160}\bauf\b|\btagesordnungspunkt\w* \d",
        r"\b(?:hat|haben|erhaelt) (?:jetzt |nun |zunaechst |als \w+ )?(?:das wort|herr|frau|der kollege|"
        r"die kollegin)\b|\bdas wort hat\b",
        r"\b(?:gebe|erteile) (?:ich )?.{0,60}\bdas wort\b|\bnaechste[r]? redner",
        r"\bgegenstimmen\?|\benthaltungen\?|\bwortmeldungen\?|\bwer stimmt\b|\bwer enthaelt\b|"
        r"\bum das handzeichen\b|\bgegenprobe\b",
        r"\b(?:dann|damit) ist (?:das |es |der antrag |dies )?(?:so )?(?:beschlossen|angenommen|"
        r"abgelehnt)\b",
        r"\beroeffne (?:ich )?(?:die|hiermit)\b.{0,40}\b(?:sitzung|aussprache)\b|"
        r"\bschliesse (?:ich )?die (?:sitzung|aussprache)\b",
        r"^(?:vielen dank|danke schoen|danke)[, ]+(?:herr|frau|kollege|kollegin)\b|^(?:herr|"
        r"frau) \w+(?:, bitte| bitte)?[.!]?$|^bitte(?: sehr| schoen)?[.!]?$",
        r"\bkomme(?:n)? (?:wir |ich )?(?:nun |jetzt |dann |damit )?zur abstimmung\b|"
        r"\blasse (?:ich )?.{0,40}\babstimmen\b",
    ),
    public_end=any_of(
        r"\b(?:schliesse|beende)\w*\b.{0,40}\boeffentlich\w* (?:teil|sitzung)\b",
        r"\boeffentlich\w* (?:teil\w*|sitzung)\b.{0,40}\b(?:beendet|geschlossen|abgeschlossen|zu ende)\b",
        r"\bende des oeffentlichen teil\w*\b|\bende der oeffentlichen (?:sitzung|tagesordnung)\b",
        r"\bnicht ?-?oeffentlichkeit (?:\w+ ){0,2}(?:her|herzustellen|herstellen)\b",
        r"\bbitte\b.{0,80}\b(?:gaeste|zuhoerer\w*|oeffentlichkeit|zuschauer\w*)\b.{0,60}\b(?:verlassen|"
        r"saal)\b",
    ),
    nonpublic=any_of(
        r"\bnicht ?-?oeffentlich\w*(?: \w+){0,2} (?:fort|weiter)\b|\bfahren\b.{0,40}\bnicht ?-?oeffentlich",
        r"\b(?:eroeffne|beginne|beginnen|kommen|komme|rufe|"
        r"starten)\b.{0,40}\bnicht ?-?oeffentlich\w* (?:teil|sitzung|tagesordnung)\b",
        r"\b(?:stelle|ist)\b.{0,30}\b(?:die )?nicht ?-?oeffentlichkeit\b.{0,30}\b(?:fest|hergestellt|"
        r"gegeben)\b",
        r"\boeffentlichkeit\b.{0,40}\b(?:ausgeschlossen|nicht mehr anwesend|hat den saal verlassen)\b",
        r"\bjetzt nicht ?-?oeffentlich\b|\bwir sind (?:nun|jetzt) (?:im )?nicht ?-?oeffentlich",
    ),
    withdrawn=any_of(
        r"\bzurueck ?gezogen\b|\bzieh\w+\b.{0,100}\bzurueck\b|\babgesetzt\b|\bsetzen?\b.{0,60}\bab\b|"
        r"\babsetzung\w*\b",
        r"\bvon der tagesordnung (?:genommen|gestrichen|abgesetzt|nehmen|zu nehmen|abzusetzen)\b|"
        r"\bnehmen\b.{0,60}\bvon der tagesordnung\b",
        r"\bentfaell?t\b|\bentfallen\b|\bgestrichen\b",
    ),
    postponed=any_of(
        r"\bvertag\w+\b|\bverschoben\b|\bverschieben\b|\bzurueck ?gestellt\b|\bzurueck ?stellen\b|"
        r"\bstellen\b.{0,60}\bzurueck\b",
        r"\b(?:in|auf) die naechste (?:rats|ausschuss|gemeinderats|stadtrats)?sitzung\b",
    ),
    referred=any_of(
        r"\bverwiesen\b|\bverweisen\b|\bverweisung\w*\b|\bueberwiesen\b|\bueberweisung\w*\b|"
        r"\bueberweisen\b",
        r"\b(?:zugewiesen|zuweisung)\b|\bzur (?:weiteren )?(?:vor)?beratung in den\b",
    ),
    decided=any_of(
        r"\b(?:beschlossen|angenommen|genehmigt|zugestimmt|gewaehlt|bestellt|verabschiedet|festgestellt|"
        r"bestaetigt)\b",
        r"\bzur kenntnis (?:genommen)\b|\bnehmen\b.{0,40}\bzur kenntnis\b|\beinstimmig\b|\bmehrheitlich\b|"
        r"\bverfahren wir so\b|\ballgemeine zustimmung\b",
    ),
    refused=any_of(r"\babgelehnt\b|\bkeine mehrheit\b|\bnicht (?:angenommen|erreicht)\b"),
    counted=words_of(
        "frage fragen absatz abs artikel art paragraf paragraph seite seiten ziffer ziffern anlage "
        "anlagen drucksache nummer nr satz liste punkt "
        "einzelplan kapitel nachfrage zusatzfrage zeile bezirk stadtbezirk variante alternative option "
        "abschnitt block wahlgang vorschlag listenvorschlag"
    ),
    next_item=any_of(
        rf"\b(?:naechste[rnms]?|folgende[rnms]?) (?:\w+ )?{_ITEM_DE}|\bweiter im text\b|"
        r"\bdas naechste ist\b"
    ),
    opening_title=any_of(
        r"^(?:eroeffnung|begruessung|feststellung|formalia|formalien|regularien|sitzungseroeffnung|"
        r"anwesenheit|beschlussfaehigkeit)"
        r"|\bordnungsgemaesse\w* (?:ladung|einladung|einberufung)\b|^(?:genehmigung|festsetzung|"
        r"feststellung|anerkennung) der tagesordnung\b|^tagesordnung$"
        r"|^appell\b|^mitteilungen und tagesordnung\b"
    ),
    heading_stop=words_of(
        "der die das den dem des ein eine einer eines und oder fuer von vom zu zur zum im in an am auf "
        "mit ueber bei bis gemaess nach hier aus "
        "als sowie durch unter ueber ihre ihren sein seine betreffend betr betreff stadt gemeinde kreis "
        "rat rates abs absatz satz nr nummer"
    ),
    form_words=words_of(
        "antrag antrags antraege anfrage anfragen fraktion fraktionen gruppe gruppen vorlage beschluss "
        "beschluesse aenderungsantrag dringlichkeitsantrag "
        "ergaenzungsantrag mitteilung mitteilungen bericht beratung verwaltung drucksache hier cdu csu "
        "spd afd fdp gruene gruenen buendnis linke volt bsw piraten "
        "freie waehler partei oevp spoe fpoe neos sp svp glp evp mitte ausschuss ausschusses sitzung"
    ),
    cut=re.compile(
        r"\b(?:(?:[Dd]ann |[Dd]amit |[Jj]etzt |[Nn]un |[Dd]aher )?(?:[Ii]ch rufe|rufe ich|"
        r"(?<=und )rufe)\b(?=.{0,120}\bauf\b)"
        r"|(?<=[.?!,:;] )(?:Tagesordnungspunkte?|TOPs?|Zusatzpunkte?|Traktandum|Postnummer)\s+(?=\w)"
        r"|(?<=\d\. )(?:Ich rufe|Wir kommen|Ich komme|Dann kommen|Nun kommen|Damit kommen)\b"
        r"|(?:[Dd]ann |[Dd]amit |[Jj]etzt |[Nn]un |"
        r"[Ss]omit )?(?:[Ww]ir )?kommen wir (?:\w+ ){0,2}zu[mr]? (?=(?:Tagesordnungspunkt|TOP|Punkt)\b)"
        r"|[Dd]ann würde ich zu[mr]? (?=.{0,40}\bkommen\b))"
    ),
    starter=re.compile(
        r"\b(?:Tagesordnungspunkte?|TOPs?|Zusatzpunkte?|Traktandum|Postnummer)\b|\b(?:Ich (?:rufe|"
        r"komme)|Wir kommen)\b"
        r"|\b(?:Dann|Nun|Jetzt|Damit) (?:kommen wir|rufe ich|komme ich|ist|lasse ich|hat)\b|"
        r"\bWeiter geht es\b"
        r"|\b(?:Gibt es|Wortmeldungen|Gegenstimmen|Enthaltungen|Vielen Dank|Wer stimmt|"
        r"Das ist nicht der Fall|Hier hat)\b"
        r"|(?:(?<=beschlossen )|(?<=angenommen )|(?<=abgelehnt )|(?<=verwiesen )|"
        r"(?<=genehmigt ))(?=[A-ZÄÖÜ\d])"
    ),
)
