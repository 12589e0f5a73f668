// Command huiyin is 回音: it follows every deputy's suggestion from submission
// to its answer, and keeps the whole history.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"huiyin/cmd/huiyin/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(cli.Main(ctx, os.Args[1:], os.Stdout, os.Stderr))
}
