"""Words from which the demonstration draws its shops and what they sell; none of them exists."""

TRADES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("bakery", ("Boulangerie", "Fournil", "Pâtisserie")),
    ("farm", ("Ferme", "Vergers", "Rucher")),
    ("grocery", ("Épicerie", "Comptoir", "Halle")),
    ("butcher", ("Boucherie", "Charcuterie")),
    ("greengrocer", ("Primeur", "Panier")),
    ("restaurant", ("Table", "Auberge", "Cantine")),
    ("cafe", ("Café", "Buvette")),
    ("clothing", ("Vestiaire", "Atelier de couture", "Chausseur")),
    ("beauty", ("Coiffure", "Institut")),
    ("books", ("Librairie", "Papeterie")),
    ("home", ("Quincaillerie", "Droguerie", "Maison")),
    ("garden", ("Fleurs", "Jardinerie")),
    ("repair", ("Cordonnerie", "Réparations", "Retouches")),
    ("mobility", ("Cycles", "Garage")),
    ("digital", ("Micro", "Atelier numérique")),
    ("craft", ("Poterie", "Savonnerie", "Menuiserie")),
    ("culture", ("Jeux", "Musique", "Disques")),
    ("building", ("Plomberie", "Électricité", "Peinture")),
    ("lodging", ("Chambres", "Gîte")),
    ("services", ("Conseil", "Photographie", "Pressing")),
)
NAMES = (
    "Amblard", "Ravel", "des Iscles", "du Pont", "de la Tour", "Chabran", "Roustan", "du Lavoir", "Mistral",
    "des Aires", "Peyrol", "du Cours", "Vidalenc", "de l’Ouvèze", "Bessière", "du Marché", "Teyssèdre",
    "des Oliviers", "Fontanille", "du Beffroi", "Malaval", "des Remparts", "Aubanel", "du Canal", "Séguret",
)  # fmt: skip
STREETS = (
    "rue Haute", "rue du Lavoir", "place du Marché", "cours des Platanes", "rue des Aires", "chemin du Canal",
    "rue de la Tour", "avenue du Pont", "montée du Beffroi", "rue des Tanneurs", "quai de l’Ouvèze",
)  # fmt: skip
WEEKS = (
    "Mo-Fr 09:00-12:00,14:00-18:30; Sa 09:00-13:00; PH off",
    "Tu-Sa 07:00-13:00,15:30-19:30; Su 07:00-12:30",
    "Tu-Sa 09:30-12:30,14:30-19:00; PH off",
    "Mo-Sa 08:30-19:30; PH off",
    "We-Su 11:30-14:00,19:00-22:00",
    "Fr 16:00-19:00; Sa 09:00-12:00",
)

# kind, goods, manners, price from, price to (cents)
Goods = tuple[str, tuple[str, ...], tuple[str, ...], int, int]
GOODS: dict[str, tuple[Goods, ...]] = {
    "bakery": (
        ("product", ("pain", "fougasse", "brioche", "tarte", "biscuit", "galette"),
         ("de seigle", "au levain", "aux noix", "de campagne", "aux olives", "aux amandes"), 150, 1900),
        ("dish", ("quiche", "pissaladière", "sandwich"), ("aux poireaux", "maison", "du jour"), 350, 1500),
    ),
    "farm": (
        ("product", ("pommes", "miel", "œufs", "fromage de chèvre", "jus de raisin", "courges"),
         ("de lavande", "du coteau", "de plein air", "affiné", "en caisse", "du verger"), 200, 2600),
    ),
    "restaurant": (
        ("dish", ("daube", "gratin", "soupe", "couscous", "tian", "lasagnes", "tajine"),
         ("provençale", "de légumes", "du jour", "à partager", "d’automne"), 700, 2400),
        ("internship", ("stage en cuisine", "stage en salle"), ("",), 10, 20),
    ),
    "beauty": (
        ("service", ("coupe", "soin", "couleur", "barbe", "modelage"),
         ("courte", "du visage", "longue", "enfant", "végétale"), 1200, 6500),
    ),
    "repair": (
        ("service", ("ressemelage", "ourlet", "remise en état", "aiguisage"),
         ("de chaussures", "de pantalon", "de couteaux", "express", "de veste"), 500, 4500),
    ),
    "mobility": (
        ("service", ("révision", "crevaison", "location"), ("de vélo", "des freins", "à la journée"),
         900, 6000),
        ("product", ("casque", "antivol", "sonnette"), ("de ville", "pour enfant", "d’occasion"), 800, 8000),
    ),
    "lodging": (
        ("room", ("chambre", "studio"), ("sous les toits", "sur cour", "avec jardin"), 28000, 52000),
    ),
    "books": (
        ("product", ("roman", "carnet", "album", "guide", "stylo", "atlas"),
         ("de poche", "jeunesse", "de randonnée", "relié", "d’occasion"), 250, 3900),
    ),
    "craft": (
        ("product", ("bol", "savon", "planche", "plat", "tabouret", "bougie"),
         ("en grès", "à l’huile d’olive", "en noyer", "tourné", "à la lavande"), 500, 12000),
        ("service", ("atelier",), ("de poterie", "de savon", "de tournage"), 2500, 7000),
    ),
}  # fmt: skip
OTHER: tuple[Goods, ...] = (
    ("product", ("coffret", "assortiment", "lot", "article", "nouveauté", "panier garni"),
     ("de saison", "du pays", "à offrir", "pour la maison", "choisi pour vous"), 400, 9900),
    ("service", ("conseil", "devis"), ("à domicile", "sur rendez-vous", "en boutique"), 500, 9000),
)  # fmt: skip
