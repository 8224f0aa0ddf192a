using System.Diagnostics;

namespace MusicGen.Bench.Measuring;

/// <summary>Measures the same work several times.</summary>
/// <param name="count">Rounds that count; one more comes before them, for the compiler and the caches.</param>
internal sealed class Rounds(int count)
{
    public Figure Measure(string subject, IReadOnlyList<MidiInput> inputs, Action<MidiInput> work) =>
        Measure(subject, inputs, () =>
        {
            foreach (var input in inputs) work(input);
        });

    public Figure Measure(string subject, IReadOnlyList<MidiInput> inputs, Action round)
    {
        round();
        var seconds = new double[count];
        for (var i = 0; i < count; i++)
        {
            GC.Collect();
            var start = Stopwatch.GetTimestamp();
            round();
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Array.Sort(seconds);
        return new Figure(subject, inputs.Sum(input => (long)input.Bytes.Length), inputs.Count, seconds);
    }
}
