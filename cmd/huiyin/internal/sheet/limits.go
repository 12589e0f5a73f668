package sheet

// The limits of a file from outside (IMP-02). They are constants because a file
// that one office can import, every office can.
const (
	MaxFile     = 10 << 20 // bytes of the file
	MaxEntries  = 200      // parts of a workbook
	MaxUnpacked = 64 << 20 // bytes of all parts
	MaxPart     = 16 << 20 // bytes of one part
	MaxRatio    = 100      // unpacked to packed, of the file and of each part that matters
	MaxRows     = 5_000    // rows below the heads
	MaxColumns  = 60       // columns that hold something
	MaxHeadRows = 10       // rows in which the heads may stand

	maxRow      = MaxRows + MaxHeadRows
	maxCells    = MaxRows * MaxColumns // cells of a sheet, empty ones with a format too
	maxMerges   = 10_000
	maxText     = MaxPart // bytes of all texts of a sheet, repeated ones counted again
	smallPart   = 100 << 10
	maxElements = 900_000 // of the cells, or of their texts
	maxOther    = 300_000 // elements of any other part
	maxDepth    = 64
	maxAttrs    = 256
)
