import type { Texts } from './en.ts'

/** Italian. */
export const it: Texts = {
  bar: 'Bar',
  setup: 'Impostazioni',
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
  tally: 'Su carta',
  daylight: 'Tema chiaro',

  // Order
  order: 'Ordine',
  tapHint: 'Tocca una bevanda.',
  lastTaps: 'Ultimi tocchi',
  count: '{0} bevanda|{0} bevande',
  less: '1 {0} in meno',
  more: '1 {0} in più',
  clear: 'Svuota',
  suggested: 'suggerito',
  deposit: 'cauzione',
  giveBack: 'Reso',
  done: 'Fatto',
  house: 'Offre la casa',
  houseReasons: ['staff', 'relatore', 'cucina', 'rovesciato'],
  undo: 'Annulla',
  recent: 'Ultimi ordini',
  showOrder: 'Mostra l’ordine',
  takeBack: 'Togli {0}',
  takenBack: 'Tolto: {0}',
  recorded: 'Segnato: {0}',

  // Given
  given: 'Offerta',
  handBack: 'rendi',

  // Saved or not
  saved: 'Salvato',
  saving: 'Salvataggio…',
  notSaved: 'Non salvato',
  notSaving: 'NON SALVA',

  // Recent orders
  close: 'Chiudi',
  why: 'Storna perché',
  voidReasons: ['errore', 'doppio tocco', 'non voluto', 'solo una prova'],
  void: 'Storna',
  putBack: 'Ripristina',
  voided: 'stornato',
  gave: 'ha dato {0}',
  nothing: 'Niente',
  gives: 'dà',
  pays: 'paga con',
  other: 'Altro importo',

  // Notices
  ok: 'OK',
  autoDone: 'Segnato da solo, nessuno continuava: {0}',
  refused: 'Non accettato: {0}',
  notSavingWhy: {
    full: 'Il tablet è pieno. Cancella foto o app, poi riprova.',
    open: 'Il browser non salva niente. Esci dalla modalità privata, chiudi le altre schede di questa pagina, poi riprova.',
  },
  notSavingDo: 'Fino ad allora lascia aperta la pagina e scrivi gli ordini su carta.',
  waiting: '{0} da salvare.',
  again: 'Riprova',

  // Status
  unsent: '{0} non ancora sul router',
  allSent: 'tutto sul router',
  synced: 'sincronizzato {0}',
  never: 'mai sincronizzato',
  behind: '{0} in arrivo',
  link: {
    starting: 'Cerco il router.',
    offline: 'Il router non risponde. Tu continua: riceverà tutto dopo.',
    key: 'Il router chiede la chiave.',
    full: 'Il router è pieno. Gli ordini restano qui; avvisa l’organizzazione.',
    missing: 'Il router non conosce questo incontro. Chiedi a chi gestisce il router.',
    wiped: 'L’organizzazione ha cancellato questo incontro dal router.',
    other: 'Questo router è di un altro incontro. Torna al Wi-Fi del tuo bar.',
    trouble: 'Il router risponde in modo strano. Se continua, riavvialo.',
  },
  enterKey: 'Inserisci la chiave',
  safe: 'riparte anche senza router',
  notSafe: 'senza router non riparte',

  // Labels
  noOrders: 'Ancora nessun ordine.',
  unknownDrink: 'bevanda qui ancora ignota',
  wipeHint: 'Fino ad allora lo schermo non reagisce.',
  somethingOut: 'È finito qualcosa',
  made: 'con {0}',
  lowStock: '{0}: solo {1}, avvisa l’organizzazione',
  outStock: '{0}: non ce n’è più, avvisa l’organizzazione',
  toldThem: 'Avvisati',
  bottles: '{0} bottiglia|{0} bottiglie',
  crates: '{0} cassa|{0} casse',
  clone: 'Questo tablet era la copia di un altro. Continua con un nome nuovo; nessun ordine va perso.',
  erase: 'Cancella anche qui',
  ours: 'È il nostro bar',
  orphans:
    '{0} ordine aspetta una bevanda qui ancora ignota.|{0} ordini aspettano una bevanda qui ancora ignota.',
  practice: 'Prova: ancora non conta niente.',
  stock: 'Scorte',
  zero: 'anche 0 va bene',
  asOf: 'aggiornato: {0}',
  notYet: 'ancora chiuso',
  boardShut: 'Questa lavagna non è pubblica.',
  labels: {
    alcohol: 'alcol',
    milk: 'latte',
    nuts: 'frutta a guscio',
    gluten: 'glutine',
    caffeine: 'caffeina',
    vegan: 'vegano',
  },
  keeps: {
    always: 'Quello che è salvato qui resta finché qualcuno non lo cancella.',
    mostly: 'Quello che è salvato qui resta, a meno che qualcuno non lo cancelli o il tablet non si riempia.',
    week: 'Safari cancella tutto qui dopo sette giorni d’uso senza visita: apri il bar una volta a settimana, o mettilo nella schermata Home.',
    tight: 'Su questo tablet c’è poco spazio: liberane un po’.',
  },
  notPrivate: 'In una finestra privata no.',
  unsafe: {
    soon: 'tra un minuto sì',
    missing: 'questo browser non conserva l’app',
    expires: 'questo server non dice per quanto conservare l’app',
    untrusted: 'il certificato qui non è attendibile, o questa finestra non tiene nulla',
  },
  away: 'L’indirizzo di questo bar è {0}.',
  awayWhy: {
    moving: 'Questo tablet ci va adesso.',
    order: 'Ci va dopo questo ordine.',
    unsent: 'Ci va quando tutto è sul router.',
    unreachable: 'Da qui non si raggiunge, quindi questo tablet resta.',
  },
  barred:
    'Questa pagina non può ancora collegarsi lì: chi gestisce il router aggiunge il suo indirizzo alle impostazioni del router.',
  board: 'Lavagna',
  plan: 'Piano',
  cash: 'Cassa',
  report: 'Rapporto',
  coming:
    'Questa schermata arriva dal router, una volta sola, e non è ancora su questo tablet. Il bar funziona anche senza.',
  gone: 'L’incontro di questo router è stato cancellato o è finito, e qui è stato dimenticato.',
  wipedOld:
    '{0} evento di {1}, un incontro cancellato, è solo qui.|{0} eventi di {1}, un incontro cancellato, sono solo qui.',
}
