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
  wipe: 'Neteja pantalla',
  tally: 'Llista en paper',
  daylight: 'Mode dia',

  // Order
  order: 'Comanda',
  tapHint: 'Toca una beguda.',
  lastTaps: 'Últims tocs',
  count: '{0} beguda|{0} begudes',
  less: 'Treu 1 {0}',
  more: 'Afegeix 1 {0}',
  clear: 'Buida',
  suggested: 'suggerit',
  deposit: 'dipòsit',
  giveBack: 'Retorn',
  done: 'Fet',
  house: 'Convida la casa',
  houseReasons: ['equip', 'ponent', 'cuina', 'vessat'],
  undo: 'Desfés',
  recent: 'Últimes comandes',
  showOrder: 'Mostra la comanda',
  takeBack: 'Treu {0}',
  takenBack: 'Retirat: {0}',
  recorded: 'Anotat: {0}',

  // Given
  given: 'Aportat',
  handBack: 'torna',

  // Saved or not
  saved: 'Desat',
  saving: 'Desant…',
  notSaved: 'No desat',
  notSaving: 'NO ES DESA',

  // Recent orders
  close: 'Tanca',
  why: 'Anul·la per',
  voidReasons: ['error', 'doble toc', 'no ho vol', 'prova'],
  void: 'Anul·la',
  putBack: 'Recupera',
  voided: 'anul·lat',
  gave: 'ha donat {0}',
  nothing: 'Res',
  gives: 'dona',
  pays: 'paga amb',
  other: 'Una altra quantitat',

  // Notices
  ok: 'OK',
  autoDone: 'S’ha anotat sola, ningú no seguia: {0}',
  refused: 'No acceptat: {0}',
  notSavingWhy: {
    full: 'La tauleta és plena. Esborra fotos o apps, i torna-ho a provar.',
    open: 'El navegador no desa res. Surt del mode privat, tanca altres pestanyes d’aquesta pàgina, i torna-ho a provar.',
  },
  notSavingDo: 'Fins llavors deixa la pàgina oberta i anota les comandes en paper.',
  waiting: '{0} sense desar.',
  again: 'Torna-ho a provar',

  // Status
  unsent: '{0} per enviar al router',
  allSent: 'tot al router',
  synced: 'sincronitzat {0}',
  never: 'encara sense sincronitzar',
  behind: '{0} per arribar',
  link: {
    starting: 'Buscant el router.',
    offline: 'El router no respon. Tu continua: després ho rep tot.',
    key: 'El router demana la clau.',
    full: 'El router és ple. Les comandes es queden aquí; avisa l’organització.',
    missing: 'El router no coneix aquesta trobada. Pregunta a qui porta el router.',
    wiped: 'L’organització ha esborrat la trobada del router.',
    other: 'El router és d’una altra trobada. Torna al Wi-Fi de la teva barra.',
    trouble: 'El router respon coses rares. Si continua així, reinicia’l.',
  },
  enterKey: 'Posa la clau',
  safe: 'arrenca també sense el router',
  notSafe: 'no arrenca sense el router',

  // Labels
  noOrders: 'Encara no hi ha comandes.',
  unknownDrink: 'beguda encara desconeguda aquí',
  wipeHint: 'Mentrestant, la pantalla no reacciona.',
  somethingOut: 'S’ha acabat',
  made: 'amb {0}',
  lowStock: '{0}: només {1}, avisa l’organització',
  outStock: '{0}: no en queda, avisa l’organització',
  toldThem: 'Avisat',
  bottles: '{0} ampolla|{0} ampolles',
  crates: '{0} caixa|{0} caixes',
  clone: 'Aquesta tauleta era una còpia d’una altra. Continua amb un nom nou; no es perd cap comanda.',
  erase: 'Esborra-ho aquí també',
  ours: 'És la nostra barra',
  orphans:
    '{0} comanda espera una beguda encara desconeguda aquí.|{0} comandes esperen una beguda encara desconeguda aquí.',
  practice: 'Pràctica: encara no compta res.',
  stock: 'Existències',
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
  keeps: {
    always: 'El que es desa aquí s’hi queda fins que algú ho esborri.',
    mostly: 'El que es desa aquí s’hi queda, tret que algú ho esborri o la tauleta s’ompli.',
    week: 'Safari esborra això després de set dies d’ús sense visita: obre la barra un cop per setmana o posa-la a la pantalla d’inici.',
    tight: 'Queda poc espai en aquesta tauleta: allibera’n una mica.',
  },
  notPrivate: 'En una finestra privada, no.',
  unsafe: {
    soon: 'd’aquí a un minut sí',
    missing: 'aquest navegador no conserva l’app',
    expires: 'aquest servidor no diu quant de temps s’ha de conservar l’app',
    untrusted: 'el certificat no és de confiança aquí, o aquesta finestra no desa res',
  },
  away: 'L’adreça d’aquesta barra és {0}.',
  awayWhy: {
    moving: 'Aquesta tauleta s’hi muda ara.',
    order: 'S’hi muda després d’aquesta comanda.',
    unsent: 'S’hi muda quan tot sigui al router.',
    unreachable: 'Des d’aquí no s’hi arriba, així que aquesta tauleta es queda.',
  },
  barred:
    'Aquesta pàgina encara no s’hi pot connectar: qui porta el router n’afegeix l’adreça als ajustos del router.',
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
