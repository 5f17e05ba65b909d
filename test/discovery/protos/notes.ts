// The protos of an API of notes in every form that may lie beside a document.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import protobuf from 'protobufjs'
import { protoFilesIn, readProtos } from '../../../src/discovery/protos/proto_sources.ts'

const source = `syntax = "proto3";
package acme.notes.v1;
import "google/api/annotations.proto";
import "google/api/field_behavior.proto";
import "google/api/resource.proto";
import "google/longrunning/operations.proto";
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
service Notes {
  rpc PrintNote(Note) returns (google.longrunning.Operation) {
    option (google.api.http) = {
      post: "/v1/{name=projects/*/notes/*}:print"
      body: "*"
      additional_bindings { post: "/v1/{name=folders/*/notes/*}:print" body: "*" }
    };
    option (google.longrunning.operation_info) = {
      response_type: "google.protobuf.Empty"
      metadata_type: "Note"
    };
  }
}
`

/** What protoc makes of it: `protoc -o notes.binpb notes.proto`, without what it imports. */
const compiled = [
  'CpYICgtub3Rlcy5wcm90bxINYWNtZS5ub3Rlcy52MRocZ29vZ2xlL2FwaS9hbm5vdGF0aW9ucy5wcm90bxofZ29vZ2xlL2FwaS9maWVsZF9iZWhhdmlv',
  'ci5wcm90bxoZZ29vZ2xlL2FwaS9yZXNvdXJjZS5wcm90bxojZ29vZ2xlL2xvbmdydW5uaW5nL29wZXJhdGlvbnMucHJvdG8i1gQKBE5vdGUSGgoEbmFt',
  'ZRgBIAEoCUIG4EEC4EEIUgRuYW1lEhcKBHRleHQYAiABKAlCA+BBAlIEdGV4dBI3CgVzaGVsZhgDIAEoCUIh4EEC+kEbChlzaGVsdmVzLmV4YW1wbGUu',
  'Y29tL1NoZWxmUgVzaGVsZhISCgN0dGwYBCABKAlIAFIDdHRsEiEKC2V4cGlyZV90aW1lGAUgASgJSABSCmV4cGlyZVRpbWUSLAoEdGllchgGIAEoDjIY',
  'LmFjbWUubm90ZXMudjEuTm90ZS5UaWVyUgR0aWVyEjQKBXRpZXJzGAcgAygLMh4uYWNtZS5ub3Rlcy52MS5Ob3RlLlRpZXJzRW50cnlSBXRpZXJzEjcK',
  'CnBhc3RfdGllcnMYCCADKA4yGC5hY21lLm5vdGVzLnYxLk5vdGUuVGllclIJcGFzdFRpZXJzGlIKClRpZXJzRW50cnkSEAoDa2V5GAEgASgJUgNrZXkS',
  'LgoFdmFsdWUYAiABKA4yGC5hY21lLm5vdGVzLnYxLk5vdGUuVGllclIFdmFsdWU6AjgBIjgKBFRpZXISFAoQVElFUl9VTlNQRUNJRklFRBAAEgkKBUJB',
  'U0lDEAESDwoLU1RBTkRBUkRfSEEQAzpr6kFoChZub3Rlcy5leGFtcGxlLmNvbS9Ob3RlEiRwcm9qZWN0cy97cHJvamVjdH0vbm90ZXMve25vdGVfcGFn',
  'ZX0SImZvbGRlcnMve2ZvbGRlcn0vbm90ZXMve25vdGVfcGFnZX0yBG5vdGVCEQoPZXhwaXJhdGlvbl9ydWxlMsIBCgVOb3RlcxK4AQoJUHJpbnROb3Rl',
  'EhMuYWNtZS5ub3Rlcy52MS5Ob3RlGh0uZ29vZ2xlLmxvbmdydW5uaW5nLk9wZXJhdGlvbiJ3gtPkkwJRIiMvdjEve25hbWU9cHJvamVjdHMvKi9ub3Rl',
  'cy8qfTpwcmludDoBKlonIiIvdjEve25hbWU9Zm9sZGVycy8qL25vdGVzLyp9OnByaW50OgEqykEdChVnb29nbGUucHJvdG9idWYuRW1wdHkSBE5vdGVC',
  'U+pBUAoZc2hlbHZlcy5leGFtcGxlLmNvbS9TaGVsZhIicHJvamVjdHMve3Byb2plY3R9L3NoZWx2ZXMve3NoZWxmfRIPc2hlbHZlcy97c2hlbGZ9YgZw',
  'cm90bzM=',
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
