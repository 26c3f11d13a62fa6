"""What chairs say in English, after American city councils."""

from __future__ import annotations

import re

from minutes.items.cues.table import CueTable, any_of, words_of

_ITEM_EN = r"(?:agenda )?items?(?: numbers?)?"

ENGLISH = CueTable(
    announce=any_of(
        r"\b(?:our|the) (?:next|first|last|final|second|third) (?:\w+ ){0,2}item (?:is|will be|tonight)\b|"
        r"\bannounce\b.{0,20}\bitem\b"
        r"|\bcall\b.{0,60}\bto order\b|\bwe(?:'ll| will| are going to|'re going to) (?:now )?(?:move|"
        r"go) (?:\w+ ){0,2}to\b"
    ),
    call=any_of(
        r"\b(?:move|moving|go|going|get|turn|proceed|come|jump) (?:on |right |now |ahead |back |next |"
        r"along |straight |over )*(?:in)?to\b",
        r"\b(?:next|first|second|third|fourth|fifth|last|final) (?:\w+ ){0,3}(?:items?|agenda item|"
        r"order of business|topic|presentation|public hearing|proclamation)\b",
        r"\b(?:call|announce|take up|open|begin|start with|read)\b.{0,30}\bitems?\b|\bup next is\b|"
        r"\bnext (?:up is|on the agenda)\b",
        rf"^{_ITEM_EN} (?:\d|number|one|two|three|four|five|six|seven|eight|nine|ten)",
        r"\b(?:that brings us|brings us|we are now on|we're now on|we are on|we're on|now we (?:have|"
        r"come)|we come to)\b",
        r"\bcall\b.{0,60}\bto order\b|\bpledge\b|\b(?:is there|do i have|can i have|i'll take) a motion\b|"
        r"\badjourn\w*\b",
        r"\breconvene\b|\brecess\b|\bopen the public hearing\b|\bpublic hearing\b.{0,20}\bopen\b",
    ),
    bare_call=any_of(
        r"\b(?:next|our next) (?:agenda )?item(?: is)?[ :.,]*$|\b(?:move|moving) (?:on )?to[ :.,]*$"
    ),
    step=any_of(
        r"\b(?:move|moving|go|get|turn|come|going|proceed)\b.{0,30}\bto (?:the |a )?(?:vote|question\w*|"
        r"discussion|slide|next slide|second|motion)\b"
    ),
    mention=any_of(
        r"\blater\b|\bearlier\b|\blast (?:meeting|time|week|month)\b|\bwhen we get to\b|"
        r"\bunder (?:agenda )?item\b|\bwill be\b.{0,30}\bitem\b",
        r"\bthat concludes\b|\bconcludes\b|\bnot on\b|\bnothing (?:for|on)\b|\bdon't have anything\b|"
        r"\bpull\b|\bsigned up\b|\bspeak\w* (?:on|to|under)\b",
    ),
    denial=any_of(
        r"\blater\b|\bwhen we get to\b|\bnot (?:on|taking up|going to)\b|\bdon't have (?:any|anything)\b"
    ),
    agenda_talk=any_of(
        r"\b(?:add|added|remove|removed|amend\w*|change\w*) .{0,40}\bagenda\b|\bon (?:the|"
        r"tonight's) agenda\b"
    ),
    settled=any_of(r"\bagenda (?:is|has been) (?:adopted|approved)\b"),
    floor=any_of(
        r"\brecognize\b|\b(?:next|first|last|final) speaker\b|\bspeaker is\b|\ball (?:those )?in favor\b|"
        r"\bopposed\b|\broll call\b|\bany (?:questions|comments|discussion)\b|^(?:council ?member|mr|ms|"
        r"miss|mrs|vice mayor)\b.{0,25}$"
    ),
    removed=any_of(
        r"\bwithdrawn\b|\bremoved?\b|\bdeferred\b|\bpostponed\b|\btabled\b|\bcontinued to\b|\breferred\b|"
        r"\bpulled\b"
    ),
    item_word=re.compile(rf"\b{_ITEM_EN}[ .:,(#]*$"),
    closing=any_of(
        r"\bmotion (?:carries|passes|fails|is approved|carried|passed|failed)\b|\bcarries unanimously\b|"
        r"\bmotion (?:does )?(?:not )?pass\b",
        r"\bthank you (?:so much|very much|all)?\b|\bthank you\b|\bpublic hearing is closed\b|"
        r"\bthat concludes\b|\bapproved\b",
    ),
    opening=any_of(
        r"\bis there a motion\b|\bdo i have a motion\b|\bcan i (?:get|have) a motion\b|\brecognize\b|"
        r"\bstaff (?:presentation|report)\b|\bgood evening\b",
        r"\bany (?:questions|comments|discussion)\b|\bpublic hearing\b|\bpresentation\b|\bfirst speaker\b|"
        r"\bsigned up\b|\bproclamation\b",
    ),
    count_question=any_of(r"\b(?:in favor|opposed|abstain\w*|nay\w*|aye|how many)\b[^.]{0,30}$"),
    chairing=any_of(
        r"\ball (?:those )?in favor\b|\bany opposed\b|\bis there a (?:motion|second)\b|"
        r"\bmotion (?:carries|passes|fails|has been made)\b|\bcall\b.{0,40}\bto order\b",
        r"\b(?:next|first|last|final) (?:\w+ ){0,2}(?:item|speaker)\b|\bmotion\b|\bpublic hearing\b|"
        r"\bwe(?:'ll| will| are going to| can) (?:now )?(?:move|go)\b|\bmoving on\b",
        r"\bany (?:questions|comments|discussion)\b|\bthank you,? (?:mr|ms|miss|mrs|council ?member|chief|"
        r"dr)\b",
        r"^(?:council ?member|mr|ms|miss|mrs|vice mayor|supervisor|commissioner)\.? \w+[.?]?$|\bi(?:'ll|"
        r" will|'m going to) recognize\b|\bthe (?:chair|floor)\b|\broll call\b",
    ),
    next_item=any_of(r"\b(?:next|our next) (?:agenda )?item\b|\bup next\b"),
    opening_title=any_of(
        r"\bcall\b.{0,40}\bto order\b|^(?:opening|welcome|roll call|attendance|invocation|apologies)\b"
        r"|^work session\W*$"
    ),
    public_end=any_of(
        r"\bconclud\w+ the public (?:portion|part|session)\b|\bclose the public (?:portion|session)\b"
    ),
    nonpublic=any_of(
        r"\b(?:go|going|convene|enter|move|recess|adjourn)\w*\b.{0,40}\b(?:closed|executive) (?:session|"
        r"meeting)\b|\bwe are (?:now )?in (?:closed|executive) session\b"
    ),
    withdrawn=any_of(r"\bwithdrawn\b|\bwithdraw\b|\bremoved from (?:the|tonight's) agenda\b|\bpulled from\b"),
    postponed=any_of(
        r"\bdefer\w*\b|\bpostpone\w*\b|\btabled?\b|\bcontinued? (?:this |the |it )?(?:item |hearing )?to\b"
    ),
    referred=any_of(
        r"\brefer(?:red|ral)?\b.{0,40}\bto (?:the )?\w*.{0,20}\b(?:committee|commission|board|staff)\b"
    ),
    decided=any_of(
        r"\bmotion (?:carries|passes|carried|passed|is approved)\b|\bcarries\b|\bapproved\b|\badopted\b|"
        r"\bunanimous\w*\b"
    ),
    refused=any_of(r"\bmotion (?:fails|failed|does not pass)\b|\bdefeated\b"),
    counted=words_of(
        ""
        "question page slide section phase option paragraph ordinance resolution exhibit number figure "
        "chapter title"
    ),
    heading_stop=words_of(
        "the a an of to for and or in on by with from at as is be this that it its if into which will may"
    ),
    form_words=words_of(
        "city council county board committee item presentation report update discussion request resolution"
    ),
    cut=re.compile(
        r"\b(?:(?:[Oo]ur|[Tt]he) (?:next|first|last|final|second) (?:agenda |work session |consent )*item\b"
        r"|(?:[Ww]e(?:'ll| will| can)|I(?:'ll| will)|[Ll]et's|[Ss]o we|[Ww]e are going to|"
        r"[Ww]e're going to) (?:now )?(?:move|go|proceed) (?:forward |on |right |ahead |now |"
        r"next )*(?:in)?to\b"
        r"|(?:[Nn]ext is|[Aa]genda [Ii]tem|Item (?:number )?\d+))"
    ),
    starter=re.compile(
        r"\b(?:Our (?:next|first|last)|The next (?:agenda )?item|Item \d|Is there a motion)\b"
    ),
)
