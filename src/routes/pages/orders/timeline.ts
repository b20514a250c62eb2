// Timeline of an order: its events as lines of text.
import type { EventRow } from '../../../services/shared/events/read.ts'
import type { TimelineEntry } from '../../../views/contexts/orders/index.ts'
import type { Formats } from '../../../views/helpers/formats.ts'
import { lineOf } from '../history/words/index.ts'

export const timelineOf = (events: readonly EventRow[], fmt: Formats): TimelineEntry[] =>
  events.map((event) => {
    const { icon, line } = lineOf(event, fmt)
    return { id: event.id, icon, text: line, by: event.actor, at: event.at }
  })
