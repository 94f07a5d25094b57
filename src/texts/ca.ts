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
  handBack: 'torna',

  // Saved or not
  saved: 'Desat',
  saving: 'Desant…',
  notSaved: 'No desat',
  notSaving: 'NO ES DESA',

  // The guests’ board
  zero: '0 també està bé',
  asOf: 'actualitzat: {0}',
  notYet: 'encara tancada',
  boardShut: 'Aquesta pissarra no és pública.',
  labels: {
    alcohol: 'alcohol',
    milk: 'llet',
    nuts: 'fruits secs',
    gluten: 'gluten',
    caffeine: 'cafeïna',
    vegan: 'vegà',
  },

  // Recent orders
  close: 'Tancar',
  why: 'Anul·lar per',
  voidReasons: ['error', 'doble toc', 'no ho vol', 'prova'],
  void: 'Anul·lar',
  putBack: 'Recuperar',
  voided: 'anul·lat',
  gave: 'ha donat {0}',
  nothing: 'Res',
  gives: 'dona',
  pays: 'paga amb',
  other: 'Una altra quantitat',

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
    wiped: 'L’organització ha esborrat la trobada del router.',
    other: 'El router és d’una altra trobada. Torna al Wi-Fi de la teva barra.',
    trouble: 'El router respon estrany. Si continua així, reinicia’l.',
  },
  enterKey: 'Posar la clau',
  safe: 'arrenca també sense el router',
  notSafe: 'no arrenca sense el router',

  // Labels
  noOrders: 'Encara no hi ha comandes.',
  unknownDrink: 'beguda encara desconeguda aquí',
  wipeHint: 'Mentrestant, la pantalla no reacciona.',
  somethingOut: 'S’ha acabat alguna cosa',
  made: 'amb {0}',
  lowStock: '{0}: en queden {1}, avisa l’organització',
  outStock: '{0} s’ha acabat: avisa l’organització',
  toldThem: 'Ja he avisat',
  bottles: '{0} ampolla|{0} ampolles',
  crates: '{0} caixa|{0} caixes',
  clone: 'Aquesta tauleta era una còpia d’una altra. Continua amb un nom nou; no es perd cap comanda.',
  erase: 'Esborrar aquí',
  ours: 'És la nostra',
  orphans:
    '{0} comanda espera una beguda encara desconeguda aquí.|{0} comandes esperen una beguda encara desconeguda aquí.',
  practice: 'Pràctica: encara no compta res.',
  stock: 'Existències',
  keeps: {
    always: 'El que es desa aquí s’hi queda fins que algú ho esborri.',
    mostly: 'El que es desa aquí s’hi queda, tret que algú ho esborri o la tauleta s’ompli.',
    week: 'Safari esborra això després de set dies d’ús sense visita: obre la barra un cop per setmana o posa-la a la pantalla d’inici.',
    tight: 'Queda poc espai en aquesta tauleta: allibera’n una mica.',
  },
  notPrivate: 'No en una finestra privada.',
  unsafe: {
    soon: 'd’aquí a un minut sí',
    missing: 'aquest navegador no conserva l’app',
    expires: 'aquest servidor no diu quant s’ha de conservar l’app',
    untrusted: 'el certificat no és de confiança aquí, o aquesta finestra no desa res',
  },
  away: 'L’adreça d’aquesta barra és {0}.',
  awayWhy: {
    moving: 'Aquesta tauleta s’hi muda ara.',
    order: 'S’hi muda després d’aquesta comanda.',
    unsent: 'S’hi muda quan tot sigui al router.',
    unreachable: 'Des d’aquí no s’hi arriba, així que aquesta tauleta es queda.',
  },
  barred: 'Aquesta pàgina encara no hi pot parlar: qui cuida el router hi afegeix l’adreça.',
  board: 'Pissarra',
  plan: 'Pla',
  cash: 'Caixa',
  report: 'Informe',
  coming:
    'Aquesta pantalla ve del router, un sol cop, i encara no és en aquesta tauleta. La barra funciona sense.',
  gone: 'La trobada d’aquest router es va esborrar o s’ha acabat, i aquí s’ha oblidat.',
  wipedOld:
    '{0} esdeveniment de {1}, una trobada esborrada, només és aquí.|{0} esdeveniments de {1}, una trobada esborrada, només són aquí.',
}
