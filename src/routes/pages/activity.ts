// /admin/activity: everything that happened, by person, kind of thing and day. The filter is in the URL.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ActivityQuery, ENTITIES, type Entity } from '../../schemas/events.ts'
import { ADMIN } from '../../schemas/roles.ts'
import { type Activity, listActivity, listActors, namesIn } from '../../services/activity.ts'
import { type Formats, formatsFor } from '../../services/formats.ts'
import { findSettings } from '../../services/settings.ts'
import { factsOf } from './activity-facts.ts'
import { sentenceOf } from './activity-words.ts'
import { pageQuery, urlOf } from './queries.ts'

const PATH = '/admin/activity'

const activity: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config: { roles: ADMIN } }, async (request, reply) => {
    const query = pageQuery(ActivityQuery, request.query)
    const db = await app.db.forLists()
    const { rows, nextCursor } = await listActivity(db, query)
    const fmt = formatsFor(await findSettings(db))
    const names = await namesIn(db, rows)
    const entries = rows.map((row) => ({
      ...sentenceOf(row, fmt),
      thing: thingOf(row),
      by: row.actor,
      at: row.at,
      facts: factsOf(row.data, names, fmt),
    }))
    const context = {
      title: 'Activity',
      values: { actor: '', entity: '', from: '', to: '', ...query },
      actors: withChosen(await listActors(db), query.actor),
      kinds: ENTITIES.map((value) => ({ value, label: KINDS[value] })),
      chips: chipsOf(query, fmt),
      days: byDay(entries, fmt),
      pager: {
        first: query.cursor ? urlOf(PATH, query, { cursor: null }) : null,
        next: nextCursor ? urlOf(PATH, query, { cursor: nextCursor }) : null,
      },
    }
    return reply.page('activity/index', context, 'activity/_list')
  })
}

const KINDS: Record<Entity, string> = {
  order: 'Orders and payments',
  customer: 'Customers',
  employee: 'Employees',
  user: 'Accounts',
  settings: 'Settings',
}

/** Entries that follow each other on one day of the shop, under the name of the day. */
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

/** A name that came by a link is among the choices too. */
const withChosen = (actors: string[], chosen: string | undefined) =>
  chosen === undefined || actors.includes(chosen) ? actors : [chosen, ...actors]

/** What it happened to, and where it is; an account that was deleted has no page any more. */
function thingOf({ entity, entityId, thing, type, actor }: Activity) {
  if (thing === actor && /\.signed_/.test(type)) return { name: '', href: null }
  if (entity === 'settings') return { name: 'the shop', href: '/admin/settings' }
  if (thing === null) return { name: '', href: null }
  return { name: entity === 'order' ? `#${thing}` : thing, href: `/admin/${entity}s/${entityId}` }
}

/** The filters in use, each a link that removes it. */
function chipsOf(query: ActivityQuery, fmt: Formats) {
  const labels: Record<string, [name: string, label: string | undefined]> = {
    actor: ['Who', query.actor],
    entity: ['What', query.entity && KINDS[query.entity]],
    entityId: ['Number', query.entityId?.toString()],
    type: ['Event', query.type],
    from: ['From', query.from && fmt.date(query.from)],
    to: ['Up to', query.to && fmt.date(query.to)],
  }
  return Object.entries(labels).flatMap(([field, [name, label]]) =>
    label ? [{ name, label, href: urlOf(PATH, query, { [field]: null, cursor: null }) }] : [],
  )
}

export default activity
