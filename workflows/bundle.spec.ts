import { builtinModules } from 'node:module';
import { bundleWorkflows } from './bundle.js';

describe('the workflow bundle', () => {
  let modules: string[];

  beforeAll(async () => {
    const { code } = await bundleWorkflows();
    // Webpack names each module that it took by its path, once as the key of the module's function.
    modules = [...code.matchAll(/^\/\*{3}\/ "(.+?)":?$/gm)].map(([, path]) => path!.replace(/":.*$/, ''));
  }, 60_000);

  it('holds the life of an issue', () => {
    expect(modules).toContainEqual(expect.stringMatching(/workflows\/src\/issue\.ts$/));
  });

  it.each(['zod', '@nestjs', 'chinese-days', 'pg', 'pino', 'rxjs', '@temporalio/client', '@temporalio/worker', '@temporalio/activity'])('holds no %s', (name) => {
    expect(modules.filter((path) => path.includes(`/node_modules/${name}/`))).toEqual([]);
  });

  it('holds no Node built-in but those that Temporal replaces', () => {
    const replaced = ['assert', 'url', 'util'];
    const taken = builtinModules.filter((name) => modules.some((path) => path === name || path === `node:${name}` || path.startsWith(`external "${name}`)));
    expect(taken.filter((name) => !replaced.includes(name))).toEqual([]);
  });

  it('holds of our rooms only kernel and wire/clock', () => {
    const rooms = modules.filter((path) => /\.ts$/.test(path) && !path.includes('/node_modules/')).map((path) => path.replace(/^.*\/((?:libs|workflows)\/)/, '$1'));
    expect(rooms.filter((path) => !/^\.?\/?(workflows\/src|libs\/kernel|libs\/wire\/clock\.ts)/.test(path.replace(/^\.\//, '')))).toEqual([]);
  });
});
