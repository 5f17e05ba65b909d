# The emulator in a container: only what runs, not as root. Nothing is run in the last stage, so an image for another processor
# is built without emulating it.
#   docker build -t discovery-emulator .
#   docker buildx build --platform linux/amd64,linux/arm64 -t …
#   docker run --rm -p 127.0.0.1:5052:5052 -v discovery-emulator-data:/app/data discovery-emulator
FROM --platform=$BUILDPLATFORM node:26-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The workspaces are other services, with images of their own. No package holds machine code.
RUN npm ci --omit=dev --workspaces=false
# What is installed: docker run --rm --entrypoint cat discovery-emulator sbom.spdx.json. npm would miss what is not.
RUN npm pkg delete devDependencies peerDependencies peerDependenciesMeta workspaces \
  && npm sbom --sbom-format=spdx >sbom.spdx.json

# The sources as Node has compiled them: without, each new container would compile them again, which takes longer than all else of
# a start. On another processor they are passed over.
FROM packages AS compiled
COPY package.json gunicorn-equivalent.config.ts ./
COPY bin bin
COPY src src
COPY api_data api_data
RUN mkdir data compiled && chown node:node data compiled
# Node keeps what it has compiled for each user.
USER node
ENV NODE_ENV=production NODE_COMPILE_CACHE=/app/compiled STORE_URL=memory:
# What the server leaves in its folder is of this start alone.
RUN { node bin/discovery-emulator.js serve & until node bin/healthy.js; do kill -0 $! || exit 1; sleep 0.1; done; kill $!; wait $!; } \
  && rm -rf data/*

FROM node:26-slim AS node

# Node alone, without npm and headers: what it links to, and its user.
FROM debian:trixie-slim
COPY --from=node /usr/lib/*-linux-gnu/libatomic.so.1* /usr/lib/
COPY --from=node /etc/passwd /etc/group /etc/
COPY --from=node /usr/local/bin/node /usr/local/bin/
ENV NODE_ENV=production NODE_COMPILE_CACHE=/app/compiled
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=packages /app/sbom.spdx.json ./
COPY package.json gunicorn-equivalent.config.ts ./
COPY bin bin
COPY src src
COPY api_data api_data
# A container has its own network: listen to all of it, and publish the port on loopback only, as above.
ENV HOST=0.0.0.0 STORE_URL=sqlite:/app/data/taskqueue.sqlite
COPY --from=compiled --chown=node:node /app/compiled compiled
COPY --from=compiled --chown=node:node /app/data data
USER node
VOLUME /app/data
EXPOSE 5052
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --start-interval=500ms --retries=3 \
  CMD ["node", "bin/healthy.js"]
ENTRYPOINT ["node", "bin/discovery-emulator.js"]
CMD ["serve"]
