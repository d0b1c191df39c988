// The staff's hidden way: five taps in the top left corner within three
// seconds. Nothing on screen answers before the fifth.

const TAPS = 5;
const WITHIN_MS = 3000;
/** The corner's side in pixels. */
const CORNER = 120;

export class CornerTaps {
  #taps: number[] = [];

  /** Whether the tap at (`x`, `y`), `at` milliseconds, completes the gesture. */
  tap(x: number, y: number, at: number): boolean {
    if (x > CORNER || y > CORNER) {
      this.#taps = [];
      return false;
    }
    this.#taps = [...this.#taps.filter((earlier) => at - earlier < WITHIN_MS), at];
    if (this.#taps.length < TAPS) return false;
    this.#taps = [];
    return true;
  }
}
