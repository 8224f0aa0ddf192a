using MusicGen.Bench.Decode.Engines;
using MusicGen.Bench.Decode.Limits;
using MusicGen.Bench.Decode.Onnx;
using MusicGen.Bench.Measuring;
using MusicGen.Inference.Decoding;
using TorchSharp;

namespace MusicGen.Bench.Decode;

/// <summary>Measures one network with every engine.</summary>
internal sealed class DecodeCells : IDisposable
{
    private readonly DecodeSetting _setting;
    private readonly BenchNetwork _network;
    private readonly List<IEngine> _engines = [];

    /// <exception cref="InvalidOperationException">An engine computes another network.</exception>
    public DecodeCells(int hidden, DecodeSetting setting)
    {
        (_network, _setting) = (BenchNetwork.Draw(hidden), setting);
        foreach (var precision in Enum.GetValues<WeightPrecision>())
            _engines.AddRange(VectorUnits.Available.Reverse().Select(unit => new OwnEngine(_network, precision, unit)));
        if (setting.HasPeers) AddPeers();
        var reference = Agreement.LogitsOf(_engines.OfType<OwnEngine>().First(engine => engine.Precision == WeightPrecision.SinglePrecision));
        Differences = _engines.ToDictionary(engine => engine.Name, engine => Agreement.Require(engine, reference));
    }

    /// <summary>How far the engines' logits lie from those of single precision, as a share of their size.</summary>
    public IReadOnlyDictionary<string, double> Differences { get; }

    /// <param name="batch">Rows of each thread.</param>
    /// <param name="team">The threads.</param>
    public DecodeCell Measure(int batch, Team team)
    {
        var loops = _engines.Select(engine => Enumerable.Range(0, team.Size).Select(_ => new ComposingLoop(engine, batch)).ToArray()).ToArray();
        var limits = new MachineLimits([.. _engines.OfType<OwnEngine>()], _network.StepWeights, withReads: batch == 1);
        var speeds = _engines.Select(_ => new double[_setting.Rounds]).ToArray();
        try
        {
            // The first round is for the compiler and the caches.
            for (var round = -1; round < _setting.Rounds; round++)
            {
                for (var engine = 0; engine < loops.Length; engine++)
                {
                    var speed = team.Sum(number => loops[engine][number].Compose(_setting.Seconds));
                    if (round >= 0) speeds[engine][round] = speed;
                }
                limits.Measure(team);
            }
        }
        finally
        {
            foreach (var loop in loops.SelectMany(loops => loops)) loop.Dispose();
        }
        return CellOf(batch, team.Size, speeds, limits);
    }

    public void Dispose()
    {
        foreach (var engine in _engines) engine.Dispose();
    }

    private void AddPeers()
    {
        using var folded = new FoldedWeights(_network);
        _engines.AddRange(
        [
            new TorchLstm(_network),
            new TorchCells(_network),
            new TorchProducts(folded, torch.ScalarType.Float32, isLinear: false),
            new TorchProducts(folded, torch.ScalarType.Float32, isLinear: true),
            new TorchProducts(folded, torch.ScalarType.BFloat16, isLinear: false),
            new TorchProducts(folded, torch.ScalarType.BFloat16, isLinear: true),
            new OnnxEngine(folded, isEightBits: false),
            new OnnxEngine(folded, isEightBits: true),
        ]);
    }

    private DecodeCell CellOf(int batch, int threads, double[][] speeds, MachineLimits limits)
    {
        int? Fastest(EngineKind kind) => Enumerable.Range(0, speeds.Length).Where(index => _engines[index].Kind == kind).Select(index => (int?)index).MaxBy(index => Median.Of(speeds[index!.Value]));
        var (torch, onnx, eightBits) = (Fastest(EngineKind.TorchSharp), Fastest(EngineKind.OnnxRuntime), Fastest(EngineKind.OnnxRuntimeEightBits));
        double? Times(double[] ours, int? peer) => peer is { } index ? Median.Of(ours.Zip(speeds[index], (one, other) => one / other)) : null;
        return new DecodeCell(
            _network.Shape.Hidden, batch, threads, torch is { } best ? _engines[best].Name : null, limits.MultiplyAdds, limits.Reads,
            [.. _engines.Zip(speeds, (engine, rounds) =>
            {
                var median = Median.Of(rounds);
                var own = engine as OwnEngine;
                return new DecodeFigure(
                    engine.Name, engine.Kind, threads * batch * 1e6 / median, median, rounds.Max(), Times(rounds, torch), Times(rounds, onnx), Times(rounds, eightBits),
                    own is null ? null : limits.MultiplyAddShare(own, median), own is null ? null : limits.ReadShare(own, median), rounds);
            })]);
    }
}
