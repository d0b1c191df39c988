// One key, one action. The newest scope answers first; a modal scope keeps
// keys from those below it.

import { ACTIONS, actionsOf, KEYS, nameOf, type Action } from '$lib/keys';

/** What can be done at the moment. An action that several keys do learns which
 * of them it was, counted from 0. */
export type Bindings = Partial<Record<Action, ((which: number) => void) | undefined>>;

interface Scope {
  bindings: () => Bindings;
  modal: boolean;
}

export class Shortcuts {
  #scopes: Scope[] = [];

  /** Answers to keys until the answer is called. */
  listen(bindings: () => Bindings): () => void {
    return this.#push({ bindings, modal: false });
  }

  /** The same, and nothing below hears a key meanwhile. */
  hold(bindings: () => Bindings): () => void {
    return this.#push({ bindings, modal: true });
  }

  /** Takes a key of the window. */
  press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.altKey) return;
    const name = nameOf(event);
    if (!name.startsWith('Ctrl+')) {
      if (isTyping(event.target, name)) return;
      if ((name === 'Space' || name === 'Enter') && isPressable(event.target)) return;
    }
    // Capital letters come with Shift and with the capitals lock.
    const names = /^Shift\+.$/u.test(name) ? [name, name.slice('Shift+'.length)] : [name];
    for (const scope of this.#scopes.toReversed()) {
      const bindings = scope.bindings();
      for (const each of names) {
        for (const action of actionsOf(each)) {
          const run = bindings[action];
          if (run === undefined) continue;
          event.preventDefault();
          run((KEYS[action].keys as readonly string[]).indexOf(each));
          return;
        }
      }
      if (scope.modal) return;
    }
  }

  /** What can be done at the moment, in the order of the table of keys. */
  available(): { action: Action; run: () => void }[] {
    const found: Bindings = {};
    for (const scope of this.#scopes.toReversed()) {
      const bindings = scope.bindings();
      for (const action of ACTIONS) found[action] ??= bindings[action];
      if (scope.modal) break;
    }
    return ACTIONS.flatMap((action) => {
      const run = found[action];
      return run === undefined ? [] : [{ action, run: () => run(0) }];
    });
  }

  #push(scope: Scope): () => void {
    this.#scopes = [...this.#scopes, scope];
    return () => (this.#scopes = this.#scopes.filter((other) => other !== scope));
  }
}

/** Whether a key belongs to what has the focus: everything to a text, to a
 * slider and the like only what moves it. */
function isTyping(target: EventTarget | null, name: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('textarea, select')) return true;
  const moves = /(Arrow\w+|Home|End|PageUp|PageDown)$/.test(name);
  if (target.matches('input:is([type="range"], [type="radio"]), [role="slider"]')) {
    return moves || name === 'Space';
  }
  if (target.matches('input[type="checkbox"]')) return name === 'Space';
  return target instanceof HTMLInputElement;
}

function isPressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, [role="tab"]') !== null;
}
