// Command compose-check loads a folder's docker-compose.yml the way `docker compose` does and prints what is wrong with it.
//
// The output is one JSON object; the exit code is 1 when there is an error or a warning, 2 on wrong use.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/sirupsen/logrus"
)

type report struct {
	Errors   []string `json:"errors"`
	Warnings []string `json:"warnings"`
	Missing  []string `json:"missing"`
	Services []string `json:"services"`
}

// warningHook keeps what the loader only logs, such as an unset variable.
type warningHook struct{ report *report }

func (h warningHook) Levels() []logrus.Level { return logrus.AllLevels }

func (h warningHook) Fire(entry *logrus.Entry) error {
	if entry.Level <= logrus.WarnLevel {
		h.report.Warnings = append(h.report.Warnings, entry.Message)
	}
	return nil
}

// load uses the folder's .env and the given NAME=value pairs only: the caller's environment must not decide the verdict.
func load(folder string, variables []string) (*types.Project, error) {
	options, err := cli.NewProjectOptions(
		[]string{filepath.Join(folder, "docker-compose.yml")},
		cli.WithWorkingDirectory(folder),
		cli.WithEnv(variables),
		cli.WithEnvFiles(),
		cli.WithDotEnv,
		cli.WithProfiles([]string{"*"}),
		cli.WithConsistency(true),
		cli.WithNormalization(true),
		cli.WithResolvedPaths(true),
	)
	if err != nil {
		return nil, err
	}
	return options.LoadProject(context.Background())
}

// missing lists the files that `up` would want: Docker creates an empty folder for a bind mount without a source.
func missing(project *types.Project) []string {
	wanted := []string{}
	for _, service := range project.Services {
		for _, volume := range service.Volumes {
			if volume.Type == types.VolumeTypeBind {
				wanted = append(wanted, volume.Source)
			}
		}
		if service.Build != nil {
			wanted = append(wanted, service.Build.Context)
		}
	}
	for _, config := range project.Configs {
		wanted = append(wanted, config.File)
	}
	for _, secret := range project.Secrets {
		wanted = append(wanted, secret.File)
	}
	absent := []string{}
	for _, path := range wanted {
		if path == "" {
			continue
		}
		if _, err := os.Stat(path); err != nil {
			if relative, relErr := filepath.Rel(project.WorkingDir, path); relErr == nil {
				path = relative
			}
			absent = append(absent, path)
		}
	}
	slices.Sort(absent)
	return slices.Compact(absent)
}

// loaderVersion is what `--version` prints: the loader decides the verdict, not this program.
func loaderVersion() string {
	build, _ := debug.ReadBuildInfo()
	for _, dependency := range build.Deps {
		if dependency.Path == "github.com/compose-spec/compose-go/v2" {
			return dependency.Version
		}
	}
	return "unknown"
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "--version" {
		fmt.Println("compose-go", loaderVersion())
		return
	}
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: compose-check <folder> [NAME=value ...]")
		os.Exit(2)
	}
	folder, err := filepath.Abs(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	result := report{Errors: []string{}, Warnings: []string{}, Missing: []string{}, Services: []string{}}
	logrus.SetOutput(io.Discard)
	logrus.AddHook(warningHook{&result})
	project, err := load(folder, os.Args[2:])
	if err != nil {
		result.Errors = append(result.Errors, err.Error())
	} else {
		result.Missing = missing(project)
		result.Services = project.ServiceNames()
	}
	json.NewEncoder(os.Stdout).Encode(result)
	if len(result.Errors)+len(result.Warnings) > 0 {
		os.Exit(1)
	}
}
