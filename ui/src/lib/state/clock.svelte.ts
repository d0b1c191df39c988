// The time that ages and countdowns on screen follow.

export class Clock {
  /** Milliseconds since the epoch, renewed every second. */
  now = $state(Date.now());

  /** Starts ticking; the answer ends it. */
  start(): () => void {
    const timer = setInterval(() => (this.now = Date.now()), 1000);
    return () => clearInterval(timer);
  }
}
