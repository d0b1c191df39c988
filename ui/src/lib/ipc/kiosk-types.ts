// What the kiosk's window sees of a session. The core owns all of it; the
// window renders it.

export type KioskLanguage = 'it' | 'en' | 'de' | 'fr';

export type KioskView = {
  /** What is shown. */
  screen: KioskScreen;
  language: KioskLanguage;
  /** The look that the request brings. */
  theme: KioskTheme | null;
  /** The progress rail; empty outside a session. */
  steps: KioskStep[];
  canGoBack: boolean;
  /** An operator sits beside the customer. */
  assisted: boolean;
  staffCalled: boolean;
  /** The warning, when it is up. */
  idle: { secondsLeft: number } | null;
  /** Sessions that wait for the connection. */
  waitingToSend: number;
  online: boolean;
};

export type KioskTheme = {
  title: string | null;
  logoUrl: string | null;
  faviconUrl: string | null;
  primary: string | null;
  background: string | null;
  footer: string | null;
};

export type KioskStep = { name: StepName; state: 'done' | 'current' | 'ahead' };

export type StepName =
  | 'request'
  | 'devices'
  | 'consent'
  | 'documentFront'
  | 'documentRear'
  | 'healthCardFront'
  | 'healthCardRear'
  | 'phone'
  | 'selfie'
  | 'face'
  | 'review'
  | 'submit';

export type KioskScreen =
  | { kind: 'starting' }
  | { kind: 'outOfService'; reason: OutOfServiceReason; detail: string | null }
  | { kind: 'welcome' }
  | { kind: 'request'; problem: 'notFound' | 'offline' | 'alreadyDone' | null }
  | { kind: 'newRequest'; problem: string | null }
  | {
      kind: 'devices';
      face: DeviceView;
      document: DeviceView;
      light: 'ok' | 'tooDark' | 'tooBright' | 'unknown';
      ready: boolean;
    }
  | { kind: 'consent'; policyUrl: string | null; termsVersion: string }
  | {
      kind: 'capture';
      piece: Piece;
      stage: 'seek' | 'hold' | 'tilt' | 'taken';
      tilt: Tilt | null;
      hint: Hint | null;
      /** Corners in parts of the preview's width and height. */
      outline: [number, number][] | null;
      attempt: number;
      attempts: number;
      /** Whether the picture may be taken by hand. */
      manual: boolean;
      /** Where what was taken can be seen. */
      still: string | null;
    }
  | {
      kind: 'phone';
      number: string;
      editable: boolean;
      stage: 'number' | 'code';
      attemptsLeft: number;
      resendAfterSeconds: number;
      problem: 'wrong' | 'expired' | 'exhausted' | 'offline' | 'badNumber' | null;
    }
  | {
      kind: 'face';
      stage: 'position' | 'action' | 'done' | 'failed';
      action: FaceAction | null;
      done: number;
      of: number;
      hint: Hint | null;
      attempt: number;
      attempts: number;
    }
  | { kind: 'review'; pieces: { piece: Piece; url: string; moving: boolean }[] }
  | { kind: 'submitting' }
  | {
      kind: 'outcome';
      sent: 'delivered' | 'waiting';
      next: { url: string; label: string | null } | null;
    }
  | { kind: 'stopped'; reason: 'idle' | 'customer' | 'staff' | 'tooManyAttempts' | 'otp' }
  | { kind: 'selfTest'; results: SelfTestResult[] };

export type OutOfServiceReason =
  'storeLocked' | 'noCamera' | 'queueFull' | 'diskFull' | 'selfTestFailed' | 'notSetUp';

export type SelfTestResult = {
  check: string;
  state: 'running' | 'ok' | 'warn' | 'bad';
  detail: string | null;
};

export type Piece =
  'documentFront' | 'documentRear' | 'healthCardFront' | 'healthCardRear' | 'selfie' | 'face';

export type Tilt = 'left' | 'right' | 'towards' | 'away';

export type FaceAction = 'left' | 'right' | 'blink' | 'smile' | 'closer';

export type DeviceView = {
  name: string | null;
  state: 'ok' | 'missing' | 'busy' | 'noPermission' | 'stalled' | 'tooLittle' | 'unplugged';
  width: number;
  height: number;
  framesPerSecond: number;
};

export type Hint =
  | 'noDocument'
  | 'moveCloser'
  | 'moveAway'
  | 'holdStill'
  | 'glare'
  | 'tooDark'
  | 'tooBright'
  | 'blurred'
  | 'cutOff'
  | 'covered'
  | 'wrongSide'
  | 'tiltMore'
  | 'noFace'
  | 'faceTooSmall'
  | 'faceTooClose'
  | 'severalFaces'
  | 'lookAhead'
  | 'centreFace'
  | 'documentMissing';

/** What a new request needs to know of the person. */
export type NewRequestForm = {
  givenName: string;
  surname: string;
  taxCode: string;
  email: string;
  phone: string;
};
