// What every list repeats in each row: icons, badges, how near a deadline is. Functions and no templates, because to
// include a template costs more than the row around it.
import type { Due } from '../services/formats.ts'
import { escaped } from './escaped.ts'
import { ICONS, type IconName } from './icons.ts'
import { DUE, type StatusLabel } from './status-labels.ts'

/** A deadline as a row shows it; `short` is left out where the words say the day already. */
type ShownDue = Pick<Due, 'tone' | 'text' | 'exact'> & { short?: string | null }

export type Marks = ReturnType<typeof createMarks>

/** @param sprite the address of the file with all icons */
export function createMarks(sprite: string) {
  const plain = new Map(ICONS.map((name) => [name as string, drawn(sprite, name, 'icon')]))

  /**
   * An icon beside a word; the word carries the meaning, so the icon is hidden from screen readers.
   * Throws for an unknown icon.
   */
  const icon = (name: IconName, className?: string): string => {
    const known = plain.get(name)
    if (known === undefined) {
      throw new Error(`There is no icon "${name}"; add it to src/views/icons.ts.`)
    }
    return className ? drawn(sprite, name, `icon ${className}`) : known
  }

  /** A word with its icon and tone. */
  const badge = ({ tone, icon: name, label }: StatusLabel): string =>
    `<span class="badge badge-${tone}">${icon(name)}${escaped(label)}</span>`

  /** "Due tomorrow", and the day beside it. */
  const due = ({ tone, text, exact, ...rest }: ShownDue): string => {
    const day = ('short' in rest ? rest.short : null) ?? exact
    const mark = tone === 'none' ? '' : icon(DUE[tone].icon)
    const beside = day && day !== text ? ` <span class="muted small">${escaped(day)}</span>` : ''
    return `<span class="due due-${tone}">${dueWords(mark, text || 'No deadline')}</span>${beside}`
  }

  return { icon, badge, due }
}

/** The hour may stand on a line of its own. */
function dueWords(mark: string, text: string): string {
  const comma = text.indexOf(', ') + 1
  if (comma === 0) return `<span>${mark}${escaped(text)}</span>`
  const [words, hour] = [text.slice(0, comma), text.slice(comma + 1)]
  return `<span>${mark}${escaped(words)}</span> <span>${escaped(hour)}</span>`
}

const drawn = (sprite: string, name: IconName, classes: string): string =>
  `<svg class="${classes}" width="20" height="20" aria-hidden="true"><use href="${sprite}#${name}"/></svg>`
