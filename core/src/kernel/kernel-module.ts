import { Arg, Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import pkg from '../../package.json' with { type: 'json' };
import { audit } from './audit/area.js';
import { badInput } from './faults.js';
import { LARGEST_PAGE } from './read/page.js';
import { definePermissions, defineRole } from './access/permissions.js';
import { scopeDirectories } from './access/scope-directory.js';
import type { Context } from './context.js';
import { enoughCopies } from './database/enough-copies.js';
import { files } from './files/area.js';
import { kernelSettings } from './files/settings.js';
import { backgroundWork } from './jobs/background.js';
import { gauges } from './telemetry/gauges.js';
import { inbound } from './server/inbound.js';
import { Job } from './jobs/job.js';
import { RetryJob } from './jobs/retry-job.js';
import { stillMay } from './jobs/still-may.js';
import { JobSubscriptions } from './jobs/job-subscription.js';
import { shareRules } from './privacy/share-rule.js';
import { atStart } from './module/at-start.js';
import { readyWhen } from './module/ready-when.js';
import { defineModule } from './module/define-module.js';
import { kernelTables, kernelUnguarded } from './kernel-tables.js';
import { maskedCategories } from './privacy/category.js';
import { recipients, retentions } from './privacy/register/extension-points.js';
import { ProcessingRegisterQuery } from './privacy/register/register-query.js';
import { purging } from './purge/purge.js';
import { kernelPurges, purges } from './purge/purges.js';
import { kernelPurposes, purposes } from './privacy/purpose.js';
import { decodeId } from './schema/ids.js';
import { Node } from './schema/node.js';
import { Public } from './schema/permission.js';
import { resourceOptions } from './schema/resource.js';
import { deploymentKeys, keyWrappings } from './secrets/key-wrapping.js';
import { QueryCostQuery } from './surface/query-cost.js';
import { writeGates } from './write/gate.js';
import { inputChecks } from './write/input-check.js';

@ObjectType({ description: 'A module of this deployment.' })
export class ModuleInfo {
  @Field(() => String, { description: 'Its id.' })
  id!: string;

  @Field(() => String, { description: 'Its version.' })
  version!: string;

  @Field(() => String, { description: 'What it is for.' })
  description!: string;
}

interface RowReference {
  readonly id: string;
  readonly type: string;
}

@Resolver()
export class KernelQueries {
  @Query(() => Node, { nullable: true, description: 'Anything by its id; null where there is none that you may see.' })
  @Public('what the id names decides who may read it')
  node(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() ctx: Context): RowReference | null {
    const decoded = decodeId(id);
    const resource = decoded && ctx.platform.model.byPrefix.get(decoded.prefix);
    const reached = resource && !resourceOptions(resource.target)?.throughOthers;
    return decoded && reached ? { id: decoded.uuid, type: resource.type } : null;
  }

  @Query(() => [Node], { nullable: 'items', description: 'Many things by their ids, in the order of the ids, null for each that there is not; at most 100.' })
  @Public('what the ids name decides who may read it')
  nodes(@Arg('ids', () => [ID], { description: 'Their ids.' }) ids: string[], @Ctx() ctx: Context): (RowReference | null)[] {
    if (ids.length > LARGEST_PAGE) throw badInput(`${ids.length} ids are asked for; ask for ${LARGEST_PAGE} at most.`);
    return ids.map((id) => this.node(id, ctx));
  }

  @Query(() => [ModuleInfo], { description: 'The modules of this deployment.' })
  @Public('says which software this is, nothing about anybody')
  modules(@Ctx() ctx: Context): readonly ModuleInfo[] {
    return ctx.platform.plan.modules.map(({ id, version, description }) => ({ id, version, description }));
  }
}

/** The kernel is a module like any other. */
export const kernel = defineModule(
  { name: pkg.name, version: pkg.version, kinga: { id: 'kernel' } },
  {
    description: 'Jobs, events, history, files and what every module stands on',
    entities: [Job, ...files.entities, ...audit.entities],
    resolvers: [KernelQueries, QueryCostQuery, ProcessingRegisterQuery, JobSubscriptions, RetryJob, ...files.resolvers],
    permissions: [...definePermissions({ 'kernel.jobs.read': 'See jobs and how far they are', 'kernel.jobs.retry': 'Try jobs again that were given up', 'kernel.processing-register.read': 'See what the deployment keeps of whom, what for, and who may see it' }), ...files.permissions, ...audit.permissions],
    settings: kernelSettings,
    offers: [atStart, readyWhen, backgroundWork, inbound, purges, gauges, stillMay, scopeDirectories, writeGates, inputChecks, purposes, maskedCategories, shareRules, recipients, retentions, keyWrappings],
    contributes: [...kernelPurposes, ...kernelPurges, purging, deploymentKeys, readyWhen.contribute('kernel.enough-copies', enoughCopies), ...audit.contributes],
    roles: [defineRole('administrator', 'Runs the platform; sees no personal data', ['kernel.jobs.read', 'kernel.jobs.retry', 'kernel.processing-register.read']), defineRole('access-auditor', 'Sees who wrote and who read what, and changes nothing', ['kernel.audit.read', 'kernel.reads.read'])],
    tables: kernelTables,
    unguarded: kernelUnguarded,
    migrations: new URL('../../migrations/kernel/', import.meta.url),
    locales: new URL('../../locales/kernel/', import.meta.url),
  },
);
