using System.Runtime.InteropServices;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>A matrix as the kernel reads it, from front to back: (panels, steps, 64 columns, depth).</summary>
internal sealed class PackedMatrix<TArithmetic, TVector, TWeight, TActivation>
    where TArithmetic : struct, IArithmetic<TVector, TWeight, TActivation>
    where TVector : struct
    where TWeight : unmanaged
    where TActivation : unmanaged
{
    private readonly AlignedArray<TWeight> _weights;

    /// <param name="panels">Number of panels.</param>
    /// <param name="length">Weights of a column; a multiple of 16.</param>
    /// <param name="weightOf">The weight of a column at an index; zero where there is none.</param>
    /// <param name="activationScale">What one unit of an activation is worth.</param>
    public PackedMatrix(int panels, int length, Func<int, int, float> weightOf, float activationScale)
    {
        (PanelCount, Steps) = (panels, length / Depth);
        _weights = new AlignedArray<TWeight>(panels * length * Panels.Columns);
        Scales = new float[panels * Panels.Columns];
        var column = new float[length];
        for (var number = 0; number < Scales.Length; number++)
        {
            for (var i = 0; i < length; i++) column[i] = weightOf(number, i);
            var scale = TArithmetic.ScaleOf(column.Max(MathF.Abs));
            Scales[number] = scale * activationScale;
            Pack(column, scale, number);
        }
    }

    private static int Depth => Strip<TArithmetic, TVector, TWeight, TActivation>.Depth;

    public int PanelCount { get; }

    /// <summary>Of a column.</summary>
    public int Steps { get; }

    /// <summary>What one unit of a column's sum is worth, for each column.</summary>
    public float[] Scales { get; }

    public long Bytes => _weights.Bytes + ((long)Scales.Length * sizeof(float));

    /// <inheritdoc cref="Tile{TArithmetic,TVector,TWeight,TActivation}.Multiply"/>
    public void Multiply(int panel, ReadOnlySpan<TActivation> activations, ReadOnlySpan<int> rows, Span<float> sums)
    {
        var size = Steps * Depth;
        foreach (var row in rows) _ = activations.Slice(row, size); // the kernel does not look
        Tile<TArithmetic, TVector, TWeight, TActivation>.Multiply(
            ref _weights.Span.Slice(panel * size * Panels.Columns, size * Panels.Columns)[0], Steps, ref MemoryMarshal.GetReference(activations), rows, sums);
    }

    private void Pack(ReadOnlySpan<float> column, float scale, int number)
    {
        var panel = _weights.Span.Slice(number / Panels.Columns * column.Length * Panels.Columns, column.Length * Panels.Columns);
        for (var i = 0; i < column.Length; i++)
            panel[(i / Depth * Panels.Columns * Depth) + (number % Panels.Columns * Depth) + (i % Depth)] = TArithmetic.Encode(column[i], scale);
    }
}
