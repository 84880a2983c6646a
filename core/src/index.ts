// The kernel: what modules are made of.
export { defineModule, isModule, type Class, type Module, type ModulePackage, type ModuleParts } from './kernel/module/define-module.js';
export { gauges, type ModuleGauge } from './kernel/telemetry/gauges.js';
export { extensionPoint, type Contribution, type ExtensionKind, type ExtensionPoint, type Placement } from './kernel/module/extension-point.js';
export { wrapField, type FieldWrap } from './kernel/module/wrap-field.js';
export type { Demo, Progress, Seed } from './kernel/module/seed.js';
export { definePermissions, defineRole, defineSeparation, type PermissionDefinition, type RoleDefinition, type SeparationDefinition } from './kernel/access/permissions.js';
export type { Actor } from './kernel/access/actor.js';
export { everywhere, type Scope } from './kernel/access/scope.js';
export type { Context } from './kernel/context.js';
export { defineEvent, type EventDefinition, type EventHandler } from './kernel/events/define-event.js';
export { publish } from './kernel/events/publish.js';
export { defineJob, type JobControl, type JobDefinition } from './kernel/jobs/define-job.js';
export { claimFiles, type FileGiven } from './kernel/files/claim-files.js';
export { addChunk, finishFile } from './kernel/files/chunks.js';
export { EvidenceInput, takeEvidence, type Evidence } from './kernel/files/evidence.js';
export { File, FileState } from './kernel/files/file.js';
export { readFile } from './kernel/files/read-file.js';
export { readTextFile } from './kernel/files/read-text-file.js';
export { openFile, storeFile, type FileToStore, type OpenFile } from './kernel/files/store-file.js';
export { Job, JobState } from './kernel/jobs/job.js';
export { keyWrappings, type KeyWrapping, type WrappedKey } from './kernel/secrets/key-wrapping.js';
export { type DataKey } from './kernel/secrets/data-keys.js';
export { bytesOf, digest, digests, open as openSealed, seal, type Sealing } from './kernel/secrets/secrets.js';
export { startJob } from './kernel/jobs/start-job.js';
export { Privacy, type Classification, type FieldPrivacy, type ResourcePrivacy, type Sensitivity, type Subject } from './kernel/privacy/classification.js';
export { maskedCategories, type MaskedCategory, type SubjectSql } from './kernel/privacy/category.js';
export { openedByReveal } from './people/persons/reveals/masked-categories.js';
export { recipients, retentions, type Recipient, type Retention } from './kernel/privacy/register/extension-points.js';
export type { TablePrivacy } from './kernel/privacy/tables.js';
export { purposes, type Purpose } from './kernel/privacy/purpose.js';
export type { Platform } from './kernel/platform.js';

// Types and fields.
export { defineAttributes, type AttributeDefinition, type AttributeSet, type AttributesOf } from './kernel/schema/attributes.js';
export { AttributesField, Ref } from './kernel/schema/input-fields.js';
export { MoneyValue } from './kernel/schema/money.js';
export { Node, Versioned } from './kernel/schema/node.js';
export { Public, Requires } from './kernel/schema/permission.js';
export { chosenRows } from './kernel/read/chosen-rows.js';
export { WhereField } from './kernel/schema/input-fields.js';
export { TakesMuch } from './kernel/schema/takes-much.js';
export { together, type Area } from './kernel/module/area.js';
export { beyondScope } from './kernel/write/beyond-scope.js';
export { readCsv, type CsvRecord } from './transactions/csv.js';
export { Connection, MoneyField, Needs, Resource, SqlField, underAnyLimit, type Columns, type ResourceOptions, type RowCondition, type RowScope } from './kernel/schema/resource.js';
export { DateTime, Decimal, LocalDate, PartialDate } from './kernel/schema/scalars.js';
export { decodeId, encodeId } from './kernel/schema/ids.js';

// Reading and writing.
export { purges, type Purge } from './kernel/purge/purges.js';
export { readRows } from './kernel/read/read-rows.js';
export { noteRead, type PersonalRead } from './kernel/audit/read-log.js';
export { fromContext, join, parameters, render, sql, Sql, today, trusted, type Statement } from './kernel/read/sql.js';
export { badInput } from './kernel/faults.js';
export { answerQuery } from './kernel/write/answer-query.js';
export { ask } from './kernel/write/ask.js';
export { readInput } from './kernel/write/read-input.js';
export { IdempotentInput, MoneyInput } from './kernel/write/idempotent-input.js';
export { conflict, invalidInput, invalidText, notFound, Refused, refuse, ruleViolation, toUserError, type Refusal } from './kernel/write/refusal.js';
export { inTransaction, rehearse, type Tx, type TxContext } from './kernel/write/transaction.js';
export { Payload, UserError } from './kernel/write/user-error.js';
export { write, type WriteOptions } from './kernel/write/write.js';
export { writeGates, type AskedWrite, type WriteGate } from './kernel/write/gate.js';
export { mutate } from './kernel/server/mutate.js';
export { runOperation } from './kernel/server/run-operation.js';

// People.
export { Group } from './people/groups/group.js';
export { groupKinds, type GroupKindDefinition } from './people/groups/group-kinds.js';
export { GroupMembership } from './people/groups/group-membership.js';
export { groupMembersChanged, groupRegistered, groupWasClosed } from './people/groups/events.js';
export { LifeEvent, LifeEventKind } from './people/life-events/life-event.js';
export { birthRecorded, deathRecorded, divorceRecorded, lifeEventVoided, marriageRecorded, moveRecorded } from './people/life-events/events.js';
export { Household, HouseholdKind } from './people/households/household.js';
export { Membership, MemberRole } from './people/households/membership.js';
export { Person, Sex } from './people/persons/person.js';
export { PersonInput } from './people/persons/person-input.js';
export { DatePrecision } from './people/persons/birth-date.js';
export { PersonName, NameKind } from './people/persons/names/person-name.js';
export { Identifier } from './people/persons/identifiers/identifier.js';
export { damm, luhn, mod97, verhoeff, type CheckDigit } from './people/persons/identifiers/check-digits.js';
export { identifierTypes, type IdentifierType } from './people/persons/identifiers/identifier-type.js';
export { identifierDigests } from './people/persons/identifiers/write-identifiers.js';
export { ContactKind, ContactPoint } from './people/persons/contacts/contact-point.js';
export { Address, AddressKind } from './people/persons/addresses/address.js';
export { PaymentAccount, PaymentAccountKind } from './people/persons/accounts/payment-account.js';
export { openNumber, openNumbers, type SealedAccount } from './people/persons/accounts/account-number.js';
export { Relationship, RelationshipKind } from './people/persons/relationships/relationship.js';
export { endRelationship, relationshipConstraints, startRelationship, type RelationshipToStart } from './people/persons/relationships/relate.js';
export { Consent, ConsentDecision, LegalBasis } from './people/persons/consents/consent.js';
export { Disability, Functioning } from './people/persons/disability/disability.js';
export { Verification } from './people/persons/verification.js';
export { Place } from './people/places/place.js';
export { registerHouseholds, MemberInput, type HouseholdInput } from './people/households/register-household.js';
export { registerPlaces, PlaceInput } from './people/places/register-places.js';
export { findPlaces } from './people/places/find-place.js';
export { placesMoved, placesRegistered, placesReplaced, placeUpdated } from './people/places/events.js';
export { organisationClosed, organisationReopened, organisationRoleChanged, organisationsRegistered, organisationUpdated } from './people/organisations/events.js';
export { organisationIdentifierTypes, organisationRoles, type OrganisationIdentifierType, type OrganisationRoleType } from './people/organisations/kinds.js';
export { Organisation } from './people/organisations/organisation.js';
export { OrganisationRole } from './people/organisations/role.js';
export { organisationNotFound } from './people/organisations/refusals.js';
export { registerOrganisations, type OrganisationToRegister } from './people/organisations/register-organisations.js';
export { byOrganisation, byOrganisationIfAny, inOrganisationsOf } from './people/organisations/scope.js';
export { Residence } from './people/households/residence.js';
export { beginResidences } from './people/households/residences.js';
export { byHousehold, byPerson, byPersonOrHousehold, byPlace, byProgramme, inPlacesOf, inProgrammesOf, seesHousehold, seesPerson, through } from './people/scope.js';
export { inScope } from './kernel/read/in-scope.js';
export { householdMoved, householdRegistered, householdsMerged, householdSplit, membersChanged } from './people/households/events.js';
export { personsMerged, personsUnmerged } from './people/merge/events.js';
export { addInMerge, changeInMerge, endInMerge, type MergedRow } from './people/merge/record.js';
export {
  accountAdded, accountEnded, accountPreferred, accountVerified, addressAdded, addressEnded, consentRecorded, contactAdded, contactEnded, contactPreferred, contactVerified, disabilityAssessed,
  identifierAdded, identifierEnded, identifierVerified, nameAdded, nameEnded, personsRegistered, personUpdated, relationshipEnded, relationshipStarted, type DetailEvent,
} from './people/persons/events.js';
export { changedMeanwhile, personNotFound } from './people/persons/refusals.js';
export { refuseErased } from './people/persons/erased-persons.js';
export { householdNotFound } from './people/households/refusals.js';
export { documentAdded, documentRemoved, type DocumentEvent } from './people/documents/events.js';
export { PersonDocument } from './people/documents/person-document.js';
export { placeNotFound } from './people/places/refusals.js';

// Calendars.
export { CalendarDay, CalendarDayKind } from './calendars/calendar-day.js';
export { CalendarWeekend } from './calendars/calendar-weekend.js';
export { Calendar } from './calendars/calendar.js';
export { calendarChanged } from './calendars/events.js';
export { calendarNotFound } from './calendars/refusals.js';
export { Weekday } from './calendars/weekday.js';
export { addWorkingDays, calendarByCode, isWorkingDay, workingDaysBetween } from './calendars/working-days.js';

// Matching.
export { phoneticEncoders, type PhoneticEncoder } from './matching/search/phonetic-encoder.js';

// Privacy of persons.
export { leftOutOfExports, type LeftOut } from './privacy/exports/left-out.js';

// Grievances.
export {
  grievanceCategories, grievanceChannels, grievanceConsequences, grievanceOutcomes, type DecidedGrievance, type GrievanceCategory, type GrievanceClock, type GrievanceConsequence, type GrievanceOutcome,
} from './grievances/code-lists.js';
export { grievanceAnswered, grievanceDecided, grievanceEscalated, grievanceMoved, grievanceReceived, type GrievanceMoved } from './grievances/events.js';
export { Grievance } from './grievances/grievance.js';
export { GrievanceMessage } from './grievances/message.js';
export { GrievanceStep } from './grievances/grievance-step.js';
export { Complainant, GrievanceAction, GrievanceConfidentiality, GrievanceMessageKind, GrievanceState } from './grievances/states.js';

// Programmes.
export { benefitTypes, protectionFunctions, type BenefitType, type ProtectionFunction } from './programmes/classification.js';
export { assess, type Assessed } from './programmes/decisions/assess.js';
export { DecisionBasis } from './programmes/decisions/decision-basis.js';
export { Decision } from './programmes/decisions/decision.js';
export { explain, RuleExplanation, told } from './programmes/decisions/explanation.js';
export { hiddenRulesOf, openReasons } from './programmes/decisions/masked-reasons.js';
export { DecisionValue } from './programmes/decisions/facts-of.js';
export { DecisionReason, reasonOf, ruleTexts } from './programmes/decisions/reasons.js';
export { DecisionOutcome } from './programmes/decisions/outcome.js';
export { periodRules, type PeriodRules } from './programmes/decisions/period-rules.js';
export { noVersion } from './programmes/decisions/refusals.js';
export { rulesInForce, rulesInForceIfAny, rulesOfBasis, rulesOfVersion, type ProgrammeRules } from './programmes/decisions/rules-of.js';
export { decisionsInserted, storeBasis, storeDecisions, type DecisionsOf, type StoredDecision } from './programmes/decisions/store-decisions.js';
export { decideAppeal, type AppealDecision } from './programmes/enrolments/appeal.js';
export { EnrolmentMove, EnrolmentState } from './programmes/enrolments/enrolment-state.js';
export { EnrolmentStep } from './programmes/enrolments/enrolment-step.js';
export { Enrolment } from './programmes/enrolments/enrolment.js';
export { applyFor } from './programmes/enrolments/apply.js';
export { enrolmentGuards, type EnrolmentGuard } from './programmes/enrolments/guards.js';
export { moveEnrolment, type MoveAsked } from './programmes/enrolments/move-enrolment.js';
export { moveEnrolments, type MoveRefused, type MovesAsked } from './programmes/enrolments/move-enrolments.js';
export { undoSuspensions, type SuspensionsUndone } from './programmes/enrolments/undo-suspensions.js';
export { UndoneStep } from './programmes/enrolments/undone-step.js';
export { startTargeting, type TargetingAsked } from './programmes/targeting/start-targeting.js';
export { TargetingMode } from './programmes/targeting/targeting-run.js';
export { backgroundWork, type BackgroundWork } from './kernel/jobs/background.js';
export { indicators, type Indicator, type IndicatorSpan, type IndicatorUnit } from './indicators/indicator.js';
export { byEnrolment } from './programmes/enrolments/scope.js';
export { requireWholeProgramme } from './programmes/whole-programme.js';
export { lockProgramme, type LockedProgramme } from './programmes/lock-programme.js';
export { enrolmentReasons, type EnrolmentReason } from './programmes/enrolments/reasons.js';
export { enrolmentNotFound } from './programmes/enrolments/refusals.js';
export { Entitlement } from './programmes/entitlement.js';
export {
  enrolmentMoved, enrolmentsMade, parameterDefined, parameterValueDecided, parameterValueProposed, programmeCreated, programmeUpdated, programmeVersionDrafted, programmeVersionEnded,
  programmeVersionPublished, programmeVersionSubmitted, ruleTableDefined, tableVersionDecided, tableVersionProposed,
} from './programmes/events.js';
export { ParameterValue } from './programmes/parameters/parameter-value.js';
export { Parameter } from './programmes/parameters/parameter.js';
export { RuleTableRow, RuleTableVersion } from './programmes/tables/rule-table-version.js';
export { RuleTable } from './programmes/tables/rule-table.js';
export { ProposalState, RuleValueType } from './programmes/value-type.js';
export { ProgrammeRule } from './programmes/versions/programme-rule.js';
export { ProgrammeVersion } from './programmes/versions/programme-version.js';
export { ProgrammeVersionState } from './programmes/versions/version-state.js';
export { Programme, ProgrammeTarget } from './programmes/programme.js';
export { programmeNotFound } from './programmes/refusals.js';
export { RuleError } from './programmes/rules/types.js';
export { rulesModel } from './programmes/rules/rule-model.js';
export {
  compileRules, evaluated, explained, facts, givenFacts, givenRows, loadVocabulary, registryFacts, ruleKinds, RuleSetError, unknownIn, vocabularyOf, type AssessmentOutcome, type CompiledRules,
  type ContributedFact, type ContributedFacts, type ContributedList, type ContributedValue, type DatedValue, type Explained, type ExplainedRule, type FactProblem, type FactSource,
  type Gathering, type GivenFacts, type GivenRow, type ParameterValues, type Rule, type RuleBasis, type RuleKind, type RuleSet, type RuleSetProblem, type RuleTarget, type TableVersions,
  type Vocabulary,
} from './programmes/rules/engine.js';
export { ruleFacts, ruleFunctions, type CallFact, type RuleFacts, type RuleFunction, type RuleFunctions, type RuleRow, type RuleText, type RuleValue } from './programmes/rules/rule-facts.js';

// What is owed over a timeline.
export { askRedetermination, type Redetermination } from './programmes/entitlements/ask-redetermination.js';
export { BenefitPeriod } from './programmes/entitlements/benefit-period.js';
export { determinePeriod, dueTogether, openPeriod, type PeriodOpened } from './programmes/entitlements/period.js';
export { DeterminationRun } from './programmes/entitlements/determination-run.js';
export { Determination, isHeld } from './programmes/entitlements/determination.js';
export { Overpayment } from './programmes/entitlements/overpayment.js';
export { entitlementsDetermined, overpaymentsFound } from './programmes/events.js';

// Country packs.
export { packsBelow } from './packs/read-pack.js';
export { testPack, type CaseResult, type PackReport } from './packs/test-pack.js';
export { installPack, type InstallOptions, type InstallStep } from './packs/install-pack.js';
export { packParts, type PackInstalling, type PackPart, type PackProgrammes } from './programmes/pack-parts.js';
export { moduleOfPacks } from './packs/module-of-packs.js';
export { readPack, type Pack } from './packs/read-pack.js';

// Surveys.
export { Answer, Response } from './surveys/response.js';
export { Question, QuestionChoice } from './surveys/question.js';
export { Questionnaire, QuestionnaireVersion } from './surveys/questionnaire.js';
export { responseCorrected, responsesSubmitted, responseWithdrawn, versionPublished } from './surveys/events.js';
export { QuestionnaireTarget, QuestionType, ResponseState } from './surveys/types.js';

// Change requests.
export { ChangeRequest, ChangeRequestState } from './change-requests/change-request.js';
export { changeRequestApproved, changeRequestMade, changeRequestRejected, changeRequestWithdrawn, taskOpened, taskOverdue } from './change-requests/events.js';
export { Task, TaskState } from './change-requests/tasks/task.js';
export { TaskDecision, TaskVerdict } from './change-requests/tasks/task-decision.js';

// Transactions.
export {
  paymentChannels, UnreadableAnswer, UntrustedMessage, type AnswerLine, type BatchLine, type ChannelAnswer, type ChannelBatch, type ChannelFile, type ChannelMessage, type ChannelPayment, type ChannelReceipt,
  type Outcome, type PaymentChannel, type ReadMessage, type UnreadableLine,
} from './transactions/payment-channel.js';
export { statementFormats, type StatementBalance, type StatementEntry, type StatementFormat, type StatementHead, type StatementPart } from './transactions/reconciliation/statement-format.js';
export { fileChannel, type FileFormat } from './transactions/channels/file-channel.js';
export { cancelDemand } from './transactions/receivables/end-demand.js';
export { raiseDemands, type DemandsRaised, type DemandsToRaise } from './transactions/receivables/raise-demands.js';
export { Demand, DemandState } from './transactions/receivables/demand.js';
export { Payer } from './transactions/receivables/payer.js';
export { Receipt, ReceiptState } from './transactions/receivables/receipt.js';
export { demandCancelled, demandsRaised, demandsSettled, demandWrittenOff, payerReminded, penaltiesCharged, receiptReversed, receiptsReceived } from './transactions/receivables/events.js';
export { minorDigits } from './transactions/minor-digits.js';
export { organisationPayables, type OrganisationPayable, type PayableOf, type ReturnedPayable, type SettledPayable } from './transactions/organisations/organisation-payables.js';
export { OrganisationPayment } from './transactions/organisations/organisation-payment.js';
export { refuseUnderWay, returnedByHand } from './transactions/organisations/settle.js';
export { bookForOrganisations, PayableMove } from './transactions/payables/book-for-organisations.js';
export { split } from './transactions/split.js';

// Deployments.

export type { AddCommand, CommandContext } from './cli/command.js';
export { EXIT } from './cli/output.js';
export { runCommandLine } from './cli/run-command-line.js';
export { defineDeployment, type DeploymentConfig, type ExampleQuery, type SignIn } from './deployment/define-deployment.js';
export { DeploymentProblems } from './deployment/problems.js';
export { snapshotText } from './deployment/contract/table-snapshot.js';
export { rootFieldsOf } from './deployment/root-fields-of.js';
export { coreModules } from './core-modules.js';
export { exportChecks, type AskedField, type ExportCheck } from './exchange/exports/export-checks.js';
