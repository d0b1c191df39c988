// One key, one action. The newest scope answers first; a modal scope keeps
// keys from those below it.

export type Bindings = Record<string, () => void>;

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
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target)) return;
    const name = nameOf(event);
    if ((name === 'Space' || name === 'Enter') && isPressable(event.target)) return;
    for (const scope of this.#scopes.toReversed()) {
      const action = scope.bindings()[name];
      if (action !== undefined) {
        event.preventDefault();
        action();
        return;
      }
      if (scope.modal) return;
    }
  }

  #push(scope: Scope): () => void {
    this.#scopes = [...this.#scopes, scope];
    return () => (this.#scopes = this.#scopes.filter((other) => other !== scope));
  }
}

function nameOf(event: KeyboardEvent): string {
  if (event.key === ' ') return 'Space';
  return event.key.length === 1 ? event.key.toLowerCase() : event.key;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input, textarea, select, [role="slider"]');
}

function isPressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, [role="tab"]') !== null;
}
