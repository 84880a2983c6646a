export { startTestPlatform, type TestClient, type TestIdentity, type TestPlatform, type TestPlatformOptions, type ToldError } from '@kinga/core/testing';
export { conformance, type ConformanceOptions } from './conformance.js';
