// Command cnpg-webhook says what CloudNativePG's own admission webhooks say about Clusters and Poolers.
//
// The webhooks are internal to the operator's module: this file is built inside a copy of it (.ci/install-servers.sh).
// The manifests come on the standard input; with two files, what the second says in place of the first is judged. The output is one JSON object.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	apiv1 "github.com/cloudnative-pg/cloudnative-pg/api/v1"
	webhook "github.com/cloudnative-pg/cloudnative-pg/internal/webhook/v1"
	"github.com/cloudnative-pg/cloudnative-pg/pkg/versions"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

type report struct {
	// What was judged, as Kind/name.
	Judged []string `json:"judged"`
	// Errors and warnings, with the object in front.
	Refused []string `json:"refused"`
	Warned  []string `json:"warned"`
}

// verdict is what the webhooks of one object say, after they have filled in its defaults.
func verdict(kind string, document []byte) ([]string, error, error) {
	if kind == "Cluster" {
		var cluster apiv1.Cluster
		if err := yaml.UnmarshalStrict(document, &cluster); err != nil {
			return nil, nil, err
		}
		if err := (&webhook.ClusterCustomDefaulter{}).Default(context.Background(), &cluster); err != nil {
			return nil, nil, err
		}
		warnings, refused := (&webhook.ClusterCustomValidator{}).ValidateCreate(context.Background(), &cluster)
		return warnings, refused, nil
	}
	var pooler apiv1.Pooler
	if err := yaml.UnmarshalStrict(document, &pooler); err != nil {
		return nil, nil, err
	}
	warnings, refused := (&webhook.PoolerCustomValidator{}).ValidateCreate(context.Background(), &pooler)
	return warnings, refused, nil
}

// replaced is what the webhooks say about Clusters that take the place of those that run, whose data is of their image's version.
func replaced(before, after string) (report, error) {
	result := report{Judged: []string{}, Refused: []string{}, Warned: []string{}}
	old, err := clustersIn(before)
	if err != nil {
		return result, err
	}
	now, err := clustersIn(after)
	if err != nil {
		return result, err
	}
	for name, cluster := range now {
		earlier, ok := old[name]
		if !ok {
			continue
		}
		major, err := earlier.GetPostgresqlMajorVersion()
		if err != nil {
			return result, err
		}
		earlier.Status.PGDataImageInfo = &apiv1.ImageInfo{Image: earlier.Spec.ImageName, MajorVersion: major}
		_, refused := (&webhook.ClusterCustomValidator{}).ValidateUpdate(context.Background(), earlier, cluster)
		result.Judged = append(result.Judged, "Cluster/"+name)
		if refused != nil {
			result.Refused = append(result.Refused, refused.Error())
		}
	}
	return result, nil
}

func clustersIn(path string) (map[string]*apiv1.Cluster, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	clusters := map[string]*apiv1.Cluster{}
	reader := utilyaml.NewYAMLReader(bufio.NewReader(file))
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return clusters, nil
		}
		if err != nil {
			return nil, err
		}
		var cluster apiv1.Cluster
		if err := yaml.Unmarshal(document, &cluster); err != nil || cluster.APIVersion != apiv1.SchemeGroupVersion.String() || cluster.Kind != "Cluster" {
			continue
		}
		if err := (&webhook.ClusterCustomDefaulter{}).Default(context.Background(), &cluster); err != nil {
			return nil, err
		}
		clusters[cluster.Name] = &cluster
	}
}

func judge(input io.Reader) (report, error) {
	result := report{Judged: []string{}, Refused: []string{}, Warned: []string{}}
	reader := utilyaml.NewYAMLReader(bufio.NewReader(input))
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return result, nil
		}
		if err != nil {
			return result, err
		}
		var object metav1.PartialObjectMetadata
		if err := yaml.Unmarshal(document, &object); err != nil {
			return result, err
		}
		if object.APIVersion != apiv1.SchemeGroupVersion.String() || (object.Kind != "Cluster" && object.Kind != "Pooler") {
			continue
		}
		name := object.Kind + "/" + object.Name
		warnings, refused, err := verdict(object.Kind, document)
		if err != nil {
			return result, fmt.Errorf("%s: %w", name, err)
		}
		result.Judged = append(result.Judged, name)
		for _, warning := range warnings {
			result.Warned = append(result.Warned, name+": "+warning)
		}
		if refused != nil {
			result.Refused = append(result.Refused, refused.Error())
		}
	}
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "--version" {
		fmt.Println("cloudnative-pg", versions.Version)
		return
	}
	judged := func() (report, error) { return judge(os.Stdin) }
	if len(os.Args) == 3 {
		judged = func() (report, error) { return replaced(os.Args[1], os.Args[2]) }
	}
	result, err := judged()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	json.NewEncoder(os.Stdout).Encode(result)
}
