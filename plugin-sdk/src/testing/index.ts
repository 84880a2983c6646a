export { sendFile, startTestPlatform, type TestClient, type TestFile, type TestIdentity, type TestPlatform, type TestPlatformOptions, type ToldError } from '@kinga/core/testing';
export { channelFaults, startMobileMoney, type Behaviour, type BookedPayment, type ChannelUnderTest, type MobileMoneyOptions, type RunningProvider } from '@kinga/core/testing';
export { conformance } from './conformance.js';
export { CHECKS, startExamination, type Check, type ConformanceOptions, type Examined } from './examine.js';
export type { OperationVariables } from './run-operations.js';
