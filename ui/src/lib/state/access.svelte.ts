// How a customer wants to see and hear the kiosk. The next customer begins
// with the kiosk's own again.

export type Look = 'light' | 'dark' | 'contrast';

export class Access {
  look = $state<Look>('light');
  large = $state(false);
  readonly #own: Look;

  constructor(own: Look) {
    this.#own = own;
    this.look = own;
  }

  reset(): void {
    this.look = this.#own;
    this.large = false;
  }
}

/** The kiosk's own look: what the address asks for, else what the system does. */
export function ownLook(address: URLSearchParams): Look {
  if (address.get('contrast') === 'high') return 'contrast';
  const asked = address.get('theme');
  if (asked === 'dark' || asked === 'light') return asked;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
