// Icons, badges and due dates of list rows, as functions: including a template costs more than the row around it.

import { escaped } from './escaped.ts'
import type { Due } from './formats.ts'
import { ICONS, type IconName } from './icons.ts'
import { DUE, type StatusLabel } from './labels/status.ts'

/** Due date of a row; `short` is omitted if the text already names the day. */
type ShownDue = Pick<Due, 'tone' | 'text' | 'exact'> & { short?: string | null }

export type Badges = ReturnType<typeof createBadges>

/** @param sprite URL of the icon sprite */
export function createBadges(sprite: string) {
  const plain = new Map(ICONS.map((name) => [name as string, iconHtml(sprite, name, 'icon')]))

  /**
   * Icon beside a word, hidden from screen readers because the word has the meaning.
   * @throws for an unknown icon
   */
  const icon = (name: IconName, className?: string): string => {
    const known = plain.get(name)
    if (known === undefined) {
      throw new Error(`There is no icon "${name}"; add it to src/views/helpers/icons.ts.`)
    }
    return className ? iconHtml(sprite, name, `icon ${className}`) : known
  }

  const badge = ({ tone, icon: name, label }: StatusLabel): string =>
    `<span class="badge badge-${tone}">${icon(name)}${escaped(label)}</span>`

  /** "Due tomorrow", with the day beside it. */
  const due = ({ tone, text, exact, ...rest }: ShownDue): string => {
    const day = ('short' in rest ? rest.short : null) ?? exact
    const mark = tone === 'none' ? '' : icon(DUE[tone].icon)
    const beside = day && day !== text ? ` <span class="muted small">${escaped(day)}</span>` : ''
    return `<span class="due due-${tone}">${dueWords(mark, text || 'No due date')}</span>${beside}`
  }

  return { icon, badge, due }
}

/** Allows a line break before the time. */
function dueWords(mark: string, text: string): string {
  const comma = text.indexOf(', ') + 1
  if (comma === 0) return `<span>${mark}${escaped(text)}</span>`
  const [words, hour] = [text.slice(0, comma), text.slice(comma + 1)]
  return `<span>${mark}${escaped(words)}</span> <span>${escaped(hour)}</span>`
}

const iconHtml = (sprite: string, name: IconName, classes: string): string =>
  `<svg class="${classes}" width="20" height="20" aria-hidden="true"><use href="${sprite}#${name}"/></svg>`
