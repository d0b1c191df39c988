// The look that a request brings, as far as everybody can still read it.

import type { KioskTheme } from '$lib/ipc/bindings';
import { colourOf, contrast, hexOf, mixed, READABLE, VISIBLE, type Colour } from './colour';

/** Values for custom properties, by name. */
export type Properties = Record<string, string>;

const WHITE: Colour = [255, 255, 255];
const BLACK: Colour = [0, 0, 0];

/** Texts that stand on the ground itself. */
const ON_GROUND = ['--text', '--text-muted', '--ok', '--warn', '--bad'];

/** What of `theme` may be applied; `token` gives the present value of a name.
 * A colour that nobody could read is left out, and the kiosk's own stays. */
export function legible(theme: KioskTheme | null, token: (name: string) => string): Properties {
  const own = colourOf(token('--surface-0')) ?? WHITE;
  const wanted = theme?.background == null ? null : colourOf(theme.background);
  const carries = (ground: Colour) =>
    ON_GROUND.every((name) => {
      const text = colourOf(token(name));
      return text === null || contrast(text, ground) >= READABLE;
    });
  const ground = wanted !== null && carries(wanted) ? wanted : null;
  return {
    ...(ground === null ? {} : { '--surface-0': hexOf(ground) }),
    ...accent(
      theme?.primary ?? null,
      [ground ?? own, colourOf(token('--surface-1')) ?? WHITE],
      colourOf(token('--text')) ?? BLACK,
    ),
  };
}

function accent(primary: string | null, grounds: [Colour, Colour], body: Colour): Properties {
  const colour = primary === null ? null : colourOf(primary);
  if (colour === null || grounds.some((ground) => contrast(colour, ground) < VISIBLE)) return {};
  const text = [WHITE, BLACK].find((letters) => contrast(letters, colour) >= READABLE);
  if (text === undefined) return {};
  const away = text === WHITE ? BLACK : WHITE;
  const soft = mixed(colour, grounds[1], 0.9);
  return {
    ...(contrast(body, soft) >= READABLE ? { '--accent-soft': hexOf(soft) } : {}),
    '--accent': hexOf(colour),
    '--accent-hover': hexOf(mixed(colour, away, 0.15)),
    '--accent-text': hexOf(text),
    '--focus': hexOf(colour),
  };
}
