import type { TestClient, TestIdentity, TestPlatform } from '@kinga/core/testing';

/** Every permission that the platform's modules define. */
export function everyPermission({ platform }: TestPlatform): readonly string[] {
  return platform.plan.modules.flatMap((module) => module.permissions ?? []).map(({ name }) => name);
}

/** Somebody with every permission but those named. */
export function withAllBut(platform: TestPlatform, missing: readonly string[], more: TestIdentity = {}): TestClient {
  return platform.as({ ...more, permissions: everyPermission(platform).filter((name) => !missing.includes(name)) });
}
