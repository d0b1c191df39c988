// What a message asks for.

import { IntlMessageFormat } from 'intl-messageformat';

/** The names of what a message asks for. */
export function particulars(message: string): string[] {
  const names = new Set<string>();
  const visit = (parts: ReturnType<IntlMessageFormat['getAst']>): void => {
    for (const part of parts) {
      if ('options' in part) {
        names.add(part.value);
        for (const option of Object.values(part.options)) visit(option.value);
      } else if (part.type === 1) {
        names.add(part.value);
      }
    }
  };
  visit(new IntlMessageFormat(message, 'en').getAst());
  return [...names].toSorted();
}
