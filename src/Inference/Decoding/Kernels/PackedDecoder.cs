using MusicGen.Inference.Checkpoints;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>A <see cref="Decoder"/> of one kind of weights on one vector unit.</summary>
internal sealed class PackedDecoder<TArithmetic, TVector, TWeight, TActivation> : Decoder
    where TArithmetic : struct, IArithmetic<TVector, TWeight, TActivation>
    where TVector : struct
    where TWeight : unmanaged
    where TActivation : unmanaged
{
    private readonly AlignedArray<float> _table;
    private readonly float[][] _biases; // of the layers from the second on

    public PackedDecoder(NetworkWeights weights, WeightPrecision precision, VectorUnit unit)
        : base(weights.Shape, precision, unit)
    {
        Units = Panels.PaddedUnits(Shape.Hidden);
        ActivationScale = TArithmetic.ActivationScale(Math.Min(Shape.Layers, 2) * Units);
        _table = Table(weights);
        Layers = [.. Enumerable.Range(0, Shape.Layers).Select(layer => Layer(weights, layer))];
        _biases = [.. weights.Bias.Skip(1).Select(InPanels)];
        Head = new(
            Panels.CountOf(Shape.VocabularySize), Units,
            (word, unit) => word < Shape.VocabularySize && unit < Shape.Hidden ? weights.Head[(word * Shape.Hidden) + unit] : 0, ActivationScale);
        HeadBias = weights.HeadBias;
    }

    /// <summary>Of a layer, those that are filled in counted.</summary>
    public int Units { get; }

    public float ActivationScale { get; }

    /// <summary>Of the first layer (H, 4H), its inputs being in the table; of the others (2H, 4H): the layer below, then their own output.</summary>
    public PackedMatrix<TArithmetic, TVector, TWeight, TActivation>[] Layers { get; }

    public PackedMatrix<TArithmetic, TVector, TWeight, TActivation> Head { get; }

    public float[] HeadBias { get; }

    public override long WeightBytes => _table.Bytes + Layers.Append(Head).Sum(matrix => matrix.Bytes) + _biases.Append(HeadBias).Sum(bias => (long)bias.Length * sizeof(float));

    /// <summary>What a word adds to the first layer's sums, (panels, 4, 16): embedding, input weights and bias in one.</summary>
    public ReadOnlySpan<float> InputOf(int word) => _table.Span.Slice(word * ParameterNames.Gates * Units, ParameterNames.Gates * Units);

    /// <summary>Of a layer above the first, (panels, 4, 16).</summary>
    public ReadOnlySpan<float> BiasOf(int layer) => _biases[layer - 1];

    public override DecoderBatch CreateBatch(int slots) => new PackedBatch<TArithmetic, TVector, TWeight, TActivation>(this, slots);

    /// <summary>The row of an LSTM weight that is a column here; −1 where there is none.</summary>
    private int RowOf(int column)
    {
        var (gate, unit) = (column % Panels.Columns / Panels.Units, (column / Panels.Columns * Panels.Units) + (column % Panels.Units));
        return unit < Shape.Hidden ? (gate * Shape.Hidden) + unit : -1;
    }

    private float[] InPanels(float[] bias) => [.. Enumerable.Range(0, ParameterNames.Gates * Units).Select(column => RowOf(column) is >= 0 and var row ? bias[row] : 0)];

    private PackedMatrix<TArithmetic, TVector, TWeight, TActivation> Layer(NetworkWeights weights, int layer)
    {
        var (input, hidden, size) = (weights.Input[layer], weights.Hidden[layer], Shape.Hidden);
        var below = layer == 0 ? 0 : Units;
        return new(
            Units / Panels.Units, below + Units,
            (column, i) => (RowOf(column), i < below ? i : i - below) is ( >= 0 and var row, var unit) && unit < size ? (i < below ? input : hidden)[(row * size) + unit] : 0,
            ActivationScale);
    }

    private AlignedArray<float> Table(NetworkWeights weights)
    {
        var (size, padded) = (Shape.Embedding, FixedOrder.Padded(Shape.Embedding));
        var (embedding, input) = (Padded(weights.Embedding, size), Padded(weights.Input[0], size));
        var columns = ParameterNames.Gates * Units;
        var table = new AlignedArray<float>(Shape.VocabularySize * columns);
        for (var word = 0; word < Shape.VocabularySize; word++)
        {
            for (var column = 0; column < columns; column++)
            {
                if (RowOf(column) is >= 0 and var row)
                    table.Span[(word * columns) + column] = FixedOrder.Dot(embedding.AsSpan(word * padded, padded), input.AsSpan(row * padded, padded)) + weights.Bias[0][row];
            }
        }
        return table;
    }

    private static float[] Padded(float[] rows, int size)
    {
        var padded = new float[rows.Length / size * FixedOrder.Padded(size)];
        for (var row = 0; row < rows.Length / size; row++) rows.AsSpan(row * size, size).CopyTo(padded.AsSpan(row * FixedOrder.Padded(size)));
        return padded;
    }
}
