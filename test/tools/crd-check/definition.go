package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	v1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// A definition is what one version of a custom resource may hold.
type definition struct {
	shape  *schema.Structural
	values validation.SchemaValidator
	rules  *cel.Validator
}

// documents splits a stream of YAML.
func documents(text []byte) ([][]byte, error) {
	found, reader := [][]byte{}, utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(text)))
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		found = append(found, document)
	}
}

// definitions reads those definitions that the manifests name: each costs time to compile.
func definitions(paths []string, manifests [][]byte) (map[string]definition, error) {
	known, wanted := map[string]definition{}, string(bytes.Join(manifests, []byte("\n")))
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		parts, err := documents(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		for _, part := range parts {
			var crd v1.CustomResourceDefinition
			if err := yaml.Unmarshal(part, &crd); err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
			if !strings.Contains(wanted, crd.Spec.Names.Kind) {
				continue
			}
			for _, version := range crd.Spec.Versions {
				if !version.Served {
					continue
				}
				read, err := definitionOf(version)
				if err != nil {
					return nil, fmt.Errorf("%s %s: %w", path, version.Name, err)
				}
				known[crd.Spec.Group+"/"+version.Name+"/"+crd.Spec.Names.Kind] = read
			}
		}
	}
	return known, nil
}

func definitionOf(version v1.CustomResourceDefinitionVersion) (definition, error) {
	var props apiextensions.JSONSchemaProps
	if err := v1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(version.Schema.OpenAPIV3Schema, &props, nil); err != nil {
		return definition{}, err
	}
	shape, err := schema.NewStructural(&props)
	if err != nil {
		return definition{}, err
	}
	values, _, err := validation.NewSchemaValidator(&props)
	if err != nil {
		return definition{}, err
	}
	return definition{shape, values, cel.NewValidator(shape, true, math.MaxInt64)}, nil
}

// faults goes the way of an object through the API server: unknown fields, defaults, values, lists, rules.
func (d definition) faults(object map[string]interface{}) ([]fault, error) {
	found := []fault{}
	pruned := runtime.DeepCopyJSON(object)
	for _, path := range pruning.PruneWithOptions(pruned, d.shape, true, schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}) {
		found = append(found, fault{Path: path, Message: "unknown field"})
	}
	defaulting.Default(pruned, d.shape)
	problems := validation.ValidateCustomResource(nil, pruned, d.values)
	problems = append(problems, listtype.ValidateListSetsAndMaps(nil, d.shape, pruned)...)
	refused, _ := d.rules.Validate(context.Background(), nil, d.shape, pruned, nil, math.MaxInt64)
	for _, problem := range append(problems, refused...) {
		found = append(found, faultOf(problem))
	}
	return found, nil
}

func faultOf(problem *field.Error) fault {
	return fault{Path: problem.Field, Message: problem.ErrorBody()}
}
