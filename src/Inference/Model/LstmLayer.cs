using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MusicGen.Inference.Checkpoints;

namespace MusicGen.Inference.Model;

/// <summary>The weights of one LSTM layer, and its step.</summary>
/// <remarks>Hochreiter and Schmidhuber, "Long short-term memory", 1997, with forget gates; formulas as in PyTorch's LSTM.</remarks>
internal sealed class LstmLayer
{
    private readonly QuadRows _input;  // a unit's four gates are one quad
    private readonly QuadRows _hidden; // likewise
    private readonly float[] _bias;    // (units, 4)
    private readonly int _units;       // padded H

    public LstmLayer(SafeTensors weights, int layer, int inputs, int units)
    {
        float[] Take(string name, params long[] shape) => LstmModel.Finite(weights.Require(name, TensorType.F32, shape));

        var rows = ParameterNames.Gates * units;
        var inputBias = Take(ParameterNames.InputBias(layer), rows);
        var hiddenBias = Take(ParameterNames.HiddenBias(layer), rows);
        int Source(int row) => row / ParameterNames.Gates is var unit && unit < units ? row % ParameterNames.Gates * units + unit : -1;

        _units = FixedOrder.Padded(units);
        _input = new QuadRows(ParameterNames.Gates * _units, inputs, Take(ParameterNames.InputWeight(layer), rows, inputs), Source);
        _hidden = new QuadRows(ParameterNames.Gates * _units, units, Take(ParameterNames.HiddenWeight(layer), rows, units), Source);
        _bias = [.. Enumerable.Range(0, ParameterNames.Gates * _units).Select(row => Source(row) is >= 0 and var from ? inputBias[from] + hiddenBias[from] : 0)];
    }

    /// <summary>Takes in one vector and renews the layer's part of the state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(ReadOnlySpan<float> input, Span<float> hidden, Span<float> cell, Span<float> gates)
    {
        for (var unit = 0; unit < _units; unit++)
        {
            var bias = Vector128.LoadUnsafe(ref _bias[unit * ParameterNames.Gates]);
            var sums = (_input.Multiply(unit, input) + _hidden.Multiply(unit, hidden)) + bias;
            for (var gate = 0; gate < ParameterNames.Gates; gate++) gates[gate * _units + unit] = sums[gate];
        }

        var sum = MemoryMarshal.Cast<float, Vector256<float>>(gates);
        var h = MemoryMarshal.Cast<float, Vector256<float>>(hidden);
        var c = MemoryMarshal.Cast<float, Vector256<float>>(cell);
        for (var block = 0; block < h.Length; block++)
        {
            var input01 = FixedOrder.Sigmoid(sum[block]);
            var forget01 = FixedOrder.Sigmoid(sum[h.Length + block]);
            var candidate = FixedOrder.Tanh(sum[2 * h.Length + block]);
            var output01 = FixedOrder.Sigmoid(sum[3 * h.Length + block]);
            c[block] = Vector256.FusedMultiplyAdd(forget01, c[block], input01 * candidate);
            h[block] = output01 * FixedOrder.Tanh(c[block]);
        }
    }
}
