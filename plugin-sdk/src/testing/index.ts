export { fileBytes, sendFile, startTestPlatform, type TestClient, type TestFile, type TestIdentity, type TestPlatform, type TestPlatformOptions, type ToldError } from '@kinga/core/testing';
export { channelFaults, startMobileMoney, type Behaviour, type BookedPayment, type ChannelUnderTest, type MobileMoneyOptions, type RunningProvider } from '@kinga/core/testing';
export {
  answers, answerTo, attempt, everyField, filled, namings, ownershipOf, planter, questions, quoted, servedOfErased, tracesOf,
  type Answered, type Arguments, type Attack, type AttackResult, type Naming, type Ownership, type Planted, type Planter, type Question, type Said, type Values,
} from '@kinga/core/testing';
export { conformance } from './conformance.js';
export { CHECKS, startExamination, type Check, type ConformanceOptions, type Examined } from './examine.js';
export type { OperationVariables } from './run-operations.js';
