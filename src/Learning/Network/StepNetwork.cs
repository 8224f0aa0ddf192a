using System.Text.RegularExpressions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MusicGen.Learning.Network;

/// <summary>The network as a training step computes with it: the master weights themselves, or a copy in other numbers or with weights missing.</summary>
/// <remarks>
/// Bfloat16 keeps 8 of single precision's 24 bits: enough for products, whose sums are single precision, but not for weights that change by thousandths.
/// Weight dropout: Merity, Keskar, Socher, "Regularizing and optimizing LSTM language models", 2017, §2.
/// </remarks>
internal sealed partial class StepNetwork : IDisposable
{
    private readonly LstmNetwork _network;
    private readonly (Parameter Master, Parameter Copy, bool IsRecurrent)[] _copied;
    private readonly LstmCore? _core;
    private readonly Tensor?[] _masks;
    private readonly double _weightDropout;

    /// <param name="network">The master weights; not owned.</param>
    /// <param name="numberType">What LSTM layers and head compute with.</param>
    /// <param name="weightDropout">Share of the recurrent weights that a step does without.</param>
    public StepNetwork(LstmNetwork network, ScalarType numberType, double weightDropout)
    {
        (_network, _weightDropout, NumberType) = (network, weightDropout, numberType);
        Masters = [.. network.NamedWeights()];
        if (numberType != ScalarType.Float32 || weightDropout > 0) _core = network.NewCore(numberType, Masters[0].Weights.device);
        var copies = _core?.NamedWeights().ToDictionary(named => named.Name, named => named.Weights) ?? [];
        _copied = [.. Masters.Where(master => copies.ContainsKey(master.Name)).Select(master => (master.Weights, copies[master.Name], RecurrentName().IsMatch(master.Name)))];
        _masks = new Tensor?[_copied.Length];
    }

    /// <summary>What the memory is kept in.</summary>
    public ScalarType NumberType { get; }

    /// <summary>The weights that are learnt.</summary>
    public IReadOnlyList<(string Name, Parameter Weights)> Masters { get; }

    /// <summary>Takes the masters' weights; draws which are missing this time. Call it once before each step's <see cref="Pass"/>.</summary>
    public void Refresh()
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        for (var i = 0; i < _copied.Length; i++)
        {
            var (master, copy, isRecurrent) = _copied[i];
            copy.grad?.zero_();
            if (isRecurrent && _weightDropout > 0)
            {
                _masks[i]?.Dispose();
                var mask = nn.functional.dropout(ones_like(master), _weightDropout, training: true); // 0 or 1 / (1 − share)
                _masks[i] = mask.DetachFromDisposeScope();
                copy.copy_(master * mask);
            }
            else
            {
                copy.copy_(master);
            }
        }
    }

    /// <inheritdoc cref="LstmNetwork.forward"/>
    public (Tensor Logits, LstmMemory Memory) Pass(Tensor tokens, LstmMemory memory) => _core is null ? _network.call(tokens, memory) : _network.Pass(tokens, memory, _core);

    /// <summary>Gives the masters the gradients that the copies got.</summary>
    public void CollectGradients()
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        for (var i = 0; i < _copied.Length; i++)
        {
            var gradient = _copied[i].Copy.grad!.to(ScalarType.Float32);
            if (_masks[i] is { } mask) gradient = gradient * mask;
            _copied[i].Master.grad = gradient.MoveToOuterDisposeScope();
        }
    }

    public void Dispose()
    {
        foreach (var mask in _masks) mask?.Dispose();
        _core?.Dispose();
    }

    [GeneratedRegex(@"^lstm\.weight_hh_l\d+$")]
    private static partial Regex RecurrentName();
}
