// The shapes that the OpenAPI document names once and refers to.
import { Credentials, RefreshInput, Registration, Session } from './auth.ts'
import { Customer, CustomerInput, CustomerPatch } from './customers.ts'
import { Employee, EmployeeInput, EmployeePatch, Workload } from './employees.ts'
import { EventJson } from './events.ts'
import { ImportReportJson } from './imports.ts'
import { IntegrityJson } from './integrity.ts'
import {
  OrderImageJson,
  OrderImagePatch,
  OrderItemJson,
  OrderJson,
  OrderSummaryJson,
} from './order-json.ts'
import { OrderInput, OrderPatch, StatusInput } from './orders.ts'
import { CashSheetJson, LedgerRowJson, OwingJson } from './payment-lists.ts'
import { PaymentRules, PaymentRulesInput } from './payment-rules.ts'
import { PaymentInput, PaymentJson, ReversalInput } from './payments.ts'
import { ProblemSchema } from './problems.ts'
import { UndoInput } from './undos.ts'
import { ProfilePatch, UserInput, UserJson, UserPatch } from './users.ts'

export const NAMED_SCHEMAS = [
  ProblemSchema,
  Customer,
  CustomerInput,
  CustomerPatch,
  Employee,
  EmployeeInput,
  EmployeePatch,
  Workload,
  OrderItemJson,
  OrderImageJson,
  OrderImagePatch,
  PaymentJson,
  PaymentInput,
  ReversalInput,
  PaymentRules,
  PaymentRulesInput,
  LedgerRowJson,
  CashSheetJson,
  OwingJson,
  UndoInput,
  OrderSummaryJson,
  OrderJson,
  OrderInput,
  OrderPatch,
  StatusInput,
  EventJson,
  IntegrityJson,
  ImportReportJson,
  UserJson,
  UserInput,
  UserPatch,
  ProfilePatch,
  Registration,
  Credentials,
  RefreshInput,
  Session,
]
