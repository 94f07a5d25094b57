import type { Texts } from './en.ts'

/** French. */
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
  tally: 'Saisir du papier',
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
  giveBack: 'Rendre',
  done: 'Valider',
  house: 'Offert',
  houseReasons: ['équipe', 'intervenant', 'cuisine', 'renversé'],
  undo: 'Annuler',
  recent: 'Récentes',
  showOrder: 'Voir la commande',
  takeBack: 'Retirer {0}',
  takenBack: 'Retiré : {0}',
  recorded: 'Noté : {0}',

  // Given
  given: 'Donné',
  nothing: 'Rien',
  gives: 'donne',
  pays: 'paie avec',
  handBack: 'rends',
  other: 'Autre montant',

  // Saved or not
  saved: 'Sauvé',
  saving: 'Sauvegarde…',
  notSaved: 'Pas sauvé',
  notSaving: 'RIEN N’EST SAUVÉ',

  // Recent orders
  close: 'Fermer',
  why: 'Supprimer car',
  voidReasons: ['erreur', 'double appui', 'pas voulu', 'juste un test'],
  void: 'Supprimer',
  putBack: 'Rétablir',
  voided: 'supprimé',
  gave: 'a donné {0}',
  record: 'Noter',

  // Notices
  ok: 'OK',
  autoDone: 'Noté tout seul : {0}',
  refused: 'Refusé : {0}',
  notSavingWhy: {
    full: 'La tablette est pleine. Efface des photos ou des applis.',
    open: 'Le navigateur ne garde rien. Quitte le mode privé, ferme les autres onglets du bar.',
  },
  notSavingDo: 'Laisse la page ouverte et note sur papier.',
  waiting: '{0} à sauver.',
  again: 'Réessayer',

  // Status
  unsent: '{0} pas encore sur le routeur',
  allSent: 'tout est sur le routeur',
  synced: 'synchro {0}',
  never: 'pas encore de synchro',
  behind: 'encore {0} à venir',
  link: {
    starting: 'Recherche du routeur.',
    offline: 'Le routeur ne répond pas. Continue : il recevra tout plus tard.',
    key: 'Le routeur demande sa clé.',
    full: 'Le routeur est plein. Les commandes restent ici ; préviens l’orga.',
    missing: 'Le routeur ne connaît pas cette rencontre. Préviens l’orga.',
    wiped: 'L’orga a effacé cette rencontre du routeur.',
    other: 'Ce routeur est à une autre rencontre. Reviens au Wi-Fi de ton bar.',
    trouble: 'Le routeur répond mal. Si ça dure, redémarre-le.',
  },
  enterKey: 'Entrer la clé',
  safe: 'redémarre aussi sans le routeur',
  notSafe: 'ne redémarre pas sans le routeur',

  // Labels
  labels: {
    alcohol: 'alcool',
    milk: 'lait',
    nuts: 'fruits à coque',
    gluten: 'gluten',
    caffeine: 'caféine',
    vegan: 'végane',
  },
}
