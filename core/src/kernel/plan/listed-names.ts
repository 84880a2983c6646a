import type { DescribedModule, Definition } from './types.js';

/** How a contribution is called among all names: its point and its own name. */
export function contributionName(point: string, name: string): string {
  return `${point}/${name}`;
}

/** Adds the names that a module's wraps and contributions define and use, so that they are checked like all others. */
export function withListedNames({ module, defines, uses }: DescribedModule): DescribedModule {
  const contributes = module.contributes ?? [];
  const contributed = contributes.map(({ point, name }): Definition => ({ kind: 'contribution', name: contributionName(point, name), place: 'contributes' }));
  const used = contributes.flatMap(({ point, name, placement }): Definition[] => {
    const place = `contribution ${name}`;
    const neighbours = [...(placement.before ?? []), ...(placement.after ?? [])];
    return [
      { kind: 'extension point', name: point, place },
      ...neighbours.map((step): Definition => ({ kind: 'contribution', name: contributionName(point, step), place })),
    ];
  });
  const wrapped = (module.wraps ?? []).map(({ coordinate }): Definition => ({ kind: 'field', name: coordinate, place: 'wraps' }));
  return { module, defines: [...defines, ...contributed], uses: [...uses, ...used, ...wrapped] };
}
