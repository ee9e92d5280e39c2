"""
Makes src/settings/kubernetes-schema.json of the JSON Schemas that the Python package kubernetes-validate carries
(made from the OpenAPI document of Kubernetes, Apache-2.0).

    python3 build/kubernetes-schema.py <folder kubernetes-json-schema> > src/settings/kubernetes-schema.json

A definition is one text: `name!:type` for each field, `!` where it is required. Types: s text, i whole number, n number,
b true or false, q quantity, x whole number or text, * anything, {T} a map, [T] a list, [T]key a list that patches merge
by that key, and the name of another definition. A field counts as known when any of the versions knows it, and as
required when all of them do.
"""
import json
import sys

VERSIONS = ['1.37', '1.34', '1.31', '1.27']
GROUPS = {
    '': ['v1'], 'apps': ['v1'], 'batch': ['v1'], 'autoscaling': ['v1', 'v2'], 'policy': ['v1'], 'networking.k8s.io': ['v1'],
    'rbac.authorization.k8s.io': ['v1'], 'storage.k8s.io': ['v1'], 'scheduling.k8s.io': ['v1'], 'coordination.k8s.io': ['v1'],
    'discovery.k8s.io': ['v1'], 'node.k8s.io': ['v1'], 'admissionregistration.k8s.io': ['v1'], 'apiregistration.k8s.io': ['v1'],
    'certificates.k8s.io': ['v1'], 'flowcontrol.apiserver.k8s.io': ['v1'], 'apiextensions.k8s.io': ['v1'],
}
SPECIAL = {
    'api.resource.Quantity': 'q', 'util.intstr.IntOrString': 'x', 'meta.v1.Time': 's', 'meta.v1.MicroTime': 's', 'meta.v1.FieldsV1': '*',
    'runtime.RawExtension': '*', 'meta.v1.Patch': '*', 'apiextensions.v1.JSONSchemaProps': '*', 'apiextensions.v1.JSON': '*',
    'meta.v1.ManagedFieldsEntry': '*',
}
PREFIXES = ['io.k8s.apimachinery.pkg.apis.', 'io.k8s.apimachinery.pkg.', 'io.k8s.apiextensions-apiserver.pkg.apis.', 'io.k8s.kube-aggregator.pkg.apis.', 'io.k8s.api.', 'io.k8s.']


def short(reference):
    name = reference.rsplit('/', 1)[-1]
    prefix = next((one for one in PREFIXES if name.startswith(one)), '')
    return name[len(prefix):]


def load(folder, version):
    with open(f'{folder}/v{version}.0-local-strict/_definitions.json') as file:
        return {short(name): one for name, one in json.load(file)['$defs'].items()}


def type_of(field):
    if '$ref' in field:
        name = short(field['$ref'])
        return SPECIAL.get(name, name)
    kinds = field.get('type', [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    kind = next((one for one in kinds if one != 'null'), None)
    if kind == 'array':
        return f"[{type_of(field.get('items', {}))}]{field.get('x-kubernetes-patch-merge-key', '')}"
    if kind == 'object':
        inner = field.get('additionalProperties')
        return f'{{{type_of(inner)}}}' if isinstance(inner, dict) else '*'
    return {'string': 's', 'integer': 'i', 'number': 'n', 'boolean': 'b'}.get(kind, '*')


def main():
    tables = [load(sys.argv[1], version) for version in VERSIONS]
    kinds, definitions = {}, {}

    def add(name):
        if name in definitions:
            return
        definitions[name] = ''
        found = [table[name] for table in tables if name in table]
        fields, required = {}, set.intersection(*(set(one.get('required', [])) for one in found))
        for one in found:
            for field, schema in one.get('properties', {}).items():
                fields.setdefault(field, '*' if field == 'status' and 'x-kubernetes-group-version-kind' in one else type_of(schema))
        definitions[name] = ' '.join(f"{field}{'!' if field in required else ''}:{kind}" for field, kind in sorted(fields.items())) if fields else '*'
        for kind in fields.values():
            inner = kind.strip('[]{}').split(']')[0].strip('[]{}')
            if '.' in inner:
                add(inner)

    for table in tables:
        for name, one in table.items():
            for known in one.get('x-kubernetes-group-version-kind', []):
                group, version, kind = known['group'], known['version'], known['kind']
                if version not in GROUPS.get(group, []) or kind in ('DeleteOptions', 'WatchEvent', 'Status', 'APIGroup', 'Binding') or kind.endswith('List') or kind.startswith('API') and group == '':
                    continue
                kinds[f'{group}/{version}/{kind}'.lstrip('/')] = name
                add(name)

    print(json.dumps({
        'source': 'JSON Schemas of Kubernetes ' + ', '.join(reversed(VERSIONS)) + ' in the Python package kubernetes-validate 1.37 (Apache-2.0); see build/kubernetes-schema.py',
        'kinds': dict(sorted(kinds.items())), 'definitions': dict(sorted(definitions.items())),
    }, indent=0))


main()
