// Contexts of the templates for the integrity check.
import type { IntegrityReport } from '../../services/audit/integrity.ts'
import type { Page } from './parts.ts'

export interface AuditPages {
  'audit/integrity/index': IntegrityPage
}

export interface AuditFragments {
  'audit/integrity/_report': IntegrityPage
}

interface IntegrityPage extends Page {
  /** Null until the check was asked for. */
  report: ShownReport | null
  at: string
}

export interface ShownReport extends Omit<IntegrityReport, 'problems'> {
  problems: readonly {
    /** 'Payment' */
    where: string
    /** 'payments, row 17' */
    row: string
    orderNumber: number | null
    detail: string
  }[]
}
