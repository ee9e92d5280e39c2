import { byForm } from './form.ts';
import { useAgain } from './keepalive.ts';
import { node } from './runtimes.ts';

// As many as nginx keeps to the application in small; fewer leave time for others.
useAgain(node, 'small', byForm({ connections: 80, upstream: 5, application: 1, client: 3, control: 5 }, { connections: 95, upstream: 3, application: 2, client: 3, control: 5 }), '2s');
