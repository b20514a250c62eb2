// CSV import page, with a dry run before the import: /admin/import.
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { decodeText } from '../../../lib/csv/encoding.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { actorOf } from '../../../plugins/changes.ts'
import { IMPORTS, type ImportNoun } from '../../../services/imports/kinds.ts'
import type { ImportReport } from '../../../services/imports/report.ts'
import { getImportRun, listImportRuns } from '../../../services/imports/runs/index.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { type Formats, formatsFor } from '../../../views/helpers/formats.ts'
import { catalogueExport } from '../../shared/catalogue-export.ts'
import { type StartedImport, startImport } from '../../shared/import-begin.ts'
import { groupOf } from '../../shared/import-groups.ts'
import { type Refused, submitForm } from '../forms.ts'
import { readSentTable, type SentTable } from './form.ts'
import { catalogueWords, count, pathOf, runWords } from './words.ts'

export default async function imports(app: FastifyInstance) {
  importPage(app, IMPORTS.customers)
  importPage(app, IMPORTS.orders)
  importPage(app, IMPORTS.products)
}

function importPage(app: FastifyInstance, noun: ImportNoun) {
  const config = { permission: noun.permission }
  app.get(pathOf(noun), { config }, (request, reply) => show(request, reply, noun, {}))

  app.post(pathOf(noun), { config }, async (request, reply) => {
    const sent = await readSentTable(request, noun.limits).catch(unreadTable)
    return submitForm(
      reply,
      () => received(request, noun, sent),
      (begun) => answer(request, reply, noun, sent, begun),
      async (refused) => {
        const { code } = refused.refusal
        const report = code === 'import_refused' ? await reportOf(request, noun, sent) : undefined
        return show(request, reply, noun, { sent, report, refused })
      },
    )
  })
}

/** An incomplete upload is reported on the page itself, where it can be sent again. */
function unreadTable(error: unknown): SentTable {
  if (!(error instanceof Refusal)) throw error
  return { bytes: Buffer.alloc(0), name: null, dryRun: true, broken: error }
}

async function received(
  request: FastifyRequest,
  noun: ImportNoun,
  sent: SentTable,
): Promise<StartedImport> {
  if (sent.broken) throw sent.broken
  if (!sent.dryRun) return startImport(request, noun, sent)
  return { id: null, report: await reportOf(request, noun, sent) }
}

const reportOf = async (request: FastifyRequest, noun: ImportNoun, { bytes }: SentTable) =>
  (await noun.check(request.server.db, bytes, actorOf(request))).report

/** Time to wait for a short import before the progress page is shown. */
const SOON_MS = 1_000

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  noun: ImportNoun,
  sent: SentTable,
  { id, report }: StartedImport,
) {
  if (report?.dryRun) return show(request, reply, noun, { sent, report })
  const fmt = formatsFor(await findSettings(request.server.db))
  if (report) return redirectWithReport(reply, noun, report, fmt)
  await request.server.imports.ended(id as number, SOON_MS)
  const run = await getImportRun(request.server.db, id as number)
  return run.state === 'done' && run.report.problemCount === 0
    ? redirectWithReport(reply, noun, run.report, fmt)
    : reply.redirect(`${groupOf(noun.name).page}/${id}`, 303)
}

function redirectWithReport(
  reply: FastifyReply,
  noun: ImportNoun,
  { made, known }: ImportReport,
  fmt: Formats,
) {
  const news = `${count(made, noun, fmt)} imported.`
  const rest = noun.name === 'products' ? 'unchanged' : 'there already'
  reply.flash('success', known > 0 ? `${news} ${fmt.number(known)} were ${rest}.` : news)
  return reply.redirect(`/admin/${noun.name}`, 303)
}

interface Shown {
  sent?: SentTable
  report?: ImportReport | undefined
  refused?: Refused
}

async function show(
  request: FastifyRequest,
  reply: FastifyReply,
  noun: ImportNoun,
  { sent, report, refused }: Shown,
) {
  const { db } = request.server
  const { rows } = await listImportRuns(db, { noun: noun.name, limit: 5 })
  const shop = await findSettings(db)
  const fmt = formatsFor(shop)
  return reply.page('imports/index', {
    title: 'Import',
    path: pathOf(noun),
    noun,
    tabs: tabsOf(request).map((one) => ({
      label: one.title,
      href: pathOf(one),
      current: one === noun,
    })),
    text: sent ? textOf(sent, noun.limits.bytes) : '',
    report: report ?? null,
    counted: report ? count(report.made, noun, fmt) : null,
    counts: report?.catalogue ? catalogueWords(report.catalogue, fmt) : null,
    back: backOf(request, noun),
    exportHref: exportOf(request, noun, shop),
    problem: report ? null : (refused?.message ?? null),
    template: `/api/${noun.name}/import/csv`,
    most: { lines: noun.limits.lines, megabytes: noun.limits.bytes / 1_000_000 },
    idempotencyKey: randomUUID(),
    runs: rows.map((run) => runWords(run, fmt)),
  })
}

function backOf(request: FastifyRequest, noun: ImportNoun) {
  if (noun.name === 'products') return { href: '/admin/products', label: 'Products' }
  return actorOf(request).permissions.includes('settings.write')
    ? { href: '/admin/settings', label: 'Settings' }
    : { href: '/admin/customers', label: 'Customers' }
}

const exportOf = (request: FastifyRequest, noun: ImportNoun, shop: { locale: string }) =>
  noun.name === 'products' && actorOf(request).permissions.includes('products.export')
    ? catalogueExport(shop.locale)
    : null

const tabsOf = (request: FastifyRequest): ImportNoun[] => {
  const { permissions } = actorOf(request)
  return Object.values(IMPORTS).filter(({ permission }) => permissions.includes(permission))
}

/** Text of the upload for the form; empty if it is not text or too long. It is not stored here. */
function textOf({ bytes }: SentTable, most: number): string {
  if (bytes.length > most) return ''
  try {
    return decodeText(bytes).text
  } catch {
    return ''
  }
}
