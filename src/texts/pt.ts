import type { Texts } from './en.ts'

/** Portuguese. */
export const pt: Texts = {
  bar: 'Bar',
  setup: 'Ajustes',
  help: 'Ajuda',
  language: 'Língua',
  tablet: 'Este tablet',

  // Tiles and tools
  drinks: 'Bebidas',
  free: 'grátis',
  left: 'resta {0}|restam {0}',
  soldOut: 'esgotado',
  inOrder: 'no pedido',
  oneTap: 'Um toque',
  wipe: 'Limpar ecrã',
  tally: 'Passar do papel',
  daylight: 'Modo dia',

  // Order
  order: 'Pedido',
  tapHint: 'Toca numa bebida.',
  lastTaps: 'Últimos toques',
  count: '{0} bebida|{0} bebidas',
  less: 'Menos um {0}',
  more: 'Mais um {0}',
  clear: 'Limpar',
  suggested: 'sugerido',
  deposit: 'depósito',
  giveBack: 'Devolver',
  done: 'Feito',
  house: 'Oferta da casa',
  houseReasons: ['equipa', 'orador', 'cozinha', 'entornado'],
  undo: 'Desfazer',
  recent: 'Últimos pedidos',
  showOrder: 'Ver o pedido',
  takeBack: 'Retirar {0}',
  takenBack: 'Retirado: {0}',
  recorded: 'Registado: {0}',

  // Given
  given: 'Dado',
  nothing: 'Nada',
  gives: 'dá',
  pays: 'paga com',
  handBack: 'devolve',
  other: 'Outro valor',

  // Saved or not
  saved: 'Guardado',
  saving: 'A guardar…',
  notSaved: 'Não guardado',
  notSaving: 'NÃO ESTÁ A GUARDAR',

  // Recent orders
  close: 'Fechar',
  why: 'Anular por',
  voidReasons: ['engano', 'toque duplo', 'não quis', 'só um teste'],
  void: 'Anular',
  putBack: 'Repor',
  voided: 'anulado',
  gave: 'deu {0}',
  record: 'Registar',

  // Notices
  ok: 'OK',
  autoDone: 'Registado sozinho: {0}',
  refused: 'Não aceite: {0}',
  notSavingWhy: {
    full: 'O tablet está cheio. Apaga fotos ou apps.',
    open: 'O navegador não guarda nada. Sai do modo privado, fecha outros separadores do bar.',
  },
  notSavingDo: 'Deixa a página aberta e anota em papel.',
  waiting: '{0} por guardar.',
  again: 'Tentar de novo',

  // Status
  unsent: '{0} ainda não no router',
  allSent: 'tudo no router',
  synced: 'sincronizado {0}',
  never: 'ainda sem sincronizar',
  behind: 'falta {0}|faltam {0}',
  link: {
    starting: 'À procura do router.',
    offline: 'O router não responde. Continua: ele recebe tudo depois.',
    key: 'O router pede a chave.',
    full: 'O router está cheio. Os pedidos ficam aqui; avisa a organização.',
    missing: 'O router não conhece este encontro. Avisa a organização.',
    wiped: 'A organização apagou este encontro do router.',
    other: 'Este router é de outro encontro. Volta ao Wi-Fi do teu bar.',
    trouble: 'O router responde mal. Se continuar, reinicia-o.',
  },
  enterKey: 'Pôr a chave',
  safe: 'arranca também sem o router',
  notSafe: 'não arranca sem o router',

  // Labels
  labels: {
    alcohol: 'álcool',
    milk: 'leite',
    nuts: 'frutos secos',
    gluten: 'glúten',
    caffeine: 'cafeína',
    vegan: 'vegano',
  },
}
