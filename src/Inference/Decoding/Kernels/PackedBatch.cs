using System.Runtime.InteropServices;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>A batch of a <see cref="PackedDecoder{TArithmetic,TVector,TWeight,TActivation}"/>.</summary>
internal sealed class PackedBatch<TArithmetic, TVector, TWeight, TActivation> : DecoderBatch
    where TArithmetic : struct, IArithmetic<TVector, TWeight, TActivation>
    where TVector : struct
    where TWeight : unmanaged
    where TActivation : unmanaged
{
    /// <summary>Their sums, 8 KB, stay in the nearest cache.</summary>
    private const int RowsAtOnce = 32;

    private readonly PackedDecoder<TArithmetic, TVector, TWeight, TActivation> _decoder;
    private readonly TActivation[] _outputs; // (slots, layers, H): a layer lies beside the one below, so that both are one row to it
    private readonly float[] _cells;         // (slots, layers, H)
    private readonly float[] _next;                      // (rows, H): a layer's new outputs, while the old ones are still read
    private readonly float[] _sums = new float[RowsAtOnce * Panels.Columns];
    private readonly int[] _rows;                        // where each row's activations begin
    private readonly int _slotSize;

    public PackedBatch(PackedDecoder<TArithmetic, TVector, TWeight, TActivation> decoder, int slots)
        : base(decoder, slots)
    {
        _decoder = decoder;
        _slotSize = decoder.Shape.Layers * decoder.Units;
        _outputs = new TActivation[checked(slots * _slotSize)];
        _cells = new float[slots * _slotSize];
        _next = new float[slots * decoder.Units];
        _rows = new int[slots];
    }

    private protected override void StepLayers(ReadOnlySpan<int> slots, ReadOnlySpan<int> tokens)
    {
        for (var layer = 0; layer < Shape.Layers; layer++)
        {
            SetRows(slots, Math.Max(layer - 1, 0));
            for (var panel = 0; panel < _decoder.Layers[layer].PanelCount; panel++)
            {
                for (var first = 0; first < slots.Length; first += RowsAtOnce) StepPanel(layer, panel, first, slots, tokens);
            }
            for (var row = 0; row < slots.Length; row++)
                TArithmetic.Store(_next.AsSpan(row * _decoder.Units, _decoder.Units), _decoder.ActivationScale, _outputs.AsSpan(Place(slots[row], layer), _decoder.Units));
        }
    }

    private protected override void Head(ReadOnlySpan<int> slots, Span<float> logits)
    {
        SetRows(slots, Shape.Layers - 1);
        for (var panel = 0; panel < _decoder.Head.PanelCount; panel++)
        {
            var column = panel * Panels.Columns;
            var width = Math.Min(Panels.Columns, Shape.VocabularySize - column);
            var scales = _decoder.Head.Scales.AsSpan(column, width);
            var bias = _decoder.HeadBias.AsSpan(column, width);
            for (var first = 0; first < slots.Length; first += RowsAtOnce)
            {
                var count = Math.Min(RowsAtOnce, slots.Length - first);
                _decoder.Head.Multiply(panel, _outputs, _rows.AsSpan(first, count), _sums);
                for (var row = 0; row < count; row++)
                    FixedOrder.MultiplyAdd(_sums.AsSpan(row * Panels.Columns, width), scales, bias, logits.Slice(((first + row) * Shape.VocabularySize) + column, width));
            }
        }
    }

    private protected override void ClearSlot(int slot)
    {
        OutputsOf(slot).Clear();
        CellsOf(slot).Clear();
    }

    private protected override void CopySlot(int from, int to)
    {
        OutputsOf(from).CopyTo(OutputsOf(to));
        CellsOf(from).CopyTo(CellsOf(to));
    }

    private protected override DecoderState SaveSlot(int slot) => new(_decoder, MemoryMarshal.AsBytes(OutputsOf(slot)).ToArray(), CellsOf(slot).ToArray());

    private protected override void RestoreSlot(int slot, DecoderState state)
    {
        state.Outputs.CopyTo(MemoryMarshal.AsBytes(OutputsOf(slot)));
        state.Cells.CopyTo(CellsOf(slot));
    }

    private void StepPanel(int layer, int panel, int first, ReadOnlySpan<int> slots, ReadOnlySpan<int> tokens)
    {
        var weights = _decoder.Layers[layer];
        var count = Math.Min(RowsAtOnce, slots.Length - first);
        weights.Multiply(panel, _outputs, _rows.AsSpan(first, count), _sums);
        var (column, unit) = (panel * Panels.Columns, panel * Panels.Units);
        var scales = weights.Scales.AsSpan(column, Panels.Columns);
        for (var row = 0; row < count; row++)
            LstmCells.Remember(SumsOf(row), scales, BiasOf(layer, tokens[first + row]).Slice(column, Panels.Columns), CellsOf(slots[first + row], layer).Slice(unit, Panels.Units));
        for (var row = 0; row < count; row++)
        {
            LstmCells.Show(
                SumsOf(row), scales, BiasOf(layer, tokens[first + row]).Slice(column, Panels.Columns), CellsOf(slots[first + row], layer).Slice(unit, Panels.Units),
                _next.AsSpan(((first + row) * _decoder.Units) + unit, Panels.Units));
        }
    }

    private ReadOnlySpan<float> SumsOf(int row) => _sums.AsSpan(row * Panels.Columns, Panels.Columns);

    private ReadOnlySpan<float> BiasOf(int layer, int word) => layer == 0 ? _decoder.InputOf(word) : _decoder.BiasOf(layer);

    private Span<float> CellsOf(int slot, int layer) => _cells.AsSpan(Place(slot, layer), _decoder.Units);

    private void SetRows(ReadOnlySpan<int> slots, int layer)
    {
        for (var row = 0; row < slots.Length; row++) _rows[row] = Place(slots[row], layer);
    }

    private int Place(int slot, int layer) => (slot * _slotSize) + (layer * _decoder.Units);

    private Span<TActivation> OutputsOf(int slot) => _outputs.AsSpan(slot * _slotSize, _slotSize);

    private Span<float> CellsOf(int slot) => _cells.AsSpan(slot * _slotSize, _slotSize);
}
