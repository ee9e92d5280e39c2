import { given, optional, own, structure, subjects } from '../../model/input.ts';
import { defineRule, type Rule } from '../../model/rule.ts';
import type { Setting } from '../../model/setting.ts';
import { HOUR, MiB } from '../../model/value.ts';
import { proxies } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as w from '../../settings/workload.ts';

/*
 * Limits that every application has, each server under a name of its own: the setting, the kinds that have it, and where it is described.
 */

/** The time that the application works on a request. */
export const deadline = (sizes: Setting<number>, on: readonly string[], source: string): Rule =>
  defineRule({
    sizes,
    on,
    from: { timeout: own(w.request_timeout) },
    value: ({ timeout }) => timeout,
    because: 'The application gives up first and says so; everything outside it waits a little longer.',
    source,
    examples: [{ given: { timeout: 20_000 }, gives: 20_000 }],
  });

/** The same on one route; `usual` is that of all others. */
export const routeDeadline = (sizes: Setting<number>, on: readonly string[], usual: Setting<number>): Rule =>
  defineRule({
    sizes,
    on,
    from: { stated: optional(subjects(c.route_timeout)), usual: own(usual), stream: structure((stack, _, path) => stack.routes.find((route) => route.path === path)?.stream ?? 'none') },
    value: (v) => v.stated ?? (v.stream === 'none' ? v.usual : HOUR),
    because: 'What the route states, or what the application allows; a stream may stay open for an hour.',
    source: 'profile; nginx WebSocket proxying',
    examples: [
      { given: { stated: 60_000, usual: 20_000, stream: 'none' }, gives: 60_000 },
      { given: { stated: undefined, usual: 20_000, stream: 'none' }, gives: 20_000 },
      { given: { stated: undefined, usual: 20_000, stream: 'sse' }, gives: 3_600_000 },
    ],
  });

/** The greatest request body. */
export const body = (sizes: Setting<number>, on: readonly string[], source: string): Rule =>
  defineRule({
    sizes,
    on,
    from: { body: own(w.body_size) },
    value: (v) => v.body,
    because: 'The same limit as the proxy: one of them alone would answer 413 in another form.',
    source,
    examples: [{ given: { body: MiB }, gives: MiB }],
  });

/** The same on one route; `usual` is that of all others. */
export const routeBody = (sizes: Setting<number>, on: readonly string[], usual: Setting<number>): Rule =>
  defineRule({
    sizes,
    on,
    from: { stated: optional(subjects(c.route_body)), usual: own(usual) },
    value: (v) => v.stated ?? v.usual,
    because: 'What the route states, or what the application allows.',
    source: 'profile',
    examples: [{ given: { stated: 50 * MiB, usual: MiB }, gives: 50 * MiB }, { given: { stated: undefined, usual: MiB }, gives: MiB }],
  });

/** How many proxies are believed. */
export const trustedHops = (sizes: Setting<number>, on: readonly string[], source: string): Rule =>
  defineRule({
    sizes,
    on,
    from: { fronts: structure((stack, from) => proxies(stack, from).length) },
    value: ({ fronts }) => (fronts > 0 ? 1 : 0),
    because: 'One proxy is in front, and it overwrites X-Forwarded-For with the real client: exactly one hop is believed.',
    source,
    examples: [{ given: { fronts: 1 }, gives: 1 }, { given: { fronts: 0 }, gives: 0 }],
  });

/** The lifetime of one class of cached data, the same in the application as in the proxy. */
export const lifetime = (sizes: Setting<number>, on: readonly string[], from: Setting<number>, example: number): Rule =>
  defineRule({
    sizes,
    on,
    from: { lifetime: given(from) },
    value: (v) => v.lifetime,
    because: 'The profile\'s lifetime, the same as in the proxy.',
    source: 'profile',
    examples: [{ given: { lifetime: example }, gives: example }],
  });

/** A time around which, or at which, durations are counted closely. */
const bucket = (sizes: Setting<number>, on: readonly string[], from: Setting<number>, because: string): Rule =>
  defineRule({ sizes, on, from: { time: given(from) }, value: ({ time }) => time, because, source: 'prometheus.io, histograms and summaries', examples: [{ given: { time: 150 }, gives: 150 }] });

/** Where the target is told most closely. */
export const targetBucket = (sizes: Setting<number>, on: readonly string[], from: Setting<number>): Rule => bucket(sizes, on, from, 'Around the target, percentiles are told most closely.');

/** Where the alert asks. */
export const alertBucket = (sizes: Setting<number>, on: readonly string[], from: Setting<number>): Rule =>
  bucket(sizes, on, from, 'The alert on latency asks for a percentile at this time: with a bucket that ends there it is not guessed between two.');
