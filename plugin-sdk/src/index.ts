// The only door for modules: Kinga's own parts, and of its libraries what a module's author needs.

// What a module is made of.
export {
  gauges, type ModuleGauge,
  defineAttributes, defineDeployment, defineEvent, defineJob, defineModule, definePermissions, defineRole, defineSeparation, extensionPoint, isModule, wrapField,
  type Actor, type AttributeDefinition, type AttributeSet, type AttributesOf, type Class, type Context, type Contribution, type Demo, type DeploymentConfig,
  type EventDefinition, type EventHandler, type ExampleQuery, type ExtensionKind, type ExtensionPoint, type FieldWrap, type JobControl, type JobDefinition,
  type Module, type ModulePackage, type ModuleParts, type PermissionDefinition, type Placement, type Platform, type Progress, type RoleDefinition, type SeparationDefinition, type Seed,
  type SignIn,
} from '@kinga/core';

// Modules of many parts, and what they read in bulk.
export { beyondScope, chosenRows, inOrganisationsOf, readCsv, TakesMuch, together, WhereField, type Area, type CsvRecord } from '@kinga/core';

// Types and fields.
export {
  AttributesField, Connection, DateTime, Decimal, decodeId, encodeId, LocalDate, MoneyField, MoneyValue, Needs, Node, Public, Ref, Requires, Resource, SqlField,
  underAnyLimit, Versioned, type Columns, type ResourceOptions, type RowCondition, type RowScope,
} from '@kinga/core';

// Privacy.
export { exportChecks, type AskedField, type ExportCheck } from '@kinga/core';
export { maskedCategories, openedByReveal, Privacy, purposes, recipients, retentions, type Recipient, type Retention, type Classification, type FieldPrivacy, type MaskedCategory, type Purpose, type ResourcePrivacy, type Sensitivity, type Subject, type SubjectSql, type TablePrivacy } from '@kinga/core';

// Reading.
export { badInput, fromContext, join, noteRead, parameters, readRows, render, sql, Sql, today, trusted, type PersonalRead, type Statement } from '@kinga/core';

// Writing.
export {
  answerQuery, ask, backgroundWork, conflict, IdempotentInput, inTransaction, invalidInput, invalidText, Job, JobState, MoneyInput, mutate, notFound, Payload, publish, purges, readInput, Refused, refuse, rehearse, ruleViolation,
  runOperation, startJob, toUserError, UserError, write, writeGates, type AskedWrite, type BackgroundWork, type Purge, type Refusal, type Tx, type TxContext, type WriteGate, type WriteOptions,
} from '@kinga/core';

// Files.
export {
  addChunk, claimFiles, EvidenceInput, File, FileState, finishFile, openFile, readFile, readTextFile, storeFile, takeEvidence,
  type Evidence, type FileGiven, type FileToStore, type OpenFile,
} from '@kinga/core';

// People.
export {
  byHousehold, byPersonOrHousehold, byPlace, byProgramme, inProgrammesOf, inScope, seesHousehold, seesPerson, through, changedMeanwhile, documentAdded, documentRemoved, PersonDocument, type DocumentEvent, Household, HouseholdKind, householdMoved, householdNotFound, householdRegistered, householdsMerged, householdSplit, beginResidences, Residence,
  Group, groupKinds, GroupMembership, groupMembersChanged, groupRegistered, groupWasClosed, type GroupKindDefinition,
  birthRecorded, deathRecorded, divorceRecorded, LifeEvent, LifeEventKind, lifeEventVoided, marriageRecorded, moveRecorded, inPlacesOf, MemberInput, MemberRole, membersChanged, Membership, Person,
  PersonInput, personNotFound, personsMerged, personsRegistered, personsUnmerged, personUpdated, changeInMerge, Place, PlaceInput, placeNotFound, refuseErased, registerHouseholds, registerPlaces, Sex, type HouseholdInput,
} from '@kinga/core';

// Places and organisations.
export {
  byOrganisation, byOrganisationIfAny, findPlaces, Organisation, organisationClosed, organisationIdentifierTypes, organisationNotFound, organisationReopened, OrganisationRole, organisationRoleChanged, organisationRoles,
  organisationsRegistered, organisationUpdated, placesMoved, placesRegistered, placesReplaced, placeUpdated, registerOrganisations, type OrganisationIdentifierType, type OrganisationRoleType,
  type OrganisationToRegister,
} from '@kinga/core';

// Calendars.
export {
  addWorkingDays, Calendar, calendarByCode, calendarChanged, CalendarDay, CalendarDayKind, calendarNotFound, CalendarWeekend, isWorkingDay, Weekday, workingDaysBetween,
} from '@kinga/core';

// Matching.
export { phoneticEncoders, type PhoneticEncoder } from '@kinga/core';

// What hangs on persons, and secrets.
export {
  Address, AddressKind, byPerson, bytesOf, Consent, ConsentDecision, ContactKind, ContactPoint, damm, DatePrecision, digest, digests, Disability, Functioning, Identifier,
  identifierDigests, identifierTypes, LegalBasis, keyWrappings, luhn, mod97, NameKind, openNumber, openNumbers, openSealed, PartialDate, PaymentAccount, PaymentAccountKind, PersonName, Relationship,
  RelationshipKind, seal, Verification, verhoeff, type CheckDigit, type DataKey, type IdentifierType, type KeyWrapping, type Sealing, type WrappedKey,
} from '@kinga/core';
export {
  accountAdded, accountEnded, accountPreferred, accountVerified, addressAdded, addressEnded, consentRecorded, contactAdded, contactEnded, contactPreferred, contactVerified, disabilityAssessed,
  identifierAdded, identifierEnded, identifierVerified, nameAdded, nameEnded, relationshipEnded, relationshipStarted, type DetailEvent,
} from '@kinga/core';

// Grievances, and what of them nobody is shown.
export {
  Complainant, Grievance, GrievanceAction, grievanceAnswered, grievanceCategories, grievanceChannels, GrievanceConfidentiality, grievanceConsequences, grievanceDecided, grievanceEscalated,
  GrievanceMessage, GrievanceMessageKind, grievanceMoved, grievanceOutcomes, grievanceReceived, GrievanceState, GrievanceStep, leftOutOfExports, type DecidedGrievance, type GrievanceCategory,
  type GrievanceClock, type GrievanceConsequence, type GrievanceMoved, type GrievanceOutcome, type LeftOut,
} from '@kinga/core';

// Programmes.
export {
  Entitlement, lockProgramme, Programme, type LockedProgramme,
  programmeCreated, programmeNotFound, ProgrammeTarget, RuleError, ruleFacts, ruleFunctions, type CallFact, type RuleFacts, type RuleFunction, type RuleFunctions,
  type RuleRow, type RuleText, type RuleValue, rulesModel,
} from '@kinga/core';

// Versions of programmes, and what their rules name.
export {
  benefitTypes, Parameter, parameterDefined, ParameterValue, parameterValueDecided, parameterValueProposed, ProgrammeRule, programmeUpdated, ProgrammeVersion, programmeVersionDrafted,
  programmeVersionEnded, programmeVersionPublished, ProgrammeVersionState, programmeVersionSubmitted, ProposalState, protectionFunctions, RuleTable, ruleTableDefined, RuleTableRow,
  RuleTableVersion, RuleValueType, tableVersionDecided, tableVersionProposed, type BenefitType, type ProtectionFunction,
} from '@kinga/core';

// Decisions.
export {
  assess, Decision, DecisionBasis, DecisionOutcome, decisionsInserted, noVersion, periodRules, reasonOf, ruleTexts, DecisionReason, DecisionValue, explain, hiddenRulesOf, openReasons, RuleExplanation, told, rulesInForce, rulesInForceIfAny, rulesOfBasis, rulesOfVersion, storeBasis, storeDecisions,
  type Assessed, type DecisionsOf, type PeriodRules, type ProgrammeRules, type StoredDecision,
} from '@kinga/core';

// Enrolments.
export {
  applyFor, decideAppeal, Enrolment, enrolmentGuards, EnrolmentMove, enrolmentMoved, enrolmentNotFound, enrolmentReasons, enrolmentsMade, EnrolmentState, EnrolmentStep, moveEnrolment,
  byEnrolment, requireWholeProgramme, moveEnrolments, startTargeting, TargetingMode, undoSuspensions, UndoneStep, type SuspensionsUndone, type AppealDecision, type EnrolmentGuard, type EnrolmentReason, type MoveAsked, type MoveRefused, type MovesAsked, type TargetingAsked,
} from '@kinga/core';

// Rules: sets of them as SQL over facts, and what modules add to what they know.
export {
  compileRules, evaluated, explained, facts, givenFacts, givenRows, loadVocabulary, registryFacts, ruleKinds, RuleSetError, unknownIn, vocabularyOf, type AssessmentOutcome, type CompiledRules,
  type ContributedFact, type ContributedFacts, type ContributedList, type ContributedValue, type DatedValue, type Explained, type ExplainedRule, type FactProblem, type FactSource,
  type Gathering, type GivenFacts, type GivenRow, type ParameterValues, type Rule, type RuleBasis, type RuleKind, type RuleSet, type RuleSetProblem, type RuleTarget, type TableVersions,
  type Vocabulary,
} from '@kinga/core';

// What is owed over a timeline.
export {
  askRedetermination, BenefitPeriod, Determination, DeterminationRun, determinePeriod, dueTogether, entitlementsDetermined, isHeld, openPeriod, Overpayment, overpaymentsFound, type PeriodOpened, type Redetermination,
} from '@kinga/core';

// Country packs.
export { installPack, moduleOfPacks, packParts, packsBelow, readPack, testPack, type CaseResult, type InstallOptions, type InstallStep, type Pack, type PackInstalling, type PackPart, type PackProgrammes, type PackReport } from '@kinga/core';

// What is measured.
export { indicators, type Indicator, type IndicatorSpan, type IndicatorUnit } from '@kinga/core';

// Surveys.
export {
  Answer, Question, QuestionChoice, Questionnaire, QuestionnaireTarget, QuestionnaireVersion, QuestionType, Response, responseCorrected, responsesSubmitted, ResponseState,
  responseWithdrawn, versionPublished,
} from '@kinga/core';

// Change requests.
export {
  ChangeRequest, changeRequestApproved, changeRequestMade, changeRequestRejected, ChangeRequestState, changeRequestWithdrawn, Task, TaskDecision, taskOpened, taskOverdue, TaskState, TaskVerdict,
} from '@kinga/core';

// Transactions.
export {
  bookForOrganisations, organisationPayables, refuseUnderWay, returnedByHand, OrganisationPayment, type OrganisationPayable, type PayableOf, type ReturnedPayable, type SettledPayable, minorDigits, PayableMove, split, fileChannel, statementFormats, type StatementBalance, type StatementEntry, type StatementFormat, type StatementHead, type StatementPart, paymentChannels, UnreadableAnswer, UntrustedMessage, type AnswerLine, type BatchLine, type ChannelAnswer, type ChannelBatch, type ChannelMessage,
  cancelDemand, demandCancelled, demandsRaised, demandsSettled, demandWrittenOff, Demand, DemandState, Payer, payerReminded, penaltiesCharged, raiseDemands, Receipt, ReceiptState, receiptReversed, receiptsReceived,
  type DemandsRaised, type DemandsToRaise,
  type ChannelPayment, type ChannelReceipt, type FileFormat, type Outcome, type PaymentChannel, type ReadMessage, type UnreadableLine,
} from '@kinga/core';

// GraphQL types and resolvers (type-graphql).
export {
  Arg, Args, ArgsType, Ctx, Field, FieldResolver, Float, ID, InputType, Int, InterfaceType, Mutation, ObjectType, Query, registerEnumType, Resolver, Root, Subscription,
} from 'type-graphql';
export { GraphQLBoolean, GraphQLInt, GraphQLString } from 'graphql';

// Columns (MikroORM).
export { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
export type { Rel } from '@mikro-orm/postgresql';

// Rules of inputs (class-validator).
export {
  ArrayMaxSize, ArrayMinSize, ArrayNotEmpty, ArrayUnique, IsEmail, IsIn, IsISO4217CurrencyCode, IsOptional, Length, Matches, Max, MaxLength, Min, MinLength,
  ValidateNested,
} from 'class-validator';

// Ids made beforehand, and shapes of settings.
export { v7 as uuidv7 } from 'uuid';
export { z } from 'zod';
