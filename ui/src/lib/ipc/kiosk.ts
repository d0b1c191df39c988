// What the kiosk's window asks of the machine. Every act answers the new view.

import type { Answered } from './backend';
import type {
  KioskLanguage,
  KioskPiece,
  KioskView,
  NewRequestForm,
  PreviewSource,
} from './bindings';

export interface KioskBackend {
  state(): Answered<KioskView>;
  /** From the welcome into a session; from what closes one, to the welcome. */
  begin(): Answered<KioskView>;
  chooseLanguage(language: KioskLanguage): Answered<KioskView>;
  findRequest(code: string): Answered<KioskView>;
  startNew(): Answered<KioskView>;
  newRequest(form: NewRequestForm): Answered<KioskView>;
  devicesReady(): Answered<KioskView>;
  consent(privacy: boolean, authenticity: boolean): Answered<KioskView>;
  /** Takes the picture by hand. */
  takeNow(): Answered<KioskView>;
  retake(piece: KioskPiece): Answered<KioskView>;
  /** Goes on with what was taken. */
  keep(): Answered<KioskView>;
  /** Sends a code to `number`. */
  phone(number: string): Answered<KioskView>;
  code(code: string): Answered<KioskView>;
  beginFace(): Answered<KioskView>;
  back(): Answered<KioskView>;
  submit(): Answered<KioskView>;
  /** Ends the session and wipes it. */
  stop(): Answered<KioskView>;
  callStaff(): Answered<KioskView>;
  /** Ends the session, wipes it and calls the staff: no camera, but a person. */
  inPerson(): Answered<KioskView>;
  moreTime(): Answered<KioskView>;
  /** Somebody is there. */
  touched(): Answered<KioskView>;
  /** Leaves the kiosk with an operator's PIN. */
  close(pin: string): Answered<KioskView>;
  selfTest(): Answered<KioskView>;

  /** Hands on one camera's frames, instead of another's: sequence and milliseconds since the camera was
   * opened (both u32, little endian), then a JPEG. The answer ends it. */
  preview(source: PreviewSource, onframe: (frame: ArrayBuffer) => void): () => void;

  /** Says `text` aloud and ends what was being said. */
  speak(text: string, language: KioskLanguage): void;
  /** Ends what is being said. */
  hush(): void;

  /** Tells of changes that nobody asked for; the answer ends it. */
  listen(changed: (view: KioskView) => void): () => void;
}
