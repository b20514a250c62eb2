// The process that draws pictures (see drawing.ts): does what it is told, and ends when it is left.
import type { Answer, Task } from './drawing.ts'
import { drawings } from './photo-drawing.ts'

process.on('message', async ({ id, job }: Task) => {
  const answer = await drawn(job).then(
    (drawn): Answer => ({ id, drawn }),
    (error: unknown): Answer => ({ id, error: String(error) }),
  )
  // Pixels lie outside of what V8 counts, and it would not look for them before there are many.
  process.send?.(answer, () => globalThis.gc?.())
})

const drawn = (job: Task['job']): Promise<unknown> =>
  job.kind === 'photo' ? drawings.photo(job) : drawings.logo(job)

process.on('disconnect', () => process.exit())
// Ctrl+C and some supervisors signal every process. The server answers what is under way first, and then leaves us.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
