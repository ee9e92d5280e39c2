// Command strimzi prints definitions of Strimzi's resources, which it publishes in no package, from its Go types:
// names and types of all fields and the words of enumerations, but neither required fields nor patterns nor rules.
//
// The argument is the folder of the types' source: Go keeps no constants at run time.
package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"reflect"
	"strconv"
	"strings"

	kafka "github.com/scholzj/strimzi-go/pkg/apis/kafka.strimzi.io/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/yaml"
)

type object = map[string]interface{}

var resources = []interface{}{kafka.Kafka{}, kafka.KafkaNodePool{}, kafka.KafkaTopic{}, kafka.KafkaUser{}}

// leaves are the types that are written otherwise than Go holds them.
var leaves = map[reflect.Type]object{
	reflect.TypeOf(resource.Quantity{}):  {"x-kubernetes-int-or-string": true},
	reflect.TypeOf(intstr.IntOrString{}): {"x-kubernetes-int-or-string": true},
	reflect.TypeOf(metav1.Time{}):        {"type": "string"},
	reflect.TypeOf(metav1.Duration{}):    {"type": "string"},
	reflect.TypeOf(metav1.FieldsV1{}):    {"type": "object", "x-kubernetes-preserve-unknown-fields": true},
}

// words are those of the enumerations, by the name of their type.
func words(folder string) (map[string][]string, error) {
	packages, err := parser.ParseDir(token.NewFileSet(), folder, func(file fs.FileInfo) bool { return file.Name() == "types.go" }, 0)
	if err != nil {
		return nil, err
	}
	found := map[string][]string{}
	for _, one := range packages {
		ast.Inspect(one, func(node ast.Node) bool {
			if spec, ok := node.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
				kind, named := spec.Type.(*ast.Ident)
				literal, plain := spec.Values[0].(*ast.BasicLit)
				if named && plain {
					if word, err := strconv.Unquote(literal.Value); err == nil {
						found[kind.Name] = append(found[kind.Name], word)
					}
				}
			}
			return true
		})
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%s: no enumerations", folder)
	}
	return found, nil
}

func schemaOf(kind reflect.Type, enums map[string][]string) object {
	if leaf, ok := leaves[kind]; ok {
		return leaf
	}
	switch kind.Kind() {
	case reflect.Pointer:
		return schemaOf(kind.Elem(), enums)
	case reflect.Struct:
		return object{"type": "object", "properties": propertiesOf(kind, enums)}
	case reflect.Map:
		if kind.Elem().Kind() == reflect.Interface {
			return object{"type": "object", "x-kubernetes-preserve-unknown-fields": true}
		}
		return object{"type": "object", "additionalProperties": schemaOf(kind.Elem(), enums)}
	case reflect.Slice:
		if kind.Elem().Kind() == reflect.Uint8 {
			return object{"type": "string"}
		}
		return object{"type": "array", "items": schemaOf(kind.Elem(), enums)}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Float32, reflect.Float64:
		return object{"type": "number"}
	case reflect.String:
		if list, ok := enums[kind.Name()]; ok && kind.PkgPath() == reflect.TypeOf(kafka.Kafka{}).PkgPath() {
			return object{"type": "string", "enum": list}
		}
		return object{"type": "string"}
	default:
		return object{"type": "integer"}
	}
}

func propertiesOf(kind reflect.Type, enums map[string][]string) object {
	properties := object{}
	for index := range kind.NumField() {
		field := kind.Field(index)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if field.Anonymous && (name == "" || strings.Contains(options, "inline")) {
			for key, value := range propertiesOf(field.Type, enums) {
				properties[key] = value
			}
		} else if name != "" && name != "-" {
			properties[name] = schemaOf(field.Type, enums)
		}
	}
	return properties
}

func definitionOf(kind reflect.Type, enums map[string][]string) object {
	properties := propertiesOf(kind, enums)
	// The metadata are the API server's own business.
	properties["metadata"] = object{"type": "object"}
	plural := strings.ToLower(kind.Name()) + "s"
	return object{
		"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
		"metadata": object{"name": plural + ".kafka.strimzi.io"},
		"spec": object{
			"group": "kafka.strimzi.io", "scope": "Namespaced", "names": object{"kind": kind.Name(), "plural": plural},
			"versions": []object{{"name": "v1", "served": true, "storage": true, "schema": object{"openAPIV3Schema": object{"type": "object", "properties": properties}}}},
		},
	}
}

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: strimzi <folder of the types>"))
	}
	enums, err := words(os.Args[1])
	if err != nil {
		fail(err)
	}
	for _, one := range resources {
		text, err := json.Marshal(definitionOf(reflect.TypeOf(one), enums))
		if err != nil {
			fail(err)
		}
		document, err := yaml.JSONToYAML(text)
		if err != nil {
			fail(err)
		}
		fmt.Printf("---\n%s", document)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(2)
}
