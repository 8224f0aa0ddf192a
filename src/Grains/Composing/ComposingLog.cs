using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MusicGen.Inference.Batching;
using MusicGen.Inference.Decoding;

namespace MusicGen.Grains.Composing;

/// <summary>Says at the start what this silo composes with.</summary>
internal sealed partial class ComposingLog(CompositionEngine engine, IOptions<ComposingOptions> options, ILogger<ComposingLog> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogStart(log, VectorUnits.Widest, engine.Threads, options.Value.ModelMegabytes);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1410, LogLevel.Information, "composing with {Unit} on {Threads} threads, models in up to {Megabytes} MB")]
    private static partial void LogStart(ILogger log, VectorUnit unit, int threads, int megabytes);
}
