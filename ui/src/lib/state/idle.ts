// Signs the operator out when nobody touches keyboard or mouse for a while.

const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
const LOOK_MS = 5000;

/** Calls `away` once nothing was touched for `minutes`; the answer ends it. */
export function whenIdle(minutes: number, away: () => void, now = Date.now): () => void {
  let touched = now();
  const touch = () => (touched = now());
  for (const sign of SIGNS) addEventListener(sign, touch, { passive: true });
  const timer = setInterval(() => {
    if (now() - touched < minutes * 60_000) return;
    touch();
    away();
  }, LOOK_MS);
  return () => {
    clearInterval(timer);
    for (const sign of SIGNS) removeEventListener(sign, touch);
  };
}
