// Command crd-check says what an API server that knows some custom resources would say about manifests: fields that it
// does not know, what the schema does not allow, what its CEL rules refuse, and keys that a list holds twice.
//
// The custom resource definitions are the YAML files of a folder, the manifests come on the standard input; the output is one JSON object.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"

	whole "k8s.io/apimachinery/pkg/util/json"
	"sigs.k8s.io/yaml"
)

type fault struct {
	Object  string `json:"object"`
	Path    string `json:"path"`
	Message string `json:"message"`
}

type report struct {
	// The custom resources that were judged, as Kind/name.
	Judged []string `json:"judged"`
	// The objects of kinds that no definition of the folder describes, as apiVersion/Kind/name.
	Others []string `json:"others"`
	Faults []fault  `json:"faults"`
}

// apiServerVersion is what `--version` prints: the API server's own packages decide the verdict, not this program.
func apiServerVersion() string {
	build, _ := debug.ReadBuildInfo()
	for _, dependency := range build.Deps {
		if dependency.Path == "k8s.io/apiextensions-apiserver" {
			return dependency.Version
		}
	}
	return "unknown"
}

func judge(known map[string]definition, manifests [][]byte) (report, error) {
	result := report{Judged: []string{}, Others: []string{}, Faults: []fault{}}
	for _, text := range manifests {
		object, err := objectOf(text)
		if err != nil {
			return result, err
		}
		if len(object) == 0 {
			continue
		}
		kind, name := fmt.Sprint(object["kind"]), nameOf(object)
		found, ok := known[fmt.Sprint(object["apiVersion"])+"/"+kind]
		if !ok {
			result.Others = append(result.Others, fmt.Sprintf("%v/%s/%s", object["apiVersion"], kind, name))
			continue
		}
		result.Judged = append(result.Judged, kind+"/"+name)
		faults, err := found.faults(object)
		if err != nil {
			return result, fmt.Errorf("%s/%s: %w", kind, name, err)
		}
		for _, one := range faults {
			one.Object = kind + "/" + name
			result.Faults = append(result.Faults, one)
		}
	}
	return result, nil
}

// objectOf reads a manifest with whole numbers as the API server has them: the rules tell them from fractions.
func objectOf(text []byte) (map[string]interface{}, error) {
	object := map[string]interface{}{}
	plain, err := yaml.YAMLToJSONStrict(text)
	if err != nil {
		return nil, err
	}
	return object, whole.Unmarshal(plain, &object)
}

func nameOf(object map[string]interface{}) string {
	metadata, _ := object["metadata"].(map[string]interface{})
	return fmt.Sprint(metadata["name"])
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "--version" {
		fmt.Println("apiextensions-apiserver", apiServerVersion())
		return
	}
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: crd-check <folder of definitions> < manifests"))
	}
	paths, err := filepath.Glob(filepath.Join(os.Args[1], "*.yaml"))
	if err != nil || len(paths) == 0 {
		fail(fmt.Errorf("%s holds no definitions", os.Args[1]))
	}
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		fail(err)
	}
	manifests, err := documents(text)
	if err != nil {
		fail(err)
	}
	known, err := definitions(paths, manifests)
	if err != nil {
		fail(err)
	}
	result, err := judge(known, manifests)
	if err != nil {
		fail(err)
	}
	json.NewEncoder(os.Stdout).Encode(result)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(2)
}
