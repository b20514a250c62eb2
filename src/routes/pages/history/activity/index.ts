// Activity page, filtered by person, entity and day: /admin/activity.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ActivityQuery } from '../../../../schemas/events/filter.ts'
import { ENTITIES, type Entity } from '../../../../schemas/events/shapes.ts'
import { isKeyName } from '../../../../services/access/keys/names.ts'
import { viewerOf } from '../../../../services/access/viewers.ts'
import { listActivity, listActors, namesIn } from '../../../../services/history/activity.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import type { Empty } from '../../../../views/contexts/parts.ts'
import { type Formats, formatsFor } from '../../../../views/helpers/formats.ts'
import { pageBeyond } from '../../beyond-last.ts'
import { pageQuery, urlOf } from '../../queries.ts'
import { sentenceOf } from '../words/index.ts'
import { factsOf } from './facts.ts'
import { thingOf } from './thing.ts'

const PATH = '/admin/activity'

const activity: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config: { permission: 'history.read' } }, async (request, reply) => {
    const query = pageQuery(ActivityQuery, request.query)
    const db = await app.db.forLists()
    const list = await listActivity(db, query)
    const { rows, nextCursor } = list
    const { cursor: _, ...others } = query
    const fmt = formatsFor(await findSettings(db))
    const viewer = viewerOf(request)
    const names = await namesIn(db, rows)
    const entries = rows.map((row) => ({
      id: row.id,
      ...sentenceOf(row, fmt),
      thing: thingOf(row, viewer),
      by: row.actor,
      isByKey: isKeyName(row.actorId, row.actor),
      at: row.at,
      facts: factsOf(row, names, fmt),
    }))
    const chips = chipsOf(query, fmt)
    const context = {
      title: 'Activity',
      values: { actor: '', entity: '', from: '', to: '', ...query },
      actors: withChosen(await listActors(db), query.actor),
      kinds: ENTITIES.map((value) => ({ value, label: KINDS[value] })),
      chips,
      empty: chips.length > 0 ? NOTHING_FOUND : NOTHING_YET,
      days: byDay(entries, fmt),
      beyond: await pageBeyond(
        query,
        list,
        () => listActivity(db, others),
        () => urlOf(PATH, others),
      ),
      pager: {
        first: query.cursor ? urlOf(PATH, query, { cursor: null }) : null,
        next: nextCursor ? urlOf(PATH, query, { cursor: nextCursor }) : null,
      },
    }
    return reply.page('history/activity/index', context, 'history/activity/_list')
  })
}

const NOTHING_YET: Empty = {
  icon: 'history',
  title: 'No activity yet',
  text: 'Take an order or change something: it appears here, with who did it.',
}

const NOTHING_FOUND: Empty = {
  icon: 'search',
  title: 'No activity in this period',
  text: 'Clear a filter or choose other days.',
  action: { href: PATH, label: 'Show all activity' },
}

const KINDS: Record<Entity, string> = {
  order: 'Orders and payments',
  customer: 'Customers',
  employee: 'Employees',
  category: 'Categories',
  product: 'Products and stock',
  count: 'Counts of stock',
  user: 'Accounts',
  role: 'Roles',
  key: 'API keys',
  device: 'Tablets',
  settings: 'Settings',
}

/** Groups consecutive entries by day in the shop's time zone. */
function byDay<Entry extends { at: string }>(entries: readonly Entry[], fmt: Formats) {
  const days: { name: string; entries: Entry[] }[] = []
  for (const entry of entries) {
    const name = fmt.weekday(entry.at)
    const last = days.at(-1)
    if (last?.name === name) last.entries.push(entry)
    else days.push({ name, entries: [entry] })
  }
  return days
}

/** Choices of the person filter, with the name in the URL even if it is not listed. */
const withChosen = (actors: string[], chosen: string | undefined) =>
  chosen === undefined || actors.includes(chosen) ? actors : [chosen, ...actors]

function chipsOf(query: ActivityQuery, fmt: Formats) {
  const labels: Record<string, [name: string, label: string | undefined]> = {
    actor: ['Who', query.actor],
    entity: ['What', query.entity && KINDS[query.entity]],
    entityId: ['Number', query.entityId?.toString()],
    type: ['Event', query.type],
    from: ['From', query.from && fmt.date(query.from)],
    to: ['To', query.to && fmt.date(query.to)],
  }
  return Object.entries(labels).flatMap(([field, [name, label]]) =>
    label ? [{ name, label, href: urlOf(PATH, query, { [field]: null, cursor: null }) }] : [],
  )
}

export default activity
