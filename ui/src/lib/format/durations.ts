// Lengths of time in the shortest words.

/** `45 s`, `3 min 20 s`, `2 h 05 min`. */
export function duration(seconds: number, tag: string): string {
  const say = (value: number, unit: 'second' | 'minute' | 'hour', digits = 1) =>
    new Intl.NumberFormat(tag, {
      style: 'unit',
      unit,
      unitDisplay: 'short',
      minimumIntegerDigits: digits,
    }).format(value);
  if (seconds < 60) return say(seconds, 'second');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${say(minutes, 'minute')} ${say(seconds % 60, 'second', 2)}`;
  return `${say(Math.floor(minutes / 60), 'hour')} ${say(minutes % 60, 'minute', 2)}`;
}
