"""What chairs say, as tables: one per language, families of patterns over folded text.

The families follow what was counted in real sittings: "ich rufe auf" is the minority, most items are called by
"Tagesordnungspunkt", a number or a title alone, so the call is only one kind of evidence among others. Austrian
("Postnummer", "gelangt zur Verhandlung") and Swiss ("Traktandum") words stand in the German table.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class CueTable(NamedTuple):
    """Patterns of one language. All but ``cut`` are matched against folded text (see ``tokens.fold``)."""

    call: re.Pattern[str]
    """Something is being called."""
    announce: re.Pattern[str]
    """Words of calling that only who presides, or a clerk, says."""
    bare_call: re.Pattern[str]
    """A call whose item is still to come ("Ich rufe auf:")."""
    step: re.Pattern[str]
    """Sounds like a call but goes on within an item ("Wir kommen zur Abstimmung")."""
    mention: re.Pattern[str]
    """Speaks about an item without calling it."""
    agenda_talk: re.Pattern[str]
    """Speaks about the agenda itself: what is added, taken off, moved."""
    settled: re.Pattern[str]
    """The agenda is settled, its items begin."""
    floor: re.Pattern[str]
    """Gives the floor, asks for votes or announces a result: an item is being dealt with, not called."""
    removed: re.Pattern[str]
    """Takes an item off the agenda or puts it off."""
    item_word: re.Pattern[str]
    """A word directly before an item's number; matched at the end of what precedes the number."""
    closing: re.Pattern[str]
    """Ends an item."""
    opening: re.Pattern[str]
    """What follows a call: asks for requests to speak, gives the floor, names the paper."""
    count_question: re.Pattern[str]
    """Asks for votes; a number behind it is a count."""
    chairing: re.Pattern[str]
    """Said by who presides (for finding the chair)."""
    nonpublic: re.Pattern[str]
    """The public part ends or the non-public one begins."""
    end: re.Pattern[str]
    """The meeting is closed."""
    resume: re.Pattern[str]
    """An item is taken up again."""
    joint: re.Pattern[str]
    """Several items are called together."""
    next_item: re.Pattern[str]
    """Calls whatever comes next."""
    last_item: re.Pattern[str]
    opening_title: re.Pattern[str]
    """Titles of an item that begins with the meeting itself."""
    heading_stop: frozenset[str]
    """Words of titles that say nothing about which item it is."""
    form_words: frozenset[str]
    """Words of titles that name the kind of paper or who moved it, folded."""
    cut: re.Pattern[str]
    """Over the text as it is: where a call may begin inside a sentence."""


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns))


_ITEM_DE = (
    r"(?:tagesordnungs?punkt\w*|tages ?ordnungs ?punkt\w*|top'?s?|tops|zusatzpunkt\w*|zusatztagesordnungspunkt\w*|punkt\w*"
    r"|postnummer\w*|post nummer|traktand\w+|geschaeft nr|ziffer der tagesordnung)"
)
_BRIDGE_DE = r"(?:jetzt|nun|dann|damit|daher|also|somit|hiermit|heute|gleich|nunmehr|noch|auch|schon|direkt|bereits|wieder|so|weiter|als naechstes?)"

GERMAN = CueTable(
    call=_any(
        r"\brufe?n?\b.{0,160}\bauf\b",
        r"\baufrufen\b|\baufgerufen\b",
        rf"\b(?:ich|wir) (?:{_BRIDGE_DE} )*(?:komme|kommen|gehe|gehen|gelange|gelangen)\b(?: \w+){{0,4}} (?:zu|zum|zur)\b",
        rf"\b(?:komme|kommen|gehen|gelangen) (?:ich|wir)\b(?: \w+){{0,4}} (?:zu|zum|zur|ueber)\b",
        r"\b(?:zum|zur|zu) (?:\w+ ){0,4}(?:kommen|komme|uebergehen|ueberzugehen)\b",
        r"\bweiter geht es mit\b|\bes geht weiter mit\b|\bgeht es weiter mit\b|\b(?:fahren|machen) wir (?:\w+ ){0,3}(?:fort|weiter)? ?mit\b",
        r"\bmachen (?:wir )?(?:\w+ ){0,3}mit .{1,80} weiter\b|\bfahren wir mit .{1,80} fort\b",
        rf"\b(?:wir sind|sind wir|bin ich) (?:{_BRIDGE_DE} )*(?:bei|beim)\b",
        rf"\b(?:naechste[rnms]?|letzte[rnms]?|folgende[rnms]?|einzige[rnms]?) (?:\w+ )?{_ITEM_DE}",
        r"\bgelangt (?:\w+ ){0,2}zur verhandlung\b|\bzur verhandlung steht\b",
        rf"\b(?:\w+te[rnms]?) (?:und letzte[rnms]? )?{_ITEM_DE}",
        r"\b(?:beginnen|starten|steigen) (?:wir |\w+ ){0,3}mit\b|\bwir (?:beginnen|starten|behandeln)\b|\bbehandeln wir\b",
        r"\bes folgt\b|\bfolgt nun\b|\bgehen (?:wir )?ueber\b",
        r"\bnehmen .{1,60}\bwieder auf\b",
    ),
    announce=_any(
        rf"\brufe\b.{{0,60}}\b{_ITEM_DE}.{{0,60}}\bauf\b|\brufe (?:ich )?(?:{_BRIDGE_DE} )*auf\b|\bgelangt zur verhandlung\b",
        rf"\b(?:komme|kommen) (?:ich|wir) (?:{_BRIDGE_DE} )*zu(?:m|r)? (?:\w+ )?{_ITEM_DE}",
    ),
    bare_call=_any(
        rf"(?:^|[ ,.])(?:ich )?(?:{_BRIDGE_DE} )*(?:rufe(?: ich)?(?: \w+){{0,2}} auf|noch auf)[ :.\-]*$",
        rf"(?:komme|kommen|gehen|gelangen)(?: ich| wir)?(?: {_BRIDGE_DE})*(?: zu| zum| zur)[ :.\-]*$",
        r"weiter geht es mit[ :.\-]*$|wir sind (?:jetzt |nun )?bei[ :.\-]*$|wir beginnen mit(?: den| dem| der)?[ :.\-]*$",
    ),
    step=_any(
        r"\b(?:kommen|komme|gehen|treten|schreiten|uebergehen)\b.{0,60}\b(?:zur|zu der|zu den|zu einer|in die|zum|zu) (?:\w+ ){0,3}"
        r"(?:\w*abstimmung\w*|\w*ueberweisung\w*|\w*beratung|\w*aussprache|\w*debatte|\w*rede\w*|wahl|wahlgang|beschlussfassung|zwischenfrage"
        r"|\w*redner\w*|schluss|ende|fragen?|antwort|stimmen|auszaehlung|gesetzentwurf|antrag|beschlussempfehlung|entschliessungsantrag\w*|aenderungsantr\w+|wort\w*)\b",
        r"\b(?:lasse|lassen) (?:ich |wir )?(?:\w+ ){0,4}abstimmen\b",
        r"\brufe (?:ich )?(?:\w+ ){0,2}(?:herrn?|frau|kolleg\w+|sie|den (?:naechsten )?redner|die (?:naechste )?rednerin)\b",
        r"\bzur sache\b.{0,20}\brufe\b|\bordnung\b.{0,12}\brufe|\brufe .{0,40}zur ordnung",
        r"\bkomme(?:n)? (?:ich |wir )?(?:\w+ ){0,3}zum (?:schluss|ende|punkt\b(?! \d))",
    ),
    mention=_any(
        r"\bspaeter\b|\bvorhin\b|\bletzten? (?:niederschrift|sitzung|protokoll)\b|\bin der niederschrift\b|\banmerkung\w* zu\b",
        rf"\b{_ITEM_DE}\b.{{0,40}}\b(?:beendet|abgeschlossen|erledigt|geschlossen|abgearbeitet)\b",
        r"\bdamit (?:ist|sind|haben wir)\b.{0,60}\b(?:beendet|abgeschlossen|erledigt|abgearbeitet)\b",
        r"\bnicht (?:auf\w+|behandel\w+|berat\w+)\b|\bbehandeln\b.{0,40}\bnicht\b",
        r"\bunter (?:dem )?(?:tagesordnungspunkt|top)\b|\bim zusammenhang mit\b|\bbei tagesordnungspunkt\b",
        r"\b(?:zusammen|gemeinsam) mit (?:dem )?(?:tagesordnungspunkt|top)\b",
        r"\bgehe (?:ich )?davon aus\b|\bschlage (?:ich )?vor\b|\bmoechte ich vorschlagen\b|\bvorgeschlagen\b|\bvorziehen\b|\bvorgezogen\b",
        r"\bwerden wir\b|\bwuerden wir\b|\bsollen\b|\bsollten\b|\bsoll\b|\bkoennten\b|\bkoennen\b|\bmuessten\b",
        r"\bzu(?:m)? (?:dem )?(?:tagesordnungspunkt|top) \S+ (?:habe|hat|gibt|liegt|liegen|moechte|wurde|ist)\b",
        r"\bkonsensliste\b|\bfindet sich\b|\bgeaendert\w*\b.{0,20}\btagesordnung\b|\bzusetzungen?\b|\babsetzungen?\b",
        r"\bbeantrag\w+\b|\bbitte(?:n)? (?:ich |wir )?(?:darum|den rat)\b|\bergaenz\w+\b|\berweitert\b",
        r"\bwir hatten\b|\bhaben wir\b|\bhatten wir\b|\bhaette\b",
    ),
    agenda_talk=_any(
        r"\bzu(?:setzung\w*|gesetzt\w*|zusetzen)\b|\babsetzung\w*\b|\bauf (?:der|die|unserer|unsere) tagesordnung\b|\b(?:geaenderte[rn]?|heutige[rn]?) tagesordnung\b",
        r"\b(?:im|des) (?:nicht)?oeffentlichen teil\w*\b|\bliegt\b.{0,20}\bunter (?:top|tagesordnungspunkt)\b|\bvorgezogen\b|\bvorziehen\b",
        r"\b(?:ergaenzung|erweiterung|aenderung|umstellung) der tagesordnung\b|\bdringlichkeit (?:des|der|dieses|zu)\b",
    ),
    settled=_any(
        r"\b(?:treten|trete|steigen|steige|einsteigen|eintreten|einzusteigen|einzutreten)\b.{0,60}\btagesordnung\b|\bin die tagesordnung (?:ein|einzusteigen|einzutreten|einsteigen|eintreten)\b",
        r"\btagesordnung\b.{0,50}\b(?:beschlossen|genehmigt|festgestellt|angenommen|festgelegt|gebilligt)\b",
    ),
    floor=_any(
        r"\b(?:hat|haben|erhaelt|erteile|gebe|bekommt|hatte)\b.{0,80}\bdas wort\b|\bdas wort (?:hat|hatte|zu)\b|\bnaechste[rn]? redner",
        r"\bnaechste[rsn]? (?:spricht|hat|ist|kolleg\w+|rednerin)\b|\bspricht\b|\bes spricht\b|\bfuer die (?:fraktion|gruppe)\b|\b\w+fraktion\b.{0,12}$",
        r"\bwer stimmt\b|\bwer enthaelt\b|\babstimmen\b|\babstimmung\b|\bstimmen wir\b|\bwir stimmen\b|\bgegenstimmen\b|\benthalt\w+\b|\bdagegen\b",
        r"^[ \-–]*(?:das sind|das ist|der|die|es enthalten|es enthaelt|keine|auch)\b.{0,50}\bfraktion|\bmit den stimmen\b|\bgegen die stimmen\b|\bist (?:der|die|das)\b.{0,80}\b(?:abgelehnt|angenommen)\b",
        r"\bschliesse (?:ich )?die aussprache\b|\binterfraktionell wird\b|\bvorgeschlagen\b|\bueberweisungsvorschlag\b|\bzustimmen\b|\bzustimmung\b",
        r"\bbeifall\b|\bzuruf\b|\blachen\b|\bzwischenfrage\b|\bredezeit\b|\b(?:zum|kommen sie zum) (?:ende|schluss)\b|^[(–-]",
    ),
    removed=_any(
        r"\bzurueck ?gezogen\b|\bzieh\w+\b.{0,60}\bzurueck\b|\babgesetzt\b|\babsetzung\w*\b|\babgesagt\b|\bentfaell?t\b|\bentfallen\b",
        r"\bvon der tagesordnung\b|\bvertagt\b|\bvertagen\b|\bverschoben\b|\bverschieben\b|\bverwiesen\b",
        r"\bsetzen\b.{0,60}\bab\b|\bzurueckgestellt\b",
    ),
    item_word=re.compile(
        rf"\b{_ITEM_DE}(?: (?:nummer|nr|der tagesordnung|oe|n))?[ .:,(]*$|\b(?:nummer|nr)[ .]*$"
    ),
    closing=_any(
        r"\b(?:so|damit|dann|also|somit)\b.{0,60}\b(?:beschlossen|angenommen|abgelehnt|genehmigt|verwiesen|vertagt|zugestimmt|gewaehlt|bestellt|verabschiedet)\b",
        r"\b(?:einstimmig|mehrheitlich)\b.{0,40}\b(?:beschlossen|angenommen|abgelehnt)?\b",
        r"\bzur kenntnis (?:genommen|genommen worden)\b|\bnehmen .{0,40}zur kenntnis\b|\bso beschlossen\b",
        r"\b(?:beendet|abgeschlossen|erledigt|abgearbeitet|geschlossen)\b",
        r"\bich schliesse (?:die aussprache|die debatte|den punkt|top|tagesordnungspunkt|diesen)",
        r"\bbeantwortet\b|\bantwort der verwaltung\b",
    ),
    opening=_any(
        r"\bwortmeldung\w*|\bwird das wort\b|\bwer moechte\b|\bwer wuenscht\b|\bwuenscht jemand\b|\brede[r]?liste\b|\brednerliste\b",
        r"\b(?:hat|erhaelt|erteile|gebe|eroeffne)\b.{0,60}\b(?:wort|aussprache|debatte)\b|\bdas wort\b",
        r"\binterfraktionell\w*|\bfuer die aussprache\b|\baussprache\b.{0,30}\bminuten\b|\bliegt\b.{0,40}\bvor\b|\bliegen\b.{0,60}\bvor\b",
        r"\bgibt es (?:dazu|hierzu|fragen|wortmeldungen|gegenstimmen)\b|\bgegenstimmen\b|\bwir stimmen ab\b|\bvorlage\b|\bbeschlussvorschlag\b",
        r"\bfuehren? sie\b.{0,30}\bein\b|\berlaeutert\b|\bberichtet\b|\bbericht\b|\bzur begruendung\b|\bist jemand befangen\b",
        r"\baenderungswuensche\b|\beinwaende\b|\banregungen\b|\bberichterstatter\w*\b",
    ),
    count_question=_any(
        r"\b(?:gegenstimmen|enthaltungen|enthaltung|gegenprobe|dafuer|dagegen|zustimm\w*|ja-stimmen|nein-stimmen|stimmen|handzeichen|enthaelt)\b[^.]{0,30}$"
    ),
    chairing=_any(
        r"\brufe\b.{0,160}\bauf\b|\btagesordnungspunkt\w* \d",
        r"\b(?:hat|haben|erhaelt) (?:jetzt |nun |zunaechst |als \w+ )?(?:das wort|herr|frau|der kollege|die kollegin)\b|\bdas wort hat\b",
        r"\b(?:gebe|erteile) (?:ich )?.{0,60}\bdas wort\b|\bnaechste[r]? redner",
        r"\bgegenstimmen\?|\benthaltungen\?|\bwortmeldungen\?|\bwer stimmt\b|\bwer enthaelt\b|\bum das handzeichen\b|\bgegenprobe\b",
        r"\b(?:dann|damit) ist (?:das |es |der antrag |dies )?(?:so )?(?:beschlossen|angenommen|abgelehnt)\b",
        r"\beroeffne (?:ich )?(?:die|hiermit)\b.{0,40}\b(?:sitzung|aussprache)\b|\bschliesse (?:ich )?die (?:sitzung|aussprache)\b",
        r"^(?:vielen dank|danke schoen|danke)[, ]+(?:herr|frau|kollege|kollegin)\b|^(?:herr|frau) \w+(?:, bitte| bitte)?[.!]?$|^bitte(?: sehr| schoen)?[.!]?$",
        r"\bkomme(?:n)? (?:wir |ich )?(?:nun |jetzt |dann |damit )?zur abstimmung\b|\blasse (?:ich )?.{0,40}\babstimmen\b",
    ),
    nonpublic=_any(
        r"\b(?:schliesse|beende)\w*\b.{0,30}\boeffentliche\w* (?:teil|sitzung)\b|\boeffentliche\w* (?:teil|sitzung)\b.{0,30}\b(?:beendet|geschlossen|ende)\b",
        r"\bende des oeffentlichen teils\b|\bnicht ?-?oeffentlich(?:keit|e[nrs]?)?\b.{0,50}\b(?:herzustellen|fort|teil|sitzung)\b",
        r"\bbitte\b.{0,60}\bnicht ?-?oeffentlichkeit\b|\boeffentlichkeit\b.{0,40}\b(?:ausgeschlossen|nicht mehr anwesend|hergestellt)\b",
        r"\bnicht ?-?oeffentlich\w* (?:fort|weiter|teil)\b",
    ),
    end=_any(
        r"\bschliesse (?:ich )?(?:hiermit |damit )?die (?:heutige )?sitzung\b|\bsitzung (?:ist )?(?:damit )?geschlossen\b"
    ),
    resume=_any(
        r"\bwieder auf\b|\bwiederaufnahme\b|\bzurueck zu\b|\bkehren\b.{0,30}\bzurueck\b|\bnochmals? zu\b"
    ),
    joint=_any(
        r"\bgemeinsam\w*\b|\ben bloc\b|\bverbunden\w*\b|\bzusammen\b|\btagesordnungspunkte\b|\bsowie\b"
    ),
    next_item=_any(
        rf"\b(?:naechste[rnms]?|folgende[rnms]?) (?:\w+ )?{_ITEM_DE}|\bweiter im text\b|\bdas naechste ist\b"
    ),
    last_item=_any(rf"\b(?:letzte[rnms]?|einzige[rnms]?) (?:\w+ )?{_ITEM_DE}"),
    opening_title=_any(
        r"^(?:eroeffnung|begruessung|feststellung|formalia|formalien|regularien|sitzungseroeffnung|anwesenheit|beschlussfaehigkeit)"
        r"|\bordnungsgemaesse\w* (?:ladung|einladung|einberufung)\b|^(?:genehmigung|festsetzung|feststellung|anerkennung) der tagesordnung\b|^tagesordnung$"
        r"|^appell\b|^mitteilungen und tagesordnung\b"
    ),
    heading_stop=frozenset(
        "der die das den dem des ein eine einer eines und oder fuer von vom zu zur zum im in an am auf mit ueber bei bis gemaess nach hier aus "
        "als sowie durch unter ueber ihre ihren sein seine betreffend betr betreff stadt gemeinde kreis rat rates abs absatz satz nr nummer".split()
    ),
    form_words=frozenset(
        "antrag antrags antraege anfrage anfragen fraktion fraktionen gruppe gruppen vorlage beschluss beschluesse aenderungsantrag dringlichkeitsantrag "
        "ergaenzungsantrag mitteilung mitteilungen bericht beratung verwaltung drucksache hier cdu csu spd afd fdp gruene gruenen buendnis linke volt bsw piraten "
        "freie waehler partei oevp spoe fpoe neos sp svp glp evp mitte ausschuss ausschusses sitzung".split()
    ),
    cut=re.compile(
        r"\b(?:(?:[Dd]ann |[Dd]amit |[Jj]etzt |[Nn]un |[Dd]aher )?(?:[Ii]ch rufe|rufe ich|(?<=und )rufe)\b(?=.{0,120}\bauf\b)"
        r"|(?<=[.?!,:;] )(?:Tagesordnungspunkte?|TOPs?|Zusatzpunkte?|Traktandum|Postnummer)\s+(?=\w)"
        r"|(?<=\d\. )(?:Ich rufe|Wir kommen|Ich komme|Dann kommen|Nun kommen|Damit kommen)\b"
        r"|(?:[Dd]ann |[Dd]amit |[Jj]etzt |[Nn]un |[Ss]omit )?(?:[Ww]ir )?kommen wir (?:\w+ ){0,2}zu[mr]? (?=(?:Tagesordnungspunkt|TOP|Punkt)\b)"
        r"|[Dd]ann würde ich zu[mr]? (?=.{0,40}\bkommen\b))"
    ),
)

_ITEM_EN = r"(?:agenda )?items?(?: numbers?)?"

ENGLISH = CueTable(
    announce=_any(
        r"\b(?:our|the) (?:next|first|last|final|second|third) (?:\w+ ){0,2}item (?:is|will be|tonight)\b|\bannounce\b.{0,20}\bitem\b"
        r"|\bcall\b.{0,60}\bto order\b|\bwe(?:'ll| will| are going to|'re going to) (?:now )?(?:move|go) (?:\w+ ){0,2}to\b"
    ),
    call=_any(
        rf"\b(?:move|moving|go|going|get|turn|proceed|come|jump) (?:on |right |now |ahead |back |next |along |straight |over )*(?:in)?to\b",
        r"\b(?:next|first|second|third|fourth|fifth|last|final) (?:\w+ ){0,3}(?:items?|agenda item|order of business|topic|presentation|public hearing|proclamation)\b",
        r"\b(?:call|announce|take up|open|begin|start with|read)\b.{0,30}\bitems?\b|\bup next is\b|\bnext (?:up is|on the agenda)\b",
        rf"^{_ITEM_EN} (?:\d|number|one|two|three|four|five|six|seven|eight|nine|ten)",
        r"\b(?:that brings us|brings us|we are now on|we're now on|we are on|we're on|now we (?:have|come)|we come to)\b",
        r"\bcall\b.{0,60}\bto order\b|\bpledge\b|\b(?:is there|do i have|can i have|i'll take) a motion\b|\badjourn\w*\b",
        r"\breconvene\b|\brecess\b|\bopen the public hearing\b|\bpublic hearing\b.{0,20}\bopen\b",
    ),
    bare_call=_any(
        r"\b(?:next|our next) (?:agenda )?item(?: is)?[ :.,]*$|\b(?:move|moving) (?:on )?to[ :.,]*$"
    ),
    step=_any(
        r"\b(?:move|moving|go|get|turn|come|going|proceed)\b.{0,30}\bto (?:the |a )?(?:vote|question\w*|discussion|slide|next slide|second|motion)\b"
    ),
    mention=_any(
        r"\blater\b|\bearlier\b|\blast (?:meeting|time|week|month)\b|\bwhen we get to\b|\bunder (?:agenda )?item\b|\bwill be\b.{0,30}\bitem\b",
        r"\bthat concludes\b|\bconcludes\b|\bnot on\b|\bnothing (?:for|on)\b|\bdon't have anything\b|\bpull\b|\bsigned up\b|\bspeak\w* (?:on|to|under)\b",
    ),
    agenda_talk=_any(
        r"\b(?:add|added|remove|removed|amend\w*|change\w*) .{0,40}\bagenda\b|\bon (?:the|tonight's) agenda\b"
    ),
    settled=_any(r"\bagenda (?:is|has been) (?:adopted|approved)\b"),
    floor=_any(
        r"\brecognize\b|\b(?:next|first|last|final) speaker\b|\bspeaker is\b|\ball (?:those )?in favor\b|\bopposed\b|\broll call\b|\bany (?:questions|comments|discussion)\b|^(?:council ?member|mr|ms|miss|mrs|vice mayor)\b.{0,25}$"
    ),
    removed=_any(
        r"\bwithdrawn\b|\bremoved?\b|\bdeferred\b|\bpostponed\b|\btabled\b|\bcontinued to\b|\breferred\b|\bpulled\b"
    ),
    item_word=re.compile(rf"\b{_ITEM_EN}[ .:,(#]*$"),
    closing=_any(
        r"\bmotion (?:carries|passes|fails|is approved|carried|passed|failed)\b|\bcarries unanimously\b|\bmotion (?:does )?(?:not )?pass\b",
        r"\bthank you (?:so much|very much|all)?\b|\bthank you\b|\bpublic hearing is closed\b|\bthat concludes\b|\bapproved\b",
    ),
    opening=_any(
        r"\bis there a motion\b|\bdo i have a motion\b|\bcan i (?:get|have) a motion\b|\brecognize\b|\bstaff (?:presentation|report)\b|\bgood evening\b",
        r"\bany (?:questions|comments|discussion)\b|\bpublic hearing\b|\bpresentation\b|\bfirst speaker\b|\bsigned up\b|\bproclamation\b",
    ),
    count_question=_any(
        r"\b(?:in favor|opposed|abstain\w*|nay\w*|aye|how many)\b[^.]{0,30}$"
    ),
    chairing=_any(
        r"\ball (?:those )?in favor\b|\bany opposed\b|\bis there a (?:motion|second)\b|\bmotion (?:carries|passes|fails|has been made)\b|\bcall\b.{0,40}\bto order\b",
        r"\b(?:next|first|last|final) (?:\w+ ){0,2}(?:item|speaker)\b|\bmotion\b|\bpublic hearing\b|\bwe(?:'ll| will| are going to| can) (?:now )?(?:move|go)\b|\bmoving on\b",
        r"\bany (?:questions|comments|discussion)\b|\bthank you,? (?:mr|ms|miss|mrs|council ?member|chief|dr)\b",
        r"^(?:council ?member|mr|ms|miss|mrs|vice mayor|supervisor|commissioner)\.? \w+[.?]?$|\bi(?:'ll| will|'m going to) recognize\b|\bthe (?:chair|floor)\b|\broll call\b",
    ),
    nonpublic=_any(r"\bclosed (?:session|meeting)\b|\bexecutive session\b"),
    end=_any(r"\bmeeting is adjourned\b|\bwe are adjourned\b|\bstand adjourned\b"),
    resume=_any(r"\bback to\b|\breturn to\b|\breopen\b|\bresume\b"),
    joint=_any(r"\btogether\b|\bjointly\b|\bitems\b|\bconsent\b"),
    next_item=_any(r"\b(?:next|our next) (?:agenda )?item\b|\bup next\b"),
    last_item=_any(r"\b(?:last|final) (?:\w+ ){0,3}item\b"),
    opening_title=_any(
        r"\bcall\b.{0,40}\bto order\b|^(?:opening|welcome|roll call|attendance|invocation|apologies)\b|^work session\W*$"
    ),
    heading_stop=frozenset(
        "the a an of to for and or in on by with from at as is be this that it its if into which will may".split()
    ),
    form_words=frozenset(
        "city council county board committee item presentation report update discussion request resolution".split()
    ),
    cut=re.compile(
        r"\b(?:(?:[Oo]ur|[Tt]he) (?:next|first|last|final|second) (?:agenda |work session |consent )*item\b"
        r"|(?:[Ww]e(?:'ll| will| can)|I(?:'ll| will)|[Ll]et's|[Ss]o we|[Ww]e are going to|[Ww]e're going to) (?:now )?(?:move|go|proceed) (?:forward |on |right |ahead |now |next )*(?:in)?to\b"
        r"|(?:[Nn]ext is|[Aa]genda [Ii]tem|Item (?:number )?\d+))"
    ),
)


@lru_cache(maxsize=8)
def cue_table(language: str) -> CueTable:
    """The table of a language ("de", "de-AT", "gsw", "en", …); German where there is none."""
    return ENGLISH if language[:2].lower() == "en" else GERMAN


_EN_WORDS = frozenset(
    "the of to and is that we this for you are on have our with it will be was thank".split()
)
_DE_WORDS = frozenset(
    "der die das und ist wir nicht ich sie den zu auf mit es ein eine von fuer haben wird bitte".split()
)


def recognise_language(texts: list[str]) -> str:
    """ "en" or "de", by the common words of the first few thousand characters."""
    words: list[str] = []
    for text in texts:
        words += re.findall(r"[a-zäöüß]+", text.lower())
        if len(words) > 1500:  # noqa: PLR2004 - plenty to tell two languages apart
            break
    english = sum(w in _EN_WORDS for w in words)
    return "en" if english > sum(w in _DE_WORDS for w in words) else "de"
