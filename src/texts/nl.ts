import type { Texts } from './en.ts'

/** Dutch. */
export const nl: Texts = {
  bar: 'Bar',
  setup: 'Instellen',
  help: 'Help',
  language: 'Taal',
  tablet: 'Deze tablet',

  // Tiles and tools
  drinks: 'Drankjes',
  free: 'gratis',
  left: 'nog {0}',
  soldOut: 'op',
  inOrder: 'in de bestelling',
  oneTap: 'Eén tik',
  wipe: 'Scherm vegen',
  tally: 'Turflijst',
  daylight: 'Daglicht',

  // Order
  order: 'Bestelling',
  tapHint: 'Tik op een drankje.',
  lastTaps: 'Laatste tikken',
  count: '{0} drankje|{0} drankjes',
  less: 'Eén {0} minder',
  more: 'Eén {0} meer',
  clear: 'Leegmaken',
  suggested: 'richtprijs',
  deposit: 'statiegeld',
  giveBack: 'Inleveren',
  done: 'Klaar',
  house: 'Van het huis',
  houseReasons: ['crew', 'spreker', 'keuken', 'gemorst'],
  undo: 'Ongedaan',
  recent: 'Recent',
  showOrder: 'Toon bestelling',
  takeBack: '{0} terugnemen',
  takenBack: 'Teruggenomen: {0}',
  recorded: 'Genoteerd: {0}',

  // Given
  given: 'Gegeven',
  nothing: 'Niets',
  gives: 'geeft',
  pays: 'betaalt met',
  handBack: 'terug',
  other: 'Ander bedrag',

  // Saved or not
  saved: 'Bewaard',
  saving: 'Bewaart…',
  notSaved: 'Niet bewaard',
  notSaving: 'BEWAART NIETS',

  // Recent orders
  close: 'Sluiten',
  why: 'Schrappen wegens',
  voidReasons: ['vergissing', 'dubbel getikt', 'niet gewild', 'test'],
  void: 'Schrappen',
  putBack: 'Terugzetten',
  voided: 'geschrapt',
  gave: 'gaf {0}',
  record: 'Noteren',

  // Notices
  ok: 'OK',
  autoDone: 'Vanzelf genoteerd: {0}',
  refused: 'Niet aangenomen: {0}',
  notSavingWhy: {
    full: 'De tablet is vol. Wis foto’s of apps.',
    open: 'De browser bewaart niets. Verlaat de privémodus, sluit andere tabs van de bar.',
  },
  notSavingDo: 'Laat de pagina open en schrijf op papier.',
  waiting: '{0} nog niet bewaard.',
  again: 'Nog eens',

  // Status
  unsent: '{0} nog niet op de router',
  allSent: 'alles op de router',
  synced: 'gesynct {0}',
  never: 'nog niet gesynct',
  behind: 'er komt nog {0}|er komen nog {0}',
  link: {
    starting: 'Zoekt de router.',
    offline: 'De router antwoordt niet. Ga gewoon door: hij krijgt later alles.',
    key: 'De router wil zijn sleutel.',
    full: 'De router is vol. Bestellingen blijven hier; zeg het de organisatie.',
    missing: 'De router kent deze bijeenkomst niet. Vraag de organisatie.',
    wiped: 'De organisatie heeft deze bijeenkomst van de router gewist.',
    other: 'Router van een andere bijeenkomst. Ga naar je eigen wifi.',
    trouble: 'De router antwoordt raar. Blijft dat zo, herstart hem.',
  },
  enterKey: 'Sleutel invoeren',
  safe: 'start ook zonder router',
  notSafe: 'start niet zonder router',

  // Labels
  labels: {
    alcohol: 'alcohol',
    milk: 'melk',
    nuts: 'noten',
    gluten: 'gluten',
    caffeine: 'cafeïne',
    vegan: 'vegan',
  },
}
