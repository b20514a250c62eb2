// Answers of the catalogue for visitors: one text for all of them, kept until the next change. Reading and serializing
// fifty products with their variants takes some milliseconds; sending the text again takes none.
import type { FastifyReply } from 'fastify'
import { findCaller } from '../../../services/access/callers.ts'
import { SharedTexts } from '../../shared/shared-text.ts'

const JSON_TEXT = 'application/json; charset=utf-8'

const sharedAnswers = new SharedTexts(5_000)

/** Answers whoever is signed in anew, since they may see more. @param read sets no header but `Link` */
export async function sharedAnswer<Answer extends object>(
  reply: FastifyReply,
  read: () => Promise<Answer>,
): Promise<Answer> {
  const { request } = reply
  if (findCaller(request) || request.method !== 'GET') return read()
  const kind = { key: request.url, type: JSON_TEXT, vary: 'Authorization, Cookie' }
  const sent = await sharedAnswers.send(reply, kind, async () => ({
    text: String(reply.serialize(await read())),
    link: reply.getHeader('link')?.toString(),
  }))
  // For Fastify a reply that was sent is an answer.
  return sent as unknown as Answer
}
