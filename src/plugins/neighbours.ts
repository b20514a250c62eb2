// The other processes of this program on this machine (WEB_CONCURRENCY). They share the database; this is for what
// need not be in it: news that would otherwise be found a moment later, and counts that are forgotten in a minute.
import cluster from 'node:cluster'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

export interface Neighbours {
  /** Tells all others. Nobody hears it where this process is the only one. */
  tell(topic: string, content?: unknown): void
  hear(topic: string, listener: (content: never) => void): void
}

interface Message {
  topic: string
  content: unknown
}

async function neighbours(app: FastifyInstance) {
  const listeners = new Map<string, (content: never) => void>()
  const take = ({ topic, content }: Message) => listeners.get(topic)?.(content as never)
  app.decorate('neighbours', {
    tell(topic: string, content: unknown = null) {
      // The first process passes it on. Where that one is gone, this one ends in a moment.
      if (cluster.isWorker && process.connected) process.send?.({ topic, content }, () => undefined)
    },
    hear: (topic: string, listener: (content: never) => void) => listeners.set(topic, listener),
  })
  if (!cluster.isWorker) return
  process.on('message', take)
  app.addHook('onClose', async () => {
    process.off('message', take)
  })
}

declare module 'fastify' {
  interface FastifyInstance {
    neighbours: Neighbours
  }
}

export default fp(neighbours, { name: 'neighbours' })
