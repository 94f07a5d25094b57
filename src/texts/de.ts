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
  handBack: 'zurück',

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
  nothing: 'Nichts',
  gives: 'gibt',
  pays: 'zahlt mit',
  other: 'Anderer Betrag',

  // Notices
  ok: 'OK',
  autoDone: 'Von selbst gebucht: {0}',
  refused: 'Nicht angenommen: {0}',
  notSavingWhy: {
    full: 'Das Tablet ist voll. Lösch Fotos oder Apps, dann noch einmal.',
    open: 'Der Browser speichert nichts. Beende den privaten Modus, schließ andere Tabs der Bar.',
  },
  notSavingDo: 'Lass die Seite offen und schreib so lange auf Papier.',
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
  safe: 'Neustart geht auch ohne Router',
  notSafe: 'Neustart geht nicht ohne Router',

  // Labels
  noOrders: 'Noch keine Bestellungen.',
  unknownDrink: 'ein Getränk, das hier noch unbekannt ist',
  wipeHint: 'Solange reagiert der Bildschirm nicht.',
  somethingOut: 'Etwas ist aus',
  made: 'mit {0}',
  lowStock: '{0}: nur noch {1}, sag der Orga Bescheid',
  outStock: '{0} ist aus: sag der Orga Bescheid',
  toldThem: 'Weitergesagt',
  bottles: '{0} Flasche|{0} Flaschen',
  crates: '{0} Kasten|{0} Kästen',
  clone:
    'Dieses Tablet war die Kopie eines anderen. Es läuft unter neuem Namen weiter; keine Bestellung geht verloren.',
  erase: 'Auch hier löschen',
  ours: 'Das ist unsere Bar',
  orphans:
    '{0} Bestellung wartet auf ein hier noch unbekanntes Getränk.|{0} Bestellungen warten auf ein hier noch unbekanntes Getränk.',
  practice: 'Probebetrieb: Es zählt noch nichts.',
  stock: 'Lager',
  zero: '0 ist auch okay',
  asOf: 'Stand: {0}',
  notYet: 'noch nicht offen',
  boardShut: 'Diese Tafel ist nicht öffentlich.',
  labels: {
    alcohol: 'Alkohol',
    milk: 'Milch',
    nuts: 'Nüsse',
    gluten: 'Gluten',
    caffeine: 'Koffein',
    vegan: 'vegan',
  },
  keeps: {
    always: 'Was hier gespeichert ist, bleibt, bis es jemand löscht.',
    mostly: 'Was hier gespeichert ist, bleibt, außer jemand löscht es oder das Tablet ist voll.',
    week: 'Safari löscht hier alles, wenn du es sieben Tage lang nutzt, ohne die Bar zu öffnen: Öffne sie einmal pro Woche oder leg sie auf den Home-Bildschirm.',
    tight: 'Auf diesem Tablet ist kaum noch Platz: Mach welchen frei.',
  },
  notPrivate: 'Nicht in einem privaten Fenster.',
  unsafe: {
    soon: 'in einer Minute schon',
    missing: 'dieser Browser behält die App nicht',
    expires: 'dieser Server sagt nicht, wie lange die App gilt',
    untrusted: 'das Zertifikat gilt hier nicht, oder dieses Fenster behält nichts',
  },
  away: 'Diese Bar hat die Adresse {0}.',
  awayWhy: {
    moving: 'Dieses Tablet zieht jetzt dorthin um.',
    order: 'Es zieht nach dieser Bestellung dorthin um.',
    unsent: 'Es zieht dorthin um, wenn alles auf dem Router ist.',
    unreachable: 'Sie ist von hier nicht erreichbar, also bleibt dieses Tablet hier.',
  },
  barred:
    'Diese Seite darf noch nicht darauf zugreifen: Wer den Router betreut, trägt die Adresse in dessen Einstellungen ein.',
  board: 'Tafel',
  plan: 'Plan',
  cash: 'Kasse',
  report: 'Bericht',
  coming:
    'Diese Ansicht wird einmal vom Router geladen und ist noch nicht auf diesem Tablet. Die Bar läuft auch ohne sie.',
  gone: 'Das Treffen dieses Routers wurde gelöscht oder ist vorbei und wurde hier vergessen.',
  wipedOld:
    '{0} Eintrag von {1}, einem gelöschten Treffen, ist nur hier.|{0} Einträge von {1}, einem gelöschten Treffen, sind nur hier.',
}
