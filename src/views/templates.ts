// Templates as plain functions. Eta reads them; the functions are put together here, because a list of fifty orders
// calls 250 parts: each is compiled and found once, and gets what it is given and nothing else.

import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { Eta } from 'eta'

type Part = (it: object) => string

interface Options {
  /** What every template has as `h`. */
  helpers: object
  /** Put around the context of every part; null where it is trusted. */
  strict: ((it: object) => object) | null
  /** Read the files anew for each page. */
  reload: boolean
}

/**
 * The function that renders a page by its name, `/orders/index`, with what it may read as `it`.
 * It throws when there is no such template, and when a template is not valid JavaScript.
 */
export function templatesOf(folder: string, { helpers, strict, reload }: Options) {
  const eta = new Eta({ autoTrim: ['nl', false] })
  const known = new Map<string, Part>()

  const partAt = (path: string): Part => {
    let part = known.get(path)
    if (!part) {
      part = compiled(path, functionOf(eta.parse(readFileSync(join(folder, path), 'utf8'))))
      known.set(path, part)
    }
    return part
  }

  const compiled = (path: string, code: string): Part => {
    const byName = new Map<string, Part>()
    const include = (name: string, it: object = {}): string => {
      let part = byName.get(name)
      if (!part) {
        part = partAt(fileOf(name, path))
        byName.set(name, part)
      }
      return part(it)
    }
    try {
      const make = new Function('h', 'escape', 'include', 'strict', `${code}//# sourceURL=${path}`)
      return make(helpers, eta.config.escapeFunction, include, strict)
    } catch (cause) {
      throw new SyntaxError(`${path}: ${(cause as Error).message}`, { cause })
    }
  }

  return (name: string, it: object): string => {
    if (reload) known.clear()
    return partAt(fileOf(name, '/'))(it)
  }
}

/** `./_row` beside `/orders/_list.eta` is `/orders/_row.eta`; a name that begins with a slash is the same everywhere. */
function fileOf(name: string, from: string): string {
  const path = posix.join(name.startsWith('/') ? '/' : posix.dirname(from), name)
  return path.endsWith('.eta') ? path : `${path}.eta`
}

type Piece = ReturnType<Eta['parse']>[number]

/** The text of the function of a template: its code as it stands, and everything else added to the page. */
function functionOf(pieces: Piece[]): string {
  const body = pieces.map((piece) =>
    isCode(piece) ? `\n${piece.val}\n` : `__html += ${textOf(piece)};\n`,
  )
  const code = body.join('')
  const hasLayout = pieces.some((piece) => isCode(piece) && /\blayout\(/.test(piece.val))
  return `return function (it) {
    if (strict) it = strict(it);
    let __html = '';
    ${hasLayout ? 'let __layout, __given; const layout = (name, given) => { __layout = name; __given = given };' : ''}
    ${code}
    return ${hasLayout ? '__layout ? include(__layout, { ...__given, body: __html }) : __html' : '__html'};
  }`
}

const isCode = (piece: Piece): piece is Exclude<Piece, string> =>
  typeof piece === 'object' && piece.t === 'e'

/** Eta hands text over with its quotes and line ends escaped already. */
function textOf(piece: Piece): string {
  if (typeof piece === 'string') return `'${piece}'`
  return piece.t === 'i' ? `escape(${piece.val})` : `(${piece.val})`
}
