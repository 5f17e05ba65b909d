# The emulator in a container: only what runs, not as root.
#   docker build -t discovery-emulator .
#   docker run --rm -p 127.0.0.1:5052:5052 -v discovery-emulator-data:/app/data discovery-emulator
FROM node:26-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The workspaces are other services, with images of their own.
RUN npm ci --omit=dev --workspaces=false

FROM node:26-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json gunicorn-equivalent.config.ts ./
COPY bin bin
COPY src src
COPY api_data api_data
# A container has its own network: listen to all of it, and publish the port on loopback only, as above.
ENV HOST=0.0.0.0 STORE_URL=sqlite:/app/data/taskqueue.sqlite
RUN mkdir data && chown node:node data
USER node
VOLUME /app/data
EXPOSE 5052
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --start-interval=500ms --retries=3 \
  CMD ["node", "bin/healthy.js"]
ENTRYPOINT ["node", "bin/discovery-emulator.js"]
CMD ["serve"]
