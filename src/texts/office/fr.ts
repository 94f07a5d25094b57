import type { Office } from './en.ts'

/** French. */
export const fr: Partial<Office> = {
  // Help
  howTo: [
    'Touche la boisson une fois par verre, puis Valider. Deux appuis rapides font deux boissons.',
    'Trompé ? Annuler retire la dernière commande, puis celle d’avant. Les plus anciennes sont dans Récentes.',
    'Pas de Wi-Fi, pas de routeur ? Continue. Cette tablette garde tout et l’envoie plus tard.',
    'Les sommes sont conseillées. Rien, c’est bien aussi.',
  ],
  recipes: 'Recettes',
  tallyHint: 'Ce qui a été compté sur papier quand il n’y avait pas de tablette.',
  place: 'Lieu',
  noOrders: 'Pas encore de commandes.',
  unknownDrink: 'boisson encore inconnue ici',
  wipeHint: 'D’ici là, l’écran ne réagit pas.',

  // Something is out
  somethingOut: 'Il manque quelque chose',
  outHint: 'Une marque sur la touche, sur toutes les tablettes. On peut toujours la toucher.',
  useInstead: 'Utiliser à la place',
  useFor: 'Utiliser {0} au lieu de {1}',
  asRecipe: 'De nouveau {0}',
  made: 'avec {0}',
  lowStock: '{0} : reste {1}, préviens l’orga',
  outStock: '{0} : plus rien, préviens l’orga',
  toldThem: 'C’est dit',
  bottles: '{0} bouteille|{0} bouteilles',
  crates: '{0} caisse|{0} caisses',

  // This tablet
  name: 'Nom',
  save: 'Enregistrer',
  keeps: {
    always: 'Ce qui est sauvé ici reste jusqu’à ce qu’on l’efface.',
    mostly: 'Ce qui est sauvé ici reste, sauf si on l’efface ou si la tablette est pleine.',
    week: 'Safari efface tout ici après sept jours d’utilisation sans visite : ouvre le bar une fois par semaine, ou mets-le sur l’écran d’accueil.',
    tight: 'Il reste peu de place sur cette tablette : libères-en.',
  },
  notPrivate: 'Pas dans une fenêtre privée.',
  unsafe: {
    soon: 'dans une minute, oui',
    missing: 'ce navigateur ne garde pas l’appli',
    expires: 'ce serveur ne dit pas combien de temps garder l’appli',
  },
  clone:
    'Cette tablette était la copie d’une autre. Elle continue sous un nouveau nom ; aucune commande n’est perdue.',

  // Router
  router: 'Routeur',
  alone: 'Cette tablette travaille seule, et c’est très bien.',
  key: 'Clé',
  away: 'L’adresse de ce bar est {0}.',
  awayWhy: {
    moving: 'Cette tablette y va maintenant.',
    order: 'Elle y va après cette commande.',
    unsent: 'Elle y va quand tout est sur le routeur.',
    unreachable: 'On ne peut pas la joindre d’ici, donc cette tablette reste.',
  },
  barred: 'Cette page n’a pas encore le droit de lui parler : qui gère le routeur y ajoute son adresse.',
  erase: 'Effacer ici aussi',
  ours: 'C’est notre bar',
  strangers: 'Il y a {0} événement là-bas, aucun d’ici.|Il y a {0} événements là-bas, aucun d’ici.',
  joinHint:
    'Seulement si tu en es sûr : ce qui est ici et ce qui est là-bas deviennent un seul bar, pour toujours.',
  join: 'En faire un seul bar',
  orphans:
    '{0} commande attend une boisson encore inconnue ici.|{0} commandes attendent une boisson encore inconnue ici.',
  notTaken: '{0} refusés : {1}',

  // Meeting
  practice: 'Entraînement : rien ne compte encore.',
  meeting: 'Rencontre',
  firstDay: 'Premier jour',
  currency: 'Monnaie',
  heads: 'Personnes chaque jour',
  places: 'Bars, frigos et réserves',
  menu: 'Carte',
  cocktails: 'Cocktails des versions',
  softBar: 'Sans alcool',
  kit: 'ou le kit d’une rencontre passée',
  noKit: 'Ce fichier n’est pas un kit.',
  recordGiven: 'Noter ce qui est donné',
  autoDoneAfter: 'Secondes avant qu’une commande laissée se note toute seule (0 : jamais)',
  practise: 'S’entraîner d’abord',
  openBar: 'Ouvrir le bar',
  openHint:
    'À partir de maintenant, ça compte. {0} commande jusqu’ici était de l’entraînement.|À partir de maintenant, ça compte. {0} commandes jusqu’ici étaient de l’entraînement.',
  keepStock: 'Les livraisons, comptages et caisse jusqu’ici sont réels',
  invite: 'Une autre tablette',
  forBar: 'Code pour une tablette du bar',
  forOrganizer: 'Code pour l’orga',
  barKey: 'Clé du bar',
  sheetBar: 'Feuille pour le bar',
  sheetGuests: 'Feuille pour les invités',
  stations: 'Tablettes',
  ignoreHint: 'Un petit malin ? À partir de ce numéro, ses événements ne comptent pas. Vide : tous comptent.',
  print: 'Imprimer',
  wifi: 'Wi-Fi',
  guestLines: ['Ce qu’il y a', 'Les boissons sont à prix libre. Rien, c’est bien aussi.'],

  // Further databases
  another: 'Une autre base de données',
  anotherWhy:
    'Une CouchDB, ou le routeur d’un autre bar avec sa clé comme mot de passe : cette tablette se synchronise aussi avec elle.',
  address: 'Adresse',
  user: 'Utilisateur',
  password: 'Mot de passe',
  add: 'Ajouter',
  remove: 'Retirer',

  // Menu editor

  // Stock
  stock: 'Stock',
  fromSource: 'de {0}',
  notCounted: 'pas encore compté',
  recount: 'recompte',
  isOut: 'plus rien',
  isLow: 'presque plus',
  goneAt: 'fini {0}',
  goneRange: '({0} – {1})',
  staysLong: 'suffit',
  unknownYet: 'trop tôt pour dire quand ce sera fini',
  orderBy: 'commander avant {0}',
  fillBy: 'y mettre {0} avant {1}',
  aboutTapped: 'environ {0} % est noté',
  otherItems: 'Pas en stock : {0}',
  delivery: 'Livraison',
  countStock: 'Comptage',
  loss: 'Perte',
  transfer: 'Transfert',
  openedOne: 'Une ouverte',
  empty: 'Vide',
  mixed: 'Bidon',
  mixedHint:
    'Les ingrédients sortent du stock maintenant ; la boisson vient du bidon jusqu’au retour de sa recette.',
  canisterOf: 'Bidon de {0}',
  servings: 'Portions',
  drink: 'Boisson',
  sound: 'Son',
  item: 'Article',
  inCrates: 'Caisses',
  inBottles: 'Bouteilles',
  tenths: 'Ouverte, dixièmes',
  inUnits: 'Combien ({0})',
  cost: 'Coût',
  depositPaid: 'Consigne',
  from: 'De',
  to: 'Vers',
  due: 'Pas encore là : prévu',
  dueAt: 'prévu {0}',
  itCame: 'C’est là',
  calledOff: 'Annulée',
  lossReasons: ['cassé', 'renversé', 'offert', 'équipe', 'disparu'],
  countHint:
    'Ligne par ligne, dans n’importe quel ordre, sur n’importe quelle tablette ; on continue de servir.',
  counted: 'Compté',
  countedAt: 'compté {0}',
  expectedWas: '{0}, attendu {1}',
  again: 'Encore',
  now: 'maintenant',
  moves: 'Entrées et sorties',
  sold: '{0} notés entre-temps',
  settings: 'Détails',
  packSize: 'Dans une caisse ({0})',
  bottleSize: 'Dans une bouteille ({0})',
  warnAt: 'Prévenir à ({0})',
  countedOnly: 'Seulement compté : personne ne le note',
  source: 'Acheté chez',
  packCost: 'Une caisse coûte',
  packDeposit: 'Consigne d’une caisse',
  drawsFrom: 'Le stock vient de',
  fits: 'Un frigo : caisses qui y tiennent',
  cools: 'Minutes pour refroidir',

  // Plan

  // Cash

  // Report

  // Carrying events by hand
  carry: 'Quand le routeur n’est plus là',
  carryWhy:
    'Chaque tablette a toutes les commandes. N’importe quelle tablette de cette rencontre remplit un nouveau routeur. Un fichier les emmène ailleurs ; des codes à l’écran, les dernières.',
  exportFile: 'Exporter dans un fichier',
  importFile: 'Importer un fichier',
  pasted: 'Ou le texte d’un fichier, ou ce qu’un lecteur de codes a lu',
  takeIn: 'Reprendre',
  working: '{0} sur {1}',
  stop: 'Arrêter',
  exported: '{0} événement dans le fichier {1}|{0} événements dans le fichier {1}',
  imported: '{0} nouvel événement|{0} nouveaux événements',
  known: '{0} était déjà là|{0} étaient déjà là',
  refused: '{0} ligne n’est pas un événement ({1})|{0} lignes ne sont pas des événements ({1})',
  refusedLine: 'ligne {0} : {1}',
  strange:
    'Ces événements et ceux de cette tablette n’ont rien en commun. S’ils sont d’une autre rencontre, tu mélanges les deux pour toujours.',
  takeAll: 'Ils sont de cette rencontre : reprendre',
  failed: 'Ça n’a pas marché : {0}',
  showCodes: 'Montrer en codes',
  allSent: 'Tout ce qui est ici est sur le routeur.',
  code: 'Code {0} sur {1}',
  codesHold:
    'Ce qui n’est pas encore sur le routeur, les {0} premiers. Tiens un lecteur de codes devant jusqu’à ce qu’il ait tout.',
  pause: 'Pause',
  readCodes: 'Lire des codes',
  gotCodes: '{0} codes lus sur {1}',
  noReader: 'Lire des codes avec la caméra demande Chrome sur Android, et HTTPS.',
}
