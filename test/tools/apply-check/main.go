// Command apply-check says what an API server would say of manifests that take the place of others: fields that it lets
// nobody change, and sizes that it lets nobody lower.
//
// The manifests before and after are two files; the output is one JSON object. Custom resources are not judged: see cnpg-webhook.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	kruntime "k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/apps"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	appsvalidation "k8s.io/kubernetes/pkg/apis/apps/validation"
	"k8s.io/kubernetes/pkg/apis/batch"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	batchvalidation "k8s.io/kubernetes/pkg/apis/batch/validation"
	"k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	corevalidation "k8s.io/kubernetes/pkg/apis/core/validation"
	"k8s.io/kubernetes/pkg/apis/scheduling"
	_ "k8s.io/kubernetes/pkg/apis/scheduling/install"
	schedulingvalidation "k8s.io/kubernetes/pkg/apis/scheduling/validation"
	"sigs.k8s.io/yaml"
)

type fault struct {
	Object  string `json:"object"`
	Path    string `json:"path"`
	Message string `json:"message"`
}

type report struct {
	// The objects that both files have and that were judged, as Kind/name.
	Judged []string `json:"judged"`
	Faults []fault  `json:"faults"`
}

// kubernetesVersion is what `--version` prints: the API server's own packages decide the verdict, not this program.
func kubernetesVersion() string {
	build, _ := debug.ReadBuildInfo()
	for _, dependency := range build.Deps {
		if dependency.Path == "k8s.io/kubernetes" {
			return dependency.Version
		}
	}
	return "unknown"
}

// objectsIn reads the objects of a file as the API server keeps them, its defaults filled in; kinds that it does not know are left out.
func objectsIn(path string) ([]string, map[string]kruntime.Object, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	titles, found := []string{}, map[string]kruntime.Object{}
	reader := utilyaml.NewYAMLReader(bufio.NewReader(file))
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return titles, found, nil
		}
		if err != nil {
			return nil, nil, err
		}
		var about metav1.PartialObjectMetadata
		if err := yaml.Unmarshal(document, &about); err != nil {
			return nil, nil, err
		}
		object, _, err := legacyscheme.Codecs.UniversalDecoder().Decode(document, nil, nil)
		if kruntime.IsNotRegisteredError(err) || kruntime.IsMissingKind(err) {
			continue
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%s/%s: %w", about.Kind, about.Name, err)
		}
		accessor, err := meta.Accessor(object)
		if err != nil {
			return nil, nil, err
		}
		// An update names the version that it was made from.
		accessor.SetResourceVersion("1")
		title := about.Kind + "/" + about.Name
		titles = append(titles, title)
		found[title] = object
	}
}

// faults is what the API server says of an object that takes the place of another; false for kinds that are not judged.
func faults(before, after kruntime.Object) (field.ErrorList, bool) {
	switch now := after.(type) {
	case *apps.Deployment:
		return appsvalidation.ValidateDeploymentUpdate(now, before.(*apps.Deployment), corevalidation.PodValidationOptions{}), true
	case *apps.StatefulSet:
		return appsvalidation.ValidateStatefulSetUpdate(now, before.(*apps.StatefulSet), corevalidation.PodValidationOptions{}), true
	case *batch.Job:
		// The API server has given the Job a selector of its own, and its pods the label.
		old := before.(*batch.Job).DeepCopy()
		for _, one := range []*batch.Job{old, now} {
			if one.Spec.Selector == nil {
				label := map[string]string{batch.ControllerUidLabel: "1"}
				one.Spec.Selector, one.Spec.Template.Labels = &metav1.LabelSelector{MatchLabels: label}, label
			}
		}
		return batchvalidation.ValidateJobUpdate(now, old, batchvalidation.JobValidationOptions{}), true
	case *batch.CronJob:
		return batchvalidation.ValidateCronJobUpdate(now, before.(*batch.CronJob), corevalidation.PodValidationOptions{}), true
	case *core.Service:
		// The API server has given the Service its addresses, and keeps them where the update states none.
		old := before.(*core.Service).DeepCopy()
		for _, one := range []*core.Service{old, now} {
			if one.Spec.Type == core.ServiceTypeExternalName {
				continue
			}
			if one.Spec.ClusterIP == "" {
				one.Spec.ClusterIP = "10.0.0.10"
			}
			one.Spec.ClusterIPs, one.Spec.IPFamilies = []string{one.Spec.ClusterIP}, []core.IPFamily{core.IPv4Protocol}
		}
		return corevalidation.ValidateServiceUpdate(now, old), true
	case *core.PersistentVolumeClaim:
		// A claim in use is bound, and its volume as large as it asked.
		old := before.(*core.PersistentVolumeClaim).DeepCopy()
		old.Status.Phase, old.Status.Capacity = core.ClaimBound, old.Spec.Resources.Requests.DeepCopy()
		now.Status.Phase = core.ClaimBound
		return corevalidation.ValidatePersistentVolumeClaimUpdate(now, old, corevalidation.ValidationOptionsForPersistentVolumeClaim(now, old)), true
	case *core.ConfigMap:
		return corevalidation.ValidateConfigMapUpdate(now, before.(*core.ConfigMap)), true
	case *core.Secret:
		return corevalidation.ValidateSecretUpdate(now, before.(*core.Secret)), true
	case *scheduling.PriorityClass:
		return schedulingvalidation.ValidatePriorityClassUpdate(now, before.(*scheduling.PriorityClass)), true
	}
	return nil, false
}

func judge(before, after string) (report, error) {
	result := report{Judged: []string{}, Faults: []fault{}}
	_, old, err := objectsIn(before)
	if err != nil {
		return result, err
	}
	titles, now, err := objectsIn(after)
	if err != nil {
		return result, err
	}
	for _, title := range titles {
		earlier, ok := old[title]
		if !ok {
			continue
		}
		found, known := faults(earlier, now[title])
		if !known {
			continue
		}
		result.Judged = append(result.Judged, title)
		for _, one := range found {
			result.Faults = append(result.Faults, fault{Object: title, Path: one.Field, Message: one.ErrorBody()})
		}
	}
	return result, nil
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "--version" {
		fmt.Println("apply-check", kubernetesVersion())
		return
	}
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: apply-check BEFORE AFTER")
		os.Exit(2)
	}
	result, err := judge(os.Args[1], os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if err := json.NewEncoder(os.Stdout).Encode(result); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}
