// SVG sprite of all icons. Each symbol has its own stroke attributes, so that icons look right without the stylesheet.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ICONS } from '../../src/views/helpers/icons.ts'

const STROKE =
  'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'

async function symbol(folder: string, name: string): Promise<string> {
  const svg = await readFile(join(folder, `${name}.svg`), 'utf8')
  const inner = /<svg[^>]*>(.*)<\/svg>/s.exec(svg)?.[1]
  if (!inner) throw new Error(`The icon "${name}" is not an SVG file as we know them.`)
  const shapes = inner.replaceAll(/\s*\n\s*/g, '').replaceAll(' />', '/>')
  return `<symbol id="${name}" viewBox="0 0 24 24" ${STROKE}>${shapes}</symbol>`
}

export async function buildSprite(folder: string): Promise<Buffer> {
  const symbols = await Promise.all(ICONS.map((name) => symbol(folder, name)))
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`)
}
