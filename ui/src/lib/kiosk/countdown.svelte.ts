// Seconds that run down here between two words of the core.

/** Counts down from what `given` says, afresh whenever it says something else. */
export class Countdown {
  left = $state(0);

  constructor(given: () => number) {
    $effect(() => {
      this.left = given();
      const timer = setInterval(() => (this.left = Math.max(0, this.left - 1)), 1000);
      return () => clearInterval(timer);
    });
  }
}
