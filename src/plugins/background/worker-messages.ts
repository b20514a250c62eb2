// Messages between worker processes on one machine (WEB_CONCURRENCY), for what need not be in the shared database:
// change notifications and request counts.
import cluster from 'node:cluster'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

export interface WorkerMessages {
  /** Sends to all other workers; without effect in a single process. */
  tell(topic: string, content?: unknown): void
  hear(topic: string, listener: (content: unknown) => void): void
}

interface Message {
  topic: string
  content: unknown
}

async function workerMessages(app: FastifyInstance) {
  const listeners = new Map<string, (content: unknown) => void>()
  const take = ({ topic, content }: Message) => listeners.get(topic)?.(content)
  app.decorate('workerMessages', {
    tell(topic: string, content: unknown = null) {
      // The primary process relays it. If that has gone, this worker is about to end.
      if (cluster.isWorker && process.connected) process.send?.({ topic, content }, () => undefined)
    },
    hear: (topic: string, listener: (content: unknown) => void) => listeners.set(topic, listener),
  })
  if (!cluster.isWorker) return
  process.on('message', take)
  app.addHook('onClose', async () => {
    process.off('message', take)
  })
}

declare module 'fastify' {
  interface FastifyInstance {
    workerMessages: WorkerMessages
  }
}

export default fp(workerMessages, { name: 'worker-messages' })
