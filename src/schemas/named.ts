// Named schemas (`components/schemas`) of the OpenAPI document.
import { Credentials, RefreshInput, Registration, Session } from './access/auth.ts'
import {
  DeviceCode,
  DeviceInput,
  DeviceJson,
  EnrolInput,
  Enrolled,
  OwnPinInput,
  PinInput,
  SwitchInput,
} from './access/devices.ts'
import { KeyInput, KeyJson, KeyPatch, NewKeyJson } from './access/keys.ts'
import { PasswordLinkJson } from './access/password-links.ts'
import { PermissionJson } from './access/permissions.ts'
import { RoleInput, RoleJson, RolePatch } from './access/roles.ts'
import {
  RecoveryCodes,
  RecoveryCodesInput,
  SecondFactorCode,
  SecondFactorJson,
  SecondFactorOff,
  SecondFactorSetUp,
} from './access/second-factor.ts'
import { DeviceSession, UserSession } from './access/sessions.ts'
import { ProfilePatch, UserInput, UserJson, UserPatch } from './access/users.ts'
import { IntegrityJson } from './audit/integrity.ts'
import { ClaimCodeJson, ClaimInput, InvitationJson } from './care/claims.ts'
import { Category, CategoryInput, CategoryPatch } from './catalogue/categories.ts'
import { ProductImageInput, ProductImageJson } from './catalogue/images.ts'
import { FacetJson, Product, ProductInput, ProductPatch } from './catalogue/products.ts'
import {
  CountInput,
  CountJson,
  CountLineInput,
  CountLineJson,
  HoldJson,
  MovementInput,
  MovementJson,
  PostInput,
} from './catalogue/stock.ts'
import { Variant, VariantInput, VariantPatch } from './catalogue/variants.ts'
import { EventJson } from './events/json.ts'
import { UndoInput } from './history/undos.ts'
import { ImportLineJson, ImportReportJson, ImportRunJson } from './imports/index.ts'
import { CashSheetJson, LedgerRowJson, OwingJson } from './money/payments.ts'
import { OrderInput, OrderUpdate, StatusInput } from './orders/index.ts'
import { OrderItemJson, OrderJson, OrderSummaryJson } from './orders/json.ts'
import { MaterialInput, MaterialJson, MaterialReturn } from './orders/materials.ts'
import { PaymentInput, PaymentJson, ReversalInput } from './orders/payments.ts'
import { OrderImageJson, OrderImagePatch } from './orders/photos.ts'
import { Reassignment, ReassignmentInput } from './orders/reassignment.ts'
import {
  WorkImageJson,
  WorkItemJson,
  WorkJson,
  WorkStatusInput,
  WorkSummaryJson,
} from './orders/work.ts'
import { Workload } from './orders/workload.ts'
import { ConsentInput, OwnConsent } from './people/consent.ts'
import {
  Customer,
  CustomerDetail,
  CustomerInput,
  CustomerPatch,
  MergeInput,
  NewCustomer,
} from './people/customers.ts'
import { Employee, EmployeeInput, EmployeePatch } from './people/employees.ts'
import { ProblemSchema } from './problems/details.ts'
import { PaymentRules, PaymentRulesInput } from './shop/payment-rules.ts'
import { SettingsJson, SettingsPatch } from './shop/settings.ts'
import { CartItemInput, CartItemJson, CartItemPatch, CartJson } from './storefront/cart.ts'
import { CheckoutInput, PlacedOrderJson } from './storefront/checkout.ts'

export const NAMED_SCHEMAS = [
  ProblemSchema,
  Customer,
  CustomerDetail,
  CustomerInput,
  CustomerPatch,
  ConsentInput,
  OwnConsent,
  ClaimCodeJson,
  ClaimInput,
  InvitationJson,
  MergeInput,
  NewCustomer,
  Employee,
  EmployeeInput,
  EmployeePatch,
  Workload,
  Reassignment,
  ReassignmentInput,
  Category,
  CategoryInput,
  CategoryPatch,
  ProductImageJson,
  ProductImageInput,
  Variant,
  VariantInput,
  VariantPatch,
  Product,
  ProductInput,
  ProductPatch,
  FacetJson,
  MovementInput,
  MovementJson,
  HoldJson,
  CountInput,
  CountJson,
  CountLineInput,
  CountLineJson,
  PostInput,
  WorkItemJson,
  WorkImageJson,
  WorkSummaryJson,
  WorkJson,
  WorkStatusInput,
  OrderItemJson,
  MaterialJson,
  MaterialInput,
  MaterialReturn,
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
  SettingsJson,
  CartItemJson,
  CartJson,
  CartItemInput,
  CartItemPatch,
  CheckoutInput,
  PlacedOrderJson,
  SettingsPatch,
  UndoInput,
  OrderSummaryJson,
  OrderJson,
  OrderInput,
  OrderUpdate,
  StatusInput,
  EventJson,
  IntegrityJson,
  ImportLineJson,
  ImportReportJson,
  ImportRunJson,
  DeviceJson,
  DeviceInput,
  DeviceCode,
  EnrolInput,
  Enrolled,
  PinInput,
  OwnPinInput,
  SwitchInput,
  PermissionJson,
  RoleJson,
  RoleInput,
  RolePatch,
  KeyJson,
  NewKeyJson,
  KeyInput,
  KeyPatch,
  UserJson,
  UserInput,
  UserPatch,
  ProfilePatch,
  Registration,
  Credentials,
  RefreshInput,
  Session,
  SecondFactorJson,
  SecondFactorSetUp,
  SecondFactorCode,
  SecondFactorOff,
  RecoveryCodes,
  RecoveryCodesInput,
  DeviceSession,
  UserSession,
  PasswordLinkJson,
]
