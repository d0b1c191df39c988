// Numbers and sizes in the words of a language.

/** `8,4 MB`. */
export function fileSize(bytes: number, tag: string): string {
  const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  let value = bytes;
  let step = 0;
  while (value >= 1000 && step < steps.length - 1) {
    value /= 1000;
    step += 1;
  }
  return new Intl.NumberFormat(tag, {
    style: 'unit',
    unit: steps[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value);
}

/** A number of thousandths as a decimal: `0,382`. */
export function thousandths(milli: number, tag: string): string {
  return new Intl.NumberFormat(tag, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  }).format(milli / 1000);
}

/** A list as a person says it: `nome, data e luogo`. */
export function listing(items: string[], tag: string): string {
  return new Intl.ListFormat(tag, { type: 'conjunction' }).format(items);
}
