using MusicGen.Bench.Decode.Engines;
using MusicGen.Bench.Measuring;
using MusicGen.Inference.Decoding;

namespace MusicGen.Bench.Decode.Limits;

/// <summary>What the machine can do of what our engines do, the best of all rounds.</summary>
/// <param name="engines">Ours.</param>
/// <param name="stepWeights">Weights that a step reads.</param>
/// <param name="withReads">Whether reading is measured too.</param>
internal sealed class MachineLimits(IReadOnlyList<OwnEngine> engines, long stepWeights, bool withReads)
{
    private readonly Dictionary<WeightPrecision, ReadLimit> _reads = withReads
        ? engines.Select(engine => engine.Precision).Distinct().ToDictionary(precision => precision, precision => new ReadLimit(stepWeights * BytesOf(precision)))
        : [];

    private readonly Dictionary<string, double> _multiplyAdds = [];
    private readonly Dictionary<string, double> _bytes = [];

    /// <summary>Operations a second, by kind and unit.</summary>
    public IReadOnlyDictionary<string, double> MultiplyAdds => _multiplyAdds;

    /// <summary>Bytes a second, by precision of the weights.</summary>
    public IReadOnlyDictionary<string, double> Reads => _bytes;

    /// <summary>Another round.</summary>
    public void Measure(Team team)
    {
        foreach (var engine in engines.DistinctBy(KeyOf))
        {
            if (team.Sum(_ => MultiplyAddLimit.OperationsPerSecond(engine.Precision, engine.Unit) ?? 0) is > 0 and var operations) Keep(_multiplyAdds, KeyOf(engine), operations);
        }
        foreach (var (precision, read) in _reads) Keep(_bytes, precision.ToString(), team.Sum(_ => read.BytesPerSecond()));
    }

    /// <summary>Multiplications and additions of composing at that speed, as a share of what its unit can do; null where that is not known.</summary>
    public double? MultiplyAddShare(OwnEngine engine, double tokensPerSecond) =>
        _multiplyAdds.TryGetValue(KeyOf(engine), out var limit) ? tokensPerSecond * stepWeights * 2 / limit : null;

    /// <summary>Reading of every weight for every token, as a share of what can be read; null where that was not measured.</summary>
    public double? ReadShare(OwnEngine engine, double tokensPerSecond) =>
        _bytes.TryGetValue(engine.Precision.ToString(), out var limit) ? tokensPerSecond * stepWeights * BytesOf(engine.Precision) / limit : null;

    private static string KeyOf(OwnEngine engine) => $"{(engine.Precision == WeightPrecision.EightBits ? "int16 pairs" : "fp32")}, {engine.Unit}";

    private static int BytesOf(WeightPrecision precision) => precision switch { WeightPrecision.EightBits => 1, WeightPrecision.BFloat16 => 2, _ => 4 };

    private static void Keep(Dictionary<string, double> best, string key, double speed) => best[key] = Math.Max(speed, best.GetValueOrDefault(key));
}
