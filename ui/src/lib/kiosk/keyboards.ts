// What stands on the keys on the screen, by what is being typed and, for
// names, by the language of the session.

import type { KioskLanguage } from '$lib/ipc/bindings';

export type KeyboardKind = 'code' | 'letters' | 'email' | 'digits' | 'phone';

/** A key is a sign, or one of `delete`, `shift`, `space`. */
export type Rows = readonly (readonly string[])[];

const keys = (line: string): string[] => line.split(' ');

const LETTERS: Record<KioskLanguage, Rows> = {
  it: [
    keys('q w e r t y u i o p è'),
    keys('a s d f g h j k l ò à'),
    keys('shift z x c v b n m ù delete'),
    keys('ì é ’ space - .'),
  ],
  en: [
    keys('q w e r t y u i o p'),
    keys('a s d f g h j k l'),
    keys('shift z x c v b n m delete'),
    keys('’ space - .'),
  ],
  de: [
    keys('q w e r t z u i o p ü'),
    keys('a s d f g h j k l ö ä'),
    keys('shift y x c v b n m ß delete'),
    keys('é è ’ space - .'),
  ],
  fr: [
    keys('a z e r t y u i o p é'),
    keys('q s d f g h j k l m è'),
    keys('shift w x c v b n à ç delete'),
    keys('ê ë î ï ô ù space ’ -'),
  ],
};

const CODE: Rows = [
  keys('1 2 3 4 5 6 7 8 9 0'),
  keys('Q W E R T Y U I O P'),
  keys('A S D F G H J K L -'),
  keys('Z X C V B N M _ delete'),
];

const EMAIL: Rows = [
  keys('1 2 3 4 5 6 7 8 9 0'),
  keys('q w e r t y u i o p'),
  keys('a s d f g h j k l _'),
  keys('z x c v b n m . delete'),
  keys('@ - + .it .com'),
];

const DIGITS: Rows = [keys('1 2 3'), keys('4 5 6'), keys('7 8 9'), ['0', 'delete']];
const PHONE: Rows = [keys('1 2 3'), keys('4 5 6'), keys('7 8 9'), ['+', '0', 'delete']];

export function rowsOf(kind: KeyboardKind, language: KioskLanguage): Rows {
  switch (kind) {
    case 'code':
      return CODE;
    case 'letters':
      return LETTERS[language];
    case 'email':
      return EMAIL;
    case 'digits':
      return DIGITS;
    case 'phone':
      return PHONE;
  }
}
