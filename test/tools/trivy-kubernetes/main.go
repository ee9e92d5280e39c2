// Command trivy-kubernetes holds the Kubernetes manifests of a folder against Trivy's own checks.
//
// It is what `trivy config` does with manifests, by the same scanner and the checks inside of it, without the rest of
// Trivy: images, clouds and databases, which take longer to build than all tests take. Failures are JSON, one a line;
// the exit code is 1 when there is one, 2 when the folder cannot be judged.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"

	"github.com/aquasecurity/trivy/pkg/iac/rego"
	"github.com/aquasecurity/trivy/pkg/iac/scan"
	"github.com/aquasecurity/trivy/pkg/iac/scanners/kubernetes"
)

type failure struct {
	ID      string `json:"id"`
	File    string `json:"file"`
	Message string `json:"message"`
}

// trivyVersion is what `--version` prints: the scanner decides the verdict, not this program.
func trivyVersion() string {
	build, _ := debug.ReadBuildInfo()
	for _, dependency := range build.Deps {
		if dependency.Path == "github.com/aquasecurity/trivy" {
			return dependency.Version
		}
	}
	return "unknown"
}

func judge(folder string) (scan.Results, error) {
	scanner := kubernetes.NewScanner(rego.WithEmbeddedPolicies(true), rego.WithEmbeddedLibraries(true), rego.WithPolicyNamespaces("builtin"))
	return scanner.ScanFS(context.Background(), os.DirFS(folder), ".")
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: trivy-kubernetes --version | <folder>")
		os.Exit(2)
	}
	if os.Args[1] == "--version" {
		fmt.Println("trivy", trivyVersion())
		return
	}
	results, err := judge(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if len(results.GetPassed()) == 0 {
		fmt.Fprintln(os.Stderr, "no check passed: the checks were not there, or did not know the manifests")
		os.Exit(2)
	}
	failures := results.GetFailed()
	output := json.NewEncoder(os.Stdout)
	for _, result := range failures {
		output.Encode(failure{ID: result.Rule().ID, File: result.Metadata().Range().GetFilename(), Message: result.Description()})
	}
	if len(failures) > 0 {
		os.Exit(1)
	}
}
