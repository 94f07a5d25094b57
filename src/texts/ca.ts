import type { Texts } from './en.ts'

/** Catalan. */
export const ca: Texts = {
  bar: 'Barra',
  setup: 'Ajustos',
  help: 'Ajuda',
  language: 'Llengua',
  tablet: 'Aquesta tauleta',

  // Tiles and tools
  drinks: 'Begudes',
  free: 'gratis',
  left: 'en queda {0}|en queden {0}',
  soldOut: 'esgotat',
  inOrder: 'a la comanda',
  oneTap: 'Un toc',
  wipe: 'Netejar pantalla',
  tally: 'Passar de paper',
  daylight: 'Mode dia',

  // Order
  order: 'Comanda',
  tapHint: 'Toca una beguda.',
  lastTaps: 'Últims tocs',
  count: '{0} beguda|{0} begudes',
  less: 'Treure un {0}',
  more: 'Afegir un {0}',
  clear: 'Buidar',
  suggested: 'suggerit',
  deposit: 'dipòsit',
  giveBack: 'Tornar',
  done: 'Fet',
  house: 'Convida la casa',
  houseReasons: ['equip', 'ponent', 'cuina', 'vessat'],
  undo: 'Desfer',
  recent: 'Últimes comandes',
  showOrder: 'Veure la comanda',
  takeBack: 'Treure {0}',
  takenBack: 'Tret: {0}',
  recorded: 'Anotat: {0}',

  // Given
  given: 'Aport',
  nothing: 'Res',
  gives: 'dona',
  pays: 'paga amb',
  handBack: 'torna',
  other: 'Una altra quantitat',

  // Saved or not
  saved: 'Desat',
  saving: 'Desant…',
  notSaved: 'No desat',
  notSaving: 'NO ES DESA',

  // Recent orders
  close: 'Tancar',
  why: 'Anul·lar per',
  voidReasons: ['error', 'doble toc', 'no ho vol', 'prova'],
  void: 'Anul·lar',
  putBack: 'Recuperar',
  voided: 'anul·lat',
  gave: 'ha donat {0}',
  record: 'Anotar',

  // Notices
  ok: 'OK',
  autoDone: 'Anotat sol: {0}',
  refused: 'No acceptat: {0}',
  notSavingWhy: {
    full: 'La tauleta és plena. Esborra fotos o apps.',
    open: 'El navegador no desa res. Surt del mode privat, tanca altres pestanyes de la barra.',
  },
  notSavingDo: 'Deixa la pàgina oberta i anota en paper.',
  waiting: '{0} sense desar.',
  again: 'Tornar-hi',

  // Status
  unsent: '{0} encara no al router',
  allSent: 'tot al router',
  synced: 'sincronitzat {0}',
  never: 'encara sense sincronitzar',
  behind: 'en falta {0}|en falten {0}',
  link: {
    starting: 'Cercant el router.',
    offline: 'El router no respon. Tu continua: després ho rep tot.',
    key: 'El router demana la clau.',
    full: 'El router és ple. Les comandes es queden aquí; avisa l’organització.',
    missing: 'El router no coneix aquesta trobada. Avisa l’organització.',
    wiped: 'L’organització ha esborrat aquesta trobada del router.',
    other: 'Aquest router és d’una altra trobada. Torna al Wi-Fi de la teva barra.',
    trouble: 'El router respon estrany. Si continua així, reinicia’l.',
  },
  enterKey: 'Posar la clau',
  safe: 'arrenca també sense el router',
  notSafe: 'no arrenca sense el router',

  // Labels
  labels: {
    alcohol: 'alcohol',
    milk: 'llet',
    nuts: 'fruits secs',
    gluten: 'gluten',
    caffeine: 'cafeïna',
    vegan: 'vegà',
  },
}
