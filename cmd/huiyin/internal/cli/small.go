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
		}{Version: "devel"}
		if info, ok := debug.ReadBuildInfo(); ok {
			v.Go = info.GoVersion
			if info.Main.Version != "" {
				v.Version = info.Main.Version
			}
		}
		if a.json {
			return a.printJSON(v)
		}
		_, err := fmt.Fprintln(a.out, "huiyin", v.Version, v.Go)
		return err
	})
}
