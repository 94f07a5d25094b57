import type { Texts } from './en.ts'

/** Spanish. */
export const es: Texts = {
  bar: 'Barra',
  setup: 'Ajustes',
  help: 'Ayuda',
  language: 'Idioma',
  tablet: 'Esta tableta',

  // Tiles and tools
  drinks: 'Bebidas',
  free: 'gratis',
  left: 'queda {0}|quedan {0}',
  soldOut: 'agotado',
  inOrder: 'en el pedido',
  oneTap: 'Un toque',
  wipe: 'Limpiar pantalla',
  tally: 'Pasar de papel',
  daylight: 'Modo día',

  // Order
  order: 'Pedido',
  tapHint: 'Toca una bebida.',
  lastTaps: 'Últimos toques',
  count: '{0} bebida|{0} bebidas',
  less: 'Quitar un {0}',
  more: 'Añadir un {0}',
  clear: 'Vaciar',
  suggested: 'sugerido',
  deposit: 'fianza',
  giveBack: 'Devolver',
  done: 'Listo',
  house: 'Invita la casa',
  houseReasons: ['equipo', 'ponente', 'cocina', 'derramado'],
  undo: 'Deshacer',
  recent: 'Últimos pedidos',
  showOrder: 'Ver el pedido',
  takeBack: 'Quitar {0}',
  takenBack: 'Quitado: {0}',
  recorded: 'Anotado: {0}',

  // Given
  given: 'Aporte',
  nothing: 'Nada',
  gives: 'da',
  pays: 'paga con',
  handBack: 'devuelve',
  other: 'Otra cantidad',

  // Saved or not
  saved: 'Guardado',
  saving: 'Guardando…',
  notSaved: 'No guardado',
  notSaving: 'NO SE GUARDA',

  // Recent orders
  close: 'Cerrar',
  why: 'Anular por',
  voidReasons: ['error', 'doble toque', 'no lo quiere', 'prueba'],
  void: 'Anular',
  putBack: 'Recuperar',
  voided: 'anulado',
  gave: 'dio {0}',
  record: 'Anotar',

  // Notices
  ok: 'OK',
  autoDone: 'Anotado solo: {0}',
  refused: 'No aceptado: {0}',
  notSavingWhy: {
    full: 'La tableta está llena. Borra fotos o apps.',
    open: 'El navegador no guarda nada. Sal del modo privado, cierra otras pestañas de la barra.',
  },
  notSavingDo: 'Deja la página abierta y anota en papel.',
  waiting: '{0} sin guardar.',
  again: 'Reintentar',

  // Status
  unsent: '{0} aún no en el router',
  allSent: 'todo en el router',
  synced: 'sincronizado {0}',
  never: 'aún sin sincronizar',
  behind: 'falta {0}|faltan {0}',
  link: {
    starting: 'Buscando el router.',
    offline: 'El router no responde. Tú sigue: luego lo recibe todo.',
    key: 'El router pide su clave.',
    full: 'El router está lleno. Los pedidos se quedan aquí; avisa a la organización.',
    missing: 'El router no conoce este encuentro. Avisa a la organización.',
    wiped: 'La organización borró este encuentro del router.',
    other: 'Este router es de otro encuentro. Vuelve al Wi-Fi de tu barra.',
    trouble: 'El router responde raro. Si sigue así, reinícialo.',
  },
  enterKey: 'Poner la clave',
  safe: 'arranca también sin el router',
  notSafe: 'no arranca sin el router',

  // Labels
  labels: {
    alcohol: 'alcohol',
    milk: 'leche',
    nuts: 'frutos secos',
    gluten: 'gluten',
    caffeine: 'cafeína',
    vegan: 'vegano',
  },
}
