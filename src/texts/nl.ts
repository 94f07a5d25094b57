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
  handBack: 'terug',

  // Saved or not
  saved: 'Bewaard',
  saving: 'Bewaart…',
  notSaved: 'Niet bewaard',
  notSaving: 'BEWAART NIETS',

  // The guests’ board
  zero: '0 is ook prima',
  asOf: 'stand: {0}',
  notYet: 'nog dicht',
  boardShut: 'Dit bord is niet openbaar.',
  labels: {
    alcohol: 'alcohol',
    milk: 'melk',
    nuts: 'noten',
    gluten: 'gluten',
    caffeine: 'cafeïne',
    vegan: 'vegan',
  },

  // Recent orders
  close: 'Sluiten',
  why: 'Schrappen wegens',
  voidReasons: ['vergissing', 'dubbel getikt', 'niet gewild', 'test'],
  void: 'Schrappen',
  putBack: 'Terugzetten',
  voided: 'geschrapt',
  gave: 'gaf {0}',
  nothing: 'Niets',
  gives: 'geeft',
  pays: 'betaalt met',
  other: 'Ander bedrag',

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
  noOrders: 'Nog geen bestellingen.',
  unknownDrink: 'drankje hier nog onbekend',
  wipeHint: 'Zolang reageert het scherm niet.',
  somethingOut: 'Er is iets op',
  made: 'met {0}',
  lowStock: '{0}: nog {1}, zeg het de organisatie',
  outStock: '{0} is op: zeg het de organisatie',
  toldThem: 'Al gezegd',
  bottles: '{0} fles|{0} flessen',
  crates: '{0} krat|{0} kratten',
  clone:
    'Deze tablet was een kopie van een andere. Hij gaat verder onder een nieuwe naam; geen bestelling gaat verloren.',
  erase: 'Hier ook wissen',
  ours: 'Dit is onze bar',
  orphans:
    '{0} bestelling wacht op een drankje dat hier nog onbekend is.|{0} bestellingen wachten op een drankje dat hier nog onbekend is.',
  practice: 'Oefenen: er telt nog niets.',
  stock: 'Voorraad',
  keeps: {
    always: 'Wat hier is bewaard, blijft tot iemand het wist.',
    mostly: 'Wat hier is bewaard, blijft, tenzij iemand het wist of de tablet vol is.',
    week: 'Safari wist hier alles na zeven dagen gebruik zonder bezoek: open de bar eens per week, of zet hem op het beginscherm.',
    tight: 'Er is weinig ruimte op deze tablet: maak wat vrij.',
  },
  notPrivate: 'Niet in een privévenster.',
  unsafe: {
    soon: 'over een minuut wel',
    missing: 'deze browser bewaart de app niet',
    expires: 'deze server zegt niet hoelang de app te bewaren',
    untrusted: 'het certificaat wordt hier niet vertrouwd, of dit venster bewaart niets',
  },
  away: 'Het adres van deze bar is {0}.',
  awayWhy: {
    moving: 'Deze tablet verhuist daar nu heen.',
    order: 'Hij verhuist daarheen na deze bestelling.',
    unsent: 'Hij verhuist daarheen als alles op de router staat.',
    unreachable: 'Het is van hier niet te bereiken, dus deze tablet blijft.',
  },
  barred: 'Deze pagina mag er nog niet mee praten: wie de router beheert, zet het adres erbij.',
  board: 'Bord',
  plan: 'Plan',
  cash: 'Kas',
  report: 'Verslag',
  coming: 'Dit scherm komt één keer van de router en staat nog niet op deze tablet. De bar werkt ook zonder.',
  gone: 'De bijeenkomst van deze router is gewist of voorbij, en is hier vergeten.',
  wipedOld:
    '{0} gebeurtenis van {1}, een gewiste bijeenkomst, staat alleen hier.|{0} gebeurtenissen van {1}, een gewiste bijeenkomst, staan alleen hier.',
}
