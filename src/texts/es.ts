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
  tally: 'Lista en papel',
  daylight: 'Modo día',

  // Order
  order: 'Pedido',
  tapHint: 'Toca una bebida.',
  lastTaps: 'Últimos toques',
  count: '{0} bebida|{0} bebidas',
  less: 'Quitar 1 {0}',
  more: 'Añadir 1 {0}',
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
  handBack: 'devuelve',

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
  nothing: 'Nada',
  gives: 'da',
  pays: 'paga con',
  other: 'Otra cantidad',

  // Notices
  ok: 'OK',
  autoDone: 'Se anotó solo, nadie seguía: {0}',
  refused: 'No aceptado: {0}',
  notSavingWhy: {
    full: 'La tableta está llena. Borra fotos o apps, y reintenta.',
    open: 'El navegador no guarda nada. Sal del modo privado, cierra otras pestañas de esta página, y reintenta.',
  },
  notSavingDo: 'Hasta entonces deja la página abierta y anota los pedidos en papel.',
  waiting: '{0} sin guardar.',
  again: 'Reintentar',

  // Status
  unsent: '{0} por enviar al router',
  allSent: 'todo en el router',
  synced: 'sincronizado {0}',
  never: 'aún sin sincronizar',
  behind: '{0} por llegar',
  link: {
    starting: 'Buscando el router.',
    offline: 'El router no responde. Tú sigue: luego lo recibe todo.',
    key: 'El router pide su clave.',
    full: 'El router está lleno. Los pedidos se quedan aquí; avisa a la organización.',
    missing: 'El router no conoce este encuentro. Pregunta a quien lleva el router.',
    wiped: 'La organización borró este encuentro del router.',
    other: 'Este router es de otro encuentro. Vuelve al Wi-Fi de tu barra.',
    trouble: 'El router responde raro. Si sigue así, reinícialo.',
  },
  enterKey: 'Poner la clave',
  safe: 'arranca también sin el router',
  notSafe: 'no arranca sin el router',

  // Labels
  noOrders: 'Aún no hay pedidos.',
  unknownDrink: 'bebida aún desconocida aquí',
  wipeHint: 'Mientras tanto, la pantalla no reacciona.',
  somethingOut: 'Se acabó algo',
  made: 'con {0}',
  lowStock: '{0}: ya solo {1}, avisa a la organización',
  outStock: '{0}: no queda nada, avisa a la organización',
  toldThem: 'Avisado',
  bottles: '{0} botella|{0} botellas',
  crates: '{0} caja|{0} cajas',
  clone: 'Esta tableta era copia de otra. Sigue con un nombre nuevo; no se pierde ningún pedido.',
  erase: 'Borrarlo aquí también',
  ours: 'Es nuestra barra',
  orphans:
    '{0} pedido espera una bebida aún desconocida aquí.|{0} pedidos esperan una bebida aún desconocida aquí.',
  practice: 'Práctica: aún no cuenta nada.',
  stock: 'Existencias',
  zero: '0 también vale',
  asOf: 'actualizado: {0}',
  notYet: 'aún cerrada',
  boardShut: 'Esta pizarra no es pública.',
  labels: {
    alcohol: 'alcohol',
    milk: 'leche',
    nuts: 'frutos secos',
    gluten: 'gluten',
    caffeine: 'cafeína',
    vegan: 'vegano',
  },
  keeps: {
    always: 'Lo guardado aquí se queda hasta que alguien lo borre.',
    mostly: 'Lo guardado aquí se queda, salvo que alguien lo borre o la tableta se llene.',
    week: 'Safari borra esto tras siete días de uso sin visita: abre la barra una vez por semana o ponla en la pantalla de inicio.',
    tight: 'Queda poco espacio en esta tableta: libera un poco.',
  },
  notPrivate: 'En una ventana privada, no.',
  unsafe: {
    soon: 'en un minuto sí',
    missing: 'este navegador no conserva la app',
    expires: 'este servidor no dice cuánto tiempo conservar la app',
    untrusted: 'el certificado no es de confianza aquí, o esta ventana no guarda nada',
  },
  away: 'La dirección de esta barra es {0}.',
  awayWhy: {
    moving: 'Esta tableta se muda allí ahora.',
    order: 'Se muda allí después de este pedido.',
    unsent: 'Se muda allí cuando todo esté en el router.',
    unreachable: 'Desde aquí no se llega, así que esta tableta se queda.',
  },
  barred:
    'Esta página aún no puede conectar ahí: quien lleva el router añade su dirección a los ajustes del router.',
  board: 'Pizarra',
  plan: 'Plan',
  cash: 'Caja',
  report: 'Informe',
  coming:
    'Esta pantalla viene del router, una sola vez, y aún no está en esta tableta. La barra funciona sin ella.',
  gone: 'El encuentro de este router se borró o terminó, y aquí se olvidó.',
  wipedOld:
    '{0} evento de {1}, un encuentro borrado, está solo aquí.|{0} eventos de {1}, un encuentro borrado, están solo aquí.',
}
