// Reads yes and no of an import file, also as Excel writes them in other languages.
import { foldText } from '../../lib/text/normalize.ts'

const YES = ['yes', 'y', 'true', '1', 'wahr', 'vrai', 'verdadero', 'vero', 'waar']
const NO = ['no', 'n', 'false', '0', 'falsch', 'faux', 'falso', 'onwaar']

/** @returns undefined if it is neither */
export function parseYesNo(text: string): boolean | undefined {
  const word = foldText(text)
  return YES.includes(word) ? true : NO.includes(word) ? false : undefined
}
