package bench

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// table is the plain design to compare with: the present state overwritten, one
// audit row beside it, both in a transaction synced as PostgreSQL does by itself.
const table = `CREATE TABLE suggestion (id int PRIMARY KEY, state text NOT NULL, version int NOT NULL, body jsonb NOT NULL);
CREATE TABLE audit (id bigserial PRIMARY KEY, suggestion int NOT NULL, at timestamptz NOT NULL DEFAULT now(), actor text NOT NULL, change jsonb NOT NULL);
CREATE INDEX ON audit (suggestion);
INSERT INTO suggestion SELECT n, 'handling', 1, '{"title":"on roads","unit":"bureau-of-transport"}' FROM generate_series(1, %d) n;`

const change = `\set id random(1, %d)
BEGIN;
UPDATE suggestion SET state = 'handling', version = version + 1 WHERE id = :id;
INSERT INTO audit (suggestion, actor, change) VALUES (:id, 'officer-17', '{"commitment":"l1v1c1","from":"promised","to":"progressing","on":"2026-06-01","text":"site visited, budget asked for, drawings under way"}');
COMMIT;
`

// postgres measures the plain table where PostgreSQL's own tools are installed;
// where they are not, nothing is said. It runs as another account than root.
func (b *run) postgres(ctx context.Context) error {
	tools, err := findPostgres()
	if err != nil {
		return nil
	}
	dir, err := os.MkdirTemp("", "huiyin-pg-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	p := server{tools: tools, dir: dir, ctx: ctx}
	if err := p.begin(); err != nil {
		return fmt.Errorf("PostgreSQL is installed and does not start: %w", err)
	}
	defer p.stop()
	for _, clients := range []int{1, b.Writers} {
		tps, err := p.bench(clients)
		if err != nil {
			return err
		}
		name := "postgres_one"
		if clients > 1 {
			name = "postgres_many"
		}
		b.say(Measure{Name: name, Value: tps, Unit: "changes/s"})
	}
	return nil
}

// findPostgres finds the folder of the server's tools.
func findPostgres() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err == nil && len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", err
	}
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return "", err
	}
	return filepath.Dir(path), nil
}

type server struct {
	ctx        context.Context
	tools, dir string
}

// run runs one of the tools; as root, which the server refuses, as "postgres".
func (p server) run(name string, args ...string) (string, error) {
	full := filepath.Join(p.tools, name)
	if _, err := os.Stat(full); err != nil {
		full = name
	}
	cmd := exec.CommandContext(p.ctx, full, args...)
	if os.Geteuid() == 0 {
		cmd = exec.CommandContext(p.ctx, "runuser", append([]string{"-u", "postgres", "--", full}, args...)...)
	}
	cmd.Dir = p.dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		return string(out), fmt.Errorf("%s: %w: %s", name, err, strings.TrimSpace(string(out)))
	}
	return string(out), nil
}

func (p server) data() string { return filepath.Join(p.dir, "pg") }

func (p server) begin() error {
	if os.Geteuid() == 0 {
		if out, err := exec.CommandContext(p.ctx, "chown", "postgres", p.dir).CombinedOutput(); err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
	}
	if _, err := p.run("initdb", "-D", p.data(), "-A", "trust", "-U", "bench"); err != nil {
		return err
	}
	options := fmt.Sprintf("-k %s -c listen_addresses='' -c max_connections=100", p.dir)
	if _, err := p.run("pg_ctl", "-D", p.data(), "-l", filepath.Join(p.dir, "log"), "-w", "-o", options, "start"); err != nil {
		return err
	}
	for name, text := range map[string]string{"table.sql": fmt.Sprintf(table, active), "change.sql": fmt.Sprintf(change, active)} {
		if err := os.WriteFile(filepath.Join(p.dir, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	_, err := p.run("psql", "-h", p.dir, "-U", "bench", "-d", "postgres", "-q", "-f", filepath.Join(p.dir, "table.sql"))
	return err
}

func (p server) stop() { _, _ = p.run("pg_ctl", "-D", p.data(), "-m", "immediate", "stop") }

var tps = regexp.MustCompile(`tps = ([0-9.]+)`)

// bench runs the change for some seconds and reads the rate.
func (p server) bench(clients int) (float64, error) {
	out, err := p.run("pgbench", "-h", p.dir, "-U", "bench", "-n", "-f", filepath.Join(p.dir, "change.sql"),
		"-c", strconv.Itoa(clients), "-j", "2", "-T", "8", "postgres")
	if err != nil {
		return 0, err
	}
	m := tps.FindStringSubmatch(out)
	if m == nil {
		return 0, fmt.Errorf("no rate in %q", out)
	}
	return strconv.ParseFloat(m[1], 64)
}
