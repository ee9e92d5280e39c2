# Plumbline as an image: every command, on the files of the folder that is mounted at /work.
#   docker build --tag plumbline .
#   docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/work" plumbline gen --profile medium
# What is written belongs to the --user; any user will do, and the root file system may be --read-only.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /build
# Before the sources: as long as the dependencies stay the same, so does this layer.
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY build.mjs tsconfig.json LICENSE ./
COPY build build
COPY profiles profiles
COPY src src
COPY templates templates
# Whoever runs the image may read it, whatever the modes were where it was built.
RUN npm run build && chmod -R a+rX dist profiles package.json LICENSE

# Without npm and its packages: the program needs Node alone, and Node the libraries of the same Debian.
FROM debian:12-slim
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=build /build/package.json /build/LICENSE /opt/plumbline/
COPY --from=build /build/profiles /opt/plumbline/profiles
COPY --from=build /build/dist /opt/plumbline/dist
RUN ln -s /opt/plumbline/dist/cli.cjs /usr/local/bin/gen && ln -s gen /usr/local/bin/plumbline
USER 65532:65532
WORKDIR /work
# A command that ends has no health.
HEALTHCHECK NONE
CMD ["gen", "--help"]
