module.exports = {
  apps: [
    {
      name: 'api',
      script: 'server.js',
      exec_mode: 'cluster',
      instances: 1,
      node_args: '--max-old-space-size-percentage=75',
    },
  ],
};
