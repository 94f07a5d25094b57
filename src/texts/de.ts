import type { Texts } from './en.ts'

/** German. */
export const de: Texts = {
  bar: 'Bar',
  setup: 'Einrichten',
  help: 'Hilfe',
  language: 'Sprache',
  tablet: 'Dieses Tablet',

  // Tiles and tools
  drinks: 'Getränke',
  free: 'gratis',
  left: 'noch {0}',
  soldOut: 'aus',
  inOrder: 'in der Bestellung',
  oneTap: 'Sofort buchen',
  wipe: 'Abwischen',
  tally: 'Strichliste',
  daylight: 'Tageslicht',

  // Order
  order: 'Bestellung',
  tapHint: 'Tipp ein Getränk an.',
  lastTaps: 'Zuletzt getippt',
  count: '{0} Getränk|{0} Getränke',
  less: 'Ein {0} weniger',
  more: 'Ein {0} mehr',
  clear: 'Leeren',
  suggested: 'Vorschlag',
  deposit: 'Pfand',
  giveBack: 'Pfand zurück',
  done: 'Fertig',
  house: 'Aufs Haus',
  houseReasons: ['Crew', 'Vortrag', 'Küche', 'verschüttet'],
  undo: 'Rückgängig',
  recent: 'Verlauf',
  showOrder: 'Bestellung zeigen',
  takeBack: '{0} zurücknehmen',
  takenBack: 'Zurückgenommen: {0}',
  recorded: 'Gebucht: {0}',

  // Given
  given: 'Gegeben',
  nothing: 'Nichts',
  gives: 'gibt',
  pays: 'zahlt mit',
  handBack: 'zurück',
  other: 'Anderer Betrag',

  // Saved or not
  saved: 'Gespeichert',
  saving: 'Speichert…',
  notSaved: 'Nicht gespeichert',
  notSaving: 'SPEICHERT NICHT',

  // Recent orders
  close: 'Schließen',
  why: 'Stornieren, weil',
  voidReasons: ['vertippt', 'doppelt', 'nicht gewollt', 'nur ein Test'],
  void: 'Stornieren',
  putBack: 'Wieder buchen',
  voided: 'storniert',
  gave: '{0} gegeben',
  record: 'Buchen',

  // Notices
  ok: 'OK',
  autoDone: 'Von selbst gebucht: {0}',
  refused: 'Nicht angenommen: {0}',
  notSavingWhy: {
    full: 'Das Tablet ist voll. Lösch Fotos oder Apps.',
    open: 'Der Browser speichert nichts. Beende den privaten Modus, schließ andere Tabs der Bar.',
  },
  notSavingDo: 'Lass die Seite offen und schreib auf Papier.',
  waiting: '{0} noch ungespeichert.',
  again: 'Noch einmal',

  // Status
  unsent: '{0} noch nicht auf dem Router',
  allSent: 'alles auf dem Router',
  synced: 'abgeglichen {0}',
  never: 'noch nicht abgeglichen',
  behind: '{0} kommt noch|{0} kommen noch',
  link: {
    starting: 'Sucht den Router.',
    offline: 'Der Router antwortet nicht. Mach einfach weiter: er bekommt später alles.',
    key: 'Der Router will seinen Schlüssel.',
    full: 'Der Router ist voll. Bestellungen bleiben hier; sag der Orga Bescheid.',
    missing: 'Der Router kennt dieses Treffen nicht. Frag die Orga.',
    wiped: 'Die Orga hat dieses Treffen vom Router gelöscht.',
    other: 'Router eines anderen Treffens. Geh ins WLAN deiner Bar.',
    trouble: 'Der Router antwortet seltsam. Bleibt das so, starte ihn neu.',
  },
  enterKey: 'Schlüssel eingeben',
  safe: 'startet auch ohne Router neu',
  notSafe: 'startet ohne Router nicht neu',

  // Labels
  labels: {
    alcohol: 'Alkohol',
    milk: 'Milch',
    nuts: 'Nüsse',
    gluten: 'Gluten',
    caffeine: 'Koffein',
    vegan: 'vegan',
  },
}
