"""The small French lexicon that reading rests on: general words, no place and no organisation.

All patterns are written for flat text (`values.typography.flat`): lower case, no accents, œ kept.
"""

import re
from typing import Final


def vocabulary(text: str) -> frozenset[str]:
    """A set of words written as a line of them."""
    return frozenset(text.split())


# -- how a measure starts -----------------------------------------------------------------------

_NOT_VERBS_ER: Final = (
    "premier dernier janvier fevrier papier chantier quartier foyer loyer atelier sentier dossier metier"
    " courrier"
    " calendrier fichier hiver mer fer cher hier entier particulier regulier financier foncier immobilier"
    " mobilier"
    " cahier escalier gravier grenier infirmier hotelier ouvrier pilier rocher berger boulanger leger"
    " danger etranger"
    " verger super leader manager center cluster poster flyer hyper inter palier courtier usager passager"
    " menager scolaire collier panier singulier familier officier policier pompier cavalier fichier"
)
_VERBS_RE: Final = (
    "mettre permettre promettre remettre transmettre soumettre admettre faire refaire satisfaire rendre"
    " prendre"
    " apprendre entreprendre reprendre comprendre surprendre etendre defendre vendre repondre attendre"
    " entendre descendre"
    " suspendre construire reconstruire produire reduire conduire introduire traduire instruire inscrire"
    " souscrire ecrire"
    " decrire prescrire interdire dire lire elire vivre suivre poursuivre connaitre reconnaitre accroitre"
    " joindre"
    " rejoindre atteindre restreindre contraindre peindre battre combattre abattre debattre convaincre"
    " vaincre resoudre"
    " soustraire extraire inclure conclure exclure perdre etre fondre rompre interrompre detruire survivre"
    " clore"
    " renaitre revendre tendre"
)
_VERBS_OIR: Final = (
    "avoir savoir voir prevoir pouvoir devoir recevoir percevoir concevoir pourvoir promouvoir revoir"
    " valoir asseoir"
)
_NOT_VERBS_IR: Final = "avenir plaisir loisir desir souvenir soupir tir cuir elixir"

INFINITIVE: Final = (
    r"(?:(?!(?:" + "|".join(_NOT_VERBS_ER.split()) + r")\b)[a-zœ]{2,}er"
    r"|(?!(?:" + "|".join(_NOT_VERBS_IR.split()) + r")\b)[a-zœ]{3,}(?<!o)ir"
    r"|" + "|".join(_VERBS_RE.split()) + "|" + "|".join(_VERBS_OIR.split()) + r")\b"
)
_ADVERBS: Final = r"(?:(?:ne pas|ne plus|mieux|bien|davantage|systematiquement|rapidement|[a-z]{4,}ment) )?"
_CLITICS: Final = r"(?:s'|se |y |en |nous |l'|les? |la |leur |n')?"
START_INFINITIVE: Final = re.compile(rf"(?:a |de |d')?{_ADVERBS}{_CLITICS}{INFINITIVE}")
START_GERUND: Final = re.compile(rf"en {_CLITICS}[a-zœ]{{3,}}ant\b(?! que)")

ACTION_NOUNS: Final = (
    "abandon abondement accompagnement accueil achat acquisition adaptation adhesion adoption aide allegement"
    " amelioration amenagement animation annulation appel application appui attribution augmentation avance"
    " baisse"
    " bonification bourse campagne carte cession charte cheque clause colocation compostage concours"
    " consolidation"
    " construction convention conversion coordination coup couverture creation deploiement"
    " desimpermeabilisation"
    " developpement diagnostic diffusion dispense dispositif distribution diversification dotation"
    " doublement elaboration"
    " electrification elargissement embauche encouragement enquete enveloppe equipement etude exoneration"
    " experimentation"
    " extension facilitation financement fonds formation fusion garantie gel generalisation gratuite"
    " guichet harmonisation"
    " hausse implantation incitation inscription installation instauration intensification interdiction"
    " isolation"
    " labellisation lancement limitation livraison lutte maintien majoration mise mobilisation"
    " modernisation multiplication"
    " mutualisation navette nomination numerisation numero observatoire optimisation organisation ouverture"
    " paiement"
    " parcours partenariat participation pass pepiniere permanence pietonnisation plafonnement plan"
    " plantation plateforme"
    " pose poursuite preservation pret prevention prime prise programme prolongation promotion protection"
    " publication"
    " rachat rationalisation realisation rebond reconduction reconversion recrutement redaction reduction"
    " refection refonte"
    " regroupement rehabilitation relance relocalisation remboursement remise renforcement renouvellement"
    " renovation"
    " reouverture report reprise requalification reseau reservation restauration restructuration"
    " revalorisation revision"
    " revitalisation securisation sensibilisation signature simplification soutien structuration subvention"
    " suppression"
    " surveillance suspension tarif tarification transformation travaux valorisation vegetalisation vente"
    " versement"
)
START_ACTION: Final = re.compile(rf"(?:l'|la |le |les |une? |des )?(?:{'|'.join(ACTION_NOUNS.split())})s?\b")
BARE_ACTION: Final = re.compile(
    rf"(?:(?:{'|'.join(ACTION_NOUNS.split())})s?\b|[a-zœ]{{4,}}(?:tion|sion|ment|age|ance|ite)s? (?:de|d'"
    rf"|du|des)\b)"
)

# -- what commits ------------------------------------------------------------------------------------

_FUTURE: Final = (
    r"(?!(?:opera|camera|extra|ultra|infra|environs|patrons|front|affront|marrons|electrons)\b)"
    r"[a-zœ]{2,}r(?:a|ont|ons|ai)\b"
)
BODY: Final = (
    r"(?:la |le |l'|les |notre |nos )(?:ville|commune|communaute|metropole|region|departement|agglomeration"
    r"|agglo|mrc|municipalite|conseil|ministere|gouvernement|etat|collectivite|mairie|direction"
    r"|intercommunalite|prefecture|arrondissement|comite|syndicat|pays|province|territoire|equipe)"
)
_PARTICIPLE: Final = (
    r"(?:cree|ouvert|lance|propose|offert|organise|mis|instaure|renove|amenage|construit|finance|installe"
    r"|deploye|accorde|attribue|verse|reconduit|maintenu|exonere|dispense|distribue|prolonge|renforce"
    r"|reduit|supprime|recrute|institue|confie|affecte|reserve|consacre|suspendu|gele|rembourse|designe"
    r"|pris en charge|double|abonde|mobilise|etendu|etabli|autorise|gere|pilote|opere"
    r"|anime|coordonne)e?s?"
)
_LEADING_VERB: Final = (
    r"(?:s'engage(?:nt)?|entend(?:ent)?|prevoi(?:t|ent)|decide(?:nt|ns)?|propose(?:nt|ns)?|souhaite(?:nt|ns)?"
    r"|veu(?:t|lent)"
    r"|allons|voulons|proposons|souhaitons|engageons|entendons|demandons|prevoyons|decidons"
    r"|veillent?|comptent?)"
)
_PRESENT_ACT: Final = (
    r"(?:lance|cree|ouvre|finance|investit|consacre|verse|offre|distribue|prend en charge|met en place|met"
    r" a disposition"
    r"|instaure|attribue|accorde|exonere|supprime|gele|recrute|renove|amenage|construit|approuve|abonde"
    r"|reconduit|rembourse"
    r"|double|triple|accompagne|soutient|poursuit|apporte|a ouvert|a cree|a lance|a mis en place)(?:nt)?\b"
)
COMMITS: Final = re.compile(
    rf"\b(?:nous|je|j'|on)(?: (?:ne|n'|y|en|nous|vous|leur|aussi|l'|les))* ?{_FUTURE}"
    rf"|\b(?:sera|seront|fera|feront|aura|auront|pourra|pourront|devra|devront)\b"
    rf"|\b{_LEADING_VERB}\b(?: [a-z]+ment| aussi| donc| bien| notamment| par ailleurs| en outre| ainsi)?"
    rf"(?: (?:a|de|d'|que)|,)? ?{_CLITICS}(?:d'|de |a )?{INFINITIVE}"
    rf"|\b{BODY}\b[^.:;]{{0,90}}? (?:{_FUTURE}|{_PRESENT_ACT}|(?:va|vont) {_CLITICS}{INFINITIVE})"
    rf"|\b(?:il|elle|ils|elles)(?: (?:y|en|leur|lui|les|l'))? ?{_FUTURE}"
    rf"|\b(?:est|sont|peu(?:t|vent) etre) (?:egalement |aussi |desormais )?{_PARTICIPLE}\b"
    rf"|\b(?:la|le|les|une?|des|cette|ce|ces|notre|nos|chaque|l'[a-zœ]+)\b[^.;:]{{2,90}}? {_FUTURE}"
)


def commits(text: str, plain: str) -> bool:
    """Whether words promise: a future, a decision, or a body that acts. `plain` is `text`, flat."""
    if any(_ACTS_AFTER.match(plain, body.end()) for body in _OFFICE.finditer(text)):
        return True
    at = 0
    while hit := COMMITS.search(plain, at):
        verb = hit.start() + max(hit[0].rfind(" "), hit[0].rfind("'")) + 1
        named = text[verb].isupper() and verb > 0  # a name that only looks like a future
        if not named and not RELATIVE.search(plain[max(0, verb - 24) : verb]):
            return True
        at = hit.start() + 1
    return False


_OFFICE: Final = re.compile(r"\b(?:[Ll]a|[Ll]e|[Ll]es) [A-ZÀ-Þ]{2,7}\b|\b[Ll]['’][A-ZÀ-Þ]{2,7}\b")  # "la MEL"
_ACTS_AFTER: Final = re.compile(rf"[^.:;]{{0,90}}? (?:{_FUTURE}|{_PRESENT_ACT})")


CONTINUES: Final = re.compile(
    r"(?:il|elle|ils|elles|cela|ceci|ce(?:t|tte|s)?\b|celui|celle|ceux|c'est|l'objectif|objectif|l'aide\b"
    r"|les beneficiaires"
    r"|le beneficiaire|la demande|les demandes|le montant|son |sa |ses |leurs? |y |(?:les|ces|chaque"
    r"|toute?s?) (?:entreprises?|commerc[a-z]+|organismes?|projets?|candidats?"
    r"|associations?|dossiers?|demandeurs?)\b[^.]{0,40}\b(?:pourr|peu|dev|doi|recev)|afin|pour cela|ainsi\b"
    r"|en effet|l'ensemble)"
)
ALSO: Final = re.compile(
    r"\b(?:egalement|aussi|en outre|de plus|par ailleurs|enfin|puis|en complement|de meme)\b"
)

# -- what tells a diagnosis --------------------------------------------------------------------------

FINITE: Final = re.compile(
    r"\b(?:est|sont|a|ont|etait|etaient|avait|fait|font|existe|existent|constitue(?:nt)?|souffre(?:nt)?"
    r"|subi(?:t|ssent)"
    r"|represente(?:nt)?|compte(?:nt)?|reste(?:nt)?|devient|peut|peuvent|doit|doivent|permet(?:tent)?"
    r"|semble(?:nt)?"
    r"|manque(?:nt)?|peine(?:nt)?|atteint|concerne(?:nt)?|voi(?:t|ent)|c'est|il faut|il y a|s'est|se sont"
    r"|n'est|n'a|n'ont"
    r"|exigent?|reclament?|s'[a-z]+e(?:nt)?|risque(?:nt)?|demande(?:nt)?|baisse(?:nt)?|augmente(?:nt)?"
    r"|pense|pensons|avons"
    r"|sommes|disposons|rappelle|souligne|signale|limite|donne(?:nt)?|retenu|meurt|capte"
    r"|se [a-z]{3,}(?:e|ent|t)|(?:trouv|montr|expliqu|declar|assur|estim|precis|ajout|rest|pass"
    r"|arriv)e(?:nt)?"
    r"|va|vont|vient|viennent|tient|sert|servent|prend|prennent|sait|savent|part|partent|vit|vivent|dit)\b"
)
RELATIVE: Final = re.compile(r"\b(?:qui|que|qu'|dont|ou)(?: ?[a-z']+){0,2} ?$")
_STATED: Final = re.compile(r"(?:\bc'est\b|\bn'est\b| est (?!-)|\bserait\b|\bne suffit\b)")


def is_maxim(plain: str) -> bool:
    """Whether the first clause says what something is: "dépenser n’est pas gouverner"."""
    clause = re.split(r"[:;(]", plain, maxsplit=1)[0][:140]
    hit = _STATED.search(clause)
    return hit is not None and re.search(r"\b(?:qui|que|qu'|dont|ou)\b", clause[: hit.start()]) is None


def finite(text: str, plain: str) -> bool:
    """Whether words state something in the present or past, outside a relative clause."""
    for hit in FINITE.finditer(plain):
        if hit[0] == "a" and text[hit.start()] in "àÀ":
            continue  # the preposition, not the verb
        if not RELATIVE.search(plain[max(0, hit.start() - 30) : hit.start()]):
            return True
    return False


PLAN_ANNOUNCED: Final = re.compile(
    r"\b(?:engage|lance|adopte|vote|presente|approuve|consacre|devoile|annonce|mobilise|met en œuvre|ce"
    r" plan|le plan|il)\b"
    r"[^.;]{0,60}?(?:\b(?:un|son|le|ce) plan\b|plan de relance|des mesures|des actions|grands axes|mesures"
    r" phares"
    r"|principales (?:decisions|mesures))"
)

# -- what headings say about their section -----------------------------------------------------------

DIAGNOSIS_HEADING: Final = re.compile(
    r"(?:(?:notre|nos|le|les|un|des|rappel du|rappel des|elements? de|retour sur l[ea]s?) )?"
    r"(?:constats?|contexte|diagnostic"
    r"|etat des lieux|analyse"
    r"|introduction|preambule|avant-propos|edito(?:rial)?|enjeux|chiffres[- ]cles|bilan|situation|le"
    r" saviez-vous|motivations?)\b"
    r"|pourquoi\b|mot d[ue]\b|le mot\b|ou en sommes-nous|d'ou (?:venons|partons)-nous|ce qui ne va pas"
    r"|considerant"
    r"|forces|faiblesses"
    r"|ce qui (?:nous arrive|se passe|a change|change)|(?:la|notre) situation|les faits|les? consequences"
    r"|ce que (?:nous|vous)(?: nous)? (?:avons|avez) (?:entendu|constate|vu|dit|vecu)"
    r"|texte de la (?:recommandation|priorite|demande)|enonce|ce que (?:nous constatons|vous nous avez dit)"
)
MEASURES_HEADING: Final = re.compile(
    r"(?:(?:nos|les|notre|le|la|principales|quelques|des) )*(?:propositions?|engagements?|mesures?|actions?"
    r"|reponses?"
    r"|solutions?|decisions?|projets?|priorites|plan d'actions?|reponse d[ue].{0,40}|moyens?)"
    r"(?: (?:concretes?|phares?|proposees?|prioritaires?|retenues?|prevues?|cles?|d[ue]s? .{0,40}))?$"
    r"|(?:ce que )?nous (?:proposons|ferons|nous engageons|voulons)|concretement|ce que nous ferons|on"
    r" propose"
)
REPLY_HEADING: Final = re.compile(
    r"(?:la |notre |les )?reponses?\b(?: (?:d[ue]s?|de la|de l'|apportees?)\b.{0,60})?$"
)
REQUEST_HEADING: Final = re.compile(
    r"(?:texte|enonce|libelle) (?:de la|du|de l')|(?:la )?(?:recommandation|demande|question|priorite)$"
)
SKIP_HEADING: Final = re.compile(
    r"(?:(?:le|la|les|nos|notre|un|une|votre|vos) )?(?:agenda|etat civil|contacts?\b|calendrier|a propos|a"
    r" lire aussi"
    r"|voir aussi|suivi\b|gouvernance$|indicateurs?|impacts?|resultats attendus|questions? diverses"
    r"|annexes?$|glossaire|lexique|mentions"
    r" legales|merci\b"
    r"|remerciements|credits?$|methodologie|methode$|sources?$|pieces|documents|liens utiles|en savoir plus"
    r"|au total"
    r"|conclusion|(?:plan de |sources? de )?financements?$|ils nous soutiennent|nous joindre|nous contacter"
    r"|pour aller plus loin|en bref"
    r"|permanences? d[ue]|evaluation|prochaines etapes"
    r"|dispositions (?:communes|finales|diverses|transitoires))"
    r"|le plan en bref|vos contacts|sur le meme (?:theme|sujet)|dans la meme rubrique|articles? (?:lies"
    r"|similaires)"
    r"|(?:vos )?commentaires|infos? pratiques?|actualites$"
    r"|qui (?:peut en beneficier|est concerne|est eligible)"
    r"|(?:et )?ailleurs,? (?:ca|en|on|ils?|elles?)\b|et (?:maintenant|apres)"
    r"|(?:et )?combien .{0,20}(?:cout|finan)|comment"
    r" .{0,20}finan"
)
CONTENTS_HEADING: Final = re.compile(
    r"(?:le |la )?(?:sommaire|table des matieres|au menu|au sommaire|ordre du jour|dans ce numero|plan de"
    r" la presentation"
    r"|menu|navigation|au programme)\b"
)
# Lists that end a lead-in with these words say what is believed, not what will be done.
IDEALS: Final = re.compile(r"\b(?:principes|valeurs|convictions|besoins|constats|enjeux|defis)\W*$")
CRITERIA: Final = re.compile(
    r"\b(?:eligibles?|peuvent (?:en )?beneficier|ouvrent droit"
    r"|criteres?|conditions?|pieces|justificatifs?"
    r"|beneficiaires?|sont exclus|sous reserve"
    r"|doivent|dossier"
    r"|presents?|excuses?|absents?|membres)\b"
)
# "ACTION N° 3" alone on its line: its words stand below.
NUMBERED_LABEL: Final = re.compile(
    r"(?P<label>fiche[ -](?:action|mesure|projet|aide)|fiche"
    r"|action|aide|dispositif|mesure|proposition|projet|axe|orientation(?: strategique)?"
    r"|priorite|volet|ambition|pilier|enjeu|defi|thematique|chantier"
    r"|chapitre|objectif strategique) (?:n° ?)?(?P<number>\d{1,3}(?:\.\d{1,3})*|[ivx]{1,4}) ?[:.-]?"
)
