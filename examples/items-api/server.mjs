import { fastifyHandler, serve } from 'plumbline/server';
import { buildApp } from './src/app.mjs';

// The configuration is the file that $SERVER_CONFIG names.
await serve((context) => fastifyHandler(buildApp(context)));
