// Import jobs: run beside requests in the process that accepted them; closing interrupts them.
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { RunTakenOver } from '../../services/imports/runs/progress.ts'
import { ImportRunner } from '../../services/imports/runs/runner.ts'

async function imports(app: FastifyInstance) {
  const runner = new ImportRunner({
    db: app.db,
    committed: () => app.live.wake(),
    failed: (err, importId) => {
      if (err instanceof RunTakenOver) app.log.info({ importId }, err.message)
      else app.log.error({ err, importId }, 'an import was interrupted')
    },
  })
  app.decorate('imports', runner)
  app.addHook('preClose', () => runner.stop())
}

declare module 'fastify' {
  interface FastifyInstance {
    imports: ImportRunner
  }
}

export default fp(imports, { name: 'imports', dependencies: ['database', 'live'] })
