package cli

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version prints what was built: the module's version or revision, and the Go
// release.
func (a *app) version() *cobra.Command {
	return leaf("version", func(*cobra.Command, []string) error {
		v := struct {
			Version string `json:"version"`
			Go      string `json:"go"`
		}{}
		v.Version = buildVersion()
		if info, ok := debug.ReadBuildInfo(); ok {
			v.Go = info.GoVersion
		}
		if a.json {
			return a.printJSON(v)
		}
		_, err := fmt.Fprintln(a.out, "huiyin", v.Version, v.Go)
		return err
	})
}

// buildVersion is the module's version or revision.
func buildVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "devel"
}
