// Shows a camera: decodes beside the page's own work, and draws the newest
// frame only. A frame that comes while another is being decoded waits in one
// place, and a newer one takes that place.

import type { KioskBackend, PreviewSource } from '$lib/ipc';

/** Sequence and time before the JPEG. */
const HEADER_BYTES = 8;
/** Both wrap around. */
const WRAPS = 2 ** 32;

/** What a decoder makes of a JPEG. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  close(): void;
}

export type Decode = (jpeg: Blob) => Promise<Picture>;
export type Draw = (picture: Picture) => void;

export class Preview {
  /** Whether a frame has been drawn. */
  live = $state(false);
  /** Frames that were never drawn, because a newer one was there. */
  dropped = 0;
  #waiting: ArrayBuffer | undefined;
  #decoding = false;
  #newest = -1;
  #ended = false;
  readonly #decode: Decode;
  readonly #draw: Draw;

  constructor(draw: Draw, decode: Decode = (jpeg) => createImageBitmap(jpeg)) {
    this.#draw = draw;
    this.#decode = decode;
  }

  /** Starts showing `source`; the answer ends it. */
  start(backend: KioskBackend, source: PreviewSource): () => void {
    this.#ended = false;
    this.#newest = -1;
    const end = backend.preview(source, (frame) => void this.receive(frame));
    return () => {
      this.#ended = true;
      this.#waiting = undefined;
      this.live = false;
      end();
    };
  }

  async receive(frame: ArrayBuffer): Promise<void> {
    if (this.#waiting !== undefined) this.dropped += 1;
    this.#waiting = frame;
    if (this.#decoding) return;
    this.#decoding = true;
    while (this.#waiting !== undefined) {
      const next: ArrayBuffer = this.#waiting;
      this.#waiting = undefined;
      await this.#show(next);
    }
    this.#decoding = false;
  }

  async #show(frame: ArrayBuffer): Promise<void> {
    if (frame.byteLength <= HEADER_BYTES) return;
    const header = new DataView(frame);
    const sequence = header.getUint32(0, true);
    if (sequence <= this.#newest) {
      this.dropped += 1;
      return;
    }
    try {
      const jpeg = new Blob([new Uint8Array(frame, HEADER_BYTES)], { type: 'image/jpeg' });
      const picture = await this.#decode(jpeg);
      if (!this.#ended) {
        this.#newest = sequence;
        this.#draw(picture);
        this.live = true;
        noteAge(header.getUint32(4, true));
      }
      picture.close();
    } catch {
      // One broken frame: the next one follows within a moment.
      this.dropped += 1;
    }
  }
}

/**
 * Notes for whoever observes the window's measures how old the frame is that
 * was drawn now, from the camera to the screen; nothing is kept.
 */
function noteAge(cameMs: number): void {
  const now = performance.now();
  const age = Math.min(now, (((Date.now() - cameMs) % WRAPS) + WRAPS) % WRAPS);
  performance.measure(AGE, { start: now - age, end: now });
  performance.clearMeasures(AGE);
}

/** The name of the measure. */
const AGE = 'preview';

/** Draws on `canvas`, which takes the size of the picture. */
export function drawOn(canvas: HTMLCanvasElement): Draw {
  return (picture) => {
    if (canvas.width !== picture.width || canvas.height !== picture.height) {
      canvas.width = picture.width;
      canvas.height = picture.height;
    }
    canvas.getContext('2d')?.drawImage(picture as ImageBitmap, 0, 0);
  };
}
