/** Plumbline as a library: one typed profile in, the whole stack out, and nothing in it contradicts anything else. */
export { check } from './check.ts';
export { entriesNamed, explain, findEntries, leaves, levers, unstated, type Explanation, type Lever, type Trial } from './explain.ts';
export { builtInProfiles, loadProfile } from './load.ts';
export type { Check, Finding, Report, Severity } from './model/check.ts';
export { entryId, showPosition, type Entry, type Origin, type Position } from './model/entry.ts';
export { InputError, showProblem, type Problem } from './model/problem.ts';
export type { Rule } from './model/rule.ts';
export type { Setting } from './model/setting.ts';
export type { Component, Link, Route, Stack } from './model/stack.ts';
export type { RenderedFile, Target } from './model/target.ts';
export type { Unit, Value } from './model/value.ts';
export { builtInDirectory, version } from './package.ts';
export { moved } from './moved.ts';
export { readTree, type TreeRead } from './read-tree.ts';
export { render, targetNames, type TargetFile } from './render.ts';
export { size } from './size.ts';
export { sourceTree } from './host/source-tree.ts';
export { validate, type Judged, type Validated, type ValidateOptions } from './validate.ts';
