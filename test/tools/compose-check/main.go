// Command compose-check loads a folder's docker-compose.yml the way `docker compose` does and prints what is wrong with it.
//
// The output is one JSON object; the exit code is 1 when there is an error or a warning, 2 on wrong use.
// With --model it also holds the project as the loader understands it; further files of the folder may be named, in the order of merging.
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
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/sirupsen/logrus"
)

type report struct {
	Errors   []string `json:"errors"`
	Warnings []string `json:"warnings"`
	Missing  []string `json:"missing"`
	Services []string `json:"services"`
	// The whole project, where it is asked for.
	Model json.RawMessage `json:"model,omitempty"`
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
func load(folder string, files []string, variables []string) (*types.Project, error) {
	paths := []string{}
	for _, file := range files {
		paths = append(paths, filepath.Join(folder, file))
	}
	options, err := cli.NewProjectOptions(
		paths,
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
		fmt.Fprintln(os.Stderr, "usage: compose-check [--model [--file=name ...]] <folder> [NAME=value ...]")
		os.Exit(2)
	}
	arguments, files, model := os.Args[1:], []string{}, false
	for len(arguments) > 1 && strings.HasPrefix(arguments[0], "--") {
		if name, found := strings.CutPrefix(arguments[0], "--file="); found {
			files = append(files, name)
		}
		model = model || arguments[0] == "--model"
		arguments = arguments[1:]
	}
	if len(files) == 0 {
		files = append(files, "docker-compose.yml")
	}
	folder, err := filepath.Abs(arguments[0])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	result := report{Errors: []string{}, Warnings: []string{}, Missing: []string{}, Services: []string{}}
	logrus.SetOutput(io.Discard)
	logrus.AddHook(warningHook{&result})
	project, err := load(folder, files, arguments[1:])
	if err != nil {
		result.Errors = append(result.Errors, err.Error())
	} else {
		result.Missing = missing(project)
		result.Services = project.ServiceNames()
		if model {
			if text, err := project.MarshalJSON(); err == nil {
				result.Model = text
			}
		}
	}
	json.NewEncoder(os.Stdout).Encode(result)
	if len(result.Errors)+len(result.Warnings) > 0 {
		os.Exit(1)
	}
}
