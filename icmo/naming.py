"""What kinds, roles, polarities, stances and informants are called in the language spoken.

Their values are Danish words or single letters that files keep; no page or report prints them as they are.
"""

from __future__ import annotations

from icmo.i18n import _, current
from icmo.models import Code, Difference, InformantType, Kind, MemoKind, Polarity, Role, Stance


def label(code: Code) -> str:
    """What a code is called."""
    return code.label.text(current())


def kind_name(kind: Kind) -> str:
    """What a code of this kind is.

    Examples
    --------
    >>> kind_name(Kind.TARGET_GROUP)
    'target group'
    """
    return {
        Kind.INTERVENTION: _("intervention"),
        Kind.CONTEXT: _("context"),
        Kind.MODERATOR: _("moderator"),
        Kind.MECHANISM: _("mechanism"),
        Kind.OUTCOME: _("outcome"),
        Kind.TARGET_GROUP: _("target group"),
        Kind.PRINCIPLE: _("principle"),
        Kind.METHOD: _("method"),
        Kind.THEME: _("theme"),
    }[kind]


def kinds_name(kind: Kind) -> str:
    """What the codes of this kind are called together.

    Examples
    --------
    >>> kinds_name(Kind.TARGET_GROUP)
    'Target groups'
    """
    return {
        Kind.INTERVENTION: _("Interventions"),
        Kind.CONTEXT: _("Contexts"),
        Kind.MODERATOR: _("Moderators"),
        Kind.MECHANISM: _("Mechanisms"),
        Kind.OUTCOME: _("Outcomes"),
        Kind.TARGET_GROUP: _("Target groups"),
        Kind.PRINCIPLE: _("Principles"),
        Kind.METHOD: _("Methods"),
        Kind.THEME: _("Themes"),
    }[kind]


def role_name(role: Role) -> str:
    """What a part of this role is called.

    Examples
    --------
    >>> role_name(Role.K)
    'Moderator'
    """
    return {
        Role.I: _("Intervention"),
        Role.C: _("Context"),
        Role.K: _("Moderator"),
        Role.M: _("Mechanism"),
        Role.O: _("Outcome"),
    }[role]


def polarity_name(polarity: Polarity) -> str:
    """What a configuration tells of its outcome: furthered, hindered, or reached in spite of something.

    Examples
    --------
    >>> polarity_name(Polarity.HINDERS)
    'hinders'
    """
    return {
        Polarity.FURTHERS: _("furthers"),
        Polarity.HINDERS: _("hinders"),
        Polarity.DESPITE: _("in spite of"),
    }[polarity]


def stance_name(stance: Stance) -> str:
    """What a configuration does to a theory.

    Examples
    --------
    >>> stance_name(Stance.REFINES)
    'refines'
    """
    return {Stance.SUPPORTS: _("supports"), Stance.REFUTES: _("refutes"), Stance.REFINES: _("refines")}[stance]


def informants_name(kind: InformantType | None) -> str:
    """What informants of this kind are called together.

    Examples
    --------
    >>> informants_name(InformantType.WOMAN), informants_name(None)
    ('women', 'not stated')
    """
    if kind is None:
        return _("not stated")
    return {
        InformantType.MUNICIPALITY: _("municipal staff"),
        InformantType.WOMAN: _("women"),
        InformantType.COMPANY: _("companies"),
    }[kind]


def informant_name(kind: InformantType) -> str:
    """What one of these informants signs a quote as.

    Examples
    --------
    >>> informant_name(InformantType.WOMAN)
    'woman'
    """
    return {
        InformantType.MUNICIPALITY: _("municipal staff"),
        InformantType.WOMAN: _("woman"),
        InformantType.COMPANY: _("company"),
    }[kind]


def memo_kind_name(kind: MemoKind) -> str:
    """What memos of this kind are about.

    Examples
    --------
    >>> memo_kind_name(MemoKind.LANGUAGE)
    'Language'
    """
    return {
        MemoKind.DEFINITION: _("Definition"),
        MemoKind.THEORY: _("Theory"),
        MemoKind.PROCESS: _("Process"),
        MemoKind.LANGUAGE: _("Language"),
        MemoKind.RETRODUCTION: _("Retroduction"),
    }[kind]


def difference_name(difference: Difference) -> str:
    """What a disagreement between coders is about."""
    return {
        Difference.MISSING: _("somebody lacks the code"),
        Difference.EXTRA: _("few have the code"),
        Difference.CODE: _("different codes"),
        Difference.SPAN: _("different stretches"),
    }[difference]


def noun_name(noun: str) -> str:
    """What a noun of an exchange file is called, in the plural."""
    return {
        "user": _("coders"),
        "code": _("codes"),
        "source": _("transcripts"),
        "coding": _("codings"),
        "memo": _("memos"),
        "case": _("municipalities"),
        "variable": _("variables"),
        "set": _("sets"),
        "link": _("links"),
        "graph": _("graphs"),
        "file": _("file"),
        "text": _("text"),
        "offset": _("places"),
        "configuration": _("configurations"),
        "theory": _("theories"),
        "decision": _("decisions"),
        "cue": _("own cues"),
        "summary": _("summaries"),
        "edit": _("edits of the overview"),
        "choice": _("choices of quotes"),
        "suggestion": _("suggestions"),
        "guide": _("interview guide"),
        "resolution": _("decisions on disagreements"),
    }.get(noun, noun)
