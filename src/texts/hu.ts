import type { Texts } from './en.ts'

/** Hungarian. */
export const hu: Texts = {
  bar: 'Pult',
  setup: 'Beállítás',
  help: 'Súgó',
  language: 'Nyelv',
  tablet: 'Ez a tablet',

  // Tiles and tools
  drinks: 'Italok',
  free: 'ingyen',
  left: 'még {0}',
  soldOut: 'elfogyott',
  inOrder: 'a rendelésben',
  oneTap: 'Egy koppintás',
  wipe: 'Letörlés',
  tally: 'Papírról',
  daylight: 'Nappali mód',

  // Order
  order: 'Rendelés',
  tapHint: 'Koppints egy italra.',
  lastTaps: 'Utolsók',
  count: '{0} ital|{0} ital',
  less: 'Eggyel kevesebb {0}',
  more: 'Eggyel több {0}',
  clear: 'Ürítés',
  suggested: 'javasolt',
  deposit: 'betét',
  giveBack: 'Visszavétel',
  done: 'Kész',
  house: 'A ház állja',
  houseReasons: ['csapat', 'előadó', 'konyha', 'kiömlött'],
  undo: 'Vissza',
  recent: 'Legutóbbi',
  showOrder: 'Rendelés mutatása',
  takeBack: '{0} visszavonása',
  takenBack: 'Visszavonva: {0}',
  recorded: 'Felírva: {0}',

  // Given
  given: 'Adott',
  nothing: 'Semmi',
  gives: 'ad',
  pays: 'fizet:',
  handBack: 'visszajár',
  other: 'Más összeg',

  // Saved or not
  saved: 'Mentve',
  saving: 'Mentés…',
  notSaved: 'Nincs mentve',
  notSaving: 'NEM MENT',

  // Recent orders
  close: 'Bezárás',
  why: 'Törlés oka',
  voidReasons: ['elütés', 'dupla koppintás', 'nem kéri', 'csak próba'],
  void: 'Törlés',
  putBack: 'Visszaírás',
  voided: 'törölve',
  gave: 'adott: {0}',
  record: 'Felírás',

  // Notices
  ok: 'OK',
  autoDone: 'Magától felírva: {0}',
  refused: 'Elutasítva: {0}',
  notSavingWhy: {
    full: 'A tablet megtelt. Törölj képeket vagy appokat.',
    open: 'A böngésző nem ment semmit. Lépj ki a privát módból, zárd be a pult többi lapját.',
  },
  notSavingDo: 'Hagyd nyitva az oldalt, és írj papírra.',
  waiting: '{0} mentetlen.',
  again: 'Újra',

  // Status
  unsent: '{0} még nincs a routeren',
  allSent: 'minden a routeren',
  synced: 'szinkron {0}',
  never: 'még nincs szinkron',
  behind: 'még {0} jön',
  link: {
    starting: 'Keresi a routert.',
    offline: 'A router nem válaszol. Csak folytasd: később mindent megkap.',
    key: 'A router a kulcsát kéri.',
    full: 'A router megtelt. A rendelések itt maradnak; szólj a szervezőknek.',
    missing: 'A router nem ismeri ezt a találkozót. Szólj a szervezőknek.',
    wiped: 'A szervezők törölték ezt a találkozót a routerről.',
    other: 'Ez a router más találkozóé. Menj vissza a pultod wifijére.',
    trouble: 'A router furcsán válaszol. Ha így marad, indítsd újra.',
  },
  enterKey: 'Kulcs megadása',
  safe: 'router nélkül is elindul',
  notSafe: 'router nélkül nem indul el',

  // Labels
  labels: {
    alcohol: 'alkohol',
    milk: 'tej',
    nuts: 'diófélék',
    gluten: 'glutén',
    caffeine: 'koffein',
    vegan: 'vegán',
  },
}
