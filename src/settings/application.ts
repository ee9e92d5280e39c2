import { settingsOf } from '../model/setting.ts';

const application = settingsOf('application');
const jvm = settingsOf('jvm');
const JAVA = 'https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html';

/** `java`, `ruby`, `go`, `dotnet`, `php`, `elixir`, `rust`, `python`, `bun`, `deno`: where it is known. */
export const runtime = application.text('runtime', { about: 'What the application runs on', concern: 'versions' });
/** Puma's and PHP-FPM's own; a runtime without processes of its own has one. */
export const workers = application.count('workers', { about: 'Processes of one replica', silent: 1, concern: 'capacity' });
export const threads = application.count('threads', { about: 'Threads of one process that answer requests', concern: 'capacity' });

export const go_memory_limit = settingsOf('go').bytes('GOMEMLIMIT', { about: 'Memory that Go collects harder to stay below', manual: 'https://pkg.go.dev/runtime#hdr-Environment_Variables', bare: 1 });

/** A variable that holds flags of the JVM and that it does not read itself: whether they count is up to the start script. */
export const options_variable = jvm.text('options_variable', { about: 'Variable of the heap that only a start script reads', concern: 'memory' });
export const max_heap = jvm.bytes('Xmx', { about: 'Greatest heap', manual: JAVA });
export const initial_heap = jvm.bytes('Xms', { about: 'Heap at the start', manual: JAVA });
/** In percent of the container's memory. */
export const max_ram_percentage = jvm.ratio('MaxRAMPercentage', { about: 'Greatest heap in percent of the memory that the JVM sees', manual: JAVA, silent: 25, concern: 'memory' });
