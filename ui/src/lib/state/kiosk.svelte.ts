// The session at the kiosk, as the core tells it. The core owns it; this
// class asks, and remembers only what lies over the screen.

import { createContext } from 'svelte';
import { kioskWords } from '$lib/i18n/kiosk/index.svelte';
import type {
  Answered,
  ApiError,
  KioskBackend,
  KioskLanguage,
  KioskView,
  NewRequestForm,
  KioskPiece,
  KioskScreen,
  PieceReasonCode,
} from '$lib/ipc';
import { Voice } from '$lib/kiosk/voice.svelte';
import { Access, type Look } from './access.svelte';

/** What a customer or an operator has opened over the screen. */
export type Panel = 'help' | 'language' | 'access' | 'stop' | 'staff' | 'inPerson';

/** Screens that a customer is on the way through. */
const ON_THE_WAY: KioskScreen['kind'][] = [
  'request',
  'newRequest',
  'devices',
  'consent',
  'capture',
  'phone',
  'face',
  'review',
];

/** How often the core is told that somebody is there. */
const TOUCH_EVERY_MS = 5000;

export class Kiosk {
  view = $state.raw<KioskView>();
  failure = $state.raw<ApiError>();
  busy = $state(false);
  panel = $state<Panel>();
  /** A step back within a screen; tells whether there was one. */
  stepBack: (() => boolean) | undefined;
  readonly backend: KioskBackend;
  readonly access: Access;
  readonly voice: Voice;
  #touchedAt = -Infinity;

  constructor(backend: KioskBackend, own: Look = 'light') {
    this.backend = backend;
    this.access = new Access(own);
    this.voice = new Voice(backend, () => kioskWords.language);
  }

  /** Loads the view and follows its changes; the answer ends it. */
  open(): () => void {
    const end = this.backend.listen((view) => this.#received(view));
    void this.#act(this.backend.state());
    return () => {
      end();
      this.voice.hush();
    };
  }

  /** Begins in `language`: one touch. */
  async beginIn(language: KioskLanguage): Promise<void> {
    await this.chooseLanguage(language);
    await this.#act(this.backend.begin());
  }
  chooseLanguage = (language: KioskLanguage) => this.#act(this.backend.chooseLanguage(language));
  findRequest = (code: string) => this.#act(this.backend.findRequest(code));
  /** From a screen that closes a session to the welcome. */
  finish = () => this.#act(this.backend.begin());
  startNew = () => this.#act(this.backend.startNew());
  newRequest = (form: NewRequestForm) => this.#act(this.backend.newRequest(form));
  devicesReady = () => this.#act(this.backend.devicesReady());
  consent = (privacy: boolean, authenticity: boolean) =>
    this.#act(this.backend.consent(privacy, authenticity));
  takeNow = () => this.#act(this.backend.takeNow());
  retake = (piece: KioskPiece) => this.#act(this.backend.retake(piece));
  keep = () => this.#act(this.backend.keep());
  sendCode = (number: string) => this.#act(this.backend.phone(number));
  checkCode = (code: string) => this.#act(this.backend.code(code));
  beginFace = () => this.#act(this.backend.beginFace());
  submit = () => this.#act(this.backend.submit());
  stop = () => this.#act(this.backend.stop());
  callStaff = () => this.#act(this.backend.callStaff());
  inPerson = () => this.#act(this.backend.inPerson());
  moreTime = () => this.#act(this.backend.moreTime());
  selfTest = () => this.#act(this.backend.selfTest());

  /** Whether a customer is on the way through a session. */
  get onTheWay(): boolean {
    return this.view !== undefined && ON_THE_WAY.includes(this.view.screen.kind);
  }

  /** Whether a person can still be chosen instead of the camera. */
  get hasChoice(): boolean {
    return this.onTheWay || this.view?.screen.kind === 'welcome';
  }

  /** Why `piece` is asked for again; undefined in a whole session. */
  reasonFor(piece: KioskPiece): PieceReasonCode | undefined {
    return this.view?.asked.find((asked) => asked.piece === piece)?.reason;
  }

  async back(): Promise<void> {
    if (this.stepBack?.() !== true) await this.#act(this.backend.back());
  }

  /** Leaves the kiosk. The error is the pad's to show. */
  async close(pin: string): Promise<ApiError | undefined> {
    const answer = await this.backend.close(pin);
    return answer.status === 'error' ? answer.error : undefined;
  }

  /** Tells the core, now and then, that somebody is there. */
  touched(now: number): void {
    if (now - this.#touchedAt < TOUCH_EVERY_MS || this.view?.idle != null) return;
    this.#touchedAt = now;
    void this.backend.touched();
  }

  async #act(answered: Answered<KioskView>): Promise<void> {
    this.busy = true;
    this.failure = undefined;
    const answer = await answered;
    this.busy = false;
    if (answer.status === 'ok') this.#received(answer.data);
    else this.failure = answer.error;
  }

  #received(view: KioskView): void {
    const ended = view.screen.kind === 'welcome' && this.view?.screen.kind !== 'welcome';
    if (ended && this.view !== undefined) this.#forget();
    kioskWords.language = view.language;
    this.view = view;
  }

  /** What one customer chose is not for the next. */
  #forget(): void {
    this.panel = undefined;
    this.failure = undefined;
    this.access.reset();
    this.voice.hush();
    this.voice.muted = false;
  }
}

export const [getKiosk, setKiosk] = createContext<Kiosk>();
