export { sendFile, type TestFile } from './send-file.js';
export { pngChunk, tinyPng } from './tiny-png.js';
export { startTestPlatform, type TestPlatform, type TestPlatformOptions } from './start-test-platform.js';
export type { TestClient, TestIdentity, ToldError } from './test-client.js';
export { contractOf, type Contract } from './contract.js';
export { channelFaults, type BookedPayment, type ChannelUnderTest } from './channel-kit.js';
export { startMobileMoney, type MobileMoneyOptions, type RunningProvider } from './mobile-money/server.js';
export type { Behaviour } from './mobile-money/provider.js';
