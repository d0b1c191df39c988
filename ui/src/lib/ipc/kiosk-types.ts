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
  steps: StepView[];
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

export type StepView = { name: StepName; state: 'done' | 'current' | 'ahead' };

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
  | { kind: 'outOfService'; reason: OutOfService; detail: string | null }
  | { kind: 'welcome' }
  | { kind: 'request'; problem: 'notFound' | 'offline' | 'alreadyDone' | null }
  /** The field that was wrong, or `offline`, `refused`, `noScratchcard`. */
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
      piece: KioskPiece;
      stage: 'seek' | 'hold' | 'tilt' | 'taken';
      tilt: TiltView | null;
      hint: KioskHint | null;
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
      hint: KioskHint | null;
      attempt: number;
      attempts: number;
    }
  | { kind: 'review'; pieces: { piece: KioskPiece; url: string; moving: boolean }[] }
  | { kind: 'submitting' }
  | {
      kind: 'outcome';
      sent: 'delivered' | 'waiting';
      next: { url: string; label: string | null } | null;
    }
  | { kind: 'stopped'; reason: 'idle' | 'customer' | 'staff' | 'tooManyAttempts' | 'otp' }
  | { kind: 'selfTest'; results: TestResult[] };

export type OutOfService =
  'storeLocked' | 'noCamera' | 'queueFull' | 'diskFull' | 'selfTestFailed' | 'notSetUp';

export type TestResult = {
  check: string;
  state: 'running' | 'ok' | 'warn' | 'bad';
  detail: string | null;
};

export type KioskPiece =
  'documentFront' | 'documentRear' | 'healthCardFront' | 'healthCardRear' | 'selfie' | 'face';

/** Which edge of the document moves away from the camera; `towards` is the
 * lower one. */
export type TiltView = 'left' | 'right' | 'towards' | 'away';

export type FaceAction = 'left' | 'right' | 'blink' | 'smile' | 'closer';

export type DeviceView = {
  name: string | null;
  state: 'ok' | 'missing' | 'busy' | 'noPermission' | 'stalled' | 'tooLittle' | 'unplugged';
  width: number;
  height: number;
  framesPerSecond: number;
};

export type KioskHint =
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

export type KioskDocument = 'identityCard' | 'passport' | 'drivingLicence';

/** What a new request needs to know of the person. */
export type NewRequestForm = {
  givenName: string;
  surname: string;
  email: string;
  phone: string;
  /** May be empty. */
  taxCode: string;
  /** The document that will be shown, where the customer says so. */
  document: KioskDocument | null;
};

/** The camera whose pictures the window wants. */
export type PreviewSource = 'face' | 'document';
