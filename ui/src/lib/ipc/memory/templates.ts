// The templates of the scripted machine: one page each, or one that is wrong.

import type { Language, TemplatesView } from '../bindings';
import { pdf } from './pdf';
import { CONTRACT, declarationText } from './texts';

export function templatesOf(language: Language, broken: boolean): TemplatesView {
  const declaration =
    language === 'it'
      ? declarationText('Rossi, Maria')
      : ['Declaration of identification', 'Specimen'];
  return {
    folder: '/srv/sportello/models/templates',
    previews: [
      broken
        ? {
            template: 'declaration',
            url: null,
            problem: { file: 'declaration.typ', line: 52, message: 'unclosed delimiter' },
          }
        : { template: 'declaration', url: pdf([declaration]), problem: null },
      { template: 'contract', url: pdf(CONTRACT), problem: null },
    ],
  };
}
