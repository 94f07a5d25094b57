import type { Texts } from './en.ts'

/** Italian. */
export const it: Texts = {
  bar: 'Bar',
  setup: 'Opzioni',
  help: 'Aiuto',
  language: 'Lingua',
  tablet: 'Questo tablet',

  // Tiles and tools
  drinks: 'Bevande',
  free: 'gratis',
  left: 'resta {0}|restano {0}',
  soldOut: 'finito',
  inOrder: 'nell’ordine',
  oneTap: 'Un tocco',
  wipe: 'Pulisci schermo',
  tally: 'Dalla carta',
  daylight: 'Modo giorno',

  // Order
  order: 'Ordine',
  tapHint: 'Tocca una bevanda.',
  lastTaps: 'Ultimi tocchi',
  count: '{0} bevanda|{0} bevande',
  less: 'Un {0} in meno',
  more: 'Un {0} in più',
  clear: 'Svuota',
  suggested: 'consigliato',
  deposit: 'cauzione',
  giveBack: 'Rendi',
  done: 'Fatto',
  house: 'Offre la casa',
  houseReasons: ['staff', 'relatore', 'cucina', 'versato'],
  undo: 'Annulla',
  recent: 'Ultimi ordini',
  showOrder: 'Mostra l’ordine',
  takeBack: 'Togli {0}',
  takenBack: 'Tolto: {0}',
  recorded: 'Segnato: {0}',

  // Given
  given: 'Dato',
  nothing: 'Niente',
  gives: 'dà',
  pays: 'paga con',
  handBack: 'rendi',
  other: 'Altro importo',

  // Saved or not
  saved: 'Salvato',
  saving: 'Salvo…',
  notSaved: 'Non salvato',
  notSaving: 'NON SALVA',

  // Recent orders
  close: 'Chiudi',
  why: 'Stornare perché',
  voidReasons: ['errore', 'doppio tocco', 'non voluto', 'solo una prova'],
  void: 'Storna',
  putBack: 'Ripristina',
  voided: 'stornato',
  gave: 'ha dato {0}',
  record: 'Segna',

  // Notices
  ok: 'OK',
  autoDone: 'Segnato da solo: {0}',
  refused: 'Non accettato: {0}',
  notSavingWhy: {
    full: 'Il tablet è pieno. Cancella foto o app.',
    open: 'Il browser non salva niente. Esci dalla modalità privata, chiudi le altre schede del bar.',
  },
  notSavingDo: 'Lascia aperta la pagina e scrivi su carta.',
  waiting: '{0} da salvare.',
  again: 'Riprova',

  // Status
  unsent: '{0} non ancora sul router',
  allSent: 'tutto sul router',
  synced: 'sincronizzato {0}',
  never: 'mai sincronizzato',
  behind: 'ne manca {0}|ne mancano {0}',
  link: {
    starting: 'Cerco il router.',
    offline: 'Il router non risponde. Tu continua: riceverà tutto dopo.',
    key: 'Il router chiede la chiave.',
    full: 'Il router è pieno. Gli ordini restano qui; avvisa l’organizzazione.',
    missing: 'Il router non conosce questo incontro. Avvisa l’organizzazione.',
    wiped: 'L’organizzazione ha cancellato questo incontro dal router.',
    other: 'Questo router è di un altro incontro. Torna al Wi-Fi del tuo bar.',
    trouble: 'Il router risponde in modo strano. Se continua, riavvialo.',
  },
  enterKey: 'Inserisci la chiave',
  safe: 'riparte anche senza router',
  notSafe: 'senza router non riparte',

  // Labels
  labels: {
    alcohol: 'alcol',
    milk: 'latte',
    nuts: 'frutta a guscio',
    gluten: 'glutine',
    caffeine: 'caffeina',
    vegan: 'vegano',
  },
}
