// The page that offers a form again which was sent before the sign-in.
import type { FastifyReply } from 'fastify'
import type { ResumableForm } from '../../../plugins/requests/resumable-form.ts'
import { resumeContext } from '../../../plugins/requests/resumable-labels.ts'

/** The saved form is not sent automatically: whoever signed in decides. */
export const resumePage = async (
  reply: FastifyReply,
  kept: ResumableForm,
  typedBy: string | null = null,
) => {
  const { server, viewer } = reply.request
  return reply.page('access/sign-in/resume', {
    title: 'Not saved yet',
    isStale: false,
    typedBy,
    ...(await resumeContext(server.db, viewer, kept)),
  })
}
