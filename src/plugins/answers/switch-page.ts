// The page of a shared tablet where people switch by name and PIN; it also stands in for a page while it is locked.
import type { FastifyRequest } from 'fastify'
import { listPeople } from '../../services/access/devices/switch.ts'
import type { ByField } from '../../views/contexts/parts.ts'
import { tabletOf } from '../guards/tablet.ts'
import type { ResumableForm, UnkeptReason } from '../requests/resumable-form.ts'
import { filesLost } from '../requests/resumable-labels.ts'

interface Shown {
  next?: string
  kept?: ResumableForm | null
  notKept?: UnkeptReason | null
  errors?: ByField | null
  problem?: string | null
  userId?: string
}

export async function switchContext(
  request: FastifyRequest,
  { next = '', kept = null, notKept = null, errors = null, problem = null, userId }: Shown = {},
) {
  const { lockedViewer, viewer } = request
  const tablet = await tabletOf(request)
  return {
    title: 'Who is working?',
    people: tablet ? await listPeople(request.server.db) : [],
    chosen: userId ?? String(lockedViewer?.id ?? ''),
    isLocked: lockedViewer !== null,
    needsPassword: tablet?.needsPassword ?? true,
    isSignedIn: viewer !== null,
    next,
    kept: kept && JSON.stringify(kept),
    filesLost: kept ? filesLost(kept) : '',
    notKept,
    values: null,
    errors,
    problem,
  }
}
