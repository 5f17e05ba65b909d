// The protos of an API of notes in every form that may lie beside a document.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import protobuf from 'protobufjs'
import { protoFilesIn, readProtos } from '../../../src/discovery/protos/proto_sources.ts'

const source = `syntax = "proto3";
package acme.notes.v1;
import "google/api/field_behavior.proto";
import "google/api/resource.proto";
option (google.api.resource_definition) = {
  type: "shelves.example.com/Shelf"
  pattern: "projects/{project}/shelves/{shelf}"
  pattern: "shelves/{shelf}"
};
message Note {
  option (google.api.resource) = {
    type: "notes.example.com/Note"
    pattern: "projects/{project}/notes/{note_page}"
    pattern: "folders/{folder}/notes/{note_page}"
    singular: "note"
  };
  enum Tier { TIER_UNSPECIFIED = 0; BASIC = 1; STANDARD_HA = 3; }
  string name = 1 [(google.api.field_behavior) = REQUIRED, (google.api.field_behavior) = IDENTIFIER];
  string text = 2 [(google.api.field_behavior) = REQUIRED];
  string shelf = 3 [
    (google.api.field_behavior) = REQUIRED,
    (google.api.resource_reference).type = "shelves.example.com/Shelf"
  ];
  oneof expiration_rule { string ttl = 4; string expire_time = 5; }
  Tier tier = 6;
  map<string, Tier> tiers = 7;
  repeated Tier past_tiers = 8;
}
`

/** What protoc makes of it: `protoc -o notes.binpb notes.proto`, without what it imports. */
const compiled = [
  'Co4GCgtub3Rlcy5wcm90bxINYWNtZS5ub3Rlcy52MRofZ29vZ2xlL2FwaS9maWVsZF9iZWhhdmlvci5wcm90bxoZZ29vZ2xlL2FwaS9yZXNvdX',
  'JjZS5wcm90byLWBAoETm90ZRIaCgRuYW1lGAEgASgJQgbgQQLgQQhSBG5hbWUSFwoEdGV4dBgCIAEoCUID4EECUgR0ZXh0EjcKBXNoZWxmGAMg',
  'ASgJQiHgQQL6QRsKGXNoZWx2ZXMuZXhhbXBsZS5jb20vU2hlbGZSBXNoZWxmEhIKA3R0bBgEIAEoCUgAUgN0dGwSIQoLZXhwaXJlX3RpbWUYBS',
  'ABKAlIAFIKZXhwaXJlVGltZRIsCgR0aWVyGAYgASgOMhguYWNtZS5ub3Rlcy52MS5Ob3RlLlRpZXJSBHRpZXISNAoFdGllcnMYByADKAsyHi5h',
  'Y21lLm5vdGVzLnYxLk5vdGUuVGllcnNFbnRyeVIFdGllcnMSNwoKcGFzdF90aWVycxgIIAMoDjIYLmFjbWUubm90ZXMudjEuTm90ZS5UaWVyUg',
  'lwYXN0VGllcnMaUgoKVGllcnNFbnRyeRIQCgNrZXkYASABKAlSA2tleRIuCgV2YWx1ZRgCIAEoDjIYLmFjbWUubm90ZXMudjEuTm90ZS5UaWVy',
  'UgV2YWx1ZToCOAEiOAoEVGllchIUChBUSUVSX1VOU1BFQ0lGSUVEEAASCQoFQkFTSUMQARIPCgtTVEFOREFSRF9IQRADOmvqQWgKFm5vdGVzLm',
  'V4YW1wbGUuY29tL05vdGUSJHByb2plY3RzL3twcm9qZWN0fS9ub3Rlcy97bm90ZV9wYWdlfRIiZm9sZGVycy97Zm9sZGVyfS9ub3Rlcy97bm90',
  'ZV9wYWdlfTIEbm90ZUIRCg9leHBpcmF0aW9uX3J1bGVCU+pBUAoZc2hlbHZlcy5leGFtcGxlLmNvbS9TaGVsZhIicHJvamVjdHMve3Byb2plY3',
  'R9L3NoZWx2ZXMve3NoZWxmfRIPc2hlbHZlcy97c2hlbGZ9YgZwcm90bzM=',
]

/** By name: writes the protos beside `BASE.api`. */
export const forms: Readonly<Record<string, (base: string) => Promise<void>>> = {
  'a FileDescriptorSet': (base) =>
    writeFile(`${base}.binpb`, Buffer.from(compiled.join(''), 'base64')),
  'a source': (base) => writeFile(`${base}.proto`, source),
  'a folder of sources': async (base) => {
    await mkdir(`${base}.protos/acme`, { recursive: true })
    await writeFile(join(`${base}.protos/acme`, 'notes.proto'), source)
  },
  'sources compiled by add': async (base) => {
    await writeFile(`${base}.source.proto`, source)
    const node = readProtos(protoFilesIn(`${base}.source.proto`), [])
    await writeFile(`${base}.protos.json`, JSON.stringify(node))
  },
}

/** As npm clients ship it: of options that are set several times it has the last. */
export const ofNpmClient = (base: string): Promise<void> =>
  writeFile(`${base}.protos.json`, JSON.stringify(protobuf.parse(source).root.toJSON()))
