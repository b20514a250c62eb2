// /admin/import: old books from a file or from the clipboard, checked first, then taken in as a whole.
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ADMIN } from '../../schemas/roles.ts'
import { decoded, MOST_BYTES, MOST_LINES } from '../../services/csv-reading.ts'
import { IMPORTS, type ImportNoun } from '../../services/import-nouns.ts'
import type { ImportReport } from '../../services/import-report.ts'
import { importOnce } from '../import-once.ts'
import { formOf, type Refused, submitted } from './forms.ts'

const config = { roles: ADMIN }

export default async function imports(app: FastifyInstance) {
  importPage(app, IMPORTS.customers)
  importPage(app, IMPORTS.orders)
}

const pathOf = ({ name }: ImportNoun) =>
  name === 'customers' ? '/admin/import' : `/admin/import/${name}`

function importPage(app: FastifyInstance, noun: ImportNoun) {
  app.get(pathOf(noun), { config }, (_request, reply) => show(reply, noun, {}))

  app.post(pathOf(noun), { config }, async (request, reply) => {
    const sent = await readSent(request)
    return submitted(
      reply,
      () => importOnce(request, noun, sent),
      (report) => (report.dryRun ? show(reply, noun, { sent, report }) : told(reply, noun, report)),
      async (refused) => {
        const report = await reportOf(request, noun, sent, refused)
        return show(reply, noun, { sent, report, refused })
      },
    )
  })
}

interface Sent {
  bytes: Buffer
  dryRun: boolean
}

/** A file goes before the text; a form that came back after a sign-in has the text alone. */
async function readSent(request: FastifyRequest): Promise<Sent> {
  if (!request.isMultipart()) {
    const { text, action } = formOf(request)
    return { bytes: Buffer.from(String(text ?? '')), dryRun: action !== 'import' }
  }
  // One byte more than is taken, so that what is too long is seen to be.
  const limits = { fileSize: MOST_BYTES + 1, fieldSize: MOST_BYTES + 1, files: 1, fields: 10 }
  const sent: Sent = { bytes: Buffer.alloc(0), dryRun: true }
  let text = ''
  for await (const part of request.parts({ limits, throwFileSizeLimit: false } as never)) {
    if (part.type === 'file') sent.bytes = await bytesOf(part.file)
    else if (part.fieldname === 'text') text = String(part.value)
    else if (part.fieldname === 'action') sent.dryRun = part.value !== 'import'
  }
  return sent.bytes.length > 0 ? sent : { ...sent, bytes: Buffer.from(text) }
}

async function bytesOf(file: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of file) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Of a file with mistakes that was to be imported: what checking it says. */
const reportOf = (request: FastifyRequest, noun: ImportNoun, sent: Sent, { refusal }: Refused) =>
  refusal.code === 'import_refused'
    ? importOnce(request, noun, { ...sent, dryRun: true })
    : undefined

function told(reply: FastifyReply, noun: ImportNoun, { made, known }: ImportReport) {
  const new_ = `${count(made, noun)} imported.`
  reply.flash('success', known > 0 ? `${new_} ${known} were there already.` : new_)
  return reply.redirect(`/admin/${noun.name}`, 303)
}

/** '1 customer', '12 orders' */
const count = (many: number, { name }: ImportNoun) =>
  `${many} ${many === 1 ? name.slice(0, -1) : name}`

interface Shown {
  sent?: Sent
  report?: ImportReport | undefined
  refused?: Refused
}

function show(reply: FastifyReply, noun: ImportNoun, { sent, report, refused }: Shown) {
  return reply.page('imports/index', {
    title: 'Import',
    path: pathOf(noun),
    noun,
    tabs: Object.values(IMPORTS).map((one) => ({
      label: one.title,
      href: pathOf(one),
      current: one === noun,
    })),
    text: sent ? textOf(sent) : '',
    report: report ?? null,
    counted: report ? count(report.made, noun) : null,
    problem: report ? null : (refused?.message ?? null),
    template: `/api/${noun.name}/import/csv`,
    most: { lines: MOST_LINES, megabytes: MOST_BYTES / 1_000_000 },
    idempotencyKey: randomUUID(),
  })
}

/** What was sent, to be sent again: nothing of it is kept here. Nothing of what is no text, or too long. */
function textOf({ bytes }: Sent): string {
  if (bytes.length > MOST_BYTES) return ''
  try {
    return decoded(bytes).text
  } catch {
    return ''
  }
}
