// A scripted kiosk, for tests and for design work in a browser. It walks the
// whole flow as the real one does: hints come and go, a code can be wrong, a
// request unknown (`nobody`), done (`done`) or out of reach (`offline`).

import type { Result } from '../backend';
import type { ApiError } from '../bindings';
import type { KioskBackend } from '../kiosk';
import type {
  KioskHint,
  KioskLanguage,
  KioskScreen,
  KioskView,
  KioskPiece,
  PieceAsked,
  StepName,
} from '../bindings';
import { cornersAt, frames } from './kiosk-frames';
import { say, silence } from '../voice';
import * as scene from './kiosk-scenes';

/** The operator's PIN, and the code that every telephone gets. */
export const PIN = '258025';
export const CODE = '123456';
const IDLE_SECONDS = 30;

const CLOSED: KioskScreen['kind'][] = ['outcome', 'stopped', 'selfTest'];

/** What a customer does not get right at once. */
const SEEN: KioskHint[] = ['noDocument', 'moveCloser', 'glare', 'holdStill'];

export function memoryKiosk(params = new URLSearchParams()): MemoryKiosk {
  return new MemoryKiosk(params);
}

export class MemoryKiosk implements KioskBackend {
  /** What was said, the newest last. */
  readonly spoken: string[] = [];
  closed = false;
  #view: KioskView;
  #changed: ((view: KioskView) => void) | undefined;
  #script: ReturnType<typeof setTimeout> | undefined;
  #attempt = 1;
  #wrongPins = 0;
  #reviewing = false;
  readonly #order: StepName[];
  readonly #asked: PieceAsked[];
  readonly #delayMs: number;
  readonly #paceMs: number;
  readonly #plays: boolean;

  constructor(params: URLSearchParams) {
    const step = (params.get('step') ?? 'welcome') as scene.SceneName | 'idle';
    const screen: KioskScreen = scene.SCENES[step === 'idle' ? 'consent' : step];
    const language = (params.get('lang') ?? 'it') as KioskLanguage;
    const required = (params.get('required') ?? 'healthCard,phone').split(',');
    this.#asked = scene.askedFor(params.get('again') ?? '');
    this.#order = this.#asked.length > 0 ? scene.orderAgain(this.#asked) : scene.orderOf(required);
    this.#delayMs = Number(params.get('delay') ?? 60);
    this.#paceMs = Number(params.get('pace') ?? 1400);
    this.#plays = params.get('play') !== 'off';
    this.#view = {
      screen,
      language,
      theme: scene.LOOKS[params.get('look') ?? ''] ?? null,
      steps: [],
      asked: [],
      canGoBack: false,
      assisted: params.get('assisted') === '1',
      staffCalled: params.get('staff') === '1',
      idle: step === 'idle' ? { secondsLeft: IDLE_SECONDS } : null,
      waitingToSend: params.get('offline') === '1' ? 3 : 0,
      online: params.get('offline') !== '1',
    };
    this.#show(screen);
  }

  state = () => this.#answer();
  begin = () =>
    this.#go(
      CLOSED.includes(this.#view.screen.kind)
        ? { kind: 'welcome' }
        : { kind: 'request', problem: null },
    );
  chooseLanguage = (language: KioskLanguage) => this.#change({ language });

  findRequest = (code: string) => {
    const known = code.trim().toLowerCase();
    if (!this.#view.online || known === 'offline')
      return this.#go({ kind: 'request', problem: 'offline' });
    if (known === 'nobody') return this.#go({ kind: 'request', problem: 'notFound' });
    if (known === 'done') return this.#go({ kind: 'request', problem: 'alreadyDone' });
    this.#view = { ...this.#view, theme: this.#view.theme ?? scene.LOOKS['bank'] ?? null };
    return this.#go(scene.devices());
  };
  startNew = () => this.#go({ kind: 'newRequest', problem: null });
  newRequest: KioskBackend['newRequest'] = (form) =>
    form.email.includes('@')
      ? this.#go(scene.devices())
      : this.#go({ kind: 'newRequest', problem: 'email' });

  devicesReady = () => this.#next('devices');
  consent = (privacy: boolean, authenticity: boolean) =>
    privacy && authenticity ? this.#next('consent') : this.#answer();

  takeNow = () => {
    const { screen } = this.#view;
    return screen.kind === 'capture' ? this.#take(screen.piece) : this.#answer();
  };
  retake = (piece: KioskPiece) => {
    this.#attempt = this.#view.screen.kind === 'review' ? 1 : this.#attempt + 1;
    this.#reviewing = this.#view.screen.kind === 'review';
    if (this.#attempt > scene.ATTEMPTS)
      return this.#go({ kind: 'stopped', reason: 'tooManyAttempts' });
    return piece === 'face'
      ? this.#go(scene.face())
      : this.#go(scene.capture(piece, { attempt: this.#attempt }));
  };
  keep = () => {
    const step = scene.stepOf(this.#view.screen);
    this.#attempt = 1;
    if (this.#reviewing) return this.#review();
    return step === null ? this.#answer() : this.#next(step);
  };

  phone = (number: string) =>
    number.replaceAll(/\D/g, '').length < 8
      ? this.#go(scene.phone({ number, problem: 'badNumber' }))
      : this.#go(scene.phone({ number, stage: 'code' }));
  code = (code: string) => {
    const { screen } = this.#view;
    if (screen.kind !== 'phone') return this.#answer();
    if (code === CODE) return this.#next('phone');
    const attemptsLeft = screen.attemptsLeft - 1;
    if (attemptsLeft === 0) return this.#go({ kind: 'stopped', reason: 'otp' });
    const problem = code === '000000' ? 'expired' : 'wrong';
    return this.#go({ ...screen, attemptsLeft, problem, resendAfterSeconds: 0 });
  };

  beginFace = () => {
    const answer = this.#go(scene.face({ attempt: this.#attempt, hint: 'centreFace' }));
    this.#ask(0);
    return answer;
  };

  back = () => {
    const { screen } = this.#view;
    if (screen.kind === 'request') return this.#go({ kind: 'welcome' });
    if (screen.kind === 'newRequest') return this.begin();
    const step = scene.stepOf(screen);
    const before = step === null ? undefined : this.#order[this.#order.indexOf(step) - 1];
    return before === undefined ? this.#answer() : this.#at(before);
  };
  submit = () => {
    const answer = this.#go({ kind: 'submitting' });
    this.#later(() =>
      this.#tell(
        this.#view.online ? scene.SCENES.outcome : { kind: 'outcome', sent: 'waiting', next: null },
      ),
    );
    return answer;
  };
  stop = () => {
    const { kind } = this.#view.screen;
    if (kind === 'request' || kind === 'newRequest') return this.#go({ kind: 'welcome' });
    return CLOSED.includes(kind)
      ? this.#answer()
      : this.#go({ kind: 'stopped', reason: 'customer' });
  };
  callStaff = () => this.#change({ staffCalled: true });
  inPerson = () => {
    this.#view = { ...this.#view, staffCalled: true };
    return this.#go({ kind: 'stopped', reason: 'inPerson' });
  };
  moreTime = () => this.#change({ idle: null });
  touched = () => this.#change({ idle: null });
  close: KioskBackend['close'] = (pin) => {
    if (this.#wrongPins >= 3)
      return this.#fail({ code: 'tooManyAttempts', params: { seconds: '30' } });
    if (pin !== PIN && !this.#view.assisted) {
      this.#wrongPins += 1;
      return this.#fail({ code: 'wrongPassword', params: {} });
    }
    this.closed = true;
    return this.#answer();
  };
  selfTest = () => this.#go(scene.selfTest());

  preview: KioskBackend['preview'] = (source, onframe) =>
    frames(source, () => this.#view.screen, onframe, this.#plays);

  speak(text: string, language: KioskLanguage): void {
    this.spoken.push(text);
    say(text, language);
  }
  hush = silence;

  listen(changed: (view: KioskView) => void): () => void {
    this.#changed = changed;
    this.#play();
    return () => {
      this.#changed = undefined;
      clearTimeout(this.#script);
    };
  }

  /** Puts the warning up, as when nobody touched anything. */
  warn(secondsLeft = IDLE_SECONDS): void {
    this.#view = { ...this.#view, idle: { secondsLeft } };
    this.#changed?.(this.#view);
  }

  /** Shows `screen` as if the machine had come to it by itself. */
  tell(screen: KioskScreen): void {
    this.#tell(screen);
  }

  #at(step: StepName): Promise<Result<KioskView>> {
    switch (step) {
      case 'request':
        return this.begin();
      case 'devices':
        return this.#go(scene.devices());
      case 'consent':
        return this.#go(scene.SCENES.consent);
      case 'phone':
        return this.#go(scene.phone());
      case 'face':
        return this.#go(scene.face());
      case 'review':
      case 'submit':
        return this.#review();
      case 'documentFront':
      case 'documentRear':
      case 'healthCardFront':
      case 'healthCardRear':
      case 'selfie':
        return this.#go(scene.capture(step));
    }
  }

  #next(step: StepName): Promise<Result<KioskView>> {
    return this.#at(this.#order[this.#order.indexOf(step) + 1] ?? 'review');
  }

  #review(): Promise<Result<KioskView>> {
    this.#reviewing = false;
    const pieces: KioskPiece[] = [
      'documentFront',
      'documentRear',
      'healthCardFront',
      'healthCardRear',
      'selfie',
      'face',
    ];
    return this.#go(scene.reviewOf(pieces.filter((piece) => this.#order.includes(piece))));
  }

  #take(piece: KioskPiece): Promise<Result<KioskView>> {
    const shot = { attempt: this.#attempt, still: scene.taken(piece), manual: false };
    return this.#go(scene.capture(piece, { ...shot, stage: 'taken' }));
  }

  /** Goes on with what a camera would see by itself. */
  #play(): void {
    const { screen } = this.#view;
    if (!this.#plays || screen.kind !== 'capture' || screen.stage === 'taken') return;
    this.#look(screen.piece, 0);
  }

  #look(piece: KioskPiece, at: number): void {
    const outline = piece === 'selfie' ? null : cornersAt(performance.now());
    const shot = { attempt: this.#attempt, outline };
    this.#later(() => {
      const hint = SEEN[at];
      if (hint !== undefined) {
        const stage = hint === 'glare' || hint === 'holdStill' ? 'hold' : 'seek';
        const shown = piece === 'selfie' && hint === 'noDocument' ? 'documentMissing' : hint;
        this.#tell(
          scene.capture(piece, { ...shot, hint: shown, stage, outline: at === 0 ? null : outline }),
        );
        this.#look(piece, at + 1);
      } else if (at === SEEN.length && piece.startsWith('document')) {
        this.#tell(
          scene.capture(piece, {
            ...shot,
            stage: 'tilt',
            tilt: piece === 'documentFront' ? 'left' : 'towards',
          }),
        );
        this.#look(piece, at + 1);
      } else {
        void this.#take(piece).then(() => this.#changed?.(this.#view));
      }
    });
  }

  #ask(done: number): void {
    if (!this.#plays) return;
    this.#later(() => {
      const of = scene.CHALLENGE.length;
      const action = scene.CHALLENGE[done];
      this.#tell(
        scene.face(
          action === undefined
            ? { stage: 'done', done: of, of, attempt: this.#attempt }
            : { stage: 'action', action, done, of, attempt: this.#attempt },
        ),
      );
      if (action !== undefined) this.#ask(done + 1);
    });
  }

  #later(act: () => void): void {
    clearTimeout(this.#script);
    this.#script = setTimeout(act, this.#paceMs);
  }

  #show(screen: KioskScreen): void {
    const step = scene.stepOf(screen);
    const asks = screen.kind === 'request' || screen.kind === 'newRequest';
    this.#view = {
      ...this.#view,
      screen,
      steps: step === null ? [] : scene.railOf(this.#order, step),
      asked: step === null ? [] : this.#asked,
      canGoBack: asks || (step !== null && step !== 'devices' && step !== 'submit'),
    };
    if (screen.kind !== 'welcome') return;
    this.#view = { ...this.#view, theme: null, staffCalled: false, idle: null };
    this.#attempt = 1;
    this.#reviewing = false;
  }

  #tell(screen: KioskScreen): void {
    this.#show(screen);
    this.#changed?.(structuredClone(this.#view));
  }

  #go(screen: KioskScreen): Promise<Result<KioskView>> {
    clearTimeout(this.#script);
    this.#show(screen);
    if (this.#changed !== undefined) this.#play();
    return this.#answer();
  }

  #change(change: Partial<KioskView>): Promise<Result<KioskView>> {
    this.#view = { ...this.#view, ...change };
    return this.#answer();
  }

  async #answer(): Promise<Result<KioskView>> {
    await this.#pause();
    return { status: 'ok', data: structuredClone(this.#view) };
  }

  async #fail(error: ApiError): Promise<Result<KioskView>> {
    await this.#pause();
    return { status: 'error', error };
  }

  #pause(): Promise<void> {
    return this.#delayMs === 0
      ? Promise.resolve()
      : new Promise((go) => setTimeout(go, this.#delayMs));
  }
}
