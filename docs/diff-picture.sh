#!/bin/sh
# Draws docs/diff.png, the report of `gen diff --format html` that the README shows. Needs chromium and a build (npm run build).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > before.yaml <<'YAML'
extends: medium
name: shop
YAML
cat > after.yaml <<'YAML'
extends: medium
name: shop
machine: { memory: 12GiB }
targets: { rps: 1300 }
settings: { api.node.pool_max: 6, db.postgres.max_connections: 50 }
YAML
node "$here/../dist/cli.cjs" diff before.yaml after.yaml --format html --output diff.html
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1100,1080 --screenshot="$here/diff.png" "file://$folder/diff.html" > /dev/null 2>&1
