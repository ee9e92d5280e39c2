#!/bin/sh
# As Kafka's own script of this name.
exec "$(dirname "$0")/kafka" kafka.Kafka "$@"
