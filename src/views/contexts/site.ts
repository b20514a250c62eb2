// Contexts of the templates about the program itself: design, errors, offline, problems of the API.
import type { CommonContext } from './common.ts'
import type { Link, Page, Toast } from './parts.ts'

export interface SitePages {
  'site/design/index': DesignPage
  'site/errors/index': ErrorPage
  'site/offline/index': OfflinePage
  'site/problems/index': ProblemsPage
  'site/problems/show': ProblemPage
}

interface DesignPage extends Page {
  /** The decimal and thousands marks of amounts, as JSON. */
  marks: string
}

export interface ErrorPage extends Page {
  problem: {
    status: number
    code: string
    detail: string
    requestId: string
    errors: readonly { detail: string }[] | null
  }
  /** Link to the corrected address. */
  way: Link | null
  /** A customer may look for what is not there. */
  canSearch: boolean
  toast: Toast
}

/** The same for everybody, since devices keep it. */
type OfflinePage = Page & Pick<CommonContext, 'shop' | 'viewer' | 'theme'>

interface ProblemsPage extends Page {
  problems: readonly ProblemOfApi[]
}

interface ProblemPage extends Page {
  problem: ProblemOfApi
}

interface ProblemOfApi {
  code: string
  href: string
  statuses: string
  means: string
  remedy: string
}
