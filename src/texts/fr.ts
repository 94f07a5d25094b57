import type { Texts } from './en.ts'

/** French. A no-break space stands before a colon, a narrow one (U+202F) before `;`, `?` and `!`. */
export const fr: Texts = {
  bar: 'Bar',
  setup: 'Réglages',
  help: 'Aide',
  language: 'Langue',
  tablet: 'Cette tablette',

  // Tiles and tools
  drinks: 'Boissons',
  free: 'gratuit',
  left: 'reste {0}',
  soldOut: 'épuisé',
  inOrder: 'dans la commande',
  oneTap: 'Direct',
  wipe: 'Nettoyer l’écran',
  tally: 'Pointage papier',
  daylight: 'Mode jour',

  // Order
  order: 'Commande',
  tapHint: 'Touche une boisson.',
  lastTaps: 'Derniers appuis',
  count: '{0} boisson|{0} boissons',
  less: 'Un {0} de moins',
  more: 'Un {0} de plus',
  clear: 'Vider',
  suggested: 'conseillé',
  deposit: 'consigne',
  giveBack: 'Retour consigne',
  done: 'Valider',
  house: 'Offert',
  houseReasons: ['équipe', 'orateur', 'cuisine', 'renversé'],
  undo: 'Annuler',
  recent: 'Historique',
  showOrder: 'Voir la commande',
  takeBack: 'Retirer {0}',
  takenBack: 'Retiré : {0}',
  recorded: 'Noté : {0}',

  // Given
  given: 'Donné',
  handBack: 'à rendre',

  // Saved or not
  saved: 'Enregistré',
  saving: 'Enregistrement…',
  notSaved: 'Pas enregistré',
  notSaving: 'RIEN N’EST ENREGISTRÉ',

  // Recent orders
  close: 'Fermer',
  why: 'Supprimer, car',
  voidReasons: ['erreur', 'double appui', 'pas voulu', 'juste un test'],
  void: 'Supprimer',
  putBack: 'Rétablir',
  voided: 'supprimé',
  gave: 'a donné {0}',
  nothing: 'Rien',
  gives: 'donne',
  pays: 'paie avec',
  other: 'Autre montant',

  // Notices
  ok: 'OK',
  autoDone: 'Noté tout seul : {0}',
  refused: 'Refusé : {0}',
  notSavingWhy: {
    full: 'La tablette est pleine. Efface des photos ou des applis, puis réessaie.',
    open: 'Le navigateur ne garde rien. Quitte le mode privé, ferme les autres onglets du bar.',
  },
  notSavingDo: 'En attendant, laisse la page ouverte et note sur papier.',
  waiting: '{0} à enregistrer.',
  again: 'Réessayer',

  // Status
  unsent: '{0} pas encore sur le routeur',
  allSent: 'tout est sur le routeur',
  synced: 'synchro {0}',
  never: 'pas encore de synchro',
  behind: 'encore {0} à recevoir',
  link: {
    starting: 'Recherche du routeur.',
    offline: 'Le routeur ne répond pas. Continue : il recevra tout plus tard.',
    key: 'Le routeur demande sa clé.',
    full: 'Le routeur est plein. Les commandes restent ici ; préviens l’orga.',
    missing: 'Le routeur ne connaît pas cette rencontre. Préviens l’orga.',
    wiped: 'L’orga a effacé cette rencontre du routeur.',
    other: 'C’est le routeur d’une autre rencontre. Reviens au Wi-Fi de ton bar.',
    trouble: 'Le routeur répond bizarrement. Si ça dure, redémarre-le.',
  },
  enterKey: 'Entrer la clé',
  safe: 'redémarrage possible sans le routeur',
  notSafe: 'pas de redémarrage sans le routeur',

  // Labels
  noOrders: 'Pas encore de commandes.',
  unknownDrink: 'une boisson encore inconnue ici',
  wipeHint: 'D’ici là, l’écran ne réagit pas.',
  somethingOut: 'Rupture de stock',
  made: 'avec {0}',
  lowStock: '{0} : plus que {1}, préviens l’orga',
  outStock: '{0} : plus rien, préviens l’orga',
  toldThem: 'C’est dit',
  bottles: '{0} bouteille|{0} bouteilles',
  crates: '{0} casier|{0} casiers',
  clone:
    'Cette tablette était la copie d’une autre. Elle continue sous un nouveau nom ; aucune commande n’est perdue.',
  erase: 'Effacer ici aussi',
  ours: 'C’est notre bar',
  orphans:
    '{0} commande attend une boisson encore inconnue ici.|{0} commandes attendent une boisson encore inconnue ici.',
  practice: 'Entraînement : rien ne compte encore.',
  stock: 'Stock',
  zero: '0, ça va aussi',
  asOf: 'état : {0}',
  notYet: 'pas encore ouvert',
  boardShut: 'Ce tableau n’est pas public.',
  labels: {
    alcohol: 'alcool',
    milk: 'lait',
    nuts: 'fruits à coque',
    gluten: 'gluten',
    caffeine: 'caféine',
    vegan: 'végane',
  },
  keeps: {
    always: 'Ce qui est enregistré ici reste jusqu’à ce qu’on l’efface.',
    mostly: 'Ce qui est enregistré ici reste, sauf si on l’efface ou si la tablette est pleine.',
    week: 'Safari efface tout ici si on l’utilise sept jours sans ouvrir le bar : ouvre-le une fois par semaine, ou mets-le sur l’écran d’accueil.',
    tight: 'Il reste peu de place sur cette tablette : libères-en.',
  },
  notPrivate: 'Pas dans une fenêtre privée.',
  unsafe: {
    soon: 'dans une minute, oui',
    missing: 'ce navigateur ne garde pas l’appli',
    expires: 'ce serveur ne dit pas combien de temps garder l’appli',
    untrusted: 'le certificat n’est pas reconnu ici, ou cette fenêtre ne garde rien',
  },
  away: 'L’adresse de ce bar est {0}.',
  awayWhy: {
    moving: 'Cette tablette y passe maintenant.',
    order: 'Elle y passera après cette commande.',
    unsent: 'Elle y passera quand tout sera sur le routeur.',
    unreachable: 'On ne peut pas la joindre d’ici, donc cette tablette n’en change pas.',
  },
  barred:
    'Cette page n’a pas encore le droit d’y accéder : qui gère le routeur ajoute l’adresse à ses réglages.',
  board: 'Tableau',
  plan: 'Prévisions',
  cash: 'Caisse',
  report: 'Bilan',
  coming:
    'Cet écran vient du routeur, une seule fois, et n’est pas encore sur cette tablette. Le bar marche sans lui.',
  gone: 'La rencontre de ce routeur a été effacée ou est finie, et a été oubliée ici.',
  wipedOld:
    '{0} enregistrement de {1}, une rencontre effacée, n’est qu’ici.|{0} enregistrements de {1}, une rencontre effacée, ne sont qu’ici.',
}
