import { rootFieldsOf, type Module } from '@kinga/core';
import type { TestPlatform } from '@kinga/core/testing';
import { probeRoot } from './probe.js';

/** Root fields that answer somebody who has no permission at all. Subscriptions pass the same gate over HTTP; here their permission is looked at. */
export async function refusedRoots(platform: TestPlatform, module: Module): Promise<readonly string[]> {
  const { schema } = platform.platform;
  const stranger = platform.as({ permissions: [], name: 'stranger' });
  const answered: string[] = [];
  for (const coordinate of rootFieldsOf(module)) {
    const [root = '', name = ''] = coordinate.split('.');
    const type = { Query: schema.getQueryType(), Mutation: schema.getMutationType(), Subscription: schema.getSubscriptionType() }[root];
    const field = type?.getFields()[name];
    if (!field || field.extensions['public']) continue;
    if (root === 'Subscription') {
      if (!field.extensions['permission']) answered.push(`${coordinate} takes no permission`);
      continue;
    }
    const { data, errors } = await stranger.send(probeRoot(root === 'Query' ? 'query' : 'mutation', field));
    if (!errors.some(({ code }) => code === 'FORBIDDEN')) answered.push(`${coordinate} answers somebody without permissions: ${JSON.stringify(errors.length > 0 ? errors : data)}`);
  }
  return answered;
}
