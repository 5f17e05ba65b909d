// Documents of our own with constructs that Google's documents have, though few of them.
import type { RestDescription } from '../../src/discovery/document.ts'
import type { Held } from './requests.ts'

const newStyle = `"$.xgafv": {"type": "string", "enum": ["1", "2"], "location": "query"},
  "access_token": {"type": "string", "location": "query"},
  "alt": {"type": "string", "default": "json", "enum": ["json", "media", "proto"], "location": "query"},
  "callback": {"type": "string", "location": "query"},
  "fields": {"type": "string", "location": "query"},
  "key": {"type": "string", "location": "query"},
  "prettyPrint": {"type": "boolean", "default": "true", "location": "query"}`

const oldStyle = `"alt": {"type": "string", "default": "atom", "enum": ["atom", "json"], "location": "query"},
  "fields": {"type": "string", "location": "query"},
  "key": {"type": "string", "location": "query"},
  "prettyPrint": {"type": "boolean", "default": "false", "location": "query"},
  "userIp": {"type": "string", "location": "query"}`

const variable = (pattern: string) =>
  JSON.stringify({ type: 'string', required: true, location: 'path', pattern })
const anyVariable = '{"type": "string", "required": true, "location": "path"}'

/** Paths: verbs, dots, dollars, neighbouring variables, tails, shadowed system parameters. */
const paths = `{
  "name": "odd_paths", "version": "v1.1_beta", "rootUrl": "https://odd-paths.googleapis.com/", "servicePath": "",
  "baseUrl": "https://elsewhere.googleapis.com/wrong/", "basePath": "/wrong/", "batchPath": "batch",
  "features": [], "ownerDomain": "google.com", "unheardOf": {"of": [1]},
  "endpoints": [{"endpointUrl": "https://odd-paths.us-east1.rep.googleapis.com/", "location": "us-east1"}, {}],
  "mtlsRootUrl": "https://odd-paths.mtls.googleapis.com/",
  "parameters": {${newStyle}},
  "schemas": {"Thing": {"id": "Thing", "type": "object", "properties": {"name": {"type": "string"}, "id": {"type": "string"}}}},
  "methods": {
    "top": {"id": "odd.top", "path": "v1:search", "httpMethod": "GET", "response": {"$ref": "Thing"}},
    "topPost": {"id": "odd.top-Post", "path": "v1:search", "httpMethod": "POST", "request": {"$ref": "Thing"}, "response": {"$ref": "Thing"}}
  },
  "resources": {
    "a-b": {"methods": {
      "Binary-create": {"id": "odd.a-b.Binary-create", "path": "v1/{+parent}/$export", "httpMethod": "GET", "parameters": {"parent": ${variable('^projects/[^/]+/stores/[^/]+$')}}, "response": {"$ref": "Thing"}},
      "constructor": {"id": "odd.constructor", "path": "v1/{+parent}/fhir/{+type}/{id}", "httpMethod": "PUT", "parameters": {"parent": ${variable('^projects/[^/]+/stores/[^/]+$')}, "type": ${variable('^[^/]+$')}, "id": ${anyVariable}}, "request": {"$ref": "Thing"}, "response": {"$ref": "Thing"}}
    }, "resources": {"nested": {"methods": {
      "list": {"id": "odd.nested.list", "path": "apis/domains.cloudrun.com/v1/{+parent}/mappings", "httpMethod": "GET", "parameters": {"parent": ${variable('^namespaces/[^/]+$')}}, "response": {"$ref": "Thing"}},
      "batch": {"id": "odd.nested.batch", "path": "v1/things:batchGet", "httpMethod": "GET", "response": {"$ref": "Thing"}},
      "get": {"id": "odd.nested.get", "path": "v1/things/{thing}", "httpMethod": "GET", "parameters": {"thing": ${anyVariable}}, "response": {"$ref": "Thing"}},
      "run": {"id": "odd.nested.run", "path": "v1/things/{thing}:run", "httpMethod": "POST", "parameters": {"thing": ${anyVariable}}, "response": {"$ref": "Thing"}},
      "two": {"id": "odd.nested.two", "path": "v1/{+a}/{+b}", "httpMethod": "PATCH", "parameters": {"a": ${variable('^folders/[^/]+$')}, "b": ${variable('^(rules|policies)/[0-9]+$')}}, "request": {"$ref": "Thing"}},
      "move": {"id": "odd.nested.move", "path": "v1/{+destination}/{+name}:move", "httpMethod": "GET", "parameters": {"destination": ${variable('^organizations/[^/]+$')}, "name": ${variable('^billingAccounts/[^/]+$')}}, "response": {"$ref": "Thing"}},
      "rest": {"id": "odd.nested.rest", "path": "v1/{+name}", "httpMethod": "DELETE", "parameters": {"name": ${variable('^operations/.*$')}}, "response": {"$ref": "Thing"}},
      "lro": {"id": "odd.nested.lro", "path": "v1/{+name}/lro", "httpMethod": "DELETE", "parameters": {"name": ${variable('^operations/.*$')}}, "response": {"$ref": "Thing"}},
      "middle": {"id": "odd.nested.middle", "path": "v1/{+name}", "httpMethod": "DELETE", "parameters": {"name": ${variable('^groups/.*/locations/.*$')}}, "response": {"$ref": "Thing"}},
      "free": {"id": "odd.nested.free", "path": "v2/{+name}:free", "httpMethod": "POST", "parameters": {"name": ${anyVariable}}, "response": {"$ref": "Thing"}},
      "key": {"id": "odd.nested.key", "path": "v1/keys/{key}", "httpMethod": "GET", "parameters": {"key": ${anyVariable}}, "response": {"$ref": "Thing"}},
      "numbers": {"id": "odd.nested.numbers", "path": "v1/{int}/{long}/{kind}/{digits}", "httpMethod": "GET", "parameters": {
        "int": {"type": "integer", "format": "int32", "required": true, "location": "path"},
        "long": {"type": "string", "format": "uint64", "required": true, "location": "path"},
        "kind": {"type": "string", "enum": ["a-b", "C"], "required": true, "location": "path"},
        "digits": {"type": "string", "pattern": "\\\\d+", "default": "1", "required": true, "location": "path"}}, "response": {"$ref": "Thing"}}
    }}}}
  }
}`

/** Names and types of parameters and fields. */
const types = `{
  "name": "oddTypes", "version": "v2", "rootUrl": "https://odd-types.googleapis.com", "servicePath": "/oddTypes/v2/users/",
  "parameters": {${newStyle}},
  "schemas": {
    "Any": {"id": "Any", "type": "any"},
    "List": {"id": "List", "type": "array", "items": {"$ref": "Odd"}},
    "Map": {"id": "Map", "type": "object", "additionalProperties": {"$ref": "Odd"}},
    "Untyped": {"id": "Untyped", "properties": {"a": {"type": "string"}}},
    "Empty": {"id": "Empty", "type": "object", "properties": {}},
    "Open": {"id": "Open", "type": "object"},
    "Alias": {"id": "Alias", "$ref": "Odd"},
    "HttpBody": {"id": "HttpBody", "type": "object", "properties": {"contentType": {"type": "string"}, "data": {"type": "string", "format": "byte"}, "extensions": {"type": "array", "items": {"type": "object", "additionalProperties": {"type": "any"}}}}},
    "Left": {"id": "Left", "type": "object", "properties": {"right": {"$ref": "Right"}}},
    "Right": {"id": "Right", "type": "object", "properties": {"left": {"$ref": "Left"}, "lefts": {"type": "array", "items": {"$ref": "Left"}}}},
    "UpdateOddRequest": {"id": "UpdateOddRequest", "type": "object", "properties": {"odd": {"$ref": "Odd"}, "updateMask": {"type": "string", "format": "google-fieldmask"}}},
    "constructor": {"id": "constructor", "type": "object", "properties": {"constructor": {"$ref": "constructor"}}},
    "Odd": {"id": "Odd", "type": "object", "properties": {
      "@type": {"type": "string"}, "$ref": {"type": "string"}, "$schema": {"type": "string"}, "type": {"type": "string"}, "properties": {"type": "string"},
      "items": {"type": "array", "items": {"type": "string"}}, "additionalProperties": {"type": "boolean"}, "enum": {"type": "string"}, "required": {"type": "boolean"},
      "toString": {"type": "string"}, "hasOwnProperty": {"$ref": "Left"}, "length": {"type": "integer"}, "then": {"type": "string"},
      "end-date": {"type": "string"}, "snake_case": {"type": "integer", "format": "uint32"}, "UpperFirst": {"type": "string"}, "SHOUTED": {"type": "string"}, "x.y": {"type": "string"}, "a/b": {"type": "string"}, "a~b": {"type": "string"}, "a b": {"type": "string"}, "0": {"type": "string"}, "é": {"type": "string"}, "aURL2x": {"type": "string"},
      "matrix": {"type": "array", "items": {"type": "array", "items": {"type": "number", "format": "double"}}},
      "lists": {"type": "array", "items": {"type": "array", "items": {"$ref": "Left"}}},
      "longs": {"type": "array", "items": {"type": "string", "format": "int64"}},
      "anything": {"type": "any"}, "untyped": {"description": "of any type"}, "any": {"$ref": "Any"}, "alias": {"$ref": "Right"}, "list": {"$ref": "List"}, "map": {"$ref": "Map"},
      "mapOfLists": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
      "mapOfMaps": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": {"type": "string", "format": "byte"}}},
      "mapOfEnums": {"type": "object", "additionalProperties": {"type": "string", "enum": ["A", "B"]}},
      "mapOfInline": {"type": "object", "additionalProperties": {"type": "object", "properties": {"deep": {"type": "boolean"}}}},
      "inline": {"type": "object", "properties": {"inner": {"type": "object", "properties": {"number": {"type": "number", "format": "float"}}}}},
      "struct": {"type": "object", "additionalProperties": {"type": "any", "description": "Properties of the object."}}, "open": {"type": "object"},
      "unset": {"type": "string", "enum": ["NULL_VALUE"], "enumDescriptions": ["Null value."]},
      "many": {"type": "string", "enum": [${Array.from({ length: 300 }, (_, i) => `"VALUE_${i}"`).join(', ')}]},
      "emptyName": {"type": "string", "enum": ["", "filled"]}, "cased": {"type": "string", "enum": ["lower", "Lower_Upper", "with-dash", "with space"]},
      "readOnly": {"type": "string", "format": "google-datetime", "readOnly": true}, "readOnlyRef": {"$ref": "Left", "readOnly": true, "annotations": {"required": ["odd.types.post"]}},
      "kind": {"type": "string", "default": "odd#odd"}, "on": {"type": "boolean", "default": "true"}, "bounded": {"type": "integer", "format": "int32", "minimum": "1", "maximum": "10"}, "char": {"type": "string", "pattern": ".?"},
      "date": {"type": "string", "format": "date"}, "datetime": {"type": "string", "format": "date-time"}, "duration": {"type": "string", "format": "google-duration"}, "mask": {"type": "string", "format": "google-fieldmask"}, "bytes": {"type": "string", "format": "byte"},
      "unknownFormat": {"type": "string", "format": "interval"}, "anyObject": {"type": "object", "format": "google.protobuf.Any", "additionalProperties": {"type": "any"}}, "null": {"type": "null"}, "ulong": {"type": "string", "format": "uint64"}
    }}
  },
  "resources": {"types": {"methods": {
    "post": {"id": "odd.types.post", "path": "{user_id}/odd", "httpMethod": "POST", "parameterOrder": ["user_id"], "parameters": {"user_id": ${anyVariable}, "required": {"type": "string", "required": true, "location": "query"}}, "request": {"$ref": "Odd", "parameterName": "resource"}, "response": {"$ref": "Odd"}},
    "whole": {"id": "odd.types.whole", "path": "{user_id}/whole", "httpMethod": "PATCH", "parameters": {"user_id": ${anyVariable}}, "request": {"$ref": "UpdateOddRequest"}, "response": {"$ref": "Map"}},
    "inline": {"id": "odd.types.inline", "path": "inline", "httpMethod": "PUT", "request": {"type": "object", "properties": {"a": {"$ref": "Left"}}}, "response": {"type": "object", "properties": {"b": {"type": "string"}}}},
    "empty": {"id": "odd.types.empty", "path": "empty", "httpMethod": "POST", "request": {"$ref": "Empty"}, "response": {"$ref": "Empty"}},
    "open": {"id": "odd.types.open", "path": "open", "httpMethod": "POST", "request": {"$ref": "Open"}, "response": {"$ref": "Open"}},
    "none": {"id": "odd.types.none", "path": "none", "httpMethod": "POST"},
    "nothing": {"id": "odd.types.nothing", "path": "nothing", "httpMethod": "POST", "request": {}, "response": {}},
    "list": {"id": "odd.types.list", "path": "list", "httpMethod": "GET", "response": {"$ref": "List"}},
    "any": {"id": "odd.types.any", "path": "any", "httpMethod": "POST", "request": {"$ref": "Any"}, "response": {"$ref": "Any"}},
    "map": {"id": "odd.types.map", "path": "map", "httpMethod": "POST", "request": {"$ref": "Map"}, "response": {"$ref": "Map"}},
    "alias": {"id": "odd.types.alias", "path": "alias", "httpMethod": "POST", "request": {"$ref": "Alias"}, "response": {"$ref": "Alias"}},
    "untyped": {"id": "odd.types.untyped", "path": "untyped", "httpMethod": "POST", "request": {"$ref": "Untyped"}, "response": {"$ref": "Untyped"}},
    "raw": {"id": "odd.types.raw", "path": "raw", "httpMethod": "POST", "request": {"$ref": "HttpBody"}, "response": {"$ref": "Empty"}},
    "self": {"id": "odd.types.self", "path": "self", "httpMethod": "POST", "request": {"$ref": "constructor"}, "response": {"$ref": "constructor"}},
    "query": {"id": "odd.types.query", "path": "query", "httpMethod": "GET", "parameters": {
      "options.requestedPolicyVersion": {"type": "integer", "format": "int32", "location": "query"},
      "end-date": {"type": "string", "location": "query"}, "snake_case": {"type": "string", "location": "query"}, "UpperFirst": {"type": "string", "location": "query"},
      "toString": {"type": "string", "location": "query"}, "valueOf": {"type": "integer", "location": "query"},
      "enums": {"type": "string", "enum": ["A", "b", "C-d"], "repeated": true, "location": "query"}, "enumPattern": {"type": "string", "enum": ["x", "y"], "pattern": "x|y", "location": "query"},
      "enumDefault": {"type": "string", "enum": ["x", "y"], "default": "y", "location": "query"}, "lists": {"type": "string", "default": "one", "repeated": true, "location": "query"},
      "longs": {"type": "string", "format": "int64", "repeated": true, "location": "query"}, "numbers": {"type": "number", "format": "double", "repeated": true, "location": "query"}, "flags": {"type": "boolean", "repeated": true, "location": "query"},
      "size": {"type": "integer", "format": "uint32", "default": "10", "minimum": "1", "maximum": "4294967295", "location": "query"},
      "far": {"type": "string", "format": "int64", "minimum": "-9223372036854775807", "maximum": "9007199254740993", "default": "7", "location": "query"}, "least": {"type": "integer", "minimum": "0", "location": "query"},
      "number": {"type": "number", "format": "float", "location": "query"}, "flag": {"type": "boolean", "default": "false", "location": "query"},
      "customer": {"type": "string", "pattern": "C.+|my_customer", "location": "query"}, "ga": {"type": "string", "pattern": "ga", "location": "query"}, "url": {"type": "string", "pattern": "(?i)(url:|origin:)?http(s)?://.*", "location": "query"},
      "anchored": {"type": "string", "pattern": "^[a-z]{3,63}$", "location": "query"}, "classes": {"type": "string", "pattern": "[\\\\w.-]{1,1000}", "location": "query"}, "named": {"type": "string", "pattern": "(?P<year>[0-9]{4})-x", "location": "query"},
      "slow": {"type": "string", "pattern": "(.+[<,<=,==,>=,>,<>].+,)*(.+[<,<=,==,>=,>,<>].+)", "location": "query"},
      "time": {"type": "string", "format": "google-datetime", "location": "query"}, "date": {"type": "string", "format": "date", "location": "query"}, "duration": {"type": "string", "format": "google-duration", "location": "query"}, "mask": {"type": "string", "format": "google-fieldmask", "location": "query"}, "bytes": {"type": "string", "format": "byte", "location": "query"},
      "map": {"type": "object", "additionalProperties": {"type": "string"}, "location": "query"}, "any": {"type": "any", "location": "query"}, "unknown": {"type": "string", "format": "interval", "location": "query"}
    }, "response": {"$ref": "Odd"}}
  }}}
}`

/** The older style, with what its few documents have. */
const old = `{
  "kind": "discovery#restDescription", "name": "oldStyle", "version": "directory_v1", "rootUrl": "https://www.googleapis.com/", "servicePath": "old/v1/groups/", "basePath": "/old/v1/groups/", "batchPath": "batch/old/v1", "parameters": {${oldStyle}},
  "schemas": {"Group": {"id": "Group", "type": "object", "properties": {"kind": {"type": "string", "default": "old#group"}, "size": {"type": "integer", "format": "int32"}, "tags": {"type": "array", "items": {"type": "string"}}, "labels": {"type": "object", "additionalProperties": {"type": "string"}}, "parent": {"$ref": "Group"}, "members": {"type": "array", "items": {"$ref": "Group"}}, "count": {"type": "string", "format": "int64"}, "at": {"type": "string", "format": "date-time"}, "bytes": {"type": "string", "format": "byte"}, "flag": {"type": "boolean"}, "state": {"type": "string", "enum": ["on", "off"]}}}},
  "resources": {"groups": {"methods": {
    "get": {"id": "different.groups.get", "path": "{groupUniqueId}", "httpMethod": "GET", "parameters": {"groupUniqueId": ${anyVariable}, "start-index": {"type": "integer", "format": "int32", "minimum": "1", "location": "query"}, "ids": {"type": "string", "pattern": "ga:[0-9]+", "required": true, "location": "query"}, "state": {"type": "string", "enum": ["on", "off"], "default": "on", "location": "query"}, "flag": {"type": "boolean", "location": "query"}}, "response": {"$ref": "Group"}},
    "generate": {"id": "different.groups.generate", "path": "generate", "httpMethod": "GET", "response": {"$ref": "Group"}},
    "watch": {"id": "different.groups.watch", "path": "{groupUniqueId}/watch", "httpMethod": "POST", "parameters": {"groupUniqueId": ${variable('UA-(\\d+)-(\\d+)')}}, "request": {"$ref": "Group", "parameterName": "resource"}, "response": {"$ref": "Group"}},
    "update": {"id": "different.groups.update", "path": "{groupUniqueId}", "httpMethod": "PUT", "parameters": {"groupUniqueId": ${variable('.{22}')}}, "request": {"$ref": "Group"}},
    "delete": {"id": "different.groups.delete", "path": "{groupUniqueId}/trash", "httpMethod": "DELETE", "parameters": {"groupUniqueId": ${variable('\\d+:\\d+')}}}
  }}}
}`

export const constructs: readonly Held[] = [paths, types, old].map((text, i) => ({
  file: `constructs${i}.api`,
  text,
  document: JSON.parse(text) as RestDescription,
}))
