// A recording being watched.

/** The usual distance of two frames, until the recording shows its own. */
const USUAL_FRAME_S = 1 / 25;

export const RATES = [0.25, 0.5, 1, 1.5, 2] as const;

export class Player {
  time = $state(0);
  duration = $state(0);
  paused = $state(true);
  rate = $state(1);
  loop = $state(false);
  muted = $state(false);
  failed = $state(false);
  /** The distance of two frames in seconds, measured while playing. */
  frame = $state(USUAL_FRAME_S);
  #lastFrame: number | undefined;

  toggle = (): void => {
    this.paused = !this.paused;
  };

  /** Goes to a place; before the recording has told its length, to any. */
  seek(seconds: number): void {
    const end = this.duration > 0 ? this.duration : Infinity;
    this.time = Math.min(end, Math.max(0, seconds));
  }

  /** Goes to a place and stands still there, to be looked at. */
  look(seconds: number): void {
    this.paused = true;
    this.seek(seconds);
  }

  /** One frame on or back; a recording that is stepped through stands still. */
  step(frames: 1 | -1): void {
    this.paused = true;
    this.seek(this.time + frames * this.frame);
  }

  /** Takes the time of a frame that was shown. */
  saw(mediaTime: number): void {
    const distance = mediaTime - (this.#lastFrame ?? mediaTime);
    this.#lastFrame = mediaTime;
    if (distance > 0.005 && distance < 0.1) this.frame = distance;
  }
}
