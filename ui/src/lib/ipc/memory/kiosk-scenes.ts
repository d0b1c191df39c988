// The scripted kiosk's screens, by name:
// /kiosk?scene=kiosk&step=<name below>&lang=it|en|de|fr&theme=light|dark
// &contrast=high&large=1&look=bank|pale&play=off (nothing moves and nothing
// goes on by itself)&offline=1&required=healthCard,phone&delay=<ms>&pace=<ms>
// &again=documentRear:blurred,face:unplayable (single pieces again).

import type {
  DeviceView,
  FaceAction,
  KioskHint,
  KioskScreen,
  StepView,
  KioskTheme,
  OutOfService,
  KioskPiece,
  PieceAsked,
  PieceReasonCode,
  PolicyBlock,
  StepName,
  TiltView,
} from '../bindings';
import { front, healthCard, rear, selfieWithDocument } from './artwork';
import { cornersAt } from './kiosk-frames';
import { inconsistent as customer } from './people';
import recording from './session.mp4';

type Of<K extends KioskScreen['kind']> = Extract<KioskScreen, { kind: K }>;

export const ATTEMPTS = 3;

const good: DeviceView = {
  name: 'Logitech BRIO',
  state: 'ok',
  width: 1280,
  height: 720,
  framesPerSecond: 30,
};

export const devices = (change: Partial<Of<'devices'>> = {}): Of<'devices'> => ({
  kind: 'devices',
  face: good,
  document: { ...good, name: 'IPEVO V4K' },
  light: 'ok',
  ready: true,
  ...change,
});

export const capture = (piece: KioskPiece, change: Partial<Of<'capture'>> = {}): Of<'capture'> => ({
  kind: 'capture',
  piece,
  stage: 'seek',
  tilt: null,
  hint: null,
  outline: null,
  attempt: 1,
  attempts: ATTEMPTS,
  trouble: null,
  manual: true,
  still: null,
  ...change,
});

export const phone = (change: Partial<Of<'phone'>> = {}): Of<'phone'> => ({
  kind: 'phone',
  number: '+39 347 000 0000',
  editable: true,
  stage: 'number',
  attemptsLeft: 3,
  resendAfterSeconds: 30,
  problem: null,
  ...change,
});

export const face = (change: Partial<Of<'face'>> = {}): Of<'face'> => ({
  kind: 'face',
  stage: 'position',
  action: null,
  done: 0,
  of: 3,
  hint: null,
  attempt: 1,
  attempts: ATTEMPTS,
  trouble: null,
  ...change,
});

export const CHALLENGE: FaceAction[] = ['left', 'blink', 'smile'];
export const TILTS: TiltView[] = ['left', 'towards', 'right', 'away'];

/** What was taken of `piece`. */
export function taken(piece: KioskPiece): string {
  switch (piece) {
    case 'documentFront':
      return front(customer);
    case 'documentRear':
      return rear(customer);
    case 'healthCardFront':
    case 'healthCardRear':
      return healthCard(customer);
    case 'selfie':
      return selfieWithDocument(customer);
    case 'face':
      return recording;
  }
}

export const reviewOf = (pieces: KioskPiece[]): Of<'review'> => ({
  kind: 'review',
  pieces: pieces.map((piece) => ({ piece, url: taken(piece), moving: piece === 'face' })),
});

const running = (): Of<'selfTest'> => ({
  kind: 'selfTest',
  results: selfTest().results.map(({ check }) => ({ check, state: 'running', detail: null })),
});

export const selfTest = (): Of<'selfTest'> => ({
  kind: 'selfTest',
  results: [
    { check: 'keyring', state: 'ok', detail: null },
    { check: 'disk', state: 'ok', detail: '48210 MB' },
    { check: 'faceCamera', state: 'ok', detail: '1280×720 30/s' },
    { check: 'documentCamera', state: 'bad', detail: 'busy' },
    { check: 'light', state: 'warn', detail: 'tooDark' },
    { check: 'models', state: 'ok', detail: null },
    { check: 'central', state: 'ok', detail: null },
    { check: 'certificate', state: 'warn', detail: '12' },
    { check: 'clock', state: 'ok', detail: '0 s' },
  ],
});

export const LOOKS: Record<string, KioskTheme> = {
  bank: {
    title: 'Banca Esempio',
    logoUrl: logo('#0b4f3f', 'Banca Esempio'),
    faviconUrl: null,
    primary: '#0b4f3f',
    background: '#f1f6f3',
    footer: 'Banca Esempio S.p.A. · Filiale di Torino',
  },
  /** Colours that nobody could read. */
  pale: {
    title: 'Banca Chiara',
    logoUrl: null,
    faviconUrl: null,
    primary: '#f2c14e',
    background: '#8d99a6',
    footer: null,
  },
};

function logo(colour: string, name: string): string {
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="330" height="64" viewBox="0 0 330 64"><path d="M6 26 32 8l26 18v6H6zM11 36h8v16h-8zm17 0h8v16h-8zm17 0h8v16h-8zM6 55h52v5H6z" fill="${colour}"/><text x="74" y="43" font-family="Inter Variable, Helvetica, Arial, sans-serif" font-weight="700" font-size="33" fill="${colour}">${name}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(text)}`;
}

/** The order of a session; the optional parts as the request asks. */
export function orderOf(required: string[]): StepName[] {
  const health: StepName[] = ['healthCardFront', 'healthCardRear'];
  return [
    'request',
    'devices',
    'consent',
    'documentFront',
    'documentRear',
    ...(required.includes('healthCard') ? health : []),
    ...(required.includes('phone') ? (['phone'] as const) : []),
    'selfie',
    'face',
    'review',
    'submit',
  ];
}

/** The order of a session for pieces that are `asked` for again. */
export function orderAgain(asked: PieceAsked[]): StepName[] {
  const whole = orderOf(['healthCard']);
  const pieces = whole.filter((step) => asked.some(({ piece }) => piece === step));
  return ['request', 'devices', ...pieces, 'review', 'submit'];
}

/** Pieces with their reasons, as the address names them. */
export function askedFor(names: string): PieceAsked[] {
  return names
    .split(',')
    .filter(Boolean)
    .map((name) => {
      const [piece, reason] = name.split(':') as [KioskPiece, PieceReasonCode];
      return { piece, reason };
    });
}

export function railOf(order: StepName[], current: StepName): StepView[] {
  const at = order.indexOf(current);
  return order.map((name, index) => ({
    name,
    state: index < at ? 'done' : index === at ? 'current' : 'ahead',
  }));
}

/** The step that a screen belongs to. */
export function stepOf(screen: KioskScreen): StepName | null {
  switch (screen.kind) {
    case 'devices':
    case 'consent':
    case 'phone':
    case 'face':
    case 'review':
      return screen.kind;
    case 'capture':
      return screen.piece;
    case 'submitting':
      return 'submit';
    // Outside of a session there are no steps to show.
    case 'request':
    case 'newRequest':
    case 'outcome':
    case 'starting':
    case 'outOfService':
    case 'welcome':
    case 'stopped':
    case 'selfTest':
      return null;
  }
}

const out = (reason: OutOfService): KioskScreen => ({
  kind: 'outOfService',
  reason,
  detail: null,
});
const seen = (hint: KioskHint, piece: KioskPiece = 'documentFront') => capture(piece, { hint });
const PIECES: KioskPiece[] = ['documentFront', 'documentRear', 'healthCardFront', 'selfie', 'face'];

/** A policy, as the core reads it from a file of the bank. */
const POLICY: PolicyBlock[] = [
  { kind: 'heading', text: 'Informativa di esempio: non è quella di una banca' },
  {
    kind: 'paragraph',
    text: 'Questo testo mostra che cosa il cliente legge allo sportello. Prima dell’apertura la banca lo sostituisce con la propria informativa.',
  },
  { kind: 'heading', text: 'Quali dati' },
  {
    kind: 'list',
    items: [
      'Le immagini del suo documento, fronte e retro, e i dati che vi si leggono.',
      'Una fotografia del suo viso con il documento e un breve video del viso in movimento.',
      'Il confronto tra il volto sul documento e il suo. È un dato biometrico.',
    ],
  },
  { kind: 'heading', text: 'Perché e su quale base' },
  {
    kind: 'paragraph',
    text: 'I dati servono soltanto a identificarla. Per i dati biometrici serve il suo consenso esplicito. Il consenso è libero: senza, il personale la identifica di persona.',
  },
  { kind: 'heading', text: 'Chi li vede' },
  {
    kind: 'paragraph',
    text: 'Un operatore incaricato guarda le immagini e decide. Nessuna decisione è presa dalla sola macchina.',
  },
];

export const SCENES = {
  starting: { kind: 'starting' },
  storeLocked: out('storeLocked'),
  noCamera: out('noCamera'),
  queueFull: out('queueFull'),
  diskFull: out('diskFull'),
  selfTestFailed: out('selfTestFailed'),
  notSetUp: out('notSetUp'),
  welcome: { kind: 'welcome' },
  request: { kind: 'request', problem: null },
  requestNotFound: { kind: 'request', problem: 'notFound' },
  requestOffline: { kind: 'request', problem: 'offline' },
  newRequest: { kind: 'newRequest', problem: null },
  devices: devices(),
  devicesBusy: devices({
    document: {
      ...good,
      name: 'IPEVO V4K',
      state: 'busy',
      width: 0,
      height: 0,
      framesPerSecond: 0,
    },
    light: 'tooDark',
    ready: false,
  }),
  consent: {
    kind: 'consent',
    policyUrl: 'https://www.example.org/privacy/identificazione',
    policy: [],
    termsVersion: '2026-03',
  },
  consentWithText: {
    kind: 'consent',
    policyUrl: null,
    policy: POLICY,
    termsVersion: 'it-3f9a1c2b7d10',
  },
  documentFront: seen('noDocument'),
  documentGlare: capture('documentFront', { stage: 'hold', hint: 'glare', outline: cornersAt(0) }),
  documentHold: capture('documentFront', {
    stage: 'hold',
    hint: 'holdStill',
    outline: cornersAt(0),
  }),
  documentTilt: capture('documentFront', {
    stage: 'tilt',
    tilt: 'left',
    outline: cornersAt(0),
  }),
  documentUnplugged: capture('documentFront', { hint: 'noDocument', trouble: 'unplugged' }),
  documentTaken: capture('documentFront', { stage: 'taken', still: taken('documentFront') }),
  documentRear: seen('cutOff', 'documentRear'),
  healthCardFront: seen('moveCloser', 'healthCardFront'),
  phone: phone(),
  phoneCode: phone({ stage: 'code' }),
  phoneWrong: phone({ stage: 'code', problem: 'wrong', attemptsLeft: 2, resendAfterSeconds: 0 }),
  phoneExpired: phone({ stage: 'code', problem: 'expired', resendAfterSeconds: 0 }),
  selfie: seen('documentMissing', 'selfie'),
  selfieTaken: capture('selfie', { stage: 'taken', still: taken('selfie') }),
  face: face(),
  faceAction: face({ stage: 'action', action: 'left', done: 1 }),
  faceBlink: face({ stage: 'action', action: 'blink', done: 2 }),
  faceDone: face({ stage: 'done', done: 3 }),
  faceStalled: face({ stage: 'action', action: 'left', done: 1, trouble: 'stalled' }),
  faceFailed: face({ stage: 'failed', attempt: 2, hint: 'noFace' }),
  review: reviewOf(PIECES),
  submitting: { kind: 'submitting' },
  outcome: {
    kind: 'outcome',
    sent: 'delivered',
    next: { url: 'https://www.example.org/conto/attivazione', label: 'Attivazione del conto' },
  },
  outcomeWaiting: { kind: 'outcome', sent: 'waiting', next: null },
  stoppedIdle: { kind: 'stopped', reason: 'idle' },
  stoppedCustomer: { kind: 'stopped', reason: 'customer' },
  stoppedStaff: { kind: 'stopped', reason: 'staff' },
  stoppedAttempts: { kind: 'stopped', reason: 'tooManyAttempts' },
  stoppedOtp: { kind: 'stopped', reason: 'otp' },
  stoppedInPerson: { kind: 'stopped', reason: 'inPerson' },
  selfTest: selfTest(),
  selfTestBegun: { kind: 'selfTest', results: [] },
  selfTestRunning: running(),
  newRequestRefused: { kind: 'newRequest', problem: 'refused' },
} as const satisfies Record<string, KioskScreen>;

export type SceneName = keyof typeof SCENES;
