package sheet

// Type is what a cell holds.
type Type int

// The types of cell. In CSV every cell that is not Blank is String.
const (
	Blank   Type = iota
	String       // text
	Number       // a number in no date format; Text is the number as stored
	Date         // a day; Text is 2006-01-02
	Fault        // an error of the program, such as #N/A
	Formula      // Text is the formula and not its result
)

// Span tells a cell that another cell's merge covers. It shows that cell's
// value.
type Span int

// The spans.
const (
	Own   Span = iota // covered by no merge, or its first cell
	Right             // continues a cell to the left, in whatever row
	Down              // continues the cell above it
)

// Cell is one cell.
type Cell struct {
	Type Type
	Text string
	Span Span
}

// Grid is a sheet from its first row and column on. Rows end with their last
// cell that is not empty.
type Grid struct {
	// Sheet is the sheet's name; empty for CSV.
	Sheet string
	Rows  [][]Cell
}

// At is a cell by row and column counted from 0; a blank one beyond the edge.
func (g Grid) At(row, column int) Cell {
	if row < 0 || row >= len(g.Rows) || column < 0 || column >= len(g.Rows[row]) {
		return Cell{}
	}
	return g.Rows[row][column]
}

// area is a merge, its edges included.
type area struct{ top, left, bottom, right int }

// spread shows the value of a merge in the cells it covers, inside the grid. It
// reports false when the merges cover more than a sheet has room for, which
// only merges over each other can.
func (g *Grid) spread(merges []area) bool {
	room := maxCells
	for _, m := range merges {
		m.bottom, m.right = min(m.bottom, len(g.Rows)-1), min(m.right, MaxColumns-1)
		if room -= max(0, m.bottom-m.top+1) * max(0, m.right-m.left+1); room < 0 {
			return false
		}
		if from := g.At(m.top, m.left); from.Type != Blank {
			g.cover(m, from)
		}
	}
	return true
}

func (g *Grid) cover(m area, from Cell) {
	for row := m.top; row <= m.bottom; row++ {
		for column := m.left; column <= m.right; column++ {
			switch {
			case column > m.left:
				from.Span = Right
			case row > m.top:
				from.Span = Down
			default:
				continue
			}
			g.set(row, column, from)
		}
	}
}

func (g *Grid) set(row, column int, c Cell) {
	for len(g.Rows) <= row {
		g.Rows = append(g.Rows, nil)
	}
	for len(g.Rows[row]) <= column {
		g.Rows[row] = append(g.Rows[row], Cell{})
	}
	g.Rows[row][column] = c
}
