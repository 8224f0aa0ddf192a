using System.Diagnostics;
using System.Diagnostics.Metrics;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Telemetry;

namespace MusicGen.Silo.Audio;

/// <summary>How long renderings take, and which fail.</summary>
internal static class AudioMeter
{
    private static readonly Histogram<double> Duration = Instrumentation.Seconds(
        "musicgen.audio.rendering.duration", "Renderings of tunes as audio, without the wait for a renderer.", 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60);

    /// <summary>Measures a rendering that has its renderer. One that was given up has not failed.</summary>
    public static async Task<Problem?> MeasureAsync(AudioFormat format, Func<Task<Problem?>> render)
    {
        var since = Stopwatch.GetTimestamp();
        string? error = null;
        try
        {
            var problem = await render();
            error = problem?.Code;
            return problem;
        }
        catch (Exception e)
        {
            error = e is OperationCanceledException ? null : e.GetType().Name;
            throw;
        }
        finally
        {
            var tags = new TagList { { "musicgen.audio.format", ContractJson.NameOf(format) } };
            if (error is not null) tags.Add(Instrumentation.ErrorType, error);
            Duration.Record(Stopwatch.GetElapsedTime(since).TotalSeconds, tags);
        }
    }
}
