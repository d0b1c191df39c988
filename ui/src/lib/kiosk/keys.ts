// The keys of the kiosk. A keypad with arrows, Enter and Escape reaches
// everything; Tab and Space do what they do everywhere.

/** Opens the staff's pad, beside the hidden gesture. */
export const STAFF_KEYS = 'Ctrl+Alt+k';

/** The name of a pressed key: `a`, `Ctrl+Shift+i`, `ArrowDown`. */
export function keyName(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const held = [
    (event.ctrlKey || event.metaKey) && 'Ctrl',
    event.altKey && key !== 'Alt' && 'Alt',
    event.shiftKey && key !== 'Shift' && 'Shift',
  ].filter((name) => name !== false);
  return [...held, key].join('+');
}

const REACHABLE =
  'button:not(:disabled), input:not(:disabled), [role="radio"], video[controls], [tabindex="0"]';

/** Moves the focus one place on (or back) within what is on top. */
export function walk(root: ParentNode, onwards: boolean): void {
  const dialogs = root.querySelectorAll('[role="dialog"], [role="alertdialog"]');
  const within = dialogs[dialogs.length - 1] ?? root;
  const places = [...within.querySelectorAll<HTMLElement>(REACHABLE)].filter(
    (place) => place.tabIndex >= 0 && place.closest('[inert], [hidden]') === null,
  );
  const at = places.findIndex((place) => place === document.activeElement);
  const next = onwards ? at + 1 : at < 0 ? places.length - 1 : at - 1;
  places[(next + places.length) % places.length]?.focus();
}

/** What the arrows do here: nothing to a line that is being typed into. */
export function walkByArrow(event: KeyboardEvent, root: ParentNode): void {
  const name = keyName(event);
  const typing = event.target instanceof HTMLInputElement && event.target.type !== 'checkbox';
  const sideways = name === 'ArrowLeft' || name === 'ArrowRight';
  if (typing && sideways) return;
  if (name === 'ArrowDown' || name === 'ArrowRight') walk(root, true);
  else if (name === 'ArrowUp' || name === 'ArrowLeft') walk(root, false);
  else return;
  event.preventDefault();
}
