namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>How matrices are cut: into panels of 64 columns, which in an LSTM layer are the four gates of 16 units.</summary>
/// <remarks>So the product of one panel is all that 16 cells need, while it is still in the nearest cache. A panel of 8-bit weights has 64 KB in a layer of 2 × 512 inputs.</remarks>
internal static class Panels
{
    public const int Units = 16;
    public const int Columns = 64;

    /// <summary>The next multiple of 16 units: those that are filled in have weights of zero, and so are zero.</summary>
    public static int PaddedUnits(int units) => (units + Units - 1) / Units * Units;

    /// <summary>How many panels hold so many columns.</summary>
    public static int CountOf(int columns) => (columns + Columns - 1) / Columns;
}
