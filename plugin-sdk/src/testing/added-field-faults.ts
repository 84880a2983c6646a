import type { Module } from '@kinga/core';
import type { TestPlatform } from '@kinga/core/testing';
import { isObjectType } from 'graphql';
import { probeInList } from './probe.js';
import { withAllBut } from './everybody.js';

/** Fields that a module adds to listed types of others and that answer somebody who has every permission but theirs. */
export async function addedFieldFaults(platform: TestPlatform, module: Module): Promise<readonly string[]> {
  const { schema, model, plan } = platform.platform;
  const own = new Set<unknown>(module.entities ?? []);
  const faults: string[] = [];
  for (const resource of model.byType.values()) {
    const type = schema.getType(resource.type);
    if (own.has(resource.target) || !resource.many || !isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (plan.owners.get(`field:${resource.type}.${field.name}`)?.module !== module.id || field.extensions['public']) continue;
      const permission = String(field.extensions['permission'] ?? '');
      // Reading the list itself takes its own permission, which somebody without it could not be told from.
      if (permission === resource.read) continue;
      const { errors } = await withAllBut(platform, [permission]).send(probeInList(resource.many, field));
      if (!errors.some(({ code }) => code === 'FORBIDDEN')) faults.push(`${resource.type}.${field.name} answers somebody without ${permission || 'any permission of its own'}`);
    }
  }
  return faults;
}
