using System.Diagnostics;
using MusicGen.Bench.Decode.Engines;
using MusicGen.Inference.Sampling;
using MusicGen.Music.Randomness;

namespace MusicGen.Bench.Decode;

/// <summary>One thread's composing: a step, a word drawn for every row, and so on. Every engine has the same sampler.</summary>
internal sealed class ComposingLoop : IDisposable
{
    private readonly IStepLoop _steps;
    private readonly int[] _tokens;
    private readonly float[] _logits;
    private readonly CounterRandom[] _random;
    private readonly Sampler _sampler = new(BenchNetwork.Words, new SamplingOptions());
    private readonly bool[] _forbidden = new bool[BenchNetwork.Words];
    private ulong _position;

    public ComposingLoop(IEngine engine, int rows)
    {
        _steps = engine.Start(rows);
        _tokens = new int[rows];
        _logits = new float[rows * BenchNetwork.Words];
        _random = [.. Enumerable.Range(0, rows).Select(row => new CounterRandom(1, (ulong)row))];
    }

    /// <summary>Composes for so long, at least one step.</summary>
    /// <returns>Words a second.</returns>
    public double Compose(double seconds)
    {
        var (start, steps, elapsed) = (Stopwatch.GetTimestamp(), 0, 0.0);
        for (; steps == 0 || elapsed < seconds; steps++)
        {
            _steps.Step(_tokens, _logits);
            Draw();
            elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        return steps * _tokens.Length / elapsed;
    }

    public void Dispose() => _steps.Dispose();

    private void Draw()
    {
        for (var row = 0; row < _tokens.Length; row++)
            _tokens[row] = _sampler.Draw(_logits.AsSpan(row * BenchNetwork.Words, BenchNetwork.Words), _forbidden, _random[row], _position);
        _position++;
    }
}
