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
  handBack: 'devolve',

  // Saved or not
  saved: 'Guardado',
  saving: 'A guardar…',
  notSaved: 'Não guardado',
  notSaving: 'NÃO ESTÁ A GUARDAR',

  // The guests’ board
  zero: '0 também serve',
  asOf: 'atualizado: {0}',
  notYet: 'ainda fechado',
  boardShut: 'Este quadro não é público.',
  labels: {
    alcohol: 'álcool',
    milk: 'leite',
    nuts: 'frutos secos',
    gluten: 'glúten',
    caffeine: 'cafeína',
    vegan: 'vegano',
  },

  // Recent orders
  close: 'Fechar',
  why: 'Anular por',
  voidReasons: ['engano', 'toque duplo', 'não quis', 'só um teste'],
  void: 'Anular',
  putBack: 'Repor',
  voided: 'anulado',
  gave: 'deu {0}',
  nothing: 'Nada',
  gives: 'dá',
  pays: 'paga com',
  other: 'Outro valor',

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
  noOrders: 'Ainda não há pedidos.',
  unknownDrink: 'bebida ainda desconhecida aqui',
  wipeHint: 'Até lá, o ecrã não reage.',
  somethingOut: 'Acabou alguma coisa',
  made: 'com {0}',
  lowStock: '{0}: restam {1}, avisa a organização',
  outStock: '{0} acabou: avisa a organização',
  toldThem: 'Já avisei',
  bottles: '{0} garrafa|{0} garrafas',
  crates: '{0} grade|{0} grades',
  clone: 'Este tablet era uma cópia de outro. Continua com um nome novo; nenhum pedido se perde.',
  erase: 'Apagar aqui também',
  ours: 'É o nosso bar',
  orphans:
    '{0} pedido espera uma bebida ainda desconhecida aqui.|{0} pedidos esperam uma bebida ainda desconhecida aqui.',
  practice: 'Treino: ainda nada conta.',
  stock: 'Stock',
  keeps: {
    always: 'O que se guarda aqui fica até alguém o apagar.',
    mostly: 'O que se guarda aqui fica, a não ser que alguém o apague ou o tablet encha.',
    week: 'O Safari apaga isto após sete dias de uso sem visita: abre o bar uma vez por semana, ou põe-no no ecrã inicial.',
    tight: 'Há pouco espaço neste tablet: liberta algum.',
  },
  notPrivate: 'Não numa janela privada.',
  unsafe: {
    soon: 'daqui a um minuto já',
    missing: 'este navegador não conserva a app',
    expires: 'este servidor não diz quanto tempo conservar a app',
    untrusted: 'o certificado não é de confiança aqui, ou esta janela não guarda nada',
  },
  away: 'O endereço deste bar é {0}.',
  awayWhy: {
    moving: 'Este tablet muda-se para lá agora.',
    order: 'Muda-se para lá depois deste pedido.',
    unsent: 'Muda-se para lá quando tudo estiver no router.',
    unreachable: 'Daqui não se chega lá, por isso este tablet fica.',
  },
  barred: 'Esta página ainda não pode falar com ela: quem cuida do router acrescenta lá o endereço.',
  board: 'Quadro',
  plan: 'Plano',
  cash: 'Caixa',
  report: 'Relatório',
  coming: 'Este ecrã vem do router, uma só vez, e ainda não está neste tablet. O bar funciona sem ele.',
  gone: 'O encontro deste router foi apagado ou acabou, e aqui foi esquecido.',
  wipedOld:
    '{0} evento de {1}, um encontro apagado, está só aqui.|{0} eventos de {1}, um encontro apagado, estão só aqui.',
}
